"""Reading the ledger: what is on hand, what may be used, who is short. On hand is always the sum of moves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Case, F, Max, Q, QuerySet, Sum, When
from django.utils import timezone

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.ledger_rules import Allocation, Cost, Need, OnShelf, Position, allocate, first_to_expire
from callboard.stock.moves.models import Discrepancy, Move, Reservation, Store
from callboard.stock.moves.rules import AVAILABLE, ON_HAND, StoreKind

_Row = TypeVar("_Row", Store, Discrepancy, Move, Lot)
Key = tuple[int, int | None, int]
"""Item, lot (or none) and store."""
_OURS = [kind.value for kind in ON_HAND]
_IN = Q(to_store__kind__in=_OURS) & ~Q(from_store__kind__in=_OURS)
_OUT = Q(from_store__kind__in=_OURS) & ~Q(to_store__kind__in=_OURS)


@dataclass(frozen=True)
class StockLine:
    """Where an item stands. on_hand = available + quarantine + held + in_transit + at_vendor."""

    on_hand: int = 0
    available: int = 0
    """In stores, at lines and on the dock, of lots neither held nor expired."""
    quarantine: int = 0
    held: int = 0
    """On quality hold or expired, in a place from which it could otherwise be taken."""
    in_transit: int = 0
    at_vendor: int = 0
    reserved: int = 0
    """All that open reservations ask for, whether it is there or not."""
    free: int = 0
    """Available beyond what is reserved, not below zero."""
    value_minor: int = 0


def balances(
    production: Production, item_ids: Collection[int] | None = None, *, until: dt.datetime | None = None
) -> dict[Key, int]:
    """What lies in each place of ours by item and lot, where it is not zero; two queries.

    `until` leaves out what happened after that moment.
    """
    moves = _moves(production, item_ids)
    if until is not None:
        moves = moves.filter(happened_at__lte=until)
    found: dict[Key, int] = defaultdict(int)
    for side, sign in (("to_store", 1), ("from_store", -1)):
        ours = moves.filter(**{f"{side}__kind__in": _OURS}).order_by()
        for item, lot, store, total in ours.values_list("item_id", "lot_id", f"{side}_id").annotate(Sum("quantity")):
            found[item, lot, store] += sign * total
    return {key: quantity for key, quantity in found.items() if quantity}


def positions(production: Production, items: Iterable[Item]) -> dict[int, Position]:
    """Quantity, value and last cost of items in all places of ours; one query, two more for what is used up."""
    by_id = {item.pk: item for item in items}
    rows = {
        item: (quantity or 0, value or 0)
        for item, quantity, value in _moves(production, by_id)
        .filter(_IN | _OUT)
        .order_by()
        .values_list("item_id")
        .annotate(total=_signed("quantity"), worth=_signed("value_minor"))
    }
    last = _last_costs(production, [pk for pk in by_id if rows.get(pk, (0, 0))[0] <= 0])
    return {
        pk: Position(*rows.get(pk, (0, 0)), last=last.get(pk) or Cost(item.standard_cost_minor, 10**item.decimals))
        for pk, item in by_id.items()
    }


def last_takers(production: Production, item_ids: list[int]) -> dict[int, Store]:
    """The place of the world to which each item last went."""
    if not item_ids:
        return {}
    newest = _moves(production, item_ids).filter(_OUT).order_by().values("item_id").annotate(newest=Max("pk"))
    moves = Move.objects.filter(pk__in=[row["newest"] for row in newest]).select_related("to_store")
    return {move.item_id: move.to_store for move in moves}


def values_of(production: Production, item_ids: Collection[int] | None = None) -> dict[int, int]:
    """What each item's stock is worth, in minor units of the production's currency."""
    rows = _moves(production, item_ids).filter(_IN | _OUT).order_by()
    return {item: value or 0 for item, value in rows.values_list("item_id").annotate(worth=_signed("value_minor"))}


def stock_of(
    production: Production, item_ids: Collection[int] | None = None, *, on: dt.date | None = None
) -> dict[int, StockLine]:
    """Where each item stands, in six queries however many there are. Items never moved nor needed have no line.

    `on` is the day by which lots are judged expired; today in the production's zone when it is not said.
    """
    kinds = dict(Store.objects.filter(production=production).values_list("pk", "kind"))
    barred, parts = barred_lots(production, on=on), defaultdict[int, dict[str, int]](lambda: defaultdict(int))
    for (item, lot, store), quantity in balances(production, item_ids).items():
        parts[item]["on_hand"] += quantity
        parts[item][_part(StoreKind(kinds[store]), is_barred=lot in barred)] += quantity
    for item, quantity in _open(production, item_ids).values_list("item_id").annotate(Sum("quantity")):
        parts[item]["reserved"] = quantity
    values = values_of(production, item_ids)
    return {
        item: StockLine(
            **part, free=max(part.get("available", 0) - part.get("reserved", 0), 0), value_minor=values.get(item, 0)
        )
        for item, part in parts.items()
    }


def allocations(
    production: Production, item_ids: Collection[int] | None = None, *, on: dt.date | None = None
) -> dict[int, Allocation]:
    """What each open reservation gets, by need date, priority and key; never more than is available."""
    needs: dict[int, list[Need]] = defaultdict(list)
    for pk, item, need_on, priority, quantity in _open(production, item_ids).values_list(
        "pk", "item_id", "need_on", "priority", "quantity"
    ):
        needs[item].append(Need(pk, need_on, priority, quantity))
    available = available_of(production, None if item_ids is None else needs, on=on) if needs else {}
    found: dict[int, Allocation] = {}
    for item, wanted in needs.items():
        found |= allocate(wanted, available.get(item, 0))
    return found


def available_of(
    production: Production, item_ids: Collection[int] | None = None, *, on: dt.date | None = None
) -> dict[int, int]:
    """What may be used of each item: in usable places, of lots neither held nor expired."""
    usable, barred = set(_usable_stores(production)), barred_lots(production, on=on)
    found: dict[int, int] = defaultdict(int)
    for (item, lot, store), quantity in balances(production, item_ids).items():
        if store in usable and lot not in barred:
            found[item] += quantity
    return dict(found)


def shelves_to_pick(
    production: Production, item: Item, quantity: int, *, store: Store | None = None, on: dt.date | None = None
) -> list[tuple[OnShelf, int]]:
    """Which lots at which places to take so much from: first expired first out, of what may be used."""
    usable = {store.pk} if store else set(_usable_stores(production))
    barred = barred_lots(production, on=on)
    expiry = dict(Lot.objects.filter(item=item).values_list("pk", "expires_on"))
    shelves = [
        OnShelf(lot, place, there, expiry.get(lot) if lot else None)
        for (_, lot, place), there in balances(production, [item.pk]).items()
        if place in usable and lot not in barred
    ]
    return first_to_expire(shelves, quantity)


def barred_lots(production: Production, *, on: dt.date | None = None) -> set[int]:
    """Lots on hold or expired: nothing of them is available, wherever it lies."""
    day = on or timezone.now().astimezone(ZoneInfo(production.zone)).date()
    lots = Lot.objects.filter(item__production=production)
    return set(lots.filter(Q(held_since__isnull=False) | Q(expires_on__lte=day)).values_list("pk", flat=True))


def stores_of(production: Production) -> QuerySet[Store]:
    """All places of the ledger, as one walks past them."""
    return Store.objects.filter(production=production).order_by("count_position", "code")


def our_stores(production: Production) -> QuerySet[Store]:
    """Places of ours in use."""
    return stores_of(production).filter(kind__in=_OURS, is_active=True)


def store_by_id(member: Membership, production: Production, public_id: UUID) -> Store:
    """One place of the production. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return _found(stores_of(production).filter(public_id=public_id).first())


