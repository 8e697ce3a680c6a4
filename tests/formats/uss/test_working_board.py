"""The board of a working assistant director, whole: each figure counted here in the plainest way."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from callboard.formats.eighths import eighths_text
from callboard.formats.uss.catalog import Catalog
from callboard.formats.uss.reading import read_uss
from callboard.formats.uss.shoot_days import planned_stripboard, shoot_days, unscheduled
from callboard.formats.uss.values import BreakdownKind

SAMPLE = "film/uss/large_sample_schedule_FriendshipPodAffair.uss"
DROP_AFTER = 10  # calendar days: last day 1 June, pick-up 12 June is eleven, and may be dropped


@pytest.fixture(scope="module")
def content(shared_data):
    return (shared_data / SAMPLE).read_bytes()


@pytest.fixture(scope="module")
def schedule(content):
    read, repairs = read_uss(content, zone=None)
    assert repairs == ()
    return read


@pytest.fixture(scope="module")
def days(schedule):
    return shoot_days(schedule, planned_stripboard(schedule))


@pytest.fixture(scope="module")
def worked(schedule, days):
    """Board number of each actor → the dates they work, in order."""
    catalog = Catalog(schedule)
    dates: dict[str, set[date]] = {}
    for day in days:
        for strip in day.scenes:
            for actor in catalog.cast_of(strip):
                dates.setdefault(actor.board_id, set()).add(day.on)
    return {actor: sorted(on) for actor, on in dates.items()}


def held_in(gap, days):
    """The company's shooting days strictly inside a gap; days off hold nobody."""
    last, pick_up = gap
    return sum(last < day.on < pick_up for day in days)


def long_gaps(dates):
    return [(last, pick_up) for last, pick_up in pairwise(dates) if (pick_up - last).days > DROP_AFTER]


def test_every_strip_and_every_eighth_is_there(schedule, days):
    kinds = [breakdown.kind for breakdown in schedule.breakdowns]

    assert (kinds.count(BreakdownKind.SCENE), kinds.count(BreakdownKind.BANNER)) == (147, 4)
    assert eighths_text(sum(breakdown.eighths or 0 for breakdown in schedule.breakdowns)) == "94 6/8"
    assert [day.eighths for day in days] == [
        25, 31, 21, 28, 26, 18, 19, 25, 10, 9, 19, 33, 16, 25, 28, 30,
        36, 27, 12, 19, 32, 26, 31, 29, 25, 34, 48, 25, 20, 24, 7,
    ]  # fmt: skip
    assert sum(len(day.breakdowns) for day in days) == 151
    assert unscheduled(schedule, planned_stripboard(schedule)) == ()


def test_31_days_over_50_dates_with_a_hiatus(schedule, days):
    assert planned_stripboard(schedule).name == "First Pass"
    assert [day.number for day in days] == list(range(1, 32))
    assert (days[0].on, days[-1].on) == (date(2025, 4, 7), date(2025, 5, 26))
    assert (days[-1].on - days[0].on).days + 1 == 50
    hiatus = [last for last, following in pairwise(day.on for day in days) if following - last > timedelta(days=3)]
    assert hiatus == [date(2025, 5, 13)]


def test_a_known_zone_changes_no_date(content, schedule):
    for zone in ("America/Los_Angeles", "Asia/Jerusalem", "Pacific/Auckland"):
        assert read_uss(content, zone=ZoneInfo(zone)) == (schedule, ())


def test_40_cast_and_89_set_days(schedule, days, worked):
    catalog = Catalog(schedule)
    set_days = {(catalog.set_of(strip), day.on) for day in days for strip in day.scenes}

    assert len(catalog.cast) == 40
    assert len(worked) == 40
    assert len(set_days) == 89
    assert None not in {place for place, _ in set_days}


def test_261_paid_cast_days(days, worked):
    """180 worked; 120 held on shooting days between first and last; 39 of them in one long gap a person, dropped."""
    worked_count = sum(map(len, worked.values()))
    held_without_drop = sum(held_in(gap, days) for dates in worked.values() for gap in pairwise(dates))
    dropped = sum(held_in(gap, days) for dates in worked.values() for gap in long_gaps(dates)[:1])

    assert (worked_count, held_without_drop, dropped) == (180, 120, 39)
    assert worked_count + held_without_drop - dropped == 261


def test_nobody_has_two_gaps_to_choose_from(worked):
    """So first, longest and dearest gap give the same 81; Ritton's gap of exactly ten days is not over ten."""
    gaps = {actor: [(b - a).days for a, b in long_gaps(dates)] for actor, dates in worked.items() if long_gaps(dates)}

    assert gaps == {"6": [12], "7": [21], "32": [12], "33": [12], "39": [11], "40": [11]}
    assert 10 in [(b - a).days for a, b in pairwise(worked["6"])]


def test_light_and_sides_of_all_strips(schedule):
    catalog = Catalog(schedule)
    scenes = [breakdown for breakdown in schedule.breakdowns if breakdown.kind is BreakdownKind.SCENE]
    sides = [catalog.int_ext_of(strip) for strip in scenes]
    lights = [catalog.light_of(strip) for strip in scenes]

    assert {side: sides.count(side) for side in sides} == {"EXT": 72, "INT": 74, "": 1}
    assert {light: lights.count(light) for light in lights} == {"DAY": 108, "NIGHT": 38, "SUNRISE": 1}
    assert [strip.scene for strip in scenes if not catalog.int_ext_of(strip)] == ["75PT1"]
