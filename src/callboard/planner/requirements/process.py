"""Planning in a process of its own, with limits of time and memory: the caller is unchanged if it dies."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from callboard.planner.requirements.plan import Plan, Sentence
from callboard.planner.requirements.plan_json import plan_from_json
from callboard.planner.requirements.problem import Problem
from callboard.planner.requirements.problem_json import problem_as_json
from callboard.planner.requirements.refusals import (
    CannotPlan,
    PlannerStopped,
    TookTooLong,
    TookTooMuchMemory,
    WrongProblem,
)

_SIGKILL, _SIGXCPU = -9, -24
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What the planning process may use; it is stopped at the first limit it meets."""

    wall_seconds: float = 120
    cpu_seconds: int = 120
    memory_bytes: int = 2_000 * _MEGABYTE


def plan_in_child(problem: Problem, limits: PlanLimits | None = None) -> Plan:
    """`plan_requirements` in a limited process.

    Raises what that raises, and TookTooLong, TookTooMuchMemory or PlannerStopped.
    """
    limits = limits or PlanLimits()
    asked = {"kind": "requirements", "problem": problem_as_json(problem)}
    # -I: neither the environment nor the current folder may decide what code plans
    command = [sys.executable, "-I", "-m", "callboard.planner", str(limits.memory_bytes), str(limits.cpu_seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, and two numbers
            command, input=json.dumps(asked).encode(), capture_output=True, timeout=limits.wall_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLong(seconds=int(limits.wall_seconds)) from error
    return _plan(done, limits)


def _plan(done: subprocess.CompletedProcess[bytes], limits: PlanLimits) -> Plan:
    if done.returncode in {_SIGKILL, _SIGXCPU}:
        raise TookTooLong(seconds=limits.cpu_seconds)
    if done.returncode or not done.stdout:
        last_words = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        if "MemoryError" in last_words:
            raise TookTooMuchMemory(megabytes=limits.memory_bytes // _MEGABYTE)
        raise PlannerStopped(reason=last_words[:200] or f"code {done.returncode}")
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise refusal_from_json(answer)
    return plan_from_json(answer["plan"])


def refusal_as_json(refusal: CannotPlan) -> dict[str, Any]:
    """A refusal as its class name and parameters; a wrong problem with all its sentences."""
    form: dict[str, Any] = {
        "refusal": type(refusal).__name__,
        "parameters": refusal.parameters,
        "said": str(refusal),
    }
    if isinstance(refusal, WrongProblem):
        form["sentences"] = [
            {"text": sentence.text, "parameters": dict(sentence.parameters)} for sentence in refusal.sentences
        ]
    return form


def refusal_from_json(form: dict[str, Any]) -> CannotPlan:
    """The refusal that `refusal_as_json` gave."""
    kinds = {kind.__name__: kind for kind in CannotPlan.__subclasses__()}
    if form["refusal"] == WrongProblem.__name__:
        return WrongProblem([Sentence(row["text"], row["parameters"]) for row in form["sentences"]])
    return kinds[form["refusal"]](**form["parameters"])
