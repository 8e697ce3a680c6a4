"""The shooting plan: a first answer at once, a better one for as long as there is time, its bound, its conflicts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from callboard.planner.shooting.bounds import Bound, simple_bound, strong_bound
from callboard.planner.shooting.checks import check_problem
from callboard.planner.shooting.day_order import DayPiece, order_of_day
from callboard.planner.shooting.plan import Plan, PlannedDay, Priced, Status
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Placement, Problem
from callboard.planner.shooting.search import (
    HOT_ROUNDS,
    LEAST_MOVES_WITH_HOT,
    QUICK_MOVES,
    THREADS,
    Best,
    Population,
    Schedule,
    Stopped,
    starts_of,
)
from callboard.planner.shooting.stopping import Budget
from callboard.planner.shooting.tables import Tables
from callboard.planner.solvers.compiled import is_compiled

SPEED_SHARE = 0.92
"""The part of the measured speed that is counted on, so that a search cools down in time on a busy machine."""
BOUND_SECONDS_AFTER = 1.0
"""How much longer than the search the bound may take where moves end the search."""
ENDLESS_MOVES = 1 << 40
"""Scheduled where only a person ends the search."""
BOUND_NOTICE = 0.2
"""The bound ends so many seconds before the search: it may need as long to notice."""
START_WARMTH = 0.3
"""How warm a search begins that was given a board to begin from, for its first answer; and all of a replanning."""
MOST_PIECES_FOR_PATTERNS = 300
"""Day patterns have proved nothing beyond the closed form, in a minute, for shoots that are larger."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: the best so far, and what is proven."""

    moves: int
    scheduled_moves: int
    cost: int
    harm: int
    bound: int
    seconds: float


def plan_shoot(
    problem: Problem,
    *,
    budget: Budget,
    seed: int = 1,
    progress: Callable[[Progress], None] | None = None,
    start: Sequence[Placement] = (),
) -> Plan:
    """The cheapest plan without a conflict that is found within the budget, or the least harmful one.

    Equal problems, seeds and numbers of moves give equal plans on every machine. A stop is answered within a fifth of a
    second with the best so far. `start` is a board to begin from: the plan is never worse than it is, as far as it may
    stay as it is. Raises WrongProblem. The model, the moves and their figures: docs/algorithms/shooting.md.
    """
    check_problem(problem)
    begun = time.process_time()
    planning = _Planning(problem, budget, seed, progress or _nobody, start)
    best = planning.plan()
    placements = planning.tables.placements(best.day_of)
    priced = price(problem, placements)
    bound = planning.bound
    return Plan(
        status=_status(priced, bound),
        cost=priced.cost,
        bound=bound,
        cost_by_component=priced.cost_by_component,
        days=planned_days(problem, placements),
        conflicts=priced.conflicts,
        moves=planning.moves,
        scheduled_moves=planning.scheduled,
        seed=seed,
        cpu_seconds=time.process_time() - begun,
        compiled=is_compiled(),
    )


def _nobody(progress: Progress) -> None:
    """Nobody wants to know."""


def _status(priced: Priced, bound: int) -> Status:
    if priced.conflicts:
        return Status.CONFLICTS
    return Status.OPTIMAL if bound >= priced.cost else Status.FEASIBLE


def planned_days(problem: Problem, placements: Iterable[Placement]) -> tuple[PlannedDay, ...]:
    """The days that are used, in the order of dates, each with its pieces in the order in which they are shot."""
    pieces = {
        piece.key: DayPiece(piece.key, piece.location, piece.light, piece.minutes, piece.cast)
        for piece in problem.pieces
    }
    rules = [(rule.before, rule.after) for rule in problem.order_rules]
    on_day: dict[str, list[str]] = {}
    for placement in placements:
        on_day.setdefault(placement.day, []).append(placement.piece)
    used = sorted((day for day in problem.days if day.key in on_day), key=lambda day: (day.on, day.unit, day.key))
    return tuple(
        PlannedDay(day.key, day.on, day.unit, order_of_day([pieces[key] for key in on_day[day.key]], rules))
        for day in used
    )


