"""A large shoot of two units (600 scenes, 120 dates, 80 cast) beside one of 120 scenes: cost per move, gap, memory.

`python -m benchmarks.shooting.scale --seeds 1` prints JSON: for each seed what `callboard plan shoot` found in sixty
seconds, the checker's verdict, and what a million moves of the search cost in CPU seconds by those of the small shoot:
the search alone, without start, bound and end, since these do not grow with the moves.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.shooting.checker import check_plan
from benchmarks.shooting.command import Run, plan_shoot
from benchmarks.shooting.instances import a_shoot
from benchmarks.shooting.large import a_large_shoot
from benchmarks.shooting.problems import as_problem
from benchmarks.shooting.real_shoot import seeds_of
from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.search import Population, starts_of
from callboard.planner.shooting.stopping import Budget
from callboard.planner.shooting.tables import Tables

MOVES = 1_000_000


def _found(run: Run) -> dict[str, Any]:
    plan, verdict = run.plan, check_plan(run.problem, run.plan)
    return {
        "scenes": len(run.problem["pieces"]),
        "days": len(run.problem["days"]),
        "status": plan["status"],
        "cost": plan["cost"],
        "bound": plan["bound"],
        "gap": round((plan["cost"] - plan["bound"]) / plan["cost"], 4),
        "broken_rules": len(verdict.faults),
        "moves": plan["moves"],
        "wall_seconds": run.wall_seconds,
        "cpu_seconds": run.cpu_seconds,
        "peak_megabytes": run.peak_megabytes,
        "compiled": plan["compiled"],
    }


def search_seconds_per_million_moves(problem: Problem) -> float:
    """CPU seconds of one board that cools over a million moves from a random start."""
    tables = Tables(problem)
    board = Population(tables, starts_of(tables, [], 1, 1), 1)
    budget = Budget(moves=MOVES)
    with ThreadPoolExecutor(1) as pool:
        began = time.process_time()
        while board.cool(0, MOVES, MOVES, budget, pool):
            pass
        return time.process_time() - began


def measured(seed: int, *, seconds: float, small_seconds: float) -> dict[str, Any]:
    """The large shoot and the small one of a seed."""
    problem, _ = a_large_shoot(seed)
    large = plan_shoot(problem, seconds=seconds)
    small = plan_shoot(as_problem(a_shoot(seed)), seconds=small_seconds)
    by_large = search_seconds_per_million_moves(problem)
    by_small = search_seconds_per_million_moves(as_problem(a_shoot(seed)))
    return {
        "seed": seed,
        "large": {**_found(large), "cpu_seconds_per_million_moves": round(by_large, 3)},
        "small": {**_found(small), "cpu_seconds_per_million_moves": round(by_small, 3)},
        "cost_per_move_ratio": round(by_large / by_small, 2),
    }


def main() -> None:
    """Measure each seed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=seeds_of, default=[1])
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--small-seconds", type=float, default=10)
    chosen = asked.parse_args()
    rows = [measured(seed, seconds=chosen.seconds, small_seconds=chosen.small_seconds) for seed in chosen.seeds]
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
