"""CSV tables with named columns: bytes to rows, every fault with file, row, column and fix. Pure: opens no file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from callboard.planner.refusals import gettext_noop
from callboard.planner.requirements.plan import Parameter

MOST_BYTES = 50_000_000
MOST_ROWS = 500_000
MOST_DIGITS = 15  # of a quantity: far more than any store holds
MOST_FAULTS = 1_000  # of one file; the rest is counted


@dataclass(frozen=True, slots=True)
class TableFault:
    """Something wrong in a file: `row` as a spreadsheet counts (the headings are row 1), `column` by its heading."""

    file: str
    row: int
    column: str
    text: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The fault in English, with its place."""
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.text % self.parameters}"


class WrongCell(Exception):
    """A cell that cannot be read, and how it should look."""

    def __init__(self, text: str, **parameters: Parameter) -> None:
        self.text, self.parameters = text, parameters
        super().__init__(text % parameters)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the field that it fills, and how its cells are read. Empty cells leave the field at its default."""

    heading: str
    field: str
    read: Callable[[str], Any]
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row that are filled, read, by field."""

    number: int
    values: dict[str, Any]


MISSING_FILE = gettext_noop("The file is missing. Add it; its headings alone will do if it has no rows.")
TOO_LARGE = gettext_noop("The file is larger than %(megabytes)s MB. Plan a part of the plant, or leave old rows out.")
TOO_MANY_ROWS = gettext_noop("The file has more than %(rows)s rows. Leave old rows out.")
NOT_UTF8 = gettext_noop("The letters are not UTF-8. Save the file again as CSV UTF-8.")
NOT_CSV = gettext_noop("This is not CSV (%(reason)s). Save the table again as CSV, comma or semicolon separated.")
NO_HEADINGS = gettext_noop("The file is empty. Its first row must hold the headings: %(headings)s.")
HEADING_MISSING = gettext_noop("There is no column of this heading. Add it; the headings are: %(headings)s.")
HEADING_UNKNOWN = gettext_noop("No such heading is known. Rename or remove the column; the headings are: %(headings)s.")
HEADING_TWICE = gettext_noop("This heading is there twice. Remove one of the columns.")
TOO_MANY_CELLS = gettext_noop(
    "The row has %(cells)s cells, the table %(columns)s columns. Put text with commas in quotes."
)
CELL_EMPTY = gettext_noop("The cell is empty. Fill it in, or delete the row.")
MORE_FAULTS = gettext_noop("%(count)s more faults in this file. Mend these first.")
NOT_WHOLE = gettext_noop("“%(cell)s” is no whole number. Write digits only, in the item's smallest step.")
NOT_NUMBER = gettext_noop("“%(cell)s” is no number. Write 0.05, 5%% or 1/20.")
NOT_DATE = gettext_noop("“%(cell)s” is no date. Write it as 2026-03-31.")
NOT_YES = gettext_noop("“%(cell)s” is neither yes nor no. Write yes, no, or leave it empty.")
NOT_ONE_OF = gettext_noop("“%(cell)s” is not known here. Write one of: %(words)s.")


def whole(cell: str) -> int:
    """A whole number; a sign is kept, so that a check can say what is wrong with it."""
    digits = cell.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        raise WrongCell(NOT_WHOLE, cell=cell)
    return int(cell)


def fraction(cell: str) -> Fraction:
    """A decimal, a percentage or a fraction, exact."""
    share = 100 if cell.endswith("%") else 1
    bare = cell.removesuffix("%").strip()
    try:
        if len(bare) > 2 * MOST_DIGITS or "e" in bare.lower() or "_" in bare:
            raise ValueError
        return Fraction(bare) / share
    except (ValueError, ZeroDivisionError):
        raise WrongCell(NOT_NUMBER, cell=cell) from None


def date(cell: str) -> dt.date:
    """An ISO date."""
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        raise WrongCell(NOT_DATE, cell=cell) from None


def yes_or_no(cell: str) -> bool:
    """Yes or no, in a few spellings."""
    spelled = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if cell.lower() not in spelled:
        raise WrongCell(NOT_YES, cell=cell)
    return spelled[cell.lower()]


