"""Lists, blind counts, recounts, the frozen book, and what is posted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.errors import NotAllowed, NotFound
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.stock.counts.actions import (
    Found,
    add_count_line,
    close_count,
    open_count,
    post_count,
    record_counts,
    renew_classes,
)
from callboard.stock.counts.models import CountEntry, CountLine, CountList
from callboard.stock.counts.queries import annual_use, count_list_by_id, count_lists_of, due_for_count, lines_of
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
)
from callboard.stock.items.models import Item
from callboard.stock.moves.models import Discrepancy, Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, record_reversal, world
from callboard.stock.moves.queries import balances
from callboard.stock.moves.rules import MoveKind, StoreKind
from tests.builders import FRIDAY_18H, a_member, access, an_organization
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def shelf(plant: Production) -> Store:
    return a_store(plant)


def issue(item: Item, quantity: int, store: Store, *, by: Membership, happened: dt.datetime, at: dt.datetime) -> Move:
    plant = item.production
    draft = MoveDraft(item, quantity, MoveKind.ISSUE, store, world(plant, StoreKind.PROCESS), happened_at=happened)
    return record_moves(plant, [draft], by=by, at=at)[0]


def listed(plant: Production, ada: Membership, **terms: Any) -> tuple[CountList, list[CountLine]]:
    made = open_count(plant, CountTerms(**terms), by=ada, at=FRIDAY_18H)
    return made, list(lines_of(made))


def states(count_list: CountList) -> list[str]:
    return [line.state for line in lines_of(count_list)]


def test_a_list_holds_what_lies_where_in_walking_order(plant: Production, ada: Membership) -> None:
    far, near = a_store(plant, "A-01", count_position=9), a_store(plant, "Z-99", count_position=1)
    bar, glue = an_item(plant, "BAR", abc_class="A"), an_item(plant, "GLUE", tracking="lot")
    lot = a_lot(glue)
    in_stock(bar, 5, far, by=ada)
    in_stock(bar, 7, near, by=ada)
    in_stock(glue, 2, near, by=ada, lot=lot)
    made, lines = listed(plant, ada, title="Friday")
    assert (made.number, made.title, made.opened_by) == ("CC-1001", "Friday", ada)
    assert [(line.store, line.item, line.lot, line.position) for line in lines] == [
        (near, bar, None, 1),
        (near, glue, lot, 2),
        (far, bar, None, 3),
    ]
    close_count(made, by=ada, at=FRIDAY_18H, version=made.version)
    _, of_class_a = listed(plant, ada, classes=("A",), store_ids=(near.pk,))
    assert [line.item for line in of_class_a] == [bar]
    with pytest.raises(NothingToCount):
        listed(plant, ada, classes=("A",), store_ids=(near.pk,))


def test_a_count_that_is_near_stands_and_one_that_is_off_is_counted_again(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar, nut = an_item(plant, "BAR", abc_class="A"), an_item(plant, "NUT", abc_class="C")
    for item in (bar, nut):
        in_stock(item, 100, shelf, by=ada)
    made, [bars, nuts] = listed(plant, ada)
    record_counts(made, [Found(bars, 96), Found(nuts, 96)], by=ada, at=FRIDAY_18H)
    assert states(made) == [CountState.RECOUNT, CountState.COUNTED]
    with pytest.raises(CountedAlready):
        record_counts(made, [Found(nuts, 97)], by=ada, at=FRIDAY_18H)
    record_counts(made, [Found(bars, 96)], by=ada, at=FRIDAY_18H + HOUR)
    assert states(made) == [CountState.COUNTED, CountState.COUNTED]
    assert list(CountEntry.objects.order_by("pk").values_list("line", "counted", "book", "counted_at")) == [
        (bars.pk, 96, 100, FRIDAY_18H),
        (nuts.pk, 96, 100, FRIDAY_18H),
        (bars.pk, 96, 100, FRIDAY_18H + HOUR),
    ]


def test_differences_are_posted_as_moves_of_the_moment_of_the_count(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar, nut, pin = (an_item(plant, code, abc_class="C") for code in ("BAR", "NUT", "PIN"))
    for item in (bar, nut, pin):
        in_stock(item, 100, shelf, by=ada, value_minor=1000)
    made, [bars, nuts, pins] = listed(plant, ada)
    record_counts(made, [Found(bars, 97), Found(nuts, 102), Found(pins, 100)], by=ada, at=FRIDAY_18H)
    moves = post_count(made, by=ada, at=FRIDAY_18H + HOUR)
    differences = world(plant, StoreKind.COUNT)
    assert [(m.item, m.kind, m.quantity, m.from_store, m.to_store, m.value_minor, m.happened_at) for m in moves] == [
        (bar, "count", 3, shelf, differences, 30, FRIDAY_18H),
        (nut, "count", 2, differences, shelf, 20, FRIDAY_18H),
    ]
    assert {m.label for m in moves} == {"CC-1001"}
    assert [(line.state, line.posted) for line in lines_of(made)] == [
        ("posted", moves[0]),
        ("posted", moves[1]),
        ("posted", None),
    ]
    assert set(balances(plant).values()) == {97, 102, 100}
    with pytest.raises(NothingCounted):
        post_count(made, by=ada, at=FRIDAY_18H + HOUR)


def test_what_moves_between_counting_and_posting_is_no_difference(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    """Counted 100 of 100 at six; at seven 30 are issued; posted at eight: nothing is missing."""
    bar = an_item(plant)
    in_stock(bar, 100, shelf, by=ada)
    made, [line] = listed(plant, ada)
    record_counts(made, [Found(line, 100)], by=ada, at=FRIDAY_18H)
    issue(bar, 30, shelf, by=ada, happened=FRIDAY_18H + HOUR, at=FRIDAY_18H + HOUR)
    assert post_count(made, by=ada, at=FRIDAY_18H + 2 * HOUR) == []
    assert balances(plant) == {(bar.pk, None, shelf.pk): 70}


def test_what_was_used_before_the_count_and_reported_after_it_is_not_missing_twice(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar = an_item(plant)
    in_stock(bar, 100, shelf, by=ada)
    made, [line] = listed(plant, ada)
    record_counts(made, [Found(line, 98)], by=ada, at=FRIDAY_18H + HOUR)
    issue(bar, 2, shelf, by=ada, happened=FRIDAY_18H, at=FRIDAY_18H + 2 * HOUR)
    assert post_count(made, by=ada, at=FRIDAY_18H + 3 * HOUR) == []
    assert balances(plant) == {(bar.pk, None, shelf.pk): 98}


def test_a_recount_typed_late_is_held_against_the_book_of_its_own_moment(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar = an_item(plant)
    in_stock(bar, 100, shelf, by=ada)
    made, [line] = listed(plant, ada)
    issue(bar, 40, shelf, by=ada, happened=FRIDAY_18H + HOUR, at=FRIDAY_18H + HOUR)
    record_counts(made, [Found(line, 100)], by=ada, at=FRIDAY_18H + 2 * HOUR, counted_at=FRIDAY_18H)
    assert (CountEntry.objects.get().book, states(made)) == (100, [CountState.COUNTED])


def test_a_shelf_that_was_emptied_after_a_short_count_goes_below_zero_and_is_flagged(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar = an_item(plant, abc_class="C")
    in_stock(bar, 100, shelf, by=ada)
    made, [line] = listed(plant, ada)
    record_counts(made, [Found(line, 96)], by=ada, at=FRIDAY_18H)
    issue(bar, 98, shelf, by=ada, happened=FRIDAY_18H + HOUR, at=FRIDAY_18H + HOUR)
    post_count(made, by=ada, at=FRIDAY_18H + 2 * HOUR)
    assert balances(plant) == {(bar.pk, None, shelf.pk): -2}
    assert list(Discrepancy.objects.values_list("source_kind", "source")) == [("count line", line.public_id)]


def test_something_found_where_the_book_has_none_is_added_and_posted(
    plant: Production, ada: Membership, shelf: Store
) -> None:
    bar, stray = an_item(plant, "BAR"), an_item(plant, "STRAY", standard_cost_minor=50)
    in_stock(bar, 10, shelf, by=ada)
    made, _ = listed(plant, ada)
    with pytest.raises(AlreadyListed):
        add_count_line(made, bar, shelf, by=ada, at=FRIDAY_18H)
    added = add_count_line(made, stray, shelf, by=ada, at=FRIDAY_18H)
    for _ in range(2):
        record_counts(made, [Found(added, 4)], by=ada, at=FRIDAY_18H)
    [move] = post_count(made, by=ada, at=FRIDAY_18H)
    assert (move.item, move.quantity, move.value_minor, move.to_store) == (stray, 4, 200, shelf)
    assert states(made) == ["to count", "posted"]


def test_a_list_is_closed_when_what_was_counted_is_posted(plant: Production, ada: Membership, shelf: Store) -> None:
    in_stock(an_item(plant), 10, shelf, by=ada)
    made, [line] = listed(plant, ada)
    with pytest.raises(CountBelowZero):
        record_counts(made, [Found(line, -1)], by=ada, at=FRIDAY_18H)
    record_counts(made, [Found(line, 10)], by=ada, at=FRIDAY_18H)
    with pytest.raises(StillToPost):
        close_count(made, by=ada, at=FRIDAY_18H, version=1)
    post_count(made, by=ada, at=FRIDAY_18H)
    made.refresh_from_db()
    closed = close_count(made, by=ada, at=FRIDAY_18H, version=made.version)
    assert closed.closed_at == FRIDAY_18H
    with pytest.raises(CountClosed):
        record_counts(made, [Found(line, 10)], by=ada, at=FRIDAY_18H)


def test_counting_and_posting_ask_for_their_own_permissions(
    plant: Production, office: Organization, ada: Membership, shelf: Store
) -> None:
    """Who counts for a department does not book the difference away."""
    in_stock(an_item(plant), 10, shelf, by=ada)
    bob, gus = a_member(office, Role.HEAD_OF_DEPARTMENT, "Bob"), a_member(office, Role.OPERATOR, "Gus")
    for member in (bob, gus):
        access(member, plant)
    made = open_count(plant, CountTerms(), by=bob, at=FRIDAY_18H)
    [line] = lines_of(made)
    record_counts(made, [Found(line, 10)], by=bob, at=FRIDAY_18H)
    with pytest.raises(NotAllowed):
        post_count(made, by=bob, at=FRIDAY_18H)
    with pytest.raises(NotAllowed):
        open_count(plant, CountTerms(), by=gus, at=FRIDAY_18H)
    sam = a_member(an_organization("Other house"), name="Sam")
    with pytest.raises(NotFound):
        count_list_by_id(sam, plant, made.public_id)
    assert [vars(row)["line_count"] for row in count_lists_of(bob, plant)] == [1]


def test_what_was_never_counted_is_due_first_then_the_latest(plant: Production, ada: Membership, shelf: Store) -> None:
    items = {code: an_item(plant, code, abc_class=abc) for code, abc in (("BAR", "A"), ("NUT", "B"), ("PIN", "C"))}
    new = an_item(plant, "NEW")
    for item in (*items.values(), new):
        in_stock(item, 10, shelf, by=ada)
    made, lines = listed(plant, ada, item_ids=tuple(item.pk for item in items.values()))
    record_counts(made, [Found(line, 10) for line in lines], by=ada, at=FRIDAY_18H)
    due = due_for_count(plant, FRIDAY_18H.date() + dt.timedelta(days=100))
    assert [(line.item.code, line.abc_class, line.last_on, line.days_late) for line in due] == [
        ("NEW", "C", None, 0),
        ("BAR", "A", FRIDAY_18H.date(), 70),
        ("NUT", "B", FRIDAY_18H.date(), 9),
    ]
    _, only_due = listed(plant, ada, only_due=True)
    assert [line.item for line in only_due] == [new]


def test_classes_follow_the_use_of_the_last_year(plant: Production, ada: Membership, shelf: Store) -> None:
    bar, nut, pin = (an_item(plant, code) for code in ("BAR", "NUT", "PIN"))
    for item in (bar, nut, pin):
        in_stock(item, 1000, shelf, by=ada, value_minor=100_000)
    year = dt.timedelta(days=365)
    issue(pin, 900, shelf, by=ada, happened=FRIDAY_18H - year - HOUR, at=FRIDAY_18H)
    issue(bar, 90, shelf, by=ada, happened=FRIDAY_18H - HOUR, at=FRIDAY_18H)
    issue(nut, 8, shelf, by=ada, happened=FRIDAY_18H - HOUR, at=FRIDAY_18H)
    mistake = issue(pin, 50, shelf, by=ada, happened=FRIDAY_18H, at=FRIDAY_18H)
    record_reversal(mistake, reason="Other order", by=ada, at=FRIDAY_18H)
    assert annual_use(plant, FRIDAY_18H) == {bar.pk: 9000, nut.pk: 800, pin.pk: 0}
    assert renew_classes(plant, by=ada, at=FRIDAY_18H) == Counter({"A": 1, "B": 1, "C": 1})
    assert dict(Item.objects.values_list("code", "abc_class")) == {"BAR": "A", "NUT": "B", "PIN": "C"}


@pytest.mark.parametrize("count", [1, 3])
def test_counting_and_posting_take_the_same_queries_for_one_line_and_for_three(
    plant: Production, ada: Membership, shelf: Store, count: int
) -> None:
    for number in range(count):
        in_stock(an_item(plant, f"P-{number}", abc_class="C"), 100, shelf, by=ada)
    world(plant, StoreKind.COUNT)
    made, lines = listed(plant, ada)
    with CaptureQueriesContext(connection) as asked:
        record_counts(made, [Found(line, 99) for line in lines], by=ada, at=FRIDAY_18H)
        post_count(made, by=ada, at=FRIDAY_18H)
    savepoints = [query for query in asked if "SAVEPOINT" in query["sql"] or "advisory" in query["sql"]]
    notified = [query for query in asked if "pg_notify" in query["sql"]]
    assert len(asked) - len(savepoints) - len(notified) == 25
