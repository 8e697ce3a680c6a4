from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.uss.dates import Reading, read_date, read_instant

APRIL_7 = date(2025, 4, 7)
ZONES = [
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Australia/Lord_Howe",
    "America/Santiago",  # summer time begins at midnight there: that midnight does not exist
    "Pacific/Kiritimati",
]
YEARS = st.dates(date(1971, 1, 1), date(2100, 12, 31))


def midnight_as_written(on, zone):
    midnight = datetime.combine(on, time(0), tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@given(YEARS, st.sampled_from(ZONES))
def test_no_day_is_lost_where_the_zone_is_known(on, zone):
    assert read_date(midnight_as_written(on, zone), zone=ZoneInfo(zone))[0] == on


@given(YEARS, st.integers(-11 * 60 - 59, 11 * 60 + 59))
def test_no_day_is_lost_within_twelve_hours_where_it_is_not(on, offset_minutes):
    instant = datetime.combine(on, time(0)) - timedelta(minutes=offset_minutes)

    assert read_date(instant.isoformat() + ".000Z", zone=None)[0] == on


@given(YEARS, st.sampled_from(ZONES))
def test_a_bare_date_written_as_midnight_utc_stays_in_every_zone(on, zone):
    """Some programs write the date alone; in Los Angeles that instant is still the day before."""
    assert read_date(f"{on.isoformat()}T00:00:00.000Z", zone=ZoneInfo(zone)) == (on, Reading.EXACT)


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("2025-04-07", Reading.EXACT),
        ("2025-04-07T00:00:00.000Z", Reading.EXACT),
        ("2025-04-07T00:00:00+0000", Reading.EXACT),
        ("2025-04-07T00:00:00-07:00", Reading.EXACT),
        ("2025-04-07 00:00", Reading.EXACT),
        ("2025-04-07T18:30:00", Reading.EXACT),  # no zone: the wall clock of the show
        ("2025-04-07T07:00:00.000Z", Reading.EXACT),  # midnight in Los Angeles
        ("2025-04-07T08:00:00.000Z", Reading.ROUNDED),
        ("2025-04-07T12:00:00.000Z", Reading.ROUNDED),
        ("2025-04-07T06:00:00.000Z", Reading.ROUNDED),
        ("2025-04-07t07:00:00z", Reading.EXACT),
        ("2025-04-07T07:00:00 GMT", Reading.EXACT),
    ],
)
def test_many_spellings_mean_the_seventh_in_los_angeles(written, reading):
    assert read_date(written, zone=ZoneInfo("America/Los_Angeles")) == (APRIL_7, reading)


@pytest.mark.parametrize(
    "written", ["2025-04-07T11:59:59.000Z", "2025-04-07T12:00:00.000Z", "2025-04-06T12:00:01.000Z"]
)
def test_without_a_zone_the_nearest_midnight_counts_and_noon_stays(written):
    assert read_date(written, zone=None) == (APRIL_7, Reading.WITHOUT_ZONE)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "07.04.2025",
        "2025-02-29",
        "2025-04-07T24:00:00Z",
        "2025-04-07T00:00:00+25:00",
        "0001-01-01",
        "２０２５-04-07",
    ],
)
def test_no_date_is_no_date(written):
    assert (read_date(written, zone=None), read_instant(written)) == (None, None)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(written):
    read = read_date(written, zone=None)

    assert read is None or isinstance(read[0], date)


def test_an_instant_is_in_utc():
    assert read_instant("2025-04-07T02:30:15.250+02:00") == datetime(2025, 4, 7, 0, 30, 15, 250_000, tzinfo=UTC)
