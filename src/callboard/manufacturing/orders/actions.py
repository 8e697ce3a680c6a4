"""Taking clients' orders, changing them, naming dates, and sending off what was packed for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.productions.numbers import next_number
from callboard.manufacturing.orders.lines import (
    Client,
    OrderLineTerms,
    company_of,
    locked,
    locked_line,
    reserve_line,
    settle,
    write_date,
    write_line,
)
from callboard.manufacturing.orders.models import ClientOrder, OrderLine
from callboard.manufacturing.orders.queries import LineRow, order_row
from callboard.manufacturing.orders.rules import (
    LessThanShipped,
    LineIsPacked,
    NothingLeft,
    NothingOrdered,
    NothingOwed,
    OrderDateKind,
    OrderState,
    StillOwed,
    check_next,
    check_open,
    check_reason,
    check_terms,
)
from callboard.stock.items.quantity_rules import shown
from callboard.stock.moves.reserving import release

__all__ = [
    "LineChange",
    "OrderHead",
    "OrderLineTerms",
    "acknowledge_order",
    "add_order_line",
    "cancel_order_line",
    "change_order",
    "change_order_line",
    "close_order",
    "name_date",
    "reopen_order",
    "take_order",
]


@dataclass(frozen=True)
class LineChange:
    """New terms of a line; its date is named by itself, so that the history tells why."""

    quantity: int
    price_minor: int
    priority: int


@dataclass(frozen=True)
class OrderHead:
    """What an order says above its lines."""

    client_number: str = ""
    ordered_on: dt.date | None = None
    """Without it, the day it is taken."""
    ship_to: str = ""
    note: str = ""


def take_order(
    production: Production,
    client: Client,
    lines: Sequence[OrderLineTerms],
    head: OrderHead | None = None,
    *,
    by: Membership,
    at: dt.datetime,
) -> ClientOrder:
    """Take a client's order: each line's date is what they asked for, and stock is reserved for it by that date.

    Raises NothingOrdered, QuantityMissing, PriceNegative, PriorityUnknown, NotACompany.
    """
    said = head or OrderHead()
    with acting(by, "take order", at=at, may=Permission.TAKE_ORDERS, production=production) as record:
        if not lines:
            raise NothingOrdered()
        order = ClientOrder(
            organization_id=production.organization_id,
            production=production,
            client=company_of(production, client, at=at),
            number=next_number(production, "client order", "SO"),
            client_number=said.client_number.strip(),
            ordered_on=said.ordered_on or at.date(),
            currency=production.currency,
            ship_to=said.ship_to.strip(),
            note=said.note.strip(),
            created_at=at,
        )
        order.save()
        for position, terms in enumerate(lines, start=1):
            write_line(order, position, terms, by=by, at=at)
        record.about(order)
        record.note(lines=len(lines))
        announce(production, "orders", about=order, at=at)
    return order


def change_order(order: ClientOrder, head: OrderHead, *, by: Membership, at: dt.datetime, version: int) -> ClientOrder:
    """Change the client's number, where it goes, the note. Raises StaleEdit, WrongOrderState."""
    production = order.production
    with acting(
        by, "change order", at=at, may=Permission.TAKE_ORDERS, production=production, on=order, version=version
    ):
        row = locked(order)
        check_open(row.number, OrderState(row.state))
        row.client_number, row.ship_to, row.note = head.client_number.strip(), head.ship_to.strip(), head.note.strip()
        row.ordered_on = head.ordered_on or row.ordered_on
        row.save()
        announce(production, "orders", about=row, at=at)
    return row


def add_order_line(order: ClientOrder, terms: OrderLineTerms, *, by: Membership, at: dt.datetime) -> OrderLine:
    """Add a line; an order that was thought complete is open again.

    Raises WrongOrderState, QuantityMissing, PriceNegative, PriorityUnknown.
    """
    production = order.production
    with acting(by, "add order line", at=at, may=Permission.TAKE_ORDERS, production=production, on=order) as record:
        row = locked(order)
        if row.state != OrderState.OPEN:
            check_next(row.number, OrderState(row.state), OrderState.OPEN)
            row.state, row.closed_at = OrderState.OPEN, None
            row.save()
        last = row.lines.order_by("-position").values_list("position", flat=True).first() or 0
        line = write_line(row, last + 1, terms, by=by, at=at)
        record.note(position=line.position, item=terms.item.code)
        announce(production, "orders", about=row, at=at)
    return line


