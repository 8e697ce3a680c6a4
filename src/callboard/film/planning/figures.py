"""The figures that a plan is priced with: what was typed, and what stands in for the rest. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields

from callboard.core.calendars.rules import MINUTES_A_DAY
from callboard.core.engagements.rules import MINOR_UNITS
from callboard.core.errors import gettext_noop
from callboard.film.planning.rules import DatesCross, DayLimitsCross, NegativeFigure, WrongFigure

REGULAR_MINUTES, LEGAL_MINUTES = 720, 840
COMFORTABLE_EIGHTHS = 40
MOVE_MINUTES = 60
REST_MINUTES = 600
DAY_CALL_MINUTE, NIGHT_CALL_MINUTE = 7 * 60, 18 * 60
MINUTES_PER_PAGE = 120
CREW_DAY_UNITS = 10_000
"""Whole units of the currency that a crew's day is taken to cost where no crew deal says it."""

LABELS: Mapping[str, str] = {
    "regular_minutes": gettext_noop("Regular working day (minutes)"),
    "legal_minutes": gettext_noop("Longest working day (minutes)"),
    "comfortable_eighths": gettext_noop("Comfortable day (eighths of a page)"),
    "most_eighths": gettext_noop("Most pages a day (eighths)"),
    "move_minutes": gettext_noop("A company move takes (minutes)"),
    "rest_minutes": gettext_noop("Rest from wrap to call (minutes)"),
    "day_call_minute": gettext_noop("Call of a day (minutes after midnight)"),
    "night_call_minute": gettext_noop("Call of a night (minutes after midnight)"),
    "minutes_per_page": gettext_noop("A page takes (minutes), where a strip has no time"),
    "crew_day_minor": gettext_noop("The crew costs, a day"),
    "overtime_hour_minor": gettext_noop("Overtime of the unit, an hour"),
    "eighth_over_minor": gettext_noop("Each eighth of a page above the comfortable day"),
    "move_minor": gettext_noop("A company move costs"),
    "short_rest_minor": gettext_noop("A call with too little rest, for the unit"),
    "split_day_minor": gettext_noop("A day with day and night work"),
    "changed_call_minor": gettext_noop("A call that was told and changes"),
    "forced_call_minor": gettext_noop("A cast member’s forced call"),
}


@dataclass(frozen=True)
class Lengths:
    """Lengths and dates, for everybody who plans. None is “not typed”: the default stands."""

    regular_minutes: int | None = None
    legal_minutes: int | None = None
    comfortable_eighths: int | None = None
    most_eighths: int | None = None
    move_minutes: int | None = None
    rest_minutes: int | None = None
    day_call_minute: int | None = None
    night_call_minute: int | None = None
    minutes_per_page: int | None = None
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    keeps_called: bool = True
    forbids_short_rest: bool = False
    forbids_split_days: bool = True
    minors_in_school: bool = True


@dataclass(frozen=True)
class Prices:
    """Whole minor units of the production's currency, for who sees pay. None is “not typed”: the default stands."""

    crew_day_minor: int | None = None
    overtime_hour_minor: int | None = None
    eighth_over_minor: int | None = None
    move_minor: int | None = None
    short_rest_minor: int | None = None
    split_day_minor: int | None = None
    changed_call_minor: int | None = None
    forced_call_minor: int | None = None


@dataclass(frozen=True)
class Figures:
    """What a plan is made with. `assumed` names the figures that nobody typed; `most_eighths` None is no limit.

    `forced_call_minor` None is a day's pay of whoever is called. A forbidden thing has its flag, whatever its price.
    """

    regular_minutes: int
    legal_minutes: int
    comfortable_eighths: int
    most_eighths: int | None
    move_minutes: int
    rest_minutes: int
    day_call_minute: int
    night_call_minute: int
    minutes_per_page: int
    crew_day_minor: int
    overtime_hour_minor: int
    eighth_over_minor: int
    move_minor: int
    short_rest_minor: int
    split_day_minor: int
    changed_call_minor: int
    forced_call_minor: int | None
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    keeps_called: bool = True
    forbids_short_rest: bool = False
    forbids_split_days: bool = True
    minors_in_school: bool = True
    assumed: frozenset[str] = frozenset()


