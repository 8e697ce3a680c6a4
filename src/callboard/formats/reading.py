"""Reading a stranger's script safely: in a process of its own, with limits of memory and time."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

from callboard.formats.faults import (
    FileTooLarge,
    NotAFile,
    ReaderStopped,
    TookTooLong,
    TookTooMuchMemory,
    refusal_named,
)
from callboard.formats.limits import MAX_FILE_BYTES, SCRIPT_LIMITS, Limits
from callboard.formats.scenes import Screenplay
from callboard.formats.screenplay_json import screenplay_from_json

MOST_ANSWER_BYTES = 8_000_000  # the asking process must stay small too; a long feature answers with under 1 MB
_SIGKILL, _SIGXCPU = -9, -24


def read_script_file(path: Path, *, limits: Limits = SCRIPT_LIMITS) -> Screenplay:
    """`read_in_child` for a file on disk; folders, devices and files over 10 MB are refused before they are read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile
    if status.st_size > MAX_FILE_BYTES:
        raise FileTooLarge(megabytes=MAX_FILE_BYTES // 1_000_000)
    return read_in_child(path.read_bytes(), file_name=path.name, limits=limits)


def read_in_child(content: bytes, *, file_name: str, limits: Limits = SCRIPT_LIMITS) -> Screenplay:
    """`read_screenplay` in a limited process, for uploads and shell alike.

    Raises what `read_screenplay` raises, and TookTooLong, TookTooMuchMemory or ReaderStopped. The caller's own
    state is never touched: a file that breaks the reader breaks only that process.
    """
    if len(content) > MAX_FILE_BYTES:
        raise FileTooLarge(megabytes=MAX_FILE_BYTES // 1_000_000)
    # -I: neither the environment nor the current folder may decide what code reads a stranger's file
    command = [sys.executable, "-I", "-m", "callboard.formats.child", file_name.replace("\0", "")]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file name is an argument only
            [*command, str(limits.memory_bytes), str(limits.cpu_seconds)],
            input=content,
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLong from error
    return _screenplay(done)


def _screenplay(done: subprocess.CompletedProcess[bytes]) -> Screenplay:
    if done.returncode in {_SIGKILL, _SIGXCPU}:
        raise TookTooLong
    if done.returncode or not done.stdout:
        last_words = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        if "MemoryError" in last_words:
            raise TookTooMuchMemory
        raise ReaderStopped(reason=last_words[:200] or f"code {done.returncode}")
    if len(done.stdout) > MOST_ANSWER_BYTES:
        raise TookTooMuchMemory
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise refusal_named(answer["refusal"], answer["parameters"])
    return screenplay_from_json(answer["screenplay"])
