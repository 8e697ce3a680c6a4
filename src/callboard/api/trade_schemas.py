"""The shapes of orders, purchases and shipments on the wire. Quantities are texts in the item's unit, never floats."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from callboard.api.schemas import Asked


class NamedDateOut(Schema):
    """A date that was named for a line, and why."""

    kind: str
    on: dt.date
    reason: str
    by: str
    said_at: dt.datetime


class OrderLineOut(Schema):
    """One line of a client's order. The price is null for roles that may not see it."""

    id: UUID
    version: int
    position: int
    item: str
    unit: str
    ordered: str
    shipped: str
    packed: str
    remaining: str
    due_on: dt.date
    priority: int
    standing: str
    price: str | None
    dates: list[NamedDateOut]


class OrderOut(Schema):
    """A client's order."""

    id: UUID
    version: int
    number: str
    client: str
    client_number: str
    ordered_on: dt.date
    standing: str
    lines: list[OrderLineOut]


class OrderLineIn(Asked):
    """What is ordered: an item by its code, so much of it, by a day."""

    item: str = Field(min_length=1, max_length=60)
    quantity: str = Field(max_length=40, description="60, 1.5 m, 2 roll. Without a unit, the stock unit.")
    due_on: dt.date
    price: str = Field("", max_length=20, description="Of one whole stock unit.")
    priority: int = Field(5, ge=1, le=9)


class OrderIn(Asked):
    """A new order, of a client by id or a new one by name."""

    client: UUID | None = None
    client_name: str = Field("", max_length=160)
    client_email: str = Field("", max_length=254)
    client_number: str = Field("", max_length=60)
    ordered_on: dt.date | None = None
    ship_to: str = Field("", max_length=300)
    note: str = Field("", max_length=2000)
    lines: list[OrderLineIn] = Field(min_length=1, max_length=500)


class NamedDateIn(Asked):
    """A date for a line; a revised one needs its reason."""

    kind: Literal["requested", "promised", "acknowledged", "revised"]
    on: dt.date
    reason: str = Field("", max_length=300)


class PurchaseLineOut(Schema):
    """One line of a purchase order. The price is null for roles that may not see it."""

    id: UUID
    version: int
    position: int
    item: str
    unit: str
    ordered: str
    received: str
    outstanding: str
    due_on: dt.date
    is_canceled: bool
    price: str | None
    price_quantity: str | None


class PurchaseOut(Schema):
    """A purchase order."""

    id: UUID
    version: int
    number: str
    supplier: str
    supplier_number: str
    state: str
    receiving: str
    lines: list[PurchaseLineOut]


class ReceiptIn(Asked):
    """What came: how much, into which place (its code), which lot."""

    quantity: str = Field(max_length=40)
    store: str = Field(max_length=40)
    lot: str = Field("", max_length=60)
    supplier_lot: str = Field("", max_length=60)
    takes_more: bool = False


class ReceiptOut(Schema):
    """The receipt as the ledger keeps it: what needs inspection went to quarantine."""

    id: UUID
    item: str
    quantity: str
    store: str
    lot: str


class ShipmentLineOut(Schema):
    """So much of an order line in a shipment."""

    label: str
    item: str
    quantity: str
    unit: str
    lot: str
    package: int | None


class ShipmentOut(Schema):
    """A shipment."""

    id: UUID
    version: int
    number: str
    client: str
    state: str
    carrier: str
    tracking: str
    shipped_at: dt.datetime | None
    delivered_at: dt.datetime | None
    lines: list[ShipmentLineOut]
