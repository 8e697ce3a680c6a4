"""Counting: open a list, record what was found, post the differences, close; and renew the ABC classes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.productions.numbers import next_number
from callboard.stock.counts.abc_rules import CUTS, classify
from callboard.stock.counts.models import CountEntry, CountLine, CountList
from callboard.stock.counts.queries import annual_use, books_at, due_for_count, tallies_of, tally
from callboard.stock.counts.rules import (
    AlreadyListed,
    CountBelowZero,
    CountClosed,
    CountedAlready,
    CountState,
    CountTerms,
    NothingCounted,
    NothingToCount,
    StillToPost,
    class_of,
    state_after,
)
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.queries import Key, balances
from callboard.stock.moves.rules import MoveKind, StoreKind

_WAITING = (CountState.TO_COUNT, CountState.RECOUNT)


@dataclass(frozen=True)
class Found:
    """What somebody found on one line of a list."""

    line: CountLine
    counted: int


def open_count(
    production: Production, terms: CountTerms, *, by: Membership, at: dt.datetime, on: dt.date | None = None
) -> CountList:
    """Make a list of what lies where, as one walks past it. Raises NothingToCount."""
    with acting(by, "open count", at=at, may=Permission.COUNT_STOCK, production=production) as record:
        keys = _chosen(production, terms, on or at.date())
        if not keys:
            raise NothingToCount()
        made = CountList(
            organization_id=production.organization_id,
            production=production,
            number=next_number(production, "count", "CC"),
            title=terms.title.strip()[:120],
            opened_at=at,
            opened_by=by,
        )
        made.save()
        CountLine.objects.bulk_create(_line(made, key, position) for position, key in enumerate(keys, start=1))
        record.about(made)
        record.note(lines=len(keys))
        announce(production, "count", about=made, at=at)
    return made


def add_count_line(
    count_list: CountList, item: Item, store: Store, *, lot: Lot | None = None, by: Membership, at: dt.datetime
) -> CountLine:
    """Put something on the list that was found where the book has none. Raises CountClosed, AlreadyListed."""
    production = count_list.production
    with acting(by, "add count line", at=at, may=Permission.COUNT_STOCK, production=production, on=count_list):
        _check_open(count_list)
        lines = count_list.lines.all()
        if lines.filter(item=item, lot=lot, store=store).exists():
            raise AlreadyListed(item=item.code, place=store.code)
        line = _line(count_list, (item.pk, lot.pk if lot else None, store.pk), lines.count() + 1)
        line.save()
        announce(production, "count", about=count_list, at=at)
    return line


def record_counts(
    count_list: CountList,
    found: Sequence[Found],
    *,
    by: Membership,
    at: dt.datetime,
    counted_at: dt.datetime | None = None,
) -> list[CountLine]:
    """Write down what was found; the book of that moment is frozen beside it. What is off asks for a recount.

    Raises CountClosed, CountBelowZero, CountedAlready.
    """
    production, moment = count_list.production, counted_at or at
    with acting(by, "record count", at=at, may=Permission.COUNT_STOCK, production=production, on=count_list) as record:
        announce(production, "count", about=count_list, at=at)
        _check_open(count_list)
        lines = _waiting_lines(count_list, found)
        books = books_at(production, {_key(line): moment for line, _ in lines})
        tallies = tallies_of([line.pk for line, _ in lines])
        for line, counted in lines:
            entry = CountEntry(
                organization_id=line.organization_id,
                line=line,
                counted=counted,
                book=books[_key(line)],
                counted_at=moment,
                counted_by=by,
            )
            tallies.setdefault(line.pk, []).append(entry)
            line.state = state_after([tally(one) for one in tallies[line.pk]], line.item.abc_class)
        CountEntry.objects.bulk_create(tallies[line.pk][-1] for line, _ in lines)
        CountLine.objects.bulk_update([line for line, _ in lines], ["state"])
        record.note(lines=len(lines))
    return [line for line, _ in lines]


def post_count(count_list: CountList, *, by: Membership, at: dt.datetime) -> list[Move]:
    """Post the differences of the lines whose count stands, as moves of the moment of the count. Raises NothingCounted.

    The difference is taken from the book of that moment as it is known now: what was used before the count and
    reported after it is not missing.
    """
    production = count_list.production
    with acting(by, "post count", at=at, may=Permission.RECONCILE, production=production, on=count_list) as record:
        announce(production, "count", about=count_list, at=at)
        _check_open(count_list)
        counted = count_list.lines.filter(state=CountState.COUNTED).select_related("item", "lot", "store")
        lines = list(counted.order_by("position", "pk"))
        if not lines:
            raise NothingCounted(number=count_list.number)
        drafts = _differences(count_list, lines)
        # The shelf has been looked at: what was taken since then may leave less than nothing, which is then flagged.
        moves = record_moves(production, [draft for _, draft in drafts], by=by, at=at, from_floor=True)
        posted = {line.pk: move for (line, _), move in zip(drafts, moves, strict=True)}
        for line in lines:
            line.posted, line.state = posted.get(line.pk), CountState.POSTED
        CountLine.objects.bulk_update(lines, ["posted", "state"])
        record.note(lines=len(lines), differences=len(moves))
    return moves


def close_count(count_list: CountList, *, by: Membership, at: dt.datetime, version: int) -> CountList:
    """Put a list away; lines nobody counted stay uncounted. Raises StaleEdit, CountClosed, StillToPost."""
    production = count_list.production
    with acting(
        by, "close count", at=at, may=Permission.COUNT_STOCK, production=production, on=count_list, version=version
    ):
        _check_open(count_list)
        if waiting := count_list.lines.filter(state=CountState.COUNTED).count():
            raise StillToPost(number=count_list.number, count=waiting)
        count_list.closed_at = at
        count_list.save()
        announce(production, "count", about=count_list, at=at)
    return count_list


def renew_classes(
    production: Production, *, by: Membership, at: dt.datetime, cuts: tuple[int, int] = CUTS
) -> Counter[str]:
    """Class every item A, B or C by what was used of it in the last year; returns how many each class has."""
    with acting(by, "renew classes", at=at, may=Permission.COUNT_STOCK, production=production) as record:
        items = dict(Item.objects.filter(production=production, is_active=True).values_list("pk", "abc_class"))
        used = annual_use(production, at)
        classes = classify({pk: used.get(pk, 0) for pk in items}, cuts)
        for name in "ABC":
            changed = [pk for pk, new in classes.items() if new == name != items[pk]]
            Item.objects.filter(pk__in=changed).update(abc_class=name, version=F("version") + 1)
        sizes = Counter(classes.values())
        record.note(**{name: sizes[name] for name in "ABC"})
        announce(production, "item", at=at)
    return sizes


def _chosen(production: Production, terms: CountTerms, on: dt.date) -> list[Key]:
    stores = {store.pk: store for store in Store.objects.filter(production=production)}
    items = Item.objects.filter(production=production).in_bulk()
    listed = set(
        CountLine.objects.filter(count_list__production=production, count_list__closed_at=None)
        .exclude(state=CountState.POSTED)
        .values_list("item_id", "lot_id", "store_id")
    )
    due = {line.item.pk for line in due_for_count(production, on)} if terms.only_due else None
    chosen = [
        key
        for key in balances(production, terms.item_ids)
        if key not in listed
        and (not terms.classes or class_of(items[key[0]].abc_class) in terms.classes)
        and (not terms.store_ids or key[2] in terms.store_ids)
        and (due is None or key[0] in due)
    ]
    return sorted(
        chosen,
        key=lambda key: (stores[key[2]].count_position, stores[key[2]].code, items[key[0]].code, key[1] or 0),
    )


def _line(count_list: CountList, key: Key, position: int) -> CountLine:
    item, lot, store = key
    return CountLine(
        organization_id=count_list.organization_id,
        count_list=count_list,
        item_id=item,
        lot_id=lot,
        store_id=store,
        position=position,
    )


def _waiting_lines(count_list: CountList, found: Sequence[Found]) -> list[tuple[CountLine, int]]:
    counted = {each.line.pk: each.counted for each in found}
    lines = count_list.lines.filter(pk__in=counted).select_related("item", "store").order_by("position", "pk")
    for line in lines:
        if counted[line.pk] < 0:
            raise CountBelowZero(item=line.item.code, place=line.store.code)
        if line.state not in _WAITING:
            raise CountedAlready(item=line.item.code, place=line.store.code)
    return [(line, counted[line.pk]) for line in lines]


def _differences(count_list: CountList, lines: Sequence[CountLine]) -> list[tuple[CountLine, MoveDraft]]:
    tallies = tallies_of([line.pk for line in lines])
    last = {line.pk: tallies[line.pk][-1] for line in lines}
    books = books_at(count_list.production, {_key(line): last[line.pk].counted_at for line in lines})
    outside = world(count_list.production, StoreKind.COUNT)
    found = []
    for line in lines:
        if difference := last[line.pk].counted - books[_key(line)]:
            source, target = (outside, line.store) if difference > 0 else (line.store, outside)
            draft = MoveDraft(
                item=line.item,
                quantity=abs(difference),
                kind=MoveKind.COUNT,
                from_store=source,
                to_store=target,
                lot=line.lot,
                happened_at=last[line.pk].counted_at,
                source_kind="count line",
                source=line.public_id,
                label=count_list.number,
            )
            found.append((line, draft))
    return found


def _key(line: CountLine) -> Key:
    return (line.item_id, line.lot_id, line.store_id)


def _check_open(count_list: CountList) -> None:
    if CountList.objects.filter(pk=count_list.pk, closed_at__isnull=False).exists():
        raise CountClosed(number=count_list.number)
