# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The cheapest fractional choice of sets that covers every row, by the revised simplex method; columns may be added.

Its prices are a proposal only, in doubles: what is proven with them is proven elsewhere in whole numbers.
"""

from __future__ import annotations

import cython

COMPILED: bool = cython.compiled
NEVER = cython.declare(cython.double, 1e300)
TINY = cython.declare(cython.double, 1e-9)


@cython.cclass
class Cover:
    """A basis of as many sets as rows, its inverse, and the sets: set k has rows `row[start[k]:start[k + 1]]`.

    The first sets are one for each row, in order, and the first basis. A basic number below zero, -1 - row, is the
    surplus of a row that is covered more than once.
    """

    rows: cython.longlong
    sets: cython.longlong
    cost: cython.double[::1]
    start: cython.longlong[::1]
    row: cython.longlong[::1]
    basic: cython.longlong[::1]
    inverse: cython.double[::1]
    amount: cython.double[::1]
    price: cython.double[::1]
    step: cython.double[::1]

    def __init__(self, rows, views):
        self.rows = rows
        self.sets = 0
        self.cost = views["cost"]
        self.start = views["start"]
        self.row = views["row"]
        self.basic = views["basic"]
        self.inverse = views["inverse"]
        self.amount = views["amount"]
        self.price = views["price"]
        self.step = views["step"]


def add_set(cover: Cover, cost: float, rows: list[int]) -> bool:
    """One more set; False where there is no room for it."""
    k: cython.longlong = cover.sets
    at: cython.longlong = cover.start[k]
    row: cython.longlong
    if k + 2 > len(cover.start) or k >= len(cover.cost) or at + len(rows) > len(cover.row):
        return False
    for row in rows:
        cover.row[at] = row
        at += 1
    cover.cost[k] = cost
    cover.start[k + 1] = at
    cover.sets = k + 1
    return True


def begin(cover: Cover) -> None:
    """The first basis: every row by its own set. Rows ask for a little more than one, each differently.

    Without that most steps of the simplex method would change nothing.
    """
    row: cython.longlong
    mixed: cython.longlong
    for row in range(cover.rows):
        mixed = (row * 40503 + 12829) & 0xFFFF
        cover.basic[row] = row
        cover.amount[row] = 1.0 + mixed * (1e-3 / 65536.0)
        cover.price[row] = cover.cost[row]
        cover.inverse[row * cover.rows + row] = 1.0


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def best_entry(cover: Cover) -> cython.longlong:
    """The set (or -1 - row: a surplus) with the most to gain; `sets` where nothing gains."""
    k: cython.longlong
    at: cython.longlong
    best: cython.longlong = cover.sets
    gain: cython.double
    most: cython.double = 1e-3
    for k in range(cover.sets):
        gain = -cover.cost[k]
        for at in range(cover.start[k], cover.start[k + 1]):
            gain += cover.price[cover.row[at]]
        if gain > most:
            most = gain
            best = k
    for k in range(cover.rows):
        if -cover.price[k] > most:
            most = -cover.price[k]
            best = -1 - k
    return best


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def gain_of(cover: Cover, entry: cython.longlong) -> cython.double:
    """What a unit of the entry saves at the prices of now."""
    at: cython.longlong
    gain: cython.double
    if entry < 0:
        return -cover.price[-1 - entry]
    gain = -cover.cost[entry]
    for at in range(cover.start[entry], cover.start[entry + 1]):
        gain += cover.price[cover.row[at]]
    return gain


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def find_step(cover: Cover, entry: cython.longlong) -> cython.longlong:
    """How the basis changes by a unit of the entry, in `step`; the position that leaves, -1 for none."""
    n: cython.longlong = cover.rows
    i: cython.longlong
    at: cython.longlong
    leaving: cython.longlong = -1
    total: cython.double
    ratio: cython.double
    least: cython.double = NEVER
    for i in range(n):
        total = 0.0
        if entry < 0:
            total = -cover.inverse[i * n - 1 - entry]
        else:
            for at in range(cover.start[entry], cover.start[entry + 1]):
                total += cover.inverse[i * n + cover.row[at]]
        cover.step[i] = total
        if total > TINY:
            ratio = cover.amount[i] / total
            if ratio < least:
                least = ratio
                leaving = i
    return leaving


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def exchange(cover: Cover, entry: cython.longlong, leaving: cython.longlong) -> cython.void:
    """Bring the entry into the basis in place of the one that leaves; inverse, amounts and prices follow."""
    n: cython.longlong = cover.rows
    gain: cython.double = gain_of(cover, entry)
    pivot: cython.double = cover.step[leaving]
    amount: cython.double = cover.amount[leaving] / pivot
    change: cython.double
    i: cython.longlong
    j: cython.longlong
    for j in range(n):
        cover.inverse[leaving * n + j] /= pivot
        cover.price[j] -= gain * cover.inverse[leaving * n + j]
    for i in range(n):
        change = cover.step[i]
        if i != leaving and (change > 1e-12 or change < -1e-12):
            cover.amount[i] -= change * amount
            cover.amount[i] = max(cover.amount[i], 0.0)
            for j in range(n):
                cover.inverse[i * n + j] -= change * cover.inverse[leaving * n + j]
    cover.amount[leaving] = amount
    cover.basic[leaving] = entry


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def improve(cover: Cover, most_steps: cython.longlong) -> cython.longlong:
    """Exchange until nothing gains or so many steps are made; how many were."""
    entry: cython.longlong
    leaving: cython.longlong
    steps: cython.longlong
    for steps in range(most_steps):
        entry = best_entry(cover)
        if entry == cover.sets:
            return steps
        leaving = find_step(cover, entry)
        if leaving < 0:
            return steps
        exchange(cover, entry, leaving)
    return most_steps


def solve(cover: Cover, most_steps: int) -> int:
    """At most so many steps of the simplex method; how many were made. The prices are in the view `price`."""
    limit: cython.longlong = most_steps
    made: cython.longlong
    with cython.nogil:
        made = improve(cover, limit)
    return made
