"""How many can be built, against counting up one by one with another netting."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.products.build_rules import (
    MOST,
    Buildable,
    Parts,
    Use,
    best_choice,
    most_buildable,
    netted,
)

BIKE, FRAME, WHEEL, TUBE, BOLT, RIM = range(1, 7)


def test_sixty_brackets_need_a_hundred_meters_and_eighty_build_forty_eight() -> None:
    parts = {1: [Use(2, Fraction(1500) / Fraction(9, 10))]}
    assert netted(1, 60, parts, {2: 80_000}).short == {2: 20_000}
    assert most_buildable(1, parts, {2: 80_000}) == Buildable(48, {2: 1667}, {})


def test_a_part_shared_by_two_branches_is_counted_once() -> None:
    """A bike of a frame (4 bolts) and two wheels (1 bolt each): 6 bolts a bike, not 4 here and 2 there."""
    parts = {
        BIKE: [Use(FRAME, Fraction(1)), Use(WHEEL, Fraction(2))],
        FRAME: [Use(BOLT, Fraction(4))],
        WHEEL: [Use(BOLT, Fraction(1))],
    }
    assert most_buildable(BIKE, parts, {BOLT: 13}) == Buildable(2, {BOLT: 5}, {})


def test_stock_on_the_way_down_saves_what_it_is_made_of() -> None:
    """Three frames lie there: they need no bolts."""
    parts = {BIKE: [Use(FRAME, Fraction(1)), Use(BOLT, Fraction(1))], FRAME: [Use(BOLT, Fraction(4))]}
    found = netted(BIKE, 5, parts, {FRAME: 3, BOLT: 20, BIKE: 99})
    assert (found.gross, found.from_stock, found.made, found.short) == (
        {BIKE: 5, FRAME: 5, BOLT: 13},
        {FRAME: 3, BOLT: 13},
        {BIKE: 5, FRAME: 2},
        {},
    )


def test_a_fixed_quantity_is_needed_as_soon_as_one_is_built() -> None:
    parts = {1: [Use(2, fixed=5), Use(3, Fraction(1))]}
    assert most_buildable(1, parts, {2: 4, 3: 100}) == Buildable(0, {2: 1}, {})
    assert most_buildable(1, parts, {2: 5, 3: 100}).count == 100


def test_of_alternatives_the_one_that_builds_most_is_taken_wholly() -> None:
    parts = {1: [Use(2, Fraction(1), group="steel", priority=1), Use(3, Fraction(2), group="steel", priority=2)]}
    assert most_buildable(1, parts, {2: 7, 3: 40}) == Buildable(20, {3: 2}, {(1, "steel"): 3})
    assert best_choice(1, 7, parts, {2: 7, 3: 40}) == {(1, "steel"): 2}
    assert best_choice(1, 8, parts, {2: 7, 3: 40}) == {(1, "steel"): 3}


def test_what_nothing_stops_has_no_end() -> None:
    assert most_buildable(1, {1: []}, {}) == Buildable(None, {}, {})
    assert most_buildable(1, {1: [Use(2, Fraction(1, MOST))]}, {2: 2}).count is None


def test_without_a_bill_nothing_can_be_built() -> None:
    assert most_buildable(1, {}, {}) == Buildable(0, {1: 1}, {})


# Small trees: items 0 to 5, each made of higher ones; the last ones are bought.
USES = st.builds(
    lambda component, num, den, fixed: (component, Fraction(num, den), fixed),
    st.integers(1, 5),
    st.integers(0, 4),
    st.integers(1, 3),
    st.sampled_from([0, 0, 0, 1, 2]),
)
TREES = st.dictionaries(st.integers(1, 3), st.lists(USES, max_size=3), max_size=3)
TOPS = st.lists(USES, min_size=1, max_size=3)


def _parts(top: list[tuple[int, Fraction, int]], tree: dict[int, list[tuple[int, Fraction, int]]]) -> Parts:
    return {0: [Use(*use) for use in top]} | {
        item: [Use(*use) for use in uses if use[0] > item] for item, uses in tree.items()
    }


def covered(quantity: int, parts: Parts, stock: dict[int, int]) -> bool:
    """Another netting: items by number, since each is made of higher ones only."""
    needs = dict.fromkeys(range(6), 0)
    needs[0] = quantity
    for item in range(6):
        to_make = needs[item] - (min(needs[item], stock.get(item, 0)) if item else 0)
        if not to_make:
            continue
        if item not in parts:
            return False
        for use in parts[item]:
            needs[use.component] += ceil(to_make * use.per) + use.fixed
    return True


@given(TOPS, TREES, st.dictionaries(st.integers(0, 5), st.integers(0, 30), max_size=6))
def test_the_largest_quantity_is_what_counting_up_finds(
    top: list[tuple[int, Fraction, int]],
    tree: dict[int, list[tuple[int, Fraction, int]]],
    stock: dict[int, int],
) -> None:
    parts = _parts(top, tree)
    found = most_buildable(0, parts, stock)
    if found.count is None:
        assert all(covered(quantity, parts, stock) for quantity in (1, 10, 100_000))
        return
    counted = next(quantity for quantity in range(1, 10_000) if not covered(quantity, parts, stock)) - 1
    assert found.count == counted
    assert found.short
