"""Public holidays of a country or one of its subdivisions, as far as the holidays library knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import holidays


class UnknownCountry(ValueError):
    """No holidays are known for this country or subdivision."""


@dataclass(frozen=True, order=True)
class PublicHoliday:
    """A day off by law, with its name in the language asked for (English where it is known)."""

    on: dt.date
    name: str


def supported_countries() -> Mapping[str, tuple[str, ...]]:
    """ISO 3166-1 alpha-2 country codes, sorted, each with the subdivision codes that may have days of their own."""
    countries: dict[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(subdivisions) for country, subdivisions in sorted(countries.items())}


def public_holidays(
    country: str, *, first: dt.date, last: dt.date, subdivision: str = "", language: str = "en_US"
) -> list[PublicHoliday]:
    """Public holidays from `first` to `last`, both included, in order of date; observed days are listed as such.

    Two holidays on one date are one entry with both names. Raises UnknownCountry, and ValueError if
    `last` lies before `first`.
    """
    if last < first:
        raise ValueError(f"the range ends ({last}) before it begins ({first})")
    if not is_supported(country, subdivision):
        raise UnknownCountry(f"{country} {subdivision}".strip())
    calendar = holidays.country_holidays(
        country, subdiv=subdivision or None, years=range(first.year, last.year + 1), language=language
    )
    return sorted(PublicHoliday(on, name) for on, name in calendar.items() if first <= on <= last)


def is_supported(country: str, subdivision: str = "") -> bool:
    """Whether `public_holidays` knows the country and, if one is given, its subdivision."""
    subdivisions = supported_countries().get(country)
    return subdivisions is not None and (not subdivision or subdivision in subdivisions)
