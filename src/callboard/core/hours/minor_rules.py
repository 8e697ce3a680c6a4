"""Rules of minors' hours: how long and when a child may be at the place of work. Pure, presets as data."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from callboard.core.calendars.rules import A_MINUTE, MINUTES_A_DAY, DayClock, show_minutes
from callboard.core.errors import Refused, gettext_noop
from callboard.core.hours.rules import READ_ON, Shift
from callboard.core.units import MinuteWindow, show_duration, whole_minutes


class TooYoungToWork(Refused):
    """Younger than the youngest band, or not born yet."""

    text = gettext_noop("Born on %(birth_on)s: too young to work on %(on_date)s under %(law)s.")


@dataclass(frozen=True)
class Age:
    """An age reached on a date; leap days and short months count to the first of the next month, the later date."""

    years: int = 0
    months: int = 0
    days: int = 0

    def reached_on(self, birth_on: dt.date) -> dt.date:
        """The date from which somebody born then has this age."""
        month_index = birth_on.month - 1 + self.months
        year, month = birth_on.year + self.years + month_index // 12, month_index % 12 + 1
        days_in_month = calendar.monthrange(year, month)[1]
        if birth_on.day <= days_in_month:
            reached = dt.date(year, month, birth_on.day)
        else:
            reached = dt.date(year, month, days_in_month) + dt.timedelta(days=1)
        return reached + dt.timedelta(days=self.days)


@dataclass(frozen=True)
class MinorBand:
    """What one age band may do. All in minutes; `at_place` excludes the meal."""

    code: str
    label: str
    from_age: Age
    at_place_minutes: int
    work_school_day_minutes: int
    work_free_day_minutes: int
    school_minutes: int
    rest_school_day_minutes: int
    rest_free_day_minutes: int
    windows: tuple[MinuteWindow, ...] = ()  # narrower than the law's own window, when given


@dataclass(frozen=True)
class MinorLaw:
    """One jurisdiction's table, dated and sourced; an incomplete one is not `confirmed` and never shown as finished."""

    code: str
    bands: tuple[MinorBand, ...]
    adult_from: Age
    before_school_day: MinuteWindow
    before_free_day: MinuteWindow
    meal_minutes: int
    own_school_minutes: int
    source: str
    effective_on: dt.date | None
    read_on: dt.date
    confirmed: bool


@dataclass(frozen=True)
class MinorDay:
    """One minor's planned or real day: from arrival at the place (travel, fitting and make-up count) to leaving.

    `school_today` and `school_tomorrow`: whether this child's school is in session. `own_school`: it went there today.
    Work and school minutes are None where not known yet, and then not judged.
    """

    birth_on: dt.date
    shift: Shift
    school_today: bool
    school_tomorrow: bool
    own_school: bool = False
    meal_minutes: int = 0
    work_minutes: int | None = None
    school_minutes: int | None = None


@dataclass(frozen=True)
class MinorBreach:
    """One rule broken: a translatable sentence with places for `allowed` and `planned`."""

    code: str
    text: str
    allowed: str
    planned: str

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.text % {"allowed": self.allowed, "planned": self.planned}


AT_PLACE_TOO_LONG = gettext_noop("At the place for %(planned)s h; %(allowed)s h are allowed. Let the child go earlier.")
OUTSIDE_WINDOW = gettext_noop("At the place %(planned)s; only %(allowed)s is allowed. Move the child's call.")
WORK_TOO_LONG = gettext_noop("Works %(planned)s h; %(allowed)s h are allowed. Take scenes off the child's day.")
SCHOOL_TOO_SHORT = gettext_noop("Schooled for %(planned)s h; %(allowed)s h are required. Plan the teacher's hours.")


def _window(starts: str, ends: str) -> MinuteWindow:
    hours, minutes = ends.split(":")
    first, second = starts.split(":")
    return MinuteWindow(int(first) * 60 + int(second), int(hours) * 60 + int(minutes))


def _band(  # noqa: PLR0913 - one row of the table, in the table's order
    code: str,
    label: str,
    age: Age,
    *,
    place: float,
    work: tuple[float, float],
    school: float,
    rest: tuple[float, float],
    windows: tuple[MinuteWindow, ...] = (),
) -> MinorBand:
    return MinorBand(
        code=code,
        label=label,
        from_age=age,
        at_place_minutes=round(place * 60),
        work_school_day_minutes=round(work[0] * 60),
        work_free_day_minutes=round(work[1] * 60),
        school_minutes=round(school * 60),
        rest_school_day_minutes=round(rest[0] * 60),
        rest_free_day_minutes=round(rest[1] * 60),
        windows=windows,
    )


