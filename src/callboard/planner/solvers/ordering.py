# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Exact scene ordering: dynamic programming over sets of scenes that are done, one layer for each number of scenes.

Pure-Python mode: the same file runs compiled and, a hundred times slower, uncompiled, with the same answers.
docs/algorithms/shooting-order.md has the model, the proofs of the bounds and the sources of the rules.

A state is the set of scenes done, as bits of a word; its cost is the least *waiting* paid so far: pay of people who are
on location and not in the scene, times its duration. What they are paid for working is the same in every order.
"""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.bits import lowest, popcount
else:
    from callboard.planner.solvers.bits import lowest, popcount

FULL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
FIRST_FACTOR = cython.declare(cython.ulonglong, 0x7FB5D329728EA185)
SECOND_FACTOR = cython.declare(cython.ulonglong, 0x81DADEF4BC2DD44D)
ONE = cython.declare(cython.ulonglong, 1)
NONE = cython.declare(cython.ulonglong, 0)
NEVER = cython.declare(cython.longlong, 0x3FFFFFFFFFFFFFFF)
LARGE_GROUP = cython.declare(cython.int, 11)
MOST_NEWCOMERS = cython.declare(cython.int, 4)
GROUP_SETS = cython.declare(cython.int, 2048)  # 2 to the power of LARGE_GROUP
SHARE_BITS = cython.declare(cython.int, 10)


@cython.cclass
class Shoot:
    """One problem and the search's memory. Constants first, then the two layers, then scratch space of the bound."""

    scene_count: cython.int
    actor_count: cython.int
    all_scenes: cython.ulonglong
    scene_cast: cython.ulonglong[::1]
    actor_scenes: cython.ulonglong[::1]
    durations: cython.longlong[::1]
    pays: cython.longlong[::1]
    duration_sums: cython.longlong[::1]
    pay_sums: cython.longlong[::1]
    cast_unions: cython.ulonglong[::1]

    best: cython.longlong
    states: cython.ulonglong[::1]
    costs: cython.longlong[::1]
    table_states: cython.ulonglong[::1]
    table_costs: cython.longlong[::1]
    table_mask: cython.ulonglong
    table_count: cython.longlong
    full_states: cython.ulonglong[::1]
    full_costs: cython.longlong[::1]
    moved_slots: cython.longlong

    position: cython.longlong
    kept: cython.longlong
    least: cython.longlong
    steps: cython.longlong

    done: cython.ulonglong
    remaining: cython.ulonglong
    started: cython.ulonglong
    on_location: cython.ulonglong
    newcomers: cython.ulonglong
    people: cython.longlong[::1]
    people_count: cython.int
    group_count: cython.int
    members: cython.int
    member_pay: cython.longlong[::1]
    member_work: cython.longlong[::1]
    scene_group: cython.longlong[::1]
    work: cython.longlong[::1]
    finish: cython.longlong[::1]
    after: cython.longlong[::1]
    if_next: cython.longlong[::1]
    group_pay: cython.longlong[::1]
    newcomer_count: cython.int
    new_actor: cython.longlong[::1]
    new_partners: cython.longlong[::1]
    new_share: cython.longlong[::1]
    new_work: cython.longlong[::1]
    new_missed: cython.longlong[::1]
    new_charge: cython.longlong[::1]

    def __init__(self, durations, pays, casts, zeros, words) -> None:
        """`durations` of scenes, `pays` of actors, `casts` a word of actors for each scene; makers of empty arrays."""
        self.scene_count, self.actor_count = len(durations), len(pays)
        self.durations, self.pays, self.scene_cast = durations, pays, casts
        self.all_scenes = FULL >> (64 - self.scene_count)
        self.actor_scenes = words(max(1, self.actor_count))
        self.duration_sums, self.pay_sums, self.cast_unions = zeros(2048), zeros(2048), words(2048)
        self.people, self.scene_group, self.member_pay, self.member_work = zeros(64), zeros(64), zeros(64), zeros(64)
        self.work, self.finish, self.group_pay = zeros(GROUP_SETS), zeros(GROUP_SETS), zeros(GROUP_SETS)
        self.new_actor, self.new_partners, self.new_share = zeros(64), zeros(64), zeros(64)
        self.new_work, self.if_next, self.after = zeros(64), zeros(64), zeros(GROUP_SETS)
        self.new_missed, self.new_charge = zeros(MOST_NEWCOMERS * GROUP_SETS), zeros(MOST_NEWCOMERS * GROUP_SETS)
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
def put(shoot: Shoot, state: cython.ulonglong, cost: cython.longlong) -> cython.void:
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