def figures_of(lengths: Lengths, prices: Prices, *, crew_day: int, currency: str) -> Figures:
    """What was typed, and defaults for the rest; `crew_day` is what the crew's own deals come to (0: not known).

    The other prices follow the crew's day: an hour of overtime is one and a half regular hours, a comfortable day's
    pages too many cost a day, a move a tenth, too little rest a half, a split day a quarter, a changed call a
    hundredth of it.
    """
    regular = _or(lengths.regular_minutes, REGULAR_MINUTES)
    comfortable = _or(lengths.comfortable_eighths, COMFORTABLE_EIGHTHS)
    fallback = crew_day or CREW_DAY_UNITS * 10 ** MINOR_UNITS.get(currency.upper(), 2)
    day = _or(prices.crew_day_minor, fallback)
    return Figures(
        regular_minutes=regular,
        legal_minutes=_or(lengths.legal_minutes, max(LEGAL_MINUTES, regular)),
        comfortable_eighths=comfortable,
        most_eighths=lengths.most_eighths,
        move_minutes=_or(lengths.move_minutes, MOVE_MINUTES),
        rest_minutes=_or(lengths.rest_minutes, REST_MINUTES),
        day_call_minute=_or(lengths.day_call_minute, DAY_CALL_MINUTE),
        night_call_minute=_or(lengths.night_call_minute, NIGHT_CALL_MINUTE),
        minutes_per_page=_or(lengths.minutes_per_page, MINUTES_PER_PAGE),
        crew_day_minor=day,
        overtime_hour_minor=_or(prices.overtime_hour_minor, day * 90 // regular),
        eighth_over_minor=_or(prices.eighth_over_minor, day // comfortable),
        move_minor=_or(prices.move_minor, day // 10),
        short_rest_minor=_or(prices.short_rest_minor, day // 2),
        split_day_minor=_or(prices.split_day_minor, day // 4),
        changed_call_minor=_or(prices.changed_call_minor, day // 100),
        forced_call_minor=prices.forced_call_minor,
        first_on=lengths.first_on,
        last_on=lengths.last_on,
        keeps_called=lengths.keeps_called,
        forbids_short_rest=lengths.forbids_short_rest,
        forbids_split_days=lengths.forbids_split_days,
        minors_in_school=lengths.minors_in_school,
        assumed=frozenset(_untyped(lengths) | _untyped(prices)) - {"most_eighths"},
    )


def _or(typed: int | None, default: int) -> int:
    return default if typed is None else typed


def _untyped(group: Lengths | Prices) -> set[str]:
    return {each.name for each in fields(group) if each.name in LABELS and getattr(group, each.name) is None}


_WITHIN = {
    "regular_minutes": (60, MINUTES_A_DAY),
    "legal_minutes": (60, MINUTES_A_DAY),
    "comfortable_eighths": (1, 400),
    "most_eighths": (1, 800),
    "move_minutes": (0, 600),
    "rest_minutes": (0, MINUTES_A_DAY),
    "day_call_minute": (0, MINUTES_A_DAY - 1),
    "night_call_minute": (0, MINUTES_A_DAY - 1),
    "minutes_per_page": (5, 1000),
}


def check_lengths(lengths: Lengths) -> None:
    """Raises WrongFigure, DayLimitsCross, DatesCross."""
    for name, (least, most) in _WITHIN.items():
        value = getattr(lengths, name)
        if value is not None and not least <= value <= most:
            raise WrongFigure(figure=LABELS[name], least=least, most=most)
    regular = _or(lengths.regular_minutes, REGULAR_MINUTES)
    if lengths.legal_minutes is not None and lengths.legal_minutes < regular:
        raise DayLimitsCross(most=LABELS["legal_minutes"], less=LABELS["regular_minutes"])
    comfortable = _or(lengths.comfortable_eighths, COMFORTABLE_EIGHTHS)
    if lengths.most_eighths is not None and lengths.most_eighths < comfortable:
        raise DayLimitsCross(most=LABELS["most_eighths"], less=LABELS["comfortable_eighths"])
    if lengths.first_on and lengths.last_on and lengths.last_on < lengths.first_on:
        raise DatesCross(first=lengths.first_on.isoformat(), last=lengths.last_on.isoformat())


def check_prices(prices: Prices) -> None:
    """Raises NegativeFigure."""
    for each in fields(prices):
        value = getattr(prices, each.name)
        if value is not None and value < 0:
            raise NegativeFigure(figure=LABELS[each.name])