@dataclass(frozen=True)
class MoveFilter:
    """Which moves to show; what is empty asks for nothing."""

    item: UUID | None = None
    lot: UUID | None = None
    store: UUID | None = None
    kind: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    source: UUID | None = None
    words: str = ""


def moves_of(member: Membership, production: Production, asked: MoveFilter | None = None) -> QuerySet[Move]:
    """The production's moves, newest first, with what their lines show; `words` looks into codes, names and paper."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    asked = asked or MoveFilter()
    exact = {
        "item__public_id": asked.item,
        "lot__public_id": asked.lot,
        "kind": asked.kind,
        "happened_at__gte": asked.since,
        "happened_at__lt": asked.until,
        "source": asked.source,
    }
    moves = Move.objects.filter(production=production, **{name: value for name, value in exact.items() if value})
    if asked.store:
        moves = moves.filter(Q(from_store__public_id=asked.store) | Q(to_store__public_id=asked.store))
    if words := asked.words.strip():
        fields = ("item__code", "item__name", "lot__code", "label", "reason")
        moves = moves.filter(reduce(or_, (Q(**{f"{field}__icontains": words}) for field in fields)))
    shown = ("item", "lot", "from_store", "to_store", "recorded_by", "charged_to", "reverses", "reversed_by")
    return moves.select_related("production", *shown).order_by("-happened_at", "-pk")


def move_by_id(member: Membership, production: Production, public_id: UUID) -> Move:
    """One move of the production. Raises NotFound."""
    return _found(moves_of(member, production).filter(public_id=public_id).first())


def lots_of_all(member: Membership, production: Production) -> QuerySet[Lot]:
    """Every lot of the production, held ones first, then by what expires first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return (
        Lot.objects.filter(item__production=production)
        .select_related("item")
        .order_by(F("held_since").desc(nulls_last=True), F("expires_on").asc(nulls_last=True), "item__code", "code")
    )


