"""A real shoot, both sides from one run: `callboard plan shoot` against CP-SAT on made-up shoots of 120 scenes.

`python -m benchmarks.shooting.real_shoot --seeds 102-111` prints a row for each seed and the geometric mean of the
ratios of cost, with a checker's verdict on both. CP-SAT's results are remembered by seed, model and seconds; `--json
FILE` keeps everything. Seeds 2–9 are for tuning, 102–111 for the figure.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.shooting.checker import Verdict, check, check_plan
from benchmarks.shooting.command import Run, plan_shoot
from benchmarks.shooting.cpsat import Terms, baseline
from benchmarks.shooting.first_plan import first_complete_plan
from benchmarks.shooting.instances import a_shoot
from benchmarks.shooting.problems import as_problem, placements

if TYPE_CHECKING:
    from callboard.planner.shooting.planning import Progress

HEADINGS = (
    "seed     ours  cpu s  broken  first s    bound  of cost |   CP-SAT  cpu s  broken    bound  of cost | "
    "cost ratio  bound ratio"
)


@dataclass(frozen=True)
class OurSide:
    """What our command found."""

    cost: int
    bound: int
    status: str
    faults: int
    first_seconds: float | None
    first_cost: int | None
    wall_seconds: float
    cpu_seconds: float
    moves: int
    scheduled_moves: int
    compiled: bool
    peak_megabytes: int


@dataclass(frozen=True)
class PeerSide:
    """What CP-SAT found; `cost` None: nothing. `load` is the machine's while it ran."""

    cost: int | None
    bound: int
    status: str
    faults: int
    wall_seconds: float
    cpu_seconds: float
    load: float
    cost_at_a_sixth: int | None
    """When a sixth of its CPU seconds was used: our ten seconds of sixty."""


@dataclass(frozen=True)
class Compared:
    """One seed."""

    seed: int
    ours: OurSide
    peer: PeerSide | None

    @property
    def cost_ratio(self) -> float | None:
        """Ours by theirs; less is better."""
        return self.ours.cost / self.peer.cost if self.peer and self.peer.cost else None

    @property
    def bound_ratio(self) -> float | None:
        """Ours by theirs; more is better."""
        return self.ours.bound / self.peer.bound if self.peer and self.peer.bound > 0 else None

    def row(self) -> str:
        """A line of the table."""
        ours, peer = self.ours, self.peer
        text = (
            f"{self.seed:4} {ours.cost:8} {ours.cpu_seconds:6.1f} {ours.faults:7} {said_seconds(ours.first_seconds)} "
            f"{ours.bound:8} {ours.bound / ours.cost:8.1%}"
        )
        if peer is None or peer.cost is None or self.cost_ratio is None:
            return text
        return text + (
            f" | {peer.cost:8} {peer.cpu_seconds:6.1f} {peer.faults:7} {peer.bound:8} {peer.bound / peer.cost:8.1%}"
            f" | {self.cost_ratio:10.4f}  {self.bound_ratio or math.inf:11.2f}"
        )


def compared(seed: int, *, seconds: float, terms: Terms | None) -> Compared:
    """Both sides on one seed; `terms` None leaves theirs out."""
    problem = as_problem(a_shoot(seed))
    run = plan_shoot(problem, seconds=seconds)
    first = first_complete_plan(problem, within_seconds=seconds)
    verdict = check_plan(run.problem, run.plan)
    _say(seed, "ours", verdict)
    ours = _our_side(run, verdict, first)
    return Compared(seed, ours, None if terms is None else _peer_side(seed, run.problem, baseline(seed, terms)))


def _our_side(run: Run, verdict: Verdict, first: Progress | None) -> OurSide:
    plan = run.plan
    return OurSide(
        cost=plan["cost"], bound=plan["bound"], status=plan["status"], faults=len(verdict.faults),
        first_seconds=round(first.seconds, 3) if first else None, first_cost=first.cost if first else None,
        wall_seconds=run.wall_seconds,
        cpu_seconds=run.cpu_seconds, moves=plan["moves"], scheduled_moves=plan["scheduled_moves"],
        compiled=plan["compiled"], peak_megabytes=run.peak_megabytes,
    )  # fmt: skip


