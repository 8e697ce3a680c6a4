"""Rules of recording a shift. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt

from callboard.core.calendars.rules import elapsed
from callboard.core.errors import Refused, gettext_noop
from callboard.core.hours.rules import DismissedBeforeCalled

LONGEST_SHIFT = dt.timedelta(hours=30)


class ShiftRecordedAlready(Refused):
    """A fact is added once; a mistake is corrected, not repeated."""

    text = gettext_noop(
        "%(name)s has hours on %(day)s already. Correct that entry, with a reason, instead of adding another."
    )


class ShiftReplacedAlready(Refused):
    """Only the entry in force can be corrected."""

    text = gettext_noop("This entry was corrected already. Correct the newer entry.")


class ReasonMissing(Refused):
    """A correction says why."""

    text = gettext_noop("Say why the hours are corrected: the reason is kept with both entries.")


class ShiftTooLong(Refused):
    """Most likely a wrong date."""

    text = gettext_noop("A shift of more than 30 hours is not believable. Check the dates of call and dismissal.")


def check_shift(called_at: dt.datetime, dismissed_at: dt.datetime) -> None:
    """Refuse a shift that ends before it begins or lasts longer than anybody works."""
    worked = elapsed(called_at, dismissed_at)
    if worked <= dt.timedelta():
        raise DismissedBeforeCalled(dismissed_at=dismissed_at.isoformat(" "), called_at=called_at.isoformat(" "))
    if worked > LONGEST_SHIFT:
        raise ShiftTooLong()
