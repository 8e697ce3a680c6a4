"""InvenTree's stock items: which are on hand, where, and as which lot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from callboard.formats.converters.converted import Collector, plain
from callboard.formats.faults import gettext_noop
from callboard.formats.tables import Value

UNPLACED, UNMARKED = "UNPLACED", "UNMARKED"
GONE = frozenset({60, 70})
"""Destroyed and lost."""
BARRED = frozenset({65, 75, 85})
"""Rejected, quarantined and returned."""
LOOK_AT = frozenset({50, 55})
"""Attention needed and damaged: InvenTree counts them as available."""

NOTHING = gettext_noop("%(count)s stock items hold nothing; left out: %(example)s.")
BUILDING = gettext_noop("%(count)s stock items are outputs of builds that are not finished; left out: %(example)s.")
WITH_CLIENT = gettext_noop("%(count)s stock items are with a client or on their way; left out: %(example)s.")
INSTALLED = gettext_noop("%(count)s stock items are built into others or used up; left out: %(example)s.")
LOST = gettext_noop("%(count)s stock items are destroyed or lost; left out: %(example)s.")
NO_PLACE = gettext_noop("%(count)s stock items have no location; they came in at UNPLACED: %(example)s.")
QUARANTINED = gettext_noop("%(count)s stock items are rejected, returned or in quarantine, here too: %(example)s.")
DOUBTFUL = gettext_noop("%(count)s stock items need attention or are damaged, and are available there: %(example)s.")
NO_BATCH = gettext_noop("%(count)s stock items name no batch, others of the part do; they are UNMARKED: %(example)s.")
MERGED = gettext_noop("%(count)s stock items lie with others of the same part, place and lot; added up: %(example)s.")
OTHER_VALUE = gettext_noop("%(count)s purchase prices are not in USD and were left out: %(example)s.")


@dataclass
class StockRow:
    """A stock item that is on hand. `lot` is decided when all of its part are known."""

    part: int
    code: str
    place: str
    is_barred: bool
    quantity: Decimal
    serial: str
    batch: str
    value: Decimal | None
    expires: str
    lot: str = ""


def stock_rows(records: Mapping[str, Mapping[int, Any]], codes: Mapping[int, str], out: Collector) -> list[StockRow]:
    """What is on hand; each stock item that is not leaves a remark."""
    places = {key: str(place["name"])[:40] for key, place in records.get("stock.stocklocation", {}).items()}
    places = _told_apart(places)
    found = []
    for key, row in records.get("stock.stockitem", {}).items():
        name = f"{codes[row['part']]} (#{key})"
        if text := _why_not(row):
            out.remark(text, name)
            continue
        if row["location"] is None:
            out.remark(NO_PLACE, name)
        for states, said in ((BARRED, QUARANTINED), (LOOK_AT, DOUBTFUL)):
            if row["status"] in states:
                out.remark(said, name)
        found.append(
            StockRow(
                row["part"],
                codes[row["part"]],
                places.get(row["location"], UNPLACED),
                row["status"] in BARRED,
                Decimal(row["quantity"]),
                (row["serial"] or "")[:60],
                (row["batch"] or "").strip()[:60],
                _value(row, name, out),
                row["expiry_date"] or "",
            )
        )
    return found


def placed(rows: list[StockRow], out: Collector) -> Iterator[dict[str, Value]]:
    """Rows of the stock table: what lies together is one row."""
    together: dict[tuple[str, str, str], list[StockRow]] = {}
    for row in rows:
        if row.lot == UNMARKED:
            out.remark(NO_BATCH, row.code)
        place = f"{row.place[:29]} quarantine" if row.is_barred else row.place
        together.setdefault((row.code, place, row.lot), []).append(row)
    for (code, place, lot), same in together.items():
        for _ in same[1:]:
            out.remark(MERGED, code)
        yield {
            "Item": code,
            "Place": place,
            "Quantity": plain(sum((row.quantity for row in same), Decimal(0))),
            "Lot": lot,
            "Value": _sum([row.value for row in same]),
            "Place kind": "quarantine" if same[0].is_barred else "store",
            "Expires on": min((row.expires for row in same if row.expires), default=""),
            "Supplier's lot": same[0].batch if same[0].serial and lot == same[0].serial else "",
        }


def _sum(values: list[Decimal | None]) -> Value:
    """What they are worth together, to the cent; nothing if one of them is not known."""
    known = [value for value in values if value is not None]
    return plain(round(sum(known, Decimal(0)), 2)) if len(known) == len(values) else None


def _why_not(row: Mapping[str, Any]) -> str:
    if Decimal(row["quantity"]) <= 0:
        return NOTHING
    if row["is_building"]:
        return BUILDING
    if row["customer"] is not None or row["sales_order"] is not None:
        return WITH_CLIENT
    if row["belongs_to"] is not None or row["consumed_by"] is not None:
        return INSTALLED
    return LOST if row["status"] in GONE else ""


def _value(row: Mapping[str, Any], name: str, out: Collector) -> Decimal | None:
    if row["purchase_price"] is None:
        return None
    if row["purchase_price_currency"] != "USD":
        out.remark(OTHER_VALUE, name)
        return None
    return Decimal(row["purchase_price"]) * Decimal(row["quantity"])


def _told_apart(names: Mapping[int, str]) -> dict[int, str]:
    """Of two locations that are called alike, the later gets its key."""
    taken: set[str] = set()
    found: dict[int, str] = {}
    for key, name in names.items():
        found[key] = f"{name[:32]} #{key}" if name.casefold() in taken else name
        taken.add(found[key].casefold())
    return found
