"""Working days of an order."""

from __future__ import annotations

import datetime as dt

from callboard.core.calendars.rules import WorkCalendar
from callboard.manufacturing.work_orders.schedule_rules import operation_days, working_day_after, working_day_before

FRIDAY = dt.date(2027, 3, 5)
WEEKDAYS = WorkCalendar(frozenset({5, 6}))


def test_days_off_do_not_count() -> None:
    monday = dt.date(2027, 3, 8)
    assert working_day_after(FRIDAY, 1, WEEKDAYS) == monday
    assert working_day_before(monday, 1, WEEKDAYS) == FRIDAY
    assert working_day_after(FRIDAY, 0, WEEKDAYS) == working_day_before(FRIDAY, 0, WEEKDAYS) == FRIDAY


def test_a_calendar_without_a_working_day_counts_plain_days() -> None:
    never = WorkCalendar(frozenset(range(7)))
    assert working_day_before(FRIDAY, 2, never) == dt.date(2027, 3, 3)
    assert working_day_after(FRIDAY, 2, never) == dt.date(2027, 3, 7)


def test_operations_follow_each_other_and_none_ends_behind_the_due_date() -> None:
    due = dt.date(2027, 3, 9)
    days = operation_days(FRIDAY, due, [300, 300, 2000], WEEKDAYS)
    monday = dt.date(2027, 3, 8)
    assert days == [(FRIDAY, FRIDAY), (FRIDAY, monday), (monday, due)]
