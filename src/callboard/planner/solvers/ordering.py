# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Exact scene ordering: dynamic programming over sets of scenes that are done, one layer for each number of scenes.

Behind the doors at the end: `order_state` (what is known, where a state stands) and `order_bound` (what must still be
waited). All of them run compiled, or all uncompiled. docs/algorithms/shooting-order.md has the sources of the rules.
"""

from __future__ import annotations

import cython

# A door for Python; the C type of the same class is `declared.Shoot`.
from callboard.planner.solvers.order_state import Shoot

if cython.compiled:
    from cython.cimports.callboard.planner.solvers import order_state as declared
    from cython.cimports.callboard.planner.solvers.bits import lowest, popcount
    from cython.cimports.callboard.planner.solvers.order_bound import bound, bound_successors
    from cython.cimports.callboard.planner.solvers.order_state import pay_of, stand_at
else:
    from callboard.planner.solvers import order_state as declared
    from callboard.planner.solvers.bits import lowest, popcount
    from callboard.planner.solvers.order_bound import bound, bound_successors
    from callboard.planner.solvers.order_state import pay_of, stand_at

__all__ = [
    "Shoot",
    "begin_bounds",
    "begin_enlarging",
    "begin_layer",
    "bound_states",
    "enlarge",
    "expand",
    "scene_before",
    "set_best",
]

FULL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
ONE = cython.declare(cython.ulonglong, 1)
FIRST_FACTOR = cython.declare(cython.ulonglong, 0x7FB5D329728EA185)
SECOND_FACTOR = cython.declare(cython.ulonglong, 0x81DADEF4BC2DD44D)


# ---- the table of the next layer: open addressing, 0 marks an empty slot (no scene done is never put in)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def scattered(word: cython.ulonglong) -> cython.ulonglong:
    """The word with its bits mixed, so that neighbors in the search are no neighbors in the table."""
    word ^= word >> 31
    word = (word * FIRST_FACTOR) & FULL
    word ^= word >> 27
    word = (word * SECOND_FACTOR) & FULL
    return word ^ (word >> 33)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def put(shoot: declared.Shoot, state: cython.ulonglong, cost: cython.longlong) -> cython.void:
    """Add a state, or lower its cost."""
    slot: cython.ulonglong = scattered(state) & shoot.table_mask
    while shoot.table_states[slot] != 0 and shoot.table_states[slot] != state:
        slot = (slot + 1) & shoot.table_mask
    if shoot.table_states[slot] == 0:
        shoot.table_states[slot] = state
        shoot.table_costs[slot] = cost
        shoot.table_count += 1
    elif cost < shoot.table_costs[slot]:
        shoot.table_costs[slot] = cost


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def has_room(shoot: declared.Shoot) -> cython.bint:
    """Whether the table stays at most 7/10 full after one more state."""
    slots: cython.longlong = cython.cast(cython.longlong, shoot.table_mask) + 1
    return (shoot.table_count + shoot.scene_count) * 10 <= slots * 7


# ---- the rules that leave out successors


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def free_scene(shoot: declared.Shoot) -> cython.int:
    """A scene that needs everyone on location and nobody else makes no one wait: it is next. -1 if there is none."""
    left: cython.ulonglong = shoot.remaining
    while left:
        scene: cython.int = lowest(left)
        if shoot.scene_cast[scene] == shoot.on_location:
            return scene
        left &= left - 1
    return -1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def is_subsumed(shoot: declared.Shoot, scene: cython.int) -> cython.bint:
    """Another scene needs all of this one's cast and brings nobody new beyond them: it can as well come before."""
    cast: cython.ulonglong = shoot.scene_cast[scene]
    known: cython.ulonglong = shoot.started | cast
    left: cython.ulonglong = shoot.remaining ^ (ONE << scene)
    while left:
        other: cython.ulonglong = shoot.scene_cast[lowest(left)]
        left &= left - 1
        if cast & (other ^ FULL) == 0 and other & (known ^ FULL) == 0:
            return True
    return False


