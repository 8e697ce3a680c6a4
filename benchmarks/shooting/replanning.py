"""Replanning a made-up shoot of 120 scenes after one change, against planning it anew.

`python -m benchmarks.shooting.replanning --seeds 2-5` plans each shoot for ten seconds and publishes it; then a lead is
out for three days, or a location is lost for a week. Printed for each: when the first plan without a broken rule came,
the share of untouched calls that moved (`changes.moved_share`), and the cost without the price of changes against the
same shoot planned anew for sixty seconds.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import asdict, dataclass, replace
from typing import Any

from benchmarks.shooting.changes import Change, a_location_lost, an_actor_out, moved_share
from benchmarks.shooting.checker import check
from benchmarks.shooting.command import plan_shoot
from benchmarks.shooting.first_plan import watched
from benchmarks.shooting.instances import a_shoot
from benchmarks.shooting.problems import actor_key, as_problem
from benchmarks.shooting.real_shoot import said_seconds, seeds_of, slowest
from callboard.planner.shooting.plan import Component, Plan
from callboard.planner.shooting.problem import Placement, Problem
from callboard.planner.shooting.problem_json import problem_as_json


@dataclass(frozen=True)
class Replanned:
    """One change on one seed."""

    seed: int
    change: str
    key: str
    first_answer_seconds: float | None
    calls_moved: float
    cost: int
    anew_cost: int
    cost_ratio: float
    faults: int
    anew_faults: int

    def row(self) -> str:
        """A line of the table."""
        return (
            f"{self.seed:4} {self.change:14} {self.key:4} {said_seconds(self.first_answer_seconds)} "
            f"{self.calls_moved:12.1%} {self.cost:8} {self.anew_cost:8} {self.cost_ratio:7.4f} {self.faults:7} "
            f"{self.anew_faults:12}"
        )


@dataclass(frozen=True)
class Limits:
    """How long each step may take, and what a changed call costs."""

    first: float
    again: float
    anew: float
    changed_call: int


def replanned(seed: int, limits: Limits) -> list[Replanned]:
    """Both changes on the shoot of this seed."""
    shoot = a_shoot(seed)
    problem = as_problem(shoot)
    board = _board(plan_shoot(problem, seconds=limits.first).plan)
    chance = random.Random(f"what goes wrong {seed}")
    leads = [actor_key(actor) for actor in range(shoot.size.leads)]
    changes = (an_actor_out(problem, board, leads, chance), a_location_lost(problem, board, chance))
    return [_after(seed, change, problem, board, limits) for change in changes]


def _board(plan: dict[str, Any]) -> tuple[Placement, ...]:
    return tuple(Placement(piece, day["key"]) for day in plan["days"] for piece in day["scenes"])


def _after(seed: int, change: Change, problem: Problem, board: tuple[Placement, ...], limits: Limits) -> Replanned:
    now = change.applied_to(problem)
    told = replace(now, published=board, prices=replace(now.prices, changed_call=limits.changed_call))
    plan, first = watched(told, seconds=limits.again, start=board)
    cost = plan.cost - plan.cost_by_component[Component.CHANGES]
    anew = plan_shoot(now, seconds=limits.anew).plan
    return Replanned(
        seed, change.what, change.key, round(first.seconds, 3) if first else None,
        calls_moved=round(moved_share(now, change, board, plan.placements), 4),
        cost=cost, anew_cost=anew["cost"], cost_ratio=round(cost / anew["cost"], 4),
        faults=_faults(told, plan), anew_faults=len(anew["conflicts"]),
    )  # fmt: skip


def _faults(problem: Problem, plan: Plan) -> int:
    rows = [{"piece": placement.piece, "day": placement.day} for placement in plan.placements]
    verdict = check(problem_as_json(problem), rows)
    return len(verdict.faults) + (verdict.cost != plan.cost)


def main() -> None:
    """Print a row for each change, then the worst of all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=seeds_of, default=seeds_of("2-5"))
    asked.add_argument("--first", type=float, default=10)
    asked.add_argument("--again", type=float, default=10)
    asked.add_argument("--anew", type=float, default=60)
    asked.add_argument("--changed-call", type=int, default=2000)
    chosen = asked.parse_args()
    limits = Limits(chosen.first, chosen.again, chosen.anew, chosen.changed_call)
    rows = []
    print("seed change              first s   calls moved     cost     anew   ratio  broken  broken anew")
    for seed in chosen.seeds:
        for row in replanned(seed, limits):
            rows.append(row)
            print(row.row(), flush=True)
    worst = {
        "first_answer_seconds": slowest([row.first_answer_seconds for row in rows]),
        "calls_moved": max(row.calls_moved for row in rows),
        "cost_ratio": max(row.cost_ratio for row in rows),
        "broken_rules": sum(row.faults for row in rows),
    }
    print(json.dumps({"limits": asdict(limits), "worst": worst}, indent=2))


if __name__ == "__main__":
    main()
