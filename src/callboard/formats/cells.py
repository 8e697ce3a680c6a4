"""One cell of a table to a value of the field, or a fault with its place, what is wrong and how to mend it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeVar

from callboard.formats.faults import gettext_noop
from callboard.formats.tabular import Cell, column_letters

DecimalSign = Literal[".", ",", ""]
Choice = TypeVar("Choice")

PLACE = gettext_noop("Row %(row)s, column %(column)s (%(title)s)")
PLACE_WITHOUT_COLUMN = gettext_noop("Row %(row)s (%(title)s)")
NOTHING_THERE = gettext_noop("A value is missing here. Fill in the cell, or leave the row out.")
NOT_WHOLE = gettext_noop("“%(value)s” is no whole number. Write digits only, such as 1250.")
NOT_A_NUMBER = gettext_noop(
    "“%(value)s” is no number. Write digits and a decimal sign only, units in a column of their own."
)
AMBIGUOUS_NUMBER = gettext_noop(
    "“%(value)s” can mean %(small)s or %(large)s. Say which sign is the decimal sign, or write it without separator."
)
ROUNDED_NUMBER = gettext_noop(
    "“%(value)s” is in scientific form, so digits may be lost. Format the column as a number and save the file again."
)
TOO_SMALL = gettext_noop("%(value)s is too small: %(least)s is the least. Correct the number.")
TOO_LARGE = gettext_noop("%(value)s is too large: %(most)s is the most. Correct the number.")
TOO_FINE = gettext_noop("%(value)s has more than %(places)s decimals, which is the step of this unit. Round it.")
NOT_A_DATE = gettext_noop("“%(value)s” is no date. Write year, month and day, such as 2027-03-31.")
AMBIGUOUS_DATE = gettext_noop(
    "“%(value)s” can mean %(day_first)s or %(month_first)s. Say which comes first, or write %(day_first)s."
)
NOT_YES_OR_NO = gettext_noop("“%(value)s” is neither yes nor no. Write yes or no, or leave the cell empty.")
NOT_A_CHOICE = gettext_noop("“%(value)s” is not known here. Write one of: %(choices)s.")
TOO_LONG = gettext_noop("The text has %(characters)s characters; %(most)s are the most. Shorten it.")

YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "✓", "✔"})
NO = frozenset({"no", "n", "false", "f", "0", "-", "–", "off"})
MOST_DIGITS = 30

_SPACES_IN_NUMBERS = re.compile("[\u00a0\u2009\u202f '\u2019]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)*|[.,][0-9]+)", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_NAMED_DAY_FIRST = re.compile(r"([0-9]{1,2})\.?[- ]+([A-Za-z]{3,9})\.?,?[- ]+([0-9]{4})", re.ASCII)
_NAMED_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True)
class CellAt:
    """A cell and where it stands: `row` counted from 1 as in the file, `column` from 0."""

    row: int
    column: int
    title: str
    value: Cell


@dataclass(frozen=True)
class CellFault:
    """What is wrong in one cell and how to mend it: `text` is a message id, `parameters` fill its places.

    `column` is the letter a spreadsheet shows ("C", "" for a whole row), `title` the heading above.
    """

    row: int
    column: str
    title: str
    text: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The message id of the place, to be filled from `place`."""
        return PLACE if self.column else PLACE_WITHOUT_COLUMN

    @property
    def place(self) -> dict[str, str | int]:
        """What fills the places of `where`."""
        return {"row": self.row, "column": self.column, "title": self.title}

    @property
    def message(self) -> str:
        """Place and fault in English; a door translates `where` and `text` itself."""
        return f"{self.where % self.place}: {self.text % self.parameters}"


def fault_at(cell: CellAt, text: str, **parameters: str | int) -> CellFault:
    """A fault of this cell; the cell as written is the parameter `value` unless given."""
    written = "" if cell.value is None else str(cell.value)
    return CellFault(cell.row, column_letters(cell.column), cell.title, text, {"value": written[:80], **parameters})


def text_of(cell: CellAt, *, most: int = 200) -> str | CellFault:
    """The text without spaces around it, "" if empty; a number is written in full, a date as ISO."""
    value = cell.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        text = format(value, "f")
    else:
        text = value.isoformat() if isinstance(value, dt.date) else str("" if value is None else value).strip()
    return text if len(text) <= most else fault_at(cell, TOO_LONG, characters=len(text), most=most)