# ---- the bound: what those on location wait until each has finished


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def list_people(shoot: Shoot) -> cython.void:
    """Those on location, the dearest first: the first group gets those who are worth most."""
    shoot.people_count = 0
    left: cython.ulonglong = shoot.on_location
    while left:
        actor: cython.longlong = lowest(left)
        left &= left - 1
        place: cython.int = shoot.people_count
        while place > 0 and shoot.pays[shoot.people[place - 1]] < shoot.pays[actor]:
            shoot.people[place] = shoot.people[place - 1]
            place -= 1
        shoot.people[place] = actor
        shoot.people_count += 1
    shoot.group_count = (shoot.people_count + LARGE_GROUP - 1) // LARGE_GROUP


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def gather_group(shoot: Shoot, first: cython.int, members: cython.int) -> cython.void:
    """Which members of the group each remaining scene needs, and what each member is paid for his own scenes."""
    shoot.members = members
    left: cython.ulonglong = shoot.remaining
    while left:
        shoot.scene_group[lowest(left)] = 0
        left &= left - 1
    member: cython.int
    for member in range(members):
        actor: cython.longlong = shoot.people[first + member]
        left = shoot.actor_scenes[actor] & shoot.remaining
        shoot.member_pay[member] = shoot.pays[actor]
        shoot.member_work[member] = shoot.pays[actor] * total(shoot.duration_sums, left)
        while left:
            shoot.scene_group[lowest(left)] |= 1 << member
            left &= left - 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def sum_work(shoot: Shoot, sums: cython.longlong[::1], first: cython.int, scenes: cython.ulonglong) -> cython.void:
    """For each set of members, from `sums[first]` on: how long those of the scenes last that need one of the set."""
    size: cython.int = 1 << shoot.members
    place: cython.int
    for place in range(first, first + size):
        sums[place] = 0
    while scenes:
        scene: cython.int = lowest(scenes)
        scenes &= scenes - 1
        sums[first + size - 1 - cython.cast(cython.int, shoot.scene_group[scene])] += shoot.durations[scene]
    # now by the set of members that a scene does *not* need; sum over supersets, and turn round
    start: cython.int = first
    step: cython.int = 1
    if size >= 4:  # the first two members at once: loops of one or two rounds would cost more than the sums
        while start < first + size:
            sums[start + 1] += sums[start + 3]
            sums[start + 2] += sums[start + 3]
            sums[start] += sums[start + 1] + sums[start + 2] - sums[start + 3]
            start += 4
        step = 4
    while step < size:
        start = first
        while start < first + size:
            for place in range(start, start + step):
                sums[place] += sums[place + step]
            start += 2 * step
        step *= 2
    whole: cython.longlong = sums[first]
    for place in range(first, first + size):
        sums[place] = whole - sums[place]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def least_waiting(shoot: Shoot) -> cython.longlong:
    """The least waiting of the group over all orders in which its members finish.

    Who finishes last of a set waits while scenes of the set are done that are not his own.
    """
    size: cython.int = 1 << shoot.members
    group: cython.int
    shoot.finish[0] = 0
    for group in range(1, size):
        work: cython.longlong = shoot.work[group]
        least: cython.longlong = NEVER
        left: cython.uint = group
        while left:
            others: cython.uint = left & (left - 1)
            member: cython.int = lowest(left)
            cost: cython.longlong = (
                shoot.finish[group ^ (left ^ others)] + shoot.member_pay[member] * work - shoot.member_work[member]
            )
            least = min(least, cost)
            left = others
        shoot.finish[group] = least
    shoot.steps += size * shoot.members
    return shoot.finish[size - 1]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def least_waiting_after(shoot: Shoot) -> cython.void:
    """For each set of finished members: the least waiting of the others until all have finished."""
    whole: cython.int = (1 << shoot.members) - 1
    shoot.after[whole] = 0
    group: cython.int
    for group in range(whole - 1, -1, -1):
        least: cython.longlong = NEVER
        left: cython.uint = whole ^ group
        while left:
            member: cython.int = lowest(left)
            left &= left - 1
            more: cython.int = group | (1 << member)
            cost: cython.longlong = (
                shoot.after[more] + shoot.member_pay[member] * shoot.work[more] - shoot.member_work[member]
            )
            least = min(least, cost)
        shoot.after[group] = least
    shoot.steps += (whole + 1) * shoot.members