# ---- one layer


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def look_at(shoot: declared.Shoot, steps: cython.longlong) -> cython.void:
    """Bound the states of the table from `position` on; those that may lead to less than `best` move to the front."""
    shoot.steps = 0
    slots: cython.longlong = cython.cast(cython.longlong, shoot.table_mask) + 1
    while shoot.position < slots and shoot.steps < steps:
        state: cython.ulonglong = shoot.table_states[shoot.position]
        cost: cython.longlong = shoot.table_costs[shoot.position]
        shoot.position += 1
        shoot.steps += 1
        if state == 0 or cost >= shoot.best:
            continue
        stand_at(shoot, state)
        least: cython.longlong = cost + bound(shoot, shoot.best - cost)
        if least >= shoot.best:
            continue
        shoot.least = min(shoot.least, least)
        shoot.table_states[shoot.kept] = state
        shoot.table_costs[shoot.kept] = cost
        shoot.kept += 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def go_on_from(shoot: declared.Shoot, state: cython.ulonglong, cost: cython.longlong) -> cython.void:
    """Put the successors of a state into the table."""
    stand_at(shoot, state)
    free: cython.int = free_scene(shoot)
    if free >= 0:
        put(shoot, state | (ONE << free), cost)
        return
    bound_successors(shoot)
    left: cython.ulonglong = shoot.remaining
    while left:
        scene: cython.int = lowest(left)
        left &= left - 1
        if cost + shoot.if_next[scene] >= shoot.best or is_subsumed(shoot, scene):
            continue
        waiting: cython.ulonglong = shoot.on_location & (shoot.scene_cast[scene] ^ FULL)
        put(shoot, state | (ONE << scene), cost + shoot.durations[scene] * pay_of(shoot, waiting))


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def go_on(shoot: declared.Shoot, count: cython.longlong, steps: cython.longlong) -> cython.void:
    """Go on from the layer's states from `position` on, as long as the table has room for their successors."""
    shoot.steps = 0
    while shoot.position < count and shoot.steps < steps and has_room(shoot):
        go_on_from(shoot, shoot.states[shoot.position], shoot.costs[shoot.position])
        shoot.position += 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def find_before(
    shoot: declared.Shoot, state: cython.ulonglong, cost: cython.longlong, states: cython.ulonglong[::1],
    costs: cython.longlong[::1], count: cython.longlong,
) -> cython.longlong:  # fmt: skip
    """Where in a layer the state stands that leads to this state at this cost; -1 if none does."""
    place: cython.longlong
    for place in range(count):
        earlier: cython.ulonglong = states[place]
        if earlier & (state ^ FULL) or popcount(earlier) + 1 != popcount(state):
            continue
        stand_at(shoot, earlier)
        scene: cython.int = lowest(state ^ earlier)
        waiting: cython.ulonglong = shoot.on_location & (shoot.scene_cast[scene] ^ FULL)
        if costs[place] + shoot.durations[scene] * pay_of(shoot, waiting) == cost:
            return place
    return -1


# ---- the doors of the kernel


def set_best(shoot: declared.Shoot, best: int) -> None:
    """Only orders with less waiting than this are sought."""
    shoot.best = best


def begin_layer(shoot: declared.Shoot, states, costs, table_states, table_costs) -> None:
    """Go on from these states into this empty table (its length a power of two)."""
    shoot.states, shoot.costs = states, costs
    shoot.table_states, shoot.table_costs = table_states, table_costs
    shoot.table_mask = len(table_states) - 1
    shoot.table_count = 0
    shoot.position = 0


def expand(shoot: declared.Shoot, most_steps: int) -> tuple[int, bool]:
    """Go on from more states: how many of the layer are done, and whether the table has room for another."""
    steps: cython.longlong = most_steps
    count: cython.longlong = len(shoot.states)
    with cython.nogil:
        go_on(shoot, count, steps)
    return shoot.position, bool(has_room(shoot))


def begin_enlarging(shoot: declared.Shoot, table_states, table_costs) -> None:
    """Put a larger, empty table in the place of the one that is full."""
    shoot.full_states, shoot.full_costs = shoot.table_states, shoot.table_costs
    shoot.table_states, shoot.table_costs = table_states, table_costs
    shoot.table_mask = len(table_states) - 1
    shoot.table_count = 0
    shoot.moved_slots = 0


def enlarge(shoot: declared.Shoot, most_slots: int) -> bool:
    """Move more of the full table over; whether all of it is."""
    slots: cython.longlong = len(shoot.full_states)
    last: cython.longlong = min(slots, shoot.moved_slots + most_slots)
    with cython.nogil:
        while shoot.moved_slots < last:
            if shoot.full_states[shoot.moved_slots] != 0:
                put(shoot, shoot.full_states[shoot.moved_slots], shoot.full_costs[shoot.moved_slots])
            shoot.moved_slots += 1
    if last < slots:
        return False
    shoot.full_states, shoot.full_costs = shoot.table_states, shoot.table_costs
    return True


def begin_bounds(shoot: declared.Shoot) -> None:
    """Start to bound what the table holds."""
    shoot.position = 0
    shoot.kept = 0
    shoot.least = shoot.best


def bound_states(shoot: declared.Shoot, most_steps: int) -> tuple[bool, int, int, int]:
    """Bound more of the table: whether all is bounded, slots seen, states left, and the least of their bounds."""
    steps: cython.longlong = most_steps
    with cython.nogil:
        look_at(shoot, steps)
    return shoot.position == len(shoot.table_states), shoot.position, shoot.kept, shoot.least


def scene_before(shoot: declared.Shoot, state: int, cost: int, states, costs) -> tuple[int, int]:
    """The scene that leads from one of a layer's states to this one at this cost, and what that one cost."""
    word: cython.ulonglong = state
    reached: cython.longlong = cost
    layer: cython.ulonglong[::1] = states
    layer_costs: cython.longlong[::1] = costs
    count: cython.longlong = len(states)
    place: cython.longlong
    with cython.nogil:
        place = find_before(shoot, word, reached, layer, layer_costs, count)
    return lowest(word ^ layer[place]), layer_costs[place]
