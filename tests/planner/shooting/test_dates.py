"""Dates: which can be paid, how old somebody is on one, and who is held or dropped between two days of work."""

from __future__ import annotations

import datetime as dt

import pytest

from callboard.planner.shooting.dates import PaidDates, age_in_months, minor_hours_on, paid_dates, payable_dates
from callboard.planner.shooting.problem import CastMember, MinorHours, Problem, ShootDay
from tests.planner.shooting.scenes_of_a_shoot import day, piece, shoot

JUNE = [dt.date(2026, 6, number) for number in range(1, 31)]


def june(*numbers):
    return tuple(dt.date(2026, 6, number) for number in numbers)


def a_deal(*, after=10, drops=1):
    return CastMember("Ada", drop_after_days=after, most_drops=drops)


def test_payable_are_all_dates_from_the_first_shooting_day_to_the_last_without_days_off() -> None:
    problem = shoot(piece("a"), days=(day(4), day(1), day(4, key="second", unit="second")))

    assert payable_dates(problem) == (day(1).on, day(2).on, day(3).on, day(4).on)


def test_company_days_off_are_not_payable() -> None:
    problem = shoot(piece("a"), days=(1, 4), days_off=frozenset({day(2).on, day(9).on}))

    assert payable_dates(problem) == (day(1).on, day(3).on, day(4).on)


def test_without_a_shooting_day_nothing_is_payable() -> None:
    assert payable_dates(Problem(days=(), pieces=())) == ()


def test_held_are_the_dates_between_the_first_and_the_last_day_worked() -> None:
    paid = paid_dates(CastMember("Ada"), june(2, 5, 6), JUNE)

    assert paid == PaidDates(worked=june(2, 5, 6), held=june(3, 4), dropped=())


def test_somebody_who_works_once_or_never_is_not_held() -> None:
    assert paid_dates(CastMember("Ada"), june(9), JUNE) == PaidDates(june(9), (), ())
    assert paid_dates(CastMember("Ada"), (), JUNE) == PaidDates((), (), ())


def test_nobody_is_held_on_a_company_day_off() -> None:
    without_weekend = [on for on in JUNE if on.day not in {6, 7}]

    assert paid_dates(CastMember("Ada"), june(5, 9), without_weekend) == PaidDates(june(5, 9), june(8), ())


def test_a_pick_up_eleven_days_after_the_last_day_may_follow_a_drop_under_more_than_ten() -> None:
    """Last day 1 June, pick-up 12 June: 11 calendar days after, more than ten."""
    paid = paid_dates(a_deal(after=10), june(1, 12), JUNE)

    assert paid == PaidDates(june(1, 12), held=(), dropped=june(*range(2, 12)))


def test_a_pick_up_ten_days_after_the_last_day_is_not_more_than_ten() -> None:
    """Last day 1 June, pick-up 11 June: 10 calendar days after; nine dates are held."""
    paid = paid_dates(a_deal(after=10), june(1, 11), JUNE)

    assert paid == PaidDates(june(1, 11), held=june(*range(2, 11)), dropped=())


def test_a_break_is_counted_in_calendar_days_company_days_off_among_them() -> None:
    """1 to 12 June is 11 calendar days although only eight of the dates between could be paid."""
    without_weekend = [on for on in JUNE if on.day not in {6, 7}]

    paid = paid_dates(a_deal(after=10), june(1, 12), without_weekend)

    assert paid == PaidDates(june(1, 12), held=(), dropped=june(2, 3, 4, 5, 8, 9, 10, 11))


def test_one_drop_goes_to_the_longest_break() -> None:
    paid = paid_dates(a_deal(after=2), june(1, 5, 10), JUNE)

    assert paid == PaidDates(june(1, 5, 10), held=june(2, 3, 4), dropped=june(6, 7, 8, 9))


def test_of_equal_breaks_the_earlier_is_dropped() -> None:
    paid = paid_dates(a_deal(after=2), june(1, 5, 9), JUNE)

    assert paid == PaidDates(june(1, 5, 9), held=june(6, 7, 8), dropped=june(2, 3, 4))


def test_two_drops_take_both_breaks() -> None:
    paid = paid_dates(a_deal(after=2, drops=2), june(1, 5, 10), JUNE)

    assert paid == PaidDates(june(1, 5, 10), held=(), dropped=june(2, 3, 4, 6, 7, 8, 9))


def test_a_deal_of_no_drops_holds_through_every_break() -> None:
    paid = paid_dates(a_deal(after=2, drops=0), june(1, 5), JUNE)

    assert paid == PaidDates(june(1, 5), held=june(2, 3, 4), dropped=())


@pytest.mark.parametrize(
    ("born_on", "on", "months"),
    [
        (dt.date(2010, 6, 15), dt.date(2026, 6, 14), 191),
        (dt.date(2010, 6, 15), dt.date(2026, 6, 15), 192),
        (dt.date(2010, 6, 15), dt.date(2026, 7, 14), 192),
        (dt.date(2012, 2, 29), dt.date(2026, 2, 28), 167),
        (dt.date(2012, 2, 29), dt.date(2026, 3, 1), 168),
        (dt.date(2026, 1, 31), dt.date(2026, 2, 28), 0),
    ],
)
def test_a_month_of_age_is_complete_on_the_day_of_the_birth(born_on: dt.date, on: dt.date, months: int) -> None:
    assert age_in_months(born_on, on) == months


def test_the_hours_of_a_minor_are_those_of_the_age_on_the_date() -> None:
    younger, older = MinorHours(0, 192, 300), MinorHours(192, 216, 480)
    born_on = dt.date(2010, 6, 15)

    def hours(on: dt.date) -> MinorHours | None:
        return minor_hours_on(born_on, on, (younger, older))

    assert hours(dt.date(2026, 6, 14)) is younger
    assert hours(dt.date(2026, 6, 15)) is older
    assert hours(dt.date(2028, 6, 14)) is older
    assert hours(dt.date(2028, 6, 15)) is None


def test_somebody_without_a_date_of_birth_is_no_minor() -> None:
    assert minor_hours_on(None, ShootDay("1", dt.date(2026, 6, 1)).on, (MinorHours(0, 216, 300),)) is None