# ---- the bound with newcomers: whoever is drawn in by a scene of those who finish waits for the rest of theirs


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def gather_newcomers(shoot: Shoot, number: cython.int) -> cython.longlong:
    """This group's turn of the newcomers who share a scene with it, at most MOST_NEWCOMERS; their pay together."""
    shoot.newcomer_count = 0
    pay: cython.longlong = 0
    turn: cython.int = -1
    left: cython.ulonglong = shoot.newcomers
    while left and shoot.newcomer_count < MOST_NEWCOMERS:
        actor: cython.longlong = lowest(left)
        left &= left - 1
        turn += 1
        if turn % shoot.group_count != number:
            continue
        scenes: cython.ulonglong = shoot.actor_scenes[actor] & shoot.remaining
        partners: cython.longlong = 0
        one: cython.ulonglong = scenes
        while one:
            partners |= shoot.scene_group[lowest(one)]
            one &= one - 1
        if partners == 0:
            continue
        shoot.new_actor[shoot.newcomer_count] = actor
        shoot.new_partners[shoot.newcomer_count] = partners
        shoot.new_work[shoot.newcomer_count] = total(shoot.duration_sums, scenes)
        shoot.newcomer_count += 1
        pay += shoot.pays[actor]
    return pay


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def sum_group_pay(shoot: Shoot) -> cython.void:
    """For each set of members: their pay together."""
    group: cython.int
    shoot.group_pay[0] = 0
    for group in range(1, 1 << shoot.members):
        shoot.group_pay[group] = shoot.group_pay[group & (group - 1)] + shoot.member_pay[lowest(group)]


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def charge_newcomers(shoot: Shoot, pay: cython.longlong) -> cython.void:
    """For each newcomer and each set of finished members: what a minute costs that he is (or that avoids him)."""
    size: cython.int = 1 << shoot.members
    group: cython.int
    newcomer: cython.int
    sum_group_pay(shoot)
    for newcomer in range(shoot.newcomer_count):
        actor: cython.longlong = shoot.new_actor[newcomer]
        partners: cython.longlong = shoot.new_partners[newcomer]
        share: cython.longlong = (shoot.pays[actor] << SHARE_BITS) // pay
        shoot.new_share[newcomer] = share
        first: cython.int = newcomer * GROUP_SETS
        sum_work(shoot, shoot.new_missed, first, shoot.remaining & (shoot.actor_scenes[actor] ^ FULL))
        for group in range(size):
            known: cython.longlong = shoot.group_pay[group & partners]
            if known >= pay:
                shoot.new_charge[first + group] = shoot.pays[actor]
            else:
                shoot.new_charge[first + group] = (known * share) >> SHARE_BITS


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def newcomer_waiting(
    shoot: Shoot, newcomer: cython.int, before: cython.int, after: cython.int, pay: cython.longlong
) -> cython.longlong:
    """What this newcomer adds at least while the member with this pay finishes, after those of `before`."""
    first: cython.int = newcomer * GROUP_SETS
    charge: cython.longlong = shoot.new_charge[first + before]
    if charge == 0:
        return 0
    missed: cython.longlong = shoot.new_missed[first + after]
    waits: cython.longlong = (missed - shoot.new_missed[first + before]) * charge
    own_left: cython.longlong = shoot.new_work[newcomer] - (shoot.work[after] - missed)
    leaves: cython.longlong = (pay * own_left * shoot.new_share[newcomer]) >> SHARE_BITS
    return waits if waits < leaves else leaves


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def least_waiting_with_newcomers(shoot: Shoot, enough: cython.longlong) -> cython.longlong:
    """The group's least waiting and what newcomers add to it in the same order of finishing; `enough` if it is more.

    Needs `after`: a set that cannot be gone on from with less than `enough` is not gone on from.
    """
    size: cython.int = 1 << shoot.members
    group: cython.int
    newcomer: cython.int
    shoot.finish[0] = 0
    for group in range(1, size):
        work: cython.longlong = shoot.work[group]
        least: cython.longlong = enough - shoot.after[group]
        left: cython.uint = group
        while left:
            others: cython.uint = left & (left - 1)
            member: cython.int = lowest(left)
            before: cython.int = group ^ (left ^ others)
            left = others
            pay: cython.longlong = shoot.member_pay[member]
            cost: cython.longlong = shoot.finish[before] + pay * work - shoot.member_work[member]
            if cost >= least:
                continue
            for newcomer in range(shoot.newcomer_count):
                cost += newcomer_waiting(shoot, newcomer, before, group, pay)
            least = min(least, cost)
        shoot.finish[group] = least
    shoot.steps += size * shoot.members * (1 + shoot.newcomer_count)
    return shoot.finish[size - 1]