def one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    """A reader of the words of an enumeration; spaces and hyphens count as underscores."""

    def read(cell: str) -> StrEnum:
        try:
            return words(cell.lower().replace(" ", "_").replace("-", "_"))
        except ValueError:
            raise WrongCell(NOT_ONE_OF, cell=cell, words=", ".join(words)) from None

    return read


class Table:
    """One file, read: its rows, and its faults as they are found."""

    def __init__(self, file: str, columns: Sequence[Column], content: bytes | None) -> None:
        self.file, self.columns = file, columns
        self.faults: list[TableFault] = []
        self.named: set[str] = set()  # keys that are there, in rows with faults too
        self._uncounted = 0
        self.rows = list(self._read(content))

    def fault(self, row: int, column: str, text: str, **parameters: Parameter) -> None:
        """Note a fault; after the first thousand they are only counted."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(TableFault(self.file, row, column, text, parameters))
        else:
            self._uncounted += 1

    def all_faults(self) -> list[TableFault]:
        """In the order of the rows, then how many more there are."""
        ordered = sorted(self.faults, key=lambda fault: fault.row)
        if self._uncounted:
            ordered.append(TableFault(self.file, 0, "", MORE_FAULTS, {"count": self._uncounted}))
        return ordered

    def heading_of(self, field_name: str) -> str:
        """The heading of a field's column; "" for none."""
        return next((column.heading for column in self.columns if column.field == field_name), "")

    def _read(self, content: bytes | None) -> Iterator[Row]:
        if content is None:
            self.fault(0, "", MISSING_FILE)
            return
        if len(content) > MOST_BYTES:
            self.fault(0, "", TOO_LARGE, megabytes=MOST_BYTES // 1_000_000)
            return
        try:
            yield from self._rows(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.fault(0, "", NOT_UTF8)
        except csv.Error as error:
            self.fault(0, "", NOT_CSV, reason=str(error))

    def _rows(self, text: str) -> Iterator[Row]:
        first = text.partition("\n")[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        headings = [cell.strip().lower() for cell in next(reader, [])]
        found = self._columns(headings)
        if found is None:
            return
        for number, cells in enumerate(reader, start=2):
            if number > MOST_ROWS + 1:
                self.fault(0, "", TOO_MANY_ROWS, rows=MOST_ROWS)
                return
            if any(cell.strip() for cell in cells):
                yield from self._row(number, cells, found)

    def _columns(self, headings: list[str]) -> list[Column] | None:
        known = {column.heading: column for column in self.columns}
        named = ", ".join(known)
        if not any(headings):
            self.fault(1, "", NO_HEADINGS, headings=named)
            return None
        for place, heading in enumerate(headings):
            if heading not in known:
                self.fault(1, heading or str(place + 1), HEADING_UNKNOWN, headings=named)
            elif heading in headings[:place]:
                self.fault(1, heading, HEADING_TWICE)
        for column in self.columns:
            if column.is_required and column.heading not in headings:
                self.fault(1, column.heading, HEADING_MISSING, headings=named)
        return None if self.faults else [known[heading] for heading in headings]

    def _row(self, number: int, cells: list[str], columns: list[Column]) -> Iterator[Row]:
        before = len(self.faults) + self._uncounted
        if len(cells) > len(columns):
            self.fault(number, "", TOO_MANY_CELLS, cells=len(cells), columns=len(columns))
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        values: dict[str, Any] = {}
        for column, cell in zip(columns, padded, strict=False):
            written = cell.strip()
            if written:
                self._cell(number, column, written, values)
            elif column.is_required:
                self.fault(number, column.heading, CELL_EMPTY)
        if len(self.faults) + self._uncounted == before:
            yield Row(number, values)

    def _cell(self, number: int, column: Column, written: str, values: dict[str, Any]) -> None:
        try:
            values[column.field] = column.read(written)
            if column.field == "key":
                self.named.add(written)
        except WrongCell as wrong:
            self.fault(number, column.heading, wrong.text, **wrong.parameters)
