"""A proven bound in closed form: the fewest days that everybody and everything needs, in a few milliseconds.

docs/algorithms/shooting-bound.md states each rule with its proof.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from callboard.planner.shooting.dates import payable_dates
from callboard.planner.shooting.day_classes import Bands, DayLimits, possible_days, units_on_a_date
from callboard.planner.shooting.plan import Component
from callboard.planner.shooting.problem import CastMember, Light, Piece, Problem


def least_costs(problem: Problem) -> Mapping[Component, int]:
    """The least that each component of any plan without conflict comes to; no cost is counted in two of them."""
    if not problem.days or not problem.pieces:
        return dict.fromkeys(Component, 0)
    needs = _Needs(problem)
    costs = dict.fromkeys(Component, 0)
    costs |= _costs_of_days(needs)
    costs[Component.RENT], costs[Component.SET_UPS] = _costs_of_places(needs)
    costs[Component.RENTALS] = _cost_of_rentals(needs)
    for person in problem.cast:
        work, hold = _cost_of_person(needs, person)
        costs[Component.CAST_WORK] += work
        costs[Component.CAST_HOLD] += hold
    return costs


class _Needs:
    """The problem, sorted by who and what needs each piece."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.limits = DayLimits.widest(problem.days)
        self.units = units_on_a_date(problem)
        self.by_place: dict[str, list[Piece]] = defaultdict(list)
        self.by_person: dict[str, list[int]] = defaultdict(list)
        self.by_rental: dict[str, list[Piece]] = defaultdict(list)
        for position, piece in enumerate(problem.pieces):
            self.by_place[piece.location].append(piece)
            for person in piece.cast:
                self.by_person[person].append(position)
            for rental in piece.rentals:
                self.by_rental[rental].append(piece)
        self.bands = Bands(problem)
        self.dates = _dates_of_pieces(problem)
        self.payable = payable_dates(problem)

    def least_days(self, pieces: Collection[Piece], *, places: int = 1) -> int:
        """The fewest unit days that can hold the pieces, which lie at so many places.

        By pages, by minutes (with the moves that places beyond one for each day force), and where a day may not mix
        them the days of night pieces and of day pieces apart.
        """
        most = self._days_for(pieces, places)
        if self.problem.prices.split_day is None:
            apart = [[piece for piece in pieces if piece.light is light] for light in (Light.DAY, Light.NIGHT)]
            most = max(most, sum(self._days_for(side, 1) for side in apart))
        return most

    def _days_for(self, pieces: Collection[Piece], places: int) -> int:
        if not pieces:
            return 0
        limits, move = self.limits, self.problem.prices.move_minutes
        minutes = sum(piece.minutes for piece in pieces)
        # a piece that is longer than a day's limit keeps it when it is alone there, and fills that day
        by_pages = _parts(sum(min(piece.eighths, limits.most_eighths) for piece in pieces), limits.most_eighths)
        by_minutes = _parts(minutes, limits.legal_minutes)
        with_moves = _parts(minutes + move * places, limits.legal_minutes + move)
        return max(1, by_pages, by_minutes, with_moves)

    def least_dates(self, pieces: Collection[Piece]) -> int:
        """The fewest dates that can hold the pieces, with every unit at work."""
        return _parts(self.least_days(pieces), self.units)


def _parts(whole: int, most: int) -> int:
    """How many parts of at most `most` it takes; 0 where no part can hold anything (the plan then has a conflict)."""
    return -(-whole // most) if most > 0 else 0


@dataclass(frozen=True, slots=True)
class _DateRange:
    """The earliest and latest date on which a piece can be without conflict."""

    first: dt.date
    last: dt.date


def _dates_of_pieces(problem: Problem) -> Sequence[_DateRange | None]:
    on = {day.key: day.on for day in problem.days}
    found: list[_DateRange | None] = []
    for keys in possible_days(problem):
        dates = [on[key] for key in keys if key in on]
        found.append(_DateRange(min(dates), max(dates)) if dates else None)
    return found


def _costs_of_days(needs: _Needs) -> dict[Component, int]:
    """Crew, overtime, pages and moves together: the cheapest number of days, each with the cheapest crew."""
    problem, prices, limits = needs.problem, needs.problem.prices, needs.limits
    crews = list(itertools.accumulate(sorted(day.crew_cost for day in problem.days), initial=0))
    pieces = problem.pieces
    minutes, eighths = sum(piece.minutes for piece in pieces), sum(piece.eighths for piece in pieces)
    visits = sum(needs.least_days(row) for row in needs.by_place.values())
    fewest = min(needs.least_days(pieces, places=len(needs.by_place)), len(problem.days))
    choices = []
    for days in range(fewest, len(problem.days) + 1):
        moves = max(0, visits - days)
        late = minutes + prices.move_minutes * moves - limits.regular_minutes * days
        choices.append(
            {
                Component.CREW: crews[days],
                Component.OVERTIME: prices.overtime_minute * max(0, late),
                Component.PAGES: prices.eighth_over * max(0, eighths - limits.comfortable_eighths * days),
                Component.MOVES: prices.move * moves,
            }
        )
    return min(choices, key=lambda costs: sum(costs.values()))


def _costs_of_places(needs: _Needs) -> tuple[int, int]:
    rent = set_ups = 0
    for place in needs.problem.locations:
        pieces = needs.by_place.get(place.key, [])
        rent += place.rent * needs.least_dates(pieces)
        set_ups += place.set_up if pieces else 0
    return rent, set_ups


def _cost_of_rentals(needs: _Needs) -> int:
    total = 0
    for rental in needs.problem.rentals:
        positions = [number for number, piece in enumerate(needs.problem.pieces) if rental.key in piece.rentals]
        span = _least_span(needs, positions)
        total += rental.day_rate * max(needs.least_dates(needs.by_rental.get(rental.key, [])), span)
    return total


def _cost_of_person(needs: _Needs, person: CastMember) -> tuple[int, int]:
    """Work and hold. Dates from the first to the last that cannot be dropped are worked or held, whichever is less."""
    positions = needs.by_person.get(person.key, [])
    pieces = [needs.problem.pieces[position] for position in positions]
    days = max(needs.least_days(pieces), _days_of_minor(needs, person, pieces))
    if person.drop_after_days is not None and person.most_drops > 0:
        return person.day_rate * days, 0
    idle = max(0, _least_span(needs, positions) - days)
    if person.day_rate < person.hold_rate:
        return person.day_rate * (days + idle), 0
    return person.day_rate * days, person.hold_rate * idle


def _days_of_minor(needs: _Needs, person: CastMember, pieces: Iterable[Piece]) -> int:
    most = needs.bands.most_minutes(person.key, (day.on for day in needs.problem.days))
    return 0 if most is None else _parts(sum(piece.minutes for piece in pieces), most)


def _least_span(needs: _Needs, positions: Iterable[int]) -> int:
    """Payable dates from the latest date on which the first piece can be to the earliest of the last."""
    ranges = [row for row in (needs.dates[position] for position in positions) if row is not None]
    if not ranges:
        return 0
    first, last = min(row.last for row in ranges), max(row.first for row in ranges)
    return sum(first <= date <= last for date in needs.payable)
