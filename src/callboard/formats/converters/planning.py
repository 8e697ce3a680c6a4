"""Converted tables as the files that `callboard plan requirements` reads: whole steps, one row for an item's stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from callboard.formats.converters.converted import Converted
from callboard.formats.tables import Value
from callboard.formats.tabular import Sheet

Table = tuple[tuple[str, ...], list[list[Value]]]
"""Headings and rows."""

LEAD_DAYS = {"make": 2, "buy": 10}
"""What a new item here has where nothing else is known."""
NOT_PLANNED = frozenset({"quarantine"})


def planning_tables(converted: Converted) -> dict[str, Table]:
    """File name → headings and rows. Quantities are steps of the item: 1.5 m with three decimals is 1500.

    Stock in quarantine is left out, since it cannot be used; lots are added up.
    """
    items = {str(row["Code"]): row for row in _rows(converted.tables["items"])}
    decimals = {code: int(row["Decimals"] or 0) for code, row in items.items()}
    return {
        "items.csv": _items(items, decimals, {row["Parent"] for row in _rows(converted.tables["bom"])}),
        "bom.csv": _bom(converted.tables["bom"], decimals),
        "stock.csv": _stock(converted.tables["stock"], decimals),
        "receipts.csv": _receipts(converted, decimals),
        "demand.csv": _demand(converted.tables["orders"], decimals),
    }


def _rows(sheet: Sheet) -> Iterator[Mapping[str, Any]]:
    return (dict(zip(sheet.headings, row.cells, strict=True)) for row in sheet.rows)


def _steps(amount: Any, decimals: int) -> int | None:
    return None if amount is None else int(Decimal(str(amount)).scaleb(decimals))


def _items(items: Mapping[str, Mapping[str, Any]], decimals: Mapping[str, int], parents: Collection[str]) -> Table:
    headings = (
        "item", "lead_days", "source", "lot_minimum", "lot_multiple", "lot_maximum", "safety_stock", "unit_value",
        "planner",
    )  # fmt: skip
    rows: list[list[Value]] = []
    for code, row in items.items():
        lots = [_steps(row[name], decimals[code]) for name in ("Lot minimum", "Lot multiple", "Lot maximum")]
        lead = LEAD_DAYS[row["Make or buy"]] if row["Lead days"] is None else row["Lead days"]
        safety = _steps(row["Safety stock"], decimals[code])
        # what is made of nothing that the data names is netted like a bought part: it asks for no components
        source = row["Make or buy"] if code in parents else "buy"
        rows.append([code, lead, source, *lots, safety, row["Standard cost"], row["Planner"]])
    return headings, rows


def _bom(bom: Sheet, decimals: Mapping[str, int]) -> Table:
    headings = ("parent", "component", "per", "batch", "scrap", "fixed", "from", "until", "group", "priority")
    rows: list[list[Value]] = []
    for row in _rows(bom):
        parent, component = row["Parent"], row["Component"]
        quantity = _steps(row["Quantity"], decimals[component])
        is_fixed = row["Fixed"] == "yes"
        scrap = None if row["Scrap %"] is None else Decimal(row["Scrap %"]) / 100
        rows.append(
            [
                parent,
                component,
                0 if is_fixed else quantity,
                _steps(row["Per"] or 1, decimals[parent]),
                scrap,
                quantity if is_fixed else None,
                row["Valid from"],
                row["Valid to"],
                row["Alternative group"],
                row["Alternative priority"],
            ]
        )
    return headings, rows


def _stock(stock: Sheet, decimals: Mapping[str, int]) -> Table:
    there: dict[str, int] = defaultdict(int)
    for row in _rows(stock):
        if row["Place kind"] not in NOT_PLANNED:
            there[row["Item"]] += _steps(row["Quantity"], decimals[row["Item"]]) or 0
    return ("item", "quantity"), [[code, steps] for code, steps in there.items()]


def _receipts(converted: Converted, decimals: Mapping[str, int]) -> Table:
    rows: list[list[Value]] = [
        [one.number, one.item, _steps(one.quantity, decimals[one.item]), one.due] for one in converted.receipts
    ]
    return ("order", "item", "quantity", "due"), rows


def _demand(orders: Sheet, decimals: Mapping[str, int]) -> Table:
    rows: list[list[Value]] = []
    keys: dict[str, int] = defaultdict(int)
    for row in _rows(orders):
        keys[row["Client's number"]] += 1
        key = _key(row, keys)
        quantity = _steps(row["Quantity"], decimals[row["Item"]])
        rows.append([key, row["Item"], quantity, row["Due"], row["Priority"], row["Client"]])
    return ("demand", "item", "quantity", "due", "priority", "client"), rows


def _key(row: Mapping[str, Any], counted: Mapping[str, int]) -> str:
    number = row["Client's number"]
    return f"{number}/{counted[number]}"
