"""A whole table checked by the rules of its kind. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from callboard.formats.cells import CellFault, DecimalSign
from callboard.formats.columns import Matching, RowCells, match_columns, rows_of
from callboard.formats.tabular import Sheet
from callboard.manufacturing.imports.bom_levels import check_levels
from callboard.manufacturing.imports.bom_rows import check_flat, check_pairs
from callboard.manufacturing.imports.calendar_rows import check_calendar
from callboard.manufacturing.imports.found import Outcome, held_back
from callboard.manufacturing.imports.item_rows import check_items
from callboard.manufacturing.imports.known import Known
from callboard.manufacturing.imports.order_rows import check_orders
from callboard.manufacturing.imports.routing_rows import check_routings
from callboard.manufacturing.imports.rules import (
    ColumnsMissing,
    ColumnTwice,
    ImportKind,
    ProductMissing,
    Settings,
)
from callboard.manufacturing.imports.stock_rows import check_stock
from callboard.manufacturing.imports.supplier_rows import check_suppliers
from callboard.manufacturing.imports.tables import COLUMNS, fields_of

Check = Callable[[Iterable[RowCells], Known, Settings], Outcome[Any]]
CHECKS: Mapping[ImportKind, Check] = {
    ImportKind.ITEMS: check_items,
    ImportKind.SUPPLIERS: check_suppliers,
    ImportKind.BOM_PAIRS: check_pairs,
    ImportKind.BOM_LEVELS: check_levels,
    ImportKind.BOM_FLAT: check_flat,
    ImportKind.STOCK: check_stock,
    ImportKind.ORDERS: check_orders,
    ImportKind.ROUTINGS: check_routings,
    ImportKind.CALENDAR: check_calendar,
}


def matching_of(kind: ImportKind, sheet: Sheet, chosen: Mapping[str, int | None] | None = None) -> Matching:
    """Which column holds which field: as chosen, the rest by title."""
    return match_columns(sheet.headings, COLUMNS[kind], chosen=chosen)


def check_matching(kind: ImportKind, sheet: Sheet, matching: Matching) -> None:
    """Refuse a table that cannot be read yet. Raises ColumnsMissing, ColumnTwice."""
    fields = fields_of(kind)
    taken: dict[int, str] = {}
    for name, column in matching.columns.items():
        if column in taken:
            first, second = (fields[one].titles[0] for one in (taken[column], name))
            raise ColumnTwice(column=sheet.headings[column], first=first, second=second)
        taken[column] = name
    if matching.missing:
        raise ColumnsMissing(fields=", ".join(fields[name].titles[0] for name in matching.missing))


def check_table(kind: ImportKind, sheet: Sheet, matching: Matching, settings: Settings, known: Known) -> Outcome[Any]:
    """Everything that the table would bring, and everything that is wrong with it.

    Raises ColumnsMissing, ColumnTwice, ProductMissing.
    """
    check_matching(kind, sheet, matching)
    if kind is ImportKind.BOM_FLAT and settings.product not in known.items:
        raise ProductMissing()
    sign = cast("DecimalSign", settings.decimal_sign)
    rows = rows_of(sheet, matching, decimal_sign=sign, is_day_first=settings.is_day_first)
    outcome = _with_file_faults(CHECKS[kind](rows, known, settings), sheet)
    faults = sorted(outcome.faults, key=lambda fault: (fault.row, len(fault.column), fault.column))
    return replace(outcome, faults=tuple(faults), row_count=len(sheet.rows))


def _with_file_faults(outcome: Outcome[Any], sheet: Sheet) -> Outcome[Any]:
    """What could not be read from the file at all: a row that lost a cell on the way is not taken without it."""
    if not sheet.faults:
        return outcome
    faults = [CellFault(fault.line, "", "", fault.text, fault.parameters) for fault in sheet.faults]
    lost = {fault.row for fault in faults}
    cut = [one for one in outcome.found if lost & set(one.rows)]
    held = {**held_back((one.rows for one in cut), lost), **outcome.held}
    found = tuple(one for one in outcome.found if not lost & set(one.rows))
    return replace(outcome, found=found, faults=(*outcome.faults, *faults), held=held)
