"""The benchmarks' made-up shoots: the same for ever, with a planted plan that breaks nothing."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from benchmarks.shooting.changes import Change, a_location_lost, an_actor_out, calls_of, moved_share
from benchmarks.shooting.checker import check
from benchmarks.shooting.instances import Size, a_shoot
from benchmarks.shooting.large import a_large_shoot
from benchmarks.shooting.problems import actor_key, as_problem, placements
from benchmarks.shooting.scratch import digest

from callboard.planner.shooting.checks import check_problem
from callboard.planner.shooting.problem import CastMember
from callboard.planner.shooting.problem_json import problem_as_json
from tests.planner.shooting.scenes_of_a_shoot import MONDAY, piece, placed, shoot


def rows_of(board):
    return [{"piece": placement.piece, "day": placement.day} for placement in board]


@pytest.mark.parametrize(("seed", "cost"), [(2, 4_553_407), (3, 4_764_672), (102, 5_043_511)])
def test_a_seed_gives_the_same_shoot_for_ever_and_its_planted_plan_costs_what_the_first_evaluator_said(seed, cost):
    made = a_shoot(seed)
    problem = as_problem(made)

    verdict = check(problem_as_json(problem), rows_of(placements(made.planted)))

    assert (verdict.cost, verdict.faults) == (cost, ())


def test_what_the_peer_is_given_is_frozen():
    assert digest(repr(a_shoot(2).as_json())) == "ba7c892002597dd9"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_shoot_of_two_units_has_a_planted_plan_that_breaks_nothing(seed):
    problem, planted = a_large_shoot(seed)
    check_problem(problem)

    verdict = check(problem_as_json(problem), rows_of(planted))

    assert verdict.faults == ()
    assert (len(problem.pieces), len({day.on for day in problem.days}), len(problem.cast)) == (600, 120, 80)
    assert {day.unit for day in problem.days} == {"first", "second"}


def test_what_goes_wrong_hits_the_board_and_leaves_other_dates():
    made = a_shoot(2, Size(60, 14, 9, 20))
    problem, board, chance = as_problem(made), placements(made.planted), random.Random(1)
    leads = [actor_key(actor) for actor in range(made.size.leads)]

    out = an_actor_out(problem, board, leads, chance)
    lost = a_location_lost(problem, board, chance)

    assert out.key in leads
    assert len(out.dates) == 3
    assert {person for person, day in calls_of(problem, board) if day in out.dates} >= {out.key}
    assert len(lost.dates) == 7
    for change in (out, lost):
        faults = check(problem_as_json(change.applied_to(problem)), rows_of(board)).faults
        assert {fault.rule for fault in faults} == {"not_available"}
        check_problem(change.applied_to(problem))


def test_only_calls_that_did_not_have_to_move_count_as_moved():
    """Ada is out on Monday: her scene a goes, with Ben's call there; that Cleo's call for b moves has no need."""
    problem = shoot(
        piece("a", cast=frozenset({"Ada", "Ben"})),
        piece("b", cast=frozenset({"Cleo"})),
        piece("c", cast=frozenset({"Ben"})),
        cast=tuple(CastMember(key) for key in ("Ada", "Ben", "Cleo")),
    )
    change = Change("actor out", "Ada", frozenset({MONDAY}))

    assert moved_share(problem, change, placed(a=1, b=1, c=2), placed(a=2, b=2, c=2)) == 0.5
    assert moved_share(problem, change, placed(a=1, b=1, c=2), placed(a=2, b=1, c=2)) == 0
    assert change.applied_to(problem).cast[0].available.holds(MONDAY + dt.timedelta(days=1))