def found_lots(
    member: Membership, production: Production, *, words: str = "", only: str = "", on: dt.date
) -> QuerySet[Lot]:
    """Lots by code, supplier's code or item; `only` "held" or those "expired" on the day."""
    lots = lots_of_all(member, production)
    if only == "held":
        lots = lots.exclude(held_since=None)
    elif only == "expired":
        lots = lots.filter(expires_on__lte=on)
    for word in words.split():
        fields = ("code", "supplier_code", "item__code", "item__name")
        lots = lots.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return lots


def lot_by_id(member: Membership, production: Production, public_id: UUID) -> Lot:
    """One lot of the production. Raises NotFound."""
    return _found(lots_of_all(member, production).filter(public_id=public_id).first())


def reservations_of(member: Membership, production: Production) -> QuerySet[Reservation]:
    """Open reservations in the order in which they are served."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = _open(production, None).filter(quantity__gt=0)
    return rows.select_related("item").order_by("need_on", "priority", "pk")


def discrepancies_of(member: Membership, production: Production) -> QuerySet[Discrepancy]:
    """What does not add up, open first, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return (
        Discrepancy.objects.filter(production=production)
        .select_related("item", "opened_by", "settled_by")
        .order_by(F("settled_at").desc(nulls_first=True), "-opened_at", "-pk")
    )


def discrepancy_by_id(member: Membership, production: Production, public_id: UUID) -> Discrepancy:
    """One discrepancy of the production. Raises NotFound."""
    return _found(discrepancies_of(member, production).filter(public_id=public_id).first())


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise NotFound()
    return row


def _moves(production: Production, item_ids: Collection[int] | None) -> QuerySet[Move]:
    if item_ids is None:
        return Move.objects.filter(production=production)
    # Asked through the item: a filter on the move's own production would lure SQLite into the index of all its moves.
    return Move.objects.filter(item_id__in=list(item_ids), item__production=production)


def _open(production: Production, item_ids: Collection[int] | None) -> QuerySet[Reservation]:
    rows = Reservation.objects.filter(item__production=production, released_at=None).order_by()
    return rows if item_ids is None else rows.filter(item_id__in=list(item_ids))


def _usable_stores(production: Production) -> QuerySet[Store, int]:
    kinds = [kind.value for kind in AVAILABLE]
    return Store.objects.filter(production=production, kind__in=kinds).values_list("pk", flat=True)


def _signed(field: str) -> Sum:
    return Sum(Case(When(_IN, then=F(field)), default=-F(field), output_field=BigIntegerField()))


def _last_costs(production: Production, item_ids: list[int]) -> dict[int, Cost]:
    if not item_ids:
        return {}
    newest = _moves(production, item_ids).filter(_IN | _OUT).order_by().values("item_id").annotate(newest=Max("pk"))
    moves = Move.objects.filter(pk__in=[row["newest"] for row in newest])
    return {move.item_id: Cost(move.value_minor, move.quantity) for move in moves}


def _part(kind: StoreKind, *, is_barred: bool) -> str:
    if kind in AVAILABLE:
        return "held" if is_barred else "available"
    return {
        StoreKind.QUARANTINE: "quarantine",
        StoreKind.TRANSIT: "in_transit",
        StoreKind.VENDOR: "at_vendor",
    }[kind]
