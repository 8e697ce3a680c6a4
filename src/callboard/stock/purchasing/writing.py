"""Writing purchases inside an action: lines, the dates that were named, receipts. Nothing here opens an action."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.core.organizations.models import Membership, Production
from callboard.core.people.actions import new_party
from callboard.core.people.models import Party
from callboard.core.people.rules import PartyDetails
from callboard.stock.items.catalog import ensure_lot
from callboard.stock.items.models import Item, SupplierItem
from callboard.stock.items.rules import Tracking
from callboard.stock.moves.models import Store
from callboard.stock.moves.posting import MoveDraft, world
from callboard.stock.moves.rules import ON_HAND, MoveKind, StoreKind
from callboard.stock.purchasing.models import PurchaseDate, PurchaseLine, PurchaseOrder
from callboard.stock.purchasing.queries import LINE_SOURCE
from callboard.stock.purchasing.rules import (
    CannotReceiveHere,
    LotMissing,
    NotACompany,
    PriceNegative,
    PurchaseDateKind,
    QuantityMissing,
    value_of,
)

Supplier = Party | PartyDetails
"""A company the office knows, or a new one."""


@dataclass(frozen=True)
class PurchaseLineTerms:
    """What is asked for. `price_quantity` steps cost `price_minor`; without a price it is what the supplier asks."""

    item: Item
    quantity: int
    due_on: dt.date
    price_minor: int | None = None
    price_quantity: int = 1


@dataclass(frozen=True)
class Delivery:
    """What came of a line: how much, where it goes, which lot."""

    quantity: int
    to_store: Store
    lot_code: str = ""
    supplier_lot: str = ""
    expires_on: dt.date | None = None
    takes_more: bool = False
    """Somebody counted again: more than ordered is right."""
    happened_at: dt.datetime | None = None


def locked(order: PurchaseOrder) -> PurchaseOrder:
    """The order as it stands, kept from others until the action is done: two receipts at once are told apart."""
    return (
        PurchaseOrder.objects.select_for_update(of=("self",)).select_related("production", "supplier").get(pk=order.pk)
    )


def company_of(production: Production, supplier: Supplier, *, at: dt.datetime) -> Party:
    """The company to buy from, taken on when it is new. Raises NotACompany."""
    if isinstance(supplier, PartyDetails):
        if supplier.kind != Party.Kind.COMPANY:
            raise NotACompany(name=supplier.name)
        return new_party(production.organization, supplier, country=production.country, at=at)
    if supplier.kind != Party.Kind.COMPANY:
        raise NotACompany(name=supplier.name)
    return supplier


def check_line(item: Item, quantity: int, price_minor: int) -> None:
    """Refuse a line without a quantity, or with a price below nothing."""
    if quantity <= 0:
        raise QuantityMissing(item=item.code)
    if price_minor < 0:
        raise PriceNegative(item=item.code)


def write_line(
    order: PurchaseOrder, position: int, terms: PurchaseLineTerms, *, by: Membership, at: dt.datetime
) -> PurchaseLine:
    """Add a line with the date that was asked for. Raises QuantityMissing, PriceNegative."""
    price, per = _price(order, terms)
    check_line(terms.item, terms.quantity, price)
    line = PurchaseLine(
        organization_id=order.organization_id,
        order=order,
        position=position,
        item=terms.item,
        quantity=terms.quantity,
        price_minor=price,
        price_quantity=per,
        due_on=terms.due_on,
    )
    line.save()
    write_date(line, PurchaseDateKind.ASKED, terms.due_on, by=by, at=at)
    return line


def _price(order: PurchaseOrder, terms: PurchaseLineTerms) -> tuple[int, int]:
    """The price and for how many steps: as said, else as the supplier asks in the order's currency, else none."""
    if terms.price_minor is not None:
        return terms.price_minor, max(terms.price_quantity, 1)
    asked = (
        SupplierItem.objects.filter(
            item=terms.item, supplier=order.supplier, is_active=True, currency__in=["", order.currency]
        )
        .order_by("-is_preferred", "pk")
        .first()
    )
    return (asked.price_minor, max(asked.price_quantity, 1)) if asked else (0, 1)


def write_date(
    line: PurchaseLine, kind: PurchaseDateKind, on: dt.date, *, reason: str = "", by: Membership, at: dt.datetime
) -> None:
    """Add the fact, and let the line show the newest date."""
    PurchaseDate(
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


def receipt_of(order: PurchaseOrder, line: PurchaseLine, delivery: Delivery) -> MoveDraft:
    """The move that puts a delivery into stock. Raises CannotReceiveHere, LotMissing."""
    item, production = line.item, order.production
    if StoreKind(delivery.to_store.kind) not in ON_HAND or delivery.to_store.production_id != production.pk:
        raise CannotReceiveHere(store=delivery.to_store.code)
    code = delivery.lot_code.strip()
    if not code and item.tracking != Tracking.NONE:
        raise LotMissing(item=item.code)
    lot = None
    if code:
        lot = ensure_lot(item, code, supplier_code=delivery.supplier_lot.strip(), expires_on=delivery.expires_on)
    inspected = item.needs_inspection
    return MoveDraft(
        item=item,
        quantity=delivery.quantity,
        kind=MoveKind.RECEIVE,
        from_store=world(production, StoreKind.SUPPLIER),
        to_store=world(production, StoreKind.QUARANTINE) if inspected else delivery.to_store,
        lot=lot,
        # Without a price on the order the goods come in at what they are worth already.
        value_minor=value_of(delivery.quantity, line.price_minor, line.price_quantity) if line.price_minor else None,
        happened_at=delivery.happened_at,
        source_kind=LINE_SOURCE,
        source=line.public_id,
        label=order.number,
    )
