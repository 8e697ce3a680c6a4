"""The search for a cheap board: several boards anneal side by side, and the worse ones follow the better.

Deterministic: what is found depends on the problem, the seed and the number of moves, never on cores or clock. The
boards advance in rounds of the same number of moves each, in threads; between rounds everything is settled.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import log

from callboard.planner.shooting.stopping import Stopping
from callboard.planner.shooting.tables import Tables, numbers
from callboard.planner.solvers import days as kernel
from callboard.planner.solvers.compiled import is_compiled

THREADS = 2
BOARDS = 8
LEAST_MOVES_OF_A_BOARD = 100_000
ROUND_MOVES = 4_000
"""Moves of one board in a round."""
STAGES = 32
"""The worst boards follow the best after each 1/32 of the way."""
FOLLOWERS = 2
QUICK_MOVES = 60_000
HOT_ROUNDS = 10
LEAST_MOVES_WITH_HOT = QUICK_MOVES + 10 * HOT_ROUNDS * ROUND_MOVES * BOARDS
HOT_SHARE, COLD_SHARE = 0.7, 0.07
"""First and last temperature, as parts of what a middling move changes."""
WEIGHT_SHARE, LEAST_WEIGHT_SHARE, MOST_WEIGHT_SHARE = 0.04, 0.0014, 1.4
KEPT_WANTED = 0.6
"""The part of the boards met on the way that shall keep all hard rules."""
_SAMPLE_MOVES = 2_000
_UNCOMPILED_MOVES = 250
_FOREVER = 1 << 60


class Stopped(Exception):
    """A round was broken off; what was found before it holds."""


@dataclass(frozen=True, order=True)
class Best:
    """The least harmful and, of these, the cheapest board so far; equals by the days of their pieces."""

    harm: int
    cost: int
    day_of: tuple[int, ...]


@dataclass(frozen=True)
class Schedule:
    """How the moves of a search are spent; all of it follows from their number.

    First one board alone cools quickly, for a first answer. Then all boards stay hot for a while, in which the speed
    can be measured, and cool over the rest. When no board keeps the hard rules after `strict` moves, the rest is for
    boards on which every piece may be anywhere.
    """

    total: int

    @property
    def quick(self) -> int:
        """Moves for the first answer."""
        return min(self.total, QUICK_MOVES)

    @property
    def boards(self) -> int:
        """How many boards there are after it."""
        return max(1, min(BOARDS, (self.total - self.quick) // LEAST_MOVES_OF_A_BOARD))

    @property
    def each(self) -> int:
        """Moves of one board, hot ones included."""
        return (self.total - self.quick) // self.boards

    @property
    def whole(self) -> int:
        """The total without the few moves that do not make one for every board."""
        return self.quick + self.each * self.boards

    @property
    def hot_each(self) -> int:
        """Moves of one board at the first temperature."""
        return HOT_ROUNDS * ROUND_MOVES if self.total >= LEAST_MOVES_WITH_HOT else 0

    @property
    def strict_each(self) -> int:
        """Moves of one board after which the hard rules are given up if no board keeps them."""
        return self.each * 6 // 10


class Population:
    """Boards that anneal together. `warmth` 1 forgets where they began, less keeps more of it."""

    def __init__(self, tables: Tables, starts: Sequence[Sequence[int]], seed: int, *, warmth: float = 1.0) -> None:
        self._boards = [kernel.Board(tables, _seed_of(seed, number)) for number in range(len(starts))]
        for board, start in zip(self._boards, starts, strict=True):
            kernel.place_all(board, numbers(start))
        step = _middling_change(self._boards[0]) or 1
        for board in self._boards:
            kernel.set_cooling(
                board,
                HOT_SHARE * warmth * step,
                log(COLD_SHARE / HOT_SHARE / warmth),
                WEIGHT_SHARE * step,
                LEAST_WEIGHT_SHARE * step,
                MOST_WEIGHT_SHARE * step,
                KEPT_WANTED,
            )
        self.best = min(_best_of(board) for board in self._boards)
        self._made = 0

    @property
    def moves(self) -> int:
        """Moves that all boards have made together."""
        return self._made * len(self._boards)

    def heat(self, stop: Stopping, pool: ThreadPoolExecutor) -> None:
        """One round at the first temperature. Raises Stopped, with `best` as before."""
        self._advance(0, ROUND_MOVES, _FOREVER, stop, pool)

    def cool(self, hot: int, last: int, each: int, stop: Stopping, pool: ThreadPoolExecutor) -> bool:
        """One round of the way from move `hot` to `each` of a board; False when `last` is reached. Raises Stopped."""
        moves = min(ROUND_MOVES, last - self._made)
        if moves <= 0:
            return False
        way, begin = each - hot, self._made - hot
        self._advance(begin, moves, way, stop, pool)
        if begin * STAGES // way < (begin + moves) * STAGES // way < STAGES:
            self._follow_the_best()
        return True

    def _advance(self, begin: int, moves: int, way: int, stop: Stopping, pool: ThreadPoolExecutor) -> None:
        def advance_some(first: int) -> None:
            for board in self._boards[first::THREADS]:
                _run(board, begin, begin + moves, way, stop)

        list(pool.map(advance_some, range(min(THREADS, len(self._boards)))))
        self._made += moves
        better = [board for board in self._boards if _rank(board) < (self.best.harm, self.best.cost)]
        if better:
            self.best = min(_best_of(board) for board in better)

    def _follow_the_best(self) -> None:
        ranked = sorted(self._boards, key=kernel.energy)
        for place in range(min(FOLLOWERS, len(ranked) // 2)):
            kernel.follow(ranked[-1 - place], ranked[place])


def _rank(board: kernel.Board) -> tuple[int, int]:
    _, _, cost, harm = kernel.sums(board)
    return harm, cost


def _best_of(board: kernel.Board) -> Best:
    return Best(*_rank(board), tuple(kernel.best_days(board)))


def _run(board: kernel.Board, begin: int, end: int, way: int, stop: Stopping) -> None:
    """Moves `begin` to `end` of one board; uncompiled ones in small portions, so that a stop is heard in time."""
    portion = end - begin if is_compiled() else _UNCOMPILED_MOVES
    for first in range(begin, end, portion):
        if stop.is_over(0):
            raise Stopped
        kernel.run(board, first, min(first + portion, end), way)


def _seed_of(seed: int, number: int) -> int:
    """A start for the kernel's generator, which must not be 0."""
    return random.Random(f"{seed} {number}").getrandbits(63) | 1  # noqa: S311 - chance, not secrecy


def _middling_change(board: kernel.Board) -> int:
    changes = sorted(change for change in kernel.random_move_costs(board, _SAMPLE_MOVES) if change)
    return changes[len(changes) // 2] if changes else 0


def starts_of(tables: Tables, start: Sequence[int], boards: int, seed: int) -> list[list[int]]:
    """Where the boards begin: from the given days, or each from a random board of its own.

    A piece that may not be where it was goes to some day that it may be on.
    """
    chance = random.Random(f"{seed} start")  # noqa: S311 - chance, not secrecy
    pieces = range(tables.piece_count)
    if not start:
        return [[_somewhere(tables, piece, chance) for piece in pieces] for _ in range(boards)]
    mended = [
        start[piece] if tables.may_be_on(piece, start[piece]) else _somewhere(tables, piece, chance) for piece in pieces
    ]
    return [mended] * boards


def _somewhere(tables: Tables, piece: int, chance: random.Random) -> int:
    return chance.choice([day for day in range(tables.day_count) if tables.may_be_on(piece, day)])
