# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Annealing of pieces on days, and the doors of the whole kernel: the only ones that `shooting` knocks at.

Behind them: `board` (what is kept), `board_rows` and `board_days` (what it costs), `board_moves` (how it changes),
`proposals` (which moves are tried) and `chance`. All of them run compiled, or all uncompiled.
"""

from __future__ import annotations

import cython
from cython.cimports.libc.math import exp

# A door for Python; the C type of the same class is `declared.Board`.
from callboard.planner.solvers.board import Board

if cython.compiled:
    from cython.cimports.callboard.planner.solvers import board as declared
    from cython.cimports.callboard.planner.solvers.board_days import settle_days, settle_pairs
    from cython.cimports.callboard.planner.solvers.board_moves import (
        add_sums,
        begin_move,
        harm_of_all,
        link,
        make_move,
        take_back,
    )
    from cython.cimports.callboard.planner.solvers.board_rows import money_of_row
    from cython.cimports.callboard.planner.solvers.chance import fraction, next_word
    from cython.cimports.callboard.planner.solvers.proposals import propose, propose_any
else:
    from callboard.planner.solvers import board as declared
    from callboard.planner.solvers.board_days import settle_days, settle_pairs
    from callboard.planner.solvers.board_moves import add_sums, begin_move, harm_of_all, link, make_move, take_back
    from callboard.planner.solvers.board_rows import money_of_row
    from callboard.planner.solvers.chance import fraction, next_word
    from callboard.planner.solvers.proposals import propose, propose_any

__all__ = [
    "Board",
    "best_days",
    "days_now",
    "energy",
    "follow",
    "move_pieces",
    "place_all",
    "random_move_costs",
    "run",
    "set_cooling",
    "sums",
    "try_pieces",
]

MOVES_PER_STEP = cython.declare(cython.longlong, 512)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def draw_fraction(board: declared.Board) -> cython.double:
    """A random number from 0 up to but not including 1."""
    board.random = next_word(board.random)
    return fraction(board.random)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def keep_best(board: declared.Board) -> cython.void:
    """Remember the board if it is less harmful, or cheaper and as harmless, than the best so far."""
    if board.harm > board.best_harm or (board.harm == board.best_harm and board.cost >= board.best_cost):
        return
    board.best_harm = board.harm
    board.best_cost = board.cost
    i: cython.int
    for i in range(board.piece_count):
        board.best_day_of[i] = board.day_of[i]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def adjust_weight(board: declared.Board) -> cython.void:
    """Make harm dearer while too few boards keep the hard rules, and cheaper while more than enough do."""
    if board.kept_count < board.kept_wanted * MOVES_PER_STEP:
        board.weight = min(board.weight * 1.05, board.weight_most)
    else:
        board.weight = max(board.weight / 1.05, board.weight_least)
    board.kept_count = 0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def accept_or_not(board: declared.Board) -> cython.void:
    """Make the proposed move; take it back if it is worse by more than chance allows at this temperature."""
    cost: cython.longlong = board.cost
    harm: cython.longlong = board.harm
    make_move(board)
    worse: cython.double = cython.cast(cython.double, board.cost - cost) + board.weight * (board.harm - harm)
    if worse <= 0 or draw_fraction(board) < exp(-worse / board.temperature):
        keep_best(board)
    else:
        take_back(board, cost, harm)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def anneal(
    board: declared.Board, begin: cython.longlong, end: cython.longlong, scheduled: cython.longlong
) -> cython.void:
    """Moves number `begin` up to `end` of a schedule (Kirkpatrick, Gelatt, Vecchi 1983; geometric cooling)."""
    move: cython.longlong
    for move in range(begin, end):
        if move % MOVES_PER_STEP == 0:
            board.temperature = board.hot * exp(board.cooling * (cython.cast(cython.double, move) / scheduled))
            adjust_weight(board)
        propose_any(board)
        if board.moved_count:
            accept_or_not(board)
        board.kept_count += board.harm == 0


# ---- the doors of the kernel


def place_all(board: declared.Board, day_of) -> None:
    """Put every piece on its day, from nothing."""
    i: cython.longlong
    for i in range(board.day_count):
        board.first_on_day[i] = -1
    begin_move(board)
    for i in range(board.piece_count):
        board.day_of[i] = day_of[i]
    for i in range(board.piece_count):
        add_sums(board, i, board.day_of[i], 1)
        link(board, i, board.day_of[i])
    for i in range(board.rule_count):
        if (
            board.day_position[board.day_of[board.rule_before[i]]]
            > board.day_position[board.day_of[board.rule_after[i]]]
        ):
            board.broken_rules += 1
    for i in range(board.row_count):
        board.row_money[i] = money_of_row(board, i)
        board.cost += board.row_money[i]
    board.harm = settle_days(board) + settle_pairs(board) + harm_of_all(board)
    board.best_harm = board.harm
    board.best_cost = board.cost
    for i in range(board.piece_count):
        board.best_day_of[i] = board.day_of[i]


def set_cooling(
    board: declared.Board, hot: float, cooling: float, weight: float, least: float, most: float, wanted: float
) -> None:
    """Start hot; `cooling` is the logarithm of the last temperature by the first.

    `weight` is what one harm counts in money at first, between `least` and `most`; `wanted` is the share of boards that
    shall keep all hard rules.
    """
    board.hot = hot
    board.cooling = cooling
    board.weight = weight
    board.weight_least = least
    board.weight_most = most
    board.kept_wanted = wanted
    board.kept_count = 0


def run(board: declared.Board, begin: int, end: int, scheduled: int) -> None:
    """Anneal from move `begin` up to `end` of `scheduled`, without the interpreter's lock."""
    first: cython.longlong = begin
    last: cython.longlong = end
    total: cython.longlong = scheduled
    with cython.nogil:
        anneal(board, first, last, total)


