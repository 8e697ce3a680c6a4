"""What is owed, how far an order is, and how kept promises are counted. No database."""

from __future__ import annotations

from datetime import date

import pytest

from callboard.manufacturing.orders.rules import (
    NEXT_STATES,
    LineRecord,
    OrderState,
    Otif,
    PriceNegative,
    PriorityUnknown,
    QuantityMissing,
    Standing,
    check_terms,
    line_standing,
    order_standing,
    otif_of,
    outstanding,
    value_of,
)

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2027, 3, day) for day in (1, 2, 3, 5))


def a_line(*departures: tuple[date, int], ordered: int = 10, promised: date | None = TUESDAY) -> LineRecord:
    return LineRecord(ordered, MONDAY, promised, departures)


def test_the_state_table_is_this() -> None:
    assert {
        OrderState.OPEN: {OrderState.SHIPPED, OrderState.CANCELED},
        OrderState.SHIPPED: {OrderState.OPEN},
        OrderState.CANCELED: set(),
    } == NEXT_STATES


def test_on_time_and_in_full_are_counted_line_by_line_and_their_product_is_not_the_joint_share() -> None:
    """Ten ordered, promised for Tuesday, looked at on Friday.

    kept: all ten on Monday. late: all ten on Wednesday. short: six on Monday, nothing since. split: six on Monday and
    four on Wednesday. On time are kept and short; in full are kept, late and split; both is only kept.
    """
    kept, late = a_line((MONDAY, 10)), a_line((WEDNESDAY, 10))
    short, split = a_line((MONDAY, 6)), a_line((MONDAY, 6), (WEDNESDAY, 4))

    found = otif_of([kept, late, short, split], today=FRIDAY)

    assert found == Otif(lines=4, on_time=2, in_full=3, both=1, without_date=0)
    assert [found.percent(count) for count in (found.on_time, found.in_full, found.both)] == [50, 75, 25]


def test_a_line_that_is_not_due_yet_is_neither_kept_nor_broken_but_a_complete_one_counts() -> None:
    not_due, early = a_line((MONDAY, 6)), a_line((MONDAY, 10))
    assert otif_of([not_due, early], today=TUESDAY) == Otif(1, 1, 1, 1, 0)


def test_a_line_without_a_promise_is_left_out_and_said_so() -> None:
    never_promised = a_line((MONDAY, 10), promised=None)
    assert otif_of([never_promised], today=FRIDAY) == Otif(0, 0, 0, 0, without_date=1)
    assert otif_of([never_promised], today=FRIDAY, against="requested") == Otif(1, 1, 1, 1, 0)
    assert otif_of([never_promised], today=FRIDAY).percent(0) is None


def test_a_line_of_which_nothing_left_is_not_on_time() -> None:
    assert otif_of([a_line()], today=FRIDAY) == Otif(1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("ordered", "shipped", "is_canceled", "standing", "owed"),
    [
        (10, 0, False, Standing.OPEN, 10),
        (10, 4, False, Standing.PART_SHIPPED, 6),
        (10, 10, False, Standing.SHIPPED, 0),
        (10, 12, False, Standing.SHIPPED, 0),
        (10, 0, True, Standing.CANCELED, 0),
        (10, 4, True, Standing.SHIPPED, 0),
    ],
)
def test_a_line_stands_where_its_shipments_put_it(
    ordered: int, shipped: int, is_canceled: bool, standing: Standing, owed: int
) -> None:
    assert line_standing(ordered, shipped, is_canceled=is_canceled) is standing
    assert outstanding(ordered, shipped, is_canceled=is_canceled) == owed


@pytest.mark.parametrize(
    ("lines", "standing"),
    [
        ([Standing.OPEN, Standing.OPEN], Standing.OPEN),
        ([Standing.SHIPPED, Standing.OPEN], Standing.PART_SHIPPED),
        ([Standing.SHIPPED, Standing.CANCELED], Standing.SHIPPED),
        ([Standing.CANCELED], Standing.CANCELED),
        ([], Standing.OPEN),
    ],
)
def test_an_order_stands_where_its_lines_do(lines: list[Standing], standing: Standing) -> None:
    assert order_standing(lines) is standing


@pytest.mark.parametrize(
    ("quantity", "price", "decimals", "value"), [(60, 1250, 0, 75000), (1500, 333, 3, 500), (500, 1, 3, 0)]
)
def test_a_line_costs_its_price_by_the_whole_unit_and_half_goes_to_even(
    quantity: int, price: int, decimals: int, value: int
) -> None:
    """1.5 m at 3.33 are 4.995: the even neighbor is 5.00."""
    assert value_of(quantity, price, decimals) == value


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ((0, 0, 5), QuantityMissing),
        ((1, -1, 5), PriceNegative),
        ((1, 0, 0), PriorityUnknown),
        ((1, 0, 10), PriorityUnknown),
    ],
)
def test_terms_out_of_range_are_refused(terms: tuple[int, int, int], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_terms("BRACKET", *terms)
