"""Days and times as different readers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory

from callboard.web.locales import Reader

SATURDAY = date(2027, 3, 6)


@pytest.mark.parametrize(
    ("accepts", "clock", "day"),
    [
        ("en-US,en;q=0.9", "5:45\u00a0PM", "Saturday, March 6, 2027"),
        ("en-GB", "17:45", "Saturday, 6 March 2027"),
        ("de", "17:45", "Saturday, 6 March 2027"),  # no German catalog: English words, the clock of Germany
        ("", "17:45", "Saturday, 6 March 2027"),
        ("xx-YY;q=oops", "17:45", "Saturday, 6 March 2027"),
    ],
)
def test_the_clock_follows_the_country_and_the_words_the_page(accepts: str, clock: str, day: str) -> None:
    reader = Reader.of(RequestFactory().get("/", HTTP_ACCEPT_LANGUAGE=accepts))

    assert (reader.clock(17 * 60 + 45), reader.day(SATURDAY)) == (clock, day)


def test_minutes_after_midnight_show_as_a_time_of_day() -> None:
    assert [Reader("en").clock(minutes) for minutes in (-15, 0, 1530)] == ["23:45", "00:00", "01:30"]


def test_a_moment_of_today_is_said_without_its_day() -> None:
    """23:30 UTC is 00:30 of the next day in Berlin."""
    reader = Reader("en")
    late, after = datetime(2027, 3, 5, 23, 30, tzinfo=UTC), datetime(2027, 3, 6, 6, 0, tzinfo=UTC)

    assert reader.lately(late, "Europe/Berlin", at=after) == "00:30"
    assert reader.lately(late, "Europe/London", at=after) == "Fri 5 Mar, 23:30"
