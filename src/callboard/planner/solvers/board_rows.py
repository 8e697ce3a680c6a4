# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What cast members, rentals and locations cost by their dates. The plain definition: `shooting.pricing`."""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.bits import highest, lowest, popcount
    from cython.cimports.callboard.planner.solvers.board import Board
else:
    from callboard.planner.solvers.bits import highest, lowest, popcount
    from callboard.planner.solvers.board import Board

FULL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def next_worked(board: Board, row: cython.longlong, position: cython.int) -> cython.int:
    """The first date at or after the position on which the row works; the end when there is none."""
    word: cython.int = position >> 6
    bits: cython.ulonglong = board.dates[row * board.words + word] & ((FULL << (position & 63)) & FULL)
    while bits == 0:
        word += 1
        if word == board.words:
            return board.words * 64
        bits = board.dates[row * board.words + word]
    return word * 64 + lowest(bits)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def mark_long_breaks(board: Board, row: cython.longlong, first: cython.int, last: cython.int) -> cython.void:
    """Mark in `idle` each date between two others from which the row is idle for at least `row_least_idle` dates.

    A run of n zeros leaves a mark after it has been laid over itself, shifted by 1, 2, 4 … up to n - 1 altogether.
    """
    words: cython.int = board.words
    base: cython.longlong = row * words
    word: cython.int
    for word in range(words):
        board.idle[word] = board.dates[base + word] ^ FULL
    board.idle[last >> 6] &= FULL >> (63 - (last & 63))
    for word in range((last >> 6) + 1, words):
        board.idle[word] = 0
    board.idle[first >> 6] &= (FULL << (first & 63)) & FULL
    for word in range(first >> 6):
        board.idle[word] = 0
    run: cython.longlong = 1
    least: cython.longlong = board.row_least_idle[row]
    while run < least:
        by: cython.longlong = min(run, least - run, 63)
        for word in range(words - 1):
            board.idle[word] &= (board.idle[word] >> by) | ((board.idle[word + 1] << (64 - by)) & FULL)
        board.idle[words - 1] &= board.idle[words - 1] >> by
        run += by


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def next_marked(board: Board, position: cython.int) -> cython.int:
    """The first marked date at or after the position; -1 when there is none."""
    word: cython.int = position >> 6
    bits: cython.ulonglong = board.idle[word] & ((FULL << (position & 63)) & FULL)
    while bits == 0:
        word += 1
        if word == board.words:
            return -1
        bits = board.idle[word]
    return word * 64 + lowest(bits)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def keep_largest(board: Board, idle: cython.longlong, kept: cython.longlong) -> cython.void:
    """Keep the idle dates of a break if it is among the `kept` longest, largest first."""
    place: cython.longlong = kept - 1
    if idle <= board.largest[place]:
        return
    while place > 0 and board.largest[place - 1] < idle:
        board.largest[place] = board.largest[place - 1]
        place -= 1
    board.largest[place] = idle


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def dropped_dates(board: Board, row: cython.longlong, first: cython.int, last: cython.int) -> cython.longlong:
    """Dates in the longest breaks that the deal lets the production drop."""
    if last - first - 1 < board.row_least_idle[row]:
        return 0
    mark_long_breaks(board, row, first, last)
    idle_from: cython.int = next_marked(board, first)
    if idle_from < 0:
        return 0
    drops: cython.longlong = board.row_drops[row]
    i: cython.longlong
    for i in range(drops):
        board.largest[i] = 0
    while idle_from >= 0:
        position: cython.int = next_worked(board, row, idle_from)
        if board.position_ordinal[position] - board.position_ordinal[idle_from - 1] > board.row_drop_after[row]:
            keep_largest(board, position - idle_from, drops)
        idle_from = next_marked(board, position)
    total: cython.longlong = 0
    for i in range(drops):
        total += board.largest[i]
    return total


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def set_ups(board: Board, row: cython.longlong) -> cython.longlong:
    """How often a stretch of following dates begins."""
    base: cython.longlong = row * board.words
    carried: cython.ulonglong = 0
    count: cython.longlong = 0
    word: cython.int
    bits: cython.ulonglong
    for word in range(board.words):
        bits = board.dates[base + word]
        count += popcount(bits & ((((bits << 1) & FULL) | carried) ^ FULL))
        carried = bits >> 63
    return count


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def changed_dates(board: Board, row: cython.longlong) -> cython.longlong:
    """Dates on which the row now works and was published not to, or the other way round."""
    base: cython.longlong = row * board.words
    count: cython.longlong = 0
    word: cython.int
    for word in range(board.words):
        count += popcount(board.dates[base + word] ^ board.row_published[base + word])
    return count


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def money_of_row(board: Board, row: cython.longlong) -> cython.longlong:
    """What a cast member, a rental or a location costs on the dates it has now."""
    base: cython.longlong = row * board.words
    worked: cython.longlong = 0
    first: cython.int = -1
    last: cython.int = -1
    word: cython.int
    bits: cython.ulonglong
    for word in range(board.words):
        bits = board.dates[base + word]
        if bits:
            worked += popcount(bits)
            if first < 0:
                first = word * 64 + lowest(bits)
            last = word * 64 + highest(bits)
    money: cython.longlong = 0
    if worked:
        money = board.row_work[row] * worked
        if board.row_hold[row] and last - first + 1 > worked:
            held: cython.longlong = last - first + 1 - worked
            if board.row_drops[row]:
                held -= dropped_dates(board, row, first, last)
            money += board.row_hold[row] * held
        if board.row_set_up[row]:
            money += board.row_set_up[row] * set_ups(board, row)
    if board.row_change[row]:
        money += board.row_change[row] * changed_dates(board, row)
    return money


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def settle_rows(board: Board) -> cython.void:
    """Price the touched rows anew."""
    i: cython.int
    row: cython.longlong
    money: cython.longlong
    for i in range(board.touched_row_count):
        row = board.touched_rows[i]
        money = money_of_row(board, row)
        board.cost += money - board.row_money[row]
        board.row_money[row] = money
