"""Which revision holds when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.products.rules import (
    NEXT_STATES,
    EndsBeforeItBegins,
    PrioritiesEqual,
    RevisionState,
    WrongRevisionState,
    check_priorities,
    check_step,
    check_window,
    in_effect,
    next_number,
    overlap,
    revision_on,
    windows_of,
)

MAY, JUNE, JULY = date(2027, 5, 1), date(2027, 6, 1), date(2027, 7, 1)
RELEASED = datetime(2027, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Revision:
    name: str
    from_on: date | None = None
    to_on: date | None = None
    released_at: datetime | None = RELEASED


def test_a_window_holds_its_first_day_and_not_its_last() -> None:
    row = Revision("A", MAY, JUNE)
    assert [in_effect(row, day) for day in (MAY - timedelta(1), MAY, JUNE - timedelta(1), JUNE)] == [
        False,
        True,
        True,
        False,
    ]


def test_the_revision_that_begins_last_rules_then_the_one_released_last() -> None:
    old, new = Revision("A"), Revision("B", JUNE)
    corrected = Revision("A2", released_at=RELEASED + timedelta(days=9))
    assert [revision_on([new, old, corrected], day) for day in (MAY, JUNE)] == [corrected, new]


def test_windows_never_overlap_and_leave_gaps_where_nothing_rules() -> None:
    a, b = Revision("A", None, JULY), Revision("B", MAY, JUNE)
    assert windows_of([a, b]) == [(a, (None, MAY)), (b, (MAY, JUNE)), (a, (JUNE, JULY))]


DAYS = st.one_of(st.none(), st.integers(0, 12).map(lambda day: MAY + timedelta(day)))


@given(st.lists(st.tuples(DAYS, DAYS, st.integers(0, 3)), max_size=5))
def test_on_every_day_the_windows_name_the_revision_that_rules(
    drawn: list[tuple[date | None, date | None, int]],
) -> None:
    rows = [
        Revision(str(number), from_on, to_on, RELEASED + timedelta(days=released, seconds=number))
        for number, (from_on, to_on, released) in enumerate(drawn)
    ]
    windows = windows_of(rows)
    for offset in range(-2, 16):
        day = MAY + timedelta(offset)
        holding = [row for row, window in windows if in_effect(Revision("", *window), day)]
        ruling = revision_on(rows, day)
        assert holding == ([ruling] if ruling else [])


def test_windows_that_only_touch_share_no_day() -> None:
    assert overlap((None, JUNE), (MAY, None)) == (MAY, JUNE)
    assert overlap((MAY, JUNE), (JUNE, None)) is None
    with pytest.raises(EndsBeforeItBegins):
        check_window(JUNE, JUNE)


@pytest.mark.parametrize("state", list(RevisionState))
@pytest.mark.parametrize("wanted", list(RevisionState))
def test_only_the_steps_of_the_table_are_taken(state: RevisionState, wanted: RevisionState) -> None:
    if wanted in NEXT_STATES[state]:
        check_step(state, wanted, "A")
        return
    with pytest.raises(WrongRevisionState):
        check_step(state, wanted, "A")


def test_alternatives_of_one_group_have_priorities_of_their_own() -> None:
    check_priorities([("steel", 1), ("steel", 2), ("", 1), ("", 1)])
    with pytest.raises(PrioritiesEqual):
        check_priorities([("steel", 1), ("steel", 1)])


def test_numbers_go_by_tens() -> None:
    assert [next_number(taken) for taken in ([], [10], [10, 25], [7])] == [10, 20, 30, 10]
