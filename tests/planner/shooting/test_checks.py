from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given

from callboard.planner.shooting.checks import check_problem, circle_in
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Location,
    MinorHours,
    OrderRule,
    Placement,
    Prices,
    Rental,
    Window,
)
from callboard.planner.shooting.refusals import WrongProblem
from tests.planner.shooting.any_problem import PROBLEMS
from tests.planner.shooting.scenes_of_a_shoot import MONDAY, day, piece, shoot


def faults(problem):
    """Every sentence about the problem, sorted; none for a problem that can be planned."""
    try:
        check_problem(problem)
    except WrongProblem as refused:
        return sorted(map(str, refused.sentences))
    return []


def test_a_sound_problem_passes():
    problem = shoot(
        piece("a", cast=frozenset({"MARA"}), rentals=frozenset({"crane"}), locked_to="day 1", unit=""),
        piece("b"),
        cast=(CastMember("MARA"),),
        rentals=(Rental("crane"),),
        order_rules=(OrderRule("a", "b"),),
        minor_hours=(MinorHours(0, 12, 100), MinorHours(12, 24, 200)),
        published=(Placement("a", "day 1"),),
    )
    assert faults(problem) == []


def test_nothing_to_shoot_and_no_day_to_shoot_on_are_both_said():
    assert faults(shoot(days=(), locations=())) == [
        "There are no days. Add at least one.",
        "There are no pieces. Add at least one.",
    ]


def test_every_unknown_key_is_said_with_who_names_it():
    unknown = piece(
        "a", location="pier", cast=frozenset({"MARA"}), rentals=frozenset({"crane"}), locked_to="day 9", unit="B"
    )
    problem = shoot(unknown, order_rules=(OrderRule("a", "z"),), published=(Placement("y", "day 8"),))
    assert faults(problem) == [
        "a is for unit “B”, which has no day. Give it a day, or correct the name.",
        "a names MARA, which is not among the cast. Add it there, or correct the name.",
        "a names crane, which is not among the rentals. Add it there, or correct the name.",
        "a names day 9, which is not among the days. Add it there, or correct the name.",
        "a names pier, which is not among the locations. Add it there, or correct the name.",
        "a → z names z, which is not among the pieces. Add it there, or correct the name.",
        "published names day 8, which is not among the days. Add it there, or correct the name.",
        "published names y, which is not among the pieces. Add it there, or correct the name.",
    ]


def test_keys_are_given_once_and_are_not_empty():
    problem = shoot(
        piece("a"), piece("a"), piece(""), locations=(Location("mill"), Location("mill")),
        published=(Placement("a", "day 1"), Placement("a", "day 2")),
    )  # fmt: skip
    assert faults(problem) == [
        "One of the pieces has an empty key. Give it one.",
        "a is there twice among the pieces. Give each its own key.",
        "a is there twice among the published. Give each its own key.",
        "mill is there twice among the locations. Give each its own key.",
    ]


def test_days_are_on_dates_that_make_sense():
    days = (
        day(1, legal_minutes=600),
        day(1, key="again"),
        day(2),
        day(3, on=dt.date(1969, 12, 31)),
    )
    assert faults(shoot(piece("a"), days=days, days_off=frozenset({MONDAY + dt.timedelta(days=1)}))) == [
        "Day day 1: its legal length (600 minutes) is below the regular one (720). Raise the legal one.",
        "Day day 2 is on 2026-03-03, a company day off. Take one of the two out.",
        "Days day 1 and again are both of unit “” on 2026-03-02. Make them one day.",
        "The shoot goes from 1969-12-31 to 2026-03-03. It may last 3660 days at most.",
        "day 3: the date 1969-12-31 is outside the years 1970–2199. Correct it.",
    ]


def test_numbers_stay_in_their_range():
    problem = shoot(
        piece("a", -5, eighths=10**6),
        cast=(CastMember("MARA", day_rate=-1, drop_after_days=-1, most_drops=9),),
        locations=(Location("mill", rent=10**12),),
        prices=Prices(move=-1, short_rest=-7, split_day=None),
        most_location_days=-1,
        minor_hours=(MinorHours(0, 12, -1),),
    )
    assert faults(problem) == [
        "MARA: day_rate is -1. Give a whole number from 0 to 100000000000.",
        "MARA: drop_after_days is -1. Give a whole number from 0 to 10000.",
        "MARA: most_drops is 9. Give a whole number from 0 to 8.",
        "a: eighths is 1000000. Give a whole number from 0 to 100000.",
        "a: minutes is -5. Give a whole number from 0 to 10080.",
        "mill: rent is 1000000000000. Give a whole number from 0 to 100000000000.",
        "minor_hours: work_minutes is -1. Give a whole number from 0 to 10080.",
        "prices: move is -1. Give a whole number from 0 to 100000000000.",
        "prices: short_rest is -7. Give a whole number from 0 to 100000000000.",
        "problem: most_location_days is -1. Give a whole number from 0 to 10000000.",
    ]


def test_windows_and_ages_run_forward():
    backward = Availability(windows=(Window(MONDAY, MONDAY),))
    problem = shoot(
        piece("a", available=backward),
        locations=(Location("mill", available=backward),),
        minor_hours=(MinorHours(24, 12, 100), MinorHours(0, 36, 100), MinorHours(30, 48, 100)),
        cast=(CastMember("MARA", born_on=dt.date(1969, 1, 1), available=backward),),
    )
    assert faults(problem) == [
        "Hours of minors from 24 to below 12 months hold for nobody. Correct the ages.",
        "MARA: a window ends on 2026-03-02, not after its start on 2026-03-02. Correct one of them.",
        "MARA: the date 1969-01-01 is outside the years 1970–2199. Correct it.",
        "Two rows of minors' hours hold at 24 months of age. Let one end where the other begins.",
        "a: a window ends on 2026-03-02, not after its start on 2026-03-02. Correct one of them.",
        "mill: a window ends on 2026-03-02, not after its start on 2026-03-02. Correct one of them.",
    ]


def test_order_rules_do_not_go_round():
    pieces = [piece(key) for key in "abcd"]
    rules = [OrderRule(*pair) for pair in ("ab", "bc", "cb", "dd")]
    assert faults(shoot(*pieces, order_rules=tuple(rules))) == [
        "The order rules go round in a circle: b → c → b. Take one of them out.",
        "d is to be shot before itself. Take this order rule out.",
    ]


@pytest.mark.parametrize(
    ("arrows", "circle"),
    [
        ({}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, []),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c", "a"]),
        ({"a": ["b"], "b": [], "x": ["y"], "y": ["x"]}, ["x", "y", "x"]),
    ],
)
def test_a_circle_is_told_with_its_way(arrows, circle):
    assert circle_in(arrows) == circle


def test_a_long_chain_of_order_rules_is_no_matter_of_recursion():
    chain = {str(number): [str(number + 1)] for number in range(50_000)}
    assert circle_in(chain) == []
    assert len(circle_in(chain | {"50000": ["0"]})) == 50_002


def test_too_much_of_anything_is_all_that_is_said():
    problem = dataclasses.replace(shoot(piece("a", -1)), days=(day(1),) * 1_001)
    assert faults(problem) == ["There are 1001 days; there may be 1000 at most."]


@given(PROBLEMS)
def test_the_check_answers_for_every_problem(problem):
    assert all("%(" not in sentence for sentence in faults(problem))
