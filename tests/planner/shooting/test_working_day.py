"""One day of a unit: its minutes, light, call and wrap, and the rest until the next."""

from __future__ import annotations

import pytest

from callboard.planner.shooting.problem import Light, Location, Prices
from callboard.planner.shooting.working_day import is_short_rest, working_days
from tests.planner.shooting.scenes_of_a_shoot import day, piece, shoot

PLACES = (Location("mill"), Location("quay"), Location("attic"))


def the_day(*pieces, prices=None):
    """All pieces on one day."""
    problem = shoot(*pieces, days=(1,), locations=PLACES, prices=prices or Prices())
    return working_days(problem, {row.key: "day 1" for row in pieces})["day 1"]


def test_a_day_counts_the_minutes_of_its_pieces_and_of_each_move_to_a_further_location() -> None:
    busy = the_day(
        piece("a", minutes=100),
        piece("b", minutes=50, location="quay"),
        piece("c", minutes=30, location="attic"),
        piece("d", minutes=20),
        prices=Prices(move_minutes=45),
    )

    assert (busy.minutes, busy.locations, busy.eighths) == (100 + 50 + 30 + 20 + 2 * 45, ("attic", "mill", "quay"), 8)


def test_everybody_and_everything_of_any_piece_is_there_for_the_day() -> None:
    busy = the_day(
        piece("a", cast=frozenset({"Ada", "Ben"}), rentals=frozenset({"crane"})),
        piece("b", cast=frozenset({"Ben", "Cleo"}), rentals=frozenset({"boat"})),
    )

    assert (busy.cast, busy.rentals) == ({"Ada", "Ben", "Cleo"}, {"crane", "boat"})


@pytest.mark.parametrize(
    ("lights", "is_split", "is_night", "call"),
    [
        ([Light.EITHER], False, False, 420),
        ([Light.DAY], False, False, 420),
        ([Light.NIGHT], False, True, 1080),
        ([Light.NIGHT, Light.EITHER], False, True, 1080),
        ([Light.NIGHT, Light.DAY], True, False, 420),
    ],
)
def test_the_call_is_the_nights_where_there_is_night_work_and_no_day_work(lights, is_split, is_night, call) -> None:
    busy = the_day(*(piece(str(number), light=light) for number, light in enumerate(lights)))

    assert (busy.is_split, busy.is_night, busy.call_minute(Prices())) == (is_split, is_night, call)
    assert busy.wrap_minute(Prices()) == call + 60 * len(lights)


def test_days_come_in_the_order_of_date_and_unit_and_empty_ones_are_left_out() -> None:
    problem = shoot(
        piece("a"), piece("b"), piece("c"), days=(day(3), day(1, key="second", unit="second"), day(2), day(1))
    )

    used = working_days(problem, {"a": "day 3", "b": "second", "c": "day 1"})

    assert [(key, [row.key for row in busy.pieces]) for key, busy in used.items()] == [
        ("day 1", ["c"]),
        ("second", ["b"]),
        ("day 3", ["a"]),
    ]


def rest_is_short(before, after, *, days=(1, 2), **prices):
    """Whether the rest between a day with the first piece and one with the second is short."""
    problem = shoot(before, after, days=days, prices=Prices(**prices))
    one, other = problem.days
    used = working_days(problem, {before.key: one.key, after.key: other.key})
    return is_short_rest(used[one.key], used[other.key], problem.prices)


def test_ten_hours_from_wrap_to_call_are_enough_and_a_minute_less_is_not() -> None:
    """A call at 07:00 and 14 hours of work: wrap at 21:00, ten hours before 07:00."""
    assert rest_is_short(piece("a", minutes=840), piece("b")) is False
    assert rest_is_short(piece("a", minutes=841), piece("b")) is True


def test_from_a_night_to_a_day_the_rest_is_short_and_from_a_night_to_a_night_it_is_not() -> None:
    """A night call at 18:00 and six hours: wrap at midnight, seven hours before a call at 07:00, 18 before 18:00."""
    night = piece("a", minutes=360, light=Light.NIGHT)

    assert rest_is_short(night, piece("b")) is True
    assert rest_is_short(night, piece("b", light=Light.NIGHT)) is False


def test_from_a_long_day_to_a_night_there_is_rest() -> None:
    assert rest_is_short(piece("a", minutes=1000), piece("b", light=Light.NIGHT)) is False


def test_rest_is_asked_for_between_following_dates_only() -> None:
    night = piece("a", minutes=600, light=Light.NIGHT)

    assert rest_is_short(night, piece("b"), days=(1, 2)) is True
    assert rest_is_short(night, piece("b"), days=(1, 3)) is False
    assert rest_is_short(night, piece("b"), days=(2, 1)) is False
