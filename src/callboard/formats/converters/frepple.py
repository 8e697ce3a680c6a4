"""frePPLe's data (JSON fixtures of its input tables) as tables. The rules are in docs/manufacturing/importing.md."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from callboard.formats.converters.converted import (
    Collector,
    Converted,
    NotThatData,
    Receipt,
    decimals_of,
    plain,
    records_in,
)
from callboard.formats.converters.frepple_operations import Operations, days_of
from callboard.formats.faults import gettext_noop

PROGRAM = "frePPLe"
ON_ORDER = frozenset({"confirmed", "approved"})
MOST_CLOSED_DAYS = 1_000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

GROUPS = gettext_noop("%(count)s items only group others; left out: %(example)s.")
EMPTY_BUFFERS = gettext_noop("%(count)s buffers are empty; left out: %(example)s.")
CLOSED = gettext_noop("%(count)s demands are not open; left out: %(example)s.")
NO_CLIENT = gettext_noop("%(count)s demands name no customer; theirs is UNKNOWN: %(example)s.")
RANKED = gettext_noop("%(count)s priorities are not from 1 to 9; the nearest was taken: %(example)s.")
GROUP_OFFER = gettext_noop("%(count)s suppliers offer a group of items; left out: %(example)s.")
DISTRIBUTION = gettext_noop("%(count)s transports between locations were left out; stock is one plant's: %(example)s.")
OTHER_ORDERS = gettext_noop("%(count)s orders that are not to suppliers were left out: %(example)s.")
WEEKLY = gettext_noop("%(count)s weekly patterns were left out; set the plant's weekdays off by hand: %(example)s.")


@dataclass
class _Source:
    """The records by model; a reference may be called "item" or "item_id"."""

    records: Mapping[str, list[Mapping[str, Any]]]

    def of(self, model: str) -> list[Mapping[str, Any]]:
        return self.records.get(f"input.{model}", [])


def read_frepple(content: bytes) -> Converted:
    """Items, suppliers, bills, routings, stock, open demands and closed days as tables; purchases as receipts.

    Raises NotThatData.
    """
    try:
        return _read(records_in(content, PROGRAM, needs="input.item"))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise NotThatData(program=PROGRAM, reason=f"a record lacks what it should have ({error!r})") from error


def _read(found: list[dict[str, Any]]) -> Converted:
    records: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in found:
        fields = {name.removesuffix("_id"): value for name, value in one["fields"].items()}
        records[one["model"]].append({"name": one.get("pk"), **fields})
    source, out = _Source(records), Collector()
    operations = Operations(source.records, out)
    items = _items(source, operations, out)
    _suppliers(source, items, out)
    for item, making in operations.making.items():
        if item in items:
            operations.add_routing(item, making, out)
            operations.add_bill(item, making, out)
    _stock(source, out)
    _orders(source, out)
    _receipts(source, out)
    _calendar(source, out)
    for transport in source.of("itemdistribution"):
        out.remark(DISTRIBUTION, f"{transport['item']} → {transport.get('location')}")
    today = next((one["value"] for one in records["common.parameter"] if one["name"] == "currentdate"), "")
    return out.converted(str(today)[:10])


def _items(source: _Source, operations: Operations, out: Collector) -> set[str]:
    groups = {one["owner"] for one in source.of("item") if one.get("owner")}
    offers = _preferred(source)
    minimum: dict[str, Decimal] = defaultdict(Decimal)
    for buffer in source.of("buffer"):
        minimum[buffer["item"]] += Decimal(str(buffer.get("minimum") or 0))
    decimals = _decimals(source)
    kept = set()
    for one in source.of("item"):
        code = str(one["name"])
        if code in groups:
            out.remark(GROUPS, code)
            continue
        kept.add(code)
        making = operations.making.get(code)
        lots = making.top if making else offers.get(code, {})
        out.add(
            "items",
            {
                "Code": code,
                "Name": code,
                "Description": one.get("description") or "",
                "Kind": operations.kind_of(code, str(one.get("category") or "")),
                "Unit": "pcs",
                "Decimals": decimals[code],
                "Tracking": "none",
                "Make or buy": "make" if making else "buy",
                "Lead days": making.lead_days if making else days_of(offers.get(code, {}).get("leadtime")),
                "Safety stock": plain(minimum[code]) or None,
                "Lot minimum": _above_one(lots.get("sizeminimum")),
                "Lot multiple": _above_one(lots.get("sizemultiple")),
                "Lot maximum": _above_one(lots.get("sizemaximum")),
                "Standard cost": plain(round(Decimal(str(one.get("cost") or 0)), 2)) or None,
            },
        )
    return kept


def _decimals(source: _Source) -> dict[str, int]:
    numbers: dict[str, list[Decimal]] = defaultdict(list)
    for model, name in (("buffer", "onhand"), ("demand", "quantity"), ("operationplan", "quantity")):
        for one in source.of(model):
            numbers[one["item"]].append(Decimal(str(one.get(name) or 0)))
    for one in source.of("operationmaterial"):
        numbers[one["item"]].append(Decimal(str(one["quantity"])))
    return defaultdict(int, {code: decimals_of(found) for code, found in numbers.items()})


def _above_one(size: Any) -> Any:
    number = Decimal(str(size or 0))
    return plain(number) if number > 1 else None


def _preferred(source: _Source) -> dict[str, Mapping[str, Any]]:
    """Of several suppliers of an item the one with the lowest priority number."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in sorted(source.of("itemsupplier"), key=lambda one: int(one.get("priority") or 1)):
        found.setdefault(one["item"], one)
    return found


