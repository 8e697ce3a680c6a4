"""What may be packed and shipped: from where, how much, for whom. Steps inside shipping's actions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from callboard.core.errors import NotFound
from callboard.stock.items.models import Item, Lot
from callboard.stock.items.quantity_rules import shown
from callboard.stock.moves.models import Reservation, Store
from callboard.stock.moves.reserving import release, reserve
from callboard.stock.moves.rules import AVAILABLE, StoreKind
from callboard.stock.shipping.models import Package, Shipment, ShipmentLine
from callboard.stock.shipping.queries import may_have_now, packed, places_to_pick
from callboard.stock.shipping.rules import (
    CannotShipFrom,
    LotIsHeld,
    NothingOutstanding,
    NotInThisPlace,
    PromisedToOthers,
    check_outstanding,
)


@dataclass(frozen=True)
class PackTerms:
    """So much of an item, from a place, for a line of a client's order (`for_id`, its public id)."""

    item: Item
    quantity: int
    from_store: Store
    for_id: UUID
    label: str
    lot: Lot | None = None
    package: Package | None = None


def check_ours(shipment: Shipment, terms: PackTerms) -> None:
    """Refuse what belongs to another plant or shipment as if it were not there."""
    if {terms.item.production_id, terms.from_store.production_id} != {shipment.production_id}:
        raise NotFound()
    if terms.package is not None and terms.package.shipment_id != shipment.pk:
        raise NotFound()


def check_place(shipment: Shipment, terms: PackTerms) -> None:
    """Refuse a place that nothing ships from, a held lot, and more than lies there unpacked."""
    item, store, lot = terms.item, terms.from_store, terms.lot
    if StoreKind(store.kind) not in AVAILABLE:
        raise CannotShipFrom(store=store.code, kind=store.kind)
    if lot is not None and lot.held_since is not None:
        raise LotIsHeld(lot=lot.code, reason=lot.hold_reason)
    here = (place for place in places_to_pick(shipment.production, [item.pk]).get(item.pk, []))
    wanted = (store.pk, lot.pk if lot else None)
    there = sum(place.there for place in here if (place.store.pk, place.lot.pk if place.lot else None) == wanted)
    if terms.quantity > there:
        raise NotInThisPlace(
            store=store.code,
            item=item.code,
            there=shown(there, item.decimals),
            asked=shown(terms.quantity, item.decimals),
        )


def need_of(terms: PackTerms) -> Reservation:
    """What the client still waits for, locked; refused when nothing or less is owed. What is packed counts as gone."""
    item = terms.item
    need = _locked_needs([terms.for_id]).get((terms.for_id, item.pk))
    already = packed([terms.for_id]).get(terms.for_id, 0)
    if need is None:
        raise NothingOutstanding(label=terms.label, item=item.code)
    check_outstanding(
        label=terms.label,
        item=item.code,
        asked=terms.quantity,
        outstanding=need.quantity - already,
        decimals=item.decimals,
    )
    return need


def check_share(need: Reservation, terms: PackTerms) -> None:
    """Refuse what is kept for somebody who needs it earlier."""
    allowed = may_have_now(need) - packed([terms.for_id]).get(terms.for_id, 0)
    if terms.quantity > allowed:
        left = shown(max(allowed, 0), terms.item.decimals)
        raise PromisedToOthers(label=terms.label, item=terms.item.code, allocated=left)


def _locked_needs(for_ids: Iterable[UUID]) -> dict[tuple[UUID, int], Reservation]:
    """The open reservations of order lines, by line and item; locked, so that two packers do not take the same."""
    rows = (
        Reservation.objects.select_for_update(of=("self",))
        .filter(for_id__in=list(for_ids), released_at=None)
        .select_related("item__production")
        .order_by("pk")
    )
    return {(row.for_id, row.item_id): row for row in rows}


def settle_needs(lines: list[ShipmentLine], *, at: dt.datetime) -> None:
    """Take what leaves off each order line's reservation; what is left stays reserved for the next shipment."""
    leaving: dict[tuple[UUID, int], list[ShipmentLine]] = defaultdict(list)
    for line in lines:
        leaving[line.for_id, line.item_id].append(line)
        if line.lot is not None and line.lot.held_since is not None:
            raise LotIsHeld(lot=line.lot.code, reason=line.lot.hold_reason)
    needs = _locked_needs(line.for_id for line in lines)
    for key, rows in leaving.items():
        first, quantity = rows[0], sum(row.quantity for row in rows)
        need = needs.get(key)
        waiting = need.quantity if need else 0
        check_outstanding(
            label=first.label, item=first.item.code, asked=quantity, outstanding=waiting, decimals=first.item.decimals
        )
        if need is not None:
            _shrink(need, waiting - quantity, at=at)


def _shrink(need: Reservation, quantity: int, *, at: dt.datetime) -> None:
    if quantity == 0:
        release(need.for_id, at=at)
        return
    reserve(
        need.item,
        quantity,
        need.need_on,
        for_kind=need.for_kind,
        for_id=need.for_id,
        label=need.label,
        priority=need.priority,
        at=at,
    )
