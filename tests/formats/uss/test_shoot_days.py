from __future__ import annotations

from datetime import date

import pytest

from callboard.formats.uss.faults import NoDayToShoot, NoStartDate
from callboard.formats.uss.reading import read_uss
from callboard.formats.uss.shoot_days import planned_stripboard, shoot_days, shooting_dates, unscheduled
from tests.formats.uss.files import MONDAY, a_breakdown, a_calendar, a_schedule, a_stripboard, an_element, written


def days_of(schedule):
    read, _ = read_uss(written(schedule), zone=None)
    return [
        (day.number, day.on.isoformat(), day.board_id, [each.id for each in day.breakdowns])
        for day in shoot_days(read, read.stripboards[0])
    ]


def event(kind, day, name=None):
    return {"id": f"{kind} {day}", "type": kind, "name": name, "date": f"2026-06-{day:02}T00:00:00.000Z"}


def test_days_off_and_holidays_are_skipped_and_travel_is_not():
    """Start on Thursday 4 June; Friday is a holiday, the weekend off, travel on Monday; Tuesday a hiatus."""
    calendar = a_calendar(
        events=[event("start", 4), event("dayOff", 5, "holiday"), event("event", 8, "travel"), event("dayOff", 9)]
    )
    breakdowns = [a_breakdown(f"s{number}") for number in (1, 2, 3, 4)]

    assert days_of(
        a_schedule(
            breakdowns=breakdowns, calendars=[calendar], stripboards=[a_stripboard(["s2", "s1"], ["s3"], ["s4"])]
        )
    ) == [
        (1, "2026-06-04", "main", ["s2", "s1"]),
        (2, "2026-06-08", "main", ["s3"]),
        (3, "2026-06-10", "main", ["s4"]),
    ]


def test_a_start_on_a_day_off_is_the_authors_word():
    calendar = a_calendar(events=[event("start", 6)])

    assert [on for _, on, _, _ in days_of(a_schedule(calendars=[calendar]))] == ["2026-06-06", "2026-06-08"]


def test_an_empty_day_counts_but_not_at_the_end():
    assert days_of(a_schedule(stripboards=[a_stripboard([], ["s1", "s2"], [], [])])) == [
        (1, "2026-06-01", "main", []),
        (2, "2026-06-02", "main", ["s1", "s2"]),
    ]


def test_two_units_begin_together_and_the_boneyard_is_no_unit():
    boards = [
        {"id": "a", "name": "stripboard", "breakdownIds": [["s1"]]},
        {"id": "b", "name": "second unit", "breakdownIds": [["s2"]]},
        {"id": "c", "name": "Recycle bin", "breakdownIds": [["s3"]]},
    ]
    breakdowns = [a_breakdown("s1"), a_breakdown("s2"), a_breakdown("s3")]
    schedule, _ = read_uss(
        written(a_schedule(breakdowns=breakdowns, stripboards=[a_stripboard(boards=boards)])), zone=None
    )

    days = shoot_days(schedule, schedule.stripboards[0])

    assert [(day.number, day.on, day.board_id) for day in days] == [
        (1, date(2026, 6, 1), "a"),
        (1, date(2026, 6, 1), "b"),
    ]
    assert [each.id for each in unscheduled(schedule, schedule.stripboards[0])] == ["s3"]


def test_a_plan_is_the_stripboard_with_most_days():
    order = a_stripboard(["s1", "s2"], id="script order")
    plans = [a_stripboard(["s1"], ["s2"], id="one"), a_stripboard(["s2"], ["s1"], id="two")]
    schedule, _ = read_uss(written(a_schedule(stripboards=[*plans, order])), zone=None)

    assert planned_stripboard(schedule).id == "two"
    assert planned_stripboard(read_uss(written(a_schedule(stripboards=[])), zone=None)[0]) is None


def test_days_without_a_start_are_refused():
    with pytest.raises(NoStartDate, match="There is no start date for “First pass”"):
        days_of(a_schedule(calendars=[]))
    with pytest.raises(NoStartDate):
        days_of(a_schedule(calendars=[a_calendar(events=[])]))


def test_a_calendar_of_days_off_alone_is_refused():
    with pytest.raises(NoDayToShoot, match="fewer than 2 days to shoot within 20 years"):
        days_of(a_schedule(calendars=[a_calendar(daysOff=[0, 1, 2, 3, 4, 5, 6])]))


def test_a_calendar_without_a_start_has_no_dates():
    calendar = read_uss(written(a_schedule(calendars=[a_calendar(events=[])])), zone=None)[0].calendars[0]

    with pytest.raises(NoStartDate, match="There is no start date for “Start in June”"):
        shooting_dates(calendar, 1)


def test_company_and_actor_are_off_on_weekdays_and_dates():
    """The company has weekends off, Nora every Friday (5) and Monday the 8th; her fitting on Tuesday is no day off."""
    nora = an_element("nora", "cast", daysOff=[5], events=[event("dayOff", 8), event("event", 9, "fitting")])
    schedule, _ = read_uss(written(a_schedule(elements=[an_element("pier", "sets"), nora])), zone=None)
    days = [date(2026, 6, day) for day in range(5, 10)]

    assert schedule.calendars[0].starts_on == date.fromisoformat(MONDAY[:10])
    assert [schedule.calendars[0].is_off(day) for day in days] == [False, True, True, False, False]
    assert [schedule.elements[1].is_off(day) for day in days] == [True, False, False, True, False]
