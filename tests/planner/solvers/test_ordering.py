"""The ordering kernels give the same answers compiled and as plain Python."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from random import Random
from types import ModuleType

import pytest

from callboard.planner.shooting import order_search
from callboard.planner.shooting.order_reduction import Part
from callboard.planner.shooting.order_search import PartSearch, words, zeros
from callboard.planner.solvers import order_annealing, ordering
from tests.planner.solvers.uncompiled import uncompiled


def a_part(scenes: int, actors: int, seed: int) -> Part:
    """Everyone is in about half of the scenes."""
    chance = Random(seed)
    return Part(
        tuple((scene,) for scene in range(scenes)),
        tuple(chance.randint(1, 9) for _ in range(scenes)),
        tuple(chance.randint(1, 99) for _ in range(actors)),
        tuple(frozenset(a for a in range(actors) if chance.random() < 0.5) for _ in range(scenes)),
    )


def answers(part: Part, moves: int) -> Iterator[tuple[object, ...]]:
    """Annealing cut short, then the whole search and the search cut short."""
    for limit in (2**40, moves):
        search = PartSearch(part)
        search.anneal(1, lambda done: done >= 600)
        yield search.order, search.cost
        search.prove(lambda done, limit=limit: done >= limit, lambda: None)  # type: ignore[misc]
        yield search.order, search.cost, search.bound, search.moves, search.states


@pytest.mark.parametrize(("scenes", "actors", "seed"), [(6, 4, 1), (8, 5, 2), (9, 7, 3), (7, 12, 4), (10, 3, 5)])
def test_the_search_is_the_same_compiled_and_uncompiled(
    scenes: int, actors: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = a_part(scenes, actors, seed)
    fast = list(answers(part, 2_000))

    monkeypatch.setattr(order_search, "ordering", uncompiled("ordering"))
    monkeypatch.setattr(order_search, "order_annealing", uncompiled("order_annealing"))

    assert list(answers(part, 2_000)) == fast


@pytest.fixture(params=["imported", "uncompiled"])
def kernel(request: pytest.FixtureRequest) -> ModuleType:
    return ordering if request.param == "imported" else uncompiled("ordering")


def test_a_table_that_is_made_larger_keeps_what_it_holds(kernel: ModuleType) -> None:
    """From the empty set three scenes can be next; each is alone in its set."""
    shoot = kernel.Shoot(array("q", [1, 2, 3]), array("q", [5, 7]), array("Q", [0b01, 0b11, 0b10]), zeros, words)
    kernel.set_best(shoot, 1_000)
    kernel.begin_layer(shoot, words(1), zeros(1), *(small := (words(8), zeros(8))))
    assert kernel.expand(shoot, 10_000) == (1, False)
    assert sorted(state for state in small[0] if state) == [0b001, 0b010, 0b100]

    kernel.begin_enlarging(shoot, *(large := (words(32), zeros(32))))

    assert [kernel.enlarge(shoot, 5), kernel.enlarge(shoot, 5)] == [False, True]
    assert sorted(state for state in large[0] if state) == [0b001, 0b010, 0b100]


def test_a_layer_waits_for_a_larger_table(kernel: ModuleType) -> None:
    shoot = kernel.Shoot(array("q", [1, 2, 3]), array("q", [5, 7]), array("Q", [0b01, 0b11, 0b10]), zeros, words)
    kernel.set_best(shoot, 1_000)
    kernel.begin_layer(shoot, words(1), zeros(1), words(4), zeros(4))

    assert kernel.expand(shoot, 10_000) == (0, False)


@pytest.mark.parametrize("name", ["imported", "uncompiled"])
def test_annealing_finds_the_order_in_which_nobody_waits(name: str) -> None:
    """Given 0, 1, 2: Ann of scenes 0 and 2 waits through 1. Annealing puts 1 at an end."""
    annealing = order_annealing if name == "imported" else uncompiled("order_annealing")
    order = annealing.Order(
        array("q", [1, 4, 1]), array("q", [10, 1]), array("q", [0, 1, 2, 3]), array("q", [0, 1, 0]), zeros, 1
    )
    assert annealing.run(order, 0, 0, 100) == 10 * 6 + 1 * 4

    assert annealing.run(order, 0, 100, 100) == 10 * 2 + 1 * 4
    assert annealing.best_places(order)[1] in {0, 2}


def test_a_search_without_memory_says_what_it_knows() -> None:
    part = a_part(16, 9, 7)
    search = PartSearch(part)
    search.anneal(1, lambda done: done >= 600)
    annealed = search.order, search.cost

    search.prove(lambda _: False, lambda: None, most_bytes=100_000)

    assert (search.order, search.cost) == annealed
    assert search.working_cost < search.bound < search.cost
    whole = PartSearch(part)
    whole.anneal(1, lambda done: done >= 600)
    whole.prove(lambda _: False, lambda: None)
    assert search.bound <= whole.cost <= search.cost
    assert whole.is_proved
