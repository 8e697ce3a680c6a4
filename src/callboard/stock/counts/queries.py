"""Reading counts: lists, what is due, and how much of each item was used in a year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet, Sum

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.counts.models import CountEntry, CountLine, CountList
from callboard.stock.counts.rules import CountState, Tally, class_of, due_on
from callboard.stock.items.models import Item
from callboard.stock.moves.models import Move
from callboard.stock.moves.queries import Key, balances
from callboard.stock.moves.rules import ON_HAND, MoveKind, StoreKind

_USED = (StoreKind.PROCESS, StoreKind.CLIENT, StoreKind.DEPARTMENT)
_OURS = [kind.value for kind in ON_HAND]


@dataclass(frozen=True)
class DueLine:
    """An item that should be counted."""

    item: Item
    abc_class: str
    last_on: dt.date | None
    due_on: dt.date | None
    """None: it was never counted."""
    days_late: int


def count_lists_of(member: Membership, production: Production) -> QuerySet[CountList]:
    """The production's lists, open ones first, with how many lines stand where."""
    check_may(member, Permission.COUNT_STOCK, production)
    states = {f"{state.name.lower()}_count": Count("lines", filter=Q(lines__state=state)) for state in CountState}
    rows = CountList.objects.filter(production=production).annotate(line_count=Count("lines"), **states)
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")


def count_list_by_id(member: Membership, production: Production, public_id: UUID) -> CountList:
    """One list of the production. Raises NotFound."""
    found = count_lists_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def lines_of(count_list: CountList) -> QuerySet[CountLine]:
    """The list's lines as one walks past them, with their counts, oldest first."""
    entries = CountEntry.objects.select_related("counted_by").order_by("counted_at", "pk")
    rows = count_list.lines.select_related("item", "lot", "store", "posted").order_by("position", "pk")
    return rows.prefetch_related(Prefetch("entries", entries, to_attr="tallied"))


def due_for_count(production: Production, on: dt.date) -> list[DueLine]:
    """Items in stock whose next count is due on the day or before, the latest first; three queries."""
    in_stock = {item for item, _, _ in balances(production)}
    zone, found = ZoneInfo(production.zone), []
    last = _last_counted(production)
    for item in Item.objects.filter(pk__in=in_stock).order_by("code"):
        counted = last[item.pk].astimezone(zone).date() if item.pk in last else None
        due = due_on(item.abc_class, counted)
        if due is None or due <= on:
            found.append(DueLine(item, class_of(item.abc_class), counted, due, (on - due).days if due else 0))
    return sorted(found, key=lambda line: (line.due_on is not None, line.abc_class, -line.days_late, line.item.code))


def annual_use(production: Production, until: dt.datetime) -> dict[int, int]:
    """What each item was used for in the year before, in minor units: issues and shipments less what came back."""
    moves = Move.objects.filter(
        production=production, happened_at__gt=until - dt.timedelta(days=365), happened_at__lte=until
    ).order_by()
    kinds = [kind.value for kind in _USED]
    used = moves.filter(from_store__kind__in=_OURS, to_store__kind__in=kinds, reverses=None)
    # A reversed completion leaves our places for the process, too; it is no use, but the opposite of a birth.
    returned = moves.filter(from_store__kind__in=kinds, to_store__kind__in=_OURS).filter(
        Q(kind=MoveKind.RETURN) | (Q(reverses__isnull=False) & ~Q(kind=MoveKind.PRODUCE))
    )
    found: dict[int, int] = defaultdict(int)
    for rows, sign in ((used, 1), (returned, -1)):
        for item, value in rows.values_list("item_id").annotate(Sum("value_minor")):
            found[item] += sign * value
    return dict(found)


def tallies_of(line_ids: Sequence[int]) -> dict[int, list[CountEntry]]:
    """The counts of lines, oldest first, in one query."""
    found: dict[int, list[CountEntry]] = defaultdict(list)
    for entry in CountEntry.objects.filter(line_id__in=line_ids).order_by("counted_at", "pk"):
        found[entry.line_id].append(entry)
    return found


def books_at(production: Production, moments: dict[Key, dt.datetime]) -> dict[Key, int]:
    """What the book says now of each place at its moment; three queries however many there are.

    Moves that happened before the moment and were reported later are in it, those that happened after are not.
    """
    if not moments:
        return {}
    items = {item for item, _, _ in moments}
    books = {key: quantity for key, quantity in balances(production, items).items() if key in moments}
    later = Move.objects.filter(production=production, item_id__in=items, happened_at__gt=min(moments.values()))
    for item, lot, source, target, quantity, happened in later.values_list(
        "item_id", "lot_id", "from_store_id", "to_store_id", "quantity", "happened_at"
    ):
        for store, sign in ((source, 1), (target, -1)):
            key = (item, lot, store)
            if key in moments and happened > moments[key]:
                books[key] = books.get(key, 0) + sign * quantity
    return {key: books.get(key, 0) for key in moments}


def tally(entry: CountEntry) -> Tally:
    """A count as the rules read it."""
    return Tally(entry.counted, entry.book)


def _last_counted(production: Production) -> dict[int, dt.datetime]:
    entries = CountEntry.objects.filter(line__count_list__production=production).order_by()
    return dict(entries.values_list("line__item_id").annotate(Max("counted_at")))
