"""Time and the production calendar: clock changes, night shoots, days off."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.core.calendars.rules import (
    A_MINUTE,
    DayClock,
    NoSuchZone,
    NotATime,
    NoWorkingDays,
    TimeHappensTwice,
    TimeSkippedByClockChange,
    TimeWithoutZone,
    WallTime,
    WorkCalendar,
    elapsed,
    is_day_off,
    read_minutes,
    resolve,
    shift,
    show_minutes,
    wall_time,
    working_days,
)

BERLIN = "Europe/Berlin"
AUTUMN_NIGHT = dt.date(2026, 10, 24)  # its clocks go back at 03:00 on the 25th
SPRING_NIGHT = dt.date(2026, 3, 28)  # its clocks go forward at 02:00 on the 29th
FIRST, LAST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2033, 1, 1, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 11, 23)

zones = st.sampled_from(sorted(available_timezones()))
moments = st.integers(0, (LAST - FIRST) // A_MINUTE).map(lambda minutes: FIRST + minutes * A_MINUTE)
dates = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


# Wall time and moments


def test_half_past_one_after_midnight_belongs_to_the_production_day_it_began_on():
    wrap = WallTime(dt.date(2026, 6, 5), 25 * 60 + 30)

    assert (wrap.day, wrap.date, wrap.time) == (dt.date(2026, 6, 5), dt.date(2026, 6, 6), dt.time(1, 30))
    assert resolve(wrap, BERLIN) == utc(2026, 6, 5, 23, 30)
    assert wall_time(utc(2026, 6, 5, 23, 30), BERLIN, day=dt.date(2026, 6, 5)) == wrap


def test_a_pick_up_before_midnight_is_a_negative_time_of_the_day_it_is_for():
    pick_up = WallTime(dt.date(2026, 6, 6), -15)

    assert (pick_up.date, pick_up.time) == (dt.date(2026, 6, 5), dt.time(23, 45))


def test_a_call_that_the_clocks_jump_over_is_refused():
    with pytest.raises(TimeSkippedByClockChange, match="no 02:30 on 2026-03-29 in Europe/Berlin"):
        resolve(WallTime(SPRING_NIGHT, 26 * 60 + 30), BERLIN)


def test_a_call_in_the_hour_that_comes_twice_is_asked_and_never_guessed():
    half_past_two = WallTime(AUTUMN_NIGHT, 26 * 60 + 30)

    with pytest.raises(TimeHappensTwice, match="02:30 on 2026-10-25 happens twice"):
        resolve(half_past_two, BERLIN)
    assert resolve(half_past_two, BERLIN, second=False) == utc(2026, 10, 25, 0, 30)
    assert resolve(half_past_two, BERLIN, second=True) == utc(2026, 10, 25, 1, 30)
    assert wall_time(utc(2026, 10, 25, 1, 30), BERLIN, day=AUTUMN_NIGHT) == WallTime(AUTUMN_NIGHT, 1590, second=True)


def test_a_night_call_over_the_autumn_change_lasts_nine_hours():
    called = resolve(WallTime(AUTUMN_NIGHT, 22 * 60), BERLIN)
    dismissed = resolve(WallTime(AUTUMN_NIGHT, 30 * 60), BERLIN)

    assert elapsed(called, dismissed) == dt.timedelta(hours=9)
    berlin = ZoneInfo(BERLIN)
    assert elapsed(called.astimezone(berlin), dismissed.astimezone(berlin)) == dt.timedelta(hours=9)


def test_eight_real_hours_after_ten_at_night_are_five_in_the_morning_in_autumn():
    assert shift(WallTime(AUTUMN_NIGHT, 22 * 60), 8 * 60, BERLIN) == WallTime(AUTUMN_NIGHT, 29 * 60)
    assert shift(WallTime(SPRING_NIGHT, 22 * 60), 8 * 60, BERLIN) == WallTime(SPRING_NIGHT, 31 * 60)


def test_a_moment_without_a_zone_is_not_measured():
    with pytest.raises(TimeWithoutZone, match="has no time zone"):
        elapsed(utc(2026, 1, 1, 7).replace(tzinfo=None), utc(2026, 1, 1, 8))


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused(name: str):
    with pytest.raises(NoSuchZone):
        resolve(WallTime(MONDAY, 0), name)


def test_a_day_clock_turns_minutes_into_moments_and_back():
    clock = DayClock(AUTUMN_NIGHT, BERLIN)

    assert clock.moment(29 * 60) == utc(2026, 10, 25, 4)
    assert clock.minutes_at(utc(2026, 10, 25, 4, 0, 59)) == 29 * 60
    assert clock.moment(26 * 60, second=True) == utc(2026, 10, 25, 1)


def clock_changes(zone: ZoneInfo) -> Iterator[dt.datetime]:
    """Every moment from 2024 to 2032 at which a zone's offset from UTC changes."""
    start = FIRST
    while start < LAST:
        end = start + dt.timedelta(days=7)
        if start.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset():
            low, high = start, end
            while high - low > dt.timedelta(minutes=1):
                middle = low + (high - low) // 2
                changed = middle.astimezone(zone).utcoffset() != start.astimezone(zone).utcoffset()
                low, high = (low, middle) if changed else (middle, high)
            yield high.replace(second=0, microsecond=0)
        start = end


def wall_of(local: dt.datetime) -> WallTime:
    return WallTime(local.date(), local.hour * 60 + local.minute)


