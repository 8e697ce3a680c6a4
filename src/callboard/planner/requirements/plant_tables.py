"""A plant as a folder of CSV tables: items, bom, stock, receipts, demand and calendars become a problem.

The columns are described in docs/algorithms/requirements.md, which a test compares with these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from callboard.planner.refusals import gettext_noop
from callboard.planner.requirements import tables
from callboard.planner.requirements.checks import FIRST_DAY, LAST_DAY, SEPARATOR, item_faults, line_faults
from callboard.planner.requirements.low_level import low_level_codes
from callboard.planner.requirements.problem import (
    AlternativeUse,
    BomLine,
    Calendar,
    Demand,
    DemandKind,
    Item,
    LotKind,
    LotRule,
    OpenOrder,
    OrderKind,
    OrderStatus,
    Problem,
    Source,
    Stock,
)
from callboard.planner.requirements.refusals import BillsGoRound
from callboard.planner.requirements.tables import Column, Row, Table, TableFault, WrongCell

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

KEY_TWICE = gettext_noop("“%(key)s” is already in row %(first_row)s. Give each row its own, or delete one.")
STOCK_TWICE = gettext_noop(
    "Item “%(key)s” has another row of stock, %(first_row)s. Name each in the column stock, or add them up."
)
NOT_A_KEY = gettext_noop("“%(cell)s” holds “ > ”, which the plan's own keys are made with. Write it otherwise.")
NOT_WEEKDAYS = gettext_noop("“%(cell)s” is no weekday. Write for example: mon tue wed thu fri.")
NO_SUCH_ITEM = gettext_noop("There is no item “%(key)s” in items.csv. Add it there, or correct the name.")
NO_SUCH_CALENDAR = gettext_noop(
    "There is no calendar “%(key)s” in calendars.csv. Add it there, or leave the cell empty."
)
NO_SUCH_ORDER = gettext_noop("There is no order “%(key)s” in receipts.csv. Add it there, or correct the name.")
NO_SUCH_DEMAND = gettext_noop("There is no demand “%(key)s” in demand.csv. Add it there, or leave the cell empty.")
BELOW = gettext_noop("%(value)s is below %(least)s. Write %(least)s or more.")
OUT_OF_TIME = gettext_noop("%(value)s is outside the years 1970–2199. Correct the date.")
CIRCLE = gettext_noop("The bills of material go round in a circle: %(path)s. Take one of these lines out.")


def key(cell: str) -> str:
    """A name that is referred to."""
    if SEPARATOR in cell:
        raise WrongCell(NOT_A_KEY, cell=cell)
    return cell


def at_least(least: int) -> Any:
    """A reader of whole numbers from `least` on."""

    def read(cell: str) -> int:
        number = tables.whole(cell)
        if number < least:
            raise WrongCell(BELOW, value=number, least=least)
        return number

    return read


def day(cell: str) -> dt.date:
    """A date in a time that can be planned."""
    found = tables.date(cell)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise WrongCell(OUT_OF_TIME, value=cell)
    return found


def days(cell: str) -> frozenset[dt.date]:
    """Dates with spaces between them."""
    return frozenset(day(word) for word in cell.split())


def weekdays(cell: str) -> frozenset[int]:
    """Short names of weekdays with spaces between them."""
    words = cell.lower().split()
    if not set(words) <= set(WEEKDAYS):
        raise WrongCell(NOT_WEEKDAYS, cell=cell)
    return frozenset(WEEKDAYS.index(word) for word in words)


_whole, _share = tables.whole, tables.fraction

COLUMNS: dict[str, tuple[Column, ...]] = {
    "items.csv": (
        Column("item", "key", key, is_required=True),
        Column("lead_days", "lead_days", _whole),
        Column("source", "source", tables.one_of(Source)),
        Column("lot_rule", "lot.kind", tables.one_of(LotKind)),
        Column("lot_quantity", "lot.quantity", _whole),
        Column("lot_periods", "lot.periods", _whole),
        Column("lot_minimum", "lot.minimum", _whole),
        Column("lot_multiple", "lot.multiple", _whole),
        Column("lot_maximum", "lot.maximum", _whole),
        Column("setup_cost", "lot.setup_cost", _whole),
        Column("hold_cost", "lot.hold_cost", _share),
        Column("bucket_days", "lot.bucket_days", _whole),
        Column("safety_stock", "safety_stock", _whole),
        Column("safety_days", "safety_days", _whole),
        Column("rebuild_safety", "rebuild_safety_at_once", tables.yes_or_no),
        Column("yield", "good_yield", _share),
        Column("shrinkage", "shrinkage", _share),
        Column("phantom", "phantom", tables.yes_or_no),
        Column("fence_days", "fence_days", _whole),
        Column("calendar", "calendar", key),
        Column("unit_value", "unit_value", _share),
        Column("planner", "owner", str),
    ),
    "bom.csv": (
        Column("parent", "parent", key, is_required=True),
        Column("component", "component", key, is_required=True),
        Column("per", "per", _share, is_required=True),
        Column("batch", "batch", _whole),
        Column("scrap", "scrap", _share),
        Column("fixed", "fixed", _whole),
        Column("from", "valid_from", day),
        Column("until", "valid_until", day),
        Column("group", "group", str),
        Column("priority", "priority", _whole),
        Column("use", "use", tables.one_of(AlternativeUse)),
        Column("offset_days", "offset_days", _whole),
    ),
    "stock.csv": (
        Column("item", "item", key, is_required=True),
        Column("quantity", "quantity", at_least(0), is_required=True),
        Column("stock", "key", key),
        Column("reserved_for", "reserved_for", key),
        Column("expires", "expires", day),
    ),
    "receipts.csv": (
        Column("order", "key", key, is_required=True),
        Column("item", "item", key, is_required=True),
        Column("quantity", "quantity", at_least(0), is_required=True),
        Column("due", "due", day, is_required=True),
        Column("kind", "kind", tables.one_of(OrderKind)),
        Column("status", "status", tables.one_of(OrderStatus)),
        Column("movable", "movable", tables.yes_or_no),
        Column("earliest", "earliest", day),
    ),
    "demand.csv": (
        Column("demand", "key", key, is_required=True),
        Column("item", "item", key, is_required=True),
        Column("quantity", "quantity", at_least(0), is_required=True),
        Column("due", "due", day, is_required=True),
        Column("kind", "kind", tables.one_of(DemandKind)),
        Column("priority", "priority", _whole),
        Column("client", "customer", str),
        Column("order", "parent", key),
    ),
    "calendars.csv": (
        Column("calendar", "key", key, is_required=True),
        Column("weekdays", "weekdays", weekdays),
        Column("closed", "closed", days),
        Column("opened", "opened", days),
    ),
}
OPTIONAL = {"calendars.csv"}


def read_plant(contents: Mapping[str, bytes], today: dt.date) -> tuple[Problem, list[TableFault]]:
    """The problem in a folder's files (name → bytes) and every fault; with faults the problem lacks those rows."""
    found = {
        file: Table(file, columns, contents.get(file, _headings(columns) if file in OPTIONAL else None))
        for file, columns in COLUMNS.items()
    }
    problem = Problem(
        today=today,
        items=tuple(_item(row) for row in found["items.csv"].rows),
        calendars=tuple(Calendar(**row.values) for row in found["calendars.csv"].rows),
        lines=tuple(BomLine(**row.values) for row in found["bom.csv"].rows),
        stock=tuple(Stock(**row.values) for row in found["stock.csv"].rows),
        open_orders=tuple(OpenOrder(**row.values) for row in found["receipts.csv"].rows),
        demands=tuple(Demand(**row.values) for row in found["demand.csv"].rows),
    )
    _check_values(problem, found)
    _check_keys(found)
    _check_references(found)
    faults = [fault for table in found.values() for fault in table.all_faults()]
    return problem, faults or _circles(problem, found["bom.csv"])


