"""Money, windows and durations."""

import datetime as dt

import pytest

from callboard.core.units import CurrenciesDiffer, MinuteWindow, Money, show_duration, whole_minutes


def test_money_is_added_in_whole_cents():
    kit_rental, overtime = Money(2550, "USD"), Money(1999, "USD")

    assert [kit_rental + overtime, kit_rental - overtime, -kit_rental, overtime.times(3)] == [
        Money(4549, "USD"),
        Money(551, "USD"),
        Money(-2550, "USD"),
        Money(5997, "USD"),
    ]
    assert overtime < kit_rental


def test_dollars_and_pounds_are_neither_added_nor_compared():
    with pytest.raises(CurrenciesDiffer, match="USD and GBP"):
        Money(100, "USD") + Money(100, "GBP")
    with pytest.raises(CurrenciesDiffer, match="USD and GBP"):
        _ = Money(100, "USD") < Money(200, "GBP")


def test_a_window_holds_its_first_minute_and_not_its_end():
    babies_morning = MinuteWindow(570, 690)

    assert [minute in babies_morning for minute in (569, 570, 689, 690)] == [False, True, True, False]
    assert babies_morning.minutes == 120


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (60, 1), (61, 2), (-1, 0), (-60, -1)])
def test_a_started_minute_counts_whole(seconds: int, minutes: int):
    assert whole_minutes(dt.timedelta(seconds=seconds)) == minutes


@pytest.mark.parametrize(("minutes", "shown"), [(0, "0:00"), (690, "11:30"), (1500, "25:00"), (-45, "-0:45")])
def test_durations_are_shown_in_hours_and_minutes(minutes: int, shown: str):
    assert show_duration(minutes) == shown
