"""Plans as JSON and back: what `callboard plan shoot --json` prints, and the answer of the planning process."""

from __future__ import annotations

import datetime as dt
from typing import Any

from callboard.planner.shooting.plan import (
    Component,
    Conflict,
    ConflictKind,
    Plan,
    PlannedDay,
    Sentence,
    Status,
)
from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.working_day import WorkingDay, working_days

GAP_DIGITS = 6


def plan_as_json(plan: Plan, problem: Problem, *, is_said: bool = False) -> dict[str, Any]:
    """Values for `json.dumps`: money in minor units, lengths in eighths and minutes, dates as ISO text.

    A sentence is its translatable message id with its parameters; with `is_said` the English stands beside it. Each
    day also says what it holds, for readers; `plan_from_json` needs none of that.
    """
    held = working_days(problem, {placement.piece: placement.day for placement in plan.placements})
    return {
        "status": plan.status.value,
        "cost": plan.cost,
        "bound": plan.bound,
        "gap": round(plan.gap, GAP_DIGITS),
        "currency": problem.currency,
        "cost_by_component": {component.value: plan.cost_by_component.get(component, 0) for component in Component},
        "days": [_day(day, held[day.key]) for day in plan.days],
        "conflicts": [conflict_as_json(conflict, is_said=is_said) for conflict in plan.conflicts],
        "moves": plan.moves,
        "scheduled_moves": plan.scheduled_moves,
        "seed": plan.seed,
        "cpu_seconds": plan.cpu_seconds,
        "compiled": plan.compiled,
    }


def _day(day: PlannedDay, held: WorkingDay) -> dict[str, Any]:
    return {
        "date": day.on.isoformat(),
        "unit": day.unit,
        "key": day.key,
        "scenes": list(day.pieces),
        "eighths": held.eighths,
        "minutes": held.minutes,
        "locations": list(held.locations),
    }


def conflict_as_json(conflict: Conflict, *, is_said: bool = False) -> dict[str, Any]:
    """A broken rule, with what would lift it."""
    form: dict[str, Any] = {
        "kind": conflict.kind.value,
        "harm": conflict.harm,
        "excess": conflict.excess,
        "day": conflict.day,
        "piece": conflict.piece,
        "person": conflict.person,
        **_sentence(conflict.sentence, is_said=is_said),
        "lifted_by": [_sentence(sentence, is_said=is_said) for sentence in conflict.lifted_by],
    }
    return form


def _sentence(sentence: Sentence, *, is_said: bool) -> dict[str, Any]:
    said = {"said": str(sentence)} if is_said else {}
    return {**said, "text": sentence.text, "parameters": dict(sentence.parameters)}


def plan_from_json(form: dict[str, Any]) -> Plan:
    """The plan that `plan_as_json` gave. The form is our own process's answer: it is not checked."""
    return Plan(
        status=Status(form["status"]),
        cost=form["cost"],
        bound=form["bound"],
        cost_by_component={Component(name): amount for name, amount in form["cost_by_component"].items()},
        days=tuple(
            PlannedDay(day["key"], dt.date.fromisoformat(day["date"]), day["unit"], tuple(day["scenes"]))
            for day in form["days"]
        ),
        conflicts=tuple(conflict_from_json(row) for row in form["conflicts"]),
        moves=form["moves"],
        scheduled_moves=form["scheduled_moves"],
        seed=form["seed"],
        cpu_seconds=form["cpu_seconds"],
        compiled=form["compiled"],
    )


def conflict_from_json(form: dict[str, Any]) -> Conflict:
    """The broken rule that `conflict_as_json` gave."""
    return Conflict(
        kind=ConflictKind(form["kind"]),
        harm=form["harm"],
        excess=form["excess"],
        day=form["day"],
        piece=form["piece"],
        person=form["person"],
        sentence=Sentence(form["text"], form["parameters"]),
        lifted_by=tuple(Sentence(row["text"], row["parameters"]) for row in form["lifted_by"]),
    )
