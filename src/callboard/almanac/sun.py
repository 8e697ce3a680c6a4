"""When the sun rises, sets and gives its first and last useful light."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from astral import Depression, Observer
from astral import sun as astral_sun


@dataclass(frozen=True)
class SunDay:
    """The sun of one local calendar day, as aware local times; None where it does not happen that day.

    `civil_dawn` and `civil_dusk` are the moments when the sun stands 6 degrees under the horizon.
    """

    civil_dawn: dt.datetime | None
    sunrise: dt.datetime | None
    sunset: dt.datetime | None
    civil_dusk: dt.datetime | None


def sun_on(date: dt.date, *, latitude: float, longitude: float, zone: ZoneInfo) -> SunDay:
    """Sun times for a place, in degrees north and east, at sea level with a flat horizon, to about a minute.

    After the formulas of the solar calculator of NOAA, as astral computes them. A time belongs to
    the day if it falls on that local date: near the polar day the sun may set after midnight, and
    then the last light shown is the one that falls on this date, or None.
    Raises ValueError for a latitude or longitude off the globe.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"no place on earth: {latitude}, {longitude}")
    observer = Observer(latitude=latitude, longitude=longitude)
    return SunDay(
        civil_dawn=_on(date, zone, lambda day: astral_sun.dawn(observer, day, depression=Depression.CIVIL)),
        sunrise=_on(date, zone, lambda day: astral_sun.sunrise(observer, day)),
        sunset=_on(date, zone, lambda day: astral_sun.sunset(observer, day)),
        civil_dusk=_on(date, zone, lambda day: astral_sun.dusk(observer, day, depression=Depression.CIVIL)),
    )


def _on(date: dt.date, zone: ZoneInfo, happens_on: Callable[[dt.date], dt.datetime]) -> dt.datetime | None:
    """The event on the local date: computed for the UTC dates around it, since far zones share no date with UTC."""
    for offset in (0, -1, 1):
        try:
            local = happens_on(date + dt.timedelta(days=offset)).astimezone(zone)
        except ValueError:  # astral's word for: the sun does not reach that height on that day
            continue
        if local.date() == date:
            return local
    return None
