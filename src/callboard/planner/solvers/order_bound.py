# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""How long people wait at least in what remains. docs/algorithms/shooting-order.md has the proofs of both bounds."""

from __future__ import annotations

import cython

if cython.compiled:
    from cython.cimports.callboard.planner.solvers.bits import lowest
    from cython.cimports.callboard.planner.solvers.order_state import Shoot, duration_of
else:
    from callboard.planner.solvers.bits import lowest
    from callboard.planner.solvers.order_state import Shoot, duration_of

FULL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
NEVER = cython.declare(cython.longlong, 0x3FFFFFFFFFFFFFFF)
SHARE_BITS = cython.declare(cython.int, 10)


# ---- what those on location wait until each has finished


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
    shoot.group_count = (shoot.people_count + shoot.large_group - 1) // shoot.large_group


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
        shoot.member_work[member] = shoot.pays[actor] * duration_of(shoot, left)
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


# ---- with newcomers: whoever is drawn in by a scene of those who finish waits for the rest of theirs


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def gather_newcomers(shoot: Shoot, number: cython.int) -> cython.longlong:
    """This group's turn of the newcomers who share a scene with it, at most `most_newcomers`; their pay together."""
    shoot.newcomer_count = 0
    pay: cython.longlong = 0
    turn: cython.int = -1
    left: cython.ulonglong = shoot.newcomers
    while left and shoot.newcomer_count < shoot.most_newcomers:
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
        shoot.new_work[shoot.newcomer_count] = duration_of(shoot, scenes)
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
        first: cython.int = newcomer * shoot.group_sets
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
    first: cython.int = newcomer * shoot.group_sets
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


# ---- both in turn, cheap before dear


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def set_group(shoot: Shoot, number: cython.int) -> cython.void:
    """Gather the group of this number: those on location in groups of at most shoot.large_group, as even as can be."""
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


# ---- the bound of each successor


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
