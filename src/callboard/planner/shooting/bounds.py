"""What no plan without a conflict can cost less than: at once in closed form, and better with time.

A bound holds for every set of placements that keeps the hard rules, whoever found it. docs/algorithms/shooting-bound.md
holds the proofs, measured tables and how to repeat them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from callboard.planner.refusals import gettext_noop
from callboard.planner.shooting.day_patterns import DayPatterns
from callboard.planner.shooting.plan import Component, Sentence
from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.simple_bounds import least_costs
from callboard.planner.shooting.stopping import Budget

LARGEST = 2**40
"""Above this sum of costs the kernel's doubles no longer round safely: the closed form alone is given then."""

IN_DAYS = (
    Component.CAST_WORK,
    Component.CREW,
    Component.OVERTIME,
    Component.PAGES,
    Component.MOVES,
    Component.RENT,
    Component.RENTALS,
)
"""Components that a set of pieces on one day already costs."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A proven bound: no plan without a conflict costs less than `value`.

    `by_component` are its parts where they can be told apart; `day_patterns` is the one that belongs to all of
    `IN_DAYS` together (0 in the closed form). The parts add up to the value.
    """

    value: int
    by_component: Mapping[Component, int]
    day_patterns: int
    how: Sentence
    rounds: int = 0


def simple_bound(problem: Problem) -> Bound:
    """The closed form: the fewest days of work for everybody and everything, one set-up for each place."""
    costs = least_costs(problem)
    how = Sentence(gettext_noop("Everybody and everything needs at least so many days, whatever the order."))
    return Bound(sum(costs.values()), costs, 0, how)


def strong_bound(
    problem: Problem, *, upper: int, budget: Budget, progress: Callable[[Bound], None] | None = None
) -> Bound:
    """The best bound that day patterns prove within the budget; never less than the closed form.

    `upper` is the cost of a plan that is known: a bound that reaches it ends the search. A move of the budget is one
    round of column generation; the same number of rounds gives the same bound on every machine. `progress` hears of
    each better bound.
    """
    best = simple_bound(problem)
    if best.value >= upper or budget.is_over(0) or _largest_sum(problem) >= LARGEST:
        return best
    set_ups = best.by_component[Component.SET_UPS]
    patterns = DayPatterns(problem)

    def is_over() -> bool:
        return budget.is_over(patterns.rounds)

    patterns.fill_days(is_over)
    while not patterns.is_done and not is_over() and best.value < upper:
        patterns.improve(is_over)
        if patterns.best + set_ups > best.value:
            best = _bound_of(patterns, set_ups)
            if progress is not None:
                progress(best)
    return best


def _bound_of(patterns: DayPatterns, set_ups: int) -> Bound:
    how = Sentence(gettext_noop("Whatever is put together on one day costs at least what its pieces are worth here."))
    costs = {component: 0 for component in Component if component not in IN_DAYS}
    costs[Component.SET_UPS] = set_ups
    return Bound(patterns.best + set_ups, costs, patterns.best, how, patterns.rounds)


def _largest_sum(problem: Problem) -> int:
    """More than any sum that the kernel forms: every day with everything on it, in money and in minutes."""
    prices = problem.prices
    minutes = sum(piece.minutes for piece in problem.pieces) + prices.move_minutes * len(problem.pieces)
    eighths = sum(piece.eighths for piece in problem.pieces)
    rates = (
        max((day.crew_cost for day in problem.days), default=0)
        + sum(person.day_rate for person in problem.cast)
        + sum(rental.day_rate for rental in problem.rentals)
        + sum(place.rent + prices.move for place in problem.locations)
        + prices.move * len(problem.pieces)
    )
    return (rates + prices.overtime_minute * minutes + prices.eighth_over * eighths) * max(1, len(problem.pieces))
