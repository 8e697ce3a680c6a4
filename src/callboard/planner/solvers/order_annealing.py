# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""A good scene order fast: annealing over moves of scenes and stretches. Any number of scenes and actors; no proof.

Pure-Python mode: the same file runs compiled and uncompiled, with the same answers. The waiting of an order is what
people are paid for while they are on location (from the first to the last scene they are in) and not in the scene.
"""

from __future__ import annotations

import cython
from cython.cimports.libc.math import exp

FULL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
GOLDEN_STEP = cython.declare(cython.ulonglong, 0x9E3779B97F4A7C15)
FIRST_FACTOR = cython.declare(cython.ulonglong, 0xBF58476D1CE4E5B9)
SECOND_FACTOR = cython.declare(cython.ulonglong, 0x94D049BB133111EB)
MOVES_PER_STEP = cython.declare(cython.longlong, 64)
COOLING = cython.declare(cython.double, -6.0)


@cython.cclass
class Order:
    """One order in memory, and the best one so far."""

    scene_count: cython.longlong
    actor_count: cython.longlong
    durations: cython.longlong[::1]
    pays: cython.longlong[::1]
    cast_start: cython.longlong[::1]
    cast: cython.longlong[::1]
    order: cython.longlong[::1]
    tried: cython.longlong[::1]
    best_order: cython.longlong[::1]
    begins: cython.longlong[::1]
    ends: cython.longlong[::1]
    cost: cython.longlong
    best: cython.longlong
    random: cython.ulonglong
    hot: cython.double

    def __init__(self, durations, pays, cast_start, cast, zeros, seed: cython.ulonglong):
        """The cast of scene i is `cast[cast_start[i] : cast_start[i + 1]]`; first as given."""
        self.scene_count, self.actor_count = len(durations), len(pays)
        self.durations, self.pays, self.cast_start, self.cast = durations, pays, cast_start, cast
        self.order, self.tried = zeros(len(durations)), zeros(len(durations))
        self.best_order = zeros(len(durations))
        self.begins, self.ends = zeros(max(1, len(pays))), zeros(max(1, len(pays)))
        scene: cython.longlong
        for scene in range(self.scene_count):
            self.order[scene] = scene
            self.best_order[scene] = scene
        self.cost = span_cost(self, self.order)
        self.best = self.cost
        self.random = seed
        # a move changes the places of some scenes: about this much of the cost
        self.hot = 0.5 * self.cost / max(1, len(durations))
        draw(self)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def draw(order: Order) -> cython.ulonglong:
    """The next 64 random bits (splitmix64, Steele, Lea, Flood 2014)."""
    order.random = (order.random + GOLDEN_STEP) & FULL
    x: cython.ulonglong = order.random
    x = ((x ^ (x >> 30)) * FIRST_FACTOR) & FULL
    x = ((x ^ (x >> 27)) * SECOND_FACTOR) & FULL
    return x ^ (x >> 31)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def draw_below(order: Order, limit: cython.longlong) -> cython.longlong:
    """A whole number from 0 up to but not including the limit."""
    return cython.cast(cython.longlong, ((draw(order) >> 33) * cython.cast(cython.ulonglong, limit)) >> 31)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def span_cost(order: Order, places: cython.longlong[::1]) -> cython.longlong:
    """What everyone is paid from the beginning of the first to the end of the last scene."""
    actor: cython.longlong
    for actor in range(order.actor_count):
        order.begins[actor] = -1
    now: cython.longlong = 0
    place: cython.longlong
    i: cython.longlong
    for place in range(order.scene_count):
        scene: cython.longlong = places[place]
        after: cython.longlong = now + order.durations[scene]
        for i in range(order.cast_start[scene], order.cast_start[scene + 1]):
            actor = order.cast[i]
            if order.begins[actor] < 0:
                order.begins[actor] = now
            order.ends[actor] = after
        now = after
    cost: cython.longlong = 0
    for actor in range(order.actor_count):
        if order.begins[actor] >= 0:
            cost += order.pays[actor] * (order.ends[actor] - order.begins[actor])
    return cost


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def shift(order: Order, source: cython.longlong, target: cython.longlong) -> cython.void:
    """Take the scene at one place out and put it in at another."""
    place: cython.longlong
    step: cython.longlong = 1 if source < target else -1
    scene: cython.longlong = order.tried[source]
    place = source
    while place != target:
        order.tried[place] = order.tried[place + step]
        place += step
    order.tried[target] = scene


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def turn_round(order: Order, first: cython.longlong, last: cython.longlong) -> cython.void:
    """Put a stretch in the opposite order."""
    while first < last:
        scene: cython.longlong = order.tried[first]
        order.tried[first] = order.tried[last]
        order.tried[last] = scene
        first += 1
        last -= 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def propose(order: Order) -> cython.bint:
    """Copy the order and change it: half of the moves shift a scene, a quarter swap two, a quarter turn a stretch."""
    first: cython.longlong = draw_below(order, order.scene_count)
    second: cython.longlong = draw_below(order, order.scene_count)
    kind: cython.longlong = draw_below(order, 4)
    if first == second:
        return False
    place: cython.longlong
    for place in range(order.scene_count):
        order.tried[place] = order.order[place]
    if kind < 2:
        shift(order, first, second)
    elif kind == 2:
        order.tried[first], order.tried[second] = order.tried[second], order.tried[first]
    elif first < second:
        turn_round(order, first, second)
    else:
        turn_round(order, second, first)
    return True


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def anneal(
    order: Order, begin: cython.longlong, end: cython.longlong, scheduled: cython.longlong
) -> cython.void:  # fmt: skip
    """Moves number `begin` up to `end`; every `scheduled` moves the temperature starts anew."""
    temperature: cython.double = order.hot
    move: cython.longlong
    place: cython.longlong
    for move in range(begin, end):
        if move % MOVES_PER_STEP == 0 or move == begin:
            part: cython.double = cython.cast(cython.double, (move - move % MOVES_PER_STEP) % scheduled) / scheduled
            temperature = order.hot * exp(COOLING * part)
        if not propose(order):
            continue
        cost: cython.longlong = span_cost(order, order.tried)
        worse: cython.longlong = cost - order.cost
        if worse > 0:
            fraction: cython.double = cython.cast(cython.double, draw(order) >> 11) * 1.1102230246251565e-16
            if fraction >= exp(-worse / temperature):
                continue
        order.cost = cost
        order.order, order.tried = order.tried, order.order
        if cost < order.best:
            order.best = cost
            for place in range(order.scene_count):
                order.best_order[place] = order.order[place]


# ---- the doors of the kernel


def run(order: Order, begin: int, end: int, scheduled: int) -> int:
    """Make these moves; the cost of the best order so far."""
    first: cython.longlong = begin
    last: cython.longlong = end
    span: cython.longlong = scheduled
    with cython.nogil:
        anneal(order, first, last, span)
    return order.best


def best_places(order: Order) -> list[int]:
    """The best order so far: the index of the scene at each place."""
    return list(order.best_order)
