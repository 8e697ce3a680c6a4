"""What goes wrong in the middle of a made-up shoot: a lead is out for three days, a location is lost for a week."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from callboard.planner.shooting.problem import CastMember, Location, Piece, Placement, Problem

Call = tuple[str, dt.date]


@dataclass(frozen=True)
class Change:
    """Somebody or some place cannot be had on these dates after all."""

    what: str
    key: str
    dates: frozenset[dt.date]

    def applied_to(self, problem: Problem) -> Problem:
        """The problem as it is now."""
        return replace(
            problem,
            cast=tuple(_away(person, self) if person.key == self.key else person for person in problem.cast),
            locations=tuple(_away(place, self) if place.key == self.key else place for place in problem.locations),
        )

    def hits(self, piece: Piece, on: dt.date) -> bool:
        """Whether the piece can no longer be shot on the date."""
        return on in self.dates and (self.key in piece.cast or self.key == piece.location)


_Row = TypeVar("_Row", CastMember, Location)


def _away(row: _Row, change: Change) -> _Row:
    return replace(row, available=replace(row.available, away=row.available.away | change.dates))


def an_actor_out(problem: Problem, board: Sequence[Placement], leads: Collection[str], chance: random.Random) -> Change:
    """A lead is out on three shooting days in a row in the middle third, and is on the board on at least one."""
    dates = _middle(problem)
    calls = calls_of(problem, board)
    choices = [
        Change("actor out", lead, frozenset(dates[start : start + 3]))
        for lead in sorted(leads)
        for start in range(len(dates) - 2)
        if any((lead, day) in calls for day in dates[start : start + 3])
    ]
    return chance.choice(choices)


def a_location_lost(problem: Problem, board: Sequence[Placement], chance: random.Random) -> Change:
    """A location is lost from a Monday to a Sunday that touch the middle third, and the board has pieces there then.

    Only locations that can still be had on more dates than the board uses them: else nothing could be planned.
    """
    choices = []
    for place in problem.locations:
        used = {on for piece, on in _dated(problem, board) if piece.location == place.key}
        for monday in sorted({day - dt.timedelta(days=day.weekday()) for day in _middle(problem) if day in used}):
            week = frozenset(monday + dt.timedelta(days=number) for number in range(7))
            left = {day.on for day in problem.days if place.available.holds(day.on)} - week
            if len(left) > len(used):
                choices.append(Change("location lost", place.key, week))
    return chance.choice(choices)


def _middle(problem: Problem) -> list[dt.date]:
    dates = sorted({day.on for day in problem.days})
    return dates[len(dates) // 3 : len(dates) * 2 // 3]


def _dated(problem: Problem, board: Sequence[Placement]) -> list[tuple[Piece, dt.date]]:
    pieces = {piece.key: piece for piece in problem.pieces}
    on = {day.key: day.on for day in problem.days}
    return [(pieces[placement.piece], on[placement.day]) for placement in board]


def calls_of(problem: Problem, board: Sequence[Placement]) -> set[Call]:
    """Who is called on which date."""
    return {(person, on) for piece, on in _dated(problem, board) for person in piece.cast}


def moved_share(problem: Problem, change: Change, board: Sequence[Placement], new: Sequence[Placement]) -> float:
    """The share of untouched calls of the board that the new board does not have.

    Touched is everybody's call on a date for a piece that can no longer be shot then: those calls had to change.
    """
    touched = {(person, on) for piece, on in _dated(problem, board) if change.hits(piece, on) for person in piece.cast}
    untouched = calls_of(problem, board) - touched
    return len(untouched - calls_of(problem, new)) / len(untouched)
