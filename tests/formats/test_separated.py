"""CSV as the world writes it: encodings, separators, quotes, and what is refused by row."""

from __future__ import annotations

import pytest

from callboard.formats import sheet_faults
from callboard.formats.encodings import CONTROLS_DROPPED, GUESSED
from callboard.formats.faults import Fault, Note, Unreadable
from callboard.formats.limits import MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from callboard.formats.separated import read_separated, separator_of
from callboard.formats.tabular import Sheet


def read(content: bytes | str) -> Sheet:
    (sheet,) = read_separated(content if isinstance(content, bytes) else content.encode(), "parts")
    return sheet


def rows(sheet: Sheet) -> list[tuple]:
    return [(row.number, *row.cells) for row in sheet.rows]


def test_part_numbers_keep_their_leading_zeros_and_long_numbers_their_digits() -> None:
    assert rows(read("Part,EAN\n007,04006381333931\n1E5,1.50\n")) == [(2, "007", "04006381333931"), (3, "1E5", "1.50")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_remark(encoding: str) -> None:
    sheet = read("Teil;Größe\nBügel;5 µm\n".encode(encoding))

    assert (sheet.headings, rows(sheet), sheet.notes) == (("Teil", "Größe"), [(2, "Bügel", "5 µm")], ())


def test_windows_letters_are_read_with_a_note() -> None:
    sheet = read("Teil;Größe\nBügel für Tür;5 µm lang und breit\n".encode("cp1252"))

    assert rows(sheet) == [(2, "Bügel für Tür", "5 µm lang und breit")]
    assert sheet.notes == (Note(1, GUESSED, {"encoding": "Windows-1252"}),)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("Menge, kg;Preis, EUR\n1,5;2,5\n", ","),  # even under both, and nothing tells: more columns
        ("Menge, kg;Preis, EUR\n1,5;2\n", ";"),
        ("a\tb, c\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('name,note\nx,"p;q;r"\ny,"s;t;u"\n', ","),
        ("only one column\nno separator; really\n", ","),
        ("", ","),
    ],
)
def test_the_separator_is_the_one_that_makes_a_table(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def test_a_separator_that_the_file_declares_is_taken_and_rows_count_on() -> None:
    assert rows(read("sep=;\r\na,x;b\r\n1;2\r\n")) == [(3, "1", "2")]


def test_rows_keep_their_numbers_when_empty_ones_are_left_out() -> None:
    """Line breaks inside a cell do not count: row 3 is the spreadsheet's row 3."""
    assert rows(read('a,b\n"two\nlines",1\n\n,,\nx,2\n')) == [(2, "two\nlines", "1"), (5, "x", "2")]


def test_short_rows_are_filled_and_wide_ones_are_a_fault_that_loses_nothing() -> None:
    sheet = read("a,b\n1\n1,2,\n1,2,3\n")

    assert (sheet.headings, rows(sheet)) == (
        ("a", "b", ""),
        [(2, "1", None, None), (3, "1", "2", None), (4, "1", "2", "3")],
    )
    assert sheet.faults == (Fault(4, sheet_faults.MORE_CELLS_THAN_HEADINGS, {"row": 4, "cells": 3, "headings": 2}),)
    assert sheet.faults[0].message.startswith("Row 4 has 3 cells, but there are 2 headings.")


def test_control_characters_are_left_out_with_a_note() -> None:
    sheet = read("a,b\nx\x07y,1\n")

    assert (rows(sheet), sheet.notes) == ([(2, "xy", "1")], (Note(1, CONTROLS_DROPPED),))


REFUSED = {
    "not closed": ('a,b\n1,"x\n2,3\n', sheet_faults.QuotesMisplaced, "row 2"),
    "text behind a quote": ('a,b\n1,2\n"x"y,3\n', sheet_faults.QuotesMisplaced, "Line 3, row 3"),
    "a cell too long": (f"a,b\n1,{'x' * (MAX_CELL_CHARACTERS + 1)}\n", sheet_faults.CellTooLong, "row 2"),
    "too wide": ("a,b\n" + "1," * (MAX_COLUMNS + 1) + "1\n", sheet_faults.TooManyColumns, "row 2"),
    "too long": ("a,b\n" + "1,2\n" * (MAX_ROWS + 1), sheet_faults.TooManyRows, "row 100002"),
    "too much": (("," * 99 + "x\n") * (MAX_CELLS // 100 + 1), sheet_faults.TooManyCells, str(MAX_CELLS)),
    "a PDF": ("%PDF-1.7 x", sheet_faults.NotATable, "PDF"),
    "a page": ("  <!doctype HTML><table>", sheet_faults.NotATable, "HTML"),
    "zeros": ("a,b\nx\0y,1", sheet_faults.NotATable, "Line 2"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", sheet_faults.OtherSpreadsheet, "XLS"),
    "damaged letters": ("a,b\nBügel,".encode() + b"\xc3(\xff\n", sheet_faults.LettersUnknown, "Line 2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_with_its_place_and_a_way_out(case: str) -> None:
    content, refusal, place = REFUSED[case]

    with pytest.raises(Unreadable) as refused:
        read(content)

    assert (type(refused.value), place in str(refused.value)) == (refusal, True)
