"""XLSX to sheets by calamine, after a look into the package at sizes, far-out cells, errors and formulas."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from callboard.formats.faults import Fault
from callboard.formats.limits import (
    MAX_CELL_CHARACTERS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PACKED_FILES,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_UNPACKED_BYTES,
)
from callboard.formats.sheet_faults import (
    ERROR_IN_CELL,
    FORMULA_NOT_COMPUTED,
    CellTooLong,
    DamagedWorkbook,
    NotATable,
    OtherSpreadsheet,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
    TooManySheets,
    WorkbookUnpacksTooLarge,
)
from callboard.formats.tabular import Cell, Sheet, a_sheet, column_letters

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_FILLED_CELL = rb"<(?:\w+:)?c\s[^<>]*?\br=\"(?P<cell>%s)\"[^<>]*(?<!/)>"
_FAR_DOWN = re.compile(_FILLED_CELL % rb"[A-Z]{1,3}[1-9][0-9]{5,6}")
_FAR_RIGHT = re.compile(_FILLED_CELL % rb"(?:[A-Z]{3}|G[S-Z]|[H-Z][A-Z])[1-9][0-9]{0,6}")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=\"e\")[^<>]*?\br=\"(?P<cell>[A-Z]+[0-9]+)\""
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(?P<error>[^<]{0,40})<",
    re.DOTALL,
)
_NOT_COMPUTED = re.compile(
    _FILLED_CELL % rb"[A-Z]+[0-9]+"
    + rb"\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>\s*)?</(?:\w+:)?c>"
)
_SIGNIFICANT_DIGITS = 15  # what spreadsheets keep and show of a number
_CHUNK = 1 << 20


def looks_packed(content: bytes) -> bool:
    """Whether the content is a zip archive, as workbooks are."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read_workbook(content: bytes) -> list[Sheet]:
    """Every visible worksheet that has a cell. Raises refusals of `sheet_faults`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

    parts = _visible_parts(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        filled, cells = [], 0
        for part in parts:
            page = book.get_sheet_by_name(part.name)
            cells += _check_size(part.name, page.end, cells)
            sheet = a_sheet(part.name, _rows(page, part), faults=part.faults)
            filled += [sheet] if sheet else []
    except PasswordError as error:
        raise OtherSpreadsheet(kind="XLSX, password") from error
    except (CalamineError, XmlError, ZipError, ValueError, OSError) as error:
        raise DamagedWorkbook(part=_WORKBOOK, reason=str(error)[:200]) from error
    return filled


@dataclass(frozen=True)
class _Part:
    """A visible worksheet, and what stands in its cells that calamine would leave out in silence."""

    name: str
    errors: dict[str, str]
    not_computed: tuple[str, ...]

    @property
    def faults(self) -> list[Fault]:
        wrong = [(cell, ERROR_IN_CELL, {"error": error}) for cell, error in self.errors.items()]
        wrong += [(cell, FORMULA_NOT_COMPUTED, {}) for cell in self.not_computed]
        return [
            Fault(int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), text, {"cell": cell, **values})
            for cell, text, values in wrong
        ]


def _visible_parts(content: bytes) -> list[_Part]:
    """The visible worksheets after a look at the package; nothing is unpacked that is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_package(package)
            targets = _sheet_targets(package)
            if len(targets) > MAX_SHEETS:
                raise TooManySheets(sheets=len(targets), most=MAX_SHEETS)
            return [_part(package, name, target) for name, target in targets]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, KeyError, zlib.error) as error:
        raise DamagedWorkbook(part="ZIP", reason=str(error)[:200]) from error
    except (DefusedXmlException, defusedxml.ElementTree.ParseError) as error:
        raise DamagedWorkbook(part=_WORKBOOK, reason=str(error)[:200]) from error