def whole_number_of(
    cell: CellAt, *, least: int | None = None, most: int | None = None, decimal_sign: DecimalSign = ""
) -> int | CellFault | None:
    """A whole number, None if empty; "12.0" is 12. "1,234" is ambiguous as in `decimal_of`."""
    number = decimal_of(cell, least=least, most=most, decimal_sign=decimal_sign)
    if isinstance(number, CellFault):
        return fault_at(cell, NOT_WHOLE) if number.text == NOT_A_NUMBER else number
    if number is not None and number != number.to_integral_value():
        return fault_at(cell, NOT_WHOLE)
    return None if number is None else int(number)


def decimal_of(
    cell: CellAt,
    *,
    least: int | Decimal | None = None,
    most: int | Decimal | None = None,
    places: int | None = None,
    decimal_sign: DecimalSign = "",
) -> Decimal | CellFault | None:
    """An exact number, None if empty: "1,234.5" and "1.234,5", "1 234,5", "-3", "0.125".

    One sign with three digits behind it and one to three before it ("1,234") is ambiguous and refused unless
    `decimal_sign` is known (`decimal_sign_in` finds it in the column). Never rounds: more decimals than `places`
    is a fault, so is scientific form.
    """
    number = _number_in(cell, decimal_sign)
    if not isinstance(number, Decimal):
        return number
    if least is not None and number < least:
        return fault_at(cell, TOO_SMALL, least=str(least))
    if most is not None and number > most:
        return fault_at(cell, TOO_LARGE, most=str(most))
    if places is not None and number != round(number, places):
        return fault_at(cell, TOO_FINE, places=places)
    return number


def decimal_sign_in(values: Iterable[Cell], *, separator: str = "") -> DecimalSign:
    """The decimal sign that the unambiguous numbers among the values prove; "" if they prove none or both.

    Without any proof, a file separated by commas has points: whoever writes decimal commas separates by semicolons.
    """
    texts = [_SPACES_IN_NUMBERS.sub("", value.strip()) for value in values if isinstance(value, str)]
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    proofs = {_proof(text) for text in numbers if _proof(text) and _read(text, _proof(text)) is not None}
    if len(proofs) == 1:
        return "." if "." in proofs else ","
    return "." if not proofs and separator == "," else ""


def date_of(cell: CellAt, *, is_day_first: bool | None = None) -> dt.date | CellFault | None:
    """A day, None if empty: a date cell, ISO, year first, "31.03.2027", "31 Mar 2027", "March 31, 2027".

    "03/04/2027" and "03-04-2027" are ambiguous and refused unless `is_day_first` is known; with points the day is
    first everywhere. Years have four digits. A date with a time of day gives its day.
    """
    value = cell.value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date) or value is None:
        return value
    text = str(value).strip()
    if not text:
        return None
    try:
        return _day_in(cell, text, is_day_first) or fault_at(cell, NOT_A_DATE)
    except ValueError:  # February 30
        return fault_at(cell, NOT_A_DATE)


def yes_or_no_of(cell: CellAt, *, more_yes: Sequence[str] = (), more_no: Sequence[str] = ()) -> bool | CellFault | None:
    """Yes or no, None if empty. The reader's own words for them come in as `more_yes` and `more_no`."""
    if isinstance(cell.value, bool) or cell.value is None:
        return cell.value
    word = str(cell.value).strip().casefold()
    if not word:
        return None
    if word in YES or word in {yes.casefold() for yes in more_yes}:
        return True
    if word in NO or word in {no.casefold() for no in more_no}:
        return False
    return fault_at(cell, NOT_YES_OR_NO)


def choice_of(cell: CellAt, choices: Mapping[Choice, Sequence[str]]) -> Choice | CellFault | None:
    """The choice of which the cell holds one of the words, None if empty; case, spaces and hyphens do not matter.

    The first word of each choice is the one shown in the fault.
    """
    word = plain_word("" if cell.value is None else str(cell.value))
    if not word:
        return None if cell.value is None or not str(cell.value).strip() else _no_choice(cell, choices)
    for choice, words in choices.items():
        if word in {plain_word(one) for one in words}:
            return choice
    return _no_choice(cell, choices)


