"""A reader in a process of its own, with limits of memory and time: a file can break only that process."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from callboard.formats.faults import Unreadable, refusal_named
from callboard.formats.limits import Limits

_SIGKILL, _SIGXCPU = -9, -24
_OUT_OF_MEMORY = ("MemoryError", "memory allocation of", "annot allocate memory")


@dataclass(frozen=True)
class Reader:
    """One kind of file that `callboard.formats.child` reads, and what to say when that process is stopped."""

    name: str
    took_too_long: type[Unreadable]
    took_too_much_memory: type[Unreadable]
    stopped: type[Unreadable]


def answer_from_child(reader: Reader, content: bytes, *, file_name: str, limits: Limits, most_answer_bytes: int) -> Any:
    """What the reader made of the content, as plain JSON values.

    Raises the refusal of the reader itself, or one of the three that `reader` names: at a limit, or if the process
    died. An answer of more than `most_answer_bytes` counts as too much memory: the asking process must stay small.
    """
    # -I: neither the environment nor the current folder may decide what code reads a stranger's file
    command = [sys.executable, "-I", "-m", "callboard.formats.child", reader.name, file_name.replace("\0", "")]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file name is an argument only
            [*command, str(limits.memory_bytes), str(limits.cpu_seconds)],
            input=content,
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise reader.took_too_long from error
    if done.returncode in {_SIGKILL, _SIGXCPU}:
        raise reader.took_too_long
    if done.returncode or not done.stdout:
        raise _last_refusal(reader, done)
    if len(done.stdout) > most_answer_bytes:
        raise reader.took_too_much_memory
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise refusal_named(answer["refusal"], answer["parameters"])
    return answer["read"]


def _last_refusal(reader: Reader, done: subprocess.CompletedProcess[bytes]) -> Unreadable:
    said = done.stderr.decode(errors="replace").strip()
    if any(sign in said for sign in _OUT_OF_MEMORY):
        return reader.took_too_much_memory()
    return reader.stopped(reason=said.rpartition("\n")[2][:200] or f"code {done.returncode}")
