"""A proven bound from day patterns: what any set of pieces on one day must cost, by prices found from columns.

Rewards for pieces that no set of a day earns more than it costs prove a bound: their sum. Linear programming over the
sets found so far proposes rewards, branch and bound finds the sets that earn too much, and whole numbers prove.
docs/algorithms/shooting-bound.md holds the proof.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from callboard.planner.shooting import one_day
from callboard.planner.shooting.day_classes import DayClass, Use, day_classes, keys_of, uses_of
from callboard.planner.shooting.one_day import PatternSearch
from callboard.planner.shooting.problem import Problem
from callboard.planner.solvers import covering

MOST_SETS = 30_000
SETS_LENGTH = 12
MOST_STEPS = 400
CHUNK = 200_000
"""Nodes of a problem with one piece that are searched between two questions whether to stop: about 10 ms, compiled."""
QUICK = 60
"""Nodes of a search in a sweep: enough to find sets that earn too much, not to prove."""
MOST_CHUNKS = 200
FEW = 4
"""After a sweep with fewer new sets than this the bound is worth proving."""
SETS_PER_SEARCH = 3
MOST_QUICK = 1000
PROVE_EVERY = 4
WORTH = 2
"""A proof is worth its time where it may close this part of what the linear program leaves open."""
KEEP = 0.7
"""How much of the best rewards so far stays in the proposed ones: the linear program alone leaps about."""


@dataclass
class DayPatterns:
    """The state of the bound: classes of days, their searches, the linear program and the best rewards so far."""

    problem: Problem
    known: dict[tuple[str, str], Use] = field(init=False)
    searches: list[PatternSearch] = field(init=False)
    rows: dict[int, int] = field(init=False)
    """Pieces that some day can hold, with their rows in the linear program."""
    best: int = field(init=False, default=0)
    rounds: int = field(init=False, default=0)
    is_done: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        problem = self.problem
        self.known = uses_of(problem)
        self.classes: Sequence[DayClass] = day_classes(problem)
        self.searches = [PatternSearch(problem, of, self.known) for of in self.classes]
        pieces = sorted({piece for of in self.classes for piece in of.pieces})
        self.rows = {piece: row for row, piece in enumerate(pieces)}
        self.is_done = not pieces
        self.keep = KEEP
        self.chunk = max(200, CHUNK // max(1, len(pieces)))
        self.quick = QUICK
        self.most_nodes = min(one_day.MOST_NODES // 2, MOST_CHUNKS * self.chunk)
        self.slack = 2 + max((day.crew_cost for day in problem.days), default=0) // 1000
        self.seen: set[tuple[int, ...]] = set()
        if pieces:
            self.center = [float(reward) for reward in self.shares()]
            self._begin()

    def shares(self) -> list[int]:
        """Rewards by the part of a day that each piece fills: what a full day with all that it uses would cost."""
        rewards = [0] * len(self.problem.pieces)
        for of in self.classes:
            limits = of.limits
            for position in of.pieces:
                piece = self.problem.pieces[position]
                filled, whole = max(
                    (piece.eighths, limits.most_eighths),
                    (piece.minutes, limits.legal_minutes),
                    key=lambda part: part[0] / max(1, part[1]),
                )
                rates = sum(self.known[key].rate for key in keys_of(piece, self.known))
                rewards[position] = filled * (limits.crew_cost - self.problem.prices.move + rates) // max(1, whole)
        return rewards

    def _begin(self) -> None:
        count = len(self.rows)
        self.views: dict[str, array[int] | array[float]] = {
            "cost": array("d", [0.0]) * MOST_SETS,
            "start": array("q", [0]) * (MOST_SETS + 1),
            "row": array("q", [0]) * (MOST_SETS * SETS_LENGTH),
            "basic": array("q", [0]) * count,
            "inverse": array("d", [0.0]) * (count * count),
            "amount": array("d", [0.0]) * count,
            "price": array("d", [0.0]) * count,
            "step": array("d", [0.0]) * count,
        }
        self.cover = covering.Cover(count, self.views)  # type: ignore[no-untyped-call]  # a kernel's class
        for position in self.rows:
            self._add((position,))
        covering.begin(self.cover)

    def _add(self, pieces: tuple[int, ...]) -> bool:
        """Give the set to the linear program, unless it has it."""
        if pieces in self.seen:
            return False
        self.seen.add(pieces)
        return covering.add_set(self.cover, float(self._cost_of(pieces)), [self.rows[piece] for piece in pieces])

    def _cost_of(self, pieces: tuple[int, ...]) -> int:
        """What a day with these pieces costs at least, on the class of days where it costs least."""
        prices = self.problem.prices
        rows = [self.problem.pieces[position] for position in pieces]
        keys = {key for row in rows for key in keys_of(row, self.known)}
        moves = sum(self.known[key].is_place for key in keys) - 1
        minutes = sum(row.minutes for row in rows) + moves * prices.move_minutes
        eighths = sum(row.eighths for row in rows)
        days = [
            of.limits.crew_cost
            + prices.overtime_minute * max(0, minutes - of.limits.regular_minutes)
            + prices.eighth_over * max(0, eighths - of.limits.comfortable_eighths)
            for of in self.classes
            if of.holds(pieces)
        ]
        return min(days) + sum(self.known[key].rate for key in keys) - prices.move

    def fill_days(self, is_over: Callable[[], bool]) -> None:
        """Sets to begin with: full days, one after another, of pieces that no day before has."""
        left = set(self.rows)
        shares = self.shares()
        while left and not is_over():
            rewards = [4 * shares[piece] + 1 if piece in left else 0 for piece in range(len(shares))]
            covered: set[int] = set()
            for search in self.searches:
                search.begin(rewards)
                for pieces in search.go_on(slack=2, most_nodes=100).sets:
                    self._add(pieces)
                    covered = max(covered, set(pieces) & left, key=len)
            if not covered:
                return
            left -= covered

    def improve(self, is_over: Callable[[], bool]) -> None:
        """One round: solve, propose rewards, look for sets that earn too much; where few are left, prove."""
        self.rounds += 1
        steps = covering.solve(self.cover, MOST_STEPS)
        proposed = self.views["price"]
        rewards = [0] * len(self.problem.pieces)
        for piece, row in self.rows.items():
            price = min(max(0.0, proposed[row]), self.views["cost"][row])  # never worth more than a day of its own
            rewards[piece] = int(self.keep * self.center[piece] + (1.0 - self.keep) * price)
        added, ceiling = self._sweep(rewards, is_over)
        is_exact = False
        wanted = self.best + (sum(proposed) - self.best) / WORTH
        is_dry = added < FEW
        if is_dry:
            self.quick = min(self.quick * 2, MOST_QUICK * 2)
        if (is_dry and self.quick > MOST_QUICK) or (ceiling > wanted and (is_dry or self.rounds % PROVE_EVERY == 0)):
            slack = max(self.slack, int(sum(proposed) - self.best) // (len(self.problem.days) * WORTH * 4))
            proven, more, is_exact = self._prove(rewards, slack, is_over)
            is_exact = is_exact and slack == self.slack
            added += more
            self.best = max(self.best, proven)
        self.center = [float(reward) for reward in rewards]
        if added or steps == MOST_STEPS or self.quick <= MOST_QUICK:
            self.keep = min(KEEP, self.keep + 0.1)
        elif self.keep > 0.0:
            self.keep = max(0.0, self.keep - 0.3)
        else:
            self.is_done = is_exact

    def _sweep(self, rewards: Sequence[int], is_over: Callable[[], bool]) -> tuple[int, int]:
        """Sets that earn too much, each search without the pieces of the sets before it.

        How many are new, and what the rewards can prove at most: the sets are there, whatever else there is.
        """
        added = 0
        least: dict[int, int] = {}
        for search in self.searches:
            left = list(rewards)
            for _ in search.of.days:
                if is_over():
                    return added, 0
                search.begin(left)
                found = search.go_on(slack=self.slack, most_nodes=self.quick)
                if not found.sets:
                    break
                _lower(least, search.of.kind, found.best)
                added += sum(self._add(pieces) for pieces in found.sets[-SETS_PER_SEARCH:])
                for piece in found.sets[-1]:
                    left[piece] = 0
        return added, self._bound(rewards, least)

    def _bound(self, rewards: Sequence[int], least: Mapping[int, int]) -> int:
        """What the rewards prove if no set of a kind of days costs less than `least` above its rewards."""
        counts = {search.of.kind: len(search.of.days) for search in self.searches}
        return sum(rewards) + sum(counts[kind] * worst for kind, worst in least.items())

    def _prove(self, rewards: Sequence[int], slack: int, is_over: Callable[[], bool]) -> tuple[int, int, bool]:
        """The bound that the rewards prove, how many sets are new, and whether every search was done.

        It gives up where the sets that it has met leave no hope of a better bound than the best.
        """
        least: dict[int, int] = {}
        met: dict[int, int] = {}
        added = 0
        is_whole = True
        for search in self.searches:
            kind = search.of.kind
            search.begin(rewards)
            found = search.prove(slack=slack, most_nodes=self.chunk)
            _lower(met, kind, found.best)
            while not found.is_done and search.nodes < self.most_nodes and not is_over():
                if self._bound(rewards, met) <= self.best:
                    break
                found = search.prove(slack=slack, most_nodes=self.chunk)
                _lower(met, kind, found.best)
            _lower(least, kind, found.least)
            is_whole = is_whole and found.is_done
            added += sum(self._add(pieces) for pieces in found.sets)
        return self._bound(rewards, least), added, is_whole


def _lower(least: dict[int, int], kind: int, value: int) -> None:
    least[kind] = min(least.get(kind, 0), value)
