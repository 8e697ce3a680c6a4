from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction

import pytest

from callboard.planner.limits import PlanLimits
from callboard.planner.refusals import TookTooLong, TookTooMuchMemory
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import BomLine, Item, LotRule, Stock
from callboard.planner.requirements.problem_json import problem_from_json
from callboard.planner.requirements.process import plan_in_child
from callboard.planner.requirements.refusals import BillsGoRound, NotAProblem, WrongProblem
from tests.planner.requirements.scenes import a_demand, a_problem


def asked(content):
    """What the planning process answers to these bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "callboard.planner"], input=content, capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def heavy(days):
    """Nine thousand orders for each of so many days."""
    demands = tuple(a_demand(9_000, day, f"SO-{day}") for day in range(days))
    return a_problem(Item("pump", lot=LotRule(maximum=1)), demands=demands)


def test_a_plan_made_in_a_child_is_the_plan():
    problem = a_problem(
        Item("pump", lead_days=2, good_yield=Fraction(9, 10)),
        Item("gear"),
        lines=(BomLine("pump", "gear", Fraction(2, 3)),),
        stock=(Stock("gear", 2),),
        demands=(a_demand(5, 1),),
    )
    assert plan_in_child(problem) == plan_requirements(problem)


def test_refusals_cross_the_border_with_what_they_say():
    with pytest.raises(BillsGoRound, match="gear → pump → gear"):
        plan_in_child(a_problem(Item("pump"), Item("gear"), lines=(BomLine("pump", "gear"), BomLine("gear", "pump"))))
    with pytest.raises(WrongProblem) as refused:
        plan_in_child(a_problem(Item("pump", safety_stock=-1, good_yield=Fraction(0))))
    assert len(refused.value.sentences) == 2


def test_a_planner_that_takes_too_long_is_stopped():
    with pytest.raises(TookTooLong, match="longer than 1 seconds"):
        plan_in_child(heavy(60), PlanLimits(wall_seconds=30, cpu_seconds=1))


def test_a_planner_that_takes_too_much_memory_is_stopped():
    with pytest.raises(TookTooMuchMemory, match="more than 60 MB"):
        plan_in_child(heavy(30), PlanLimits(memory_bytes=60_000_000))


@pytest.mark.parametrize(
    ("content", "refusal", "reason"),
    [
        (b"{", "UnknownKind", "no JSON"),
        (b"[]", "UnknownKind", "its kind is none of requirements, shooting"),
        (b'{"kind": "cooking"}', "UnknownKind", "its kind is none of requirements, shooting"),
        (b'{"kind": "requirements"}', "NotAProblem", "it is no object"),
        (b'{"kind": "requirements", "problem": {"today": "soon"}}', "NotAProblem", "Problem"),
    ],
)
def test_what_is_no_problem_is_refused_in_json(content, refusal, reason):
    answer = asked(content)
    assert (answer["refusal"], reason in answer["said"]) == (refusal, True)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"today": "2026-03-02", "items": [{"key": 7}]}, "Item 7: 7 is no text"),
        ({"today": "2026-03-02", "items": [{"key": "pump", "wings": 2}]}, "Item has no wings"),
        ({"today": "2026-03-02", "items": [{"key": "pump", "lot": {"kind": "big"}}]}, "'big' is not a valid LotKind"),
        (
            {"today": "2026-03-02", "items": [], "demands": [{"key": "a", "item": "b", "quantity": 1.5}]},
            "no whole number",
        ),
        ({"today": "2026-03-02", "items": 3}, "is no list"),
        ({"items": []}, "today"),
    ],
)
def test_json_that_is_no_problem_says_where(form, reason):
    with pytest.raises(NotAProblem) as refused:
        problem_from_json(form)
    assert reason in str(refused.value)
