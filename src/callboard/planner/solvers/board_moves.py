# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Moving pieces: the sums that change at once, the rows, days and pairs that must be priced anew, and the way back."""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.board import Board
    from cython.cimports.callboard.planner.solvers.board_days import settle_days, settle_pairs
    from cython.cimports.callboard.planner.solvers.board_rows import settle_rows
else:
    from callboard.planner.solvers.board import Board
    from callboard.planner.solvers.board_days import settle_days, settle_pairs
    from callboard.planner.solvers.board_rows import settle_rows

CAST = cython.declare(cython.int, 0)
LOCATION = cython.declare(cython.int, 2)
DAY = cython.declare(cython.int, 1)
NIGHT = cython.declare(cython.int, 2)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def touch_row(board: Board, row: cython.longlong) -> cython.void:
    """Remember that the row's dates change in this move, with what it cost before."""
    if board.row_stamp[row] != board.stamp:
        board.row_stamp[row] = board.stamp
        board.touched_rows[board.touched_row_count] = row
        board.touched_row_money[board.touched_row_count] = board.row_money[row]
        board.touched_row_count += 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def touch_pair(board: Board, pair: cython.longlong) -> cython.void:
    """Remember a pair of following days, with its sums before."""
    if board.pair_stamp[pair] != board.stamp:
        board.pair_stamp[pair] = board.stamp
        board.touched_pairs[board.touched_pair_count] = pair
        board.touched_pair_money[board.touched_pair_count] = board.pair_money[pair]
        board.touched_pair_harm[board.touched_pair_count] = board.pair_harm[pair]
        board.touched_pair_count += 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def touch_day(board: Board, day: cython.longlong) -> cython.void:
    """Remember a day and the pairs that it belongs to, with their sums before."""
    if board.day_stamp[day] == board.stamp:
        return
    board.day_stamp[day] = board.stamp
    board.touched_days[board.touched_day_count] = day
    board.touched_day_money[board.touched_day_count] = board.day_money[day]
    board.touched_day_harm[board.touched_day_count] = board.day_harm[day]
    board.touched_day_count += 1
    i: cython.longlong
    for i in range(board.pairs_start[day], board.pairs_start[day + 1]):
        touch_pair(board, board.pairs[i])


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def other_units_with(board: Board, row: cython.longlong, day: cython.longlong) -> cython.int:
    """In how many other units the row works on the same date."""
    count: cython.int = 0
    i: cython.longlong
    for i in range(board.siblings_start[day], board.siblings_start[day + 1]):
        if board.presence[row * board.day_count + board.siblings[i]] > 0:
            count += 1
    return count


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def change_presence(board: Board, row: cython.longlong, day: cython.longlong, step: cython.int) -> cython.void:
    """A row has its first piece on a day (step 1), or lost its last (step -1)."""
    elsewhere: cython.int = other_units_with(board, row, day)
    if board.row_kind[row] == LOCATION:
        board.day_places[day] += step
        board.location_days += step
    elif board.row_kind[row] == CAST:
        board.clashes += step * elsewhere
    if elsewhere == 0:
        touch_row(board, row)
        position: cython.longlong = board.day_position[day]
        bit: cython.ulonglong = cython.cast(cython.ulonglong, 1) << (position & 63)
        board.dates[row * board.words + (position >> 6)] ^= bit


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def add_rows(board: Board, piece: cython.longlong, day: cython.longlong, step: cython.int) -> cython.void:
    """Add (step 1) or take away (step -1) everybody and everything that the piece needs on a day."""
    i: cython.longlong
    row: cython.longlong
    cell: cython.longlong
    for i in range(board.piece_rows_start[piece], board.piece_rows_start[piece + 1]):
        row = board.piece_rows[i]
        cell = row * board.day_count + day
        board.presence[cell] += step
        if board.presence[cell] == (1 if step > 0 else 0):
            change_presence(board, row, day, step)
        if board.row_minor[row] >= 0:
            board.minor_minutes[board.row_minor[row] * board.day_count + day] += step * board.piece_minutes[piece]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def add_sums(board: Board, piece: cython.longlong, day: cython.longlong, step: cython.int) -> cython.void:
    """Add or take away the piece's minutes, pages and light on a day."""
    touch_day(board, day)
    board.day_minutes[day] += step * board.piece_minutes[piece]
    board.day_eighths[day] += step * board.piece_eighths[piece]
    board.day_pieces[day] += step
    if board.piece_light[piece] == DAY:
        board.day_by_day[day] += step
    elif board.piece_light[piece] == NIGHT:
        board.day_by_night[day] += step
    add_rows(board, piece, day, step)
    board.misfit += step * board.fit[piece * board.day_count + day]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def link(board: Board, piece: cython.longlong, day: cython.longlong) -> cython.void:
    """Put the piece at the head of the day's list."""
    head: cython.longlong = board.first_on_day[day]
    board.previous_on_day[piece] = -1
    board.next_on_day[piece] = head
    if head >= 0:
        board.previous_on_day[head] = piece
    board.first_on_day[day] = piece


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def unlink(board: Board, piece: cython.longlong, day: cython.longlong) -> cython.void:
    """Take the piece out of the day's list."""
    before: cython.longlong = board.previous_on_day[piece]
    after: cython.longlong = board.next_on_day[piece]
    if before >= 0:
        board.next_on_day[before] = after
    else:
        board.first_on_day[day] = after
    if after >= 0:
        board.previous_on_day[after] = before


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def rules_broken_by(board: Board, piece: cython.longlong) -> cython.longlong:
    """Order rules of the piece that are broken as the pieces lie now."""
    count: cython.longlong = 0
    i: cython.longlong
    rule: cython.longlong
    for i in range(board.piece_rules_start[piece], board.piece_rules_start[piece + 1]):
        rule = board.piece_rules[i]
        if (
            board.day_position[board.day_of[board.rule_before[rule]]]
            > board.day_position[board.day_of[board.rule_after[rule]]]
        ):
            count += 1
    return count


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def shift(board: Board, piece: cython.longlong, day: cython.longlong) -> cython.void:
    """Move one piece to a day; the sums of money are due afterwards (`settle`)."""
    old: cython.longlong = board.day_of[piece]
    board.broken_rules -= rules_broken_by(board, piece)
    add_sums(board, piece, old, -1)
    unlink(board, piece, old)
    board.day_of[piece] = day
    add_sums(board, piece, day, 1)
    link(board, piece, day)
    board.broken_rules += rules_broken_by(board, piece)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def harm_of_all(board: Board) -> cython.longlong:
    """What is counted over the whole board: misfits, broken order, people in two places, location days."""
    harm: cython.longlong = board.misfit + board.harm_order * board.broken_rules + board.harm_two_places * board.clashes
    if board.most_location_days >= 0 and board.location_days > board.most_location_days:
        harm += board.harm_location_days * (board.location_days - board.most_location_days)
    return harm


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def begin_move(board: Board) -> cython.void:
    """Forget what the move before this one touched."""
    board.stamp += 1
    board.touched_row_count = 0
    board.touched_day_count = 0
    board.touched_pair_count = 0


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def make_move(board: Board) -> cython.void:
    """Carry out the proposed move and settle its money and harm."""
    begin_move(board)
    before: cython.longlong = harm_of_all(board)
    i: cython.int
    for i in range(board.moved_count):
        board.moved_from[i] = board.day_of[board.moved[i]]
        shift(board, board.moved[i], board.moved_to[i])
    settle_rows(board)
    board.harm += settle_days(board) + settle_pairs(board) + harm_of_all(board) - before


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def take_back(board: Board, cost: cython.longlong, harm: cython.longlong) -> cython.void:
    """Undo the move that was just made; cost and harm were these before it."""
    i: cython.int
    for i in range(board.moved_count):
        shift(board, board.moved[i], board.moved_from[i])
    for i in range(board.touched_row_count):
        board.row_money[board.touched_rows[i]] = board.touched_row_money[i]
    for i in range(board.touched_day_count):
        board.day_money[board.touched_days[i]] = board.touched_day_money[i]
        board.day_harm[board.touched_days[i]] = board.touched_day_harm[i]
    for i in range(board.touched_pair_count):
        board.pair_money[board.touched_pairs[i]] = board.touched_pair_money[i]
        board.pair_harm[board.touched_pairs[i]] = board.touched_pair_harm[i]
    board.cost = cost
    board.harm = harm
