"""Reading a stranger's script safely: in a process of its own, with limits of memory and time."""

from __future__ import annotations

import stat
from pathlib import Path

from callboard.formats.confined import Reader, answer_from_child
from callboard.formats.faults import FileTooLarge, NotAFile, ReaderStopped, TookTooLong, TookTooMuchMemory
from callboard.formats.limits import MAX_FILE_BYTES, SCRIPT_LIMITS, Limits
from callboard.formats.scenes import Screenplay
from callboard.formats.screenplay_json import screenplay_from_json

MOST_ANSWER_BYTES = 8_000_000  # the asking process must stay small too; a long feature answers with under 1 MB
SCRIPT_READER = Reader("script", TookTooLong, TookTooMuchMemory, ReaderStopped)


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
    values = answer_from_child(
        SCRIPT_READER, content, file_name=file_name, limits=limits, most_answer_bytes=MOST_ANSWER_BYTES
    )
    return screenplay_from_json(values)
