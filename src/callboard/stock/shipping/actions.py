"""Shipping: packing a client's lines, sending them off, and the proof that they arrived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.core.audit.actions import acting
from callboard.core.errors import NotFound
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party
from callboard.core.productions.numbers import next_number
from callboard.stock.items.models import Item
from callboard.stock.items.rules import ItemKind
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.rules import MoveKind, StoreKind
from callboard.stock.shipping.models import Package, Shipment, ShipmentLine
from callboard.stock.shipping.packing import PackTerms, check_ours, check_place, check_share, need_of, settle_needs
from callboard.stock.shipping.queries import LINE_SOURCE
from callboard.stock.shipping.rules import (
    NameMissing,
    NotAShippingSupply,
    NothingPacked,
    QuantityMissing,
    ShipmentState,
    check_next,
    check_still_packing,
    read_sscc,
)
from callboard.stock.shipping.supplies import use_up_supplies

__all__ = [
    "PackTerms",
    "PackageTerms",
    "ShipmentTerms",
    "add_package",
    "cancel_shipment",
    "change_package",
    "change_shipment",
    "confirm_delivery",
    "create_shipment",
    "pack",
    "remove_package",
    "ship",
    "unpack",
]


@dataclass(frozen=True)
class ShipmentTerms:
    """Where a shipment goes and who carries it."""

    address: str = ""
    carrier: str = ""
    tracking: str = ""
    note: str = ""


@dataclass(frozen=True)
class PackageTerms:
    """A box or pallet. `weight_grams` is gross; `supply` is the shipping supply that is used up when it leaves."""

    supply: Item | None = None
    sscc: str = ""
    weight_grams: int = 0


def create_shipment(
    production: Production, client: Party, terms: ShipmentTerms | None = None, *, by: Membership, at: dt.datetime
) -> Shipment:
    """Begin to pack for a client."""
    wanted = terms or ShipmentTerms()
    with acting(by, "create shipment", at=at, may=Permission.SHIP, production=production) as record:
        shipment = Shipment(
            organization_id=production.organization_id,
            production=production,
            client=client,
            number=next_number(production, "shipment", "SH"),
            created_at=at,
        )
        _write_terms(shipment, wanted)
        record.about(shipment)
        announce(production, "shipping", about=shipment, at=at)
    return shipment


def change_shipment(
    shipment: Shipment, terms: ShipmentTerms, *, by: Membership, at: dt.datetime, version: int
) -> Shipment:
    """Change address, carrier, tracking number or note; the tracking number is often known after it left.

    Raises StaleEdit, WrongShipmentState once it was delivered or canceled.
    """
    production = shipment.production
    with acting(by, "change shipment", at=at, may=Permission.SHIP, production=production, on=shipment, version=version):
        row = _locked(shipment)
        if row.state in {ShipmentState.DELIVERED, ShipmentState.CANCELED}:
            check_still_packing(row.number, ShipmentState(row.state))
        _write_terms(row, terms)
        announce(production, "shipping", about=row, at=at)
    return row


def add_package(shipment: Shipment, terms: PackageTerms, *, by: Membership, at: dt.datetime) -> Package:
    """Add a box or pallet. Raises WrongShipmentState, NotASscc, NotAShippingSupply."""
    with acting(by, "add package", at=at, may=Permission.SHIP, production=shipment.production, on=shipment) as record:
        row = _locked(shipment)
        check_still_packing(row.number, ShipmentState(row.state))
        _check_supply(row, terms.supply)
        last = row.packages.order_by("-number").values_list("number", flat=True).first() or 0
        package = Package(
            organization_id=row.organization_id,
            shipment=row,
            number=last + 1,
            supply=terms.supply,
            sscc=read_sscc(terms.sscc),
            weight_grams=terms.weight_grams,
        )
        package.save()
        record.note(package=package.number)
        announce(row.production, "shipping", about=row, at=at)
    return package


def change_package(package: Package, terms: PackageTerms, *, by: Membership, at: dt.datetime, version: int) -> Package:
    """Change a package while it is packed. Raises StaleEdit, WrongShipmentState, NotASscc, NotAShippingSupply."""
    shipment = package.shipment
    production = shipment.production
    with acting(by, "change package", at=at, may=Permission.SHIP, production=production, on=package, version=version):
        row = _locked(shipment)
        check_still_packing(row.number, ShipmentState(row.state))
        _check_supply(row, terms.supply)
        package.supply, package.sscc, package.weight_grams = terms.supply, read_sscc(terms.sscc), terms.weight_grams
        package.save()
        announce(production, "shipping", about=row, at=at)
    return package


def remove_package(package: Package, *, by: Membership, at: dt.datetime) -> None:
    """Take a package out; what was in it stays in the shipment, unpacked. Raises WrongShipmentState."""
    shipment = package.shipment
    with acting(
        by, "remove package", at=at, may=Permission.SHIP, production=shipment.production, on=shipment
    ) as record:
        row = _locked(shipment)
        check_still_packing(row.number, ShipmentState(row.state))
        record.note(package=package.number)
        row.lines.filter(package=package).update(package=None)
        package.delete()
        announce(row.production, "shipping", about=row, at=at)


def pack(shipment: Shipment, terms: PackTerms, *, by: Membership, at: dt.datetime) -> ShipmentLine:
    """Pack so much for a line of a client's order.

    What the client still waits for is the line's open reservation, less what is packed already. Raises
    WrongShipmentState, QuantityMissing, NothingOutstanding, MoreThanOutstanding, CannotShipFrom, LotIsHeld,
    NotInThisPlace, PromisedToOthers.
    """
    with acting(by, "pack", at=at, may=Permission.SHIP, production=shipment.production, on=shipment) as record:
        row = _locked(shipment)
        check_still_packing(row.number, ShipmentState(row.state))
        if terms.quantity <= 0:
            raise QuantityMissing(item=terms.item.code)
        check_ours(row, terms)
        need = need_of(terms)
        check_place(row, terms)
        check_share(need, terms)
        line = ShipmentLine(
            organization_id=row.organization_id,
            shipment=row,
            package=terms.package,
            item=terms.item,
            lot=terms.lot,
            from_store=terms.from_store,
            quantity=terms.quantity,
            for_id=terms.for_id,
            label=terms.label,
        )
        line.save()
        record.note(label=terms.label, item=terms.item.code, quantity=terms.quantity)
        announce(row.production, "shipping", about=row, at=at)
    return line


def unpack(line: ShipmentLine, *, by: Membership, at: dt.datetime) -> None:
    """Take a line out again. Raises WrongShipmentState."""
    shipment = line.shipment
    with acting(by, "unpack", at=at, may=Permission.SHIP, production=shipment.production, on=shipment) as record:
        row = _locked(shipment)
        check_still_packing(row.number, ShipmentState(row.state))
        record.note(label=line.label, item=line.item.code, quantity=line.quantity)
        line.delete()
        announce(row.production, "shipping", about=row, at=at)


def ship(shipment: Shipment, *, by: Membership, at: dt.datetime, version: int | None = None) -> Shipment:
    """Send the shipment off: its lines leave the stock for the client, its boxes are charged to their department.

    What was packed is held against the orders once more: they may have changed since. Raises StaleEdit,
    WrongShipmentState, NothingPacked, NothingOutstanding, MoreThanOutstanding, LotIsHeld, NotEnough.
    """
    production = shipment.production
    with acting(by, "ship", at=at, may=Permission.SHIP, production=production, on=shipment, version=version) as record:
        row = _locked(shipment)
        check_next(row.number, ShipmentState(row.state), ShipmentState.SHIPPED)
        lines = list(row.lines.select_related("item__production", "lot", "from_store").order_by("item_id", "pk"))
        if not lines:
            raise NothingPacked(number=row.number)
        settle_needs(lines, at=at)
        record_moves(production, [_departure(row, line) for line in lines], by=by, at=at)
        use_up_supplies(row, by=by, at=at)
        row.state, row.shipped_at = ShipmentState.SHIPPED, at
        row.save()
        record.note(lines=len(lines))
        announce(production, "shipping", about=row, at=at)
    return row


def confirm_delivery(
    shipment: Shipment, name: str, *, by: Membership, at: dt.datetime, version: int | None = None
) -> Shipment:
    """Take down who signed for it. Raises StaleEdit, WrongShipmentState, NameMissing."""
    production = shipment.production
    with acting(
        by, "confirm delivery", at=at, may=Permission.SHIP, production=production, on=shipment, version=version
    ):
        row = _locked(shipment)
        check_next(row.number, ShipmentState(row.state), ShipmentState.DELIVERED)
        if not name.strip():
            raise NameMissing()
        row.state, row.delivered_at, row.proof = ShipmentState.DELIVERED, at, name.strip()
        row.save()
        announce(production, "shipping", about=row, at=at)
    return row


def cancel_shipment(shipment: Shipment, *, by: Membership, at: dt.datetime, version: int | None = None) -> Shipment:
    """Give up a shipment that has not left; what was packed is free to be packed again.

    Raises StaleEdit, WrongShipmentState.
    """
    production = shipment.production
    with acting(by, "cancel shipment", at=at, may=Permission.SHIP, production=production, on=shipment, version=version):
        row = _locked(shipment)
        check_next(row.number, ShipmentState(row.state), ShipmentState.CANCELED)
        row.state = ShipmentState.CANCELED
        row.save()
        announce(production, "shipping", about=row, at=at)
    return row


def _locked(shipment: Shipment) -> Shipment:
    """The shipment as it stands, kept from others until the action is done."""
    rows = Shipment.objects.select_for_update(of=("self",)).select_related("production", "client")
    return rows.get(pk=shipment.pk)


def _write_terms(shipment: Shipment, terms: ShipmentTerms) -> None:
    shipment.address, shipment.carrier = terms.address.strip(), terms.carrier.strip()
    shipment.tracking, shipment.note = terms.tracking.strip(), terms.note.strip()
    shipment.save()


def _check_supply(shipment: Shipment, supply: Item | None) -> None:
    if supply is None:
        return
    if supply.production_id != shipment.production_id:
        raise NotFound()
    if supply.kind != ItemKind.SHIPPING_SUPPLY:
        raise NotAShippingSupply(item=supply.code)


def _departure(shipment: Shipment, line: ShipmentLine) -> MoveDraft:
    return MoveDraft(
        item=line.item,
        quantity=line.quantity,
        kind=MoveKind.SHIP,
        from_store=line.from_store,
        to_store=world(shipment.production, StoreKind.CLIENT),
        lot=line.lot,
        source_kind=LINE_SOURCE,
        source=line.public_id,
        label=f"{shipment.number} · {line.label}",
    )