def _peer_side(seed: int, problem: dict[str, Any], found: dict[str, Any]) -> PeerSide:
    faults, cost = 0, None
    if found["cost"] is not None:
        rows = [{"piece": row.piece, "day": row.day} for row in placements(found["placements"])]
        verdict = check(problem, rows)
        _say(seed, "CP-SAT", verdict)
        # what its placements cost: at the end of its time the sums of its model may still lie above that
        faults, cost = len(verdict.faults), verdict.cost
    early = [row["cost"] for row in found["trace"] if row["cpu"] <= found["cpu_seconds"] / 6]
    return PeerSide(
        cost=cost, bound=found["bound"], status=found["status"], faults=faults,
        wall_seconds=found["wall_seconds"], cpu_seconds=found["cpu_seconds"], load=found["load"],
        cost_at_a_sixth=int(early[-1]) if early else None,
    )  # fmt: skip


def _say(seed: int, side: str, verdict: Verdict) -> None:
    for fault in verdict.faults:
        print(f"     seed {seed}, {side}: {fault}")


def said_seconds(seconds: float | None) -> str:
    """For the table."""
    return "   never" if seconds is None else f"{seconds:8.3f}"


def slowest(seconds: Sequence[float | None]) -> float | None:
    """The longest, None if one never came."""
    known = [one for one in seconds if one is not None]
    return max(known) if len(known) == len(seconds) else None


def geometric_mean(numbers: Sequence[float]) -> float:
    """Of positive numbers."""
    return math.exp(sum(math.log(number) for number in numbers) / len(numbers))


def seeds_of(text: str) -> list[int]:
    """Seeds such as "102-111" or "2,3,5"."""
    spans = [part.split("-") for part in text.split(",")]
    return [seed for span in spans for seed in range(int(span[0]), int(span[-1]) + 1)]


def summary(rows: Sequence[Compared]) -> dict[str, Any]:
    """The figures over all seeds."""
    costs = [row.cost_ratio for row in rows if row.cost_ratio]
    bounds = [row.bound_ratio for row in rows if row.bound_ratio]
    return {
        "python": platform.python_version(),
        "load_at_the_end": round(os.getloadavg()[0], 1),
        "geometric_mean_of_our_costs": round(geometric_mean([row.ours.cost for row in rows])),
        "broken_rules_of_ours": sum(row.ours.faults for row in rows),
        "slowest_first_complete_plan_seconds": slowest([row.ours.first_seconds for row in rows]),
        "our_bound_of_our_cost_geometric_mean": round(
            geometric_mean([max(1, row.ours.bound) / row.ours.cost for row in rows]), 4
        ),
        "our_bound_of_our_cost_worst": round(min(row.ours.bound / row.ours.cost for row in rows), 4),
        "cost_ratio_geometric_mean": round(geometric_mean(costs), 4) if costs else None,
        "cost_ratio_worst": round(max(costs), 4) if costs else None,
        "bound_ratio_worst": round(min(bounds), 2) if bounds else None,
        "compiled": all(row.ours.compiled for row in rows),
    }


def main() -> None:
    """Compare on the seeds that are asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=seeds_of, default=seeds_of("2-5"))
    asked.add_argument("--seconds", type=float, default=10)
    Terms.add_to(asked, seconds="--peer-seconds")
    asked.add_argument("--ours-only", action="store_true")
    asked.add_argument("--json", type=Path)
    chosen = asked.parse_args()
    terms = Terms(chosen.model, chosen.peer_seconds, chosen.workers, chosen.clock)
    rows = []
    print(HEADINGS)
    for seed in chosen.seeds:
        rows.append(compared(seed, seconds=chosen.seconds, terms=None if chosen.ours_only else terms))
        print(rows[-1].row(), flush=True)
    print(json.dumps(summary(rows), indent=2))
    if chosen.json:
        chosen.json.write_text(json.dumps({**summary(rows), "seeds": [asdict(row) for row in rows]}, indent=2))


if __name__ == "__main__":
    main()
