"""What a board costs, component by component, computed by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.planner.shooting.plan import Component, ConflictKind, PersonCost
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import CastMember, Light, Location, Placement, Prices, Rental
from tests.planner.shooting.scenes_of_a_shoot import day, piece, placed, shoot
from tests.planner.shooting.shoots import problems

ADA, BEN = frozenset({"Ada"}), frozenset({"Ben"})
TWO_PLACES = (Location("mill"), Location("quay"))
SECOND = {"key": "day 9", "unit": "second"}


def costs(problem, **numbers):
    """The components that are not 0; their sum is the cost."""
    priced = price(problem, placed(**numbers))
    assert priced.cost == sum(priced.cost_by_component.values())
    assert list(priced.cost_by_component) == list(Component)
    return {component: amount for component, amount in priced.cost_by_component.items() if amount}


def dates(*numbers):
    return tuple(day(number).on for number in numbers)


def test_a_board_without_prices_costs_nothing() -> None:
    assert costs(shoot(piece("a"), piece("b")), a=1, b=2) == {}


def test_cast_are_paid_for_dates_worked_and_held_each_at_its_rate() -> None:
    ada = CastMember("Ada", day_rate=100, hold_rate=60)
    problem = shoot(piece("a", cast=ADA), piece("b", cast=ADA), piece("c", cast=ADA), cast=(ada,), days=(1, 2, 3, 4))

    priced = price(problem, placed(a=1, b=1, c=4))

    assert costs(problem, a=1, b=1, c=4) == {Component.CAST_WORK: 200, Component.CAST_HOLD: 120}
    assert priced.people == (
        PersonCost("Ada", dates(1, 4), held=dates(2, 3), dropped=(), work_cost=200, hold_cost=120, forced_calls=0),
    )


def test_a_break_of_more_than_ten_days_is_dropped_and_costs_nothing() -> None:
    ada = CastMember("Ada", day_rate=100, hold_rate=60, drop_after_days=10)
    problem = shoot(piece("a", cast=ADA), piece("b", cast=ADA), cast=(ada,), days=(1, 11, 12))

    assert costs(problem, a=1, b=12) == {Component.CAST_WORK: 200}
    assert costs(problem, a=1, b=11) == {Component.CAST_WORK: 200, Component.CAST_HOLD: 9 * 60}


@pytest.mark.parametrize(("drops", "held"), [(0, 2 + 3), (1, 2), (2, 0)])
def test_as_many_breaks_are_dropped_as_the_deal_allows_the_longest_first(drops: int, held: int) -> None:
    ada = CastMember("Ada", hold_rate=60, drop_after_days=2, most_drops=drops)
    pieces = [piece(key, cast=ADA) for key in "abc"]
    problem = shoot(*pieces, cast=(ada,), days=(1, 4, 8))

    assert costs(problem, a=1, b=4, c=8).get(Component.CAST_HOLD, 0) == held * 60


def test_company_days_off_are_not_held() -> None:
    ada = CastMember("Ada", hold_rate=60)
    problem = shoot(
        piece("a", cast=ADA), piece("b", cast=ADA), cast=(ada,), days=(1, 5), days_off=frozenset(dates(2, 3))
    )

    assert costs(problem, a=1, b=5) == {Component.CAST_HOLD: 60}


def test_somebody_in_two_units_on_one_date_is_paid_once() -> None:
    ada = CastMember("Ada", day_rate=100)
    problem = shoot(piece("a", cast=ADA), piece("b", cast=ADA), cast=(ada,), days=(day(1), day(1, **SECOND)))

    priced = price(problem, placed(a=1, b=9))

    assert (priced.cost, priced.harm, [row.kind for row in priced.conflicts]) == (100, 120, [ConflictKind.TWO_PLACES])


def test_only_days_that_are_used_cost_crew() -> None:
    problem = shoot(piece("a"), piece("b"), days=(day(1, crew_cost=500), day(2, crew_cost=700)))

    assert costs(problem, a=2, b=2) == {Component.CREW: 700}
    assert costs(problem, a=1, b=2) == {Component.CREW: 1200}


def test_overtime_is_by_the_minute_and_company_moves_are_work() -> None:
    """700 minutes and a move of 60 are 40 more than 12 hours."""
    problem = shoot(
        piece("a", minutes=350), piece("b", minutes=350, location="quay"), locations=TWO_PLACES,
        prices=Prices(overtime_minute=3, move=50),
    )  # fmt: skip

    assert costs(problem, a=1, b=1) == {Component.OVERTIME: 40 * 3, Component.MOVES: 50}
    assert costs(problem, a=1, b=2) == {}


def test_each_further_location_of_a_day_is_a_company_move() -> None:
    places = (*TWO_PLACES, Location("attic"))
    pieces = [piece("a"), piece("b", location="quay"), piece("c", location="attic"), piece("d")]

    assert costs(shoot(*pieces, locations=places, prices=Prices(move=50)), a=1, b=1, c=1, d=1) == {Component.MOVES: 100}


def test_eighths_above_the_comfortable_day_have_a_price() -> None:
    problem = shoot(
        piece("a", eighths=7), piece("b", eighths=4), days=(day(1, comfortable_eighths=8), 2),
        prices=Prices(eighth_over=10),
    )  # fmt: skip

    assert costs(problem, a=1, b=1) == {Component.PAGES: 30}
    assert costs(problem, a=1, b=2) == {}


def test_a_day_with_day_and_night_work_costs_the_split_once() -> None:
    problem = shoot(
        piece("a", light=Light.DAY), piece("b", light=Light.NIGHT), piece("c", light=Light.NIGHT),
        prices=Prices(split_day=300),
    )  # fmt: skip

    assert costs(problem, a=1, b=1, c=1) == {Component.SPLIT_DAYS: 300}
    assert costs(problem, a=1, b=2, c=2) == {}


def test_a_short_rest_costs_the_unit_and_forces_a_call_for_everybody_who_works_on_both_days() -> None:
    """A night of eight hours wraps at 02:00, five hours before the call at 07:00."""
    night = piece("a", minutes=480, light=Light.NIGHT, cast=ADA | BEN)
    cast = (CastMember("Ada", forced_call=90), CastMember("Ben", forced_call=70))
    problem = shoot(night, piece("b", cast=ADA), cast=cast, prices=Prices(short_rest=400))

    assert costs(problem, a=1, b=2) == {Component.SHORT_REST: 400, Component.FORCED_CALLS: 90}
    assert costs(problem, a=2, b=1) == {}


def test_day_night_day_is_short_once_after_the_night() -> None:
    pieces = [piece("a", cast=ADA), piece("b", minutes=480, light=Light.NIGHT, cast=ADA), piece("c", cast=ADA)]
    problem = shoot(*pieces, cast=(CastMember("Ada", forced_call=90),), prices=Prices(short_rest=400), days=(1, 2, 3))

    assert costs(problem, a=1, b=2, c=3) == {Component.SHORT_REST: 400, Component.FORCED_CALLS: 90}
    assert costs(problem, a=1, c=2, b=3) == {}


def test_who_goes_from_one_unit_to_another_may_be_forced_though_no_unit_lacks_rest() -> None:
    night = piece("a", minutes=480, light=Light.NIGHT, cast=ADA)
    problem = shoot(
        night, piece("b", cast=ADA), cast=(CastMember("Ada", forced_call=90),), prices=Prices(short_rest=400),
        days=(day(1, **SECOND), day(2)),
    )  # fmt: skip

    assert costs(problem, a=9, b=2) == {Component.FORCED_CALLS: 90}


def test_rent_is_for_each_date_used_and_a_set_up_each_time_the_company_comes_anew() -> None:
    problem = shoot(piece("a"), piece("b"), piece("c"), locations=(Location("mill", 30, 200),), days=(1, 2, 3, 4))

    assert costs(problem, a=1, b=2, c=3) == {Component.RENT: 90, Component.SET_UPS: 200}
    assert costs(problem, a=1, b=2, c=4) == {Component.RENT: 90, Component.SET_UPS: 400}
    assert costs(problem, a=1, b=1, c=1) == {Component.RENT: 30, Component.SET_UPS: 200}


def test_a_set_up_stands_over_company_days_off() -> None:
    problem = shoot(
        piece("a"), piece("b"), locations=(Location("mill", 0, 200),), days=(1, 4), days_off=frozenset(dates(2, 3))
    )

    assert costs(problem, a=1, b=4) == {Component.SET_UPS: 200}


def test_a_location_that_two_units_use_on_one_date_is_rented_once() -> None:
    problem = shoot(piece("a"), piece("b"), locations=(Location("mill", 30, 200),), days=(day(1), day(1, **SECOND)))

    assert costs(problem, a=1, b=9) == {Component.RENT: 30, Component.SET_UPS: 200}


def test_a_rental_is_paid_from_its_first_use_to_its_last_without_days_off() -> None:
    crane = frozenset({"crane"})
    problem = shoot(
        piece("a", rentals=crane), piece("b"), piece("c", rentals=crane), rentals=(Rental("crane", 40), Rental("b", 9)),
        days=(1, 2, 5), days_off=frozenset(dates(3)),
    )  # fmt: skip

    assert costs(problem, a=1, b=2, c=5) == {Component.RENTALS: 4 * 40}
    assert costs(problem, a=1, b=5, c=1) == {Component.RENTALS: 40}


def test_a_call_is_changed_for_each_person_and_date_that_is_new_or_gone() -> None:
    """Ben's scene moves from day 2 to day 1: his call on day 2 is gone, the one on day 1 is new; Ada stays twice."""
    pieces = [piece("a", cast=ADA), piece("b", cast=ADA | BEN), piece("c", cast=ADA)]
    problem = shoot(
        *pieces, cast=(CastMember("Ada"), CastMember("Ben")), prices=Prices(changed_call=25),
        published=tuple(placed(a=1, b=2, c=2)),
    )  # fmt: skip

    assert costs(problem, a=1, b=2, c=2) == {}
    assert costs(problem, a=1, b=1, c=2) == {Component.CHANGES: 2 * 25}
    assert costs(problem, a=1, b=1, c=1) == {Component.CHANGES: 3 * 25}


