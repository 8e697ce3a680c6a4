"""What a plan says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callboard.planner.shooting.plan import Conflict, ConflictKind, Plan, PlannedDay, Sentence, Status
from tests.planner.shooting.scenes_of_a_shoot import day, placed

A_PLAN = Plan(
    status=Status.FEASIBLE,
    cost=200,
    bound=150,
    cost_by_component={},
    days=(
        PlannedDay("day 1", day(1).on, "", ("b", "a")),
        PlannedDay("day 3", day(3).on, "", ("c",)),
    ),
    conflicts=(),
    moves=10,
    scheduled_moves=10,
    seed=1,
    cpu_seconds=0.5,
    compiled=True,
)


def test_the_placements_of_a_plan_are_its_pieces_with_their_days() -> None:
    assert list(A_PLAN.placements) == placed(b=1, a=1, c=3)


@pytest.mark.parametrize(("cost", "bound", "gap"), [(200, 150, 0.25), (200, 200, 0.0), (0, 0, 0.0), (100, 0, 1.0)])
def test_the_gap_is_the_part_of_the_cost_that_the_bound_leaves_open(cost: int, bound: int, gap: float) -> None:
    assert replace(A_PLAN, cost=cost, bound=bound).gap == gap


def test_a_plan_that_breaks_rules_may_cost_less_than_the_bound_and_has_no_gap() -> None:
    broken = (Conflict(ConflictKind.LOCK, harm=60, excess=1),)
    assert replace(A_PLAN, status=Status.CONFLICTS, conflicts=broken, cost=100).gap == 0.0
    assert replace(A_PLAN, status=Status.CONFLICTS, conflicts=broken, cost=200).gap == 0.0


def test_plans_are_equal_whatever_machine_and_however_fast_it_found_them() -> None:
    assert replace(A_PLAN, cpu_seconds=9.0, compiled=False, bound=200, status=Status.OPTIMAL) == A_PLAN
    assert replace(A_PLAN, cost=201) != A_PLAN
    assert replace(A_PLAN, moves=11) != A_PLAN


def test_a_sentence_without_a_translation_is_its_own_text() -> None:
    assert str(Sentence("%(day)s is %(minutes)s minutes too long.", {"day": "day 1", "minutes": 5})) == (
        "day 1 is 5 minutes too long."
    )
