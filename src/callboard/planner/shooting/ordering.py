"""Pure talent scheduling: the order of scenes for which the cast is paid least, with its proof."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from callboard.planner.refusals import CannotPlan, gettext_noop
from callboard.planner.shooting.order_reduction import reduced
from callboard.planner.shooting.order_search import PartSearch
from callboard.planner.shooting.plan import Status
from callboard.planner.shooting.stopping import Stopping
from callboard.planner.solvers.compiled import is_compiled

MOST_COST = 1 << 50  # the kernels' products stay within 64 bits


class UnknownScene(CannotPlan):
    """An actor is in a scene that is not listed."""

    text = gettext_noop("Actor %(actor)s is in scene %(scene)s, which is not there. Add the scene or take it off him.")


class KeyTwice(CannotPlan):
    """Two scenes, or two actors, with the same key."""

    text = gettext_noop("The key %(key)s is there twice. Give every scene and every actor a key of its own.")


class NegativeNumber(CannotPlan):
    """A duration or a pay below 0."""

    text = gettext_noop("The number at %(key)s is %(number)s. Durations and pays are 0 or more.")


class NumbersTooLarge(CannotPlan):
    """All pays together times all durations is more than the planner reckons with."""

    text = gettext_noop("Pays and durations are too large to be reckoned with exactly. Give them in larger units.")


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene and how long it takes, in whole units of time (days, minutes, whatever pays are for)."""

    key: str
    duration: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is paid `pay` for a unit of time from the start of the first to the end of the last scene."""

    key: str
    pay: int
    scenes: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrderProblem:
    """Scenes to be put in an order, and the actors who wait for them."""

    scenes: tuple[Scene, ...]
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """An answer: the scenes' keys in order, what it costs, and what no order costs less than.

    `states` is how many sets of scenes the proof went on from; `moves` is the number of moves that repeats this answer.
    """

    keys: tuple[str, ...]
    cost: int
    bound: int
    status: Status
    states: int
    moves: int
    cpu_seconds: float
    compiled: bool


Progress = Callable[[int, int], None]


def cost_of_order(problem: OrderProblem, keys: Sequence[str]) -> int:
    """What everyone is paid if the scenes are shot in this order: the plain definition, scene by scene."""
    duration_of = {scene.key: scene.duration for scene in problem.scenes}
    cost = 0
    for actor in problem.actors:
        places = [place for place, key in enumerate(keys) if key in actor.scenes]
        if places:
            cost += actor.pay * sum(duration_of[key] for key in keys[places[0] : places[-1] + 1])
    return cost


def best_order(
    problem: OrderProblem, *, stop: Stopping, seed: int = 1, progress: Progress | None = None
) -> Order:  # fmt: skip
    """An order of least cost; if `stop` says so before the proof, the best so far with the best bound proven.

    `progress` is told cost and bound whenever one of them got better. Raises UnknownScene, KeyTwice, NegativeNumber and
    NumbersTooLarge.
    """
    begun = time.process_time()
    _check(problem)
    search = _Search(problem, stop, progress)
    search.run(seed)
    keys = search.keys()
    cost, bound = cost_of_order(problem, keys), search.bound
    return Order(
        keys,
        cost,
        bound,
        Status.OPTIMAL if cost == bound else Status.FEASIBLE,
        sum(part.states for part in search.parts),
        search.moves,
        round(time.process_time() - begun, 3),
        is_compiled(),
    )


class _Search:
    """All parts of one problem, and what is paid whatever the order."""

    def __init__(self, problem: OrderProblem, stop: Stopping, progress: Progress | None) -> None:
        self.problem, self.stop, self.progress = problem, stop, progress
        casts = _casts(problem)
        durations = [scene.duration for scene in problem.scenes]
        pays = [actor.pay for actor in problem.actors]
        parts, self.anywhere = reduced(durations, pays, casts)
        self.parts = [PartSearch(part) for part in parts]
        working = sum(
            duration * sum(pays[actor] for actor in cast) for duration, cast in zip(durations, casts, strict=True)
        )
        self.fixed = working - sum(part.working_cost for part in self.parts)
        self.finished_moves = 0

    @property
    def cost(self) -> int:
        return self.fixed + sum(part.cost for part in self.parts)

    @property
    def bound(self) -> int:
        return self.fixed + sum(part.bound for part in self.parts)

    @property
    def moves(self) -> int:
        return sum(part.moves for part in self.parts)

    def run(self, seed: int) -> None:
        """Anneal every part, then prove each, those with the fewest scenes first."""
        for part in self.parts:
            part.anneal(seed, self._is_over(part))
        self._tell()
        for part in sorted(self.parts, key=lambda search: len(search.part.scenes)):
            part.prove(self._is_over(part), self._tell)
            self._tell()

    def keys(self) -> tuple[str, ...]:
        blocks = chain.from_iterable(
            chain.from_iterable(part.part.scenes[i] for i in part.order) for part in self.parts
        )
        return tuple(self.problem.scenes[scene].key for scene in chain(blocks, self.anywhere))

    def _is_over(self, part: PartSearch) -> Callable[[int], bool]:
        before = self.moves - part.moves
        return lambda moves: self.stop.is_over(before + moves)

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(self.cost, self.bound)


def _casts(problem: OrderProblem) -> list[frozenset[int]]:
    casts: Mapping[str, set[int]] = {scene.key: set() for scene in problem.scenes}
    for number, actor in enumerate(problem.actors):
        for key in actor.scenes:
            casts[key].add(number)
    return [frozenset(casts[scene.key]) for scene in problem.scenes]


def _check(problem: OrderProblem) -> None:
    known = {scene.key for scene in problem.scenes}
    for keys in ([scene.key for scene in problem.scenes], [actor.key for actor in problem.actors]):
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise KeyTwice(key=key)
    numbers = [(scene.key, scene.duration) for scene in problem.scenes]
    numbers += [(actor.key, actor.pay) for actor in problem.actors]
    for key, number in numbers:
        if number < 0:
            raise NegativeNumber(key=key, number=number)
    for actor in problem.actors:
        for key in sorted(actor.scenes - known):
            raise UnknownScene(actor=actor.key, scene=key)
    if sum(actor.pay for actor in problem.actors) * sum(scene.duration for scene in problem.scenes) >= MOST_COST:
        raise NumbersTooLarge
