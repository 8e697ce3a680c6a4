"""Rest between working days: per person, in real time."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.core.calendars.rules import WallTime, resolve
from callboard.core.hours.rules import (
    REST_RULES,
    DismissedBeforeCalled,
    NoSuchRestRule,
    RestRule,
    RestShortfall,
    Shift,
    earliest_call,
    rest_between,
    rest_rule,
    rest_shortfall,
)

SAG = rest_rule("sag_aftra_daily")
CREW = rest_rule("iatse_daily")
UK = rest_rule("uk_daily")
THURSDAY_2030 = dt.datetime(2026, 6, 4, 20, 30, tzinfo=dt.UTC)
FRIDAY = dt.date(2026, 6, 5)


def friday(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 6, 5, hour, minute, tzinfo=dt.UTC)


def test_an_actor_dismissed_at_half_past_eight_is_called_at_half_past_eight_at_the_earliest():
    assert earliest_call(THURSDAY_2030, SAG) == friday(8, 30)
    assert rest_shortfall(dismissed_at=THURSDAY_2030, called_at=friday(8, 30), rule=SAG) is None


def test_a_call_at_a_quarter_to_eight_takes_45_minutes_of_the_actors_rest():
    assert rest_shortfall(dismissed_at=THURSDAY_2030, called_at=friday(7, 45), rule=SAG) == RestShortfall(
        rest=dt.timedelta(hours=11, minutes=15),
        needed=dt.timedelta(hours=12),
        short_by=dt.timedelta(minutes=45),
        earliest_call=friday(8, 30),
        rule_code="sag_aftra_daily",
    )


def test_a_call_before_the_wrap_itself_is_short_by_more_than_the_whole_rest():
    short = rest_shortfall(dismissed_at=THURSDAY_2030, called_at=THURSDAY_2030 - dt.timedelta(hours=1), rule=CREW)

    assert short is not None
    assert (short.rest, short.short_by) == (dt.timedelta(hours=-1), dt.timedelta(hours=11))


def test_a_rest_over_the_spring_change_is_an_hour_shorter_than_the_clocks_say():
    """Wrap 20:00, call 07:00 in London, with the clocks going forward at one: ten real hours, not eleven."""
    wrapped = resolve(WallTime(dt.date(2026, 3, 28), 20 * 60), "Europe/London")
    called = resolve(WallTime(dt.date(2026, 3, 29), 7 * 60), "Europe/London")

    assert rest_between(wrapped, called) == dt.timedelta(hours=10)
    short = rest_shortfall(dismissed_at=wrapped, called_at=called, rule=UK)
    assert short is not None
    assert short.short_by == dt.timedelta(hours=1)


def test_an_earliest_call_is_a_whole_minute_and_never_too_early():
    wrapped = THURSDAY_2030 + dt.timedelta(seconds=1)

    assert earliest_call(wrapped, SAG) == friday(8, 31)


def test_nobody_is_dismissed_before_the_call():
    with pytest.raises(DismissedBeforeCalled, match="Check the dates"):
        Shift(called_at=friday(8), dismissed_at=THURSDAY_2030)
    assert Shift(THURSDAY_2030, friday(8)).length == dt.timedelta(hours=11, minutes=30)


def test_presets_are_dated_sourced_and_say_which_are_unconfirmed():
    assert {rule.code: (rule.minutes, rule.confirmed) for rule in REST_RULES} == {
        "sag_aftra_daily": (720, True),
        "iatse_daily": (600, True),
        "uk_daily": (660, False),
        "california_minor": (720, True),
        "england_minor": (720, False),
    }
    assert [rule.code for rule in REST_RULES if not rule.source or not rule.read_on] == []


def test_a_rule_of_unknown_code_is_refused_with_those_there_are():
    with pytest.raises(NoSuchRestRule, match="Choose one of: sag_aftra_daily, iatse_daily"):
        rest_rule("martian")


zones = st.sampled_from(sorted(available_timezones()))
NEW_YEAR_2024 = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
dismissals = st.integers(0, 9 * 365 * 1440).map(lambda minutes: NEW_YEAR_2024 + dt.timedelta(minutes=minutes))


def rest_minute_by_minute(dismissed_at: dt.datetime, called_at: dt.datetime) -> int:
    """The oracle: a stopwatch that ticks once a minute."""
    ticks, at = 0, dismissed_at
    while at < called_at:
        at += dt.timedelta(minutes=1)
        ticks += 1
    return ticks


@settings(max_examples=300, deadline=None)
@given(dismissals, st.integers(0, 1500), st.integers(0, 900), zones)
def test_rest_is_what_a_stopwatch_says_whatever_the_clocks_do(
    dismissed_at: dt.datetime, rest: int, needed: int, zone: str
):
    """Moments are handed over as local ones, where naive subtraction goes wrong across a clock change."""
    rule = RestRule("any", "anybody", needed, "test", None, dt.date(2026, 1, 1), confirmed=False)
    called_at = dismissed_at + dt.timedelta(minutes=rest)
    local = ZoneInfo(zone)

    short = rest_shortfall(
        dismissed_at=dismissed_at.astimezone(local), called_at=called_at.astimezone(local), rule=rule
    )

    stopwatch = rest_minute_by_minute(dismissed_at, called_at)
    assert (short is None) == (stopwatch >= needed)
    if short is not None:
        assert short.short_by == dt.timedelta(minutes=needed - stopwatch)


@given(dismissals, st.integers(0, 900))
def test_the_earliest_call_is_the_first_minute_without_a_shortfall(dismissed_at: dt.datetime, needed: int):
    rule = RestRule("any", "anybody", needed, "test", None, dt.date(2026, 1, 1), confirmed=False)
    earliest = earliest_call(dismissed_at, rule)

    assert rest_shortfall(dismissed_at=dismissed_at, called_at=earliest, rule=rule) is None
    too_early = rest_shortfall(dismissed_at=dismissed_at, called_at=earliest - dt.timedelta(minutes=1), rule=rule)
    assert too_early is not None
    assert too_early.earliest_call == earliest
