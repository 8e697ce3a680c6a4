# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""One day in branch and bound: pieces, rules and rewards, what is decided, and what may still join.

Fields and their C types: `pattern_state.pxd`. Pure-Python mode: the same file runs compiled and, a hundred times
slower, uncompiled, with the same answers.
"""

from __future__ import annotations

import cython

FREE = cython.declare(cython.longlong, 0)
IN = cython.declare(cython.longlong, 1)


@cython.cclass
class OneDay:
    """One class of days: its pieces, rules and rewards, the node that is looked at, and the search's stack and heap."""

    def __init__(self, sizes, views):
        self.pieces, self.use_count, self.words = sizes
        self.take_rules(views["rules"])
        self.take_pieces(views)
        self.take_node(views)
        self.take_search(views)

    def take_rules(self, rules):
        """What a day may hold, and its prices, in the order of `one_day`."""
        (
            self.capacity,
            self.most_eighths,
            self.legal_minutes,
            self.regular_minutes,
            self.crew_cost,
            self.comfortable_eighths,
            self.eighth_price,
            self.overtime_price,
            self.move_price,
            self.move_minutes,
            self.most_answers,
            self.width,
        ) = rules

    def take_pieces(self, views):
        """Pieces, their rewards, and what they use."""
        self.weight = views["weight"]
        self.eighths = views["eighths"]
        self.minutes = views["minutes"]
        self.place = views["place"]
        self.start = views["start"]
        self.uses = views["uses"]
        self.days = views["days"]
        self.rate = views["rate"]
        self.is_place = views["is_place"]
        self.use_days = views["use_days"]
        self.most_minutes = views["most_minutes"]
        self.reward = views["reward"]

    def take_node(self, views):
        """Room for what is decided, and for what the relaxed answer takes."""
        self.state = views["state"]
        self.held = views["held"]
        self.shut = views["shut"]
        self.common = views["common"]
        self.used_minutes = views["used_minutes"]
        self.load = views["load"]
        self.filled = views["filled"]
        self.value = views["value"]
        self.taken = views["taken"]
        self.seen = views["seen"]

    def take_search(self, views):
        """Room for the stack, for the heap of a proof and for the answers."""
        self.choice = views["choice"]
        self.side = views["side"]
        self.is_second = views["is_second"]
        self.floor_of = views["floor_of"]
        self.answers = views["answers"]
        self.node_parent = views["node_parent"]
        self.node_choice = views["node_choice"]
        self.node_floor = views["node_floor"]
        self.heap = views["heap"]
        self.heap_size = 0
        self.node_count = 0
        self.depth = -1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def apply(day: OneDay, choice: cython.longlong, side: cython.longlong, step: cython.longlong) -> cython.void:
    """Decide (step 1) or take back (step -1): a choice below `use_count` is a use, the others are pieces."""
    index: cython.longlong
    piece: cython.longlong
    if choice < day.use_count:
        if side == IN:
            day.held[choice] += step
        else:
            day.shut[choice] += step
        return
    piece = choice - day.use_count
    day.state[piece] = side if step > 0 else FREE
    if side == IN:
        for index in range(day.start[piece], day.start[piece + 1]):
            day.held[day.uses[index]] += step
            day.used_minutes[day.uses[index]] += step * day.minutes[piece]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def add_decided(day: OneDay) -> cython.bint:
    """The sums over what is in; False if no day holds it."""
    word: cython.longlong
    use: cython.longlong
    piece: cython.longlong
    day.in_reward = day.in_rate = day.in_weight = day.in_eighths = day.in_minutes = day.in_places = 0
    for word in range(day.words):
        day.common[word] = day.use_days[day.use_count * day.words + word]
    for use in range(day.use_count):
        if day.held[use]:
            if day.shut[use]:
                return False
            day.in_rate += day.rate[use]
            day.in_places += day.is_place[use]
            for word in range(day.words):
                day.common[word] &= day.use_days[use * day.words + word]
    for piece in range(day.pieces):
        if day.state[piece] == IN:
            day.in_reward += day.reward[piece]
            day.in_weight += day.weight[piece]
            day.in_eighths += day.eighths[piece]
            day.in_minutes += day.minutes[piece]
            for word in range(day.words):
                day.common[word] &= day.days[piece * day.words + word]
    for word in range(day.words):
        if day.common[word]:
            return is_legal(day, day.in_weight, day.in_eighths, day.in_minutes, day.in_places)
    return False


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def is_legal(
    day: OneDay, weight: cython.longlong, eighths: cython.longlong, minutes: cython.longlong, places: cython.longlong
) -> cython.bint:
    """Whether a day may hold so much."""
    moves: cython.longlong = places - 1 if places > 0 else 0
    return (
        weight <= day.capacity
        and eighths <= day.most_eighths
        and minutes + moves * day.move_minutes <= day.legal_minutes
    )


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def fits(day: OneDay, piece: cython.longlong) -> cython.bint:
    """Whether a free piece can join what is in."""
    index: cython.longlong
    word: cython.longlong
    use: cython.longlong
    if day.state[piece] != FREE or day.reward[piece] <= 0:
        return False
    for index in range(day.start[piece], day.start[piece + 1]):
        use = day.uses[index]
        if day.shut[use] or day.used_minutes[use] + day.minutes[piece] > day.most_minutes[use]:
            return False
    places: cython.longlong = day.in_places + (0 if day.held[day.place[piece]] else 1)
    if not is_legal(
        day,
        day.in_weight + day.weight[piece],
        day.in_eighths + day.eighths[piece],
        day.in_minutes + day.minutes[piece],
        places,
    ):
        return False
    shared: cython.ulonglong = 0
    for word in range(day.words):
        shared |= day.common[word] & day.days[piece * day.words + word]
    return shared != 0
