"""Rows of stock: what lies where when the ledger begins. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.found import (
    DUPLICATE,
    LOT_NEEDED,
    LOT_NOT_TRACKED,
    NO_SUCH_THING,
    OTHER_KIND,
    OTHER_SPELLING,
    SERIAL_IS_ONE,
    STOCK_THERE,
    Found,
    Outcome,
    Verb,
)
from callboard.manufacturing.imports.known import Known, KnownItem, folded
from callboard.manufacturing.imports.row_reading import item_in, minor_in, quantity_in, unit_in
from callboard.manufacturing.imports.rules import Settings
from callboard.stock.items.quantity_rules import shown
from callboard.stock.items.rules import Tracking
from callboard.stock.moves.rules import StoreKind

PLACE_KINDS = {
    StoreKind.STORE: ("store", "shelf", "warehouse"),
    StoreKind.LINE: ("line", "point of use"),
    StoreKind.QUARANTINE: ("quarantine", "inspection"),
    StoreKind.DOCK: ("shipping dock", "dock"),
    StoreKind.TRANSIT: ("in transit", "transit"),
    StoreKind.VENDOR: ("at a vendor", "vendor"),
}
"""Places that hold stock of ours. The world around the plant holds none."""


@dataclass(frozen=True)
class OpeningRow:
    """So much of an item (and lot) at a place. `value_minor` None: at the item's standard cost."""

    item: str
    place: str
    quantity: int
    lot: str = ""
    value_minor: int | None = None
    place_kind: StoreKind = StoreKind.STORE
    made_on: dt.date | None = None
    expires_on: dt.date | None = None
    supplier_lot: str = ""


def check_stock(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[OpeningRow]:
    """Read and check every row. A place that holds the item already is not opened again: it is counted."""
    found, faults = [], []
    seen: dict[tuple[str, str, str], int] = {}
    places = _Places(known, settings)
    for row in rows:
        opening = _opening(row, known, places, seen)
        if opening is not None and not row.faults:
            key = opening.item, opening.place, opening.lot
            found.append(Found((row.row.number,), Verb.SAME if key in known.balances else Verb.NEW, opening))
        faults += row.faults
    return Outcome(tuple(found), tuple(faults), adds={"places": places.added_by(found)})


class _Places:
    """Places by code: those that are there, and those that rows add."""

    def __init__(self, known: Known, settings: Settings) -> None:
        self.kinds = {code: StoreKind(kind) for code, kind in known.places.items()}
        self.spelled = {folded(code): code for code in known.places}
        self.may_add = settings.adds_missing
        self.added: dict[str, StoreKind] = {}

    def added_by(self, found: Iterable[Found[OpeningRow]]) -> tuple[str, ...]:
        used = {one.record.place for one in found}
        return tuple(code for code in self.added if code in used)

    def read(self, row: RowCells) -> tuple[str, StoreKind]:
        code = row.text("place", most=40, is_required=True)
        kind = row.choice("place_kind", PLACE_KINDS)
        there = self.spelled.get(folded(code)) if code else ""
        if not code:
            return "", StoreKind.STORE
        if there is None and not self.may_add:
            row.fault("place", NO_SUCH_THING, what="place", value=code)
        elif there is None:
            self.spelled[folded(code)] = code
            self.kinds[code] = self.added[code] = kind or StoreKind.STORE
        elif there != code:
            row.fault("place", OTHER_SPELLING, value=code, known=there)
        elif kind is not None and kind != self.kinds[code]:
            row.fault("place_kind", OTHER_KIND, code=code, known=self.kinds[code].value)
        elif self.kinds[code] not in PLACE_KINDS:
            row.fault("place", OTHER_KIND, code=code, known=self.kinds[code].value)
        return code, self.kinds.get(code, StoreKind.STORE)


def _opening(row: RowCells, known: Known, places: _Places, seen: dict[tuple[str, str, str], int]) -> OpeningRow | None:
    item = item_in(row, "item", known)
    place, kind = places.read(row)
    unit = unit_in(row, "unit", item) if item else None
    quantity = quantity_in(row, "quantity", item, unit, is_required=True)
    lot = _lot(row, item, quantity)
    value = minor_in(row, "value", known.currency_places)
    made_on, expires_on = row.date("made_on"), row.date("expires_on")
    supplier_lot = row.text("supplier_lot", most=60)
    if item is None or quantity is None:
        return None
    key = item.code, place, lot
    if (other := seen.setdefault(key, row.row.number)) != row.row.number:
        row.fault("item", DUPLICATE, other=other)
    there = known.balances.get(key)
    if there is not None and there != quantity:
        row.fault("quantity", STOCK_THERE, there=shown(there, item.decimals), unit=item.unit)
    return OpeningRow(item.code, place, quantity, lot, value, kind, made_on, expires_on, supplier_lot)


def _lot(row: RowCells, item: KnownItem | None, quantity: int | None) -> str:
    lot = row.text("lot", most=60)
    if item is None:
        return lot
    if lot and item.tracking == Tracking.NONE:
        row.fault("lot", LOT_NOT_TRACKED, item=item.code)
    if not lot and item.tracking != Tracking.NONE:
        row.fault("lot", LOT_NEEDED, item=item.code, tracking=item.tracking)
    if lot and item.tracking == Tracking.SERIAL and quantity not in {None, 1}:
        row.fault("quantity", SERIAL_IS_ONE)
    return lot