def _headings(columns: tuple[Column, ...]) -> bytes:
    return ",".join(column.heading for column in columns).encode()


def _item(row: Row) -> Item:
    lot = {name.removeprefix("lot."): value for name, value in row.values.items() if name.startswith("lot.")}
    rest = {name: value for name, value in row.values.items() if not name.startswith("lot.")}
    return Item(**{"lead_days": None, **rest}, lot=LotRule(**lot))


def _check_values(problem: Problem, found: Mapping[str, Table]) -> None:
    """The rules of the planner itself, said at the row that breaks them."""
    items, lines = found["items.csv"], found["bom.csv"]
    for row, item in zip(items.rows, problem.items, strict=True):
        for sentence in item_faults(item):
            field = str(sentence.parameters.get("field", ""))
            column = items.heading_of(field) or items.heading_of(f"lot.{field}") or "item"
            items.fault(row.number, column, sentence.text, **sentence.parameters)
    for row, line in zip(lines.rows, problem.lines, strict=True):
        for sentence in line_faults(line):
            column = lines.heading_of(str(sentence.parameters.get("field", ""))) or "parent"
            lines.fault(row.number, column, sentence.text, **sentence.parameters)


def _check_keys(found: Mapping[str, Table]) -> None:
    for file in ("items.csv", "calendars.csv", "receipts.csv", "demand.csv"):
        _check_unique(found[file], "key", KEY_TWICE)
    stock = found["stock.csv"]
    first: dict[tuple[str, str], int] = {(str(row.values["key"]), ""): 0 for row in found["receipts.csv"].rows}
    for row in stock.rows:
        place = (row.values.get("key", ""), "" if row.values.get("key") else row.values["item"])
        if place in first:
            text = KEY_TWICE if place[0] else STOCK_TWICE
            stock.fault(row.number, "stock", text, key=place[0] or place[1], first_row=first[place] or "receipts.csv")
        first.setdefault(place, row.number)


