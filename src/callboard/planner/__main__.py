"""The planning process: what is asked as a line of JSON on standard input, the answer on standard output.

`python -m callboard.planner [MEMORY_BYTES CPU_SECONDS]` reads {"kind": "requirements", "problem": {…}} or {"kind":
"shooting", "problem": {…}, "seconds": …} and answers {"plan": {…}}, or {"refusal": …, "parameters": …, "said": …}. A
shooting plan sends lines {"progress": {…}} before, and comes at once after a line "stop" or SIGTERM. It writes nothing
else and opens no file.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from callboard.planner.asker import Asker
from callboard.planner.limits import MEGABYTE, keep_limits
from callboard.planner.refusals import CannotPlan, TookTooMuchMemory, UnknownKind, refusal_as_json


def main(arguments: list[str]) -> None:
    """Limit this process if asked to, read, plan, answer."""
    memory_bytes = 0
    if arguments:
        memory_bytes = int(arguments[0])
        keep_limits(memory_bytes, int(arguments[1]))
    # made before there is no memory left to make it with
    too_much = json.dumps(refusal_as_json(TookTooMuchMemory(megabytes=memory_bytes // MEGABYTE))).encode() + b"\n"
    asker = Asker()
    try:
        asker.send(json.dumps(_answer(asker), ensure_ascii=False).encode())
    except MemoryError:
        os.write(1, too_much)
        os._exit(0)  # taking everything down in order would need memory as well


def _answer(asker: Asker) -> dict[str, Any]:
    try:
        asked = _asked(asker.asked())
        return KINDS[asked["kind"]](asked, asker)
    except CannotPlan as refusal:
        return refusal_as_json(refusal)


def _asked(content: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnknownKind(reason=f"no JSON: {error}"[:200]) from error
    if not isinstance(asked, dict) or asked.get("kind") not in list(KINDS):
        raise UnknownKind(reason=f"its kind is none of {', '.join(KINDS)}")
    return asked


def _requirements(asked: Mapping[str, Any], asker: Asker) -> dict[str, Any]:  # noqa: ARG001 - it is done before one can ask
    from callboard.planner.requirements.process import answer  # each kind alone: it is started for every plan

    gc.disable()  # one problem, then the end: nothing is worth collecting
    return answer(asked)


def _shooting(asked: Mapping[str, Any], asker: Asker) -> dict[str, Any]:
    from callboard.planner.shooting.child import answer

    return answer(asked, asker)


KINDS: dict[str, Callable[[Mapping[str, Any], Asker], dict[str, Any]]] = {
    "requirements": _requirements,
    "shooting": _shooting,
}

if __name__ == "__main__":
    main(sys.argv[1:])
