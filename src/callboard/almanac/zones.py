"""Time zones by name and by place, offline."""

from __future__ import annotations

import functools
import zoneinfo
from typing import Protocol, cast


class ZoneFinder(Protocol):
    """What is used of timezonefinder."""

    def timezone_at(self, *, lng: float, lat: float) -> str | None:
        """The zone's name at a place."""
        ...


def is_zone(name: str) -> bool:
    """Whether this is an IANA zone that can be used, links to older names included."""
    return name in zoneinfo.available_timezones() and name not in {"localtime", "posixrules", "Factory"}


@functools.cache
def zone_names() -> tuple[str, ...]:
    """The zones to offer in a list: by region and city, and UTC; without abbreviations and Etc/GMT offsets."""
    regions = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
    )
    offered = (name for name in zoneinfo.available_timezones() if name.startswith((*regions, "Pacific/")))
    return ("UTC", *sorted(offered))


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA zone at a place, in degrees north and east; at sea the nautical Etc/GMT zone.

    None if the zone found is one this machine's zone list does not have.
    Raises ValueError for a latitude or longitude off the globe.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"no place on earth: {latitude}, {longitude}")
    found = _finder().timezone_at(lng=longitude, lat=latitude)
    return found if found is not None and is_zone(found) else None


@functools.cache
def _finder() -> ZoneFinder:
    # Its map of zones takes a moment to load, and most processes never ask for a place.
    from timezonefinder import TimezoneFinder

    return cast(ZoneFinder, TimezoneFinder())
