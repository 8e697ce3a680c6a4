"""The planning process: a problem as JSON on standard input, its plan on standard output.

`python -m callboard.planner [MEMORY_BYTES CPU_SECONDS]` reads {"kind": "requirements", "problem": {…}} and answers
{"plan": {…}}, or {"refusal": …, "parameters": …, "said": …}. It writes nothing else and opens no file.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from typing import Any

from callboard.planner.requirements.plan_json import plan_as_json
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem_json import problem_from_json
from callboard.planner.requirements.process import refusal_as_json
from callboard.planner.requirements.refusals import CannotPlan, NotAProblem, TookTooMuchMemory


def main(arguments: list[str]) -> None:
    """Limit this process if asked to, read, plan, answer."""
    if arguments:
        memory_bytes, cpu_seconds = int(arguments[0]), int(arguments[1])
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    gc.disable()  # one problem, then the end: nothing is worth collecting
    megabytes = int(arguments[0]) // 1_000_000 if arguments else 0
    # made before there is no memory left to make it with
    too_much = json.dumps(refusal_as_json(TookTooMuchMemory(megabytes=megabytes))).encode()
    try:
        answer = json.dumps(_answer(sys.stdin.buffer.read()), ensure_ascii=False).encode()
    except MemoryError:
        os.write(1, too_much)
        os._exit(0)  # taking everything down in order would need memory as well
    sys.stdout.buffer.write(answer)


def _answer(content: bytes) -> dict[str, Any]:
    try:
        return {"plan": plan_as_json(plan_requirements(problem_from_json(_problem(content))))}
    except CannotPlan as refusal:
        return refusal_as_json(refusal)


def _problem(content: bytes) -> object:
    try:
        asked = json.loads(content)
    except ValueError as error:
        raise NotAProblem(reason=f"no JSON: {error}") from error
    if not isinstance(asked, dict) or asked.get("kind") != "requirements":
        raise NotAProblem(reason="its kind is not “requirements”")
    return asked.get("problem")


if __name__ == "__main__":
    main(sys.argv[1:])
