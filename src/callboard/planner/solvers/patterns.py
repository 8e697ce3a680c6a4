# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The cheapest set of pieces for one day against given rewards, by branch and bound, with a floor that is proven.

A set costs its day, one rate for everything that it uses (people, places, rentals), a move for every place but the
first, overtime and pages over; each of its pieces earns its reward. Branching decides first which expensive uses are
in or out, then pieces. Behind the doors at the end: `pattern_state` (what is decided and what may join),
`pattern_floor` (what a node must cost) and `pattern_sets` (good sets). All run compiled, or all uncompiled.
"""

from __future__ import annotations

import cython

# A door for Python; the C type of the same class is `declared.OneDay`.
from callboard.planner.solvers.pattern_state import OneDay

if cython.compiled:
    from cython.cimports.callboard.planner.solvers import pattern_state as declared
    from cython.cimports.callboard.planner.solvers.pattern_floor import add_loads, node_floor
    from cython.cimports.callboard.planner.solvers.pattern_sets import note_answer
    from cython.cimports.callboard.planner.solvers.pattern_state import add_decided, apply
else:
    from callboard.planner.solvers import pattern_state as declared
    from callboard.planner.solvers.pattern_floor import add_loads, node_floor
    from callboard.planner.solvers.pattern_sets import note_answer
    from callboard.planner.solvers.pattern_state import add_decided, apply

__all__ = ["OneDay", "begin", "go_on", "prove"]

NOTHING = cython.declare(cython.longlong, -1)
IN = cython.declare(cython.longlong, 1)
OUT = cython.declare(cython.longlong, 2)


# ---- one node


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def next_choice(day: declared.OneDay) -> cython.longlong:
    """The undecided use whose rate is paid least, else the piece taken in part, else one taken whole; or nothing."""
    use: cython.longlong
    index: cython.longlong
    best: cython.longlong = NOTHING
    unpaid: cython.double
    most: cython.double = 0.5
    for use in range(day.use_count):
        if day.held[use] == 0 and day.filled[use] > 0.0:
            unpaid = day.rate[use] * (1.0 - day.filled[use] / day.load[use])
            if unpaid > most:
                best = use
                most = unpaid
    if best >= 0:
        return best
    if day.split_piece >= 0:
        return day.use_count + day.split_piece
    for index in range(day.taken_count):
        return day.use_count + day.taken[index]
    return NOTHING


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def visit(day: declared.OneDay, slack: cython.longlong) -> cython.longlong:
    """Bound the node and note an answer; the choice to branch on, or nothing where it is closed."""
    least: cython.longlong
    strict: cython.longlong
    day.nodes += 1
    if not add_decided(day):
        return NOTHING
    add_loads(day)
    least = node_floor(day, 0.0)
    if least < day.best - slack and day.overtime_price > 0:
        moves: cython.longlong = day.in_places - 1 if day.in_places > 0 else 0
        if day.in_minutes + day.taken_minutes + moves * day.move_minutes > day.regular_minutes:
            add_loads(day)
            strict = node_floor(day, day.overtime_price)
            if strict <= least or day.taken_count == 0:
                add_loads(day)
                node_floor(day, 0.0)
            least = max(least, strict)
    day.floor_of[day.depth + 1] = least
    if least >= day.best - slack:
        return NOTHING
    note_answer(day)
    choice: cython.longlong = next_choice(day)
    if choice < 0 and least < day.closed:
        day.closed = least
    return choice


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def first_side(day: declared.OneDay, choice: cython.longlong) -> cython.longlong:
    """In, unless the relaxed answer pays less than a third of the use."""
    if choice < day.use_count and 3.0 * day.filled[choice] < day.load[choice]:
        return OUT
    return IN


# ---- the search for sets: depth first


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def step_back(day: declared.OneDay) -> cython.bint:
    """Take the other side of the last choice that has one; False when all is done."""
    while day.depth >= 0:
        apply(day, day.choice[day.depth], day.side[day.depth], -1)
        if day.is_second[day.depth] == 0:
            day.is_second[day.depth] = 1
            day.side[day.depth] = IN + OUT - day.side[day.depth]
            apply(day, day.choice[day.depth], day.side[day.depth], 1)
            return True
        day.depth -= 1
    return False


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def search(day: declared.OneDay, slack: cython.longlong, most_nodes: cython.longlong) -> cython.bint:
    """Go on with branch and bound for so many nodes; True when there is nothing left to look at."""
    choice: cython.longlong
    last: cython.longlong = day.nodes + most_nodes
    while day.nodes < last:
        choice = visit(day, slack)
        if choice >= 0:
            day.depth += 1
            day.choice[day.depth] = choice
            day.is_second[day.depth] = 0
            day.side[day.depth] = first_side(day, choice)
            apply(day, choice, day.side[day.depth], 1)
        elif not step_back(day):
            return True
    return False


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def proven_floor(day: declared.OneDay, slack: cython.longlong) -> cython.longlong:
    """No set costs less: neither those looked at nor those below the sides that are still open."""
    level: cython.longlong
    least: cython.longlong = min(day.best - slack, day.closed)
    for level in range(day.depth + 1):
        if day.is_second[level] == 0 or level == day.depth:
            least = min(least, day.floor_of[level])
    return least


# ---- the proof: the open node with the least floor first


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def push(day: declared.OneDay, parent: cython.longlong, choice: cython.longlong, least: cython.longlong) -> cython.void:
    """A new open node."""
    at: cython.longlong = day.heap_size
    up: cython.longlong
    node: cython.longlong = day.node_count
    day.node_parent[node] = parent
    day.node_choice[node] = choice
    day.node_floor[node] = least
    day.node_count += 1
    day.heap_size += 1
    while at > 0:
        up = (at - 1) // 2
        if day.node_floor[day.heap[up]] <= least:
            break
        day.heap[at] = day.heap[up]
        at = up
    day.heap[at] = node


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def pop(day: declared.OneDay) -> cython.longlong:
    """Take the open node with the least floor off the heap."""
    node: cython.longlong = day.heap[0]
    day.heap_size -= 1
    moved: cython.longlong = day.heap[day.heap_size]
    at: cython.longlong = 0
    down: cython.longlong = 1
    while down < day.heap_size:
        if down + 1 < day.heap_size and day.node_floor[day.heap[down + 1]] < day.node_floor[day.heap[down]]:
            down += 1
        if day.node_floor[moved] <= day.node_floor[day.heap[down]]:
            break
        day.heap[at] = day.heap[down]
        at = down
        down = 2 * at + 1
    day.heap[at] = moved
    return node


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def apply_path(day: declared.OneDay, node: cython.longlong, step: cython.longlong) -> cython.void:
    """Decide, or take back, all that the node and the nodes above it decide."""
    while node > 0:
        apply(day, day.node_choice[node] >> 1, OUT if day.node_choice[node] & 1 else IN, step)
        node = day.node_parent[node]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def search_least_first(day: declared.OneDay, slack: cython.longlong, most_nodes: cython.longlong) -> cython.bint:
    """Go on from the open node with the least floor for so many nodes; True when none is open that matters."""
    node: cython.longlong
    choice: cython.longlong
    least: cython.longlong
    last: cython.longlong = day.nodes + most_nodes
    while day.heap_size > 0 and day.node_floor[day.heap[0]] < day.best - slack:
        if day.nodes >= last or day.node_count + 2 >= len(day.node_parent):
            return False
        node = pop(day)
        apply_path(day, node, 1)
        choice = visit(day, slack)
        apply_path(day, node, -1)
        if choice >= 0:
            least = day.floor_of[0]
            least = max(least, day.node_floor[node])
            push(day, node, 2 * choice, least)
            push(day, node, 2 * choice + 1, least)
    return True


# ---- the doors of the kernel


def begin(day: declared.OneDay) -> None:
    """Start anew with the rewards that are in the view; the empty set costs 0."""
    while day.depth >= 0:
        apply(day, day.choice[day.depth], day.side[day.depth], -1)
        day.depth -= 1
    day.heap_size = 0
    day.node_count = 0
    day.best = 0
    day.closed = 0
    day.answer_count = 0
    day.nodes = 0


def go_on(day: declared.OneDay, slack: int, most_nodes: int) -> tuple[bool, int, int, int]:
    """(Whether all is done; the proven floor of the cost of any set; the best met; how many answers are noted)."""
    limit: cython.longlong = most_nodes
    allowed: cython.longlong = slack
    is_done: cython.bint
    with cython.nogil:
        is_done = search(day, allowed, limit)
    return bool(is_done), proven_floor(day, allowed), day.best, min(day.answer_count, day.most_answers)


def prove(day: declared.OneDay, slack: int, most_nodes: int) -> tuple[bool, int, int, int, int]:
    """As `go_on`, least floor first; and the nodes visited since `begin`, which the heap's views limit."""
    limit: cython.longlong = most_nodes
    allowed: cython.longlong = slack
    is_done: cython.bint
    if day.nodes == 0:
        push(day, -1, -1, -(2**62))
    with cython.nogil:
        is_done = search_least_first(day, allowed, limit)
    least: cython.longlong = min(day.best - allowed, day.closed)
    if day.heap_size > 0:
        least = min(least, day.node_floor[day.heap[0]])
    return bool(is_done), least, day.best, min(day.answer_count, day.most_answers), day.nodes
