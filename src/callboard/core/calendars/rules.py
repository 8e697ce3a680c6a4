"""Rules of time and of the production calendar. Pure: no database, no clock, no Django.

A *production day* is a date. A time within it is whole minutes after local midnight of that date, as its clocks
show: 1530 is 01:30 of the next date and still belongs to the production day, -15 is 23:45 of the date before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from callboard.core.errors import Refused, gettext_noop

MINUTES_A_DAY = 1440
A_MINUTE = dt.timedelta(minutes=1)


class TimeSkippedByClockChange(Refused):
    """The clocks jump over this time."""

    text = gettext_noop(
        "There is no %(time)s on %(date)s in %(zone)s: the clocks go forward over it. Choose another time."
    )


class TimeHappensTwice(Refused):
    """The clocks go back over this time, and nobody said which of the two is meant."""

    text = gettext_noop(
        "%(time)s on %(date)s happens twice in %(zone)s: the clocks go back over it. "
        "Say whether the first or the second is meant."
    )


class NoSuchZone(Refused):
    """Not a name of the IANA time zone list."""

    text = gettext_noop("There is no time zone “%(zone)s”. Use a name such as Europe/London or America/Los_Angeles.")


class TimeWithoutZone(Refused):
    """A moment that does not say where its clock hangs cannot be measured."""

    text = gettext_noop("%(moment)s has no time zone, so no duration can be taken from it. Give the zone of the place.")


class NotATime(Refused):
    """Could not be read as a time of day."""

    text = gettext_noop(
        "“%(written)s” is not a time. Write it as 7:45, 0745, 7:45p, or 25:30 for half past one at night."
    )


class NoWorkingDays(Refused):
    """Every weekday is off and the extra days do not suffice."""

    text = gettext_noop("The calendar has fewer than %(count)s working days from %(start)s. Take off fewer weekdays.")


@dataclass(frozen=True)
class WallTime:
    """What a clock on the wall shows, on a production day. `second` says which one of a time that happens twice."""

    day: dt.date
    minutes: int
    second: bool | None = None

    @property
    def date(self) -> dt.date:
        """The date on the calendar, which after midnight is not the production day."""
        return self.local.date()

    @property
    def time(self) -> dt.time:
        """The time of day."""
        return self.local.time()

    @property
    def local(self) -> dt.datetime:
        """Date and time without a zone: only for showing and for resolving, never for durations."""
        return dt.datetime.combine(self.day, dt.time()) + dt.timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class DayClock:
    """The clocks of one production day in one place: minutes of the day to moments and back."""

    day: dt.date
    zone: str

    def moment(self, minutes: int, *, second: bool | None = None) -> dt.datetime:
        """The UTC moment of a time of this day. Raises TimeSkippedByClockChange, TimeHappensTwice."""
        return resolve(WallTime(self.day, minutes), self.zone, second=second)

    def minutes_at(self, moment: dt.datetime) -> int:
        """What the clock shows at a moment, in minutes of this day."""
        return wall_time(moment, self.zone, day=self.day).minutes


def resolve(wall: WallTime, zone: str, *, second: bool | None = None) -> dt.datetime:
    """The UTC moment of a wall time; never guessed where the clocks change.

    `second` (or the wall time's own) chooses between the two moments of a time that happens twice.
    Raises TimeSkippedByClockChange, TimeHappensTwice, NoSuchZone.
    """
    moments = _moments_showing(wall.local, _zone(zone))
    names = {"time": f"{wall.time:%H:%M}", "date": wall.date.isoformat(), "zone": zone}
    if not moments:
        raise TimeSkippedByClockChange(**names)
    if len(moments) == 1:
        return moments[0]
    chosen = wall.second if second is None else second
    if chosen is None:
        raise TimeHappensTwice(**names)
    return moments[1] if chosen else moments[0]


def wall_time(moment: dt.datetime, zone: str, *, day: dt.date) -> WallTime:
    """What the clocks of a zone show at a moment, told from a production day. Seconds are cut, as a clock does."""
    shown = in_utc(moment).astimezone(_zone(zone)).replace(second=0, microsecond=0)
    local = shown.replace(tzinfo=None, fold=0)
    minutes = (local - dt.datetime.combine(day, dt.time())) // A_MINUTE
    happens_twice = len(_moments_showing(local, _zone(zone))) == 2
    return WallTime(day, minutes, second=bool(shown.fold) if happens_twice else None)


def in_utc(moment: dt.datetime) -> dt.datetime:
    """The same moment in UTC. Raises TimeWithoutZone."""
    if moment.utcoffset() is None:
        raise TimeWithoutZone(moment=moment.isoformat(" "))
    return moment.astimezone(dt.UTC)


def elapsed(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """Real time between two moments, through UTC: a night over a clock change is an hour longer or shorter."""
    return in_utc(end) - in_utc(start)


def shift(wall: WallTime, minutes: int, zone: str) -> WallTime:
    """The wall time so many real minutes later (earlier if negative), of the same production day."""
    return wall_time(resolve(wall, zone) + dt.timedelta(minutes=minutes), zone, day=wall.day)


def show_minutes(minutes: int) -> str:
    """Minutes of a production day as "07:45", with "+1" after midnight and "-1" before: "01:30 +1"."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{clock} {days:+d}" if days else clock


_WRITTEN_TIME = re.compile(
    r"""(?: (?P<hours>[0-9]{1,2}) [:.] (?P<minutes>[0-9]{2})     # 7:45, 7.45, 25:30
          | (?P<joined>[0-9]{3,4})                               # 745, 0745
          | (?P<hour_alone>[0-9]{1,2}) (?=\s*[ap])               # 7p
        ) \s* (?P<half>[ap])?\.?(?:m\.?)? \s* (?P<days>[+-]\s*1)?""",
    re.VERBOSE | re.IGNORECASE,
)


def read_minutes(written: str) -> int:
    """Minutes of a production day from what a coordinator types.

    Reads 7:45, 7.45, 0745, 745, 7:45p, 7:45 pm, 7p, 25:30 (half past one at night), 01:30 +1, 23:45 -1.
    A lone number and a decimal hour (18.5) are refused, not guessed. Raises NotATime.
    """
    match = _WRITTEN_TIME.fullmatch(written.strip())
    if match is None or ("m" in written.lower() and not match["half"]):
        raise NotATime(written=written)
    joined = match["joined"] or ""
    hours = int(match["hours"] or match["hour_alone"] or joined[:-2])
    minutes = int(match["minutes"] or joined[-2:] or 0)
    days = int((match["days"] or "0").replace(" ", ""))
    if match["half"]:
        if not 1 <= hours <= 12:
            raise NotATime(written=written)
        hours = hours % 12 + (12 if match["half"] in "pP" else 0)
    if minutes > 59 or hours > (47 if days == 0 else 23):
        raise NotATime(written=written)
    return days * MINUTES_A_DAY + hours * 60 + minutes


@dataclass(frozen=True)
class WorkCalendar:
    """Which dates a production works: a weekly pattern (Monday is 0), single days off, and extra days worked."""

    weekly_days_off: frozenset[int] = frozenset()
    days_off: frozenset[dt.date] = frozenset()
    extra_days: frozenset[dt.date] = frozenset()


def is_day_off(day: dt.date, calendar: WorkCalendar) -> bool:
    """Whether nobody is called on this date; an extra day wins over a holiday and over the weekly pattern."""
    if day in calendar.extra_days:
        return False
    return day in calendar.days_off or day.weekday() in calendar.weekly_days_off


def working_days(start: dt.date, calendar: WorkCalendar, count: int) -> list[dt.date]:
    """The first `count` working dates from `start` on, `start` included if it is one. Raises NoWorkingDays."""
    if calendar.weekly_days_off >= frozenset(range(7)):
        return _extra_days_only(start, calendar, count)
    days: list[dt.date] = []
    day = start
    while len(days) < count:
        if not is_day_off(day, calendar):
            days.append(day)
        day += dt.timedelta(days=1)
    return days


def _extra_days_only(start: dt.date, calendar: WorkCalendar, count: int) -> list[dt.date]:
    days = sorted(day for day in calendar.extra_days if day >= start)[:count]
    if len(days) < count:
        raise NoWorkingDays(count=count, start=start.isoformat())
    return days


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise NoSuchZone(zone=name) from unknown


def _moments_showing(local: dt.datetime, zone: ZoneInfo) -> Sequence[dt.datetime]:
    """The moments at which the clocks show this: none in a gap, two in a fold, else one; the earlier first."""
    candidates = {local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
    return sorted(moment for moment in candidates if moment.astimezone(zone).replace(tzinfo=None, fold=0) == local)
