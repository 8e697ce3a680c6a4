"""The days that a production works."""

from __future__ import annotations

import datetime as dt

from callboard.core.calendars.rules import is_day_off
from callboard.core.organizations.models import DayOff, Organization
from callboard.core.productions.queries import work_calendar
from tests.builders import a_production

FIRST, LAST = dt.date(2027, 3, 1), dt.date(2027, 5, 31)
GOOD_FRIDAY = dt.date(2027, 3, 26)


def test_weekends_holidays_of_the_country_and_single_days_are_off_unless_they_are_worked(
    office: Organization,
) -> None:
    show = a_production(office, weekly_days_off=[5, 6], country="DE-HH")
    inventory, saturday = dt.date(2027, 4, 7), dt.date(2027, 4, 10)
    for on, worked, reason in ((inventory, False, "Inventory"), (saturday, True, "Rush")):
        DayOff.objects.create(organization=office, production=show, on=on, is_worked=worked, reason=reason)

    calendar, reasons = work_calendar(show, FIRST, LAST)

    days = [dt.date(2027, 4, 9), dt.date(2027, 4, 11), GOOD_FRIDAY, inventory, saturday]
    assert [is_day_off(day, calendar) for day in days] == [False, True, True, True, False]
    assert reasons[GOOD_FRIDAY] == "Good Friday"
    assert reasons[inventory] == "Inventory"
    assert saturday not in reasons


def test_without_a_country_no_holiday_is_looked_up(office: Organization) -> None:
    show = a_production(office, weekly_days_off=[5, 6], country="")

    calendar, reasons = work_calendar(show, FIRST, LAST)

    assert not is_day_off(GOOD_FRIDAY, calendar)
    assert reasons == {}


def test_a_holiday_on_which_work_is_done_is_a_working_day(office: Organization) -> None:
    show = a_production(office, country="DE-HH")
    DayOff.objects.create(organization=office, production=show, on=GOOD_FRIDAY, is_worked=True, reason="Rush")

    calendar, _ = work_calendar(show, FIRST, LAST)

    assert not is_day_off(GOOD_FRIDAY, calendar)