# ---- both bounds in turn, cheap before dear


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def set_group(shoot: Shoot, number: cython.int) -> cython.void:
    """Gather the group of this number: those on location in groups of at most LARGE_GROUP, as even as can be."""
    smaller: cython.int = shoot.people_count // shoot.group_count
    larger: cython.int = shoot.people_count % shoot.group_count
    first: cython.int = number * smaller + (number if number < larger else larger)
    gather_group(shoot, first, smaller + (1 if number < larger else 0))
    sum_work(shoot, shoot.work, 0, shoot.remaining)
    least_waiting_after(shoot)


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def bound(shoot: Shoot, enough: cython.longlong) -> cython.longlong:
    """No order of what remains makes people wait for less than this. Stops looking at `enough`.

    Groups have nobody in common, so their waiting may be added up; newcomers are dealt out to the groups.
    """
    list_people(shoot)
    answer: cython.longlong = 0
    number: cython.int
    for number in range(shoot.group_count):
        set_group(shoot, number)
        answer += shoot.after[0]
    if shoot.newcomers == 0:
        return answer
    for number in range(shoot.group_count):
        if answer >= enough:
            return answer
        if shoot.group_count > 1:
            set_group(shoot, number)
        pay: cython.longlong = gather_newcomers(shoot, number)
        if shoot.newcomer_count:
            answer -= shoot.after[0]
            charge_newcomers(shoot, pay)
            answer += least_waiting_with_newcomers(shoot, enough - answer)
    return answer


