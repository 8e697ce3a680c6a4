"""States, what-if changes, progress and layouts, without a database."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from callboard.film.planning.rules import (
    NEXT_STATES,
    Change,
    DatesCross,
    Layout,
    LocationOffer,
    NegativeFigure,
    RunState,
    TooManyChanges,
    WrongChange,
    WrongRunState,
    WrongTime,
    change_as_json,
    change_from_json,
    changed_strips,
    check_changes,
    check_next,
    check_offer,
    check_seconds,
    first_of,
    folded,
    layout_as_json,
    layout_from_json,
    state_diagram,
    thinned,
)

MONDAY, TUESDAY = date(2027, 3, 8), date(2027, 3, 9)


def may_follow(state: RunState, following: RunState) -> bool:
    try:
        check_next(state, following)
    except WrongRunState:
        return False
    return True


def test_a_run_goes_only_where_the_table_says() -> None:
    allowed = {(state.value, then.value) for state, then in product(RunState, RunState) if may_follow(state, then)}

    assert allowed == {
        ("queued", "running"),
        ("queued", "stopped"),
        ("running", "done"),
        ("running", "stopped"),
        ("running", "failed"),
        ("done", "adopted"),
        ("done", "discarded"),
        ("stopped", "adopted"),
        ("stopped", "discarded"),
        ("failed", "discarded"),
    }
    assert NEXT_STATES.keys() == set(RunState)
    with pytest.raises(WrongRunState, match="This run is failed"):
        check_next(RunState.FAILED, RunState.ADOPTED)


def test_the_picture_in_the_docs_is_the_table() -> None:
    page = (Path(__file__).parents[3] / "docs/film/planning.md").read_text()
    drawn = re.search(r"```mermaid\n(.*?)\n```", page, re.DOTALL)
    assert drawn is not None
    assert drawn.group(1) == state_diagram()


@pytest.mark.parametrize("seconds", [0, 601])
def test_a_plan_takes_between_a_second_and_ten_minutes(seconds: int) -> None:
    check_seconds(1)
    check_seconds(600)
    with pytest.raises(WrongTime):
        check_seconds(seconds)


@pytest.mark.parametrize(
    ("form", "change"),
    [
        ({"person": "a", "free_on": ["2027-03-08"]}, Change(person="a", free_on=(MONDAY,))),
        ({"person": "a", "away": ["2027-03-08", "2027-03-09"]}, Change(person="a", away=(MONDAY, TUESDAY))),
        ({"location": "set:PIER", "away": ["2027-03-09"]}, Change(location="set:PIER", away=(TUESDAY,))),
        ({"extra_day": "2027-03-08"}, Change(extra_day=MONDAY)),
        ({"lost_day": "2027-03-08"}, Change(lost_day=MONDAY)),
    ],
)
def test_a_change_is_kept_as_what_it_says(form: dict[str, Any], change: Change) -> None:
    assert change_from_json(form) == change
    assert change_as_json(change) == form


def test_a_lone_date_stands_for_a_list_of_one() -> None:
    assert change_from_json({"person": "a", "free_on": "2027-03-08"}) == Change(person="a", free_on=(MONDAY,))


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"person": "a"},
        {"person": "a", "free_on": "yesterday"},
        {"person": "a", "location": "b", "away": ["2027-03-08"]},
        {"person": "a", "away": ["2027-03-08"], "free_on": ["2027-03-09"]},
        {"location": "b", "free_on": ["2027-03-08"]},
        {"extra_day": "2027-03-08", "lost_day": "2027-03-09"},
        {"person": "a", "extra_day": "2027-03-08"},
        {"person": "a", "away": 7},
    ],
)
def test_a_change_that_says_nothing_or_two_things_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(WrongChange):
        change_from_json(form)


def test_more_changes_than_anybody_could_compare_are_refused() -> None:
    change = Change(extra_day=MONDAY)
    check_changes([change] * 40)
    with pytest.raises(TooManyChanges):
        check_changes([change] * 41)


def test_progress_is_thinned_evenly_and_keeps_its_ends() -> None:
    rows: list[list[float | int]] = [[second, 0, 0, 0] for second in range(1000)]

    assert thinned(rows[:3], 5) == rows[:3]
    assert [row[0] for row in thinned(rows, 4)] == [0, 333, 666, 999]
    assert len(thinned(rows)) == 200


def test_what_changed_between_two_boards_is_named_once_in_board_order() -> None:
    """One strip goes to Tuesday, one is new, one gone, one longer, one only changes its place within the day."""
    before = Layout(
        days=((MONDAY, ("a", "b", "stays")), (TUESDAY, ("gone",))),
        boneyard=("longer",),
        lengths={"a": (8, 0), "b": (8, 0), "stays": (4, 0), "gone": (1, 0), "longer": (2, 0)},
    )
    now = Layout(
        days=((MONDAY, ("stays", "a")), (TUESDAY, ("b", "new"))),
        boneyard=("longer",),
        lengths={"a": (8, 0), "b": (8, 0), "stays": (4, 0), "new": (1, 0), "longer": (3, 0)},
    )

    assert changed_strips(before, now) == ["b", "new", "longer", "gone"]
    assert before.fingerprint != now.fingerprint
    assert layout_from_json(layout_as_json(before)) == before
    assert layout_from_json(layout_as_json(before)).fingerprint == before.fingerprint


def test_a_long_list_is_cut() -> None:
    assert first_of("abcdefg") == "a, b, c, d, e, +2"
    assert first_of("ab") == "a, b"


def test_offers_are_checked() -> None:
    check_offer(LocationOffer(windows=((MONDAY, MONDAY), (None, TUESDAY)), rent_minor=0))
    with pytest.raises(DatesCross):
        check_offer(LocationOffer(windows=((TUESDAY, MONDAY),)))
    with pytest.raises(NegativeFigure):
        check_offer(LocationOffer(set_up_minor=-1))


def test_sets_are_compared_without_case_and_blanks() -> None:
    assert folded(" The  Kitchen ") == folded("THE KITCHEN") == "THE KITCHEN"
