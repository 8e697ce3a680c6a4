"""Rules of typing hours: from what a person writes to a shift, and back. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
import re

from callboard.core.calendars.rules import DayClock, read_minutes, show_minutes, wall_time
from callboard.core.errors import Refused, gettext_noop
from callboard.core.hours.rules import Shift

_WHICH = re.compile(r"(?i)^(?P<time>.*?)\s*(?P<which>first|second)$")


class DismissalMissing(Refused):
    """Somebody without a dismissal is still at work."""

    text = gettext_noop("Type when they were dismissed. Whoever is still at work stays empty.")


class CallMissing(Refused):
    """A shift begins somewhere."""

    text = gettext_noop("Type when they were called.")


class DismissalBeforeCall(Refused):
    """Most likely after midnight, written as the morning before."""

    text = gettext_noop("%(dismissed)s is not after the call at %(called)s. After midnight write 25:15, or 01:15 +1.")


def read_moment(written: str, clock: DayClock) -> dt.datetime:
    """The moment that a person typed as a time of this production day: 20:30, 25:15, 1:15+1.

    Where the clocks go back over it, "01:30 +1 first" or "01:30 +1 second" says which is meant.
    Raises NotATime, TimeSkippedByClockChange, TimeHappensTwice.
    """
    match = _WHICH.match(written.strip())
    if match is None:
        return clock.moment(read_minutes(written))
    return clock.moment(read_minutes(match["time"]), second=match["which"].lower() == "second")


def show_moment(moment: dt.datetime, clock: DayClock) -> str:
    """A moment as `read_moment` reads it."""
    wall = wall_time(moment, clock.zone, day=clock.day)
    which = "" if wall.second is None else " second" if wall.second else " first"
    return f"{show_minutes(wall.minutes)}{which}"


def shift_between(called_at: dt.datetime, dismissed_at: dt.datetime, clock: DayClock) -> Shift:
    """The shift between two moments. Raises DismissalBeforeCall."""
    if dismissed_at <= called_at:
        raise DismissalBeforeCall(called=show_moment(called_at, clock), dismissed=show_moment(dismissed_at, clock))
    return Shift(called_at, dismissed_at)