def test_a_scene_without_cast_changes_no_call_and_a_new_scene_calls_anew() -> None:
    problem = shoot(
        piece("a"), piece("b", cast=ADA), cast=(CastMember("Ada"),), prices=Prices(changed_call=25),
        published=tuple(placed(a=1)),
    )  # fmt: skip

    assert costs(problem, a=2, b=1) == {Component.CHANGES: 25}


def test_nothing_is_changed_where_nothing_was_published() -> None:
    problem = shoot(piece("a", cast=ADA), cast=(CastMember("Ada"),), prices=Prices(changed_call=25))

    assert costs(problem, a=1) == {}


def test_a_day_says_what_it_holds_and_what_of_the_cost_is_its_own() -> None:
    problem = shoot(
        piece("b", minutes=700, eighths=5), piece("a", location="quay", eighths=6), piece("c"), locations=TWO_PLACES,
        days=(day(1, crew_cost=500, comfortable_eighths=8), day(2)),
        prices=Prices(move=50, overtime_minute=2, eighth_over=10),
    )  # fmt: skip

    first, second = price(problem, placed(a=1, b=1, c=2)).days

    assert (first.day, first.pieces, first.locations) == ("day 1", ("b", "a"), ("mill", "quay"))
    assert (first.eighths, first.minutes, first.cost) == (11, 820, 500 + 100 * 2 + 3 * 10 + 50)
    assert {component: amount for component, amount in first.cost_by_component.items() if amount} == {
        Component.CREW: 500,
        Component.OVERTIME: 200,
        Component.PAGES: 30,
        Component.MOVES: 50,
    }
    assert (second.day, second.cost) == ("day 2", 0)


