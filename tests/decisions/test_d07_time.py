"""Decision 7: durations go through UTC, also between two times that name the same local clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from callboard.core.calendars.rules import DayClock, elapsed
from callboard.core.hours.rules import rest_rule, rest_shortfall

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("evening", "hours"), [(date(2027, 3, 27), 11), (date(2027, 10, 30), 13), (date(2027, 3, 6), 12)]
)
def test_a_night_from_eight_to_eight_lasts_what_a_stopwatch_says(evening: date, hours: int) -> None:
    """Python subtracts two times of one zone by the wall clock: twelve hours on every night of the year."""
    dismissed = datetime.combine(evening, time(20), BERLIN)
    called = datetime.combine(evening + timedelta(days=1), time(8), BERLIN)

    assert elapsed(dismissed, called) == timedelta(hours=hours)


def test_on_the_night_the_clocks_go_forward_twelve_hours_by_the_clock_are_an_hour_short() -> None:
    dismissed = datetime(2027, 3, 27, 20, 0, tzinfo=BERLIN)
    called = datetime(2027, 3, 28, 8, 0, tzinfo=BERLIN)

    short = rest_shortfall(dismissed_at=dismissed, called_at=called, rule=rest_rule("sag_aftra_daily"))

    assert short is not None
    assert (short.rest, short.short_by) == (timedelta(hours=11), timedelta(hours=1))
    assert short.earliest_call.astimezone(BERLIN).hour == 9


def test_a_time_after_midnight_belongs_to_the_day_it_began_on() -> None:
    clock = DayClock(date(2027, 3, 6), "Europe/Berlin")

    assert clock.moment(25 * 60 + 30).astimezone(BERLIN) == datetime(2027, 3, 7, 1, 30, tzinfo=BERLIN)
    assert clock.minutes_at(datetime(2027, 3, 7, 1, 30, tzinfo=BERLIN)) == 25 * 60 + 30
