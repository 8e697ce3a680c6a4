"""The files that `callboard plan shoot` reads: a problem of our own (.json), or another program's schedule (.uss)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from callboard.core.errors import Refused, gettext_noop
from callboard.formats.uss.catalog import Catalog
from callboard.formats.uss.reading import read_uss
from callboard.formats.uss.shoot_days import ShootDay as AuthorsDay
from callboard.formats.uss.shoot_days import planned_stripboard, shoot_days, unscheduled
from callboard.formats.uss.values import Breakdown, BreakdownKind, Calendar, Element, Schedule, Stripboard
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Location,
    Piece,
    Prices,
    Problem,
    ShootDay,
)
from callboard.planner.shooting.problem_json import json_from_bytes, problem_from_json
from callboard.planner.shooting.ranges import MINUTES

DROP_AFTER_DAYS = 10
"""What a deal says where the file says nothing: SAG-AFTRA Schedule A, section 12, "more than ten"."""
MOST_EIGHTHS = 36
NO_SET = "–"
PAID_DAYS = "paid cast days"


class NoSuchStripboard(Refused):
    """The file has no stripboard of this name."""

    text = gettext_noop("There is no stripboard “%(name)s” in the file. It has: %(names)s.")


class NoStripboard(Refused):
    """The file has no stripboard with a strip on a day."""

    text = gettext_noop("No stripboard of the file has a scene on a day. Put its scenes on days, then export it again.")


@dataclass(frozen=True)
class ShootFile:
    """A shoot to be planned, what its keys are called by people, and what the file did not say."""

    problem: Problem
    money: str
    names: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def read_problem_file(content: bytes) -> ShootFile:
    """A .json of docs/algorithms/shooting-json.md. Raises NotAProblem."""
    problem = problem_from_json(json_from_bytes(content))
    money = f"minor units of {problem.currency}" if problem.currency else "minor units"
    return ShootFile(problem, money, {piece.key: piece.scene for piece in problem.pieces if piece.scene})


def read_uss_file(content: bytes, *, stripboard: str | None = None, most_eighths: int = MOST_EIGHTHS) -> ShootFile:
    """A .uss as a problem whose money is paid cast days; keys are the file's own ids.

    Each strip is a piece, its set the location. The days are the author's, with at most `most_eighths` of pages; there
    may be as many pairs of set and day as the author has. A cast member costs 1 for a day worked and for a day held.
    What the file does not say limits nothing: which light a day offers, how long it may be, what a company move takes.
    Raises `formats.faults.Unreadable`, NoSuchStripboard, NoStripboard.
    """
    schedule, repairs = read_uss(content, zone=None)
    chosen = _stripboard(schedule, stripboard)
    problem = _Author(schedule, chosen, most_eighths).problem()
    left_out = sum(strip.kind is BreakdownKind.SCENE for strip in unscheduled(schedule, chosen))
    remarks = [repair.message for repair in repairs]
    if left_out:
        remarks.append(f"{left_out} scenes of the boneyard are left out.")
    names = {element.id: element.name for element in schedule.elements}
    names |= {breakdown.id: breakdown.scene for breakdown in schedule.breakdowns if breakdown.scene}
    return ShootFile(problem, PAID_DAYS, names, tuple(remarks))


def _stripboard(schedule: Schedule, name: str | None) -> Stripboard:
    """The one that is named, or the one with most days."""
    named = [board for board in schedule.stripboards if name in {board.name, board.id}]
    if name is not None and not named:
        raise NoSuchStripboard(name=name, names=", ".join(board.name for board in schedule.stripboards))
    chosen = named[0] if named else planned_stripboard(schedule)
    if chosen is None:
        raise NoStripboard
    return chosen


class _Author:
    """What the author of the file has planned, as a problem."""

    def __init__(self, schedule: Schedule, stripboard: Stripboard, most_eighths: int) -> None:
        self.catalog = Catalog(schedule)
        self.stripboard = stripboard
        self.days = shoot_days(schedule, stripboard)
        self.most_eighths = most_eighths
        self.calendar = _calendar(schedule, stripboard)
        self.has_units = len({day.board_id for day in self.days}) > 1
        self.span = _dates(self.days[0].on, self.days[-1].on) if self.days else []

    def problem(self) -> Problem:
        """The author's days, strips, sets and cast."""
        pieces = tuple(self._piece(strip, day) for day in self.days for strip in day.scenes)
        if not pieces:
            raise NoStripboard
        pairs = {(day.on, day.board_id, self._set_of(strip)) for day in self.days for strip in day.scenes}
        called = {person for piece in pieces for person in piece.cast}
        shot_on = {day.on for day in self.days}
        deals = self._deals()
        return Problem(
            days=tuple(self._day(day) for day in self.days),
            pieces=pieces,
            cast=tuple(self._member(person, deals) for person in self.catalog.cast if person.id in called),
            locations=tuple(Location(key) for key in sorted({piece.location for piece in pieces})),
            days_off=frozenset(day for day in self.span if day not in shot_on and self.calendar.is_off(day)),
            prices=Prices(move_minutes=0, rest_minutes=0, split_day=0),
            most_location_days=len(pairs),
            currency=PAID_DAYS,
        )

    def _day(self, day: AuthorsDay) -> ShootDay:
        return ShootDay(
            key=f"{day.board_id}/{day.number}" if self.has_units else str(day.number),
            on=day.on,
            unit=self._unit(day),
            regular_minutes=MINUTES.most,
            legal_minutes=MINUTES.most,
            comfortable_eighths=self.most_eighths,
            most_eighths=self.most_eighths,
        )

    def _unit(self, day: AuthorsDay) -> str:
        return day.board_id if self.has_units else ""

    def _piece(self, strip: Breakdown, day: AuthorsDay) -> Piece:
        return Piece(
            key=strip.id,
            scene=strip.scene or "",
            eighths=strip.eighths or 0,
            minutes=strip.minutes or 0,
            location=self._set_of(strip),
            cast=frozenset(person.id for person in self.catalog.cast_of(strip)),
            unit=self._unit(day) if self.has_units else None,
        )

    def _set_of(self, strip: Breakdown) -> str:
        place = self.catalog.set_of(strip)
        return NO_SET if place is None else place.id

    def _deals(self) -> int:
        """The days after which most of the file's cast may be dropped."""
        said = Counter(
            person.drop_day_count for person in self.catalog.cast if person.is_drop and person.drop_day_count
        )
        return min(said, key=lambda days: (-said[days], days), default=DROP_AFTER_DAYS)

    def _member(self, person: Element, drop_after_days: int) -> CastMember:
        return CastMember(
            key=person.id,
            day_rate=1,
            hold_rate=int(person.is_hold),
            drop_after_days=(person.drop_day_count or drop_after_days) if person.is_drop else None,
            available=Availability(away=frozenset(day for day in self.span if person.is_off(day))),
        )


def _calendar(schedule: Schedule, stripboard: Stripboard) -> Calendar:
    return next(calendar for calendar in schedule.calendars if calendar.id == stripboard.calendar_id)


def _dates(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