def test_a_conflict_carries_its_harm_and_a_sentence() -> None:
    problem = shoot(piece("a", minutes=500), piece("b", minutes=345))

    priced = price(problem, placed(a=1, b=1))

    (conflict,) = priced.conflicts
    assert (conflict.kind, conflict.day, conflict.excess, conflict.harm, priced.harm) == (
        ConflictKind.LEGAL_DAY,
        "day 1",
        5,
        5,
        5,
    )
    assert str(conflict.sentence)
    assert conflict.lifted_by


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_parts_of_a_price_add_up_and_nobody_is_paid_outside_the_shoot(problem, chance) -> None:
    placements = [Placement(row.key, chance.choice(problem.days).key) for row in problem.pieces]

    priced = price(problem, placements)

    parts = priced.cost_by_component
    assert priced.cost == sum(parts.values())
    assert parts[Component.CAST_WORK] == sum(row.work_cost for row in priced.people)
    assert parts[Component.CAST_HOLD] == sum(row.hold_cost for row in priced.people)
    assert parts[Component.FORCED_CALLS] == sum(row.forced_calls for row in priced.people)
    assert priced.harm == sum(row.harm for row in priced.conflicts)
    assert sorted(key for one in priced.days for key in one.pieces) == [row.key for row in problem.pieces]
    first, last = min(one.on for one in problem.days), max(one.on for one in problem.days)
    paid = {on for row in priced.people for on in (*row.worked, *row.held)}
    assert {on for on in paid if not first <= on <= last or on in problem.days_off} == set()
