"""What the search reads of a problem; and the sums that it keeps by increments are those of the plain definition.

The walks are the 10,000 of figure 6, all of them in every run: most on small problems that hypothesis draws, up to ten
days in three words of dates, and some on a larger shoot.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.planner.shooting.breaches import HARM
from callboard.planner.shooting.checks import check_problem
from callboard.planner.shooting.plan import ConflictKind
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Availability, CastMember, Light, MinorHours, Placement
from callboard.planner.shooting.tables import NEVER_ALLOWED, Rows, Tables, numbers
from callboard.planner.solvers import days as kernel
from tests.planner.shooting.scenes_of_a_shoot import day, piece, placed, shoot
from tests.planner.shooting.shoots import (
    a_board,
    a_larger_shoot,
    a_shoot_in_good_order,
    days_allowed,
    plain_sums,
    problems,
)
from tests.planner.solvers.uncompiled import uncompiled

DRAWN_PROBLEMS, WALKS_OF_A_PROBLEM = 99, 100
WALKS_OF_LARGER_SHOOTS = 100
SEEDS = st.integers(0, 2**32)
ADA = frozenset({"Ada"})


def a_move(chance, allowed, most_pieces=4):
    """Some pieces, and for each a day that it may be on; now and then the one that it is on."""
    pieces = chance.sample(range(len(allowed)), chance.randint(1, min(most_pieces, len(allowed))))
    return pieces, [chance.choice(allowed[piece]) for piece in pieces]


def walk(tables, allowed, chance, moves):
    """Try moves and make some of them from a random board on; the sums are the plain ones at the end."""
    now = [chance.choice(days) for days in allowed]
    board = a_board(tables, now)
    for _ in range(moves):
        pieces, days = a_move(chance, allowed)
        before = kernel.sums(board)[:2]
        tried = kernel.try_pieces(board, pieces, days)
        assert (kernel.sums(board)[:2], kernel.days_now(board)) == (before, now)
        if chance.random() < 0.7:
            assert kernel.move_pieces(board, pieces, days) == tried
            for one, to in zip(pieces, days, strict=True):
                now[one] = to
    assert kernel.days_now(board) == now
    assert kernel.sums(board)[:2] == plain_sums(tables, now)


@given(problems(), SEEDS, st.booleans())
@settings(max_examples=DRAWN_PROBLEMS, deadline=None)
def test_sums_by_increments_are_the_plain_ones_on_random_walks(problem, seed, is_relaxed) -> None:
    chance = random.Random(seed)
    tables = Tables(problem, is_relaxed=is_relaxed)
    allowed = days_allowed(tables)
    for _ in range(WALKS_OF_A_PROBLEM):
        walk(tables, allowed, chance, moves=chance.randint(0, 6))


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_by_increments_are_the_plain_ones_on_walks_over_a_larger_shoot(seed: int) -> None:
    chance = random.Random(seed)
    tables = Tables(a_larger_shoot(seed), is_relaxed=True)
    assert tables.words == 3
    for _ in range(WALKS_OF_LARGER_SHOOTS // 2):
        walk(tables, days_allowed(tables), chance, moves=30)


@given(problems(), st.integers(1, 2**63 - 1))
@settings(max_examples=40, deadline=None)
def test_the_moves_that_the_search_makes_itself_keep_the_sums_too(problem, seed) -> None:
    """Relocations, exchanges, groups, whole days and stretches, taken and taken back while it cools."""
    tables = Tables(problem)
    board = a_board(tables, [days[0] for days in days_allowed(tables)], seed)
    kernel.set_cooling(board, 60.0, -2.3, 4.0, 0.1, 140.0, 0.6)

    for begin in range(0, 5_000, 1_000):
        kernel.run(board, begin, begin + 1_000, 5_000)

        cost, harm, best_cost, best_harm = kernel.sums(board)
        assert (cost, harm) == plain_sums(tables, kernel.days_now(board))
        assert (best_cost, best_harm) == plain_sums(tables, kernel.best_days(board))
        assert (best_harm, best_cost) <= (harm, cost)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_search_over_a_larger_shoot_keeps_the_sums(seed: int) -> None:
    tables = Tables(a_larger_shoot(seed))
    chance = random.Random(seed)
    board = a_board(tables, [chance.choice(days) for days in days_allowed(tables)], seed)
    kernel.set_cooling(board, 2_000.0, -2.3, 40.0, 1.0, 4_000.0, 0.6)

    kernel.run(board, 0, 40_000, 40_000)

    cost, harm, best_cost, best_harm = kernel.sums(board)
    assert (cost, harm) == plain_sums(tables, kernel.days_now(board))
    assert (best_cost, best_harm) == plain_sums(tables, kernel.best_days(board))


@given(problems(most_pieces=6, most_days=6), st.integers(1, 2**63 - 1))
@settings(max_examples=15, deadline=None)
def test_the_search_does_the_same_uncompiled(problem, seed) -> None:
    tables = Tables(problem)
    start = numbers(days[0] for days in days_allowed(tables))
    found = []
    for days in (kernel, uncompiled("days")):
        board = days.Board(tables, seed)
        days.place_all(board, start)
        days.set_cooling(board, 60.0, -2.3, 4.0, 0.1, 140.0, 0.6)
        days.run(board, 0, 600, 600)
        found.append((days.sums(board), days.days_now(board), days.best_days(board)))

    assert found[0] == found[1]


def test_a_board_follows_another_and_its_sums_come_along() -> None:
    tables = Tables(a_larger_shoot(4))
    chance = random.Random(4)
    one, other = (a_board(tables, [chance.choice(days) for days in days_allowed(tables)]) for _ in range(2))

    kernel.follow(one, other)

    assert kernel.days_now(one) == kernel.days_now(other)
    assert kernel.sums(one)[:2] == kernel.sums(other)[:2] == plain_sums(tables, kernel.days_now(one))


def test_a_minor_at_night_whose_work_takes_no_minutes_is_at_night_all_the_same() -> None:
    child = CastMember("Ada", born_on=dt.date(2015, 1, 1))
    problem = shoot(
        piece("a", minutes=0, light=Light.NIGHT, cast=ADA), cast=(child,), minor_hours=(MinorHours(0, 192, 100),)
    )
    tables = Tables(problem)

    assert kernel.sums(a_board(tables, [0]))[:2] == plain_sums(tables, [0]) == (0, 60)


@pytest.mark.parametrize("length", [1, 63, 64, 65, 128, 129])
def test_a_calendar_has_as_many_words_as_its_dates_need(length: int) -> None:
    ada = CastMember("Ada", day_rate=100, hold_rate=60)
    problem = shoot(piece("a", cast=ADA), piece("b", cast=ADA), cast=(ada,), days=tuple({1, length}))
    tables = Tables(problem)

    assert tables.words == (length + 63) // 64
    last = tables.day_count - 1
    assert kernel.sums(a_board(tables, [0, last]))[:2] == plain_sums(tables, [0, last])
    assert plain_sums(tables, [0, last])[0] == (100 if length == 1 else 200 + 60 * (length - 2))


def test_without_cast_rentals_rules_and_pairs_there_is_still_a_board() -> None:
    tables = Tables(shoot(piece("a"), days=(1,)))

    assert (tables.cast_count, tables.row_count, tables.pair_count, tables.minor_count) == (0, 1, 0, 0)
    assert kernel.sums(a_board(tables, [0])) == (0, 0, 0, 0)


def test_days_lie_side_by_side_by_unit_and_date() -> None:
    problem = shoot(piece("a"), days=(day(2, unit="second", key="s2"), day(3), day(1, unit="second", key="s1"), day(1)))

    assert [row.key for row in Tables(problem).days] == ["day 1", "day 3", "s1", "s2"]


def test_placements_and_positions_are_each_others_inverse() -> None:
    tables = Tables(shoot(piece("b"), piece("a"), days=(3, 1, 2)))

    assert list(tables.days_of(placed(a=2, b=3))) == [2, 1]
    assert list(tables.placements([2, 1])) == placed(b=3, a=2)


def test_a_piece_may_be_tried_where_it_fits_and_nowhere_else() -> None:
    away = Availability(away=frozenset({day(2).on}))
    tables = Tables(shoot(piece("a", available=away), days=(1, 2, 3)))

    assert days_allowed(tables) == [[0, 2]]


def test_a_piece_that_fits_no_day_may_be_on_any_and_is_a_misfit_there() -> None:
    never = Availability(away=frozenset({day(1).on, day(2).on}))
    tables = Tables(shoot(piece("a", available=never), days=(1, 2)))

    assert list(tables.fit) == [HARM[ConflictKind.NOT_AVAILABLE]] * 2


def test_relaxed_tables_let_every_piece_be_anywhere_but_a_locked_one() -> None:
    away = Availability(away=frozenset({day(2).on}))
    problem = shoot(piece("a", available=away), piece("b", available=away, locked_to="day 2"), days=(1, 2))

    assert list(Tables(problem).fit) == [0, NEVER_ALLOWED, NEVER_ALLOWED, 0]
    assert list(Tables(problem, is_relaxed=True).fit) == [0, HARM[ConflictKind.NOT_AVAILABLE], NEVER_ALLOWED, 0]


def test_rest_is_looked_at_only_where_somebody_pays_for_it() -> None:
    free = shoot(piece("a"), days=(1, 2, 4))
    assert Tables(free).pair_count == 0

    for paid in (
        replace(free, prices=replace(free.prices, short_rest=None)),
        replace(free, prices=replace(free.prices, short_rest=1)),
        replace(free, cast=(CastMember("Ada", forced_call=1),)),
    ):
        assert Tables(paid).pair_count == 1


def test_what_was_published_is_counted_by_person_and_date() -> None:
    problem = a_shoot_in_good_order(pieces=6, days=3)
    board = [Placement(row.key, f"day {1 + number % 3}") for number, row in enumerate(problem.pieces)]
    told = replace(problem, published=tuple(board), prices=replace(problem.prices, changed_call=1_000_000))
    tables = Tables(told)
    same, turned = list(tables.days_of(board)), [2 - number for number in tables.days_of(board)]

    assert kernel.sums(a_board(tables, same))[0] == price(problem, board).cost
    assert kernel.sums(a_board(tables, turned))[:2] == plain_sums(tables, turned)


def test_lists_of_different_lengths_are_joined_and_never_empty() -> None:
    rows = Rows.of([[5, 6], [], [7]])

    assert (list(rows.start), list(rows.values)) == ([0, 2, 2, 3], [5, 6, 7])
    assert list(numbers([])) == [0]


@given(problems())
@settings(max_examples=30, deadline=None)
def test_every_problem_that_the_walks_use_passes_the_checks(problem) -> None:
    check_problem(problem)
    assert all(days_allowed(Tables(problem)))


def test_the_larger_shoots_pass_the_checks() -> None:
    for seed in (1, 2, 3, 4):
        check_problem(a_larger_shoot(seed))
