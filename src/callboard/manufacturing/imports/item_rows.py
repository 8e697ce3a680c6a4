"""Rows of items: each is a new item, a change of one, or says what is there already. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from callboard.core.errors import Refused
from callboard.formats.cells import NOTHING_THERE
from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.found import (
    CODE_IN_OTHER_SPELLING,
    CODE_SPELLED_TWICE,
    DUPLICATE,
    OWN_UNIT_UNREADABLE,
    UNIT_IS_FIXED,
    Found,
    Outcome,
    Verb,
)
from callboard.manufacturing.imports.known import Known, KnownItem, folded
from callboard.manufacturing.imports.row_reading import (
    LONGEST_CODE,
    Names,
    Reader,
    Words,
    given,
    minor_in,
    ppm_in,
    quantity_in,
    text_most,
    whole_from,
    yes_no,
)
from callboard.manufacturing.imports.rules import Settings
from callboard.stock.items.quantity_rules import NotAQuantity, QuantityAmbiguous, read_number
from callboard.stock.items.rules import (
    KIND_DEFAULTS,
    MOST_DECIMALS,
    CodeMissing,
    ItemKind,
    ItemTerms,
    LotPolicy,
    LotQuantityMissing,
    LotSizesDiffer,
    PhantomBought,
    ReorderUpToTooLow,
    SerialNotWhole,
    Source,
    Tracking,
    check_terms,
)
from callboard.stock.items.unit_rules import UnknownUnit, unit_code

KINDS: Mapping[ItemKind, tuple[str, ...]] = {
    ItemKind.RAW: ("raw material", "raw", "material"),
    ItemKind.COMPONENT: ("component", "part", "purchased part"),
    ItemKind.SUB_ASSEMBLY: ("sub-assembly", "assembly", "semi-finished"),
    ItemKind.PRODUCT: ("finished product", "product", "finished", "finished good", "finished goods"),
    ItemKind.SHIPPING_SUPPLY: ("shipping supply", "packaging", "packing material"),
    ItemKind.OFFICE_SUPPLY: ("office supply", "office supplies"),
    ItemKind.TOOL: ("tool", "tooling"),
    ItemKind.SERVICE: ("service",),
    ItemKind.PROP: ("prop",),
    ItemKind.WARDROBE: ("wardrobe", "costume"),
    ItemKind.EXPENDABLE: ("expendable", "consumable"),
}
TRACKINGS = {
    Tracking.NONE: ("none", "no", "untracked"),
    Tracking.LOT: ("lot", "batch", "lots"),
    Tracking.SERIAL: ("serial", "serial number", "serials"),
}
SOURCES = {
    Source.MAKE: ("make", "made", "manufacture", "manufactured"),
    Source.BUY: ("buy", "bought", "purchase", "purchased"),
}
POLICIES = {
    LotPolicy.LOT_FOR_LOT: ("lot for lot", "l4l", "lfl"),
    LotPolicy.FIXED: ("fixed quantity", "fixed", "foq"),
    LotPolicy.PERIOD: ("period", "poq"),
    LotPolicy.SILVER_MEAL: ("silver-meal",),
    LotPolicy.WAGNER_WHITIN: ("wagner-whitin",),
    LotPolicy.REORDER_POINT: ("reorder point", "min max"),
}
_QUANTITIES = (
    "safety_stock", "lot_quantity", "lot_minimum", "lot_multiple", "lot_maximum", "reorder_point", "reorder_up_to",
)  # fmt: skip
_DAYS = ("lead_days", "safety_days", "lot_days")
_MONEY = ("standard_cost_minor", "setup_cost_minor")
_FIXED = ("unit", "decimals", "tracking")
_TERMS = frozenset(one.name for one in fields(ItemTerms))
_OWN_UNIT = re.compile(r"\s*([^=;]+?)\s*=\s*([0-9., /]+?)\s*", re.ASCII)
_COLUMN_OF: Mapping[type[Refused], str] = {
    CodeMissing: "name",
    UnknownUnit: "unit",
    SerialNotWhole: "tracking",
    PhantomBought: "is_phantom",
    LotSizesDiffer: "lot_maximum",
    LotQuantityMissing: "lot_policy",
    ReorderUpToTooLow: "reorder_up_to",
}
"""In which column a refusal of the whole item shows."""


@dataclass(frozen=True)
class ItemRow:
    """What a row says of an item: `given` only what has a filled cell, by the names of `ItemTerms`."""

    code: str
    given: Mapping[str, Any]
    is_active: bool | None = None
    own_units: Mapping[str, Fraction] = field(default_factory=dict)

    def terms(self, before: Mapping[str, Any]) -> ItemTerms:
        """The item's terms once the row is taken; `before` are those of the item that is there, if it is."""
        if before:
            kept = {name: value for name, value in before.items() if name in _TERMS}
            return ItemTerms(**{**kept, **self.given, "code": self.code})
        rest = {name: value for name, value in self.given.items() if name not in {"kind", "name"}}
        kind = self.given.get("kind", ItemKind.COMPONENT)
        return ItemTerms.of_kind(kind, code=self.code, name=self.given.get("name", ""), **_unit_with_decimals(rest))


