"""Public holidays: dates fixed by law, in a range, with subdivisions."""

from __future__ import annotations

import datetime as dt

import pytest

from callboard.almanac.holidays import (
    PublicHoliday,
    UnknownCountry,
    is_supported,
    public_holidays,
    supported_countries,
)


def test_july_in_the_united_states_has_the_fourth_and_its_observed_friday():
    """5 U.S.C. 6103(b): a holiday on a Saturday is kept on the Friday before; 4 July 2026 is a Saturday."""
    july = public_holidays("US", first=dt.date(2026, 7, 1), last=dt.date(2026, 7, 31))

    assert july == [
        PublicHoliday(dt.date(2026, 7, 3), "Independence Day (observed)"),
        PublicHoliday(dt.date(2026, 7, 4), "Independence Day"),
    ]


def test_a_subdivision_has_days_of_its_own():
    january = {"first": dt.date(2026, 1, 2), "last": dt.date(2026, 1, 31)}

    assert public_holidays("DE", **january) == []
    assert public_holidays("DE", subdivision="BY", **january) == [PublicHoliday(dt.date(2026, 1, 6), "Epiphany")]


def test_both_ends_of_the_range_count_and_it_may_cross_the_year():
    christmas_to_new_year = public_holidays("FR", first=dt.date(2026, 12, 25), last=dt.date(2027, 1, 1))

    assert [holiday.on for holiday in christmas_to_new_year] == [dt.date(2026, 12, 25), dt.date(2027, 1, 1)]


def test_names_come_in_the_language_asked_for():
    day = dt.date(2026, 10, 3)

    assert public_holidays("DE", first=day, last=day, language="de") == [
        PublicHoliday(day, "Tag der Deutschen Einheit")
    ]


def test_the_countries_can_be_listed_with_their_subdivisions():
    countries = supported_countries()

    assert list(countries) == sorted(countries)
    assert {"DE", "GB", "IE", "IN", "JP", "NZ", "PL", "US"} <= countries.keys()
    assert {"CA", "NY"} <= set(countries["US"])


@pytest.mark.parametrize(
    ("country", "subdivision", "supported"),
    [("GB", "SCT", True), ("GB", "", True), ("GB", "BY", False), ("QQ", "", False)],
)
def test_what_is_supported_is_said_before_asking(country: str, subdivision: str, supported: bool):
    assert is_supported(country, subdivision) is supported


def test_an_unknown_country_is_refused_by_name():
    with pytest.raises(UnknownCountry, match="QQ"):
        public_holidays("QQ", first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 2))


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        public_holidays("US", first=dt.date(2026, 2, 1), last=dt.date(2026, 1, 1))
