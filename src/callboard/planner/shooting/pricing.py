"""The one definition of what a set of placements costs and which hard rules it breaks. Plain and slow on purpose.

Pages, the plan, the tests and the explanations ask here; the search keeps the same sums by increments, and a property
test holds the two together. The model with its sources: docs/algorithms/shooting.md.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from callboard.planner.shooting.breaches import Breach, breaches_of
from callboard.planner.shooting.conflicts import conflicts_of
from callboard.planner.shooting.dates import PaidDates, paid_dates, payable_dates
from callboard.planner.shooting.plan import Component, DayCost, PersonCost, Priced
from callboard.planner.shooting.problem import CastMember, Piece, Placement, Problem, ShootDay
from callboard.planner.shooting.working_day import WorkingDay, short_rests, working_days


def price(problem: Problem, placements: Iterable[Placement]) -> Priced:
    """Everything that the placements cost and break. Each piece of the problem is placed once, on a day of it.

    Money in minor units; harm as in `breaches.HARM`.
    """
    board = Board.of(problem, placements)
    costs: dict[Component, int] = dict.fromkeys(Component, 0)
    people = tuple(_person_cost(board, person) for person in problem.cast)
    for row in people:
        costs[Component.CAST_WORK] += row.work_cost
        costs[Component.CAST_HOLD] += row.hold_cost
        costs[Component.FORCED_CALLS] += row.forced_calls
    days = tuple(_day_cost(board, day) for day in board.days.values())
    for day_row in days:
        for component, amount in day_row.cost_by_component.items():
            costs[component] += amount
    costs[Component.RENT], costs[Component.SET_UPS] = _location_costs(board)
    costs[Component.RENTALS] = _rental_costs(board)
    costs[Component.CHANGES] = problem.prices.changed_call * changed_calls(problem, board)
    conflicts = conflicts_of(problem, board.days, board.day_of, board.breaches())
    return Priced(
        cost=sum(costs.values()),
        harm=sum(conflict.harm for conflict in conflicts),
        cost_by_component=costs,
        people=people,
        days=days,
        conflicts=conflicts,
    )


@dataclass(frozen=True)
class Board:
    """The placements by day and by person."""

    problem: Problem
    day_of: Mapping[str, str]
    days: Mapping[str, WorkingDay]
    """The days that are used, by key, in the order of dates."""
    calendar: tuple[dt.date, ...]
    paid: Mapping[str, PaidDates]
    short_rests: tuple[tuple[WorkingDay, WorkingDay], ...]
    """Pairs of days on following dates, of any two units, with too little rest between them."""

    @classmethod
    def of(cls, problem: Problem, placements: Iterable[Placement]) -> Board:
        """The board of these placements."""
        day_of = {placement.piece: placement.day for placement in placements}
        days = working_days(problem, day_of)
        calendar = payable_dates(problem)
        worked: dict[str, set[dt.date]] = defaultdict(set)
        for day in days.values():
            for person in day.cast:
                worked[person].add(day.day.on)
        paid = {person.key: paid_dates(person, worked[person.key], calendar) for person in problem.cast}
        return cls(problem, day_of, days, calendar, paid, tuple(short_rests(days.values(), problem.prices)))

    def breaches(self) -> list[Breach]:
        """The hard rules that are broken."""
        return breaches_of(self.problem, self.day_of, self.days)


def _person_cost(board: Board, person: CastMember) -> PersonCost:
    paid = board.paid[person.key]
    short = sum(person.key in before.cast and person.key in after.cast for before, after in board.short_rests)
    return PersonCost(
        person=person.key,
        worked=paid.worked,
        held=paid.held,
        dropped=paid.dropped,
        work_cost=person.day_rate * len(paid.worked),
        hold_cost=person.hold_rate * len(paid.held),
        forced_calls=person.forced_call * short,
    )


def _day_cost(board: Board, day: WorkingDay) -> DayCost:
    prices = board.problem.prices
    is_short = any(before.key == day.key and before.unit == after.unit for before, after in board.short_rests)
    components = {
        Component.CREW: day.day.crew_cost,
        Component.OVERTIME: prices.overtime_minute * max(0, day.minutes - day.day.regular_minutes),
        Component.PAGES: prices.eighth_over * max(0, day.eighths - day.day.comfortable_eighths),
        Component.SHORT_REST: (prices.short_rest or 0) if is_short else 0,
        Component.SPLIT_DAYS: (prices.split_day or 0) if day.is_split else 0,
        Component.MOVES: prices.move * (len(day.locations) - 1),
    }
    return DayCost(
        day=day.key,
        pieces=tuple(piece.key for piece in day.pieces),
        locations=day.locations,
        eighths=day.eighths,
        minutes=day.minutes,
        cost=sum(components.values()),
        cost_by_component=components,
    )


def _location_costs(board: Board) -> tuple[int, int]:
    """Rent by date used, and the set-up each time that the date before it (days off apart) was elsewhere."""
    position = {day: number for number, day in enumerate(board.calendar)}
    used: dict[str, set[int]] = defaultdict(set)
    for day in board.days.values():
        for key in day.locations:
            used[key].add(position[day.day.on])
    rent = set_ups = 0
    for location in board.problem.locations:
        dates = used[location.key]
        rent += location.rent * len(dates)
        set_ups += location.set_up * sum(date - 1 not in dates for date in dates)
    return rent, set_ups


def _rental_costs(board: Board) -> int:
    position = {day: number for number, day in enumerate(board.calendar)}
    total = 0
    for rental in board.problem.rentals:
        uses = [
            position[day.day.on] for day in board.days.values() for piece in day.pieces if rental.key in piece.rentals
        ]
        if uses:
            total += rental.day_rate * (max(uses) - min(uses) + 1)
    return total


def calls_of(problem: Problem, day_of: Mapping[str, str]) -> frozenset[tuple[str, dt.date]]:
    """Who is called on which date."""
    days: dict[str, ShootDay] = {day.key: day for day in problem.days}
    pieces: dict[str, Piece] = {piece.key: piece for piece in problem.pieces}
    return frozenset((person, days[day].on) for piece, day in day_of.items() for person in pieces[piece].cast)


def changed_calls(problem: Problem, board: Board) -> int:
    """Calls that are new or gone against the published board; 0 when none was published."""
    if not problem.published:
        return 0
    published = {placement.piece: placement.day for placement in problem.published}
    return len(calls_of(problem, published) ^ calls_of(problem, board.day_of))
