"""The tables that come in and go out: which columns each has, by which titles they are known. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callboard.formats.columns import Field, match_columns
from callboard.manufacturing.imports.rules import ImportKind

_REVISION = (
    Field("revision", ("Revision", "Rev", "Version")),
    Field("state", ("State", "Status")),
    Field("revision_from", ("Revision from",)),
    Field("revision_to", ("Revision to",)),
)
_UNIT = Field("unit", ("Unit", "UoM", "Units", "Unit of measure", "Einheit", "ME"))
_QUANTITY = Field("quantity", ("Quantity", "Qty", "Quantity per", "Amount", "Menge", "Anzahl"), is_required=True)
_ITEM_TITLES = ("Item", "Item code", "Part", "Part number", "Material", "Product", "SKU", "Artikel")
_COMPONENT_TITLES = ("Component", "Component code", "Child", "Child part", "Sub part", "Part number", "Item", "Part")

_BOM_LINE = (
    _QUANTITY,
    _UNIT,
    Field("batch", ("Per", "Batch quantity", "Base quantity", "Per quantity")),
    Field("position", ("Position", "Pos", "Line", "Find number")),
    Field("is_fixed", ("Fixed", "Fixed quantity")),
    Field("scrap", ("Scrap %", "Scrap", "Scrap percent", "Ausschuss")),
    Field("operation", ("Operation", "Operation number", "Op")),
    Field("from_on", ("Valid from", "From", "Effective from")),
    Field("to_on", ("Valid to", "To", "Effective to")),
    Field("alternative_group", ("Alternative group", "Alternative")),
    Field("alternative_priority", ("Alternative priority",)),
    Field("offset_days", ("Offset days", "Offset")),
    Field("references", ("References", "Reference designators", "Designator", "Designators", "Reference")),
    Field("is_backflushed", ("Backflush", "Backflushed")),
    *_REVISION,
)

COLUMNS: Mapping[ImportKind, tuple[Field, ...]] = {
    ImportKind.ITEMS: (
        Field("code", ("Code", "Item code", "Part number", "IPN", "SKU", "Material number", "Artikelnummer"), True),
        Field("name", ("Name", "Item name", "Title", "Bezeichnung")),
        Field("description", ("Description", "Beschreibung", "Notes")),
        Field("kind", ("Kind", "Item kind", "Type", "Category")),
        Field("unit", ("Unit", "UoM", "Units", "Stock unit", "Unit of measure", "Einheit")),
        Field("decimals", ("Decimals",)),
        Field("own_units", ("Own units", "Other units", "Conversions")),
        Field("tracking", ("Tracking", "Tracked by")),
        Field("source", ("Make or buy", "Source", "Supply")),
        Field("is_phantom", ("Phantom",)),
        Field("is_active", ("Active",)),
        Field("lead_days", ("Lead days", "Lead time", "Lead time days")),
        Field("safety_days", ("Safety days", "Safety time")),
        Field("safety_stock", ("Safety stock", "Minimum stock")),
        Field("lot_policy", ("Lot policy", "Lot rule", "Lot sizing")),
        Field("lot_quantity", ("Lot quantity", "Fixed lot")),
        Field("lot_minimum", ("Lot minimum", "Minimum lot")),
        Field("lot_multiple", ("Lot multiple",)),
        Field("lot_maximum", ("Lot maximum", "Maximum lot")),
        Field("lot_days", ("Lot days", "Lot period")),
        Field("reorder_point", ("Reorder point",)),
        Field("reorder_up_to", ("Reorder up to", "Maximum stock")),
        Field("abc_class", ("ABC class", "ABC")),
        Field("yield_ppm", ("Yield %", "Yield")),
        Field("shelf_days", ("Shelf days", "Shelf life")),
        Field("planner", ("Planner",)),
        Field("needs_inspection", ("Inspection", "Needs inspection")),
        Field("charged_to", ("Charged to",)),
        Field("standard_cost_minor", ("Standard cost", "Cost")),
        Field("setup_cost_minor", ("Setup cost",)),
        Field("hold_cost_ppm", ("Holding cost ppm", "Holding cost")),
    ),
    ImportKind.SUPPLIERS: (
        Field("item", _ITEM_TITLES, True),
        Field("supplier", ("Supplier", "Vendor", "Supplier name", "Lieferant"), True),
        Field("supplier_code", ("Supplier's code", "Supplier code", "Supplier part", "Supplier SKU", "Order number")),
        Field("price", ("Price", "Unit price", "Preis")),
        Field("per", ("Per", "Price per", "Price quantity")),
        Field("currency", ("Currency",)),
        Field("minimum", ("Minimum", "Minimum order", "MOQ")),
        Field("multiple", ("Multiple", "Pack", "Order multiple")),
        _UNIT,
        Field("lead_days", ("Lead days", "Lead time", "Lead time days")),
        Field("is_preferred", ("Preferred",)),
        Field("is_active", ("Active",)),
    ),
    ImportKind.BOM_PAIRS: (
        Field("parent", ("Parent", "Parent code", "Parent part", "Assembly", "Product", "Baugruppe"), True),
        Field("component", _COMPONENT_TITLES, True),
        *_BOM_LINE,
    ),
    ImportKind.BOM_LEVELS: (
        Field("level", ("Level", "BOM level", "Indent", "Ebene", "Stufe"), True),
        Field("component", ("Item", "Component", "Part number", "Part", "Material", "Material number"), True),
        *_BOM_LINE,
    ),
    ImportKind.BOM_FLAT: (Field("component", _COMPONENT_TITLES, True), *_BOM_LINE),
    ImportKind.STOCK: (
        Field("item", _ITEM_TITLES, True),
        Field("place", ("Place", "Location", "Store", "Bin", "Warehouse", "Lagerplatz"), True),
        _QUANTITY,
        _UNIT,
        Field("lot", ("Lot", "Batch", "Serial", "Lot code", "Serial number", "Charge")),
        Field("value", ("Value", "Total value")),
        Field("place_kind", ("Place kind", "Location kind")),
        Field("made_on", ("Made on", "Production date")),
        Field("expires_on", ("Expires on", "Expiry date", "Best before")),
        Field("supplier_lot", ("Supplier's lot", "Supplier lot")),
    ),
    ImportKind.ORDERS: (
        Field("number", ("Number", "Our number", "Order")),
        Field("client", ("Client", "Customer", "Kunde"), True),
        Field("client_number", ("Client's number", "Client number", "Customer order", "PO number", "Client order")),
        Field("ordered_on", ("Ordered on", "Order date")),
        Field("position", ("Position", "Line", "Pos")),
        Field("item", _ITEM_TITLES, True),
        _QUANTITY,
        _UNIT,
        Field("due_on", ("Due", "Due on", "Due date", "Delivery date", "Liefertermin"), True),
        Field("price", ("Price", "Unit price")),
        Field("priority", ("Priority",)),
        Field("currency", ("Currency",)),
        Field("ship_to", ("Ship to", "Delivery address")),
        Field("note", ("Note", "Notes")),
    ),
    ImportKind.ROUTINGS: (
        Field("item", _ITEM_TITLES, True),
        Field("number", ("Number", "Operation number", "Op", "Sequence", "Step"), True),
        Field("name", ("Operation", "Operation name", "Name"), True),
        Field("department", ("Department", "Work center", "Abteilung"), True),
        Field("machine", ("Machine", "Machine code", "Resource")),
        Field("skill", ("Skill",)),
        Field("skill_level", ("Skill level",)),
        Field("crew_size", ("Crew", "Crew size", "People")),
        Field("setup_minutes", ("Setup minutes", "Setup", "Setup time")),
        Field("run_seconds", ("Run seconds", "Run", "Run time")),
        Field("run_quantity", ("Run quantity", "Run per")),
        _UNIT,
        Field("batch_quantity", ("Batch quantity",)),
        Field("batch_minutes", ("Batch minutes",)),
        Field("queue_minutes", ("Queue minutes", "Queue")),
        Field("wait_minutes", ("Wait minutes", "Wait")),
        Field("move_minutes", ("Move minutes", "Move")),
        Field("yield_ppm", ("Yield %", "Yield")),
        Field("setup_family", ("Setup family", "Family")),
        Field("is_outside", ("Outside", "Subcontracted")),
        Field("vendor", ("Vendor", "Subcontractor")),
        Field("outside_days", ("Outside days",)),
        Field("outside_price", ("Outside price",)),
        Field("instructions", ("Instructions",)),
        *_REVISION,
    ),
    ImportKind.CALENDAR: (
        Field("on", ("Date", "Day", "From", "Datum"), True),
        Field("until", ("Until", "To", "Last day")),
        Field("is_worked", ("Worked", "Is worked", "Working day")),
        Field("reason", ("Reason", "Name", "Holiday")),
    ),
}


MONEY_FIELDS = frozenset(
    {"standard_cost_minor", "setup_cost_minor", "hold_cost_ppm", "price", "outside_price", "value"}
)
"""Columns that only those may fill who are shown pay."""


def fields_of(kind: ImportKind) -> dict[str, Field]:
    """The fields of a table by name."""
    return {one.name: one for one in COLUMNS[kind]}


def titles_of(kind: ImportKind) -> tuple[str, ...]:
    """The headings that an export of this kind has: the first title of each field."""
    return tuple(one.titles[0] for one in COLUMNS[kind])


def guessed_kind(headings: Sequence[str]) -> ImportKind | None:
    """What a table with such headings holds, None if nothing fits.

    Of the kinds whose required columns are all there, the one with the fewest headings left over, then with the more
    required columns. One product's list looks like a piece of every other bill, so it is asked last.
    """
    fits = []
    for place, kind in enumerate(COLUMNS):
        matching = match_columns(headings, COLUMNS[kind])
        if not matching.missing:
            required = sum(one.is_required for one in COLUMNS[kind])
            fits.append((kind is ImportKind.BOM_FLAT, len(matching.unmatched), -required, place, kind))
    return min(fits)[-1] if fits else None
