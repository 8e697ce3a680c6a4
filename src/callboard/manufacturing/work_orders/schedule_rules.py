"""Working days of an order: when to start it, and on which days its operations fall. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from callboard.core.calendars.rules import WorkCalendar, is_day_off, working_days

MINUTES_OF_A_WORKING_DAY = 480
_A_DAY = dt.timedelta(days=1)


def working_day_before(day: dt.date, count: int, calendar: WorkCalendar) -> dt.date:
    """The date so many working days earlier; 0 is the day itself. Without working days, plain days count."""
    if calendar.weekly_days_off >= frozenset(range(7)):
        return day - count * _A_DAY
    while count > 0:
        day -= _A_DAY
        if not is_day_off(day, calendar):
            count -= 1
    return day


def working_day_after(day: dt.date, count: int, calendar: WorkCalendar) -> dt.date:
    """The date so many working days later; the day itself for 0."""
    if calendar.weekly_days_off >= frozenset(range(7)):
        return day + count * _A_DAY
    return working_days(day + _A_DAY, calendar, count)[-1] if count > 0 else day


def operation_days(
    start_on: dt.date, due_on: dt.date, minutes: Sequence[int], calendar: WorkCalendar
) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each operation, one after the other from the start, none later than the due date.

    A first answer with eight hours to a day and without a queue; the schedule of the plant knows better.
    """
    found, begun = [], 0
    for duration in minutes:
        ended = begun + duration
        last = max(ended - 1, begun) // MINUTES_OF_A_WORKING_DAY
        first = begun // MINUTES_OF_A_WORKING_DAY
        days = [working_day_after(start_on, count, calendar) for count in (first, last)]
        found.append((min(days[0], due_on), min(days[1], due_on)))
        begun = ended
    return found
