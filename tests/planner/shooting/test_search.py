"""Boards that anneal side by side: how moves are spent, where they begin, and that cores and chance change nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from callboard.planner.shooting import search
from callboard.planner.shooting.problem import Availability, Placement
from callboard.planner.shooting.search import Best, Population, Schedule, Stopped, starts_of
from callboard.planner.shooting.stopping import Budget
from callboard.planner.shooting.tables import Tables
from tests.planner.shooting.scenes_of_a_shoot import day, piece, shoot
from tests.planner.shooting.shoots import a_larger_shoot, a_shoot_in_good_order, days_allowed, plain_sums

NO_LIMIT = Budget(moves=1 << 60)


def spent(total):
    """How a number of moves is spent: the first answer, boards, moves of each, hot ones, strict ones."""
    schedule = Schedule(total)
    return schedule.quick, schedule.boards, schedule.each, schedule.hot_each, schedule.strict_each


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        (0, (0, 1, 0, 0, 0)),
        (1_000, (1_000, 1, 0, 0, 0)),
        (60_000, (60_000, 1, 0, 0, 0)),
        (160_000, (60_000, 1, 100_000, 0, 60_000)),
        (260_000, (60_000, 2, 100_000, 0, 60_000)),
        (3_259_999, (60_000, 8, 399_999, 0, 239_999)),
        (3_260_000, (60_000, 8, 400_000, 40_000, 240_000)),
        (100_060_000, (60_000, 8, 12_500_000, 40_000, 7_500_000)),
    ],
)
def test_how_moves_are_spent_follows_from_their_number(total: int, parts: tuple[int, ...]) -> None:
    assert spent(total) == parts


def cooled(problem, *, boards, moves, seed=1, threads=2, monkeypatch):
    """The best board of a population after so many moves of each board."""
    monkeypatch.setattr(search, "THREADS", threads)
    tables = Tables(problem)
    population = Population(tables, starts_of(tables, [], boards, seed), seed)
    with ThreadPoolExecutor(threads) as pool:
        while population.cool(0, moves, moves, NO_LIMIT, pool):
            pass
    return population


@pytest.mark.parametrize("threads", [1, 3, 8])
def test_the_same_is_found_whatever_the_number_of_threads(threads: int, monkeypatch) -> None:
    problem = a_larger_shoot(1)

    found = cooled(problem, boards=5, moves=22_000, threads=threads, monkeypatch=monkeypatch)

    expected = cooled(problem, boards=5, moves=22_000, threads=2, monkeypatch=monkeypatch)
    assert (found.best, found.moves) == (expected.best, 5 * 22_000)


def test_another_seed_finds_another_board(monkeypatch) -> None:
    problem = a_larger_shoot(1)

    one, other = (cooled(problem, boards=2, moves=6_000, seed=seed, monkeypatch=monkeypatch) for seed in (1, 2))

    assert one.best.day_of != other.best.day_of


def test_the_best_board_is_what_the_plain_definition_says_it_is(monkeypatch) -> None:
    problem = a_larger_shoot(2)

    best = cooled(problem, boards=4, moves=20_000, monkeypatch=monkeypatch).best

    assert (best.cost, best.harm) == plain_sums(Tables(problem), best.day_of)


def test_the_best_board_never_gets_worse_and_hot_rounds_count_too() -> None:
    tables = Tables(a_larger_shoot(3))
    population = Population(tables, starts_of(tables, [], 3, 1), 1)
    seen = [population.best]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(3):
            population.heat(NO_LIMIT, pool)
            seen.append(population.best)
        while population.cool(12_000, 40_000, 40_000, NO_LIMIT, pool):
            seen.append(population.best)

    assert seen == sorted(seen, reverse=True)
    assert seen[-1] < seen[0]
    assert population.moves == 3 * 40_000


def test_a_search_may_end_before_its_way_does() -> None:
    """Strict boards end after six tenths of the way, at the temperature that is theirs there."""
    tables = Tables(a_shoot_in_good_order())
    population = Population(tables, starts_of(tables, [], 2, 1), 1)
    with ThreadPoolExecutor(2) as pool:
        while population.cool(0, 6_000, 10_000, NO_LIMIT, pool):
            pass
        assert population.moves == 2 * 6_000
        while population.cool(0, 10_000, 10_000, NO_LIMIT, pool):
            pass
        assert population.moves == 2 * 10_000


def test_a_round_that_is_stopped_leaves_the_best_as_it_was() -> None:
    """Four boards ask once each in a round: the second round is stopped."""
    answers = iter([False] * 4)
    stop = Budget(is_stopped=lambda: next(answers, True))
    tables = Tables(a_larger_shoot(1))
    population = Population(tables, starts_of(tables, [], 4, 1), 1)
    with ThreadPoolExecutor(2) as pool:
        population.cool(0, 40_000, 40_000, stop, pool)
        before = (population.best, population.moves)
        with pytest.raises(Stopped):
            population.cool(0, 40_000, 40_000, stop, pool)

    assert (population.best, population.moves) == before
    assert population.moves == 4 * 4_000


def test_boards_begin_each_from_its_own_random_board_that_the_seed_alone_chooses() -> None:
    tables = Tables(a_larger_shoot(1))

    starts = starts_of(tables, [], 3, 7)

    allowed = days_allowed(tables)
    assert all(day_number in allowed[number] for start in starts for number, day_number in enumerate(start))
    assert len({tuple(start) for start in starts}) == 3
    assert starts == starts_of(tables, [], 3, 7) != starts_of(tables, [], 3, 8)


def test_a_given_board_is_kept_but_for_pieces_that_may_not_be_where_they_were() -> None:
    away = Availability(away=frozenset({day(1).on}))
    problem = shoot(piece("a"), piece("b", available=away), piece("c", locked_to="day 2"), days=(1, 2))
    tables = Tables(problem)
    given = list(tables.days_of([Placement(key, "day 1") for key in "abc"]))

    assert starts_of(tables, given, 2, 1) == [[0, 1, 1], [0, 1, 1]]


def test_a_board_where_nothing_can_move_is_its_own_best() -> None:
    tables = Tables(shoot(piece("a"), days=(day(1, crew_cost=70),)))
    population = Population(tables, [[0]], 1)
    with ThreadPoolExecutor(1) as pool:
        while population.cool(0, 5_000, 5_000, NO_LIMIT, pool):
            pass

    assert (population.best, population.moves) == (Best(0, 70, (0,)), 5_000)
