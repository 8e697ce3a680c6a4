# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The floor of a node: no set that keeps its decisions costs less. docs/algorithms/shooting-bound.md proves it."""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.pattern_state import OneDay, fits
    from cython.cimports.libc.math import floor
else:
    from math import floor

    from callboard.planner.solvers.pattern_state import OneDay, fits

NOTHING = cython.declare(cython.longlong, -1)
# Sums of doubles below 2^40 in a node are wrong by less than one hundredth; a whole unit makes the rounding safe.
ROUNDING = cython.declare(cython.longlong, 1)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def add_loads(day: OneDay) -> cython.void:
    """What weight at most can share each undecided use: all its pieces that fit, or the room that is left."""
    use: cython.longlong
    piece: cython.longlong
    index: cython.longlong
    room: cython.longlong = day.capacity - day.in_weight
    for use in range(day.use_count):
        day.load[use] = 0
    for piece in range(day.pieces):
        day.value[piece] = 0.0
        if fits(day, piece):
            day.value[piece] = 1.0
            for index in range(day.start[piece], day.start[piece + 1]):
                day.load[day.uses[index]] += day.weight[piece]
    for use in range(day.use_count):
        day.load[use] = min(day.load[use], room)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def value_pieces(day: OneDay, minute: cython.double) -> cython.void:
    """The reward of each piece that fits, less its shares of undecided uses and `minute` for each of its minutes."""
    piece: cython.longlong
    index: cython.longlong
    use: cython.longlong
    share: cython.double
    rate: cython.double
    for piece in range(day.pieces):
        if day.value[piece] == 0.0:
            continue
        share = 0.0
        for index in range(day.start[piece], day.start[piece + 1]):
            use = day.uses[index]
            if day.held[use] == 0 and day.load[use] > 0:
                rate = day.rate[use] + minute * day.move_minutes * day.is_place[use]
                share += rate / day.load[use]
        day.value[piece] = day.reward[piece] - minute * day.minutes[piece] - share * day.weight[piece]
        if day.value[piece] == 0.0:
            day.value[piece] = -1e-9  # zero is kept for pieces that do not fit


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def fill(day: OneDay) -> cython.double:
    """The most that the free pieces can earn in the room that is left, the last one in part; notes what it took."""
    room: cython.double = day.capacity - day.in_weight
    earned: cython.double = 0.0
    part: cython.double
    best: cython.longlong
    piece: cython.longlong
    day.taken_count = 0
    day.split_piece = NOTHING
    day.taken_minutes = 0.0
    for piece in range(day.use_count):
        day.filled[piece] = 0.0
    while True:
        best = NOTHING
        for piece in range(day.pieces):
            if day.value[piece] <= 0.0 or day.seen[piece]:
                continue
            if best < 0 or day.value[piece] * day.weight[best] > day.value[best] * day.weight[piece]:
                best = piece
        if best < 0:
            break
        day.seen[best] = 1
        day.taken[day.taken_count] = best
        day.taken_count += 1
        part = 1.0
        if day.weight[best] > room:
            part = room / day.weight[best]
            day.split_piece = best
        room -= part * day.weight[best]
        earned += part * day.value[best]
        take(day, best, part)
        if day.split_piece >= 0:
            break
    for piece in range(day.taken_count):
        day.seen[day.taken[piece]] = 0
    return earned


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def take(day: OneDay, piece: cython.longlong, part: cython.double) -> cython.void:
    """Note that the relaxed answer holds this part of the piece."""
    index: cython.longlong
    day.taken_minutes += part * day.minutes[piece]
    for index in range(day.start[piece], day.start[piece + 1]):
        day.filled[day.uses[index]] += part * day.weight[piece]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def node_floor(day: OneDay, minute: cython.double) -> cython.longlong:
    """No set that keeps the decisions costs less; `minute` (0 to the price of overtime) is asked for each minute."""
    moves: cython.longlong = day.in_places - 1
    sure: cython.double = day.crew_cost + day.in_rate - day.move_price - day.in_reward
    over: cython.longlong = day.in_eighths - day.comfortable_eighths
    late: cython.double = day.in_minutes - day.regular_minutes
    if over > 0:
        sure += over * day.eighth_price
    if moves > 0:
        late += moves * day.move_minutes
    value_pieces(day, minute)
    if minute > 0.0:
        sure += minute * (day.in_minutes + moves * day.move_minutes - day.regular_minutes)
    elif late > 0.0:
        sure += late * day.overtime_price
    return cython.cast(cython.longlong, floor(sure - fill(day))) - ROUNDING
