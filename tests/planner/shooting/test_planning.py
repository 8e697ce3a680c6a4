"""Plans of shoots: the proven best of small ones, the least harmful of impossible ones, and runs that are repeated."""

from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.planner.shooting import planning, search
from callboard.planner.shooting.plan import ConflictKind, Status
from callboard.planner.shooting.planning import Progress, plan_shoot, planned_days
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Availability, CastMember, Location, OrderRule, Placement, Prices
from callboard.planner.shooting.refusals import WrongProblem
from callboard.planner.shooting.search import LEAST_MOVES_WITH_HOT, ROUND_MOVES, THREADS
from callboard.planner.shooting.stopping import Budget
from tests.planner.shooting.scenes_of_a_shoot import day, piece, placed, shoot
from tests.planner.shooting.shoots import (
    a_larger_shoot,
    a_shoot_in_good_order,
    least_of_all_boards,
    problems,
    with_piece,
)

ROOT = Path(__file__).resolve().parents[3]
ADA = frozenset({"Ada"})
A_SHOOT = a_shoot_in_good_order()
LARGER = a_larger_shoot(1)


def planned(problem, moves=200_000, **more):
    """A plan by so many moves."""
    return plan_shoot(problem, budget=Budget(moves=moves), **more)


@cache
def a_long_plan(*, moves=400_000, seed=5):
    """A plan of a shoot so large that so few moves do not find its best; made once for all tests."""
    return planned(LARGER, moves, seed=seed)


def day_of(plan):
    return {placement.piece: placement.day for placement in plan.placements}


def harm_of(plan):
    return sum(conflict.harm for conflict in plan.conflicts)


# ---- the best


def test_a_plan_is_what_the_plain_definition_says_of_its_days() -> None:
    plan = planned(A_SHOOT)
    priced = price(A_SHOOT, plan.placements)

    assert (plan.cost, plan.cost_by_component, plan.conflicts) == (priced.cost, priced.cost_by_component, ())
    assert sorted(day_of(plan)) == [row.key for row in A_SHOOT.pieces]


