"""Dates that are written as instants of local midnight, read so that no day is lost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<hours>\d\d):(?P<minutes>\d\d)(?::(?P<seconds>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_STRICT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_HALF_A_DAY = timedelta(hours=12) - timedelta(microseconds=1)  # noon belongs to the day it stands on


class Reading(Enum):
    """How a date came out of what was written."""

    EXACT = "exact"  # a midnight: as written, or in the show's zone
    ROUNDED = "rounded"  # the midnight of the show's zone that is nearest
    WITHOUT_ZONE = "without zone"  # the nearest midnight UTC, for want of the show's zone


def is_strictly_written(written: str) -> bool:
    """Whether it is spelled as the standard asks: "2022-06-24T08:00:00.000Z"."""
    return _STRICT.fullmatch(written) is not None


def read_date(written: str, *, zone: ZoneInfo | None) -> tuple[date, Reading] | None:
    """The calendar date that was meant, or None where it is no date between 1900 and 2200.

    A midnight in the offset it is written with, and a date or time without any offset, mean the date that stands
    there. Any other instant is taken to be some midnight: the nearest one in the show's zone. A program in Berlin
    writes 7 April as "2025-04-06T22:00:00.000Z", one in Los Angeles as "2025-04-07T07:00:00.000Z". Without a zone the
    nearest midnight UTC is right for offsets from −11:59 to +11:59.
    """
    wall = _wall_and_zone(written)
    if wall is None:
        return None
    at, offset = wall
    if offset is None or at.time() == time(0):
        return at.date(), Reading.EXACT
    if zone is None:
        return _nearest_date(at.replace(tzinfo=offset).astimezone(UTC)), Reading.WITHOUT_ZONE
    local = at.replace(tzinfo=offset).astimezone(zone)
    return _nearest_date(local), Reading.EXACT if local.time() == time(0) else Reading.ROUNDED


def read_instant(written: str) -> datetime | None:
    """The instant in UTC (one without an offset is taken as UTC), or None where it is none between 1900 and 2200."""
    wall = _wall_and_zone(written)
    return None if wall is None else wall[0].replace(tzinfo=wall[1] or UTC).astimezone(UTC)


def _nearest_date(at: datetime) -> date:
    return (at.replace(tzinfo=None) + _HALF_A_DAY).date()


def _wall_and_zone(written: str) -> tuple[datetime, tzinfo | None] | None:
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    try:
        on = date.fromisoformat(match["date"])
        fraction = int((match["fraction"] or "0").ljust(6, "0")[:6])
        clock = time(int(match["hours"] or 0), int(match["minutes"] or 0), int(match["seconds"] or 0), fraction)
        offset = _offset(match["zone"])
    except ValueError:
        return None
    return (datetime.combine(on, clock), offset) if _FIRST_YEAR <= on.year <= _LAST_YEAR else None


def _offset(zone: str | None) -> tzinfo | None:
    """None for no zone at all; raises ValueError for an offset beyond a day."""
    if zone is None:
        return None
    if zone.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if zone[0] == "-" else offset)
