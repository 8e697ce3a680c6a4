# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The kinds of moves (docs/algorithms/shooting.md): each fills `moved` and `moved_to`, or proposes nothing."""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.board import Board
    from cython.cimports.callboard.planner.solvers.board_rows import next_worked
    from cython.cimports.callboard.planner.solvers.chance import below, next_word
else:
    from callboard.planner.solvers.board import Board
    from callboard.planner.solvers.board_rows import next_worked
    from callboard.planner.solvers.chance import below, next_word

NEVER_ALLOWED = cython.declare(cython.longlong, -1)
LONGEST_STRETCH = cython.declare(cython.int, 30)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def draw_below(board: Board, limit: cython.longlong) -> cython.longlong:
    """A random whole number from 0 up to but not including the limit."""
    board.random = next_word(board.random)
    return below(board.random, limit)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def may_be_on(board: Board, piece: cython.longlong, day: cython.longlong) -> cython.bint:
    """Whether the piece may be tried on the day."""
    return board.fit[piece * board.day_count + day] != NEVER_ALLOWED


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose(board: Board, piece: cython.longlong, day: cython.longlong) -> cython.void:
    """Add a piece to the move."""
    board.moved[board.moved_count] = piece
    board.moved_to[board.moved_count] = day
    board.moved_count += 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def day_of_its_location(board: Board, piece: cython.longlong) -> cython.longlong:
    """A day on which some piece of the same location is."""
    location: cython.longlong = board.piece_location[piece]
    start: cython.longlong = board.location_pieces_start[location]
    count: cython.longlong = board.location_pieces_start[location + 1] - start
    return board.day_of[board.location_pieces[start + draw_below(board, count)]]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def day_of_its_people(board: Board, piece: cython.longlong) -> cython.longlong:
    """A day on which somebody or something of the piece works, or the one before or after it."""
    start: cython.longlong = board.piece_rows_start[piece]
    count: cython.longlong = board.piece_rows_start[piece + 1] - start
    row: cython.longlong = board.piece_rows[start + draw_below(board, count)]
    position: cython.int = cython.cast(cython.int, draw_below(board, board.date_count))
    position = next_worked(board, row, position)
    if position >= board.words * 64:
        position = next_worked(board, row, 0)
    start = board.position_days_start[position]
    count = board.position_days_start[position + 1] - start
    day: cython.longlong = board.position_days[start + draw_below(board, count)]
    if draw_below(board, 3) == 0:
        day += 1 if draw_below(board, 2) else -1
        if day < 0 or day >= board.day_count:
            return -1
    return day


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_relocation(board: Board) -> cython.void:
    """One piece to a day of its location, of its people, or any."""
    piece: cython.longlong = draw_below(board, board.piece_count)
    kind: cython.longlong = draw_below(board, 20)
    day: cython.longlong
    if kind < 8:
        day = day_of_its_location(board, piece)
    elif kind < 15:
        day = day_of_its_people(board, piece)
    else:
        day = draw_below(board, board.day_count)
    if day >= 0 and day != board.day_of[piece] and may_be_on(board, piece, day):
        propose(board, piece, day)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def piece_on(board: Board, day: cython.longlong) -> cython.longlong:
    """Some piece on the day; -1 when it is empty."""
    count: cython.longlong = board.day_pieces[day]
    if count == 0:
        return -1
    piece: cython.longlong = board.first_on_day[day]
    steps: cython.longlong = draw_below(board, count)
    while steps > 0:
        piece = board.next_on_day[piece]
        steps -= 1
    return piece


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_exchange(board: Board) -> cython.void:
    """Two pieces change days; the other one is often from a day of the first one's location."""
    piece: cython.longlong = draw_below(board, board.piece_count)
    other: cython.longlong
    if draw_below(board, 2):
        other = piece_on(board, day_of_its_location(board, piece))
    else:
        other = draw_below(board, board.piece_count)
    if other < 0:
        return
    here: cython.longlong = board.day_of[piece]
    there: cython.longlong = board.day_of[other]
    if here != there and may_be_on(board, piece, there) and may_be_on(board, other, here):
        propose(board, piece, there)
        propose(board, other, here)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_group(board: Board, location: cython.longlong, day: cython.longlong, to: cython.longlong) -> cython.bint:
    """Add everything that a day has at a location; False when a piece of it may not be on the other day."""
    piece: cython.longlong = board.first_on_day[day]
    while piece >= 0:
        if board.piece_location[piece] == location:
            if not may_be_on(board, piece, to):
                return False
            propose(board, piece, to)
        piece = board.next_on_day[piece]
    return True


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_group_move(board: Board) -> cython.void:
    """All of a day's work at one location to another day, half of the time for a group from there."""
    piece: cython.longlong = draw_below(board, board.piece_count)
    day: cython.longlong = board.day_of[piece]
    to: cython.longlong = (
        draw_below(board, board.day_count) if draw_below(board, 2) else day_of_its_location(board, piece)
    )
    if to == day:
        return
    location: cython.longlong = board.piece_location[piece]
    if not propose_group(board, location, day, to):
        board.moved_count = 0
        return
    if draw_below(board, 2):
        other: cython.longlong = piece_on(board, to)
        if other < 0 or board.piece_location[other] == location:
            return
        if not propose_group(board, board.piece_location[other], to, day):
            board.moved_count = 0


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_day(board: Board, day: cython.longlong, to: cython.longlong) -> cython.bint:
    """Add everything on a day; False when a piece of it may not be on the other day."""
    piece: cython.longlong = board.first_on_day[day]
    while piece >= 0:
        if not may_be_on(board, piece, to):
            return False
        propose(board, piece, to)
        piece = board.next_on_day[piece]
    return True


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_day_exchange(board: Board) -> cython.void:
    """Two whole days change places."""
    one: cython.longlong = draw_below(board, board.day_count)
    other: cython.longlong = draw_below(board, board.day_count)
    if one == other:
        return
    if not (propose_day(board, one, other) and propose_day(board, other, one)):
        board.moved_count = 0


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_stretch(board: Board) -> cython.void:
    """A day goes to another place in its unit's order and those between close up, or a stretch is turned round."""
    one: cython.longlong = draw_below(board, board.day_count)
    first: cython.longlong = board.day_unit_first[one]
    last: cython.longlong = board.day_unit_last[one]
    if last - one > LONGEST_STRETCH:
        last = one + LONGEST_STRETCH
    if one - first > LONGEST_STRETCH:
        first = one - LONGEST_STRETCH
    other: cython.longlong = first + draw_below(board, last - first + 1)
    if one == other:
        return
    low: cython.longlong = min(one, other)
    high: cython.longlong = max(one, other)
    turns: cython.bint = draw_below(board, 5) >= 3
    day: cython.longlong
    to: cython.longlong
    for day in range(low, high + 1):
        if turns:
            to = low + high - day
        elif day == one:
            to = other
        else:
            to = day - 1 if one < other else day + 1
        if to != day and not propose_day(board, day, to):
            board.moved_count = 0
            return


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose_any(board: Board) -> cython.void:
    """Choose a kind of move and propose it."""
    board.moved_count = 0
    kind: cython.longlong = draw_below(board, 100)
    if kind < 50:
        propose_relocation(board)
    elif kind < 74:
        propose_exchange(board)
    elif kind < 86:
        propose_group_move(board)
    elif kind < 95:
        propose_day_exchange(board)
    else:
        propose_stretch(board)