def change_order_line(
    line: OrderLine, change: LineChange, *, by: Membership, at: dt.datetime, version: int
) -> OrderLine:
    """Change quantity, price or priority of a line, and what is reserved for it.

    Raises StaleEdit, WrongOrderState, LineEnded, LessThanShipped, QuantityMissing, PriceNegative, PriorityUnknown.
    """
    check_terms(line.item.code, change.quantity, change.price_minor, change.priority)
    production = line.order.production
    with acting(
        by, "change order line", at=at, may=Permission.TAKE_ORDERS, production=production, on=line, version=version
    ) as record:
        order, row = locked_line(line)
        gone = row.shipped + row.packed
        if change.quantity < gone:
            raise LessThanShipped(item=line.item.code, gone=shown(gone, line.item.decimals))
        record.note(order=order.number, position=line.position, was=line.quantity, now=change.quantity)
        line.quantity, line.price_minor, line.priority = change.quantity, change.price_minor, change.priority
        line.save()
        reserve_line(order, LineRow(line, row.departures), at=at)
        announce(production, "orders", about=order, at=at)
    return line


def name_date(
    line: OrderLine, kind: OrderDateKind, on: dt.date, reason: str = "", *, by: Membership, at: dt.datetime
) -> OrderLine:
    """Name a date for a line: promised, acknowledged, revised (with a reason) or newly requested.

    The fact is added to the line's history; the newest date is what stock is reserved by. Raises WrongOrderState,
    LineEnded, ReasonMissing.
    """
    if kind is OrderDateKind.REVISED:
        check_reason(reason)
    production = line.order.production
    with acting(
        by, "name order date", at=at, may=Permission.TAKE_ORDERS, production=production, on=line.order
    ) as record:
        order, row = locked_line(line)
        record.note(position=line.position, kind=str(kind), was=line.due_on.isoformat(), now=on.isoformat())
        write_date(line, kind, on, reason=reason, by=by, at=at)
        reserve_line(order, LineRow(line, row.departures), at=at)
        announce(production, "orders", about=order, at=at)
    return line


def acknowledge_order(order: ClientOrder, *, by: Membership, at: dt.datetime) -> ClientOrder:
    """Bind ourselves to the date that each open line has now: what the printed acknowledgement says.

    Raises WrongOrderState, NothingOrdered when no line is open.
    """
    production = order.production
    with acting(by, "acknowledge order", at=at, may=Permission.TAKE_ORDERS, production=production, on=order) as record:
        row = locked(order)
        check_open(row.number, OrderState(row.state))
        owed = [each.line for each in order_row(row).lines if each.remaining]
        if not owed:
            raise NothingOrdered()
        for line in owed:
            write_date(line, OrderDateKind.ACKNOWLEDGED, line.due_on, by=by, at=at)
        record.note(lines=len(owed))
        announce(production, "orders", about=row, at=at)
    return row


def cancel_order_line(
    line: OrderLine, reason: str, *, by: Membership, at: dt.datetime, version: int | None = None
) -> OrderLine:
    """Cancel what is left of a line; what was reserved for it is free again.

    Raises StaleEdit, ReasonMissing, WrongOrderState, LineEnded, NothingLeft, LineIsPacked.
    """
    check_reason(reason)
    production = line.order.production
    with acting(
        by, "cancel order line", at=at, may=Permission.TAKE_ORDERS, production=production, on=line, version=version
    ) as record:
        order, row = locked_line(line)
        named = {"number": order.number, "position": line.position}
        if row.packed:
            raise LineIsPacked(**named)
        if not row.remaining:
            raise NothingLeft(**named)
        record.note(order=order.number, position=line.position, reason=reason.strip())
        line.canceled_at, line.cancel_reason = at, reason.strip()
        line.save()
        release(line.public_id, at=at)
        settle(order, at=at)
        announce(production, "orders", about=order, at=at)
    return line


def reopen_order(order: ClientOrder, *, by: Membership, at: dt.datetime, version: int | None = None) -> ClientOrder:
    """Owe again what left and came back (its move was reversed), and reserve for it. Raises StaleEdit,
    WrongOrderState, NothingOwed.
    """
    production = order.production
    with acting(
        by, "reopen order", at=at, may=Permission.TAKE_ORDERS, production=production, on=order, version=version
    ) as record:
        row = locked(order)
        check_next(row.number, OrderState(row.state), OrderState.OPEN)
        owed = [each for each in order_row(row).lines if each.remaining]
        if not owed:
            raise NothingOwed(number=row.number)
        row.state, row.closed_at = OrderState.OPEN, None
        row.save()
        for each in owed:
            reserve_line(row, each, at=at)
        record.note(lines=len(owed))
        announce(production, "orders", about=row, at=at)
    return row


def close_order(order: ClientOrder, *, by: Membership, at: dt.datetime, version: int | None = None) -> ClientOrder:
    """Close an order on which nothing is owed. Raises StaleEdit, WrongOrderState, StillOwed."""
    production = order.production
    with acting(by, "close order", at=at, may=Permission.TAKE_ORDERS, production=production, on=order, version=version):
        row = locked(order)
        check_open(row.number, OrderState(row.state))
        owed = next((each.line for each in order_row(row).lines if each.remaining), None)
        if owed is not None:
            raise StillOwed(number=row.number, position=owed.position)
        settle(row, at=at)
        announce(production, "orders", about=row, at=at)
    return row
