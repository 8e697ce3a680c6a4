"""Bounds of a shoot: never above any plan without a conflict, closed form and day patterns."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callboard.planner.shooting.bounds import Bound, simple_bound, strong_bound
from callboard.planner.shooting.breaches import can_be_shot_on
from callboard.planner.shooting.day_classes import day_classes, possible_days
from callboard.planner.shooting.plan import Component
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Light,
    Location,
    MinorHours,
    OrderRule,
    Piece,
    Placement,
    Prices,
    Problem,
    Rental,
    ShootDay,
    Window,
)
from callboard.planner.shooting.stopping import Budget

MONDAY = dt.date(2026, 11, 23)
CAST, PLACES, RENTALS, UNITS = ("ada", "ben", "kid"), ("attic", "beach"), ("crane",), ("main", "second")
UNKNOWN = 2**60


def on(number: int) -> dt.date:
    """The date so many days after the first."""
    return MONDAY + dt.timedelta(days=number)


def least_cost(problem: Problem) -> int | None:
    """The cost of the best plan without a conflict, by looking at every plan; None when there is none."""
    found = []
    for days in itertools.product(problem.days, repeat=len(problem.pieces)):
        placements = [Placement(piece.key, day.key) for piece, day in zip(problem.pieces, days, strict=True)]
        priced = price(problem, placements)
        if priced.harm == 0:
            found.append(priced.cost)
    return min(found, default=None)


availabilities = st.one_of(
    st.just(Availability()),
    st.builds(Availability, away=st.frozensets(st.integers(0, 3).map(on), max_size=2)),
    st.builds(
        lambda start, end: Availability((Window(start, end),)),
        st.one_of(st.none(), st.integers(0, 2).map(on)),
        st.one_of(st.none(), st.integers(1, 4).map(on)),
    ),
)
money = st.integers(0, 300)


@st.composite
def shoots(draw: st.DrawFn) -> Problem:
    """Small shoots with every rule and price, two units at times, few enough plans to look at all."""
    day_count = draw(st.integers(1, 4))
    days = tuple(
        ShootDay(
            key=f"D{number}",
            on=on(draw(st.integers(0, 3))),
            unit=draw(st.sampled_from(UNITS)),
            regular_minutes=draw(st.sampled_from((300, 600))),
            legal_minutes=draw(st.sampled_from((600, 840))),
            comfortable_eighths=draw(st.sampled_from((8, 20))),
            most_eighths=draw(st.sampled_from((None, 20, 40))),
            crew_cost=draw(money),
            light=draw(st.sampled_from((Light.EITHER, Light.EITHER, Light.DAY))),
        )
        for number in range(day_count)
    )
    pieces = tuple(
        Piece(
            key=f"S{number}",
            scene=f"S{number}",
            eighths=draw(st.integers(0, 16)),
            minutes=draw(st.integers(0, 400)),
            location=draw(st.sampled_from(PLACES)),
            light=draw(st.sampled_from(Light)),
            cast=draw(st.frozensets(st.sampled_from(CAST))),
            rentals=draw(st.frozensets(st.sampled_from(RENTALS))),
            available=draw(availabilities),
            unit=draw(st.sampled_from((None, None, "main"))),
            locked_to=draw(st.sampled_from((None, None, None, days[0].key))),
        )
        for number in range(draw(st.integers(1, 4)))
    )
    keys = st.sampled_from([piece.key for piece in pieces])
    prices = Prices(
        move_minutes=draw(st.integers(0, 90)),
        move=draw(money),
        overtime_minute=draw(st.integers(0, 9)),
        eighth_over=draw(st.integers(0, 20)),
        short_rest=draw(st.sampled_from((None, 0, 50))),
        split_day=draw(st.sampled_from((None, 0, 50))),
        changed_call=draw(st.integers(0, 20)),
    )
    return Problem(
        days=days,
        pieces=pieces,
        cast=tuple(
            CastMember(
                key,
                day_rate=draw(money),
                hold_rate=draw(money),
                drop_after_days=draw(st.sampled_from((None, 1))),
                most_drops=draw(st.integers(0, 1)),
                available=draw(availabilities),
                born_on=dt.date(2015, 1, 1) if key == "kid" else None,
                forced_call=draw(money),
            )
            for key in CAST
        ),
        locations=tuple(Location(key, draw(money), draw(money), draw(availabilities)) for key in PLACES),
        rentals=tuple(Rental(key, draw(money)) for key in RENTALS),
        order_rules=draw(st.lists(st.builds(OrderRule, keys, keys), max_size=1).map(tuple)),
        minor_hours=(MinorHours(0, 216, draw(st.integers(300, 500)), draw(st.booleans())),),
        prices=prices,
        most_location_days=draw(st.sampled_from((None, None, 3))),
        published=tuple(Placement(piece.key, days[-1].key) for piece in pieces) if draw(st.booleans()) else (),
    )


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(shoots())
def test_no_plan_without_a_conflict_costs_less_than_either_bound(problem: Problem) -> None:
    simple = simple_bound(problem)
    strong = strong_bound(problem, upper=UNKNOWN, budget=Budget(moves=30))
    least = least_cost(problem)

    assert simple.value <= strong.value
    assert least is None or strong.value <= least


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(shoots())
def test_the_days_of_a_piece_are_those_that_the_rules_allow(problem: Problem) -> None:
    allowed = [
        {piece.locked_to}
        if piece.locked_to is not None
        else {day.key for day in problem.days if can_be_shot_on(problem, piece, day)}
        for piece in problem.pieces
    ]

    assert [set(keys) for keys in possible_days(problem)] == allowed


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(shoots())
def test_parts_of_a_bound_add_up_to_it(problem: Problem) -> None:
    for bound in (simple_bound(problem), strong_bound(problem, upper=UNKNOWN, budget=Budget(moves=10))):
        assert bound.value == sum(bound.by_component.values()) + bound.day_patterns


@st.composite
def planted(draw: st.DrawFn) -> tuple[Problem, list[Placement]]:
    """Twenty pieces on eight dates with a plan that breaks no rule, found before the rules were."""
    days = tuple(
        ShootDay(f"D{n}", on(n + 2 * (n // 5)), legal_minutes=1000, most_eighths=40, crew_cost=60_000) for n in range(8)
    )
    pieces = []
    for number in range(20):
        date = days[number % 8].on
        start, end = draw(st.integers(0, 9)), draw(st.integers(1, 9))
        pieces.append(
            Piece(
                key=f"S{number}",
                scene=f"S{number}",
                eighths=draw(st.integers(1, 13)),
                minutes=draw(st.integers(10, 200)),
                location=draw(st.sampled_from(PLACES)),
                light=Light.NIGHT if number % 8 in {4, 7} else Light.DAY,
                cast=draw(st.frozensets(st.sampled_from(CAST), min_size=1)),
                rentals=draw(st.frozensets(st.sampled_from(RENTALS))),
                available=Availability((Window(date - dt.timedelta(days=start), date + dt.timedelta(days=end)),)),
            )
        )
    problem = Problem(
        days=days,
        pieces=tuple(pieces),
        cast=tuple(CastMember(key, draw(st.integers(0, 30_000)), 900, 4) for key in CAST),
        locations=tuple(Location(key, draw(st.integers(0, 6000)), 9000) for key in PLACES),
        rentals=(Rental("crane", 700),),
        days_off=frozenset({on(5), on(6)}),
        prices=Prices(move=8000, overtime_minute=125),
    )
    return problem, [Placement(piece.key, days[number % 8].key) for number, piece in enumerate(pieces)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(planted())
def test_a_planted_plan_costs_no_less_than_the_bound(scene: tuple[Problem, list[Placement]]) -> None:
    problem, plan = scene
    priced = price(problem, plan)
    bound = strong_bound(problem, upper=UNKNOWN, budget=Budget(moves=40))

    assert priced.harm == 0
    assert simple_bound(problem).value <= bound.value <= priced.cost


def a_shoot_of_two_stars(**changes: object) -> Problem:
    """Four full-day pieces of two days each: one star in two of them, the other in the other two, in two places."""
    days = tuple(ShootDay(f"D{n}", on(n), crew_cost=1000, most_eighths=8) for n in range(4))
    pieces = (
        Piece("1", "1", 4, 300, "attic", cast=frozenset({"ada"})),
        Piece("2", "2", 4, 300, "beach", cast=frozenset({"ada"})),
        Piece("3", "3", 4, 300, "attic", cast=frozenset({"ben"})),
        Piece("4", "4", 4, 300, "beach", cast=frozenset({"ben"})),
    )
    cast = (CastMember("ada", 500, 500), CastMember("ben", 700, 700))
    places = (Location("attic", rent=100, set_up=50), Location("beach", rent=100, set_up=60))
    return Problem(days, pieces, cast, places, prices=Prices(move=400))


def test_the_closed_form_counts_days_of_each_component() -> None:
    """Two days of pages for the crew; a day for each star; a day of rent and a set-up for each place."""
    bound = simple_bound(a_shoot_of_two_stars())

    assert bound.value == 2000 + 1200 + 200 + 110
    assert {component: cost for component, cost in bound.by_component.items() if cost} == {
        Component.CREW: 2000,
        Component.CAST_WORK: 1200,
        Component.RENT: 200,
        Component.SET_UPS: 110,
    }


def test_day_patterns_see_that_stars_and_places_cannot_both_be_kept_together() -> None:
    """By star: two moves (800) and two more rents (200); by place: two more star days (1200). The first is best."""
    problem = a_shoot_of_two_stars()

    bound = strong_bound(problem, upper=UNKNOWN, budget=Budget(moves=60))

    assert least_cost(problem) == 2000 + 1200 + 400 + 800 + 110 + 50 + 60 - 110
    assert bound.value >= 2000 + 1200 + 400 + 800 + 110 - 20
    assert bound.day_patterns == bound.value - 110


def test_night_work_and_day_work_take_days_of_their_own() -> None:
    pieces = (
        Piece("1", "1", 1, 60, "attic", Light.DAY),
        Piece("2", "2", 1, 60, "attic", Light.NIGHT),
    )
    days = tuple(ShootDay(f"D{n}", on(n), crew_cost=1000) for n in range(3))

    assert simple_bound(Problem(days, pieces)).value == 2000
    assert simple_bound(Problem(days, pieces, prices=Prices(split_day=5))).value == 1000


def test_somebody_who_is_never_dropped_is_paid_between_two_distant_days() -> None:
    """Ada is needed on Monday and on Thursday: two days worked, two held."""
    days = tuple(ShootDay(f"D{n}", on(n)) for n in range(4))
    pieces = (
        Piece("1", "1", 1, 60, "attic", cast=frozenset({"ada"}), locked_to="D0"),
        Piece("2", "2", 1, 60, "attic", cast=frozenset({"ada"}), locked_to="D3"),
    )
    problem = Problem(days, pieces, (CastMember("ada", 500, 200),))

    assert simple_bound(problem).by_component[Component.CAST_HOLD] == 3 * 200
    assert least_cost(problem) == 2 * 500 + 2 * 200


def test_the_same_rounds_give_the_same_bound_and_progress_only_rises() -> None:
    heard: list[Bound] = []
    problem = a_shoot_of_two_stars()

    first = strong_bound(problem, upper=UNKNOWN, budget=Budget(moves=8), progress=heard.append)
    again = strong_bound(problem, upper=UNKNOWN, budget=Budget(moves=8))

    assert first == again
    assert [bound.value for bound in heard] == sorted({bound.value for bound in heard})


def test_a_bound_that_reaches_the_known_cost_ends_the_search() -> None:
    problem = a_shoot_of_two_stars()

    assert strong_bound(problem, upper=1, budget=Budget(seconds=60)) == simple_bound(problem)


def test_a_search_that_is_stopped_answers_with_what_is_proven() -> None:
    problem = a_shoot_of_two_stars()
    stopped = Budget(is_stopped=lambda: True)

    assert strong_bound(problem, upper=UNKNOWN, budget=stopped) == simple_bound(problem)


@pytest.mark.parametrize("problem", [Problem((), ()), Problem((ShootDay("D0", MONDAY, crew_cost=9),), ())])
def test_nothing_to_shoot_costs_nothing(problem: Problem) -> None:
    assert simple_bound(problem).value == 0
    assert strong_bound(problem, upper=UNKNOWN, budget=Budget(moves=3)).value == 0


def test_a_day_that_may_not_mix_light_is_of_two_classes() -> None:
    pieces = (
        Piece("1", "1", 1, 60, "attic", Light.DAY),
        Piece("2", "2", 1, 60, "attic", Light.NIGHT),
        Piece("3", "3", 1, 60, "attic"),
    )

    assert [of.pieces for of in day_classes(Problem((ShootDay("D0", MONDAY),), pieces))] == [(0, 2), (1, 2)]