def plain_word(text: str) -> str:
    """A title or word for comparing: letters and digits only, without accents, case folded."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in parts if sign.isalnum())


def _no_choice(cell: CellAt, choices: Mapping[Choice, Sequence[str]]) -> CellFault:
    return fault_at(cell, NOT_A_CHOICE, choices=", ".join(words[0] for words in choices.values()))


def _number_in(cell: CellAt, decimal_sign: DecimalSign) -> Decimal | CellFault | None:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, str):
        return fault_at(cell, NOT_A_NUMBER)
    text = _SPACES_IN_NUMBERS.sub("", value.strip()).replace("\u2212", "-")
    if _SCIENTIFIC.fullmatch(text):
        return fault_at(cell, ROUNDED_NUMBER)
    if not _NUMBER.fullmatch(text) or len(text) > MOST_DIGITS:
        return fault_at(cell, NOT_A_NUMBER)
    return _signed_number(cell, text, decimal_sign)


def _signed_number(cell: CellAt, text: str, known: DecimalSign) -> Decimal | CellFault:
    sign = _proof(text) or known
    if not sign and _signs_in(text):
        whole, _, rest = text.replace(",", ".").partition(".")
        return fault_at(cell, AMBIGUOUS_NUMBER, small=f"{whole}.{rest}", large=f"{whole}{rest}")
    number = _read(text, sign)
    return fault_at(cell, NOT_A_NUMBER) if number is None else number


def _read(text: str, sign: DecimalSign) -> Decimal | None:
    """The number under a decimal sign, None if its groups of thousands are not of three digits."""
    if not sign and _signs_in(text):
        return None
    groups, _, decimals = text.partition(sign) if sign else (text, "", "")
    if _signs_in(decimals) or not _is_grouped(groups.lstrip("+-"), _other(sign)):
        return None
    return Decimal(f"{groups.replace(_other(sign), '')}.{decimals or '0'}")


def _proof(text: str) -> DecimalSign:
    """The decimal sign that this number itself proves: "1,5" and "1.234,5" and "1.234.567" prove the comma."""
    signs = _signs_in(text)
    if not signs:
        return ""
    last = signs[-1]
    if len(set(signs)) > 1:
        return _as_sign(last)
    if len(signs) > 1:
        return _other(last)
    whole, _, decimals = text.lstrip("+-").partition(last)
    is_ambiguous = len(decimals) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "" if is_ambiguous else _as_sign(last)


def _signs_in(text: str) -> str:
    return "".join(sign for sign in text if sign in ".,")


def _as_sign(sign: str) -> DecimalSign:
    return "." if sign == "." else ","


def _other(sign: str) -> DecimalSign:
    return "," if sign == "." else "."


def _is_grouped(text: str, sign: str) -> bool:
    first, *groups = text.split(sign)
    return all(len(group) == 3 for group in groups) and (not groups or 1 <= len(first) <= 3)


def _day_in(cell: CellAt, text: str, is_day_first: bool | None) -> dt.date | CellFault | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(text):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        day_first = True if found[2] == "." else is_day_first
        return _numbered_day(cell, int(found[1]), int(found[3]), int(found[4]), is_day_first=day_first)
    if found := _NAMED_DAY_FIRST.fullmatch(text):
        day, name = int(found[1]), found[2]
    elif found := _NAMED_MONTH_FIRST.fullmatch(text):
        day, name = int(found[2]), found[1]
    else:
        return None
    month = _month(name)
    return dt.date(int(found[3]), month, day) if month else None


def _numbered_day(
    cell: CellAt, first: int, second: int, year: int, *, is_day_first: bool | None
) -> dt.date | CellFault:
    if is_day_first is None and first != second and first <= 12 and second <= 12:
        readings = {"day_first": dt.date(year, second, first), "month_first": dt.date(year, first, second)}
        return fault_at(cell, AMBIGUOUS_DATE, **{name: day.isoformat() for name, day in readings.items()})
    if is_day_first is None:
        is_day_first = second <= 12
    return dt.date(year, second, first) if is_day_first else dt.date(year, first, second)


def _month(name: str) -> int:
    """1 to 12 for an English name or a beginning of three letters and more, else 0."""
    found = [number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name.casefold())]
    return found[0] if len(found) == 1 else 9 if name.casefold() == "sept" else 0
