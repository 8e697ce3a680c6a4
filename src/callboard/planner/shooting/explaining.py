"""Why a piece is where it is: what every other day would cost, by `pricing`, all else staying where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from callboard.planner.shooting.plan import Component, Conflict, Priced
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Placement, Problem
from callboard.planner.shooting.tables import Tables, numbers
from callboard.planner.solvers import days as kernel

MOST_PLACES = 12
"""Other days that are shown with everything they would change; the search has weighed all of them."""


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """A day on which the piece could be instead.

    `extra_cost` is what the whole board would then cost more (less, if below 0), with its parts; `conflicts` are the
    hard rules that would be broken and are not broken now.
    """

    day: str
    extra_cost: int
    extra_by_component: dict[Component, int]
    extra_harm: int
    conflicts: tuple[Conflict, ...]


def reasons_for(
    problem: Problem, placements: Sequence[Placement], piece: str, *, most: int = MOST_PLACES
) -> tuple[OtherPlace, ...]:
    """The cheapest other days of a piece, the least harmful first.

    Every other day of the problem is weighed by the search's own sums; the best `most` are then priced by `pricing`.
    The piece must be one of the problem's. Takes milliseconds for 120 pieces.
    """
    now = price(problem, placements)
    ranked = _other_days(problem, placements, piece)[:most]
    return tuple(sorted((_other(problem, placements, piece, day, now) for day in ranked), key=_rank))


def _rank(place: OtherPlace) -> tuple[int, int, str]:
    return place.extra_harm, place.extra_cost, place.day


def _other_days(problem: Problem, placements: Sequence[Placement], piece: str) -> list[str]:
    """The keys of all other days, the best first."""
    tables = Tables(_unlocked(problem, piece), is_relaxed=True)
    board = kernel.Board(tables, 1)
    day_of = tables.days_of(placements)
    kernel.place_all(board, numbers(day_of))
    number = next(number for number, other in enumerate(problem.pieces) if other.key == piece)
    weighed = []
    for day, shoot_day in enumerate(tables.days):
        if day != day_of[number]:
            cost, harm = kernel.try_pieces(board, [number], [day])
            weighed.append((harm, cost, shoot_day.key))
    return [key for _, _, key in sorted(weighed)]


def _unlocked(problem: Problem, piece: str) -> Problem:
    """The problem as if nobody had locked the piece: the sums have no number for a lock that is broken."""
    pieces = tuple(replace(row, locked_to=None) if row.key == piece else row for row in problem.pieces)
    return replace(problem, pieces=pieces)


def _other(problem: Problem, placements: Sequence[Placement], piece: str, day: str, now: Priced) -> OtherPlace:
    moved = [Placement(piece, day) if placement.piece == piece else placement for placement in placements]
    then = price(problem, moved)
    return OtherPlace(
        day=day,
        extra_cost=then.cost - now.cost,
        extra_by_component={
            component: then.cost_by_component[component] - cost for component, cost in now.cost_by_component.items()
        },
        extra_harm=then.harm - now.harm,
        conflicts=_new_conflicts(now, then),
    )


def _new_conflicts(now: Priced, then: Priced) -> tuple[Conflict, ...]:
    """Conflicts that are there then, or worse than now; each that is known accounts for one as bad."""
    known: Counter[tuple[str, str, str, str]] = Counter()
    for conflict in now.conflicts:
        known[_place_of(conflict)] += conflict.excess
    new = []
    for conflict in then.conflicts:
        if known[_place_of(conflict)] >= conflict.excess:
            known[_place_of(conflict)] -= conflict.excess
        else:
            new.append(conflict)
    return tuple(new)


def _place_of(conflict: Conflict) -> tuple[str, str, str, str]:
    return conflict.kind, conflict.day, conflict.piece, conflict.person
