# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Good sets that branch and bound meets on its way: what is in, with what the relaxed answer takes and a day holds."""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.pattern_state import OneDay, is_legal
else:
    from callboard.planner.solvers.pattern_state import OneDay, is_legal

IN = cython.declare(cython.longlong, 1)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def note_answer(day: OneDay) -> cython.void:
    """Note the pieces that are in, with the ones taken whole that still fit, if such a set is good."""
    at: cython.longlong = (day.answer_count % day.most_answers) * day.width
    piece: cython.longlong
    index: cython.longlong
    cost: cython.longlong = day.crew_cost - day.move_price
    day.noted = day.noted_weight = day.noted_eighths = day.noted_minutes = day.noted_places = 0
    for piece in range(day.pieces):
        if day.state[piece] == IN:
            cost += join(day, piece, at)
    for index in range(day.taken_count):
        if day.taken[index] != day.split_piece:
            cost += join(day, day.taken[index], at)
    if day.noted == 0:
        return
    late: cython.longlong = day.noted_minutes + (day.noted_places - 1) * day.move_minutes - day.regular_minutes
    over: cython.longlong = day.noted_eighths - day.comfortable_eighths
    cost += day.overtime_price * late if late > 0 else 0
    cost += day.eighth_price * over if over > 0 else 0
    if cost < day.best or (cost < 0 and 2 * cost < day.best):
        day.answers[at] = day.noted
        day.answer_count += 1
        day.best = min(day.best, cost)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def join(day: OneDay, piece: cython.longlong, at: cython.longlong) -> cython.longlong:
    """Add the piece to the set noted at `at` if it fits; what it adds to the cost, less its reward."""
    count: cython.longlong = day.noted
    cost: cython.longlong
    places: cython.longlong = day.noted_places + (0 if has_use(day, at, count, day.place[piece]) else 1)
    if count + 1 >= day.width or not can_join(day, piece, at, places):
        return 0
    cost = new_rates(day, piece, at, count) - day.reward[piece]
    day.noted_places = places
    day.noted_weight += day.weight[piece]
    day.noted_eighths += day.eighths[piece]
    day.noted_minutes += day.minutes[piece]
    day.answers[at + 1 + count] = piece
    day.noted = count + 1
    return cost


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def can_join(day: OneDay, piece: cython.longlong, at: cython.longlong, places: cython.longlong) -> cython.bint:
    """Whether the piece joins the set noted at `at`: within the limits, on a day that all have."""
    word: cython.longlong
    index: cython.longlong
    common: cython.ulonglong
    shared: cython.ulonglong = 0
    if not is_legal(
        day,
        day.noted_weight + day.weight[piece],
        day.noted_eighths + day.eighths[piece],
        day.noted_minutes + day.minutes[piece],
        places,
    ):
        return False
    for index in range(day.start[piece], day.start[piece + 1]):
        if noted_minutes(day, day.uses[index], at, day.noted) + day.minutes[piece] > day.most_minutes[day.uses[index]]:
            return False
    for word in range(day.words):
        common = day.days[piece * day.words + word]
        for index in range(day.noted):
            common &= day.days[day.answers[at + 1 + index] * day.words + word]
        shared |= common
    return shared != 0


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def has_use(day: OneDay, at: cython.longlong, count: cython.longlong, use: cython.longlong) -> cython.bint:
    """Whether one of the pieces noted uses it."""
    index: cython.longlong
    k: cython.longlong
    piece: cython.longlong
    for index in range(count):
        piece = day.answers[at + 1 + index]
        for k in range(day.start[piece], day.start[piece + 1]):
            if day.uses[k] == use:
                return True
    return False


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def noted_minutes(day: OneDay, use: cython.longlong, at: cython.longlong, count: cython.longlong) -> cython.longlong:
    """The minutes of the pieces noted that use it."""
    index: cython.longlong
    k: cython.longlong
    piece: cython.longlong
    total: cython.longlong = 0
    for index in range(count):
        piece = day.answers[at + 1 + index]
        for k in range(day.start[piece], day.start[piece + 1]):
            if day.uses[k] == use:
                total += day.minutes[piece]
    return total


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def new_rates(day: OneDay, piece: cython.longlong, at: cython.longlong, count: cython.longlong) -> cython.longlong:
    """The rates of what the piece uses and the pieces noted do not."""
    k: cython.longlong
    total: cython.longlong = 0
    for k in range(day.start[piece], day.start[piece + 1]):
        if not has_use(day, at, count, day.uses[k]):
            total += day.rate[day.uses[k]]
    return total
