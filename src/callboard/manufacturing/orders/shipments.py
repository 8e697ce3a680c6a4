"""From orders to shipments: packing a client's lines, and sending off what was packed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.orders.lines import label_of, locked, locked_line, settle
from callboard.manufacturing.orders.models import ClientOrder, OrderLine
from callboard.manufacturing.orders.rules import AnotherClients, OrderState, check_open
from callboard.stock.items.models import Lot
from callboard.stock.moves.models import Store
from callboard.stock.shipping import actions as shipping
from callboard.stock.shipping.models import Package, Shipment, ShipmentLine


@dataclass(frozen=True)
class Parcel:
    """So much of an order line, from a place (and lot), in a package."""

    quantity: int
    from_store: Store
    lot: Lot | None = None
    package: Package | None = None


def begin_shipment(order: ClientOrder, *, by: Membership, at: dt.datetime) -> Shipment:
    """Begin to pack for an order's client, to the order's address. Raises WrongOrderState."""
    check_open(order.number, OrderState(order.state))
    terms = shipping.ShipmentTerms(address=order.ship_to)
    return shipping.create_shipment(order.production, order.client, terms, by=by, at=at)


def pack_order_line(
    shipment: Shipment, line: OrderLine, parcel: Parcel, *, by: Membership, at: dt.datetime
) -> ShipmentLine:
    """Pack so much of an order line into a shipment to its client.

    Raises AnotherClients, WrongOrderState, LineEnded and what `shipping.pack` raises.
    """
    production = shipment.production
    with acting(by, "pack order line", at=at, may=Permission.SHIP, production=production, on=line.order) as record:
        order, _ = locked_line(line)
        if shipment.client_id != order.client_id:
            names = {"client": order.client.name, "other": shipment.client.name}
            raise AnotherClients(label=label_of(line), shipment=shipment.number, **names)
        record.note(position=line.position, shipment=shipment.number)
        terms = shipping.PackTerms(
            item=line.item,
            quantity=parcel.quantity,
            from_store=parcel.from_store,
            for_id=line.public_id,
            label=label_of(line),
            lot=parcel.lot,
            package=parcel.package,
        )
        return shipping.pack(shipment, terms, by=by, at=at)


def ship_orders(shipment: Shipment, *, by: Membership, at: dt.datetime, version: int | None = None) -> Shipment:
    """Send a shipment off and close the orders on which nothing is owed any more.

    Raises what `shipping.ship` raises.
    """
    production = shipment.production
    with acting(by, "ship orders", at=at, may=Permission.SHIP, production=production, on=shipment) as record:
        gone = shipping.ship(shipment, by=by, at=at, version=version)
        orders = ClientOrder.objects.filter(
            lines__public_id__in=gone.lines.values_list("for_id", flat=True), state=OrderState.OPEN
        ).distinct()
        closed = [order.number for order in orders if settle(locked(order), at=at)]
        record.note(closed=closed)
        announce(production, "orders", about=gone, at=at)
    return gone
