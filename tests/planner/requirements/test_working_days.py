from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from callboard.planner.requirements.problem import Calendar
from callboard.planner.requirements.working_days import working_days

MONDAY = dt.date(2026, 3, 2)
HOLIDAY, SATURDAY = dt.date(2026, 3, 4), dt.date(2026, 3, 14)
PLANT = Calendar("plant", closed=frozenset({HOLIDAY}), opened=frozenset({SATURDAY}))


def counted(move, day, count):
    return dt.date.fromordinal(move(day.toordinal(), count))


def test_lead_times_run_over_working_days_only():
    """Three working days before Monday the 9th: Friday 6, Thursday 5, Tuesday 3 — Wednesday is a holiday."""
    days = working_days(PLANT, MONDAY)
    assert counted(days.back, dt.date(2026, 3, 9), 3) == dt.date(2026, 3, 3)
    assert counted(days.forward, dt.date(2026, 3, 3), 3) == dt.date(2026, 3, 9)


def test_a_free_day_counts_from_the_working_day_before_or_after_it():
    """From Sunday the 8th: back 0 is Friday, forward 0 is Monday."""
    days = working_days(PLANT, MONDAY)
    assert counted(days.back, dt.date(2026, 3, 8), 0) == dt.date(2026, 3, 6)
    assert counted(days.forward, dt.date(2026, 3, 8), 0) == dt.date(2026, 3, 9)


def test_a_saturday_can_be_opened():
    days = working_days(PLANT, MONDAY)
    assert counted(days.forward, dt.date(2026, 3, 13), 1) == SATURDAY


def test_days_between_count_working_days_both_ways():
    days = working_days(PLANT, MONDAY)
    first, last = dt.date(2026, 3, 3).toordinal(), dt.date(2026, 3, 9).toordinal()
    assert (days.between(first, last), days.between(last, first)) == (3, -3)


def test_no_calendar_is_every_day():
    days = working_days(None, MONDAY)
    assert (days.back(100, 7), days.forward(100, 7), days.between(100, 93)) == (93, 107, -7)


@given(st.integers(-9000, 9000), st.integers(0, 3000))
def test_far_away_days_are_laid_out_when_they_are_asked_for(shift, count):
    """Back and forward are each other's inverse from a working day, at any distance."""
    days = working_days(PLANT, MONDAY)
    start = days.forward(MONDAY.toordinal() + shift, 0)
    assert days.forward(days.back(start, count), count) == start
    assert days.between(days.back(start, count), start) == count
