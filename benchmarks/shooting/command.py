"""Our side: `callboard plan shoot` as a user runs it, in a process of its own, with what it used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.problem_json import problem_as_json

Form = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One run of the command: the problem and plan as JSON, and what the process and its children took."""

    problem: Form
    plan: Form
    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: int
    """Of the command itself and of each process that it started, the largest."""

    @property
    def moves_per_cpu_second(self) -> float:
        """How many moves were tried in a CPU second of the whole command."""
        return float(self.plan["moves"] / self.cpu_seconds)


def plan_shoot(problem: Problem, *, seconds: float, seed: int = 1) -> Run:
    """Plan with the command line."""
    form = problem_as_json(problem)
    with tempfile.TemporaryDirectory() as directory:
        file, answer = Path(directory, "problem.json"), Path(directory, "plan.json")
        file.write_text(json.dumps(form))
        command: list[str | Path] = [
            Path(sys.executable).with_name("callboard"), "plan", "shoot", file,
            "--seconds", f"{seconds:g}", "--seed", str(seed), "--json",
        ]  # fmt: skip
        with answer.open("w") as output:
            started = time.monotonic()
            process = subprocess.Popen(command, stdout=output)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        plan = json.loads(answer.read_text())
    return Run(form, plan, round(wall, 2), round(used.ru_utime + used.ru_stime, 2), used.ru_maxrss // 1024)
