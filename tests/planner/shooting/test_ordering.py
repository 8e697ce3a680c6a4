"""The order of scenes that costs least: proven optima, small problems by brute force, stopping, refusals."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.talent import read_talent
from callboard.planner.refusals import CannotPlan
from callboard.planner.shooting.ordering import Actor, Order, OrderProblem, Scene, best_order, cost_of_order
from callboard.planner.shooting.plan import Status
from callboard.planner.shooting.stopping import Budget
from callboard.planner.solvers.compiled import is_compiled

TALENT = Path("../shared/data/film/talent")

PROVEN = {
    "tiny.dzn": 29, "small.dzn": 54, "film103.dzn": 1031, "film105.dzn": 849, "film116.dzn": 541, "film118.dzn": 853,
    "MobStory.dzn": 871, "smith/Warwick1201": 222, "smith/concert": 111, "smith/tiny": 29, "smith/small": 54,
    "smith/film103.dat": 1031, "smith/film105.dat": 849, "smith/film116.dat": 541, "smith/film118.dat": 853,
    "smith/MobStory": 871,
}  # fmt: skip
FILES = [name for name in PROVEN if (TALENT / name).exists() and (is_compiled() or PROVEN[name] < 120)]


def a_problem(casts: dict[str, str], *, pays: dict[str, int], durations: dict[str, int] | None = None) -> OrderProblem:
    """Scenes with their casts ("abc" is three actors), what actors are paid, durations of 1 where none is given."""
    return OrderProblem(
        tuple(Scene(key, (durations or {}).get(key, 1)) for key in casts),
        tuple(Actor(key, pay, frozenset(s for s, cast in casts.items() if key in cast)) for key, pay in pays.items()),
    )


def problem_of(path: Path) -> OrderProblem:
    read = read_talent(path.read_bytes())
    return OrderProblem(
        tuple(Scene(scene.key, scene.duration) for scene in read.scenes),
        tuple(Actor(actor.key, actor.pay, frozenset(actor.scenes)) for actor in read.actors),
    )


def a_long_shoot(scenes: int, actors: int) -> OrderProblem:
    """Everyone is in about a third of the scenes; always the same ones."""
    chance = Random(scenes * 100 + actors)
    keys = [str(number) for number in range(scenes)]
    return OrderProblem(
        tuple(Scene(key, chance.randint(1, 5)) for key in keys),
        tuple(
            Actor(f"a{a}", chance.randint(5, 40), frozenset(key for key in keys if chance.random() < 0.35))
            for a in range(actors)
        ),
    )


@st.composite
def small_problems(draw: st.DrawFn, most_scenes: int = 7) -> OrderProblem:
    count = draw(st.integers(0, most_scenes))
    keys = [f"s{number}" for number in range(count)]
    casts = st.frozensets(st.sampled_from(keys)) if keys else st.just(frozenset[str]())
    return OrderProblem(
        tuple(Scene(key, draw(st.integers(0, 5))) for key in keys),
        tuple(Actor(f"a{number}", draw(st.integers(0, 9)), draw(casts)) for number in range(draw(st.integers(0, 6)))),
    )


def cheapest(problem: OrderProblem) -> int:
    return min(cost_of_order(problem, keys) for keys in permutations([scene.key for scene in problem.scenes]))


def cheapest_by_subsets(problem: OrderProblem) -> int:
    """Without bounds or rules: every set of scenes done, scene by scene."""
    number = {scene.key: place for place, scene in enumerate(problem.scenes)}
    scenes_of = [(actor.pay, sum(1 << number[key] for key in actor.scenes)) for actor in problem.actors]
    whole = (1 << len(problem.scenes)) - 1
    least = {0: 0}
    for done in range(whole):
        for place, scene in enumerate(problem.scenes):
            if done >> place & 1:
                continue
            with_it = done | 1 << place
            here = sum(pay for pay, own in scenes_of if own & with_it and own & ~done)
            cost = least[done] + scene.duration * here
            least[with_it] = min(least.get(with_it, cost), cost)
    return least[whole]


def solved(problem: OrderProblem, moves: int | None = None) -> Order:
    return best_order(problem, stop=Budget(moves=moves))


@pytest.mark.parametrize("name", FILES)
def test_the_collected_problems_are_solved_to_their_proven_optima(name: str) -> None:
    problem = problem_of(TALENT / name)

    order = solved(problem)

    assert (order.cost, order.bound, order.status) == (PROVEN[name], PROVEN[name], Status.OPTIMAL)
    assert sorted(order.keys) == sorted(scene.key for scene in problem.scenes)
    assert cost_of_order(problem, order.keys) == PROVEN[name]


def test_a_cost_is_counted_from_the_first_to_the_last_scene_of_everyone() -> None:
    """Ann (10 a day) waits through scene 2; Bob (1 a day) is in scenes 2 and 3 only."""
    problem = a_problem({"1": "a", "2": "b", "3": "ab"}, pays={"a": 10, "b": 1}, durations={"1": 1, "2": 5, "3": 2})

    assert cost_of_order(problem, ("1", "2", "3")) == 10 * 8 + 1 * 7
    assert cost_of_order(problem, ("2", "3", "1")) == 10 * 3 + 1 * 7
    assert solved(problem).cost == 37


def test_an_actor_in_no_scene_and_a_scene_without_actors_cost_nothing() -> None:
    problem = a_problem({"1": "a", "2": "", "3": "a"}, pays={"a": 4, "b": 100})

    order = solved(problem)

    assert (order.keys, order.cost, order.status) == (("1", "3", "2"), 8, Status.OPTIMAL)


def test_a_problem_without_scenes_is_solved() -> None:
    order = solved(OrderProblem((), ()))

    assert (order.keys, order.cost, order.bound, order.status) == ((), 0, 0, Status.OPTIMAL)


@given(small_problems())
def test_no_permutation_is_cheaper(problem: OrderProblem) -> None:
    order = solved(problem)

    assert sorted(order.keys) == sorted(scene.key for scene in problem.scenes)
    assert cost_of_order(problem, order.keys) == order.cost
    assert (order.cost, order.bound, order.status) == (cheapest(problem), order.cost, Status.OPTIMAL)


@st.composite
def tangled_problems(draw: st.DrawFn) -> OrderProblem:
    """Up to eleven scenes whose casts are drawn bit by bit: nearly nothing can be merged or taken apart."""
    count = draw(st.integers(8, 11))
    actors = draw(st.integers(4, 13))
    casts = [draw(st.integers(1, 2**actors - 1)) for _ in range(count)]
    return OrderProblem(
        tuple(Scene(str(number), draw(st.integers(1, 9))) for number in range(count)),
        tuple(
            Actor(f"a{a}", draw(st.integers(1, 50)), frozenset(str(s) for s, cast in enumerate(casts) if cast >> a & 1))
            for a in range(actors)
        ),
    )


@given(tangled_problems(), st.integers(0, 400))
def test_bounds_and_rules_never_lose_the_optimum(problem: OrderProblem, moves: int) -> None:
    """A few moves leave annealing no time to find the optimum, so that the search itself has to."""
    least = cheapest_by_subsets(problem)

    assert solved(problem).cost == least
    stopped = solved(problem, moves=moves)
    assert stopped.bound <= least <= stopped.cost


@given(small_problems(), st.integers(0, 2000))
def test_a_stopped_search_has_a_whole_order_and_a_bound_that_holds(problem: OrderProblem, moves: int) -> None:
    order = solved(problem, moves=moves)

    assert sorted(order.keys) == sorted(scene.key for scene in problem.scenes)
    assert cost_of_order(problem, order.keys) == order.cost
    assert order.bound <= cheapest(problem) <= order.cost
    assert (order.status is Status.OPTIMAL) == (order.bound == order.cost)


def without_clock(order: Order) -> tuple[object, ...]:
    return (order.keys, order.cost, order.bound, order.status, order.states, order.moves)


def test_the_same_number_of_moves_gives_the_same_order() -> None:
    problem = a_long_shoot(22, 9)
    stopped = solved(problem, moves=9_000)

    assert without_clock(solved(problem, moves=stopped.moves)) == without_clock(stopped)
    assert without_clock(solved(problem)) == without_clock(solved(problem))


def a_clock(step: float) -> Callable[[], float]:
    """A clock that goes on by `step` seconds whenever somebody looks at it."""
    ticks = iter(range(10**9))
    return lambda: next(ticks) * step


def test_a_search_ends_when_its_seconds_are_over() -> None:
    problem = a_long_shoot(30, 12)

    order = best_order(problem, stop=Budget(seconds=1.0, clock=a_clock(0.01)))

    assert (order.status, order.states) == (Status.FEASIBLE, 0)
    assert without_clock(solved(problem, moves=order.moves)) == without_clock(order)


def test_a_search_ends_when_somebody_says_so() -> None:
    asked = iter([False] * 5 + [True] * 1_000)

    order = best_order(a_long_shoot(30, 12), stop=Budget(is_stopped=lambda: next(asked)))

    assert order.status is Status.FEASIBLE
    assert order.cost == cost_of_order(a_long_shoot(30, 12), order.keys)


def test_progress_tells_costs_that_fall_and_bounds_that_rise() -> None:
    told: list[tuple[int, int]] = []

    order = best_order(a_long_shoot(16, 8), stop=Budget(), progress=lambda cost, bound: told.append((cost, bound)))

    assert told[-1] == (order.cost, order.bound)
    assert all(after[0] <= before[0] and after[1] >= before[1] for before, after in pairwise(told))


def test_more_scenes_than_a_word_has_bits_are_ordered_without_proof() -> None:
    problem = a_long_shoot(90, 6)

    order = solved(problem, moves=3_000)

    assert sorted(order.keys) == sorted(scene.key for scene in problem.scenes)
    assert order.cost < cost_of_order(problem, [scene.key for scene in problem.scenes])
    assert (order.status, order.states) == (Status.FEASIBLE, 0)


REFUSED = [
    (OrderProblem((Scene("1", 1), Scene("1", 2)), ()),
     "The key 1 is there twice. Give every scene and every actor a key of its own."),
    (OrderProblem((), (Actor("a", 1, frozenset({"7"})),)),
     "Actor a is in scene 7, which is not there. Add the scene or take it off him."),
    (OrderProblem((Scene("1", -1),), ()), "The number at 1 is -1. Durations and pays are 0 or more."),
    (OrderProblem((Scene("1", 10**9),), (Actor("a", 10**9, frozenset({"1"})),)),
     "Pays and durations are too large to be reckoned with exactly. Give them in larger units."),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "said"), REFUSED, ids=[said[:24] for _, said in REFUSED])
def test_values_that_mean_nothing_are_refused(problem: OrderProblem, said: str) -> None:
    with pytest.raises(CannotPlan) as refused:
        solved(problem)
    assert str(refused.value) == said
