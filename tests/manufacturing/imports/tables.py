"""Tables as a person types them, for tests: the first line is the headings, cells stand between bars."""

from __future__ import annotations

from typing import Any

from callboard.formats.sheets import read_sheets
from callboard.formats.tabular import Sheet
from callboard.manufacturing.imports.checking import check_table, matching_of
from callboard.manufacturing.imports.found import Outcome
from callboard.manufacturing.imports.known import Known, KnownItem
from callboard.manufacturing.imports.rules import ImportKind, Settings


def a_table(text: str) -> Sheet:
    lines = [line.strip() for line in text.strip().splitlines()]
    rows = ["|".join(cell.strip() for cell in line.split("|")) for line in lines]
    (sheet,) = read_sheets(("sep=|\n" + "\n".join(rows)).encode(), file_name="table.csv")
    return sheet


def checked(kind: ImportKind, text: str, known: Known | None = None, **settings: Any) -> Outcome[Any]:
    sheet = a_table(text)
    return check_table(kind, sheet, matching_of(kind, sheet), Settings(**settings), known or Known())


def known(*items: KnownItem, **more: Any) -> Known:
    return Known(items={item.code: item for item in items}, **more)


def faults(outcome: Outcome[Any]) -> list[str]:
    """Every fault with the place and the sentence, as the page says them; rows count from 2, as after `sep=`."""
    return [fault.message for fault in outcome.faults]
