"""Dates of a problem: the ones that can be paid, ages, and paid days of a person. Plain; the kernel has its own."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from callboard.planner.shooting.problem import CastMember, MinorHours, Problem


def payable_dates(problem: Problem) -> tuple[dt.date, ...]:
    """Every date from the first shooting day to the last that is no company day off, in order."""
    if not problem.days:
        return ()
    first, last = min(day.on for day in problem.days), max(day.on for day in problem.days)
    every = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in every if day not in problem.days_off)


def age_in_months(born_on: dt.date, on: dt.date) -> int:
    """Whole months of age on a date; a month is complete on the day of the birth, as ages are counted by law."""
    months = (on.year - born_on.year) * 12 + on.month - born_on.month
    return months - 1 if on.day < born_on.day else months


def minor_hours_on(born_on: dt.date | None, on: dt.date, hours: Sequence[MinorHours]) -> MinorHours | None:
    """The hours that somebody is bound to on this date, if they are a minor then."""
    if born_on is None:
        return None
    months = age_in_months(born_on, on)
    return next((band for band in hours if band.from_months <= months < band.below_months), None)


@dataclass(frozen=True, slots=True)
class PaidDates:
    """The dates of one person between the first and the last day worked."""

    worked: tuple[dt.date, ...]
    held: tuple[dt.date, ...]
    dropped: tuple[dt.date, ...]


def paid_dates(person: CastMember, worked: Collection[dt.date], payable: Sequence[dt.date]) -> PaidDates:
    """Who is paid when: held between days worked, unless the deal lets the production drop the person there.

    A break may be dropped when the next day worked comes more than `drop_after_days` calendar days after the last one
    (SAG-AFTRA, consecutive employment: more than ten). Of several such breaks the ones with most held dates are
    dropped, the earlier of equals: the producer names the date when engaging.
    """
    days = sorted(set(worked))
    breaks = []
    for last, following in itertools.pairwise(days):
        between = tuple(day for day in payable if last < day < following)
        can_drop = person.drop_after_days is not None and (following - last).days > person.drop_after_days
        breaks.append((between, can_drop))
    droppable = sorted((between for between, can_drop in breaks if can_drop), key=lambda days: (-len(days), days[:1]))
    dropped = {day for between in droppable[: person.most_drops] for day in between}
    idle = [day for between, _ in breaks for day in between]
    return PaidDates(
        worked=tuple(days),
        held=tuple(day for day in idle if day not in dropped),
        dropped=tuple(sorted(dropped)),
    )