def _suppliers(source: _Source, items: set[str], out: Collector) -> None:
    preferred = _preferred(source)
    seen: set[tuple[str, str]] = set()
    for one in source.of("itemsupplier"):
        key = one["item"], one["supplier"]
        if one["item"] not in items:
            out.remark(GROUP_OFFER, f"{one['supplier']}: {one['item']}")
        elif key not in seen:
            seen.add(key)
            cost = Decimal(str(one.get("cost") or 0))
            out.add(
                "suppliers",
                {
                    "Item": one["item"],
                    "Supplier": one["supplier"],
                    "Price": plain(round(cost, 2)) if cost else None,
                    "Minimum": _above_one(one.get("sizeminimum")),
                    "Multiple": _above_one(one.get("sizemultiple")),
                    "Lead days": days_of(one.get("leadtime")),
                    "Preferred": "yes" if preferred[one["item"]] is one else "no",
                },
            )


def _stock(source: _Source, out: Collector) -> None:
    there: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in source.of("buffer"):
        on_hand = Decimal(str(one.get("onhand") or 0))
        if on_hand <= 0:
            out.remark(EMPTY_BUFFERS, f"{one['item']} @ {one.get('location')}")
            continue
        there[one["item"], str(one.get("location") or "STORE")[:40]] += on_hand
    for (item, place), quantity in there.items():
        out.add("stock", {"Item": item, "Place": place, "Quantity": plain(quantity)})


def _orders(source: _Source, out: Collector) -> None:
    for one in source.of("demand"):
        name = str(one["name"])
        if (one.get("status") or "open") != "open":
            out.remark(CLOSED, name)
            continue
        if not one.get("customer"):
            out.remark(NO_CLIENT, name)
        asked = int(one.get("priority") or 0)
        priority = min(max(asked, 1), 9)
        if priority != asked:
            out.remark(RANKED, name)
        out.add(
            "orders",
            {
                "Client": one.get("customer") or "UNKNOWN",
                "Client's number": name[:60],
                "Item": one["item"],
                "Quantity": plain(Decimal(str(one["quantity"]))),
                "Due": str(one["due"])[:10],
                "Priority": priority,
                "Note": one.get("description") or "",
            },
        )


def _receipts(source: _Source, out: Collector) -> None:
    for one in source.of("operationplan"):
        name = str(one.get("reference") or one["name"])
        if one.get("type") != "PO" or one.get("status") not in ON_ORDER:
            out.remark(OTHER_ORDERS, name)
            continue
        out.receipts.append(Receipt(name, one["item"], Decimal(str(one["quantity"])), str(one["enddate"])[:10]))


def _calendar(source: _Source, out: Collector) -> None:
    """Closed dates of the calendars by which locations work; capacities of machines are none of them."""
    calendars = {one["available"] for one in source.of("location") if one.get("available")}
    closed: dict[dt.date, str] = {}
    for bucket in source.of("calendarbucket"):
        name = bucket["calendar"]
        if name not in calendars:
            continue
        if Decimal(str(bucket["value"])) > 0:
            if not all(bucket.get(weekday, True) for weekday in WEEKDAYS):
                out.remark(WEEKLY, name)
            continue
        days = list(_days(bucket))
        if len(days) > MOST_CLOSED_DAYS:
            out.remark(WEEKLY, name)
        else:
            closed.update(dict.fromkeys(days, name))
    for day, name in sorted(closed.items()):
        out.add("calendar", {"Date": day, "Worked": "no", "Reason": name[:80]})


def _days(bucket: Mapping[str, Any]) -> Iterator[dt.date]:
    """The days of [startdate, enddate) on its weekdays."""
    day, end = (dt.date.fromisoformat(str(bucket[name])[:10]) for name in ("startdate", "enddate"))
    while day < end:
        if bucket.get(WEEKDAYS[day.weekday()], True):
            yield day
        day += dt.timedelta(days=1)
