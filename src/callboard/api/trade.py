"""Orders, purchases and shipments over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Router

from callboard.api.door import expected_version, member_of, now, once, production_for, scoped
from callboard.api.planning import REFUSALS
from callboard.api.trade_schemas import (
    NamedDateIn,
    NamedDateOut,
    OrderIn,
    OrderLineIn,
    OrderLineOut,
    OrderOut,
    PurchaseLineOut,
    PurchaseOut,
    ReceiptIn,
    ReceiptOut,
    ShipmentLineOut,
    ShipmentOut,
)
from callboard.core.engagements.rules import read_amount, show_amount
from callboard.core.errors import Refused, gettext_noop
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.people.rules import PartyDetails
from callboard.manufacturing.orders.actions import OrderHead, OrderLineTerms, name_date, take_order
from callboard.manufacturing.orders.queries import (
    LineRow,
    OrderFilter,
    OrderRow,
    client_by_id,
    dates_of,
    order_by_id,
    order_line_by_id,
    order_row,
    order_rows,
)
from callboard.manufacturing.orders.rules import OrderDateKind
from callboard.manufacturing.orders.shipments import ship_orders
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import find_item, own_units
from callboard.stock.moves.queries import our_stores
from callboard.stock.purchasing.actions import Delivery, receive_purchase
from callboard.stock.purchasing.queries import LineRow as PurchaseLineRow
from callboard.stock.purchasing.queries import (
    PurchaseFilter,
    PurchaseRow,
    purchase_line_by_id,
    purchase_rows,
)
from callboard.stock.shipping.queries import ShipmentFilter, shipment_by_id, shipments_of

if TYPE_CHECKING:
    import datetime as dt

    from callboard.core.organizations.models import Membership, Production
    from callboard.manufacturing.orders.models import OrderDate
    from callboard.stock.shipping.models import Shipment

router = Router(tags=["trade"])


class ItemUnknown(Refused):
    """A line names a code that is not in the catalog."""

    text = gettext_noop("There is no item “%(code)s” in the catalog.")


class StoreUnknown(Refused):
    """A receipt names a place that is not ours."""

    text = gettext_noop("There is no place “%(code)s” that holds stock of ours.")


@router.get("/productions/{production}/orders", response={200: list[OrderOut], **REFUSALS})
@scoped
def list_orders(request: HttpRequest, production: UUID, show: str = "open", search: str = "") -> list[OrderOut]:
    """Clients' orders: `show` is open, late, part shipped, shipped or all."""
    found, member = production_for(request, production), member_of(request)
    asked = OrderFilter(show=show, search=search.replace("\0", ""))
    rows = order_rows(member, found, asked, today=_today(found))
    dates = dates_of(each.line for row in rows for each in row.lines)
    return [_order(member, row, dates) for row in rows]


