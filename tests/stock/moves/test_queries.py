"""What is on hand, what may be used, who is short, which lots to pick, and the history."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.stock.items.models import Item
from callboard.stock.moves.ledger_rules import Allocation, OnShelf
from callboard.stock.moves.models import Reservation
from callboard.stock.moves.posting import flag, record_reversal, world
from callboard.stock.moves.queries import (
    MoveFilter,
    StockLine,
    allocations,
    discrepancies_of,
    discrepancy_by_id,
    lot_by_id,
    lots_of_all,
    move_by_id,
    moves_of,
    our_stores,
    reservations_of,
    shelves_to_pick,
    stock_of,
    store_by_id,
    stores_of,
)
from callboard.stock.moves.reserving import release, reserve
from callboard.stock.moves.rules import StoreKind
from tests.builders import FRIDAY_18H, a_member, an_organization
from tests.builders_plant import a_lot, a_plant, a_store, an_item, in_stock

TODAY = FRIDAY_18H.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def plant(office: Organization) -> Production:
    return a_plant(office)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


def need(item: Item, quantity: int, day: dt.date, number: int, priority: int = 5) -> Reservation:
    return reserve(
        item,
        quantity,
        day,
        for_kind="work material",
        for_id=UUID(int=number),
        label=f"WO-{number}",
        priority=priority,
        at=FRIDAY_18H,
    )


def test_stock_on_hand_falls_into_parts_that_add_up(plant: Production, ada: Membership) -> None:
    glue = an_item(plant, "GLUE", tracking="lot", standard_cost_minor=10)
    good, held = a_lot(glue, "GOOD"), a_lot(glue, "HELD", held_since=FRIDAY_18H)
    old, fresh = a_lot(glue, "OLD", expires_on=TODAY), a_lot(glue, "FRESH", expires_on=TODAY + DAY)
    shelf, line = a_store(plant), a_store(plant, "L-1", StoreKind.LINE)
    for size, store, lot in (
        (100, shelf, good),
        (20, line, good),
        (7, shelf, held),
        (3, shelf, old),
        (5, line, fresh),
        (11, world(plant, StoreKind.QUARANTINE), good),
        (13, world(plant, StoreKind.TRANSIT), good),
        (17, world(plant, StoreKind.VENDOR), held),
        (19, world(plant, StoreKind.DOCK), good),
    ):
        in_stock(glue, size, store, by=ada, lot=lot)
    need(glue, 44, TODAY, 1)
    [line_of_glue] = stock_of(plant, on=TODAY).values()
    assert line_of_glue == StockLine(
        on_hand=195,
        available=144,
        quarantine=11,
        held=10,
        in_transit=13,
        at_vendor=17,
        reserved=44,
        free=100,
        value_minor=1950,
    )
    assert stock_of(plant, on=TODAY - DAY)[glue.pk].available == 147


def test_a_need_without_stock_has_a_line_and_what_is_not_asked_for_has_none(plant: Production, ada: Membership) -> None:
    bar, nut = an_item(plant, "BAR"), an_item(plant, "NUT")
    in_stock(nut, 5, a_store(plant), by=ada)
    need(bar, 8, TODAY, 1)
    assert stock_of(plant, [bar.pk]) == {bar.pk: StockLine(reserved=8)}
    assert stock_of(plant, []) == {}


def test_stock_is_given_by_need_date_not_to_who_asked_first(plant: Production, ada: Membership) -> None:
    bar = an_item(plant)
    in_stock(bar, 80, a_store(plant), by=ada, value_minor=0)
    in_stock(bar, 50, world(plant, StoreKind.QUARANTINE), by=ada)
    late, soon, urgent = need(bar, 60, TODAY + DAY, 1), need(bar, 50, TODAY, 2), need(bar, 20, TODAY, 3, priority=1)
    assert allocations(plant) == {
        urgent.pk: Allocation(20, 0),
        soon.pk: Allocation(50, 0),
        late.pk: Allocation(10, 50),
    }
    assert list(reservations_of(ada, plant)) == [urgent, soon, late]


def test_a_need_is_changed_in_place_and_let_go(plant: Production, ada: Membership) -> None:
    bar, nut = an_item(plant, "BAR"), an_item(plant, "NUT")
    first, changed = need(bar, 60, TODAY, 1), need(bar, 40, TODAY + DAY, 1, priority=2)
    other = need(nut, 5, TODAY, 1)
    assert (changed.pk, changed.quantity, changed.need_on, changed.priority) == (first.pk, 40, TODAY + DAY, 2)
    assert set(allocations(plant)) == {first.pk, other.pk}
    assert release(UUID(int=1), at=FRIDAY_18H) == 2
    assert (allocations(plant), release(UUID(int=1), at=FRIDAY_18H)) == ({}, 0)
    assert need(bar, 9, TODAY, 1).pk != first.pk


def test_lots_to_pick_are_first_to_expire_of_what_may_be_used(plant: Production, ada: Membership) -> None:
    glue, shelf, far = an_item(plant, "GLUE", tracking="lot"), a_store(plant), a_store(plant, "Z-9")
    soon, late = a_lot(glue, "SOON", expires_on=TODAY + DAY), a_lot(glue, "LATE", expires_on=TODAY + 9 * DAY)
    gone, held = a_lot(glue, "GONE", expires_on=TODAY), a_lot(glue, "HELD", held_since=FRIDAY_18H)
    for store, lot in ((shelf, late), (far, soon), (shelf, gone), (shelf, held)):
        in_stock(glue, 10, store, by=ada, lot=lot)
    soon_far, late_near = OnShelf(soon.pk, far.pk, 10, soon.expires_on), OnShelf(late.pk, shelf.pk, 10, late.expires_on)
    assert shelves_to_pick(plant, glue, 12, on=TODAY) == [(soon_far, 10), (late_near, 2)]
    assert shelves_to_pick(plant, glue, 12, store=shelf, on=TODAY) == [(late_near, 10)]


def test_moves_are_found_by_item_lot_place_kind_day_cause_and_words(
    plant: Production, ada: Membership, office: Organization
) -> None:
    bar, glue = an_item(plant, "BAR"), an_item(plant, "GLUE", tracking="lot")
    shelf, other, lot = a_store(plant), a_store(plant, "B-02"), a_lot(glue, "L-77")
    bars, glues = in_stock(bar, 5, shelf, by=ada), in_stock(glue, 2, other, by=ada, lot=lot)
    back = record_reversal(bars, reason="Typed twice", by=ada, at=FRIDAY_18H + DAY)

    def found(**asked: Any) -> list[object]:
        return list(moves_of(ada, plant, MoveFilter(**asked)))

    assert list(moves_of(ada, plant)) == [back, glues, bars]
    assert found(item=bar.public_id) == [back, bars]
    assert found(lot=lot.public_id) == [glues]
    assert found(store=other.public_id) == [glues]
    assert found(kind="opening balance", since=FRIDAY_18H + DAY) == [back]
    assert found(until=FRIDAY_18H + DAY) == [glues, bars]
    assert found(source=UUID(int=3)) == []
    assert found(words="l-77") == [glues]
    assert found(words="twice") == [back]
    assert (move_by_id(ada, plant, bars.public_id).reversed_by, bars.reverses) == (back, None)


def test_everything_of_a_plant_is_closed_to_strangers(plant: Production, ada: Membership) -> None:
    bar, shelf = an_item(plant, tracking="lot"), a_store(plant)
    lot = a_lot(bar)
    move = in_stock(bar, 5, shelf, by=ada, lot=lot)
    row = flag(plant, "Off", {}, source_kind="move", source=move.public_id, item=bar, by=ada, at=FRIDAY_18H)
    sam = a_member(an_organization("Other house"), name="Sam")
    for ask in (
        lambda: moves_of(sam, plant),
        lambda: lots_of_all(sam, plant),
        lambda: reservations_of(sam, plant),
        lambda: discrepancies_of(sam, plant),
        lambda: store_by_id(sam, plant, shelf.public_id),
        lambda: lot_by_id(ada, plant, row.public_id),
    ):
        with pytest.raises(NotFound):
            ask()
    assert (store_by_id(ada, plant, shelf.public_id), lot_by_id(ada, plant, lot.public_id)) == (shelf, lot)
    assert discrepancy_by_id(ada, plant, row.public_id) == row


def test_places_are_listed_as_one_walks_past_them(plant: Production) -> None:
    far, near = a_store(plant, "A-01", count_position=5), a_store(plant, "B-02")
    closed, client = a_store(plant, "C-03", is_active=False), world(plant, StoreKind.CLIENT)
    assert list(stores_of(plant)) == [near, closed, client, far]
    assert list(our_stores(plant)) == [near, far]


@pytest.mark.parametrize("count", [1, 3])
def test_stock_takes_the_same_queries_for_one_item_and_for_three(
    plant: Production, ada: Membership, count: int, django_assert_num_queries: Any
) -> None:
    shelf = a_store(plant)
    for number in range(count):
        item = an_item(plant, f"P-{number}")
        in_stock(item, 5, shelf, by=ada)
        need(item, 2, TODAY, number)
    with django_assert_num_queries(6):
        stock_of(plant)
    with django_assert_num_queries(5):
        allocations(plant)
