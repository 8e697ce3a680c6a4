"""Steps inside the actions of orders: lock, write a line with its date, reserve what is owed, settle what is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.core.organizations.models import Membership, Production
from callboard.core.people.actions import new_party
from callboard.core.people.models import Party
from callboard.core.people.rules import PartyDetails
from callboard.manufacturing.orders.models import ClientOrder, OrderDate, OrderLine
from callboard.manufacturing.orders.queries import LineRow, order_row
from callboard.manufacturing.orders.rules import (
    LineEnded,
    NotACompany,
    OrderDateKind,
    OrderState,
    Standing,
    check_open,
    check_terms,
)
from callboard.stock.items.models import Item
from callboard.stock.moves.reserving import release, reserve

NEED = "order line"
"""What an order line's reservation calls its cause."""
Client = Party | PartyDetails
"""A company the office knows, or a new one."""


@dataclass(frozen=True)
class OrderLineTerms:
    """What a client asks for. `price_minor` is the price of one whole stock unit; priority 1 goes first."""

    item: Item
    quantity: int
    due_on: dt.date
    price_minor: int = 0
    priority: int = 5


def label_of(line: OrderLine) -> str:
    """What stands on labels and lists: the order's number and the line's position."""
    return f"{line.order.number}/{line.position}"


def locked(order: ClientOrder) -> ClientOrder:
    """The order as it stands, kept from others until the action is done."""
    rows = ClientOrder.objects.select_for_update(of=("self",)).select_related("production", "client")
    return rows.get(pk=order.pk)


def locked_line(line: OrderLine) -> tuple[ClientOrder, LineRow]:
    """The line's order, locked, and what left of the line; refused when one of them is over."""
    order = locked(line.order)
    check_open(order.number, OrderState(order.state))
    [row] = [each for each in order_row(order).lines if each.line.pk == line.pk]
    if row.line.canceled_at:
        raise LineEnded(number=order.number, position=line.position)
    return order, row


def company_of(production: Production, client: Client, *, at: dt.datetime) -> Party:
    """The client as a party, added when the office did not know them. Raises NotACompany."""
    if client.kind != Party.Kind.COMPANY:
        raise NotACompany(name=client.name)
    if isinstance(client, PartyDetails):
        return new_party(production.organization, client, country=production.country, at=at)
    return client


def write_line(
    order: ClientOrder, position: int, terms: OrderLineTerms, *, by: Membership, at: dt.datetime
) -> OrderLine:
    """Add a line with the date that the client asked for, and reserve stock for it.

    Raises QuantityMissing, PriceNegative, PriorityUnknown.
    """
    check_terms(terms.item.code, terms.quantity, terms.price_minor, terms.priority)
    line = OrderLine(
        organization_id=order.organization_id,
        order=order,
        position=position,
        item=terms.item,
        quantity=terms.quantity,
        price_minor=terms.price_minor,
        due_on=terms.due_on,
        priority=terms.priority,
    )
    line.save()
    write_date(line, OrderDateKind.REQUESTED, terms.due_on, by=by, at=at)
    reserve_line(order, LineRow(line), at=at)
    return line


def write_date(
    line: OrderLine, kind: OrderDateKind, on: dt.date, *, reason: str = "", by: Membership, at: dt.datetime
) -> None:
    """Add the fact, and let the line show the newest date."""
    OrderDate(
        organization_id=line.organization_id,
        line=line,
        kind=kind,
        on=on,
        reason=reason.strip(),
        said_at=at,
        recorded_by=by,
    ).save()
    line.due_on = on
    line.save(update_fields=["due_on"])


def reserve_line(order: ClientOrder, row: LineRow, *, at: dt.datetime) -> None:
    """Reserve what is still owed on the line by its date."""
    line = row.line
    if not row.remaining:
        release(line.public_id, at=at)
        return
    reserve(
        line.item,
        row.remaining,
        line.due_on,
        for_kind=NEED,
        for_id=line.public_id,
        label=f"{order.number}/{line.position}",
        priority=line.priority,
        at=at,
    )


def settle(order: ClientOrder, *, at: dt.datetime) -> bool:
    """Close an order on which nothing is owed; says whether it did."""
    standing = order_row(order).standing
    if standing not in {Standing.SHIPPED, Standing.CANCELED}:
        return False
    order.state = OrderState.SHIPPED if standing is Standing.SHIPPED else OrderState.CANCELED
    order.closed_at = at
    order.save()
    return True
