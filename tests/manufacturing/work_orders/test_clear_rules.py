"""Who gets what, and when the rest comes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.work_orders.clear_rules import Claim, Coming, Cover, covers

DAY = dt.date(2027, 3, 5)


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def test_the_earlier_need_is_served_first_and_the_rest_waits_for_the_receipt() -> None:
    claims = {"late": Claim(1, 50, day(9)), "soon": Claim(1, 60, day(2))}
    coming = [Coming(1, 30, day(12)), Coming(1, 40, day(5))]
    assert covers({1: 80}, claims, coming) == {"late": Cover(20, 30, day(5)), "soon": Cover(60, 0)}


def test_a_receipt_that_an_earlier_need_takes_is_gone() -> None:
    claims = {"first": Claim(1, 10, day(1)), "second": Claim(1, 10, day(2))}
    assert covers({}, claims, [Coming(1, 15, day(4))]) == {
        "first": Cover(0, 10, day(4)),
        "second": Cover(0, 10, None),
    }


def test_between_equals_priority_decides_then_age() -> None:
    claims = {"young": Claim(1, 5, DAY, order=9), "old": Claim(1, 5, DAY, order=3), "urgent": Claim(1, 5, DAY, 1, 99)}
    found = covers({1: 8}, claims, [])
    assert [(name, found[name].allocated) for name in claims] == [("young", 0), ("old", 3), ("urgent", 5)]


@given(
    there=st.dictionaries(st.integers(1, 3), st.integers(-20, 200)),
    asked=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 90), st.integers(0, 9), st.integers(1, 9))),
)
def test_what_is_allocated_is_never_more_than_there_is_and_nothing_is_kept_back(
    there: dict[int, int], asked: list[tuple[int, int, int, int]]
) -> None:
    claims = {
        index: Claim(item, quantity, day(need), priority, index)
        for index, (item, quantity, need, priority) in enumerate(asked)
    }
    found = covers(there, claims, [])
    given_out, short = defaultdict[int, int](int), defaultdict[int, int](int)
    for key, cover in found.items():
        assert cover.allocated + cover.short == claims[key].quantity
        given_out[claims[key].item] += cover.allocated
        short[claims[key].item] += cover.short
    for item in {claim.item for claim in claims.values()}:
        assert given_out[item] <= max(there.get(item, 0), 0)
        assert not short[item] or given_out[item] == max(there.get(item, 0), 0)