CALIFORNIA = MinorLaw(
    code="california",
    bands=(
        _band("15d", gettext_noop("15 days to 6 months"), Age(days=15), place=2, work=(1 / 3, 1 / 3), school=0,
              rest=(0, 0), windows=(_window("9:30", "11:30"), _window("14:30", "16:30"))),
        _band("6m", gettext_noop("6 months to 2 years"), Age(months=6), place=4, work=(2, 2), school=0, rest=(2, 2)),
        _band("2y", gettext_noop("2 to 5 years"), Age(2), place=6, work=(3, 3), school=0, rest=(3, 3)),
        _band("6y", gettext_noop("6 to 8 years"), Age(6), place=8, work=(4, 6), school=3, rest=(1, 2)),
        _band("9y", gettext_noop("9 to 15 years"), Age(9), place=9, work=(5, 7), school=3, rest=(1, 2)),
        _band("16y", gettext_noop("16 and 17 years"), Age(16), place=10, work=(6, 8), school=3, rest=(1, 2)),
    ),
    adult_from=Age(18),
    before_school_day=_window("5:00", "22:00"),
    before_free_day=_window("5:00", "24:30"),
    meal_minutes=30,
    own_school_minutes=6 * 60,
    source="8 CCR 11760",
    effective_on=None,
    read_on=READ_ON,
    confirmed=True,
)  # fmt: skip


def minor_band(birth_on: dt.date, on_date: dt.date, law: MinorLaw = CALIFORNIA) -> MinorBand | None:
    """The band on this date, which changes on the birthday itself; None for an adult. Raises TooYoungToWork."""
    if law.adult_from.reached_on(birth_on) <= on_date:
        return None
    reached = [band for band in law.bands if band.from_age.reached_on(birth_on) <= on_date]
    if not reached:
        raise TooYoungToWork(birth_on=birth_on.isoformat(), on_date=on_date.isoformat(), law=law.code)
    return reached[-1]


def check_minor_day(minor: MinorDay, *, clock: DayClock, law: MinorLaw = CALIFORNIA) -> list[MinorBreach]:
    """Every rule that this day breaks; empty for a day that keeps them and for an adult. Raises TooYoungToWork."""
    band = minor_band(minor.birth_on, clock.day, law)
    if band is None:
        return []
    found = (
        _too_long_at_place(minor, band, law),
        _outside_window(minor, band, clock, law),
        _works_too_long(minor, band),
        _schooled_too_short(minor, band),
    )
    return [breach for breach in found if breach is not None]


def allowed_at_place(minor: MinorDay, band: MinorBand, law: MinorLaw = CALIFORNIA) -> int:
    """Minutes at the place: the band's, less a day at the own school, plus a meal of at most half an hour."""
    school = law.own_school_minutes if minor.own_school else 0
    return max(0, band.at_place_minutes - school) + min(minor.meal_minutes, law.meal_minutes)


def _too_long_at_place(minor: MinorDay, band: MinorBand, law: MinorLaw) -> MinorBreach | None:
    allowed = allowed_at_place(minor, band, law)
    planned = whole_minutes(minor.shift.length)
    if planned <= allowed:
        return None
    return MinorBreach("at_place_too_long", AT_PLACE_TOO_LONG, show_duration(allowed), show_duration(planned))


def _outside_window(minor: MinorDay, band: MinorBand, clock: DayClock, law: MinorLaw) -> MinorBreach | None:
    whole_day = law.before_school_day if minor.school_tomorrow else law.before_free_day
    windows = band.windows or (whole_day,)
    minutes = _minutes_shown(minor.shift, clock)
    if any(all(minute in window for minute in minutes) for window in windows):
        return None
    return MinorBreach(
        "outside_window",
        OUTSIDE_WINDOW,
        allowed=", ".join(f"{show_minutes(window.starts)}–{show_minutes(window.ends)}" for window in windows),
        planned=f"{show_minutes(minutes[0])}–{show_minutes(clock.minutes_at(minor.shift.dismissed_at))}",
    )


def _minutes_shown(shift: Shift, clock: DayClock) -> list[int]:
    """What the clock shows through the shift, minute by minute: over a clock change its ends do not tell."""
    called = clock.minutes_at(shift.called_at)
    length = max(1, min(whole_minutes(shift.length), 2 * MINUTES_A_DAY))
    if called + length == clock.minutes_at(shift.called_at + length * A_MINUTE):
        return list(range(called, called + length))
    return [clock.minutes_at(shift.called_at + minute * A_MINUTE) for minute in range(length)]


def _works_too_long(minor: MinorDay, band: MinorBand) -> MinorBreach | None:
    allowed = band.work_school_day_minutes if minor.school_today else band.work_free_day_minutes
    if minor.work_minutes is None or minor.work_minutes <= allowed:
        return None
    return MinorBreach("work_too_long", WORK_TOO_LONG, show_duration(allowed), show_duration(minor.work_minutes))


def _schooled_too_short(minor: MinorDay, band: MinorBand) -> MinorBreach | None:
    required = band.school_minutes if minor.school_today and not minor.own_school else 0
    if minor.school_minutes is None or minor.school_minutes >= required:
        return None
    return MinorBreach(
        "school_too_short", SCHOOL_TOO_SHORT, show_duration(required), show_duration(minor.school_minutes)
    )
