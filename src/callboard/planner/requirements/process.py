"""Planning in a process of its own, with limits of time and memory: the caller is unchanged if it dies."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any

from callboard.planner.limits import PlanLimits, end_without_answer, planning_command
from callboard.planner.refusals import CannotPlan, TookTooLong, shared_refusal
from callboard.planner.requirements.plan import Plan, Sentence
from callboard.planner.requirements.plan_json import plan_as_json, plan_from_json
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import Problem
from callboard.planner.requirements.problem_json import problem_as_json, problem_from_json
from callboard.planner.requirements.refusals import BillsGoRound, NotAProblem, TooManyOrders, WrongProblem

KIND = "requirements"


def plan_in_child(problem: Problem, limits: PlanLimits | None = None) -> Plan:
    """`plan_requirements` in a limited process.

    Raises what that raises, and TookTooLong, TookTooMuchMemory or PlannerStopped.
    """
    limits = limits or PlanLimits()
    asked = {"kind": KIND, "problem": problem_as_json(problem)}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, and two numbers
            planning_command(limits),
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLong(seconds=int(limits.wall_seconds)) from error
    if done.returncode or not done.stdout:
        raise end_without_answer(done.returncode, done.stderr, limits)
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise refusal_from_json(answer)
    return plan_from_json(answer["plan"])


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the planning process answers. Raises CannotPlan."""
    return {"plan": plan_as_json(plan_requirements(problem_from_json(asked.get("problem"))))}


def refusal_from_json(form: Mapping[str, Any]) -> CannotPlan:
    """The refusal that `callboard.planner.refusals.refusal_as_json` gave."""
    if form["refusal"] == WrongProblem.__name__:
        return WrongProblem([Sentence(row["text"], row["parameters"]) for row in form["sentences"]])
    kinds: dict[str, type[CannotPlan]] = {kind.__name__: kind for kind in (BillsGoRound, TooManyOrders, NotAProblem)}
    kind = kinds.get(form["refusal"])
    return kind(**form["parameters"]) if kind else shared_refusal(form)
