"""Scene order alone: CPU seconds to proof, ours and didppy's CABS from one run, on collected and random problems."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.shooting.scratch import scratch_directory
from callboard.formats.talent import read_talent
from callboard.planner.shooting.order_reduction import reduced
from callboard.planner.shooting.ordering import Actor, OrderProblem, Scene, best_order
from callboard.planner.shooting.plan import Status
from callboard.planner.shooting.stopping import Budget
from callboard.planner.solvers.compiled import is_compiled

DIDPPY = "didppy==0.11.1"
FILES = Path("../shared/data/film/talent")
SIZES = ((24, 12), (32, 10))
SHARE = 0.3  # of the scenes that an actor is in: the hardest of those tried


@dataclass(frozen=True)
class Row:
    """One problem, both sides. `peer_cost` is None if the peer found no order before its limit."""

    name: str
    scenes: int
    actors: int
    cost: int
    bound: int
    states: int
    cpu_seconds: float
    peer_cost: int | None
    peer_proved: bool
    peer_cpu_seconds: float

    @property
    def ratio(self) -> float:
        return self.peer_cpu_seconds / max(self.cpu_seconds, 0.001)


def from_file(path: Path) -> OrderProblem:
    read = read_talent(path.read_bytes())
    return OrderProblem(
        tuple(Scene(scene.key, scene.duration) for scene in read.scenes),
        tuple(Actor(actor.key, actor.pay, frozenset(actor.scenes)) for actor in read.actors),
    )


def a_random_problem(scenes: int, actors: int, seed: int, share: float = SHARE) -> OrderProblem:
    """Durations 1 to 10, pays 1 to 100; every actor is in at least two scenes."""
    chance = Random(seed)
    keys = [str(number) for number in range(1, scenes + 1)]
    while True:
        casts = [[actor for actor in range(actors) if chance.random() < share] for _ in keys]
        own = [
            frozenset(key for key, cast in zip(keys, casts, strict=True) if actor in cast) for actor in range(actors)
        ]
        if all(len(scenes_of) > 1 for scenes_of in own):
            break
    durations = [chance.randint(1, 10) for _ in keys]
    return OrderProblem(
        tuple(Scene(key, duration) for key, duration in zip(keys, durations, strict=True)),
        tuple(Actor(str(number), chance.randint(1, 100), scenes_of) for number, scenes_of in enumerate(own, start=1)),
    )


def problems(seeds: int) -> Iterator[tuple[str, OrderProblem]]:
    for path in sorted([*FILES.glob("*.dzn"), *FILES.glob("smith/*")]):
        yield path.relative_to(FILES).as_posix(), from_file(path)
    for scenes, actors in SIZES:
        for seed in range(1, seeds + 1):
            yield f"random {scenes}×{actors} seed {seed}", a_random_problem(scenes, actors, seed)


def peer_python() -> Path:
    """A Python that has didppy and nothing of ours; made on first use."""
    directory = scratch_directory() / DIDPPY.replace("==", "-")
    python = directory / "bin" / "python"
    if not (directory / "complete").exists():
        venv.create(directory, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", DIDPPY], check=True)
        (directory / "complete").touch()
    return python


def peer_answer(problem: OrderProblem, cpu_seconds: int) -> tuple[int | None, bool, float]:
    """Cost, proof and CPU seconds of the peer. It gets the problem as we reduce it: merged scenes, no idle actors."""
    pays = [actor.pay for actor in problem.actors]
    casts = [
        frozenset(n for n, actor in enumerate(problem.actors) if scene.key in actor.scenes) for scene in problem.scenes
    ]
    durations = [scene.duration for scene in problem.scenes]
    parts, _ = reduced(durations, pays, casts)
    whole: dict[str, object] = {"cpu_seconds": cpu_seconds}
    first = [sum(len(part.pays) for part in parts[:number]) for number in range(len(parts))]
    whole["durations"] = [duration for part in parts for duration in part.durations]
    whole["pays"] = [pay for part in parts for pay in part.pays]
    whole["casts"] = [sorted(a + n for a in cast) for part, n in zip(parts, first, strict=True) for cast in part.casts]
    working = sum(d * sum(pays[a] for a in cast) for d, cast in zip(durations, casts, strict=True))
    kept = sum(
        d * sum(part.pays[a] for a in cast)
        for part in parts
        for d, cast in zip(part.durations, part.casts, strict=True)
    )
    done = subprocess.run(
        [peer_python(), Path(__file__).with_name("ordering_peer.py")],
        input=json.dumps(whole), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode > 0:
        raise RuntimeError(done.stderr)
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    nothing: dict[str, Any] = {"cost": None, "is_proved": False}
    last = lines[-1] if lines else nothing
    cost = None if last["cost"] is None else last["cost"] + working - kept
    proved = bool(last["is_proved"])
    seconds: float = last["cpu_seconds"] if proved else cpu_seconds
    return cost, proved, seconds


def measured(name: str, problem: OrderProblem, peer_seconds: int) -> Row:
    begun = time.process_time()
    order = best_order(problem, stop=Budget())
    seconds = time.process_time() - begun
    peer_cost, proved, peer_cpu = peer_answer(problem, peer_seconds) if peer_seconds else (None, False, 0.0)
    if proved and order.status is Status.OPTIMAL and peer_cost != order.cost:
        raise AssertionError(f"{name}: we proved {order.cost}, the peer {peer_cost}")
    return Row(
        name, len(problem.scenes), len(problem.actors), order.cost, order.bound, order.states, round(seconds, 3),
        peer_cost, proved, peer_cpu,
    )  # fmt: skip


def shown(row: Row) -> str:
    """A row of the table; a peer that was stopped is marked by >."""
    ours = "proved" if row.cost == row.bound else f"bound {row.bound}"
    mark, theirs = ("", "proved") if row.peer_proved else (">", f"best {row.peer_cost}")
    return (
        f"| {row.name} | {row.scenes} × {row.actors} | {row.cost} | {ours} | {row.states} | {row.cpu_seconds:.3f} |"
        f" {mark}{row.peer_cpu_seconds:.2f} | {theirs} | {mark}{row.ratio:.0f} |"
    )


def main() -> None:
    """Print a row for each problem as it is done, then the sums."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=5, help="random problems of each size")
    asked.add_argument("--peer-seconds", type=int, default=60, help="CPU seconds of the peer; 0 leaves it out")
    asked.add_argument("--only", default="", help="only problems whose name holds this")
    asked.add_argument("--json", action="store_true")
    arguments = asked.parse_args()
    if not is_compiled():
        print("the kernels are not compiled: run python build_hook.py", file=sys.stderr)
    rows = []
    if not arguments.json:
        print("| problem | size | cost | ours | states | CPU s | CABS CPU s | CABS | ratio |")
        print("|---|---|---|---|---|---|---|---|---|")
    for name, problem in problems(arguments.seeds):
        if arguments.only in name:
            rows.append(measured(name, problem, arguments.peer_seconds))
            if not arguments.json:
                print(shown(rows[-1]), flush=True)
    ours, theirs = sum(row.cpu_seconds for row in rows), sum(row.peer_cpu_seconds for row in rows)
    if arguments.json:
        print(json.dumps({"compiled": is_compiled(), "rows": [asdict(row) for row in rows]}, indent=2))
    else:
        print(f"\nTogether {ours:.2f} CPU s, CABS at least {theirs:.2f}: 1/{theirs / max(ours, 0.001):.0f}")


if __name__ == "__main__":
    main()
