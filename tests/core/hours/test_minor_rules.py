"""Minors' hours: bands that change on a birthday, hours at the place, windows."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.core.calendars.rules import DayClock
from callboard.core.hours.minor_rules import (
    CALIFORNIA,
    Age,
    MinorBreach,
    MinorDay,
    TooYoungToWork,
    allowed_at_place,
    check_minor_day,
    minor_band,
)
from callboard.core.hours.rules import Shift

LOS_ANGELES = "America/Los_Angeles"
SHOOT_DAY = dt.date(2026, 6, 5)
NEW_YEAR_2024 = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
EIGHT_YEARS_OLD = dt.date(2018, 3, 1)


def day_of(minor_born_on: dt.date, arrives: int, leaves: int, **more: object) -> MinorDay:
    clock = DayClock(SHOOT_DAY, LOS_ANGELES)
    terms: dict[str, object] = {"school_today": False, "school_tomorrow": False, **more}
    return MinorDay(minor_born_on, Shift(clock.moment(arrives), clock.moment(leaves)), **terms)  # type: ignore[arg-type]


def breaches(day: MinorDay) -> list[str]:
    return [breach.code for breach in check_minor_day(day, clock=DayClock(SHOOT_DAY, LOS_ANGELES))]


def test_the_table_of_california():
    """Domain chapter 3.7: at place, work on a school day, work on a free day, school, in minutes."""
    assert [
        (b.code, b.at_place_minutes, b.work_school_day_minutes, b.work_free_day_minutes, b.school_minutes)
        for b in CALIFORNIA.bands
    ] == [
        ("15d", 120, 20, 20, 0),
        ("6m", 240, 120, 120, 0),
        ("2y", 360, 180, 180, 0),
        ("6y", 480, 240, 360, 180),
        ("9y", 540, 300, 420, 180),
        ("16y", 600, 360, 480, 180),
    ]


def test_a_child_that_turns_nine_on_the_shoot_is_nine_from_the_birthday_itself():
    born = dt.date(2017, 6, 5)

    bands = [minor_band(born, SHOOT_DAY + dt.timedelta(days=offset)) for offset in (-1, 0)]

    assert [band.code if band else None for band in bands] == ["6y", "9y"]


def test_on_the_eighteenth_birthday_the_rules_of_adults_begin():
    born = dt.date(2008, 6, 5)

    assert minor_band(born, SHOOT_DAY) is None
    assert minor_band(born, SHOOT_DAY - dt.timedelta(days=1)) == CALIFORNIA.bands[-1]
    assert breaches(day_of(born, 0, 20 * 60)) == []


def test_a_baby_of_two_weeks_may_not_work_at_all():
    with pytest.raises(TooYoungToWork, match="too young to work on 2026-06-05 under california"):
        minor_band(SHOOT_DAY - dt.timedelta(days=14), SHOOT_DAY)
    band = minor_band(SHOOT_DAY - dt.timedelta(days=15), SHOOT_DAY)
    assert band is not None
    assert band.code == "15d"


def test_leap_day_children_and_ends_of_months_reach_an_age_on_the_later_date():
    assert Age(years=18).reached_on(dt.date(2008, 2, 29)) == dt.date(2026, 3, 1)
    assert Age(months=6).reached_on(dt.date(2025, 8, 31)) == dt.date(2026, 3, 1)
    assert Age(months=6).reached_on(dt.date(2025, 6, 30)) == dt.date(2025, 12, 30)


def test_an_eight_year_old_from_seven_to_half_past_three_with_a_meal_keeps_the_rules():
    assert breaches(day_of(EIGHT_YEARS_OLD, 7 * 60, 15 * 60 + 30, meal_minutes=30)) == []


def test_an_hour_of_lunch_excuses_only_half_an_hour():
    day = day_of(EIGHT_YEARS_OLD, 7 * 60, 16 * 60, meal_minutes=60)

    assert check_minor_day(day, clock=DayClock(SHOOT_DAY, LOS_ANGELES)) == [
        MinorBreach(
            code="at_place_too_long",
            text="At the place for %(planned)s h; %(allowed)s h are allowed. Let the child go earlier.",
            allowed="8:30",
            planned="9:00",
        )
    ]
    assert check_minor_day(day, clock=DayClock(SHOOT_DAY, LOS_ANGELES))[0].message == (
        "At the place for 9:00 h; 8:30 h are allowed. Let the child go earlier."
    )


def test_after_a_day_at_its_own_school_an_eight_year_old_has_two_hours_left():
    after_school = day_of(EIGHT_YEARS_OLD, 15 * 60, 17 * 60, school_today=True, own_school=True)
    longer = day_of(EIGHT_YEARS_OLD, 15 * 60, 17 * 60 + 1, school_today=True, own_school=True)

    assert [breaches(after_school), breaches(longer)] == [[], ["at_place_too_long"]]
    assert allowed_at_place(after_school, CALIFORNIA.bands[3]) == 120
    assert allowed_at_place(after_school, CALIFORNIA.bands[1]) == 0


def test_before_a_school_day_the_child_leaves_at_ten_else_half_an_hour_after_midnight():
    evening = (17 * 60, 22 * 60)
    late = (18 * 60, 24 * 60 + 30)
    later = (18 * 60, 24 * 60 + 31)

    assert breaches(day_of(EIGHT_YEARS_OLD, *evening, school_tomorrow=True)) == []
    assert breaches(day_of(EIGHT_YEARS_OLD, *late, school_tomorrow=True)) == ["outside_window"]
    assert breaches(day_of(EIGHT_YEARS_OLD, *late)) == []
    assert breaches(day_of(EIGHT_YEARS_OLD, *later)) == ["outside_window"]


def test_a_pick_up_before_five_counts_as_at_the_place():
    early = day_of(EIGHT_YEARS_OLD, 4 * 60 + 45, 12 * 60)

    (breach,) = check_minor_day(early, clock=DayClock(SHOOT_DAY, LOS_ANGELES))

    assert (breach.code, breach.allowed, breach.planned) == ("outside_window", "05:00–00:30 +1", "04:45–12:00")


def test_a_baby_works_in_the_morning_or_in_the_afternoon_and_not_across_noon():
    baby = SHOOT_DAY - dt.timedelta(days=100)

    assert breaches(day_of(baby, 9 * 60 + 30, 11 * 60 + 30)) == []
    assert breaches(day_of(baby, 14 * 60 + 30, 16 * 60 + 30)) == []
    assert breaches(day_of(baby, 10 * 60 + 30, 12 * 60 + 30)) == ["outside_window"]
    assert breaches(day_of(baby, 9 * 60 + 30, 16 * 60 + 30)) == ["at_place_too_long", "outside_window"]


def test_work_and_school_hours_are_judged_as_soon_as_they_are_known():
    school_day = {"school_today": True, "work_minutes": 241, "school_minutes": 179}
    free_day = {"school_today": False, "work_minutes": 241, "school_minutes": 0}

    assert breaches(day_of(EIGHT_YEARS_OLD, 7 * 60, 15 * 60, **school_day)) == ["work_too_long", "school_too_short"]
    assert breaches(day_of(EIGHT_YEARS_OLD, 7 * 60, 15 * 60, **free_day)) == []


def test_a_clock_that_falls_back_past_midnight_does_not_hide_the_minutes_after_the_window():
    """Havana, 1 November 2026: at 01:00 the clocks show 00:00 again, so leaving at the second 00:20 is too late."""
    clock = DayClock(dt.date(2026, 10, 31), "America/Havana")
    arrives = clock.moment(18 * 60)
    leaves = clock.moment(24 * 60 + 20, second=True)
    day = MinorDay(EIGHT_YEARS_OLD, Shift(arrives, leaves), school_today=False, school_tomorrow=False)

    assert [breach.code for breach in check_minor_day(day, clock=clock)] == ["outside_window"]


def minutes_at_the_place(shift: Shift) -> Iterator[dt.datetime]:
    at = shift.called_at
    while at < shift.dismissed_at:
        yield at
        at += dt.timedelta(minutes=1)


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(
        ["America/Los_Angeles", "Europe/London", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe"]
    ),
    arrives_at=st.integers(0, 9 * 365 * 1440).map(lambda minutes: NEW_YEAR_2024 + dt.timedelta(minutes=minutes)),
    length=st.integers(1, 900),
    age_days=st.integers(15, 20 * 365),
    school_tomorrow=st.booleans(),
    meal=st.integers(0, 90),
)
def test_hours_and_window_are_what_a_guard_at_the_gate_would_note_minute_by_minute(
    zone: str, arrives_at: dt.datetime, length: int, age_days: int, school_tomorrow: bool, meal: int
):
    day = arrives_at.astimezone(ZoneInfo(zone)).date()
    born = day - dt.timedelta(days=age_days)
    shift = Shift(arrives_at, arrives_at + dt.timedelta(minutes=length))
    minor = MinorDay(born, shift, school_today=False, school_tomorrow=school_tomorrow, meal_minutes=meal)

    found = {breach.code for breach in check_minor_day(minor, clock=DayClock(day, zone))}

    band = minor_band(born, day)
    if band is None:
        assert found == set()
        return
    noted = list(minutes_at_the_place(shift))
    midnight = dt.datetime.combine(day, dt.time())
    walls = [(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - midnight).total_seconds() / 60 for at in noted]
    ends = 22 * 60 if school_tomorrow else 24 * 60 + 30
    windows = [(570, 690), (870, 990)] if band.code == "15d" else [(300, ends)]
    expected = {"at_place_too_long"} if len(noted) > band.at_place_minutes + min(meal, 30) else set()
    if not any(all(start <= wall < end for wall in walls) for start, end in windows):
        expected.add("outside_window")
    assert found == expected
