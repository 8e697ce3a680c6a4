"""Rows of clients' orders: one line each. Whole orders come of them, or none of an order. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.found import (
    DIFFERS_IN_GROUP,
    ORDER_THERE,
    OTHER_CURRENCY,
    POSITION_TWICE,
    Found,
    Outcome,
    Verb,
    held_back,
)
from callboard.manufacturing.imports.known import Known, Order, OrderedLine, folded
from callboard.manufacturing.imports.row_reading import Names, item_in, minor_in, quantity_in, unit_in
from callboard.manufacturing.imports.rules import Settings

_HEAD = ("ordered_on", "ship_to", "note")


@dataclass
class _LineRow:
    """A row as far as it could be read; the head is about the whole order, None where the cell is empty."""

    cells: RowCells
    key: tuple[str, str, str]
    line: OrderedLine | None
    ordered_on: dt.date | None
    ship_to: str | None
    note: str | None


def check_orders(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[Order]:
    """Read and check every row, then put orders together: rows of one client with the same number of theirs.

    Where the client has no number, the rows of one number of ours belong together; ours is given out anew on taking.
    """
    clients = Names.of("client", known.parties, may_add=settings.adds_missing)
    lines = [_line_row(row, known, clients) for row in rows]
    groups: dict[tuple[str, str, str], list[_LineRow]] = {}
    for line in lines:
        if line.key[0]:
            groups.setdefault(line.key, []).append(line)
    there = {(folded(order.client), order.client_number): order for order in known.orders if order.client_number}
    orders = [(group, _order(group, there)) for group in groups.values()]
    faults = [fault for line in lines for fault in line.cells.faults]
    faulty = {fault.row for fault in faults}
    numbers = [tuple(line.cells.row.number for line in group) for group in groups.values()]
    found = tuple(
        Found(rows, Verb.SAME if (folded(order.client), order.client_number) in there else Verb.NEW, order)
        for rows, (_, order) in zip(numbers, orders, strict=True)
        if order is not None and not faulty & set(rows)
    )
    adds = {"parties": clients.added_by(found)}
    return Outcome(found, tuple(faults), held_back(numbers, faulty), adds)


def _line_row(row: RowCells, known: Known, clients: Names) -> _LineRow:
    client = clients.read(row, "client", most=160, is_required=True)
    client_number = row.text("client_number", most=60)
    number = row.text("number", most=40)
    item = item_in(row, "item", known)
    unit = unit_in(row, "unit", item) if item else None
    quantity = quantity_in(row, "quantity", item, unit, is_required=True)
    due_on = row.date("due_on", is_required=True)
    position = row.whole_number("position", least=1, most=32_767) or 0
    price = minor_in(row, "price", known.currency_places) or 0
    priority = row.whole_number("priority", least=1, most=9) or 5
    currency = row.text("currency", most=20).upper()
    if currency and currency != known.currency:
        row.fault("currency", OTHER_CURRENCY, known=known.currency)
    line = None
    if item is not None and quantity is not None and due_on is not None:
        line = OrderedLine(position, item.code, quantity, due_on, price, priority)
    return _LineRow(
        row,
        (client, client_number, "" if client_number else number),
        line,
        row.date("ordered_on"),
        row.text("ship_to", most=300) or None,
        row.text("note", most=5_000) or None,
    )


def _order(group: Sequence[_LineRow], there: dict[tuple[str, str], Order]) -> Order | None:
    head = _head(group)
    _check_positions(group)
    if any(line.cells.faults or line.line is None for line in group):
        return None
    client, client_number, number = group[0].key
    lines = sorted((line.line for line in group if line.line), key=lambda line: line.position)
    order = Order(
        client,
        client_number,
        number,
        tuple(lines),
        ordered_on=head["ordered_on"],
        ship_to=head["ship_to"] or "",
        note=head["note"] or "",
    )
    old = there.get((folded(client), client_number))
    if old is not None and _asked(old) != _asked(order):
        group[0].cells.fault("client_number", ORDER_THERE, number=old.number, client=client)
        return None
    return order


def _asked(order: Order) -> list[tuple[str, int, dt.date]]:
    return sorted((line.item, line.quantity, line.due_on) for line in order.lines)


def _head(group: Sequence[_LineRow]) -> dict[str, Any]:
    head: dict[str, Any] = dict.fromkeys(_HEAD)
    said_in: dict[str, int] = {}
    for line in group:
        for name in _HEAD:
            value = getattr(line, name)
            if value is not None and name not in said_in:
                head[name], said_in[name] = value, line.cells.row.number
            elif value is not None and head[name] != value:
                line.cells.fault(name, DIFFERS_IN_GROUP, what="order", other=said_in[name], known=str(head[name]))
    return head


def _check_positions(group: Sequence[_LineRow]) -> None:
    positions: dict[int, int] = {}
    for line in group:
        number = line.cells.row.number
        if line.line and line.line.position and (other := positions.setdefault(line.line.position, number)) != number:
            line.cells.fault("position", POSITION_TWICE, other=other)
