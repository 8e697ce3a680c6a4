"""The process that reads one script under limits: bytes on standard input, JSON on standard output.

`python -m callboard.formats.child FILE_NAME MEMORY_BYTES CPU_SECONDS`. It writes nothing else and opens no file.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from callboard.formats.faults import TookTooMuchMemory, Unreadable
from callboard.formats.screenplay import read_screenplay
from callboard.formats.screenplay_json import screenplay_as_json


def main(arguments: list[str]) -> None:
    """Limit this process, read, answer with a screenplay or a refusal."""
    file_name, memory_bytes, cpu_seconds = arguments[0], int(arguments[1]), int(arguments[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    try:
        answer = json.dumps(_answer(sys.stdin.buffer.read(), file_name)).encode()
    except MemoryError:
        answer = json.dumps(_refusal(TookTooMuchMemory())).encode()
    sys.stdout.buffer.write(answer)


def _answer(content: bytes, file_name: str) -> dict[str, Any]:
    try:
        return {"screenplay": screenplay_as_json(read_screenplay(content, file_name=file_name))}
    except Unreadable as refusal:
        return _refusal(refusal)


def _refusal(refusal: Unreadable) -> dict[str, Any]:
    return {"refusal": type(refusal).__name__, "parameters": refusal.parameters}


if __name__ == "__main__":
    main(sys.argv[1:])
