"""States of work orders, and small arithmetic."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.work_orders.rules import (
    NEXT_STATES,
    DueBeforeStart,
    NothingToMake,
    WorkState,
    WrongWorkState,
    builds,
    can_move,
    check_can_move,
    check_terms,
    sound_release_reason,
    split_share,
)

DAY = dt.date(2027, 3, 5)


def test_an_order_goes_from_planned_to_closed() -> None:
    way = ["planned", "firm", "released", "in process", "completed", "closed"]
    assert all(can_move(here, WorkState(there)) for here, there in pairwise(way))


def test_what_is_closed_or_canceled_stays_so() -> None:
    assert NEXT_STATES[WorkState.CLOSED] == NEXT_STATES[WorkState.CANCELED] == frozenset()


@pytest.mark.parametrize("held_from", [WorkState.RELEASED, WorkState.IN_PROCESS])
def test_a_hold_ends_where_it_began(held_from: WorkState) -> None:
    leads_to = [state for state in WorkState if can_move(WorkState.HELD, state, held_from=held_from)]
    assert leads_to == [held_from]


def test_a_completed_order_is_reopened_but_a_planned_one_is_not_released() -> None:
    assert can_move(WorkState.COMPLETED, WorkState.IN_PROCESS)
    with pytest.raises(WrongWorkState, match="WO-7 is planned, so it cannot become released"):
        check_can_move("planned", WorkState.RELEASED, number="WO-7")


def test_an_order_makes_something_and_is_due_after_it_starts() -> None:
    check_terms("BRACKET", 1, DAY, DAY)
    with pytest.raises(NothingToMake):
        check_terms("BRACKET", 0, DAY, DAY)
    with pytest.raises(DueBeforeStart):
        check_terms("BRACKET", 1, DAY, DAY - dt.timedelta(days=1))


@pytest.mark.parametrize(("said", "kept"), [("  ok ", ""), (" bar comes  at noon ", "bar comes at noon")])
def test_a_reason_that_tells_nobody_anything_is_none(said: str, kept: str) -> None:
    assert sound_release_reason(said) == kept


def test_eighty_meters_build_forty_eight_brackets() -> None:
    assert builds(80_000, Fraction(100_000, 60)) == 48


@given(total=st.integers(0, 10**9), part=st.integers(1, 500), rest=st.integers(1, 500))
def test_a_share_and_what_stays_are_the_whole(total: int, part: int, rest: int) -> None:
    share = split_share(total, part, part + rest)
    assert 0 <= share <= total
    assert 0 <= share * (part + rest) - total * part < part + rest or share == total
