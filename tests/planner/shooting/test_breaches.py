"""Each hard rule, broken by the smallest board that can break it, and kept by its neighbor."""

from __future__ import annotations

import datetime as dt

import pytest

from callboard.planner.shooting.breaches import HARM, Breach, breaches_of, can_be_shot_on, missing_on
from callboard.planner.shooting.plan import ConflictKind
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Light,
    Location,
    MinorHours,
    OrderRule,
    Prices,
    Window,
)
from callboard.planner.shooting.working_day import working_days
from tests.planner.shooting.scenes_of_a_shoot import day, piece, placed, shoot

ADA = frozenset({"Ada"})
TWO_PLACES = (Location("mill"), Location("quay"))
UNDER_16 = (MinorHours(0, 192, 300), MinorHours(192, 216, 480, may_work_nights=True))
SECOND = day(1, key="day 9", unit="second")


def broken(problem, **numbers):
    """What these placements break."""
    day_of = {placement.piece: placement.day for placement in placed(**numbers)}
    return breaches_of(problem, day_of, working_days(problem, day_of))


def away(*numbers):
    return Availability(away=frozenset(day(number).on for number in numbers))


def test_a_shoot_that_keeps_everything_breaks_nothing() -> None:
    assert broken(shoot(piece("a", cast=ADA), piece("b"), cast=(CastMember("Ada"),)), a=1, b=2) == []


