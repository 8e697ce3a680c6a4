"""Where a lot went and what is in it: both ways through the uses of lots, level by level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, Sum

from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import LotUse, Move, Store
from callboard.stock.moves.rules import ON_HAND, MoveKind, StoreKind


@dataclass(frozen=True)
class LotStep:
    """One line of a tree of lots, in reading order."""

    lot: Lot
    depth: int
    quantity: int
    """What went over this edge, in steps of `counted_in`."""
    counted_in: Item
    """The item that was used up."""
    is_inferred: bool
    """Nobody scanned it on this edge or on one before it: the lot may be concerned."""
    label: str
    is_repeated: bool
    """Its own branch stands further up already."""


@dataclass(frozen=True)
class Whereabouts:
    """So much of a lot lies, or went, somewhere."""

    lot: Lot
    store: Store
    quantity: int

    @property
    def is_ours(self) -> bool:
        """Whether it can still be stopped."""
        return self.store.is_ours


@dataclass(frozen=True)
class Genealogy:
    """A lot's tree in both directions, and what a recall of it would have to find."""

    lot: Lot
    up: list[LotStep]
    """Where it went."""
    down: list[LotStep]
    """What is in it."""
    recall: list[Lot]
    """The lot itself and every lot that holds some of it."""
    certain_count: int
    """How many of them are reached by scanned edges alone."""
    whereabouts: list[Whereabouts]
    shipped: list[Move]
    """What left for clients, newest first."""


class _Edge(NamedTuple):
    to: int
    quantity: int
    is_inferred: bool
    label: str


def genealogy(lot: Lot) -> Genealogy:
    """Trace a lot both ways. One query for each level of a tree; each lot is opened once, so circles end."""
    up, down = _edges(lot, "consumed", "produced"), _edges(lot, "produced", "consumed")
    lots = _lots({lot.pk, *_reached(lot.pk, up), *_reached(lot.pk, down)})
    concerned = _reached(lot.pk, up)
    scanned = {pk: [edge for edge in edges if not edge.is_inferred] for pk, edges in up.items()}
    return Genealogy(
        lot=lot,
        up=list(_steps(lot.pk, up, lots)),
        down=list(_steps(lot.pk, down, lots, is_down=True)),
        recall=[lots[pk] for pk in concerned],
        certain_count=len(_reached(lot.pk, scanned)),
        whereabouts=_whereabouts([lots[pk] for pk in concerned]),
        shipped=list(_shipped(concerned)),
    )


def _lots(pks: set[int]) -> dict[int, Lot]:
    """The lots with their items; a recall has thousands of lots of a few items."""
    lots = Lot.objects.in_bulk(pks)
    items = Item.objects.in_bulk({lot.item_id for lot in lots.values()})
    for lot in lots.values():
        lot.item = items[lot.item_id]
    return lots


def _edges(lot: Lot, start: str, end: str) -> dict[int, list[_Edge]]:
    """Every edge reachable from the lot, by the lot at its start."""
    found: dict[int, list[_Edge]] = {}
    level = {lot.pk}
    while level:
        found |= {pk: [] for pk in level}
        following = set()
        uses = LotUse.objects.filter(**{f"{start}_id__in": sorted(level)}).order_by("at", "pk")
        for origin, *edge in uses.values_list(f"{start}_id", f"{end}_id", "quantity", "is_inferred", "label"):
            found[origin].append(_Edge(*edge))
            following.add(edge[0])
        level = following - found.keys()
    return found


def _reached(start: int, edges: dict[int, list[_Edge]]) -> list[int]:
    seen, waiting = {start: None}, [start]
    while waiting:
        for edge in edges.get(waiting.pop(), ()):
            if edge.to not in seen:
                seen[edge.to] = None
                waiting.append(edge.to)
    return list(seen)


def _steps(
    start: int, edges: dict[int, list[_Edge]], lots: dict[int, Lot], *, is_down: bool = False
) -> Iterator[LotStep]:
    """The tree in reading order; a stack of our own, because chains of lots may be longer than Python's."""
    seen = {start}
    stack = [(1, start, edge, edge.is_inferred) for edge in reversed(edges.get(start, ()))]
    while stack:
        depth, origin, edge, is_inferred = stack.pop()
        is_repeated = edge.to in seen
        used = lots[edge.to if is_down else origin].item
        yield LotStep(lots[edge.to], depth, edge.quantity, used, is_inferred, edge.label, is_repeated)
        if not is_repeated:
            seen.add(edge.to)
            following = reversed(edges.get(edge.to, ()))
            stack += [(depth + 1, edge.to, after, is_inferred or after.is_inferred) for after in following]


_TOLD = (*ON_HAND, StoreKind.CLIENT, StoreKind.DEPARTMENT, StoreKind.SCRAP)


def _whereabouts(lots: Iterable[Lot]) -> list[Whereabouts]:
    by_id = {lot.pk: lot for lot in lots}
    totals: dict[tuple[int, int], int] = defaultdict(int)
    for side, sign in (("to_store", 1), ("from_store", -1)):
        moves = Move.objects.filter(Q(lot_id__in=by_id) & Q(**{f"{side}__kind__in": _TOLD})).order_by()
        for lot, store, total in moves.values_list("lot_id", f"{side}_id").annotate(Sum("quantity")):
            totals[lot, store] += sign * total
    stores = Store.objects.in_bulk({store for _, store in totals})
    found = [Whereabouts(by_id[lot], stores[store], total) for (lot, store), total in totals.items() if total > 0]
    return sorted(found, key=lambda place: (not place.is_ours, place.lot.code, place.store.code))


def _shipped(lot_ids: Iterable[int]) -> Iterable[Move]:
    moves = Move.objects.filter(lot_id__in=list(lot_ids), kind=MoveKind.SHIP, reverses=None, reversed_by=None)
    return moves.select_related("item", "lot", "to_store").order_by("-happened_at", "-pk")