# ---- the rules that leave out successors


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def free_scene(shoot: Shoot) -> cython.int:
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
def is_subsumed(shoot: Shoot, scene: cython.int) -> cython.bint:
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
def look_at(shoot: Shoot, steps: cython.longlong) -> cython.void:
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
def least_waiting_if_next(shoot: Shoot, scene: cython.int) -> cython.longlong:
    """The group's least waiting if this scene is done now.

    Whoever has finished before the first of its cast does would not have waited for the scene; now he does.
    """
    whole: cython.int = (1 << shoot.members) - 1
    shoot.steps += whole
    cast: cython.int = cython.cast(cython.int, shoot.scene_group[scene])
    duration: cython.longlong = shoot.durations[scene]
    if cast == 0:
        return shoot.finish[whole] + duration * shoot.group_pay[whole]
    least: cython.longlong = NEVER
    others: cython.int = whole ^ cast
    finished: cython.int = others
    while True:
        left: cython.uint = cast
        while left:
            member: cython.int = lowest(left)
            left &= left - 1
            more: cython.int = finished | (1 << member)
            cost: cython.longlong = (
                shoot.finish[finished] + duration * shoot.group_pay[finished]
                + shoot.member_pay[member] * shoot.work[more] - shoot.member_work[member] + shoot.after[more]
            )  # fmt: skip
            least = min(least, cost)
        if finished == 0:
            return least
        finished = (finished - 1) & others


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def bound_successors(shoot: Shoot) -> cython.void:
    """For each remaining scene: no order that goes on with it makes people wait for less than this."""
    left: cython.ulonglong = shoot.remaining
    while left:
        shoot.if_next[lowest(left)] = 0
        left &= left - 1
    list_people(shoot)
    number: cython.int
    for number in range(shoot.group_count):
        set_group(shoot, number)
        sum_group_pay(shoot)
        least_waiting(shoot)
        left = shoot.remaining
        while left:
            shoot.if_next[lowest(left)] += least_waiting_if_next(shoot, lowest(left))
            left &= left - 1


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def go_on_from(shoot: Shoot, state: cython.ulonglong, cost: cython.longlong) -> cython.void:
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
        put(shoot, state | (ONE << scene), cost + shoot.durations[scene] * total(shoot.pay_sums, waiting))


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def go_on(shoot: Shoot, count: cython.longlong, steps: cython.longlong) -> cython.void:
    """Go on from the layer's states from `position` on, as long as the table has room for their successors."""
    shoot.steps = 0
    while shoot.position < count and shoot.steps < steps and has_room(shoot):
        go_on_from(shoot, shoot.states[shoot.position], shoot.costs[shoot.position])
        shoot.position += 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def has_room(shoot: Shoot) -> cython.bint:
    """Whether the table stays at most 7/10 full after one more state."""
    slots: cython.longlong = cython.cast(cython.longlong, shoot.table_mask) + 1
    return (shoot.table_count + shoot.scene_count) * 10 <= slots * 7


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def find_before(
    shoot: Shoot, state: cython.ulonglong, cost: cython.longlong, states: cython.ulonglong[::1],
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
        if costs[place] + shoot.durations[scene] * total(shoot.pay_sums, waiting) == cost:
            return place
    return -1


# ---- the doors of the kernel


def set_best(shoot: Shoot, best: int) -> None:
    """Only orders with less waiting than this are sought."""
    shoot.best = best


def begin_layer(shoot: Shoot, states, costs, table_states, table_costs) -> None:
    """Go on from these states into this empty table (its length a power of two)."""
    shoot.states, shoot.costs = states, costs
    shoot.table_states, shoot.table_costs = table_states, table_costs
    shoot.table_mask = len(table_states) - 1
    shoot.table_count = 0
    shoot.position = 0


def expand(shoot: Shoot, most_steps: int) -> tuple[int, bool]:
    """Go on from more states: how many of the layer are done, and whether the table has room for another."""
    steps: cython.longlong = most_steps
    count: cython.longlong = len(shoot.states)
    with cython.nogil:
        go_on(shoot, count, steps)
    return shoot.position, bool(has_room(shoot))


def begin_enlarging(shoot: Shoot, table_states, table_costs) -> None:
    """Put a larger, empty table in the place of the one that is full."""
    shoot.full_states, shoot.full_costs = shoot.table_states, shoot.table_costs
    shoot.table_states, shoot.table_costs = table_states, table_costs
    shoot.table_mask = len(table_states) - 1
    shoot.table_count = 0
    shoot.moved_slots = 0


def enlarge(shoot: Shoot, most_slots: int) -> bool:
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


def begin_bounds(shoot: Shoot) -> None:
    """Start to bound what the table holds."""
    shoot.position = 0
    shoot.kept = 0
    shoot.least = shoot.best


def bound_states(shoot: Shoot, most_steps: int) -> tuple[bool, int, int, int]:
    """Bound more of the table: whether all is bounded, slots seen, states left, and the least of their bounds."""
    steps: cython.longlong = most_steps
    with cython.nogil:
        look_at(shoot, steps)
    return shoot.position == len(shoot.table_states), shoot.position, shoot.kept, shoot.least


def scene_before(shoot: Shoot, state: int, cost: int, states, costs) -> tuple[int, int]:
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