@pytest.mark.parametrize(
    ("problem", "missing"),
    [
        (shoot(piece("a", cast=ADA), cast=(CastMember("Ada", available=away(1)),)), ["Ada"]),
        (shoot(piece("a"), locations=(Location("mill", available=away(1)),)), ["mill"]),
        (shoot(piece("a", available=Availability((Window(day(2).on, None),)))), ["elements"]),
        (shoot(piece("a", light=Light.NIGHT), days=(day(1, light=Light.DAY), 2)), ["light"]),
        (shoot(piece("a", unit="second"), days=(1, 2, day(5, unit="second"))), ["unit"]),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else None,
)
def test_a_piece_is_not_on_a_day_that_lacks_something_it_needs(problem, missing) -> None:
    assert broken(problem, a=1) == [Breach(ConflictKind.NOT_AVAILABLE, 1, "day 1", "a")]
    assert missing_on(problem, problem.pieces[0], problem.days[0]) == missing
    assert not can_be_shot_on(problem, problem.pieces[0], problem.days[0])


def test_a_window_is_open_at_its_start_and_closed_at_its_end() -> None:
    problem = shoot(piece("a", available=Availability((Window(day(2).on, day(4).on),))), days=(1, 2, 3, 4))

    assert [can_be_shot_on(problem, problem.pieces[0], one) for one in problem.days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("piece_light", "day_light", "fits"),
    [
        (Light.DAY, Light.DAY, True),
        (Light.DAY, Light.EITHER, True),
        (Light.EITHER, Light.NIGHT, True),
        (Light.DAY, Light.NIGHT, False),
        (Light.NIGHT, Light.DAY, False),
    ],
)
def test_light_of_piece_and_day_agree_unless_one_of_them_is_either(piece_light, day_light, fits) -> None:
    problem = shoot(piece("a", light=piece_light), days=(day(1, light=day_light),))

    assert can_be_shot_on(problem, problem.pieces[0], problem.days[0]) is fits


def test_a_locked_piece_stays_on_its_day_and_there_nothing_else_is_asked_of_it() -> None:
    problem = shoot(piece("a", cast=ADA, locked_to="day 1"), cast=(CastMember("Ada", available=away(1)),))

    assert broken(problem, a=1) == []
    assert broken(problem, a=2) == [Breach(ConflictKind.LOCK, 1, "day 2", "a")]


def test_the_legal_day_counts_company_moves() -> None:
    problem = shoot(
        piece("a", minutes=400), piece("b", minutes=381, location="quay"), locations=TWO_PLACES, days=(day(1), 2)
    )

    assert broken(problem, a=1, b=1) == [Breach(ConflictKind.LEGAL_DAY, 1, "day 1")]
    assert broken(problem, a=1, b=2) == []


def test_too_many_pages_are_counted_in_eighths() -> None:
    problem = shoot(piece("a", eighths=6), piece("b", eighths=5), days=(day(1, most_eighths=8), 2))

    assert broken(problem, a=1, b=1) == [Breach(ConflictKind.TOO_MANY_PAGES, 3, "day 1")]


def test_a_piece_alone_keeps_the_limit_of_pages_whatever_its_length() -> None:
    assert broken(shoot(piece("a", eighths=99), days=(day(1, most_eighths=8),)), a=1) == []


def test_day_and_night_work_on_one_day_counts_the_pieces_that_would_have_to_go() -> None:
    lights = {"a": Light.DAY, "b": Light.NIGHT, "c": Light.NIGHT, "d": Light.EITHER}
    pieces = [piece(key, light=light) for key, light in lights.items()]

    assert broken(shoot(*pieces), a=1, b=1, c=1, d=1) == [Breach(ConflictKind.DAY_AND_NIGHT, 1, "day 1")]
    assert broken(shoot(*pieces, prices=Prices(split_day=500)), a=1, b=1, c=1, d=1) == []


def test_the_hours_of_a_minor_change_on_the_birthday_within_the_shoot() -> None:
    """Ada turns 16 on day 2: five hours on day 1, eight from then on."""
    born = CastMember("Ada", born_on=dt.date(2010, day(2).on.month, day(2).on.day))
    problem = shoot(piece("a", minutes=400, cast=ADA), cast=(born,), minor_hours=UNDER_16)

    assert broken(problem, a=1) == [Breach(ConflictKind.MINOR_HOURS, 100, "day 1", person="Ada")]
    assert broken(problem, a=2) == []


def test_only_the_pieces_of_a_minor_count_for_the_hours() -> None:
    child = CastMember("Ada", born_on=dt.date(2015, 1, 1))
    problem = shoot(
        piece("a", minutes=200, cast=ADA), piece("b", minutes=200), piece("c", minutes=110, cast=ADA), cast=(child,),
        minor_hours=UNDER_16,
    )  # fmt: skip

    assert broken(problem, a=1, b=1, c=1) == [Breach(ConflictKind.MINOR_HOURS, 10, "day 1", person="Ada")]


def test_a_minor_does_not_work_on_a_day_with_night_work_even_in_other_scenes() -> None:
    child = CastMember("Ada", born_on=dt.date(2015, 1, 1))
    problem = shoot(piece("a", cast=ADA), piece("b", light=Light.NIGHT), cast=(child,), minor_hours=UNDER_16)

    assert broken(problem, a=1, b=1) == [Breach(ConflictKind.MINOR_AT_NIGHT, 1, "day 1", person="Ada")]
    assert broken(problem, a=1, b=2) == []


def test_a_minor_who_may_work_nights_at_that_age_does() -> None:
    young = CastMember("Ada", born_on=dt.date(2010, 1, 1))
    problem = shoot(piece("a", light=Light.NIGHT, cast=ADA), cast=(young,), minor_hours=UNDER_16)

    assert broken(problem, a=1) == []


def test_a_short_rest_is_broken_by_the_day_after_where_no_price_allows_it() -> None:
    night = piece("a", minutes=600, light=Light.NIGHT)
    forbidden = Prices(short_rest=None)

    assert broken(shoot(night, piece("b"), prices=forbidden), a=1, b=2) == [Breach(ConflictKind.SHORT_REST, 1, "day 2")]
    assert broken(shoot(night, piece("b"), prices=forbidden, days=(1, 3)), a=1, b=3) == []
    assert broken(shoot(night, piece("b")), a=1, b=2) == []


def test_the_rest_of_another_unit_is_its_own() -> None:
    night = piece("a", minutes=600, light=Light.NIGHT)
    problem = shoot(night, piece("b"), prices=Prices(short_rest=None), days=(SECOND, day(2)))

    assert broken(problem, a=9, b=2) == []


def test_an_order_rule_is_kept_on_the_same_day_and_broken_on_a_day_before() -> None:
    problem = shoot(piece("a"), piece("b"), order_rules=(OrderRule("a", "b"),))

    assert broken(problem, a=1, b=1) == []
    assert broken(problem, a=1, b=2) == []
    assert broken(problem, a=2, b=1) == [Breach(ConflictKind.ORDER, 1, "day 2", "a")]


def test_nobody_is_in_two_units_on_one_date() -> None:
    problem = shoot(piece("a", cast=ADA), piece("b", cast=ADA), cast=(CastMember("Ada"),), days=(1, 2, SECOND))

    assert broken(problem, a=1, b=9) == [Breach(ConflictKind.TWO_PLACES, 1, "day 9", person="Ada")]
    assert broken(problem, a=2, b=9) == []


def test_pairs_of_location_and_day_are_limited_over_the_whole_shoot() -> None:
    problem = shoot(
        piece("a"), piece("b", location="quay"), piece("c"), locations=TWO_PLACES, most_location_days=2, days=(1, 2)
    )

    assert broken(problem, a=1, b=1, c=2) == [Breach(ConflictKind.LOCATION_DAYS, 1)]
    assert broken(problem, a=1, b=1, c=1) == []


def test_every_kind_of_breach_weighs_something_and_the_excess_multiplies_it() -> None:
    assert set(HARM) == set(ConflictKind)
    assert min(HARM.values()) > 0
    assert Breach(ConflictKind.TOO_MANY_PAGES, 3).harm == 3 * HARM[ConflictKind.TOO_MANY_PAGES]
