"""Rules of setting up a production. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from callboard.core.calendars.rules import NoSuchZone
from callboard.core.errors import Refused, gettext_noop

CUSTOMARY_COLORS = ("White", "Blue", "Pink", "Yellow", "Green", "Goldenrod", "Buff", "Salmon", "Cherry")
"""The order in which editions and script revisions customarily change color."""


class NoDayLeftToWork(Refused):
    """Every weekday is off."""

    text = gettext_noop("Every weekday is marked as off. Leave at least one weekday to work on.")


class TitleMissing(Refused):
    """A production without a name cannot be found again."""

    text = gettext_noop("Give the production a title.")


class ColorTwice(Refused):
    """Two editions in a row of colors would look alike."""

    text = gettext_noop("The color %(color)s is listed twice. Each edition color may stand in the list once.")


@dataclass(frozen=True)
class ProductionTerms:
    """What a coordinator says about a production when it is made or changed."""

    title: str
    kind: str
    company: str
    zone: str
    starts_on: dt.date
    paper: str = "a4"
    country: str = ""
    weekly_days_off: tuple[int, ...] = (5, 6)
    edition_colors: tuple[str, ...] = CUSTOMARY_COLORS
    emergency_number: str = ""
    pick_up_counts: bool = True
    currency: str = "USD"


def check_terms(terms: ProductionTerms) -> None:
    """Refuse what no calendar or call sheet could be made from."""
    if not terms.title.strip():
        raise TitleMissing()
    check_zone(terms.zone)
    if set(terms.weekly_days_off) >= set(range(7)):
        raise NoDayLeftToWork()
    seen: set[str] = set()
    for color in terms.edition_colors:
        if color.casefold() in seen:
            raise ColorTwice(color=color)
        seen.add(color.casefold())


def check_zone(name: str) -> None:
    """Refuse a name that is not in the IANA list."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise NoSuchZone(zone=name) from unknown
