"""How people type hours, and what is read from it."""

from __future__ import annotations

import datetime as dt

import pytest

from callboard.core.calendars.rules import DayClock, NotATime, TimeHappensTwice, TimeSkippedByClockChange
from callboard.core.hours.rules import Shift
from callboard.film.callsheets.typed_hours import DismissalBeforeCall, read_moment, shift_between, show_moment

SATURDAY = DayClock(dt.date(2027, 3, 6), "Europe/Berlin")
CLOCKS_GO_BACK = DayClock(dt.date(2027, 10, 30), "Europe/Berlin")
"""At 03:00 on Sunday the clocks show 02:00 again."""
CLOCKS_GO_FORWARD = DayClock(dt.date(2027, 3, 27), "Europe/Berlin")


def utc(day: int, hours: int, minutes: int, *, month: int = 3) -> dt.datetime:
    return dt.datetime(2027, month, day, hours, minutes, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("20:30", utc(6, 19, 30)),
        ("2030", utc(6, 19, 30)),
        ("25:15", utc(7, 0, 15)),
        ("1:15+1", utc(7, 0, 15)),
        ("8:30p", utc(6, 19, 30)),
    ],
)
def test_a_time_is_read_as_people_type_it(written: str, moment: dt.datetime) -> None:
    assert read_moment(written, SATURDAY) == moment


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(NotATime):
        read_moment("half eight", SATURDAY)


def test_where_the_clocks_go_back_one_says_which_is_meant() -> None:
    with pytest.raises(TimeHappensTwice):
        read_moment("26:30", CLOCKS_GO_BACK)
    first, second = (read_moment(f"26:30 {which}", CLOCKS_GO_BACK) for which in ("first", "second"))
    assert (first, second) == (utc(31, 0, 30, month=10), utc(31, 1, 30, month=10))
    assert [show_moment(moment, CLOCKS_GO_BACK) for moment in (first, second)] == ["02:30 +1 first", "02:30 +1 second"]
    assert read_moment(show_moment(second, CLOCKS_GO_BACK), CLOCKS_GO_BACK) == second


def test_where_the_clocks_go_forward_there_is_no_such_time() -> None:
    with pytest.raises(TimeSkippedByClockChange):
        read_moment("26:30", CLOCKS_GO_FORWARD)


def test_a_dismissal_before_the_call_asks_for_the_next_date() -> None:
    """Somebody typed 1:15 for a quarter past one at night."""
    with pytest.raises(DismissalBeforeCall) as refused:
        shift_between(utc(6, 6, 0), utc(6, 0, 15), SATURDAY)
    assert str(refused.value) == ("01:15 is not after the call at 07:00. After midnight write 25:15, or 01:15 +1.")


def test_a_night_is_a_shift() -> None:
    called, dismissed = (read_moment(written, SATURDAY) for written in ("16:00", "28:00"))
    assert shift_between(called, dismissed, SATURDAY) == Shift(utc(6, 15, 0), utc(7, 3, 0))
