"""The kernel's view of a class of days, and its answers by position in the problem."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callboard.planner.shooting.day_classes import NO_LIMIT, WORD, DayClass, Use, keys_of, words_of
from callboard.planner.shooting.problem import Problem
from callboard.planner.solvers import patterns

MOST_ANSWERS = 64
MOST_NODES = 200_000
"""Open and closed nodes that a proof may keep: 8 MB."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search knows so far: no set of the class costs less than `least` (0 is the empty set)."""

    is_done: bool
    least: int
    best: int
    """The cost of the best set that was met, 0 for none."""
    sets: tuple[tuple[int, ...], ...]
    """Good sets that were met, as positions of pieces in the problem."""


class PatternSearch:
    """Searches one class of days for the set of pieces that is cheapest against rewards."""

    def __init__(self, problem: Problem, of: DayClass, known: dict[tuple[str, str], Use]) -> None:
        self.of = of
        self.views = _views(problem, of, known)
        self.nodes = 0
        self.width = len(of.pieces) + 2
        uses = len(self.views["rate"])
        words = len(self.views["days"]) // len(of.pieces)
        self.kernel = patterns.OneDay((len(of.pieces), uses, words), self.views)  # type: ignore[no-untyped-call]  # a kernel's class

    def begin(self, rewards: Sequence[int]) -> None:
        """Search anew, with a reward for each piece of the problem."""
        reward = self.views["reward"]
        for number, piece in enumerate(self.of.pieces):
            reward[number] = rewards[piece]
        patterns.begin(self.kernel)

    def go_on(self, *, slack: int, most_nodes: int) -> Searched:
        """Search on for so many nodes. Sets that would improve the best by no more than `slack` are passed over."""
        is_done, least, best, count = patterns.go_on(self.kernel, slack, most_nodes)
        return Searched(is_done, least, best, tuple(self._sets(count)))

    def prove(self, *, slack: int, most_nodes: int) -> Searched:
        """As `go_on`, always on the open node with the least floor, so that the proven floor rises all the time."""
        is_done, least, best, count, self.nodes = patterns.prove(self.kernel, slack, most_nodes)
        return Searched(is_done, least, best, tuple(self._sets(count)))

    def _sets(self, count: int) -> Iterator[tuple[int, ...]]:
        answers = self.views["answers"]
        for row in range(count):
            at = row * self.width
            yield tuple(self.of.pieces[int(number)] for number in sorted(answers[at + 1 : at + 1 + int(answers[at])]))


def _views(problem: Problem, of: DayClass, known: dict[tuple[str, str], Use]) -> dict[str, array[int] | array[float]]:
    pieces = [problem.pieces[position] for position in of.pieces]
    keys = [keys_of(piece, known) for piece in pieces]
    uses = {key: number for number, key in enumerate(dict.fromkeys(key for row in keys for key in row))}
    start = array("q", [0])
    for row in keys:
        start.append(start[-1] + len(row))
    limits, words = of.limits, (len(of.days) + WORD - 1) // WORD
    # a piece that is longer than the limit keeps it when it is alone on its day, and fills that day
    eighths = array("q", [min(piece.eighths, limits.most_eighths) for piece in pieces])
    minutes = array("q", [piece.minutes for piece in pieces])
    by_pages = sum(eighths) * limits.legal_minutes >= sum(minutes) * limits.most_eighths
    capacity = limits.most_eighths if by_pages else limits.legal_minutes
    days, use_days = array("Q"), [set[int]() for _ in uses]
    for row, on in zip(keys, of.dates, strict=True):
        days += words_of(on, words)
        for key in row:
            use_days[uses[key]] |= set(on)
    blank = array("q", [0])
    depth = len(pieces) + len(uses) + 4
    return {
        "rules": _rules(problem, of, capacity),
        "weight": eighths[:] if by_pages else minutes[:],
        "eighths": eighths,
        "minutes": minutes,
        "place": array("q", [uses[row[0]] for row in keys]),
        "start": start,
        "uses": array("q", [uses[key] for row in keys for key in row]),
        "days": days,
        "rate": array("q", [known[key].rate for key in uses]),
        "is_place": array("q", [known[key].is_place for key in uses]),
        "use_days": array("Q", [w for on in [*use_days, range(len(of.days))] for w in words_of(on, words)]),
        "most_minutes": array(
            "q", [of.most_minutes.get(key[1], NO_LIMIT) if key[0] == "cast" else NO_LIMIT for key in uses]
        ),
        "used_minutes": blank * len(uses),
        "reward": blank * len(pieces),
        "state": blank * len(pieces),
        "held": blank * len(uses),
        "shut": blank * len(uses),
        "common": array("Q", [0]) * words,
        "load": blank * len(uses),
        "filled": array("d", [0.0]) * len(uses),
        "value": array("d", [0.0]) * len(pieces),
        "taken": blank * (len(pieces) + 1),
        "seen": blank * len(pieces),
        "choice": blank * depth,
        "side": blank * depth,
        "is_second": blank * depth,
        "floor_of": blank * depth,
        "node_parent": blank * (MOST_NODES + 2),
        "node_choice": blank * (MOST_NODES + 2),
        "node_floor": blank * (MOST_NODES + 2),
        "heap": blank * (MOST_NODES + 2),
        "answers": blank * ((len(pieces) + 2) * MOST_ANSWERS),
    }


def _rules(problem: Problem, of: DayClass, capacity: int) -> array[int]:
    """The limits and prices of a day, in the order in which the kernel takes them."""
    limits, prices = of.limits, problem.prices
    return array(
        "q",
        [
            capacity,
            limits.most_eighths,
            limits.legal_minutes,
            limits.regular_minutes,
            limits.crew_cost,
            limits.comfortable_eighths,
            prices.eighth_over,
            prices.overtime_minute,
            prices.move,
            prices.move_minutes,
            MOST_ANSWERS,
            len(of.pieces) + 2,
        ],
    )
