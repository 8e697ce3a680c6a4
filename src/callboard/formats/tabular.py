"""What a table is once it is read: sheets of typed cells under headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from callboard.formats.faults import Fault, Note
from callboard.formats.sheet_faults import MORE_CELLS_THAN_HEADINGS
from callboard.formats.tables import unneutralized

Cell = str | int | Decimal | dt.date | bool | None


@dataclass(frozen=True)
class SheetRow:
    """One record: its row in the file as a spreadsheet counts (from 1), and a cell for every heading.

    A cell of CSV is text as it stands (leading zeros and all). A cell of XLSX is what was typed: text, whole number,
    Decimal (at most 15 digits, as spreadsheets keep), date, datetime, yes/no; times of day and durations are text
    ("07:30", "30:00"). Empty is None.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One table: the first row with text in it are the headings; rows without any cell are left out.

    Every row has as many cells as there are headings; a column without a heading has "". `separator` is what stands
    between the cells of a CSV ("" for a workbook). `faults` are about single rows, `notes` about guesses.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    separator: str = ""
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()


def column_letters(column: int) -> str:
    """What a spreadsheet calls a column counted from 0: A to Z, then AA."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def a_sheet(
    name: str,
    rows: Iterable[tuple[int, Sequence[Cell]]],
    *,
    separator: str = "",
    faults: Sequence[Fault] = (),
    notes: Sequence[Note] = (),
) -> Sheet | None:
    """Headings and records from numbered rows of equal meaning; None if no row has a cell."""
    filled = [(number, _trimmed(cells)) for number, cells in rows]
    filled = [(number, cells) for number, cells in filled if cells]
    if not filled:
        return None
    headings = [str(cell).strip() if cell is not None else "" for cell in filled[0][1]]
    width = max(len(cells) for _, cells in filled)
    wider = [
        Fault(number, MORE_CELLS_THAN_HEADINGS, {"row": number, "cells": len(cells), "headings": len(headings)})
        for number, cells in filled
        if len(cells) > len(headings)
    ]
    return Sheet(
        name,
        tuple(headings + [""] * (width - len(headings))),
        tuple(SheetRow(number, (*cells, *[None] * (width - len(cells)))) for number, cells in filled[1:]),
        separator,
        (*faults, *wider),
        tuple(notes),
    )


def _trimmed(cells: Sequence[Cell]) -> list[Cell]:
    """Without empty cells at the end, apostrophes of ours taken off."""
    kept = [unneutralized(cell) or None if isinstance(cell, str) else cell for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return kept