def test_every_clock_change_of_every_zone_until_2032_is_refused_or_asked():
    """Probes the middle of each gap and fold, and the minutes on both sides of it."""
    seen = 0
    for name in sorted(available_timezones()):
        for change in clock_changes(ZoneInfo(name)):
            before = (change - dt.timedelta(minutes=1)).astimezone(ZoneInfo(name)).replace(tzinfo=None)
            after = change.astimezone(ZoneInfo(name)).replace(tzinfo=None)
            jump = after - before - dt.timedelta(minutes=1)
            seen += 1
            if jump > dt.timedelta():
                with pytest.raises(TimeSkippedByClockChange):
                    resolve(wall_of(after - jump / 2), name)
                assert resolve(wall_of(after), name) == change
            else:
                twice = wall_of(after - jump / 2)
                with pytest.raises(TimeHappensTwice):
                    resolve(twice, name)
                first, second = (resolve(twice, name, second=choice) for choice in (False, True))
                assert (first, second) == (change + jump / 2, change - jump / 2)
                assert resolve(wall_of(before), name, second=False) == change - dt.timedelta(minutes=1)
                assert resolve(wall_of(before + dt.timedelta(minutes=1)), name) == change - jump
    assert seen > 2000


@settings(deadline=None)  # the first look at a zone reads it from disk
@given(moments, zones, st.integers(-1, 1))
def test_a_moment_shown_on_a_wall_is_the_same_moment_again(moment: dt.datetime, zone: str, days: int):
    day = moment.date() + dt.timedelta(days=days)

    assert resolve(wall_time(moment, zone, day=day), zone) == moment


@settings(deadline=None)
@given(dates, st.integers(-1440, 2879), zones)
def test_the_wall_time_shown_is_the_wall_time_typed(day: dt.date, minutes: int, zone: str):
    try:
        moment = resolve(WallTime(day, minutes), zone, second=True)
    except TimeSkippedByClockChange:
        return
    shown = wall_time(moment, zone, day=day)
    assert (shown.day, shown.minutes) == (day, minutes)


# Writing and reading times


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("7:45", 465),
        ("07:45", 465),
        ("0745", 465),
        ("745", 465),
        ("7.45", 465),
        (" 7:45a ", 465),
        ("7:45p", 1185),
        ("7:45 PM", 1185),
        ("7:45 p.m.", 1185),
        ("7p", 1140),
        ("12a", 0),
        ("12:15 am", 15),
        ("12p", 720),
        ("25:30", 1530),
        ("2530", 1530),
        ("01:30+1", 1530),
        ("01:30 +1", 1530),
        ("1:30a +1", 1530),
        ("23:45 -1", -15),
        ("00:00", 0),
        ("47:59", 2879),
    ],
)
def test_times_are_read_as_coordinators_type_them(written: str, minutes: int):
    assert read_minutes(written) == minutes


@pytest.mark.parametrize(
    "written",
    [
        "",
        "7",
        "18.5",
        "7:5",
        "7:60",
        "13p",
        "0a",
        "48:00",
        "25:30 +1",
        "7:45 +2",
        "O/C",
        "7:45x",
        "٧:٤٥",
        "7:45m",
        "-7:45",
        "7:45:00",
    ],
)
def test_what_is_no_time_is_refused_and_not_guessed(written: str):
    with pytest.raises(NotATime, match="Write it as 7:45"):
        read_minutes(written)


def test_times_after_midnight_carry_a_mark():
    assert [show_minutes(minutes) for minutes in (0, 465, 1439, 1440, 1530, -15)] == [
        "00:00",
        "07:45",
        "23:59",
        "00:00 +1",
        "01:30 +1",
        "23:45 -1",
    ]


@given(st.integers(-1440, 2879))
def test_a_shown_time_reads_back_as_itself(minutes: int):
    assert read_minutes(show_minutes(minutes)) == minutes


@given(st.text("0123456789:. apm+-O/", max_size=9))
def test_any_text_is_a_time_or_is_refused(written: str):
    try:
        minutes = read_minutes(written)
    except NotATime:
        minutes = 0
    assert -1440 <= minutes <= 2879


# Working days


def test_five_days_a_week_with_a_holiday_and_a_worked_saturday():
    thanksgiving, saturday = dt.date(2026, 11, 26), dt.date(2026, 11, 28)
    calendar = WorkCalendar(frozenset({5, 6}), days_off=frozenset({thanksgiving}), extra_days=frozenset({saturday}))

    assert [day.isoformat() for day in working_days(MONDAY, calendar, 6)] == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
        "2026-11-27",
        "2026-11-28",
        "2026-11-30",
    ]


def test_with_every_weekday_off_only_extra_days_are_worked():
    pick_ups = frozenset({dt.date(2026, 12, 3), dt.date(2026, 11, 30), dt.date(2026, 11, 1)})
    calendar = WorkCalendar(frozenset(range(7)), extra_days=pick_ups)

    assert working_days(MONDAY, calendar, 2) == [dt.date(2026, 11, 30), dt.date(2026, 12, 3)]
    with pytest.raises(NoWorkingDays, match="fewer than 3 working days from 2026-11-23"):
        working_days(MONDAY, calendar, 3)


near_dates = st.frozensets(st.dates(dt.date(2026, 11, 1), dt.date(2027, 1, 31)), max_size=20)


@given(st.frozensets(st.integers(0, 6), max_size=6), near_dates, near_dates, dates, st.integers(0, 40))
def test_working_days_are_exactly_the_first_days_that_are_not_off(
    weekly: frozenset[int], off: frozenset[dt.date], extra: frozenset[dt.date], start: dt.date, count: int
):
    calendar = WorkCalendar(weekly, off, extra)

    days = working_days(start, calendar, count)

    assert len(days) == count
    last = days[-1] if days else start - dt.timedelta(days=1)
    span = [start + dt.timedelta(days=offset) for offset in range((last - start).days + 1)]
    assert days == [day for day in span if not is_day_off(day, calendar)]
