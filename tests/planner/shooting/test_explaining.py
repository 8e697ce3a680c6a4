"""Why a piece is where it is: what its other days would cost and break, worked out by hand."""

from __future__ import annotations

import datetime as dt

from callboard.planner.shooting.explaining import reasons_for
from callboard.planner.shooting.plan import Component, ConflictKind
from callboard.planner.shooting.problem import Availability, CastMember, Light, Prices
from tests.planner.shooting.scenes_of_a_shoot import MONDAY, day, piece, placed, shoot

ADA = frozenset({"Ada"})
WEEK = (1, 2, 3, 4)
HELD = (CastMember("Ada", day_rate=100, hold_rate=40),)
NO_SPLIT = Prices(split_day=None)


def parts(place):
    """The components that change."""
    return {component: extra for component, extra in place.extra_by_component.items() if extra}


def seen(places):
    """Day, extra cost, and the rules newly broken."""
    return [(place.day, place.extra_cost, [conflict.kind for conflict in place.conflicts]) for place in places]


def test_other_days_are_told_cheapest_first_with_what_the_extra_cost_is_made_of():
    """Ada works days 1 and 2. With the second piece on day 1 a date of work is saved (100); each later day holds her
    for one date more (40)."""
    problem = shoot(piece("a", cast=ADA), piece("b", cast=ADA), days=WEEK, cast=HELD)

    places = reasons_for(problem, placed(a=1, b=2), "b")

    assert seen(places) == [("day 1", -100, []), ("day 3", 40, []), ("day 4", 80, [])]
    assert [parts(place) for place in places] == [
        {Component.CAST_WORK: -100},
        {Component.CAST_HOLD: 40},
        {Component.CAST_HOLD: 80},
    ]
    assert [place.extra_harm for place in places] == [0, 0, 0]


def test_a_day_that_breaks_a_rule_comes_after_those_that_break_none_however_cheap():
    """Beside the night piece of day 1 a crew day of 500 would be saved; day and night together are forbidden."""
    days = (day(1, crew_cost=500), day(2, crew_cost=500), day(3, crew_cost=700))
    problem = shoot(piece("a", light=Light.NIGHT), piece("b", light=Light.DAY), days=days, prices=NO_SPLIT)

    places = reasons_for(problem, placed(a=1, b=2), "b")

    assert seen(places) == [("day 3", 200, []), ("day 1", -500, [ConflictKind.DAY_AND_NIGHT])]
    assert places[1].extra_harm == places[1].conflicts[0].harm
    assert str(places[1].conflicts[0].sentence) == "2026-03-02 has day work (b) and night work (a)."


def test_a_locked_piece_would_break_its_lock_on_every_other_day():
    problem = shoot(piece("a", locked_to="day 2"), piece("b"), days=(1, 2, 3))

    places = reasons_for(problem, placed(a=2, b=1), "a")

    assert seen(places) == [("day 1", 0, [ConflictKind.LOCK]), ("day 3", 0, [ConflictKind.LOCK])]


def test_a_broken_lock_costs_no_more_harm_elsewhere_and_less_at_home():
    """Locked to day 2 and placed on day 1: on day 3 the lock is as broken as now, so nothing is new."""
    problem = shoot(piece("a", locked_to="day 2"), days=(1, 2, 3))

    places = reasons_for(problem, placed(a=1), "a")

    assert [place.day for place in places] == ["day 2", "day 3"]
    assert places[0].extra_harm < 0
    assert places[1].extra_harm == 0
    assert places[0].conflicts == ()


def test_rules_that_are_new_or_worse_than_now_are_told_the_least_harmful_first():
    """Day 1 is 60 minutes too long already and would be 120: that is worse than now, and told. Ada is away on day 2."""
    long = piece("long", 900)
    away = (CastMember("Ada", available=Availability(away=frozenset({MONDAY + dt.timedelta(days=1)}))),)
    problem = shoot(long, piece("a", cast=ADA), days=(1, 2, 3, 4), cast=away)

    places = reasons_for(problem, placed(long=1, a=3), "a")

    assert seen(places) == [
        ("day 4", 0, []),
        ("day 1", 0, [ConflictKind.LEGAL_DAY]),
        ("day 2", 0, [ConflictKind.NOT_AVAILABLE]),
    ]
    worse = next(place for place in places if place.day == "day 1").conflicts[0]
    assert (worse.excess, worse.day) == (120, "day 1")


def test_a_rule_that_is_broken_elsewhere_anyway_is_not_told_again():
    problem = shoot(piece("long", 900), piece("a"), days=(1, 2, 3))

    assert seen(reasons_for(problem, placed(long=1, a=2), "a"))[0] == ("day 3", 0, [])


def test_at_most_so_many_days_are_told_the_cheapest_ones():
    problem = shoot(piece("a", cast=ADA), piece("b", cast=ADA), days=WEEK, cast=HELD)

    assert [place.day for place in reasons_for(problem, placed(a=1, b=2), "b", most=2)] == ["day 1", "day 3"]
    assert reasons_for(problem, placed(a=1, b=2), "b", most=0) == ()


def test_a_piece_with_one_day_only_has_no_other_place():
    assert reasons_for(shoot(piece("a"), days=(1,)), placed(a=1), "a") == ()
