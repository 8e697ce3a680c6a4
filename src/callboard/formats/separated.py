"""CSV to a sheet: encoding, separator and quotes told from the content; every cell stays text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from callboard.formats.encodings import CONTROLS_DROPPED, decoded, without_controls
from callboard.formats.faults import Note, UnknownEncoding
from callboard.formats.limits import MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from callboard.formats.sheet_faults import (
    CellTooLong,
    LettersUnknown,
    NotATable,
    OtherSpreadsheet,
    QuotesMisplaced,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
)
from callboard.formats.tabular import Sheet, a_sheet

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_RECORDS = 100
SAMPLE_CHARACTERS = 200_000

_DECLARED = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_KINDS = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"<?xml", "XML"),
    (b"<!DOCTYPE html", "HTML"),
    (b"<html", "HTML"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_separated(content: bytes, name: str) -> list[Sheet]:
    """The one sheet of a CSV, or none if nothing is in it. Raises refusals of `sheet_faults`."""
    _check_kind(content)
    try:
        text, notes = decoded(content)
    except UnknownEncoding as refusal:
        raise LettersUnknown(line=refusal.line) from refusal
    if "\0" in text:
        raise NotATable(line=text.count("\n", 0, text.index("\0")) + 1, kind="NUL")
    if (cleaned := without_controls(text)) != text:
        text, notes = cleaned, [*notes, Note(1, CONTROLS_DROPPED)]
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else separator_of(text)
    rows = _records(text[declared.end() :] if declared else text, separator, name, first=2 if declared else 1)
    sheet = a_sheet(name, rows, separator=separator, notes=notes)
    return [sheet] if sheet else []


def separator_of(text: str) -> str:
    """Comma, semicolon, tab or bar: the one that cuts the first records into a table.

    Best is one without quotes in odd places, then equal widths, then more columns; a comma if nothing tells.
    """
    sample = text[:SAMPLE_CHARACTERS]
    shapes = [(_shape(sample, separator), -place) for place, separator in enumerate(SEPARATORS)]
    shape, place = max(shapes, key=lambda found: (found[0].rank, found[1]))
    return SEPARATORS[-place] if shape.columns > 1 else ","


@dataclass(frozen=True)
class _Shape:
    """How a text falls apart under one separator."""

    columns: int
    is_even: bool
    is_clean: bool

    @property
    def rank(self) -> tuple[bool, bool, bool, int]:
        return self.columns > 1, self.is_clean, self.is_even, self.columns


def _shape(sample: str, separator: str) -> _Shape:
    sign = re.escape(separator)
    cell = re.compile(rf'(?:"((?:[^"]|"")*+)"(?=[{sign}\r\n]|$)|([^{sign}\r\n]*+))({sign}|\r\n|\r|\n|$)')
    widths: list[int] = []
    width, place, stray = 0, 0, False
    while place < len(sample) and len(widths) < SAMPLE_RECORDS and (found := cell.match(sample, place)):
        width, place = width + 1, found.end()
        stray = stray or '"' in (found[2] or "")
        if found[3] != separator:
            if width > 1 or found[0].strip():
                widths.append(width)
            width = 0
    # a sample cut short ends inside a record: that one is not counted
    return _Shape(widths[0] if widths else 1, len(set(widths)) <= 1, not stray)


def _check_kind(content: bytes) -> None:
    if content.startswith(_OLD_OFFICE):
        raise OtherSpreadsheet(kind="XLS")
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    for sign, kind in _KINDS:
        if start[: len(sign)].lower() == sign.lower():
            raise NotATable(kind=kind)


def _records(text: str, separator: str, name: str, *, first: int) -> Iterator[tuple[int, list[str]]]:
    """Numbered records with their cells; the limits are checked while reading."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, cells, filled = first - 1, 0, 0
    while (record := _next_record(reader, name, number + 1)) is not None:
        number += 1
        cells += len(record)
        filled += any(record)
        if len(record) > MAX_COLUMNS and any(record[MAX_COLUMNS:]):
            raise TooManyColumns(sheet=name, row=number, most=MAX_COLUMNS)
        if filled > MAX_ROWS + 1:
            raise TooManyRows(sheet=name, row=number, most=MAX_ROWS)
        if cells > MAX_CELLS:
            raise TooManyCells(sheet=name, most=MAX_CELLS)
        yield number, record


def _next_record(reader: Iterator[list[str]], name: str, number: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        line = int(reader.line_num)  # type: ignore[attr-defined]  # a csv reader has it
        if "field larger" in str(error):
            raise CellTooLong(line=line, sheet=name, row=number, most=MAX_CELL_CHARACTERS) from error
        raise QuotesMisplaced(line=line, row=number) from error
