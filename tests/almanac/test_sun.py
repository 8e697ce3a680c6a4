"""Sun times against the tables of the U.S. Naval Observatory, at the poles, and on days when clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from callboard.almanac.sun import SunDay, sun_on

PHOENIX = ZoneInfo("America/Phoenix")
LONDON = ZoneInfo("Europe/London")

# U.S. Naval Observatory, Astronomical Applications Department, "Rise and Set for the Sun for 2023",
# location W112 31, N36 57 (Fredonia, Arizona), zone 7 h west of Greenwich.
FREDONIA = {"latitude": 36 + 57 / 60, "longitude": -(112 + 31 / 60)}
FREDONIA_2023 = {
    dt.date(2023, 1, 1): ("07:43", "17:24"),
    dt.date(2023, 2, 1): ("07:33", "17:55"),
    dt.date(2023, 3, 1): ("07:01", "18:24"),
    dt.date(2023, 4, 1): ("06:16", "18:52"),
    dt.date(2023, 5, 1): ("05:36", "19:19"),
    dt.date(2023, 6, 1): ("05:12", "19:44"),
    dt.date(2023, 7, 1): ("05:14", "19:54"),
    dt.date(2023, 8, 1): ("05:35", "19:37"),
    dt.date(2023, 9, 1): ("06:01", "18:59"),
    dt.date(2023, 10, 1): ("06:25", "18:14"),
    dt.date(2023, 11, 1): ("06:54", "17:33"),
    dt.date(2023, 12, 1): ("07:24", "17:14"),
}


def minutes_apart(moment: dt.datetime | None, published: str) -> float:
    assert moment is not None
    wall = dt.datetime.combine(moment.date(), dt.time.fromisoformat(published), moment.tzinfo)
    return abs((moment - wall).total_seconds()) / 60


@pytest.mark.parametrize("date", FREDONIA_2023)
def test_sunrise_and_sunset_agree_with_the_naval_observatory_within_two_minutes(date: dt.date):
    day = sun_on(date, **FREDONIA, zone=PHOENIX)

    sunrise, sunset = FREDONIA_2023[date]
    assert minutes_apart(day.sunrise, sunrise) <= 2
    assert minutes_apart(day.sunset, sunset) <= 2


def test_civil_dawn_agrees_with_the_naval_observatory():
    """Same office, "Sun and Moon Data for One Day": Boston (W71.1, N42.3), 12 February 2014, EST."""
    day = sun_on(dt.date(2014, 2, 12), latitude=42.3, longitude=-71.1, zone=ZoneInfo("America/New_York"))

    assert minutes_apart(day.civil_dawn, "06:16") <= 2
    assert minutes_apart(day.sunrise, "06:45") <= 2


def test_in_the_polar_night_there_is_twilight_but_no_sunrise():
    """Same office: 70 N, 0 E, 21 December 2025, "continuously below the horizon", civil twilight 09:55 to 14:02 UT."""
    day = sun_on(dt.date(2025, 12, 21), latitude=70.0, longitude=0.0, zone=ZoneInfo("UTC"))

    assert (day.sunrise, day.sunset) == (None, None)
    assert minutes_apart(day.civil_dawn, "09:55") <= 2
    assert minutes_apart(day.civil_dusk, "14:02") <= 2


def test_under_the_midnight_sun_nothing_happens():
    tromso = sun_on(dt.date(2026, 6, 21), latitude=69.65, longitude=18.96, zone=ZoneInfo("Europe/Oslo"))

    assert tromso == SunDay(civil_dawn=None, sunrise=None, sunset=None, civil_dusk=None)


@pytest.mark.parametrize(
    ("before", "changed", "jump"),
    [
        (dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.timedelta(hours=1)),
        (dt.date(2026, 10, 24), dt.date(2026, 10, 25), dt.timedelta(hours=-1)),
    ],
)
def test_on_the_day_the_clocks_change_the_wall_time_jumps_by_an_hour(
    before: dt.date, changed: dt.date, jump: dt.timedelta
):
    eve, day = (sun_on(date, latitude=51.5, longitude=-0.12, zone=LONDON) for date in (before, changed))

    assert eve.sunrise is not None
    assert day.sunrise is not None
    by_the_wall = day.sunrise.replace(tzinfo=None) - eve.sunrise.replace(tzinfo=None) - dt.timedelta(days=1)
    assert abs(by_the_wall - jump) < dt.timedelta(minutes=4)
    assert day.sunrise.utcoffset() != eve.sunrise.utcoffset()


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (34.05, -118.24, "America/Los_Angeles"),
        (-36.85, 174.76, "Pacific/Auckland"),
        (1.87, -157.4, "Pacific/Kiritimati"),
        (-14.28, -170.7, "Pacific/Pago_Pago"),
    ],
)
def test_every_time_is_on_the_local_date_however_far_from_greenwich(latitude: float, longitude: float, zone: str):
    date = dt.date(2026, 6, 12)

    day = sun_on(date, latitude=latitude, longitude=longitude, zone=ZoneInfo(zone))

    moments = (day.civil_dawn, day.sunrise, day.sunset, day.civil_dusk)
    assert [moment and moment.date() for moment in moments] == [date] * 4
    assert list(moments) == sorted(moment for moment in moments if moment)


@pytest.mark.parametrize(("latitude", "longitude"), [(90.5, 0.0), (0.0, -181.0), (float("nan"), 0.0)])
def test_a_place_off_the_globe_is_refused(latitude: float, longitude: float):
    with pytest.raises(ValueError, match="no place on earth"):
        sun_on(dt.date(2026, 6, 12), latitude=latitude, longitude=longitude, zone=LONDON)
