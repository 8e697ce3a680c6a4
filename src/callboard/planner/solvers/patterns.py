# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The cheapest set of pieces for one day against given rewards, by branch and bound, with a floor that is proven.

A set costs its day, one rate for everything that it uses (people, places, rentals), a move for every place but the
first, overtime and pages over; each of its pieces earns its reward. Branching decides first which expensive uses are
in or out, then pieces. docs/algorithms/shooting-bound.md proves the node bound.
"""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.libc.math import floor
else:
    from math import floor

COMPILED: bool = cython.compiled
NOTHING = cython.declare(cython.longlong, -1)
FREE = cython.declare(cython.longlong, 0)
IN = cython.declare(cython.longlong, 1)
OUT = cython.declare(cython.longlong, 2)
# Sums of doubles below 2^40 in a node are wrong by less than one hundredth; a whole unit makes the rounding safe.
ROUNDING = cython.declare(cython.longlong, 1)


@cython.cclass
class OneDay:
    """Everything that branch and bound knows: the pieces that a class of days may hold, rules, rewards and its stack.

    Views by piece: `weight`, `eighths`, `minutes`, `place` (a use), `reward`, `days` (words of dates); its uses are
    `uses[start[piece]:start[piece + 1]]`. By use: `rate` (of a place with the move to it), `is_place`, `use_days`,
    `most_minutes` (of a minor).
    """

    pieces: cython.longlong
    use_count: cython.longlong
    words: cython.longlong
    rules: cython.longlong[::1]
    weight: cython.longlong[::1]
    eighths: cython.longlong[::1]
    minutes: cython.longlong[::1]
    place: cython.longlong[::1]
    start: cython.longlong[::1]
    uses: cython.longlong[::1]
    days: cython.ulonglong[::1]
    rate: cython.longlong[::1]
    is_place: cython.longlong[::1]
    use_days: cython.ulonglong[::1]
    most_minutes: cython.longlong[::1]
    used_minutes: cython.longlong[::1]
    reward: cython.longlong[::1]
    # The node: what is decided, and what is taken in the relaxed answer.
    state: cython.longlong[::1]
    held: cython.longlong[::1]
    shut: cython.longlong[::1]
    common: cython.ulonglong[::1]
    load: cython.longlong[::1]
    filled: cython.double[::1]
    value: cython.double[::1]
    taken: cython.longlong[::1]
    taken_count: cython.longlong
    split_piece: cython.longlong
    in_reward: cython.longlong
    in_rate: cython.longlong
    in_weight: cython.longlong
    in_eighths: cython.longlong
    in_minutes: cython.longlong
    in_places: cython.longlong
    taken_minutes: cython.double
    # The set that is being noted.
    noted: cython.longlong
    noted_weight: cython.longlong
    noted_eighths: cython.longlong
    noted_minutes: cython.longlong
    noted_places: cython.longlong
    # The stack and the answers.
    choice: cython.longlong[::1]
    side: cython.longlong[::1]
    is_second: cython.longlong[::1]
    floor_of: cython.longlong[::1]
    depth: cython.longlong
    # Of a proof: every node made, its choice (times two, and one where it is out), and the open ones as a heap.
    node_parent: cython.longlong[::1]
    node_choice: cython.longlong[::1]
    node_floor: cython.longlong[::1]
    heap: cython.longlong[::1]
    heap_size: cython.longlong
    node_count: cython.longlong
    nodes: cython.longlong
    best: cython.longlong
    closed: cython.longlong
    seen: cython.longlong[::1]
    answers: cython.longlong[::1]
    answer_count: cython.longlong

    def __init__(self, sizes, views):
        self.pieces, self.use_count, self.words = sizes
        self.rules = views["rules"]
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
        self.used_minutes = views["used_minutes"]
        self.reward = views["reward"]
        self.state = views["state"]
        self.held = views["held"]
        self.shut = views["shut"]
        self.common = views["common"]
        self.load = views["load"]
        self.filled = views["filled"]
        self.value = views["value"]
        self.taken = views["taken"]
        self.choice = views["choice"]
        self.side = views["side"]
        self.is_second = views["is_second"]
        self.floor_of = views["floor_of"]
        self.seen = views["seen"]
        self.answers = views["answers"]
        self.node_parent = views["node_parent"]
        self.node_choice = views["node_choice"]
        self.node_floor = views["node_floor"]
        self.heap = views["heap"]
        self.heap_size = 0
        self.node_count = 0
        self.depth = -1


# Places in `rules`.
CAPACITY = cython.declare(cython.longlong, 0)
MOST_EIGHTHS = cython.declare(cython.longlong, 1)
LEGAL = cython.declare(cython.longlong, 2)
REGULAR = cython.declare(cython.longlong, 3)
CREW = cython.declare(cython.longlong, 4)
COMFORTABLE = cython.declare(cython.longlong, 5)
EIGHTH_OVER = cython.declare(cython.longlong, 6)
OVERTIME = cython.declare(cython.longlong, 7)
MOVE = cython.declare(cython.longlong, 8)
MOVE_MINUTES = cython.declare(cython.longlong, 9)
MOST_ANSWERS = cython.declare(cython.longlong, 10)
WIDTH = cython.declare(cython.longlong, 11)


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
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def is_legal(
    day: OneDay, weight: cython.longlong, eighths: cython.longlong, minutes: cython.longlong, places: cython.longlong
) -> cython.bint:
    """Whether a day may hold so much."""
    moves: cython.longlong = places - 1 if places > 0 else 0
    return (
        weight <= day.rules[CAPACITY]
        and eighths <= day.rules[MOST_EIGHTHS]
        and minutes + moves * day.rules[MOVE_MINUTES] <= day.rules[LEGAL]
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


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def add_loads(day: OneDay) -> cython.void:
    """What weight at most can share each undecided use: all its pieces that fit, or the room that is left."""
    use: cython.longlong
    piece: cython.longlong
    index: cython.longlong
    room: cython.longlong = day.rules[CAPACITY] - day.in_weight
    for use in range(day.use_count):
        day.load[use] = 0
    for piece in range(day.pieces):
        day.value[piece] = 0.0
        if fits(day, piece):
            day.value[piece] = 1.0
            for index in range(day.start[piece], day.start[piece + 1]):
                day.load[day.uses[index]] += day.weight[piece]
    for use in range(day.use_count):
        day.load[use] = smaller(day.load[use], room)


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
                rate = day.rate[use] + minute * day.rules[MOVE_MINUTES] * day.is_place[use]
                share += rate / day.load[use]
        day.value[piece] = day.reward[piece] - minute * day.minutes[piece] - share * day.weight[piece]
        if day.value[piece] == 0.0:
            day.value[piece] = -1e-9  # zero is kept for pieces that do not fit


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def fill(day: OneDay) -> cython.double:
    """The most that the free pieces can earn in the room that is left, the last one in part; notes what it took."""
    room: cython.double = day.rules[CAPACITY] - day.in_weight
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
    sure: cython.double = day.rules[CREW] + day.in_rate - day.rules[MOVE] - day.in_reward
    over: cython.longlong = day.in_eighths - day.rules[COMFORTABLE]
    late: cython.double = day.in_minutes - day.rules[REGULAR]
    if over > 0:
        sure += over * day.rules[EIGHTH_OVER]
    if moves > 0:
        late += moves * day.rules[MOVE_MINUTES]
    value_pieces(day, minute)
    if minute > 0.0:
        sure += minute * (day.in_minutes + moves * day.rules[MOVE_MINUTES] - day.rules[REGULAR])
    elif late > 0.0:
        sure += late * day.rules[OVERTIME]
    return cython.cast(cython.longlong, floor(sure - fill(day))) - ROUNDING


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def note_answer(day: OneDay) -> cython.void:
    """Note the pieces that are in, with the ones taken whole that still fit, if such a set is good."""
    at: cython.longlong = (day.answer_count % day.rules[MOST_ANSWERS]) * day.rules[WIDTH]
    piece: cython.longlong
    index: cython.longlong
    cost: cython.longlong = day.rules[CREW] - day.rules[MOVE]
    day.noted = day.noted_weight = day.noted_eighths = day.noted_minutes = day.noted_places = 0
    for piece in range(day.pieces):
        if day.state[piece] == IN:
            cost += join(day, piece, at)
    for index in range(day.taken_count):
        if day.taken[index] != day.split_piece:
            cost += join(day, day.taken[index], at)
    if day.noted == 0:
        return
    late: cython.longlong = day.noted_minutes + (day.noted_places - 1) * day.rules[MOVE_MINUTES] - day.rules[REGULAR]
    over: cython.longlong = day.noted_eighths - day.rules[COMFORTABLE]
    cost += day.rules[OVERTIME] * late if late > 0 else 0
    cost += day.rules[EIGHTH_OVER] * over if over > 0 else 0
    if cost < day.best or (cost < 0 and 2 * cost < day.best):
        day.answers[at] = day.noted
        day.answer_count += 1
        day.best = smaller(day.best, cost)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def join(day: OneDay, piece: cython.longlong, at: cython.longlong) -> cython.longlong:
    """Add the piece to the set noted at `at` if it fits; what it adds to the cost, less its reward."""
    count: cython.longlong = day.noted
    cost: cython.longlong
    places: cython.longlong = day.noted_places + (0 if has_use(day, at, count, day.place[piece]) else 1)
    if count + 1 >= day.rules[WIDTH] or not can_join(day, piece, at, places):
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


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def next_choice(day: OneDay) -> cython.longlong:
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
def visit(day: OneDay, slack: cython.longlong) -> cython.longlong:
    """Bound the node and note an answer; the choice to branch on, or nothing where it is closed."""
    least: cython.longlong
    strict: cython.longlong
    day.nodes += 1
    if not add_decided(day):
        return NOTHING
    add_loads(day)
    least = node_floor(day, 0.0)
    if least < day.best - slack and day.rules[OVERTIME] > 0:
        moves: cython.longlong = day.in_places - 1 if day.in_places > 0 else 0
        if day.in_minutes + day.taken_minutes + moves * day.rules[MOVE_MINUTES] > day.rules[REGULAR]:
            add_loads(day)
            strict = node_floor(day, day.rules[OVERTIME])
            if strict <= least or day.taken_count == 0:
                add_loads(day)
                node_floor(day, 0.0)
            least = -smaller(-least, -strict)
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
def step_back(day: OneDay) -> cython.bint:
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
def first_side(day: OneDay, choice: cython.longlong) -> cython.longlong:
    """In, unless the relaxed answer pays less than a third of the use."""
    if choice < day.use_count and 3.0 * day.filled[choice] < day.load[choice]:
        return OUT
    return IN


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def smaller(one: cython.longlong, other: cython.longlong) -> cython.longlong:
    """The smaller of two whole numbers."""
    return one if one < other else other


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def search(day: OneDay, slack: cython.longlong, most_nodes: cython.longlong) -> cython.bint:
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
def proven_floor(day: OneDay, slack: cython.longlong) -> cython.longlong:
    """No set costs less: neither those looked at nor those below the sides that are still open."""
    level: cython.longlong
    least: cython.longlong = smaller(day.best - slack, day.closed)
    for level in range(day.depth + 1):
        if day.is_second[level] == 0 or level == day.depth:
            least = smaller(least, day.floor_of[level])
    return least


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def push(day: OneDay, parent: cython.longlong, choice: cython.longlong, least: cython.longlong) -> cython.void:
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
def pop(day: OneDay) -> cython.longlong:
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
def apply_path(day: OneDay, node: cython.longlong, step: cython.longlong) -> cython.void:
    """Decide, or take back, all that the node and the nodes above it decide."""
    while node > 0:
        apply(day, day.node_choice[node] >> 1, OUT if day.node_choice[node] & 1 else IN, step)
        node = day.node_parent[node]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def search_least_first(day: OneDay, slack: cython.longlong, most_nodes: cython.longlong) -> cython.bint:
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
            least = -smaller(-least, -day.node_floor[node])
            push(day, node, 2 * choice, least)
            push(day, node, 2 * choice + 1, least)
    return True


def begin(day: OneDay) -> None:
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


def go_on(day: OneDay, slack: int, most_nodes: int) -> tuple[bool, int, int, int]:
    """(Whether all is done; the proven floor of the cost of any set; the best met; how many answers are noted)."""
    limit: cython.longlong = most_nodes
    allowed: cython.longlong = slack
    is_done: cython.bint
    with cython.nogil:
        is_done = search(day, allowed, limit)
    return bool(is_done), proven_floor(day, allowed), day.best, min(day.answer_count, day.rules[MOST_ANSWERS])


def prove(day: OneDay, slack: int, most_nodes: int) -> tuple[bool, int, int, int, int]:
    """As `go_on`, least floor first; and the nodes visited since `begin`, which the heap's views limit."""
    limit: cython.longlong = most_nodes
    allowed: cython.longlong = slack
    is_done: cython.bint
    if day.nodes == 0:
        push(day, -1, -1, -(2**62))
    with cython.nogil:
        is_done = search_least_first(day, allowed, limit)
    least: cython.longlong = smaller(day.best - allowed, day.closed)
    if day.heap_size > 0:
        least = smaller(least, day.node_floor[day.heap[0]])
    return bool(is_done), least, day.best, min(day.answer_count, day.rules[MOST_ANSWERS]), day.nodes
