"""Buying: orders to suppliers, their dates, and what arrives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.productions.numbers import next_number
from callboard.stock.moves.models import Move
from callboard.stock.moves.posting import record_moves
from callboard.stock.purchasing.mail import mail_order
from callboard.stock.purchasing.models import PurchaseLine, PurchaseOrder
from callboard.stock.purchasing.queries import received
from callboard.stock.purchasing.rules import (
    ON_ORDER,
    DatesMissing,
    GoodsCame,
    LineEnded,
    NothingOrdered,
    PurchaseDateKind,
    PurchaseState,
    WrongPurchaseState,
    check_can_receive,
    check_next,
    check_reason,
    check_receipt,
)
from callboard.stock.purchasing.writing import (
    Delivery,
    PurchaseLineTerms,
    Supplier,
    check_line,
    company_of,
    locked,
    receipt_of,
    write_date,
    write_line,
)

__all__ = [
    "Delivery",
    "PurchaseLineTerms",
    "add_purchase_line",
    "ask_for_date",
    "cancel_purchase",
    "cancel_purchase_line",
    "change_purchase_line",
    "close_purchase",
    "confirm_purchase",
    "create_purchase",
    "receive_purchase",
    "send_purchase",
    "slip_line",
]


def create_purchase(
    production: Production,
    supplier: Supplier,
    lines: Sequence[PurchaseLineTerms],
    *,
    note: str = "",
    by: Membership,
    at: dt.datetime,
) -> PurchaseOrder:
    """Draft an order to a supplier. Raises NothingOrdered, QuantityMissing, PriceNegative, NotACompany."""
    with acting(by, "create purchase", at=at, may=Permission.BUY, production=production) as record:
        if not lines:
            raise NothingOrdered()
        order = PurchaseOrder(
            organization_id=production.organization_id,
            production=production,
            supplier=company_of(production, supplier, at=at),
            number=next_number(production, "purchase order", "PO"),
            currency=production.currency,
            note=note.strip(),
            created_at=at,
        )
        order.save()
        for position, terms in enumerate(lines, start=1):
            write_line(order, position, terms, by=by, at=at)
        record.about(order)
        record.note(lines=len(lines))
        announce(production, "purchasing", about=order, at=at)
    return order


def add_purchase_line(
    order: PurchaseOrder, terms: PurchaseLineTerms, *, by: Membership, at: dt.datetime
) -> PurchaseLine:
    """Add a line to an order that was not sent yet. Raises WrongPurchaseState, QuantityMissing, PriceNegative."""
    with acting(by, "add purchase line", at=at, may=Permission.BUY, production=order.production, on=order) as record:
        row = locked(order)
        if row.state != PurchaseState.DRAFT:
            raise WrongPurchaseState(number=row.number, state=row.state)
        last = row.lines.order_by("-position").values_list("position", flat=True).first() or 0
        line = write_line(row, last + 1, terms, by=by, at=at)
        record.note(item=terms.item.code)
        announce(row.production, "purchasing", about=row, at=at)
    return line


def change_purchase_line(
    line: PurchaseLine, *, quantity: int, price_minor: int, by: Membership, at: dt.datetime, version: int
) -> PurchaseLine:
    """Change how much is ordered, and the price, before the order is sent.

    Raises StaleEdit, WrongPurchaseState, LineEnded, QuantityMissing, PriceNegative.
    """
    production = line.order.production
    with acting(
        by, "change purchase line", at=at, may=Permission.BUY, production=production, on=line, version=version
    ) as record:
        order = locked(line.order)
        if order.state != PurchaseState.DRAFT:
            raise WrongPurchaseState(number=order.number, state=order.state)
        check_line(line.item, quantity, price_minor)
        record.note(order=order.number, position=line.position)
        line.quantity, line.price_minor = quantity, price_minor
        line.save()
        announce(production, "purchasing", about=order, at=at)
    return line


def send_purchase(
    order: PurchaseOrder, *, by: Membership, at: dt.datetime, version: int | None = None
) -> PurchaseOrder:
    """Send the order: by mail when the supplier has an address, else it counts as handed over by other means.

    Raises StaleEdit, WrongPurchaseState, NothingOrdered.
    """
    production = order.production
    with acting(
        by, "send purchase", at=at, may=Permission.BUY, production=production, on=order, version=version
    ) as record:
        row = locked(order)
        check_next(row.number, PurchaseState(row.state), PurchaseState.SENT)
        if not row.lines.filter(canceled_at=None).exists():
            raise NothingOrdered()
        row.state, row.sent_at = PurchaseState.SENT, at
        row.save()
        is_mailed = mail_order(row, at=at)
        record.note(mailed=is_mailed)
        announce(production, "purchasing", about=row, at=at)
    return row


def confirm_purchase(
    order: PurchaseOrder,
    dates: Mapping[UUID, dt.date],
    *,
    supplier_number: str = "",
    by: Membership,
    at: dt.datetime,
    version: int | None = None,
) -> PurchaseOrder:
    """Take down the dates that the supplier confirmed, by line (its public id).

    Raises StaleEdit, WrongPurchaseState, DatesMissing.
    """
    production = order.production
    with acting(by, "confirm purchase", at=at, may=Permission.BUY, production=production, on=order, version=version):
        row = locked(order)
        check_next(row.number, PurchaseState(row.state), PurchaseState.CONFIRMED)
        for line in row.lines.filter(canceled_at=None).order_by("position"):
            if line.public_id not in dates:
                raise DatesMissing(position=line.position)
            write_date(line, PurchaseDateKind.CONFIRMED, dates[line.public_id], by=by, at=at)
        row.state, row.confirmed_at = PurchaseState.CONFIRMED, at
        row.supplier_number = supplier_number.strip() or row.supplier_number
        row.save()
        announce(production, "purchasing", about=row, at=at)
    return row


def slip_line(
    line: PurchaseLine, on: dt.date, reason: str, *, by: Membership, at: dt.datetime, version: int | None = None
) -> PurchaseLine:
    """Take down that a line comes on another day, and why. Raises StaleEdit, WrongPurchaseState, ReasonMissing."""
    check_reason(reason)
    production = line.order.production
    with acting(
        by, "slip purchase line", at=at, may=Permission.BUY, production=production, on=line, version=version
    ) as record:
        order = locked(line.order)
        check_can_receive(order.number, PurchaseState(order.state))
        if line.canceled_at:
            raise LineEnded()
        record.note(order=order.number, position=line.position, was=line.due_on.isoformat(), now=on.isoformat())
        write_date(line, PurchaseDateKind.SLIPPED, on, reason=reason, by=by, at=at)
        announce(production, "purchasing", about=order, at=at)
    return line


def ask_for_date(line: PurchaseLine, on: dt.date, *, by: Membership, at: dt.datetime) -> PurchaseLine:
    """Ask for another day. A draft takes it at once; a supplier who was sent the order has yet to agree.

    Raises WrongPurchaseState, LineEnded.
    """
    production = line.order.production
    with acting(by, "ask for purchase date", at=at, may=Permission.BUY, production=production, on=line) as record:
        order = locked(line.order)
        if order.state not in ON_ORDER | {PurchaseState.DRAFT}:
            raise WrongPurchaseState(number=order.number, state=order.state)
        if line.canceled_at:
            raise LineEnded()
        record.note(order=order.number, position=line.position, asked=on.isoformat())
        agreed_on = line.due_on
        write_date(line, PurchaseDateKind.ASKED, on, by=by, at=at)
        if order.state != PurchaseState.DRAFT:
            line.due_on = agreed_on
            line.save(update_fields=["due_on"])
        announce(production, "purchasing", about=order, at=at)
    return line


def receive_purchase(line: PurchaseLine, delivery: Delivery, *, by: Membership, at: dt.datetime) -> Move:
    """Put what came of a line into stock; what needs inspection goes to quarantine, wherever it was sent to.

    Raises WrongPurchaseState, LineEnded, QuantityMissing, MoreThanOrdered, CannotReceiveHere, LotMissing.
    """
    production = line.order.production
    with acting(
        by, "receive purchase", at=at, may=Permission.MOVE_STOCK, production=production, on=line.order
    ) as record:
        order = locked(line.order)
        check_can_receive(order.number, PurchaseState(order.state))
        if line.canceled_at:
            raise LineEnded()
        came = received([line.pk]).get(line.pk, 0)
        check_receipt(
            item=line.item.code,
            ordered=line.quantity,
            received=came,
            quantity=delivery.quantity,
            takes_more=delivery.takes_more,
            decimals=line.item.decimals,
        )
        [move] = record_moves(production, [receipt_of(order, line, delivery)], by=by, at=at)
        record.note(position=line.position, quantity=delivery.quantity)
        announce(production, "purchasing", about=order, at=at)
    return move


def cancel_purchase_line(
    line: PurchaseLine, *, reason: str, by: Membership, at: dt.datetime, version: int | None = None
) -> PurchaseLine:
    """Give up what is still to come of a line. Raises StaleEdit, ReasonMissing, WrongPurchaseState, LineEnded."""
    check_reason(reason)
    production = line.order.production
    with acting(
        by, "cancel purchase line", at=at, may=Permission.BUY, production=production, on=line, version=version
    ) as record:
        order = locked(line.order)
        if order.state not in ON_ORDER | {PurchaseState.DRAFT}:
            raise WrongPurchaseState(number=order.number, state=order.state)
        if line.canceled_at:
            raise LineEnded()
        record.note(order=order.number, position=line.position, reason=reason.strip())
        line.canceled_at, line.cancel_reason = at, reason.strip()
        line.save()
        announce(production, "purchasing", about=order, at=at)
    return line


def close_purchase(
    order: PurchaseOrder, *, by: Membership, at: dt.datetime, version: int | None = None
) -> PurchaseOrder:
    """Close an order: what has not come is not waited for any more. Raises StaleEdit, WrongPurchaseState."""
    production = order.production
    with acting(by, "close purchase", at=at, may=Permission.BUY, production=production, on=order, version=version):
        row = locked(order)
        check_next(row.number, PurchaseState(row.state), PurchaseState.CLOSED)
        row.state, row.closed_at = PurchaseState.CLOSED, at
        row.save()
        announce(production, "purchasing", about=row, at=at)
    return row


def cancel_purchase(
    order: PurchaseOrder, *, reason: str, by: Membership, at: dt.datetime, version: int | None = None
) -> PurchaseOrder:
    """Cancel an order of which nothing came. Raises StaleEdit, ReasonMissing, WrongPurchaseState, GoodsCame."""
    check_reason(reason)
    production = order.production
    with acting(
        by, "cancel purchase", at=at, may=Permission.BUY, production=production, on=order, version=version
    ) as record:
        row = locked(order)
        check_next(row.number, PurchaseState(row.state), PurchaseState.CANCELED)
        if received(row.lines.values_list("pk", flat=True)):
            raise GoodsCame(number=row.number)
        row.state, row.closed_at = PurchaseState.CANCELED, at
        row.save()
        row.lines.filter(canceled_at=None).update(canceled_at=at, cancel_reason=reason.strip())
        record.note(reason=reason.strip())
        announce(production, "purchasing", about=row, at=at)
    return row
