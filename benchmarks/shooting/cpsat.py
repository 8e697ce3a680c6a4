"""The baseline: what OR-Tools' CP-SAT finds on a made-up shoot, in its own Python and process.

`python -m benchmarks.shooting.cpsat INSTANCE.json --seconds 60 --workers 2` prints what it found; `--seed 2` makes the
instance instead, `--write INSTANCE.json` writes it; `--model counted` adds redundant sums to the frozen model. Results
by seed are remembered in the scratch directory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.shooting.instances import a_shoot
from benchmarks.shooting.scratch import ORTOOLS, digest, peer_python, remembered

RESULTS = "cpsat_results.json"
MODEL = Path(__file__).with_name("cpsat_model.py")

Form = dict[str, Any]


@dataclass(frozen=True)
class Terms:
    """On what terms CP-SAT runs: which of its models, how long, by which clock, and how many workers."""

    model: str = "frozen"
    seconds: float = 60
    workers: int = 2
    clock: str = "cpu"

    @classmethod
    def add_to(cls, asked: argparse.ArgumentParser, *, seconds: str = "--seconds") -> None:
        """The options for them."""
        asked.add_argument("--model", choices=("frozen", "counted"), default=cls.model)
        asked.add_argument(seconds, type=float, default=cls.seconds)
        asked.add_argument("--workers", type=int, default=cls.workers)
        asked.add_argument("--clock", choices=("cpu", "wall"), default=cls.clock, help="what stops CP-SAT")


def solved(shoot: Form, terms: Terms) -> Form:
    """What CP-SAT finds, with the machine's load while it ran: `load` is the mean number of runnable processes."""
    asked = {"shoot": shoot, **asdict(terms)}
    answer = subprocess.run(
        [peer_python(), MODEL], input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True
    )
    found: Form = json.loads(answer.stdout)
    return {**found, "load": round(os.getloadavg()[0], 1), "ortools": ORTOOLS}


def baseline(seed: int, terms: Terms) -> Form:
    """The same for a seed, from memory if this model was asked before."""
    shoot = a_shoot(seed).as_json()
    source = digest(MODEL.read_text(), json.dumps(shoot), ORTOOLS)
    key = (
        f"seed {seed}, {terms.model} model {source}, {terms.seconds:g} s, {terms.workers} workers, {terms.clock} clock"
    )
    found: Form = remembered(RESULTS, key, lambda: solved(shoot, terms))
    return found


def main() -> None:
    """Solve one instance and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("instance", type=Path, nargs="?")
    asked.add_argument("--seed", type=int)
    asked.add_argument("--write", type=Path)
    Terms.add_to(asked)
    chosen = asked.parse_args()
    terms = Terms(chosen.model, chosen.seconds, chosen.workers, chosen.clock)
    if chosen.write:
        chosen.write.write_text(json.dumps(a_shoot(chosen.seed).as_json()))
    elif chosen.instance:
        print(json.dumps(solved(json.loads(chosen.instance.read_text()), terms)))
    elif chosen.seed is not None:
        print(json.dumps(baseline(chosen.seed, terms)))
    else:
        asked.error("name an instance, or a seed")


if __name__ == "__main__":
    main()
