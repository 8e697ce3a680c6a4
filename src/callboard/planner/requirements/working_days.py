"""Counting in working days. Days are ordinals (`date.toordinal`): whole numbers to add and compare."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from typing import Protocol

from callboard.planner.requirements.problem import EVERY_DAY, Calendar

_MARGIN = 800  # days laid out beyond what was asked for, so that the list seldom grows


class WorkingDays(Protocol):
    """How one calendar counts."""

    def back(self, day: int, count: int) -> int:
        """`count` working days before the last working day that is not after `day`."""

    def forward(self, day: int, count: int) -> int:
        """`count` working days after the first working day that is not before `day`."""

    def between(self, first: int, last: int) -> int:
        """Working days from `first` to `last`; negative if `last` is earlier."""


class EveryDay:
    """A calendar without a free day."""

    def back(self, day: int, count: int) -> int:
        """That many days before."""
        return day - count

    def forward(self, day: int, count: int) -> int:
        """That many days after."""
        return day + count

    def between(self, first: int, last: int) -> int:
        """Days from the one to the other."""
        return last - first


class CalendarDays:
    """A calendar with free days, laid out as a sorted list of the days worked."""

    def __init__(self, calendar: Calendar, around: int) -> None:
        self._calendar = calendar
        self._closed = frozenset(day.toordinal() for day in calendar.closed)
        self._opened = frozenset(day.toordinal() for day in calendar.opened)
        self._lay_out(around - _MARGIN, around + _MARGIN)

    def back(self, day: int, count: int) -> int:
        """See WorkingDays."""
        while True:
            place = bisect_right(self._days, day) - 1 - count
            if place >= 0 and day <= self._last:
                return self._days[place]
            self._lay_out(min(self._first, day - 2 * count) - _MARGIN, max(self._last, day))

    def forward(self, day: int, count: int) -> int:
        """See WorkingDays."""
        while True:
            place = bisect_left(self._days, day) + count
            if place < len(self._days) and day >= self._first:
                return self._days[place]
            self._lay_out(min(self._first, day), max(self._last, day + 2 * count) + _MARGIN)

    def between(self, first: int, last: int) -> int:
        """See WorkingDays."""
        low, high = min(first, last), max(first, last)
        if low < self._first or high > self._last:
            self._lay_out(min(self._first, low), max(self._last, high))
        return bisect_left(self._days, last) - bisect_left(self._days, first)

    def _lay_out(self, first: int, last: int) -> None:
        weekdays = self._calendar.weekdays
        self._first, self._last = first, last
        # date(1, 1, 1) has ordinal 1 and is a Monday
        self._days = [
            day
            for day in range(first, last + 1)
            if ((day - 1) % 7 in weekdays and day not in self._closed) or day in self._opened
        ]


def working_days(calendar: Calendar | None, today: dt.date) -> WorkingDays:
    """The counting of a calendar, near `today`; None is every day of the week."""
    if calendar is None or (calendar.weekdays == EVERY_DAY and not calendar.closed):
        return EveryDay()
    return CalendarDays(calendar, today.toordinal())