@given(problems(most_pieces=4, most_days=4), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_the_plan_of_any_tiny_shoot_is_the_least_harmful_and_then_the_cheapest_of_all_boards(problem, seed) -> None:
    harm, cost = least_of_all_boards(problem)

    plan = planned(problem, 200_000, seed=seed)

    assert (harm_of(plan), plan.cost) == (harm, cost)
    if harm:
        assert plan.status is Status.CONFLICTS
    else:
        assert plan.bound <= cost
        assert plan.status is (Status.OPTIMAL if plan.bound == cost else Status.FEASIBLE)


def test_a_plan_whose_bound_is_its_cost_is_optimal() -> None:
    """One piece, two days, the cheaper one taken: nothing can cost less than a crew for a day."""
    plan = planned(shoot(piece("a"), days=(day(1, crew_cost=70), day(2, crew_cost=50))), 2_000)

    assert (plan.status, plan.cost, plan.bound, day_of(plan)) == (Status.OPTIMAL, 50, 50, {"a": "day 2"})


def test_the_bound_knows_that_one_long_piece_may_be_alone_on_a_day() -> None:
    """Thirteen eighths on the only day, which holds twelve: alone they keep the limit, and cost one day."""
    problem = shoot(
        piece("a", eighths=13, minutes=200, cast=ADA), cast=(CastMember("Ada", day_rate=100),),
        locations=(Location("mill", rent=30),),
        days=(day(1, crew_cost=6, most_eighths=12, comfortable_eighths=12, regular_minutes=100),),
        prices=Prices(overtime_minute=1, eighth_over=9, move=42),
    )  # fmt: skip

    plan = planned(problem, 2_000)

    assert (plan.status, plan.cost) == (Status.OPTIMAL, 100 + 30 + 6 + 100 + 9)
    assert plan.bound == plan.cost


def test_a_shoot_without_cast_of_one_day_is_planned() -> None:
    plan = planned(shoot(piece("a"), piece("b"), days=(day(1, crew_cost=70),)), 2_000)

    assert (plan.status, plan.cost, [row.pieces for row in plan.days]) == (Status.OPTIMAL, 70, [("a", "b")])


def test_days_come_by_date_and_pieces_in_the_order_that_their_rules_ask_for() -> None:
    problem = shoot(piece("a"), piece("b"), piece("c"), days=(day(2), day(1)), order_rules=(OrderRule("b", "a"),))

    days = planned_days(problem, placed(a=2, b=2, c=1))

    assert [(row.key, row.on, row.pieces) for row in days] == [
        ("day 1", day(1).on, ("c",)),
        ("day 2", day(2).on, ("b", "a")),
    ]


def test_work_days_in_two_words_of_dates_are_moved_together() -> None:
    """Ada and Ben work twice each, 100 days apart at first; holding them is what costs."""
    cast = (CastMember("Ada", 100, 60), CastMember("Ben", 100, 60))
    pieces = [
        piece(f"{who} {number}", minutes=500, cast=frozenset({who})) for who in ("Ada", "Ben") for number in (1, 2)
    ]
    problem = shoot(*pieces, cast=cast, days=(1, 2, 100, 101))
    apart = ("day 1", "day 100", "day 2", "day 101")

    plan = planned(problem, start=[Placement(row.key, key) for row, key in zip(pieces, apart, strict=True)])

    assert (plan.status, plan.cost) == (Status.OPTIMAL, 400)
    places = day_of(plan)
    assert {frozenset(places[f"{who} {number}"] for number in (1, 2)) for who in ("Ada", "Ben")} == {
        frozenset({"day 1", "day 2"}),
        frozenset({"day 100", "day 101"}),
    }


def test_a_wrong_problem_is_refused_before_anything_is_planned() -> None:
    with pytest.raises(WrongProblem):
        planned(shoot(piece("a", location="nowhere")))


# ---- conflicts and locks


def test_more_work_than_the_days_hold_gives_the_least_harmful_plan_and_says_by_how_much() -> None:
    """Three times 500 minutes on two days of 840: the two on one day are 160 minutes too long, the least there is."""
    problem = shoot(*(piece(key, minutes=500) for key in "abc"), days=(1, 2))

    plan = planned(problem)

    assert plan.status is Status.CONFLICTS
    assert [(row.kind, row.excess, row.harm) for row in plan.conflicts] == [(ConflictKind.LEGAL_DAY, 160, 160)]
    assert plan.conflicts[0].lifted_by
    assert (160, plan.cost) == least_of_all_boards(problem)


def test_somebody_who_is_never_there_is_a_named_conflict_and_the_rest_is_planned() -> None:
    away = Availability(away=frozenset({day(1).on, day(2).on}))
    problem = shoot(
        piece("a", cast=ADA), piece("b"), cast=(CastMember("Ada", available=away),), days=(day(1, crew_cost=9), 2)
    )

    plan = planned(problem)

    assert (plan.status, plan.cost, day_of(plan)) == (Status.CONFLICTS, 0, {"a": "day 2", "b": "day 2"})
    (conflict,) = plan.conflicts
    assert (conflict.kind, conflict.piece, conflict.day) == (ConflictKind.NOT_AVAILABLE, "a", "day 2")
    assert "Ada" in str(conflict.sentence)


def test_a_piece_leaves_its_dates_where_that_is_less_harmful_than_an_endless_day() -> None:
    """Both fit day 1 only, which would be 360 minutes too long; a misfit weighs 240."""
    away = Availability(away=frozenset({day(2).on}))
    problem = shoot(*(piece(key, minutes=600, available=away) for key in "ab"), days=(1, 2))

    plan = planned(problem)

    assert [(row.kind, row.harm) for row in plan.conflicts] == [(ConflictKind.NOT_AVAILABLE, 240)]
    assert harm_of(plan) == least_of_all_boards(problem)[0]


def test_what_is_locked_stays_whatever_it_costs() -> None:
    problem = with_piece(with_piece(A_SHOOT, "scene 0", locked_to="day 5"), "scene 3", locked_to="day 1")

    plan = planned(problem, start=[Placement(row.key, "day 2") for row in problem.pieces])

    places = day_of(plan)
    assert (places["scene 0"], places["scene 3"]) == ("day 5", "day 1")
    assert plan.cost > planned(A_SHOOT).cost


def test_a_lock_stays_even_where_it_is_what_does_harm() -> None:
    problem = shoot(*(piece(key, minutes=600, locked_to="day 1") for key in "ab"), days=(1, 2))

    plan = planned(problem)

    assert day_of(plan) == {"a": "day 1", "b": "day 1"}
    assert [(row.kind, row.excess) for row in plan.conflicts] == [(ConflictKind.LEGAL_DAY, 360)]


# ---- a board to begin from


@pytest.mark.parametrize("moves", [0, 1, 500, 70_000])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_plan_is_never_worse_than_the_board_that_it_begins_from(moves: int, seed: int) -> None:
    good = planned(A_SHOOT)

    plan = planned(A_SHOOT, moves, seed=seed, start=good.placements)

    assert (harm_of(plan), plan.cost) <= (harm_of(good), good.cost)


def test_without_a_move_the_plan_is_the_board_that_it_begins_from() -> None:
    start = [Placement(row.key, f"day {1 + number % 5}") for number, row in enumerate(A_SHOOT.pieces)]

    plan = planned(A_SHOOT, 0, start=start)

    assert (plan.moves, plan.cost) == (0, price(A_SHOOT, start).cost)
    assert sorted(plan.placements, key=lambda row: row.piece) == start


def test_calls_that_were_published_stay_where_moving_them_saves_less_than_it_costs() -> None:
    """Both orders cost the same but for the crew: 10 saved by changing two calls."""
    problem = shoot(
        piece("a", minutes=600, cast=ADA), cast=(CastMember("Ada"),), days=(day(1, crew_cost=30), day(2, crew_cost=20)),
        published=tuple(placed(a=1)),
    )  # fmt: skip

    assert day_of(planned(replace(problem, prices=Prices(changed_call=4)))) == {"a": "day 2"}
    assert day_of(planned(replace(problem, prices=Prices(changed_call=6)))) == {"a": "day 1"}


# ---- the same again


def test_equal_problems_seeds_and_moves_give_equal_plans() -> None:
    assert planned(LARGER, 400_000, seed=5) == a_long_plan()
    assert planned(LARGER, 400_000, seed=6).days != a_long_plan().days


@pytest.mark.parametrize("threads", [1, 5])
def test_the_number_of_threads_changes_nothing(threads: int, monkeypatch) -> None:
    expected = a_long_plan()
    monkeypatch.setattr(search, "THREADS", threads)
    monkeypatch.setattr(planning, "THREADS", threads)

    assert planned(LARGER, 400_000, seed=5) == expected


def digest_of(plan):
    """A short mark of all that a plan says, but for what the time decides that it took."""
    said = (plan.cost, plan.days, sorted(plan.cost_by_component.items()), plan.moves, plan.conflicts)
    return hashlib.sha256(repr(said).encode()).hexdigest()


PLAN_ONCE_MORE = """
from tests.planner.shooting.test_planning import LARGER, digest_of, planned
print(digest_of(planned(LARGER, 400_000, seed=5)))
"""


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_with_other_hashes_plans_the_same(hash_seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PLAN_ONCE_MORE],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == [digest_of(a_long_plan())]


def repeated(problem, plan):
    """The plan of the moves that another run has made."""
    budget = Budget(moves=plan.moves, scheduled_moves=plan.scheduled_moves)
    return plan_shoot(problem, budget=budget, seed=plan.seed)


@pytest.mark.parametrize("questions", [2, 7, 20, 60, 150])
def test_a_run_that_somebody_stopped_is_repeated_by_its_moves(questions: int) -> None:
    answers = itertools.count()
    budget = Budget(moves=500_000, is_stopped=lambda: next(answers) > questions)

    plan = plan_shoot(LARGER, budget=budget, seed=4)

    assert plan.moves < plan.scheduled_moves == 500_000
    assert repeated(LARGER, plan) == plan


@pytest.mark.parametrize("questions", [2, 7, 11, 40])
def test_a_run_without_a_limit_of_moves_that_somebody_stopped_is_repeated_by_its_moves(questions: int) -> None:
    """Some of them are stopped while they still look for the first answer."""
    answers = itertools.count()
    budget = Budget(seconds=3600.0, clock=lambda: 0.0, is_stopped=lambda: next(answers) > questions)

    plan = plan_shoot(LARGER, budget=budget, seed=4)

    assert plan.moves < plan.scheduled_moves
    assert repeated(LARGER, plan) == plan


@pytest.mark.parametrize("tick", [0.001, 0.02, 0.3])
def test_a_run_that_ended_by_seconds_is_repeated_by_its_moves(tick: float) -> None:
    """The clock goes on by a tick each time that somebody looks at it."""
    ticks = itertools.count()
    budget = Budget(seconds=3.0, clock=lambda: tick * next(ticks))

    plan = plan_shoot(A_SHOOT, budget=budget, seed=2)

    assert repeated(A_SHOOT, plan) == plan


# ---- stopping and progress


@pytest.mark.parametrize("questions", [0, 5, 30])
def test_after_a_stop_nobody_begins_another_round(questions: int, monkeypatch) -> None:
    """A round of one board takes milliseconds; the other threads may each be in one when the stop is heard."""
    told: list[str] = []
    run = search.kernel.run

    def counted(board, begin, end, scheduled):
        told.append(f"{end - begin} moves")
        run(board, begin, end, scheduled)

    def is_stopped():
        answer = sum(row == "asked" for row in told) >= questions
        told.append("stopped" if answer else "asked")
        return answer

    monkeypatch.setattr(search.kernel, "run", counted)
    plan_shoot(a_larger_shoot(1), budget=Budget(moves=10_000_000, is_stopped=is_stopped))

    after = [row for row in told[told.index("stopped") :] if row.endswith("moves")]
    assert len(after) < THREADS
    assert set(after) <= {f"{ROUND_MOVES} moves"}


def test_a_run_that_only_somebody_ends_goes_on_until_then() -> None:
    """More moves than the least of a long search, after which nothing but the stop can end it."""
    answers = itertools.count()
    budget = Budget(is_stopped=lambda: next(answers) > 1_100)

    plan = plan_shoot(shoot(piece("a"), piece("b")), budget=budget)

    assert LEAST_MOVES_WITH_HOT < plan.moves < plan.scheduled_moves


def test_a_stop_before_the_first_move_still_gives_a_plan() -> None:
    plan = plan_shoot(A_SHOOT, budget=Budget(moves=1_000_000, is_stopped=lambda: True))

    assert (plan.moves, sorted(day_of(plan))) == (0, [row.key for row in A_SHOOT.pieces])


def test_progress_only_ever_gets_better() -> None:
    seen = []

    plan = planned(LARGER, 400_000, progress=seen.append)

    assert [row.moves for row in seen] == sorted(row.moves for row in seen)
    found = [(row.harm, row.cost) for row in seen]
    assert found == sorted(found, reverse=True)
    assert [row.bound for row in seen] == sorted(row.bound for row in seen)
    assert {row.scheduled_moves for row in seen} == {400_000}
    assert (seen[0].moves, seen[-1].moves) == (0, plan.moves)
    assert (seen[-1].harm, seen[-1].cost) == (harm_of(plan), plan.cost)


def test_a_longer_run_says_its_first_answer_within_the_quick_moves() -> None:
    seen = []

    planned(A_SHOOT, 400_000, progress=seen.append)

    first = next(row for row in seen if row.harm == 0)
    assert first.moves <= search.QUICK_MOVES


def test_a_watcher_that_fails_ends_the_run_and_the_bound_beside_it() -> None:
    problem = a_larger_shoot(1)

    def fail(progress: Progress) -> None:
        if progress.moves > 100_000:
            raise RuntimeError("nobody is listening")

    with pytest.raises(RuntimeError, match="nobody is listening"):
        plan_shoot(problem, budget=Budget(moves=4_000_000), progress=fail)


def test_a_run_by_moves_does_not_wait_for_its_seconds() -> None:
    """Each look at the clock is a thousandth of a second; the bound looks again and again while it goes on."""
    looks = itertools.count()
    budget = Budget(moves=70_000, seconds=600, clock=lambda: next(looks) / 1_000)

    plan = plan_shoot(a_larger_shoot(1), budget=budget)

    assert plan.moves == 70_000
    assert budget.seconds_used < 60
