"""Workbooks as people keep them, and packages made to do harm."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from xlsxwriter import Workbook

from callboard.formats import sheet_faults
from callboard.formats.faults import Fault
from callboard.formats.limits import MAX_CELLS, MAX_PACKED_FILES, MAX_SHEETS, Limits
from callboard.formats.sheets import read_sheets_in_child
from callboard.formats.tabular import Sheet, SheetRow
from callboard.formats.workbooks import read_workbook


def workbook(**cells: dict[str, Any]) -> bytes:
    """One worksheet for each keyword, its cells by their names."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        for name, values in cells.items():
            page = book.add_worksheet(name)
            for cell, value in values.items():
                if isinstance(value, date | time | timedelta):
                    form = "[h]:mm" if isinstance(value, timedelta) else "hh:mm" if isinstance(value, time) else "yyyy"
                    page.write_datetime(cell, value, book.add_format({"num_format": form}))
                elif value is None:
                    page.write_blank(cell, None, book.add_format({"bold": True}))
                else:
                    page.write(cell, value)
    return out.getvalue()


def repacked(content: bytes, **changes: Any) -> bytes:
    """The same package with the files changed whose names end so ("sheet1", "workbook")."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            stem = entry.filename.rpartition("/")[2].removesuffix(".xml")
            data = old.read(entry)
            new.writestr(entry.filename, changes[stem](data) if stem in changes else data)
    return out.getvalue()


def test_cells_are_what_was_typed() -> None:
    moment = datetime(2027, 3, 6, 7, 30)  # noqa: DTZ001 - spreadsheets have no zones
    values = ["Bolt", 12, 0.1 + 0.2, True, date(2027, 3, 6), moment, time(7, 30), timedelta(hours=30), "  "]
    cells = {f"{letter}2": value for letter, value in zip("ABCDEFGHI", values, strict=True)}

    sheets = read_workbook(workbook(Stock={"A1": "Part", "I1": "Last", **cells}))

    read = ("Bolt", 12, Decimal("0.3"), True, date(2027, 3, 6), moment, "07:30", "30:00", "  ")
    assert sheets == [Sheet("Stock", ("Part", *[""] * 7, "Last"), (SheetRow(2, read),))]
    assert [type(cell) for cell in sheets[0].rows[0].cells[1:5]] == [int, Decimal, bool, date]


def test_every_visible_sheet_with_text_is_read_and_hidden_ones_are_not() -> None:
    hide = {"workbook": lambda xml: xml.replace(b'name="Secret"', b'name="Secret" state="hidden"')}
    content = repacked(workbook(Items={"A1": "x"}, Secret={"A1": "y"}, Empty={}, BOM={"B3": "z", "B4": 1}), **hide)

    assert read_workbook(content) == [Sheet("Items", ("x",), ()), Sheet("BOM", ("", "z"), (SheetRow(4, (None, 1)),))]


def test_errors_and_formulas_without_a_result_are_faults_with_their_cell() -> None:
    content = workbook(A={"A1": "p", "B1": "q", "C1": "r", "A3": "x", "B3": "ERR", "C3": "=1+1", "D3": "=2+2"})
    xml = {
        "sheet1": lambda xml: (
            re.sub(rb'<c r="B3"[^>]*>.*?</c>', b'<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', xml)
            .replace(b"<f>1+1</f><v>0</v>", b"<f>1+1</f>")
            .replace(b"<f>2+2</f><v>0</v>", b"<f>2+2</f><v>4</v>")
        )
    }

    (sheet,) = read_workbook(repacked(content, **xml))

    assert sheet.rows == (SheetRow(3, ("x", "#DIV/0!", None, 4)),)
    assert sheet.faults == (
        Fault(3, sheet_faults.ERROR_IN_CELL, {"cell": "B3", "error": "#DIV/0!"}),
        Fault(3, sheet_faults.FORMULA_NOT_COMPUTED, {"cell": "C3"}),
        Fault(3, sheet_faults.MORE_CELLS_THAN_HEADINGS, {"row": 3, "cells": 4, "headings": 3}),
    )


def test_formats_of_empty_cells_far_away_are_no_cells() -> None:
    content = workbook(A={"A1": "x", "A2": 1, "XFD1048576": None})

    assert read_workbook(content) == [Sheet("A", ("x",), (SheetRow(2, (1,)),))]


SMALL = workbook(A={"A1": "x", "A2": 1})


def with_files(count: int) -> bytes:
    out = io.BytesIO(SMALL)
    with zipfile.ZipFile(out, "a") as package:
        for number in range(count):
            package.writestr(f"x/{number}", b"")
    return out.getvalue()


def package_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"<a/>")
    return out.getvalue()


def bomb() -> bytes:
    return repacked(SMALL, sheet1=lambda xml: xml + b" " * 201_000_000)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'
REFUSED = {
    "far down": (lambda: workbook(A={"A1": "x", "A1048576": 1}), sheet_faults.TooManyRows, "row 1048576"),
    "just too far down": (lambda: workbook(A={"A1": "x", "A100002": 1}), sheet_faults.TooManyRows, "row 100002"),
    "far right": (lambda: workbook(A={"A1": "x", "XFD7": 1}), sheet_faults.TooManyColumns, "row 7"),
    "just too far right": (lambda: workbook(A={"A1": "x", "GS7": 1}), sheet_faults.TooManyColumns, "row 7"),
    "too many cells": (lambda: workbook(A={"A1": "x", "CV20000": 1}), sheet_faults.TooManyCells, str(MAX_CELLS)),
    "a bomb": (bomb, sheet_faults.WorkbookUnpacksTooLarge, "200 MB"),
    "many files": (lambda: with_files(MAX_PACKED_FILES), sheet_faults.WorkbookUnpacksTooLarge, "1000 files"),
    "many sheets": (
        lambda: workbook(**{f"S{n}": {"A1": 1} for n in range(MAX_SHEETS + 1)}),
        sheet_faults.TooManySheets,
        "51 visible sheets",
    ),
    "half a file": (lambda: SMALL[: len(SMALL) // 2], sheet_faults.DamagedWorkbook, "ZIP"),
    "entities": (lambda: repacked(SMALL, workbook=lambda _: ENTITIES), sheet_faults.DamagedWorkbook, "workbook.xml"),
    "broken XML": (
        lambda: repacked(SMALL, workbook=lambda xml: xml[:90]),
        sheet_faults.DamagedWorkbook,
        "workbook.xml",
    ),
    "broken sheet": (lambda: repacked(SMALL, sheet1=lambda xml: xml[:-90]), sheet_faults.DamagedWorkbook, "Copy it"),
    "OpenDocument": (lambda: package_of("content.xml"), sheet_faults.OtherSpreadsheet, "ODS"),
    "binary workbook": (lambda: package_of("xl/workbook.bin"), sheet_faults.OtherSpreadsheet, "XLSB"),
    "another package": (lambda: package_of("word/document.xml"), sheet_faults.NotATable, "ZIP"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_packages_that_are_too_much_or_no_workbook_are_refused_with_a_way_out(case: str) -> None:
    make, refusal, place = REFUSED[case]

    with pytest.raises(refusal) as refused:
        read_workbook(make())

    assert place in str(refused.value)


def test_a_cell_that_hides_from_the_look_ahead_is_stopped_by_the_memory_limit() -> None:
    """The cell's name stands in a form that only calamine understands; it then makes room for 17 billion cells."""
    hidden = repacked(SMALL, sheet1=lambda xml: xml.replace(b'<c r="A2"', b"<c  r='XFD1048576'"))

    with pytest.raises((sheet_faults.SheetsTookTooMuchMemory, sheet_faults.TooManyRows)):
        read_sheets_in_child(hidden, file_name="a.xlsx", limits=Limits(wall_seconds=60, memory_bytes=1024**3))