def _check_unique(table: Table, field: str, text: str) -> None:
    first: dict[str, int] = {}
    for row in table.rows:
        name = row.values[field]
        if name in first:
            table.fault(row.number, table.heading_of(field), text, key=name, first_row=first[name])
        first.setdefault(name, row.number)


def _check_references(found: Mapping[str, Table]) -> None:
    for file, field, target, text in (
        ("bom.csv", "parent", "items.csv", NO_SUCH_ITEM),
        ("bom.csv", "component", "items.csv", NO_SUCH_ITEM),
        ("stock.csv", "item", "items.csv", NO_SUCH_ITEM),
        ("receipts.csv", "item", "items.csv", NO_SUCH_ITEM),
        ("demand.csv", "item", "items.csv", NO_SUCH_ITEM),
        ("items.csv", "calendar", "calendars.csv", NO_SUCH_CALENDAR),
        ("demand.csv", "parent", "receipts.csv", NO_SUCH_ORDER),
        ("stock.csv", "reserved_for", "demand.csv", NO_SUCH_DEMAND),
    ):
        if found[target].faults and not found[target].named:
            continue  # that file could not be read at all: its own fault is enough
        for row in found[file].rows:
            name = row.values.get(field)
            if name and name not in found[target].named:
                found[file].fault(row.number, found[file].heading_of(field), text, key=name)


def _circles(problem: Problem, bom: Table) -> list[TableFault]:
    try:
        low_level_codes((item.key for item in problem.items), problem.lines)
    except BillsGoRound as refusal:
        path = str(refusal.parameters["path"])
        first = next(
            row.number for row in bom.rows if path.startswith(f"{row.values['parent']} → {row.values['component']}")
        )
        return [TableFault("bom.csv", first, "component", CIRCLE, {"path": path})]
    return []
