"""How much an order needs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.products.demand_rules import (
    MILLION,
    component_need,
    good_yields,
    operation_starts,
    work_minutes,
    yield_at,
)


def test_scrap_divides_by_what_is_left_and_does_not_multiply() -> None:
    """60 brackets of 1.5 m with 10 % scrap: 100 m, not 99 m. 1,000 pieces: 1,111.1, so 1,112."""
    assert component_need(60, 1500, scrap_ppm=100_000) == 100_000
    assert component_need(1000, 1, scrap_ppm=100_000) == 1112


def test_a_need_is_rounded_up_once_and_not_at_each_step() -> None:
    """100 good of a yield of 0.9 start 111.1…, each takes 0.9: rounding the start first would need 101."""
    assert component_need(100, 9, batch_quantity=10, good_yield=Fraction(9, 10)) == 100


def test_a_fixed_quantity_is_needed_once_for_an_order_and_not_at_all_for_none() -> None:
    assert [component_need(quantity, 3, is_fixed=True) for quantity in (0, 1, 500)] == [0, 3, 3]


def test_yields_multiply_along_the_routing_from_each_operation_to_the_end() -> None:
    """Saw 100 %, mill 95 %, weld 90 %: for 57 good ones 64 are welded, and 67 milled and sawn."""
    yields = {10: MILLION, 20: 950_000, 30: 900_000}
    assert good_yields(yields) == {10: Fraction(855, 1000), 20: Fraction(855, 1000), 30: Fraction(9, 10)}
    assert operation_starts(57, yields) == {10: 67, 20: 67, 30: 64}


def test_the_items_own_yield_counts_where_no_operation_loses_anything() -> None:
    assert operation_starts(90, {10: MILLION, 20: MILLION}, 900_000) == {10: 100, 20: 100}
    assert operation_starts(90, {10: 900_000}, 900_000) == {10: 100}


@pytest.mark.parametrize(
    ("operation", "expected"), [(None, 855), (10, 855), (15, 855), (20, 855), (30, 900), (40, 1000)]
)
def test_a_component_follows_the_start_of_the_operation_it_is_issued_at(operation: int | None, expected: int) -> None:
    good = good_yields({10: MILLION, 20: 950_000, 30: 900_000})
    assert yield_at(operation, good) == Fraction(expected, 1000)


def test_without_a_routing_the_items_yield_counts() -> None:
    assert yield_at(None, {}, 800_000) == Fraction(4, 5)


@given(
    quantity=st.integers(1, 10**6),
    per=st.integers(1, 10**6),
    batch=st.integers(1, 1000),
    scrap=st.integers(0, MILLION - 1),
)
def test_a_need_is_the_least_that_leaves_enough_after_scrap(quantity: int, per: int, batch: int, scrap: int) -> None:
    need = component_need(quantity, per, batch_quantity=batch, scrap_ppm=scrap)
    good = 1 - Fraction(scrap, MILLION)
    wanted = Fraction(quantity * per, batch)
    assert (need - 1) * good < wanted <= need * good


def test_time_on_the_machine_is_setup_and_run_or_whole_batches() -> None:
    piece = {"setup_minutes": 20, "run_seconds": 90, "run_quantity": 1, "batch_quantity": 0, "batch_minutes": 0}
    oven = {"setup_minutes": 5, "run_seconds": 0, "run_quantity": 1, "batch_quantity": 40, "batch_minutes": 60}
    assert [work_minutes(quantity, **piece) for quantity in (0, 1, 60)] == [20, 22, 110]
    assert [work_minutes(quantity, **oven) for quantity in (40, 41)] == [65, 125]