@router.post("/productions/{production}/orders", response={200: OrderOut, **REFUSALS})
@once
def take_an_order(request: HttpRequest, production: UUID, asked: OrderIn) -> OrderOut:
    """Take a client's order: stock is reserved for each line by its day."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.TAKE_ORDERS, found)
    new_client = PartyDetails(asked.client_name, kind="company", email=asked.client_email)
    client = client_by_id(member, found, asked.client) if asked.client else new_client
    head = OrderHead(asked.client_number, asked.ordered_on, asked.ship_to, asked.note)
    made = take_order(found, client, [_terms(found, line) for line in asked.lines], head, by=member, at=now())
    row = order_row(made)
    return _order(member, row, dates_of(each.line for each in row.lines))


@router.post("/productions/{production}/order-lines/{line}/dates", response={200: OrderOut, **REFUSALS})
@once
def name_a_date(request: HttpRequest, production: UUID, line: UUID, asked: NamedDateIn) -> OrderOut:
    """Name a date for a line; the history keeps every one."""
    found, member = production_for(request, production), member_of(request)
    row = order_line_by_id(member, found, line)
    name_date(row, OrderDateKind(asked.kind), asked.on, asked.reason, by=member, at=now())
    order = order_row(order_by_id(member, found, row.order.public_id))
    return _order(member, order, dates_of(each.line for each in order.lines))


@router.get("/productions/{production}/purchases", response={200: list[PurchaseOut], **REFUSALS})
@scoped
def list_purchases(request: HttpRequest, production: UUID, show: str = "open", search: str = "") -> list[PurchaseOut]:
    """Purchase orders: `show` is open, late, week, draft or all."""
    found, member = production_for(request, production), member_of(request)
    asked = PurchaseFilter(show=show, search=search.replace("\0", ""))
    return [_purchase(member, row) for row in purchase_rows(member, found, asked, today=_today(found))]


@router.post("/productions/{production}/purchase-lines/{line}/receipts", response={200: ReceiptOut, **REFUSALS})
@once
def receive_a_line(request: HttpRequest, production: UUID, line: UUID, asked: ReceiptIn) -> ReceiptOut:
    """Put what came of a purchase line into stock."""
    found, member = production_for(request, production), member_of(request)
    row = purchase_line_by_id(member, found, line)
    check_may(member, Permission.MOVE_STOCK, found)
    store = our_stores(found).filter(code=asked.store).first()
    if store is None:
        raise StoreUnknown(code=asked.store)
    item = row.item
    delivery = Delivery(
        quantity=read_quantity(asked.quantity, item.decimals, item.unit, own_units(item)),
        to_store=store,
        lot_code=asked.lot,
        supplier_lot=asked.supplier_lot,
        takes_more=asked.takes_more,
    )
    move = receive_purchase(row, delivery, by=member, at=now())
    return ReceiptOut(
        id=move.public_id,
        item=item.code,
        quantity=shown(move.quantity, item.decimals),
        store=move.to_store.code,
        lot=move.lot.code if move.lot else "",
    )


@router.get("/productions/{production}/shipments", response={200: list[ShipmentOut], **REFUSALS})
@scoped
def list_shipments(request: HttpRequest, production: UUID, show: str = "open", search: str = "") -> list[ShipmentOut]:
    """Shipments: `show` is open, packing, shipped or all."""
    found, member = production_for(request, production), member_of(request)
    asked = ShipmentFilter(show=show, search=search.replace("\0", ""))
    return [_shipment(row) for row in shipments_of(member, found, asked)]


@router.post("/productions/{production}/shipments/{shipment}/ship", response={200: ShipmentOut, **REFUSALS})
@once
def ship_a_shipment(request: HttpRequest, production: UUID, shipment: UUID) -> ShipmentOut:
    """Send a packed shipment off (If-Match)."""
    found, member = production_for(request, production), member_of(request)
    row = shipment_by_id(member, found, shipment)
    ship_orders(row, by=member, at=now(), version=expected_version(request))
    return _shipment(shipment_by_id(member, found, shipment))


def _today(production: Production) -> dt.date:
    return now().astimezone(ZoneInfo(production.zone)).date()


def _terms(production: Production, line: OrderLineIn) -> OrderLineTerms:
    item = find_item(production, line.item)
    if item is None:
        raise ItemUnknown(code=line.item)
    return OrderLineTerms(
        item,
        read_quantity(line.quantity, item.decimals, item.unit, own_units(item)),
        line.due_on,
        price_minor=read_amount(line.price, production.currency) or 0,
        priority=line.priority,
    )


def _order(member: Membership, row: OrderRow, dates: dict[int, list[OrderDate]]) -> OrderOut:
    order = row.order
    return OrderOut(
        id=order.public_id,
        version=order.version,
        number=order.number,
        client=order.client.name,
        client_number=order.client_number,
        ordered_on=order.ordered_on,
        standing=row.standing,
        lines=[_order_line(member, each, order.currency, dates.get(each.line.pk, [])) for each in row.lines],
    )


def _order_line(member: Membership, row: LineRow, currency: str, dates: list[OrderDate]) -> OrderLineOut:
    line, item = row.line, row.line.item
    return OrderLineOut(
        id=line.public_id,
        version=line.version,
        position=line.position,
        item=item.code,
        unit=item.unit,
        ordered=shown(line.quantity, item.decimals),
        shipped=shown(row.shipped, item.decimals),
        packed=shown(row.packed, item.decimals),
        remaining=shown(row.remaining, item.decimals),
        due_on=line.due_on,
        priority=line.priority,
        standing=row.standing,
        price=show_amount(line.price_minor, currency) if may_see(member, DataClass.PAY) else None,
        dates=[
            NamedDateOut(kind=fact.kind, on=fact.on, reason=fact.reason, by=fact.recorded_by.name, said_at=fact.said_at)
            for fact in dates
        ],
    )


def _purchase(member: Membership, row: PurchaseRow) -> PurchaseOut:
    order = row.order
    return PurchaseOut(
        id=order.public_id,
        version=order.version,
        number=order.number,
        supplier=order.supplier.name,
        supplier_number=order.supplier_number,
        state=order.state,
        receiving=row.receiving,
        lines=[_purchase_line(member, each, order.currency) for each in row.lines],
    )


def _purchase_line(member: Membership, row: PurchaseLineRow, currency: str) -> PurchaseLineOut:
    line, item = row.line, row.line.item
    sees_prices = may_see(member, DataClass.PAY)
    return PurchaseLineOut(
        id=line.public_id,
        version=line.version,
        position=line.position,
        item=item.code,
        unit=item.unit,
        ordered=shown(line.quantity, item.decimals),
        received=shown(row.received, item.decimals),
        outstanding=shown(row.outstanding, item.decimals),
        due_on=line.due_on,
        is_canceled=line.canceled_at is not None,
        price=show_amount(line.price_minor, currency) if sees_prices else None,
        price_quantity=shown(line.price_quantity, item.decimals) if sees_prices else None,
    )


def _shipment(row: Shipment) -> ShipmentOut:
    return ShipmentOut(
        id=row.public_id,
        version=row.version,
        number=row.number,
        client=row.client.name,
        state=row.state,
        carrier=row.carrier,
        tracking=row.tracking,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        lines=[
            ShipmentLineOut(
                label=line.label,
                item=line.item.code,
                quantity=shown(line.quantity, line.item.decimals),
                unit=line.item.unit,
                lot=line.lot.code if line.lot else "",
                package=line.package.number if line.package else None,
            )
            for line in row.lines.all()
        ],
    )
