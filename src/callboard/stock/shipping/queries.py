"""Reading shipments: what is packed, what left, and what may be packed now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.items.models import Item, Lot
from callboard.stock.items.rules import ItemKind
from callboard.stock.moves.models import Move, Reservation, Store
from callboard.stock.moves.queries import allocations, balances, barred_lots, stock_of
from callboard.stock.moves.rules import AVAILABLE, MoveKind, StoreKind
from callboard.stock.shipping.models import Package, Shipment, ShipmentLine
from callboard.stock.shipping.rules import ShipmentState, following_sscc

LINE_SOURCE = "shipment line"
"""What the move of a shipped line calls its cause."""
_LEFT = (ShipmentState.SHIPPED, ShipmentState.DELIVERED)


@dataclass(frozen=True)
class ShipmentFilter:
    """Which shipments are wanted."""

    show: str = "open"
    """"open" (packing or under way), "packing", "shipped" or "all"."""
    search: str = ""


@dataclass(frozen=True)
class Departure:
    """So much of a client's order line left on a day."""

    shipment: Shipment
    quantity: int
    shipped_at: dt.datetime


@dataclass(frozen=True)
class PlaceToPick:
    """A place from which something may be packed now; `there` leaves out what is packed already."""

    store: Store
    lot: Lot | None
    there: int

    @property
    def key(self) -> str:
        """How a form names the place: the public id of the store, and of the lot behind a colon."""
        return f"{self.store.public_id}:{self.lot.public_id}" if self.lot else str(self.store.public_id)


def shipments_of(member: Membership, production: Production, asked: ShipmentFilter | None = None) -> QuerySet[Shipment]:
    """Shipments with their lines, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    found = _with_contents(Shipment.objects.filter(production=production)).order_by("-created_at", "-pk")
    wanted = asked or ShipmentFilter(show="all")
    states = {
        "open": [ShipmentState.PACKING, ShipmentState.SHIPPED],
        "packing": [ShipmentState.PACKING],
        "shipped": [*_LEFT],
    }.get(wanted.show)
    if states is not None:
        found = found.filter(state__in=states)
    text = wanted.search.strip()
    if not text:
        return found
    in_lines = ShipmentLine.objects.filter(Q(label__icontains=text) | Q(item__code__icontains=text))
    return found.filter(
        Q(number__icontains=text)
        | Q(client__name__icontains=text)
        | Q(tracking__icontains=text)
        | Q(pk__in=in_lines.values("shipment"))
    )


def shipment_by_id(member: Membership, production: Production, public_id: UUID) -> Shipment:
    """One shipment. Raises NotFound."""
    found = shipments_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def shipment_line_by_id(shipment: Shipment, public_id: UUID) -> ShipmentLine:
    """One line of a shipment. Raises NotFound."""
    found = shipment.lines.filter(public_id=public_id).select_related("item", "shipment").first()
    if found is None:
        raise NotFound()
    return found


def package_by_id(shipment: Shipment, public_id: UUID) -> Package:
    """One package of a shipment. Raises NotFound."""
    found = shipment.packages.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def shipped(for_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How much left for each order line, less what was reversed; lines of which nothing left are left out."""
    totals: dict[UUID, int] = {}
    for for_id, departures in departures_of(for_ids).items():
        totals[for_id] = sum(each.quantity for each in departures)
    return totals


def departures_of(for_ids: Iterable[UUID]) -> dict[UUID, list[Departure]]:
    """What left for each order line, shipment by shipment, the oldest first."""
    lines = list(
        ShipmentLine.objects.filter(for_id__in=list(for_ids), shipment__state__in=_LEFT)
        .select_related("shipment")
        .order_by("shipment__shipped_at", "pk")
    )
    stands = set(
        Move.objects.filter(
            source_kind=LINE_SOURCE,
            source__in=[line.public_id for line in lines],
            kind=MoveKind.SHIP,
            reverses=None,
            reversed_by=None,
        ).values_list("source", flat=True)
    )
    found: dict[UUID, list[Departure]] = defaultdict(list)
    for line in lines:
        left_at = line.shipment.shipped_at
        if line.public_id in stands and left_at is not None:
            found[line.for_id].append(Departure(line.shipment, line.quantity, left_at))
    return dict(found)


def packed(for_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How much is packed for each order line in shipments that have not left."""
    rows = (
        ShipmentLine.objects.filter(for_id__in=list(for_ids), shipment__state=ShipmentState.PACKING)
        .values("for_id")
        .annotate(total=Sum("quantity"))
    )
    return {row["for_id"]: row["total"] for row in rows}


def may_have_now(reservation: Reservation) -> int:
    """How much of what is there this need may take: what it is allocated by need date, and what nobody needs."""
    production, item_id = reservation.item.production, reservation.item_id
    allocated = allocations(production, [item_id]).get(reservation.pk)
    stock = stock_of(production, [item_id]).get(item_id)
    return (allocated.allocated if allocated else 0) + max(stock.free if stock else 0, 0)


def places_to_pick(production: Production, item_ids: Iterable[int]) -> dict[int, list[PlaceToPick]]:
    """Where each item lies that may be packed now, the dock first, then as a picker walks.

    Lots on hold or expired are left out.
    """
    wanted = list(item_ids)
    taken = _packed_by_place(wanted)
    barred = barred_lots(production)
    lots = {lot.pk: lot for lot in Lot.objects.filter(item__in=wanted)}
    stores = {row.pk: row for row in Store.objects.filter(production=production, kind__in=[*AVAILABLE])}
    found: dict[int, list[PlaceToPick]] = defaultdict(list)
    for (item_id, lot_id, store_id), quantity in balances(production, wanted).items():
        there = quantity - taken.get((item_id, lot_id, store_id), 0)
        if store_id in stores and lot_id not in barred and there > 0:
            found[item_id].append(PlaceToPick(stores[store_id], lots[lot_id] if lot_id else None, there))
    for places in found.values():
        places.sort(key=_walk)
    return dict(found)


def boxes_of(production: Production) -> QuerySet[Item]:
    """The shipping supplies that goods can be packed in."""
    return Item.objects.filter(production=production, kind=ItemKind.SHIPPING_SUPPLY, is_active=True).order_by("code")


def offered_sscc(production: Production) -> str:
    """The number after the newest one of the production; "" until a first one was typed."""
    last = (
        Package.objects.filter(shipment__production=production)
        .exclude(sscc="")
        .order_by("-pk")
        .values_list("sscc", flat=True)
        .first()
    )
    return following_sscc(last) if last else ""


def _with_contents(shipments: QuerySet[Shipment]) -> QuerySet[Shipment]:
    lines = ShipmentLine.objects.select_related("item", "lot", "from_store", "package").order_by("pk")
    packages = Package.objects.select_related("supply").order_by("number")
    return shipments.select_related("client", "production").prefetch_related(
        Prefetch("lines", queryset=lines), Prefetch("packages", queryset=packages)
    )


def _packed_by_place(item_ids: list[int]) -> dict[tuple[int, int | None, int], int]:
    rows = (
        ShipmentLine.objects.filter(item__in=item_ids, shipment__state=ShipmentState.PACKING)
        .values("item_id", "lot_id", "from_store_id")
        .annotate(total=Sum("quantity"))
    )
    return {(row["item_id"], row["lot_id"], row["from_store_id"]): row["total"] for row in rows}


def _walk(place: PlaceToPick) -> tuple[bool, int, str, str]:
    store = place.store
    return (store.kind != StoreKind.DOCK, store.count_position, store.code, place.lot.code if place.lot else "")
