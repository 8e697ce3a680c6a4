"""Which hard rules a set of placements breaks, and how harmful each breach is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from callboard.planner.shooting.dates import minor_hours_on
from callboard.planner.shooting.plan import ConflictKind
from callboard.planner.shooting.problem import CastMember, Light, Location, Piece, Problem, ShootDay
from callboard.planner.shooting.working_day import WorkingDay, short_rests

HARM = {
    ConflictKind.NOT_AVAILABLE: 240,
    ConflictKind.LOCK: 240,
    ConflictKind.LEGAL_DAY: 1,
    ConflictKind.TOO_MANY_PAGES: 15,
    ConflictKind.DAY_AND_NIGHT: 60,
    ConflictKind.MINOR_HOURS: 1,
    ConflictKind.MINOR_AT_NIGHT: 60,
    ConflictKind.SHORT_REST: 60,
    ConflictKind.ORDER: 60,
    ConflictKind.TWO_PLACES: 120,
    ConflictKind.LOCATION_DAYS: 60,
}
"""What one unit of excess weighs, about in minutes of a shooting day: fewest and least harmful means least in sum."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule broken at one place: `excess` in minutes, eighths or cases."""

    kind: ConflictKind
    excess: int
    day: str = ""
    piece: str = ""
    person: str = ""

    @property
    def harm(self) -> int:
        """What the breach weighs."""
        return HARM[self.kind] * self.excess


def breaches_of(problem: Problem, day_of: Mapping[str, str], days: Mapping[str, WorkingDay]) -> list[Breach]:
    """Every hard rule that is broken, by piece, by day, between days, over all."""
    shoot_days = {day.key: day for day in problem.days}
    reach = Reach(problem)
    found = [breach for piece in problem.pieces for breach in _of_piece(reach, piece, shoot_days[day_of[piece.key]])]
    for day in days.values():
        found += _of_day(problem, day)
    found += _between_days(problem, list(days.values()))
    found += _of_order(problem, day_of)
    found += _of_location_days(problem, days)
    return found


def _of_piece(reach: Reach, piece: Piece, day: ShootDay) -> Iterator[Breach]:
    if piece.locked_to is not None:
        if piece.locked_to != day.key:
            yield Breach(ConflictKind.LOCK, 1, day.key, piece.key)
    elif reach.missing(piece, day):
        yield Breach(ConflictKind.NOT_AVAILABLE, 1, day.key, piece.key)


def can_be_shot_on(problem: Problem, piece: Piece, day: ShootDay) -> bool:
    """Whether the piece's elements, cast and location can be had, and the day offers its light and unit."""
    return not missing_on(problem, piece, day)


def missing_on(problem: Problem, piece: Piece, day: ShootDay) -> list[str]:
    """What the piece does not have on the day: keys of cast and location, "light", "unit" or "elements"."""
    return Reach(problem).missing(piece, day)


class Reach:
    """What can be had when, for asking about many pieces and days of one problem."""

    def __init__(self, problem: Problem) -> None:
        dates = sorted({day.on for day in problem.days})
        self.cast = {row.key: _dates_of(row, dates) for row in problem.cast}
        self.locations = {row.key: _dates_of(row, dates) for row in problem.locations}

    def missing(self, piece: Piece, day: ShootDay) -> list[str]:
        """What the piece does not have on the day: keys of cast and location, "light", "unit" or "elements"."""
        missing = []
        if not piece.available.holds(day.on):
            missing.append("elements")
        if Light.EITHER not in {day.light, piece.light} and day.light is not piece.light:
            missing.append("light")
        if piece.unit is not None and piece.unit != day.unit:
            missing.append("unit")
        if day.on not in self.locations[piece.location]:
            missing.append(piece.location)
        return missing + [key for key in sorted(piece.cast) if day.on not in self.cast[key]]


def _dates_of(row: CastMember | Location, dates: Sequence[dt.date]) -> frozenset[dt.date]:
    return frozenset(day for day in dates if row.available.holds(day))


def _of_day(problem: Problem, day: WorkingDay) -> Iterator[Breach]:
    if day.minutes > day.day.legal_minutes:
        yield Breach(ConflictKind.LEGAL_DAY, day.minutes - day.day.legal_minutes, day.key)
    most = day.day.most_eighths
    if most is not None and day.eighths > most and len(day.pieces) > 1:
        yield Breach(ConflictKind.TOO_MANY_PAGES, day.eighths - most, day.key)
    if problem.prices.split_day is None and day.is_split:
        yield Breach(ConflictKind.DAY_AND_NIGHT, min(day.count(Light.DAY), day.count(Light.NIGHT)), day.key)
    for person in problem.cast:
        if person.key in day.cast:
            yield from _of_minor(problem, person, day)


def _of_minor(problem: Problem, person: CastMember, day: WorkingDay) -> Iterator[Breach]:
    hours = minor_hours_on(person.born_on, day.day.on, problem.minor_hours)
    if hours is None:
        return
    minutes = sum(piece.minutes for piece in day.pieces if person.key in piece.cast)
    if minutes > hours.work_minutes:
        yield Breach(ConflictKind.MINOR_HOURS, minutes - hours.work_minutes, day.key, person=person.key)
    if not hours.may_work_nights and day.count(Light.NIGHT):
        yield Breach(ConflictKind.MINOR_AT_NIGHT, 1, day.key, person=person.key)


def _between_days(problem: Problem, days: list[WorkingDay]) -> Iterator[Breach]:
    if problem.prices.short_rest is None:
        for before, after in short_rests(days, problem.prices):
            if before.unit == after.unit:
                yield Breach(ConflictKind.SHORT_REST, 1, after.key)
    on: dict[dt.date, list[WorkingDay]] = defaultdict(list)
    for day in days:
        on[day.day.on].append(day)
    for together in on.values():
        for one, other in combinations(together, 2):
            for person in sorted(one.cast & other.cast):
                yield Breach(ConflictKind.TWO_PLACES, 1, other.key, person=person)


def _of_order(problem: Problem, day_of: Mapping[str, str]) -> Iterator[Breach]:
    dates = {day.key: day.on for day in problem.days}
    for rule in problem.order_rules:
        if dates[day_of[rule.before]] > dates[day_of[rule.after]]:
            yield Breach(ConflictKind.ORDER, 1, day_of[rule.before], rule.before)


def _of_location_days(problem: Problem, days: Mapping[str, WorkingDay]) -> Iterator[Breach]:
    count = sum(len(day.locations) for day in days.values())
    if problem.most_location_days is not None and count > problem.most_location_days:
        yield Breach(ConflictKind.LOCATION_DAYS, count - problem.most_location_days)
