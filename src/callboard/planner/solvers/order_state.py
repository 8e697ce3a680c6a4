# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What the search for a scene order knows: the problem, its layers, and where a state stands.

Fields and their C types: `order_state.pxd`. Pure-Python mode: the same file runs compiled and, a hundred times slower,
uncompiled, with the same answers. docs/algorithms/shooting-order.md has the model.

A state is the set of scenes done, as bits of a word; its cost is the least *waiting* paid so far: pay of people who are
on location and not in the scene, times its duration. What they are paid for working is the same in every order.
"""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.bits import lowest
else:
    from callboard.planner.solvers.bits import lowest

FULL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
ONE = cython.declare(cython.ulonglong, 1)
LARGE_GROUP = cython.declare(cython.int, 11)
MOST_NEWCOMERS = cython.declare(cython.int, 4)


@cython.cclass
class Shoot:
    """One problem and the search's memory. Constants first, then the two layers, then scratch space of the bound."""

    def __init__(self, durations, pays, casts, zeros, words) -> None:
        """`durations` of scenes, `pays` of actors, `casts` a word of actors for each scene; makers of empty arrays."""
        self.scene_count, self.actor_count = len(durations), len(pays)
        self.durations, self.pays, self.scene_cast = durations, pays, casts
        self.large_group, self.most_newcomers, self.group_sets = LARGE_GROUP, MOST_NEWCOMERS, 1 << LARGE_GROUP
        sets = self.group_sets
        self.all_scenes = FULL >> (64 - self.scene_count)
        self.actor_scenes = words(max(1, self.actor_count))
        self.duration_sums, self.pay_sums, self.cast_unions = zeros(2048), zeros(2048), words(2048)
        self.people, self.scene_group, self.member_pay, self.member_work = zeros(64), zeros(64), zeros(64), zeros(64)
        self.work, self.finish, self.group_pay = zeros(sets), zeros(sets), zeros(sets)
        self.new_actor, self.new_partners, self.new_share = zeros(64), zeros(64), zeros(64)
        self.new_work, self.if_next, self.after = zeros(64), zeros(64), zeros(sets)
        self.new_missed, self.new_charge = zeros(MOST_NEWCOMERS * sets), zeros(MOST_NEWCOMERS * sets)
        self.states, self.costs, self.table_states, self.table_costs = words(1), zeros(1), words(1), zeros(1)
        tabulate(self)


# ---- sums and unions over sets, by tables of eight bits


def tabulate(shoot: Shoot) -> None:
    """Fill the tables: for each of eight bytes and each value of it, the sum or union over its bits."""
    scene: cython.int
    for scene in range(shoot.scene_count):
        cast: cython.ulonglong = shoot.scene_cast[scene]
        while cast:
            shoot.actor_scenes[lowest(cast)] |= ONE << scene
            cast &= cast - 1
    byte: cython.int
    value: cython.int
    for byte in range(8):
        for value in range(1, 256):
            lower: cython.int = byte * 256 + (value & (value - 1))
            bit: cython.int = byte * 8 + lowest(value)
            here: cython.int = byte * 256 + value
            if bit < shoot.scene_count:
                shoot.duration_sums[here] = shoot.duration_sums[lower] + shoot.durations[bit]
                shoot.cast_unions[here] = shoot.cast_unions[lower] | shoot.scene_cast[bit]
            else:
                shoot.duration_sums[here] = shoot.duration_sums[lower]
                shoot.cast_unions[here] = shoot.cast_unions[lower]
            more: cython.longlong = shoot.pays[bit] if bit < shoot.actor_count else 0
            shoot.pay_sums[here] = shoot.pay_sums[lower] + more


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def total(sums: cython.longlong[::1], word: cython.ulonglong) -> cython.longlong:
    """The sum over the bits of the word."""
    answer: cython.longlong = 0
    byte: cython.int = 0
    while word:
        answer += sums[byte + cython.cast(cython.int, word & 255)]
        word >>= 8
        byte += 256
    return answer


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def duration_of(shoot: Shoot, scenes: cython.ulonglong) -> cython.longlong:
    """How long the scenes last together."""
    return total(shoot.duration_sums, scenes)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def pay_of(shoot: Shoot, actors: cython.ulonglong) -> cython.longlong:
    """What the actors are paid together, for one unit of time."""
    return total(shoot.pay_sums, actors)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def cast_of(shoot: Shoot, scenes: cython.ulonglong) -> cython.ulonglong:
    """Everyone who is in one of the scenes."""
    answer: cython.ulonglong = 0
    byte: cython.int = 0
    while scenes:
        answer |= shoot.cast_unions[byte + cython.cast(cython.int, scenes & 255)]
        scenes >>= 8
        byte += 256
    return answer


# ---- where a state stands


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def stand_at(shoot: Shoot, state: cython.ulonglong) -> cython.void:
    """Who has started, who is on location, who is still to come."""
    shoot.done = state
    shoot.remaining = shoot.all_scenes ^ state
    needed: cython.ulonglong = cast_of(shoot, shoot.remaining)
    shoot.started = cast_of(shoot, state)
    shoot.on_location = shoot.started & needed
    shoot.newcomers = needed ^ shoot.on_location
