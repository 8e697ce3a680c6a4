"""Which days a production works."""

from __future__ import annotations

import datetime as dt

from callboard.almanac.holidays import public_holidays
from callboard.core.calendars.rules import WorkCalendar
from callboard.core.organizations.models import Production
from callboard.core.organizations.queries import days_off_of


def work_calendar(production: Production, first: dt.date, last: dt.date) -> tuple[WorkCalendar, dict[dt.date, str]]:
    """Weekly days off, public holidays of the production's country, single days; and why each of the last two is.

    Holidays are looked up from `first` to `last`, both included.
    """
    single = list(days_off_of(production))
    country, _, subdivision = production.country.partition("-")
    holidays = (
        {
            holiday.on: holiday.name
            for holiday in public_holidays(country, first=first, last=last, subdivision=subdivision)
        }
        if country
        else {}
    )
    calendar = WorkCalendar(
        weekly_days_off=frozenset(production.weekly_days_off),
        days_off=frozenset(holidays.keys() | {day.on for day in single if not day.is_worked}),
        extra_days=frozenset(day.on for day in single if day.is_worked),
    )
    return calendar, holidays | {day.on: day.reason for day in single if day.reason and not day.is_worked}