def check_items(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[ItemRow]:
    """Read and check every row. An empty cell leaves what is there, and gives a new item its kind's default."""
    found, faults = [], []
    seen: dict[str, tuple[str, int]] = {}
    departments = Names.of("department", known.departments, may_add=settings.adds_missing)
    for row in rows:
        record = _item_row(row, known, departments)
        if record.code:
            _check_spelling(row, record.code, known, seen)
        before = known.items.get(record.code)
        if not row.faults:
            _check_whole(row, record, before)
        if not row.faults:
            found.append(Found((row.row.number,), _verb(record, before), record))
        faults += row.faults
    return Outcome(tuple(found), tuple(faults), adds={"departments": departments.added_by(found)})


_READERS: Mapping[str, Reader] = {
    "name": text_most(160),
    "description": text_most(5_000),
    "kind": Words(KINDS).read,
    "unit": lambda row, _name: _unit(row),
    "decimals": whole_from(0, MOST_DECIMALS),
    "tracking": Words(TRACKINGS).read,
    "source": Words(SOURCES).read,
    "is_phantom": yes_no,
    "lot_policy": Words(POLICIES).read,
    "abc_class": lambda row, name: row.text(name, most=1).upper(),
    "yield_ppm": lambda row, name: ppm_in(row, name) or None,
    "shelf_days": whole_from(1, 32_767),
    "planner": text_most(120),
    "needs_inspection": yes_no,
    "hold_cost_ppm": whole_from(0, 1_000_000),
    **dict.fromkeys(_DAYS, whole_from(0, 3_650)),
}
"""Fields of an item that one cell tells by itself."""


def _item_row(row: RowCells, known: Known, departments: Names) -> ItemRow:
    code = row.text("code", most=LONGEST_CODE, is_required=True)
    said = given(row, _READERS)
    for name in (name for name in _MONEY if name in row.matching.columns):
        said[name] = minor_in(row, name, known.currency_places)
    said["charged_to"] = departments.read(row, "charged_to", most=60)
    own_units = _own_units(row) if "own_units" in row.matching.columns else {}
    item = known.items.get(code) or _as_counted(code, said, own_units)
    for name in (name for name in _QUANTITIES if name in row.matching.columns):
        said[name] = quantity_in(row, name, item, item.unit, may_be_0=True)
    filled = {name: value for name, value in said.items() if value is not None and value != ""}
    return ItemRow(code, filled, row.yes_or_no("is_active"), own_units)


def _unit(row: RowCells) -> str:
    written = row.text("unit", most=12)
    if not written:
        return ""
    try:
        return unit_code(written)
    except UnknownUnit as refusal:
        row.fault("unit", refusal.text, **{name: str(value) for name, value in refusal.parameters.items()})
        return ""


def _own_units(row: RowCells) -> dict[str, Fraction]:
    """Units of the item's own, written as "roll=25; box=1/12"."""
    units: dict[str, Fraction] = {}
    for part in row.text("own_units", most=500).split(";"):
        if not part.strip():
            continue
        match = _OWN_UNIT.fullmatch(part)
        factor = _factor(match[2]) if match and len(match[1]) <= 20 else None
        if match is None or not factor:
            row.fault("own_units", OWN_UNIT_UNREADABLE, value=part.strip()[:80])
        else:
            units[match[1]] = factor
    return units


def _factor(written: str) -> Fraction | None:
    try:
        return read_number(written)
    except (NotAQuantity, QuantityAmbiguous):
        return None


def _as_counted(code: str, said: Mapping[str, Any], own_units: Mapping[str, Fraction]) -> KnownItem:
    """A new item as far as its quantities go."""
    defaults = KIND_DEFAULTS[ItemKind(said.get("kind", ItemKind.COMPONENT))]
    counted = {**defaults, **_unit_with_decimals({name: said[name] for name in ("unit", "decimals") if name in said})}
    return KnownItem(code, counted.get("unit", "pcs"), counted.get("decimals", 0), own_units=own_units)


def _unit_with_decimals(given: dict[str, Any]) -> dict[str, Any]:
    """A unit given without decimals is not counted with those of the kind's own unit: pieces are whole."""
    if "unit" in given and "decimals" not in given:
        return {**given, "decimals": 3 if given["unit"] in DIVISIBLE else 0}
    return given


DIVISIBLE = frozenset({"m", "km", "ft", "yd", "kg", "t", "lb", "L", "m3", "gal", "m2", "ft2", "h"})
"""Units that are counted in thousandths unless somebody says otherwise."""


def _check_spelling(row: RowCells, code: str, known: Known, seen: dict[str, tuple[str, int]]) -> None:
    key = folded(code)
    there = known.item_spellings.get(key)
    if key in seen:
        other, number = seen[key]
        if other == code:
            row.fault("code", DUPLICATE, other=number)
        else:
            row.fault("code", CODE_SPELLED_TWICE, known=other, other=number)
    elif there is not None and code not in known.items:
        row.fault("code", CODE_IN_OTHER_SPELLING, known=there)
    seen.setdefault(key, (code, row.row.number))


def _check_whole(row: RowCells, record: ItemRow, before: KnownItem | None) -> None:
    if before is None and "name" not in record.given:
        row.fault("name", NOTHING_THERE)
        return
    for name in _FIXED if before else ():
        if name in record.given and record.given[name] != before.values[name]:  # type: ignore[union-attr]  # is there
            row.fault(name, UNIT_IS_FIXED, item=record.code, known=str(before.values[name]))  # type: ignore[union-attr]
    _refusals(row, lambda: check_terms(record.terms(before.values if before else {})))


def _refusals(row: RowCells, check: Callable[[], None]) -> None:
    try:
        check()
    except Refused as refusal:
        name = _COLUMN_OF.get(type(refusal), "code")
        row.fault(name, refusal.text, **{key: str(value) for key, value in refusal.parameters.items()})


def _verb(record: ItemRow, before: KnownItem | None) -> Verb:
    if before is None:
        return Verb.NEW
    is_same = (
        all(before.values.get(name) == value for name, value in record.given.items())
        and record.is_active in {None, before.is_active}
        and all(before.own_units.get(unit) == factor for unit, factor in record.own_units.items())
    )
    return Verb.SAME if is_same else Verb.CHANGED