class _Planning:
    """One planning run: its tables, its best board, its moves."""

    def __init__(
        self,
        problem: Problem,
        budget: Budget,
        seed: int,
        report: Callable[[Progress], None],
        start: Sequence[Placement],
    ) -> None:
        self.problem, self.budget, self.seed, self._report = problem, budget, seed, report
        self.tables = Tables(problem)
        self._start = list(self.tables.days_of(start)) if start else []
        self.bound = simple_bound(problem).value
        self.moves = 0
        self._goes_by_time = budget.scheduled_moves is None and budget.moves is None
        """Whether time, or somebody, says how many moves there will be."""
        self.scheduled = budget.scheduled_moves or budget.moves or QUICK_MOVES
        self._best: Best | None = None
        self._searched_at: float | None = None
        self._is_broken = False

    def plan(self) -> Best:
        """The best board that is found before the moves or the time are over; meanwhile the bound rises beside it."""
        quick = Population(
            self.tables, starts_of(self.tables, self._start, 1, self.seed), self.seed, warmth=self._warmth
        )
        self._keep(quick.best)
        with ThreadPoolExecutor(THREADS) as pool, ThreadPoolExecutor(1) as beside:
            proof: Future[Bound] | None = None
            try:
                self._cool(quick, 0, min(QUICK_MOVES, self.scheduled), pool)
                if len(self.problem.pieces) <= MOST_PIECES_FOR_PATTERNS:
                    proof = beside.submit(self._prove, self._kept_best.cost)
                self._search_on(pool)
            except Stopped:
                pass  # what was found so far is the answer
            except BaseException:
                self._is_broken = True  # nobody waits for the bound any more
                raise
            self._searched_at = self.budget.clock()
            if proof is not None:
                self._raise_bound(proof.result())
        return self._kept_best

    def _prove(self, upper: int) -> Bound:
        """A lower bound on every plan without a conflict, for as long as there is time."""
        seconds = None
        if self.budget.seconds is not None:
            seconds = max(0.0, self.budget.seconds - self.budget.seconds_used - BOUND_NOTICE)
        budget = Budget(seconds=seconds, clock=self.budget.clock, is_stopped=self._bound_is_due)
        return strong_bound(self.problem, upper=upper, budget=budget, progress=self._raise_bound)

    def _bound_is_due(self) -> bool:
        """Whether somebody has stopped the run, or the search has been over for long enough."""
        if self._is_broken or self.budget.is_stopped():
            return True
        goes_by_moves = not self._goes_by_time or self.budget.seconds is None
        if goes_by_moves and self._searched_at is not None:
            return self.budget.clock() - self._searched_at > BOUND_SECONDS_AFTER
        return False

    def _raise_bound(self, bound: Bound) -> None:
        self.bound = max(self.bound, bound.value)

    @property
    def _warmth(self) -> float:
        return START_WARMTH if self._start else 1.0

    def _search_on(self, pool: ThreadPoolExecutor) -> None:
        """All boards, after the quick one."""
        if self._goes_by_time:
            self.scheduled = Schedule(self._affordable()).whole
        schedule = Schedule(self.scheduled)
        if schedule.each <= 0:
            return
        starts = starts_of(self.tables, self._start, schedule.boards, self.seed)
        warmth = self._warmth if self.problem.published else 1.0
        boards = Population(self.tables, starts, self.seed, warmth=warmth)
        before = self.moves
        if schedule.hot_each:
            self._heat(boards, pool, before)
            schedule = Schedule(self.scheduled)
        self._cool(boards, schedule.hot_each, schedule.each, pool, last=schedule.strict_each, before=before)
        if self._kept_best.harm:
            boards = self._relaxed(schedule)
            before = self.moves
            self._cool(boards, 0, schedule.each - schedule.strict_each, pool, before=before)
        else:
            self._cool(boards, schedule.hot_each, schedule.each, pool, before=before)

    def _heat(self, boards: Population, pool: ThreadPoolExecutor, before: int) -> None:
        """The hot rounds; when only the time is given they tell how many moves there will be."""
        began = self.budget.seconds_used
        for _ in range(HOT_ROUNDS):
            self._stop_if_over()
            boards.heat(self.budget, pool)
            self._keep(boards.best, moves=before + boards.moves)
        if self._goes_by_time and self.budget.seconds is not None:
            speed = boards.moves / max(self.budget.seconds_used - began, 1e-6)
            affordable = self.moves + int(speed * SPEED_SHARE * self._seconds_left)
            self.scheduled = Schedule(max(LEAST_MOVES_WITH_HOT, affordable)).whole

    def _affordable(self) -> int:
        """How many moves there is time for, by the speed so far of one thread."""
        if self.budget.seconds is None:
            return ENDLESS_MOVES
        speed = self.moves / max(self.budget.seconds_used, 1e-6)
        return self.moves + int(speed * SPEED_SHARE * self._seconds_left)

    @property
    def _seconds_left(self) -> float:
        seconds = self.budget.seconds
        return max(0.0, (seconds or 0) - self.budget.seconds_used)

    def _relaxed(self, schedule: Schedule) -> Population:
        tables = Tables(self.problem, is_relaxed=True)
        starts = [list(self._kept_best.day_of)] * schedule.boards
        return Population(tables, starts, self.seed + 1)

    def _cool(
        self,
        boards: Population,
        hot: int,
        each: int,
        pool: ThreadPoolExecutor,
        *,
        last: int | None = None,
        before: int = 0,
    ) -> None:
        going = True
        while going:
            self._stop_if_over()
            going = boards.cool(hot, each if last is None else last, each, self.budget, pool)
            self._keep(boards.best, moves=before + boards.moves)

    def _stop_if_over(self) -> None:
        if self.budget.is_over(self.moves):
            raise Stopped

    @property
    def _kept_best(self) -> Best:
        assert self._best is not None  # noqa: S101 - kept before the first move
        return self._best

    def _keep(self, best: Best, *, moves: int = 0) -> None:
        self.moves = moves
        if self._best is None or best < self._best:
            self._best = best
        self._say()

    def _say(self) -> None:
        best = self._kept_best
        self._report(
            Progress(self.moves, self.scheduled, best.cost, best.harm, self.bound, round(self.budget.seconds_used, 3))
        )
