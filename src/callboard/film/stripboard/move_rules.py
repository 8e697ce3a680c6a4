"""Rules of moving strips: rank keys for their order, moves, and what can be taken back. Pure.

Ranks are fractions written in base 36, digits and lower-case letters: their order is the same by bytes (SQLite,
Python) and under the language collations of PostgreSQL, which put "a" before "B".
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from callboard.core.errors import Refused, gettext_noop

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)


class NotARank(Refused):
    """Not a key that this order uses."""

    text = gettext_noop("“%(rank)s” is not a place in the order. Load the board again.")


class RanksOutOfOrder(Refused):
    """The row said to stand before stands after."""

    text = gettext_noop("Nothing fits between these two rows: their order has changed. Load the board again.")


class NotOnTheBoard(Refused):
    """A strip or a neighbor that is not where the move expects it."""

    text = gettext_noop("“%(strip)s” is not there any more. Load the board again.")


class MovedOnSince(Refused):
    """Somebody moved the strip after the move that is to be undone."""

    text = gettext_noop("“%(strip)s” has been moved again since, so this move cannot be undone. Move it by hand.")


@dataclass(frozen=True)
class Position:
    """Where a strip stands: an area (the board, the boneyard) and a rank in it."""

    area: str
    rank: str


@dataclass(frozen=True)
class Move:
    """One strip to one position. An edit of the board is a list of moves."""

    strip: str
    area: str
    rank: str


def rank_between(before: str | None, after: str | None) -> str:
    """A rank strictly between two neighbors; None is the open end. Raises NotARank, RanksOutOfOrder.

    Rows appended one by one get short ranks: behind the last the first digit that can grow grows by one.
    """
    _check_ranks(before, after)
    if before is not None and after is None:
        return _next_after(before)
    return _middle(before or "", after)


def ranks_between(before: str | None, after: str | None, count: int) -> list[str]:
    """So many ranks in rising order, spread evenly between two neighbors. Raises NotARank, RanksOutOfOrder."""
    _check_ranks(before, after)
    return _spread(before, after, count)


def move_after(strips: Sequence[str], *, after: str | None, area: str, positions: Mapping[str, Position]) -> list[Move]:
    """Moves that put these strips, in this order, behind `after` in an area; None puts them first.

    `positions` is every strip's position now. Raises NotOnTheBoard.
    """
    for strip in (*strips, *([] if after is None else [after])):
        if strip not in positions or (strip == after and positions[strip].area != area):
            raise NotOnTheBoard(strip=strip)
    if after in strips:
        raise NotOnTheBoard(strip=after)
    staying = sorted(
        position.rank for strip, position in positions.items() if position.area == area and strip not in strips
    )
    low = None if after is None else positions[after].rank
    high = next((rank for rank in staying if low is None or rank > low), None)
    return [Move(strip, area, rank) for strip, rank in zip(strips, ranks_between(low, high, len(strips)), strict=True)]


def undo_and_redo(history: Iterable[tuple[int, int | None]]) -> tuple[list[int], list[int]]:
    """What can be taken back and what can be done again, each newest last, from moves (id, id of the move it undoes).

    A redo is the undo of an undo: it can be taken back again. A move of its own ends all redoing.
    """
    undoable: list[int] = []
    redoable: list[int] = []
    for move, undoes in history:
        if undoes is None:
            undoable.append(move)
            redoable.clear()
        elif undoes in redoable:
            redoable.remove(undoes)
            undoable.append(move)
        elif undoes in undoable:
            undoable.remove(undoes)
            redoable.append(move)
    return undoable, redoable


def _check_ranks(before: str | None, after: str | None) -> None:
    for rank in (before, after):
        if rank is not None and (not rank or rank.endswith("0") or not set(rank) <= set(DIGITS)):
            raise NotARank(rank=rank)
    if before is not None and after is not None and before >= after:
        raise RanksOutOfOrder


def _next_after(rank: str) -> str:
    for place, digit in enumerate(rank):
        if digit != DIGITS[-1]:
            return rank[:place] + DIGITS[DIGITS.index(digit) + 1]
    return rank + DIGITS[1]


def _middle(low: str, high: str | None) -> str:
    """The shortest fraction halfway between two: digit by digit, `low` padded with zeros, `high` None for one."""
    made = ""
    place = 0
    while True:
        low_digit = DIGITS.index(low[place]) if place < len(low) else 0
        high_digit = BASE if high is None else DIGITS.index(high[place]) if place < len(high) else 0
        if high_digit - low_digit > 1:
            return made + DIGITS[(low_digit + high_digit) // 2]
        made += DIGITS[low_digit]
        if high_digit > low_digit:
            high = None  # whatever follows low's digit is already below high
        place += 1


def _spread(low: str | None, high: str | None, count: int) -> list[str]:
    if count <= 0:
        return []
    middle = _middle(low or "", high)
    below = (count - 1) // 2
    return [*_spread(low, middle, below), middle, *_spread(middle, high, count - 1 - below)]


def ranks_in_order(rows: Sequence[tuple[str, str | None]]) -> dict[str, str]:
    """New ranks for the fewest rows that must move so that all stand in this order; the others keep theirs.

    Each row with its rank now, None for one that has none in this area. Raises NotARank.
    """
    kept = _longest_rising([rank for _, rank in rows])
    given: dict[str, str] = {}
    bounds = [-1, *kept, len(rows)]
    for low, high in itertools.pairwise(bounds):
        between = [key for key, _ in rows[low + 1 : high]]
        before = rows[low][1] if low >= 0 else None
        after = rows[high][1] if high < len(rows) else None
        given |= zip(between, ranks_between(before, after, len(between)), strict=True)
    return given


def _longest_rising(ranks: Sequence[str | None]) -> list[int]:
    """Positions of a longest strictly rising run of ranks (patience sorting)."""
    tails: list[str] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for position, rank in enumerate(ranks):
        if rank is None:
            continue
        length = bisect_left(tails, rank)
        if length:
            before[position] = ends[length - 1]
        tails[length : length + 1] = [rank]
        ends[length : length + 1] = [position]
    found = ends[-1:]
    while found and found[-1] in before:
        found.append(before[found[-1]])
    return found[::-1]
