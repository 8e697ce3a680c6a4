"""The ledger's arithmetic: averages, what is below zero, who gets what."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from callboard.stock.moves.ledger_rules import (
    Allocation,
    Cost,
    Need,
    OnShelf,
    Position,
    ReorderTerms,
    Settlement,
    allocate,
    first_to_expire,
    fold,
    half_even,
    is_expired,
    reorder_quantity,
    taken_in,
    taken_out,
)

MONDAY = dt.date(2027, 3, 8)
DAY = dt.timedelta(days=1)


def test_the_moving_average_of_the_published_example() -> None:
    """Oracle V1: 2,000 at 10, 500 at 11, out 800, in 1,000 at 12.50, out 2,000; exact 22,103.70 and 7,736.30."""
    position, moved = fold(
        Position(), [(2000, 2_000_000), (500, 550_000), (-800, None), (1000, 1_250_000), (-2000, None)]
    )
    assert moved == [2_000_000, 550_000, 816_000, 1_250_000, 2_210_370]
    assert (position.quantity, position.value) == (700, 773_630)


def test_halves_go_to_the_even_neighbor_whatever_the_sign() -> None:
    assert [half_even(n, 2) for n in (1, 3, 5, -1, -3, -5)] == [0, 2, 2, 0, -2, -2]
    assert [half_even(n, -2) for n in (1, 3, -5)] == [0, -2, 2]
    assert [half_even(n, 3) for n in (1, 2, 4, -2)] == [0, 1, 1, -1]


def test_the_last_piece_takes_the_rest_of_the_value() -> None:
    position, moved = fold(Position(), [(3, 100), (-1, None), (-1, None), (-1, None)])
    assert moved == [100, 33, 34, 33]
    assert (position.quantity, position.value) == (0, 0)


def test_what_goes_below_zero_is_held_at_the_last_average_and_settled_by_the_receipt() -> None:
    """Ten at 1.00 are there, 14 are used: four are held at 1.00. Twenty then come at 3.00: the four cost 12.00."""
    below, moved = taken_out(Position(10, 1000), 14)
    after, value, settlement = taken_in(below, 20, 6000)
    assert (moved, below.quantity, below.value) == (1400, -4, -400)
    assert (value, settlement) == (6000, Settlement(quantity=4, held=400, cost=1200))
    assert (after.quantity, after.value) == (16, 4800)


def test_a_cheap_receipt_does_not_turn_the_average_over() -> None:
    """Ten used at 100 before they were there; eleven come at 1: without settling, the one left would be worth -989."""
    below, _ = taken_out(Position(0, 0, Cost(100)), 10)
    after, _, settlement = taken_in(below, 11, 11)
    assert (after.quantity, after.value) == (1, 1)
    assert settlement == Settlement(10, 1000, 10)


def test_a_receipt_that_covers_a_part_leaves_the_rest_held_at_the_average() -> None:
    below, _ = taken_out(Position(0, 0, Cost(100)), 10)
    after, _, settlement = taken_in(below, 4, 480)
    assert (after.quantity, after.value, settlement) == (-6, -600, Settlement(4, 400, 480))


def test_a_reversal_takes_its_own_value_while_what_stays_is_worth_something() -> None:
    assert taken_out(Position(20, 300), 10, exact=200)[1] == 200
    assert taken_out(Position(20, 150), 10, exact=200)[1] == 75
    assert taken_out(Position(10, 150), 10, exact=200)[1] == 150


CHANGES = st.lists(
    st.tuples(st.integers(-40, 40).filter(bool), st.none() | st.integers(0, 10_000)), min_size=1, max_size=30
)


@given(CHANGES, st.integers(0, 500))
def test_stock_value_has_the_sign_of_the_stock_and_is_the_sum_of_all_that_moved(
    changes: list[tuple[int, int | None]], standard: int
) -> None:
    position, total = Position(last=Cost(standard)), 0
    for quantity, value in changes:
        if quantity > 0:
            position, moved, settlement = taken_in(position, quantity, value)
            total += moved + (settlement.held - settlement.cost if settlement else 0)
        else:
            position, moved = taken_out(position, -quantity)
            total -= moved
        assert moved >= 0
        assert position.value == total
        assert position.value * position.quantity >= 0
        assert position.quantity or not position.value


NEEDS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3), st.integers(0, 50)), max_size=12)


@given(NEEDS, st.integers(-20, 200), st.randoms(use_true_random=False))
def test_allocations_never_exceed_what_is_available_and_do_not_depend_on_who_asked_first(
    asked: list[tuple[int, int, int]], available: int, random: object
) -> None:
    needs = [Need(key, MONDAY + day * DAY, priority, size) for key, (day, priority, size) in enumerate(asked)]
    shuffled = list(needs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = allocate(needs, available)
    assert found == allocate(shuffled, available)
    assert sum(one.allocated for one in found.values()) == min(max(available, 0), sum(need.quantity for need in needs))
    assert {need.key: need.quantity for need in needs} == {k: one.allocated + one.short for k, one in found.items()}


def test_the_earlier_need_is_served_before_the_earlier_asker_and_then_priority_decides() -> None:
    needs = [Need(1, MONDAY + DAY, 1, 60), Need(2, MONDAY, 5, 50), Need(3, MONDAY, 2, 20)]
    assert allocate(needs, 80) == {3: Allocation(20, 0), 2: Allocation(50, 0), 1: Allocation(10, 50)}


def test_what_expires_first_is_taken_first() -> None:
    old, never, soon = OnShelf(1, 1, 5, MONDAY + 9 * DAY), OnShelf(2, 1, 5), OnShelf(3, 2, 5, MONDAY)
    assert first_to_expire([old, never, soon, OnShelf(4, 1, -3)], 12) == [(soon, 5), (old, 5), (never, 2)]
    assert first_to_expire([soon], 8) == [(soon, 5)]


def test_a_lot_is_out_from_the_day_that_it_names() -> None:
    assert [is_expired(MONDAY, MONDAY + days * DAY) for days in (-1, 0, 1)] == [False, True, True]
    assert not is_expired(None, MONDAY)


def test_more_is_ordered_by_what_is_here_or_coming_beyond_what_is_promised() -> None:
    terms = ReorderTerms(point=40, up_to=100, minimum=20, multiple=25)
    assert [reorder_quantity(position, terms) for position in (41, 40, 10, 90)] == [0, 75, 100, 0]
    assert reorder_quantity(-10, terms) == 125
    assert [reorder_quantity(position, ReorderTerms(point=40)) for position in (40, 30)] == [0, 10]
    assert reorder_quantity(35, ReorderTerms(point=40, minimum=20)) == 20
