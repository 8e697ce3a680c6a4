"""Tables as files: rows of values to CSV and XLSX, safe to open in a spreadsheet. Pure: values in, bytes out."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

Value = str | int | bool | Decimal | dt.date | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_HARMLESS = re.compile(r"\+[0-9][0-9 ().\u00a0-]*|-[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_ASKS_FOR_QUOTES = re.compile(r"""[,;\t|"'\r\n]|^ | $""")
_WIDEST_COLUMN = 48


def neutralized(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe is put before a sign that starts one.

    After the advice of OWASP on CSV injection, with the full-width signs that some programs take for the plain ones.
    Spaces before the sign are looked through. A telephone number or plain negative number is left as it is.
    Text that already looks neutralized gets a second apostrophe, so that `unneutralized` gives back every text.
    """
    if text.startswith("'") and neutralized(text[1:]) != text[1:]:
        return f"'{text}"
    start = text.lstrip(" \u00a0\ufeff")
    if not start.startswith(_STARTS_A_FORMULA) or _is_harmless(start):
        return text
    return f"'{text}"


def unneutralized(text: str) -> str:
    """The text that `neutralized` was given: its apostrophe taken off, every other one left."""
    return text[1:] if text.startswith("'") and neutralized(text[1:]) == text else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Comma-separated values, UTF-8 with a byte order mark (so that spreadsheets read accents right), CRLF, RFC 4180.

    Each row has as many values as there are headings; ValueError otherwise. Dates are ISO, yes/no are words.
    Semicolons and tabs are quoted too: a reader that guesses the separator then cannot guess wrong.
    """
    lines = [_csv_line(headings), *(_csv_line(_checked(row, headings)) for row in rows)]
    return "".join(lines).encode("utf-8-sig")


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str = "Sheet1") -> bytes:
    """An Excel workbook of one sheet: heading row frozen and filtered, text as text (never formulas or links).

    Numbers stay numbers and dates dates. Each row has as many values as there are headings; ValueError otherwise.
    `sheet` is cut to what a sheet may be called.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        bold, date_format = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        widths = [len(heading) for heading in headings]
        for column, heading in enumerate(headings):
            page.write_string(0, column, neutralized(heading), bold)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(_checked(row, headings)):
                _write(page, count, column, value, date_format)
                widths[column] = max(widths[column], len(_as_text(value)))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(width, _WIDEST_COLUMN) + 2)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, count, len(headings) - 1)
    return out.getvalue()


def _csv_line(values: Sequence[Value]) -> str:
    cells = [_quoted(neutralized(_as_text(value))) for value in values]
    return (",".join(cells) if cells != [""] else '""') + "\r\n"


def _quoted(text: str) -> str:
    if not _ASKS_FOR_QUOTES.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _write(page: object, row: int, column: int, value: Value, date_format: object) -> None:
    if isinstance(value, dt.date):
        page.write_datetime(row, column, value, date_format)  # type: ignore[attr-defined]
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        page.write_number(row, column, value)  # type: ignore[attr-defined]
    else:
        # A cell written as a string is never a formula, but a copy saved as CSV would be: neutralized here too.
        page.write_string(row, column, neutralized(_as_text(value)))  # type: ignore[attr-defined]


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _is_harmless(text: str) -> bool:
    """A telephone number with its country code, or a plain negative number: nothing that computes or calls."""
    return _HARMLESS.fullmatch(text) is not None


def _sheet_name(name: str) -> str:
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in name).strip("' ")
    return kept[:31] or "Sheet1"


def _checked(row: Sequence[Value], headings: Sequence[str]) -> Sequence[Value]:
    if len(row) != len(headings):
        raise ValueError(f"a row has {len(row)} values, the table {len(headings)} columns")
    return row