def follow(board: declared.Board, other: declared.Board) -> None:
    """Lie as the other board lies, with its weight of harm."""
    board.moved_count = 0
    i: cython.longlong
    for i in range(board.piece_count):
        if board.day_of[i] != other.day_of[i]:
            propose(board, i, other.day_of[i])
    make_move(board)
    board.weight = other.weight


def energy(board: declared.Board) -> float:
    """What the search minimizes: cost, and harm by its present weight."""
    return board.cost + board.weight * board.harm


def move_pieces(board: declared.Board, pieces, days) -> tuple[int, int]:
    """Move these pieces to these days; cost and harm afterwards. For tests and explanations."""
    board.moved_count = 0
    for piece, day in zip(pieces, days, strict=True):
        propose(board, piece, day)
    make_move(board)
    return board.cost, board.harm


def try_pieces(board: declared.Board, pieces, days) -> tuple[int, int]:
    """What cost and harm would be if these pieces moved to these days; the board stays as it is."""
    cost: cython.longlong = board.cost
    harm: cython.longlong = board.harm
    answer = move_pieces(board, pieces, days)
    take_back(board, cost, harm)
    return answer


def sums(board: declared.Board) -> tuple[int, int, int, int]:
    """Cost and harm now, and of the best board so far."""
    return board.cost, board.harm, board.best_cost, board.best_harm


def days_now(board: declared.Board) -> list[int]:
    """The day of each piece now."""
    return list(board.day_of)


def best_days(board: declared.Board) -> list[int]:
    """The day of each piece on the best board so far."""
    return list(board.best_day_of)


def random_move_costs(board: declared.Board, count: int) -> list[int]:
    """By how much `count` random moves would change the cost: what a temperature is measured by."""
    answers = []
    for _ in range(count):
        propose_any(board)
        if board.moved_count == 0:
            continue
        cost: cython.longlong = board.cost
        harm: cython.longlong = board.harm
        make_move(board)
        answers.append(abs(board.cost - cost))
        take_back(board, cost, harm)
    return answers
