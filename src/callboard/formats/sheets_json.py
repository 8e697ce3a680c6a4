"""Sheets as plain JSON values and back: how they cross from the reading process to the one that asked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from callboard.formats.faults import Fault, Note
from callboard.formats.tabular import Cell, Sheet, SheetRow


def sheets_as_json(sheets: tuple[Sheet, ...]) -> list[dict[str, Any]]:
    """Everything the sheets hold, in lists, numbers and texts; a decimal or date is a list of its kind and text."""
    return [
        {
            **vars(sheet),
            "rows": [[row.number, [_as_json(cell) for cell in row.cells]] for row in sheet.rows],
            "faults": [vars(fault) for fault in sheet.faults],
            "notes": [vars(note) for note in sheet.notes],
        }
        for sheet in sheets
    ]


def sheets_from_json(values: list[dict[str, Any]]) -> tuple[Sheet, ...]:
    """The sheets that `sheets_as_json` took apart."""
    return tuple(
        Sheet(
            sheet["name"],
            tuple(sheet["headings"]),
            tuple(SheetRow(number, tuple(_from_json(cell) for cell in cells)) for number, cells in sheet["rows"]),
            sheet["separator"],
            tuple(Fault(**fault) for fault in sheet["faults"]),
            tuple(Note(**note) for note in sheet["notes"]),
        )
        for sheet in values
    )


def _as_json(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return ["n", str(cell)]
    if isinstance(cell, dt.datetime):
        return ["t", cell.isoformat()]
    return ["d", cell.isoformat()] if isinstance(cell, dt.date) else cell


def _from_json(value: Any) -> Cell:
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]  # text, number, yes/no or nothing
    kind, text = value
    if kind == "n":
        return Decimal(text)
    return dt.datetime.fromisoformat(text) if kind == "t" else dt.date.fromisoformat(text)