def _check_package(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_PACKED_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise WorkbookUnpacksTooLarge(megabytes=MAX_UNPACKED_BYTES // 1_000_000, files=MAX_PACKED_FILES)
    if len(names) < len(entries):
        raise DamagedWorkbook(part="ZIP", reason="one name twice")
    if "xl/workbook.bin" in names:
        raise OtherSpreadsheet(kind="XLSB")
    if "content.xml" in names:
        raise OtherSpreadsheet(kind="ODS")
    if _WORKBOOK not in names:
        raise NotATable(kind="ZIP")


def _sheet_targets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and file of each visible worksheet, in the order of the tabs."""
    relations = {
        relation.get("Id"): (relation.get("Type", ""), relation.get("Target", ""))
        for relation in defusedxml.ElementTree.fromstring(package.read(_RELATIONS), forbid_dtd=True)
    }
    found = []
    for sheet in defusedxml.ElementTree.fromstring(package.read(_WORKBOOK), forbid_dtd=True).iter():
        if sheet.tag.rpartition("}")[2] != "sheet" or sheet.get("state", "visible") != "visible":
            continue
        kind, target = relations.get(sheet.get(_RELATION_ID) or sheet.get(_STRICT_RELATION_ID), ("", ""))
        if kind.endswith("/worksheet"):
            found.append((sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"))
    return found


def _part(package: zipfile.ZipFile, name: str, target: str) -> _Part:
    """One pass over the sheet's XML: far-out cells are refused before anybody makes room for them."""
    xml = b"".join(_unpacked(package, target))
    for far in _FAR_DOWN.finditer(xml):
        row = _row_of(far)
        if row > MAX_ROWS + 1:
            raise TooManyRows(line=row, sheet=name, row=row, most=MAX_ROWS)
    if far_right := _FAR_RIGHT.search(xml):
        raise TooManyColumns(line=_row_of(far_right), sheet=name, row=_row_of(far_right), most=MAX_COLUMNS)
    errors = {found["cell"].decode(): found["error"].decode(errors="replace") for found in _ERROR.finditer(xml)}
    return _Part(name, errors, tuple(found["cell"].decode() for found in _NOT_COMPUTED.finditer(xml)))


def _unpacked(package: zipfile.ZipFile, target: str) -> Iterator[bytes]:
    with package.open(target) as packed:
        while chunk := packed.read(_CHUNK):
            yield chunk


def _row_of(found: re.Match[bytes]) -> int:
    return int(found["cell"].lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _check_size(name: str, end: tuple[int, int] | None, cells_before: int) -> int:
    """How many cells the sheet takes, empty ones counted; its corner is what calamine found."""
    rows, columns = (end[0] + 1, end[1] + 1) if end else (0, 0)
    if rows > MAX_ROWS + 1:
        raise TooManyRows(line=rows, sheet=name, row=rows, most=MAX_ROWS)
    if columns > MAX_COLUMNS:
        raise TooManyColumns(sheet=name, row=1, most=MAX_COLUMNS)
    if cells_before + rows * columns > MAX_CELLS:
        raise TooManyCells(sheet=name, most=MAX_CELLS)
    return rows * columns


def _rows(page: Any, part: _Part) -> Iterator[tuple[int, list[Cell]]]:
    if page.end is None:
        return
    for number, values in enumerate(page.to_python(skip_empty_area=False), start=1):
        cells = [_cell(value) for value in values]
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS:
                raise CellTooLong(line=number, sheet=part.name, row=number, most=MAX_CELL_CHARACTERS)
            if cell is None and part.errors:
                cells[column] = part.errors.get(f"{column_letters(column)}{number}")
        yield number, cells


def _cell(value: object) -> Cell:
    """What calamine gives, exact: no binary fractions, no times without a day."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    return None if value == "" else value  # type: ignore[return-value]  # text, yes/no, date, datetime


def _number(value: float) -> int | Decimal | str:
    if not math.isfinite(value):
        return str(value)
    exact = Decimal(format(value, f".{_SIGNIFICANT_DIGITS}g"))
    return int(exact) if exact == exact.to_integral_value() else exact
