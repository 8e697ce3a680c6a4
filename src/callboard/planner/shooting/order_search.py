"""Drives the kernels that order one part: annealing for a good order, then layers of scene sets for the proof."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from callboard.planner.shooting.order_reduction import Part
from callboard.planner.solvers import order_annealing, ordering

WORD = 64  # scenes, or actors, that an exact search can have
MOVES_PER_PAIR = 40  # in one cooling; pairs of scenes, since a move names two places
MOST_MOVES_PER_COOLING = 500_000
COOLINGS = 4
PLACES_AT_ONCE = 6_000  # annealing moves times scenes
SLOTS_AT_ONCE = 20_000
STEPS_AT_ONCE = 60_000  # about 0.1 ms compiled, 0.1 s uncompiled
MOST_BYTES = 400_000_000
BYTES_PER_STATE = 16  # a word and a cost
SMALLEST_TABLE = 1 << 10

IsOver = Callable[[int], bool]


def zeros(count: int) -> array[int]:
    """Signed 64-bit numbers."""
    return array("q", [0]) * count


def words(count: int) -> array[int]:
    """Unsigned 64-bit words."""
    return array("Q", [0]) * count


@dataclass
class PartSearch:
    """What is known of one part: the best order of its blocks so far, and what no order can stay below.

    Costs here are span costs of the part: what its actors are paid from their first to their last block. `moves`
    counts annealing moves, table slots bounded and states gone on from; it grows with every stretch of work, so that a
    search stopped at a number of moves does the same on every machine.
    """

    part: Part
    order: list[int] = field(init=False)
    cost: int = field(init=False)
    bound: int = field(init=False)
    moves: int = 0
    states: int = 0

    def __post_init__(self) -> None:
        self.order = list(range(len(self.part.scenes)))
        self.bound = self.working_cost
        self.cost = 0

    @property
    def working_cost(self) -> int:
        """What everyone is paid for his own scenes, in any order."""
        part = self.part
        return sum(
            duration * sum(part.pays[actor] for actor in cast)
            for duration, cast in zip(part.durations, part.casts, strict=True)
        )

    @property
    def is_proved(self) -> bool:
        """No order costs less."""
        return self.cost == self.bound

    def anneal(self, seed: int, is_over: IsOver) -> None:
        """Find a good order; ends early if `is_over`."""
        part = self.part
        starts = [0]
        for cast in part.casts:
            starts.append(starts[-1] + len(cast))
        members = array("q", [actor for cast in part.casts for actor in sorted(cast)])
        annealing = order_annealing.Order(
            array("q", part.durations), array("q", part.pays), array("q", starts), members, zeros, seed
        )
        cooling = min(MOVES_PER_PAIR * len(part.scenes) ** 2, MOST_MOVES_PER_COOLING)
        at_once = max(1, PLACES_AT_ONCE // len(part.scenes))
        done = 0
        self.cost = order_annealing.run(annealing, 0, 0, cooling)
        while done < COOLINGS * cooling and not is_over(self.moves):
            self.cost = order_annealing.run(annealing, done, done + at_once, cooling)
            done += at_once
            self.moves += at_once
        self.order = order_annealing.best_places(annealing)

    def prove(self, is_over: IsOver, found: Callable[[], None], most_bytes: int = MOST_BYTES) -> None:
        """Find a best order and prove it, if memory and `is_over` allow; raise the bound in any case.

        `found` is told of every better bound.
        """
        if self.is_proved or len(self.part.scenes) > WORD or len(self.part.pays) > WORD:
            return
        _Layers(self, is_over, found, most_bytes).search()


class _Layers:
    """Breadth-first over the sets of blocks that are done: all sets of k blocks before those of k + 1."""

    def __init__(self, search: PartSearch, is_over: IsOver, found: Callable[[], None], most_bytes: int) -> None:
        self.search_of, self.is_over, self.found, self.most_bytes = search, is_over, found, most_bytes
        part = search.part
        casts = array("Q", [sum(1 << actor for actor in cast) for cast in part.casts])
        self.shoot = ordering.Shoot(array("q", part.durations), array("q", part.pays), casts, zeros, words)
        self.kept: list[tuple[array[int], array[int]]] = [(words(1), zeros(1))]
        self.table: tuple[array[int], array[int]] = (words(1), zeros(1))

    def search(self) -> None:
        """Layer by layer up to the last, or until none can lead to a better order."""
        search = self.search_of
        ordering.set_best(self.shoot, search.cost - search.working_cost)
        for _ in search.part.scenes:
            if not self._expand() or not self._bound():
                return
            if not len(self.kept[-1][0]):
                search.bound = search.cost
                return
        search.cost = search.bound = search.working_cost + self.kept[-1][1][0]
        search.order = self._path()

    def _expand(self) -> bool:
        """Go on from every state of the last layer; False if stopped or out of memory."""
        states, costs = self.kept[-1]
        self.table = self._a_table(SMALLEST_TABLE)
        ordering.begin_layer(self.shoot, states, costs, *self.table)
        position, has_room = 0, True
        while position < len(states):
            if self.is_over(self.search_of.moves) or not (has_room or self._enlarge()):
                return False
            before = position
            position, has_room = ordering.expand(self.shoot, STEPS_AT_ONCE)
            self.search_of.moves += position - before
            self.search_of.states += position - before
        return True

    def _enlarge(self) -> bool:
        """Move the table into one of four times the size; False if stopped or out of memory."""
        layers = sum(len(states) for states, _ in self.kept)
        if BYTES_PER_STATE * (layers + 5 * len(self.table[0])) > self.most_bytes:
            return False
        self.table = self._a_table(4 * len(self.table[0]))
        ordering.begin_enlarging(self.shoot, *self.table)
        while not ordering.enlarge(self.shoot, SLOTS_AT_ONCE):
            if self.is_over(self.search_of.moves):
                return False
        return True

    def _a_table(self, slots: int) -> tuple[array[int], array[int]]:
        return words(slots), zeros(slots)

    def _bound(self) -> bool:
        """Keep the states of the table that may lead to a better order; False if stopped."""
        ordering.begin_bounds(self.shoot)
        is_done, before = False, 0
        while not is_done:
            if self.is_over(self.search_of.moves):
                return False
            is_done, position, kept, least = ordering.bound_states(self.shoot, STEPS_AT_ONCE)
            self.search_of.moves += position - before
            before = position
        states, costs = self.table
        self.kept.append((states[:kept], costs[:kept]))
        bound = self.search_of.working_cost + least
        if bound > self.search_of.bound:
            self.search_of.bound = bound
            self.found()
        return True

    def _path(self) -> list[int]:
        """From the last layer back to the first."""
        state, cost = self.kept[-1][0][0], self.kept[-1][1][0]
        order = []
        for states, costs in reversed(self.kept[:-1]):
            scene, before = ordering.scene_before(self.shoot, state, cost, states, costs)
            order.append(scene)
            state, cost = state ^ (1 << scene), before
        return order[::-1]
