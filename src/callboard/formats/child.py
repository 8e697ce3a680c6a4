"""The process that reads one file under limits: bytes on standard input, JSON on standard output.

`python -m callboard.formats.child READER FILE_NAME MEMORY_BYTES CPU_SECONDS`, READER being "script" or "sheets".
It writes nothing else and opens no file.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from callboard.formats.faults import TookTooMuchMemory, Unreadable
from callboard.formats.screenplay import read_screenplay
from callboard.formats.screenplay_json import screenplay_as_json
from callboard.formats.sheet_faults import SheetsTookTooMuchMemory
from callboard.formats.sheets import read_sheets
from callboard.formats.sheets_json import sheets_as_json


def main(arguments: list[str]) -> None:
    """Limit this process, read, answer with what was read or a refusal."""
    reader, file_name, memory_bytes, cpu_seconds = arguments[0], arguments[1], int(arguments[2]), int(arguments[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    read, out_of_memory = READERS[reader]
    try:
        answer = json.dumps({"read": read(sys.stdin.buffer.read(), file_name)}).encode()
    except Unreadable as refusal:
        answer = _refused(refusal)
    except MemoryError:
        answer = _refused(out_of_memory())
    sys.stdout.buffer.write(answer)


def _script(content: bytes, file_name: str) -> Any:
    return screenplay_as_json(read_screenplay(content, file_name=file_name))


def _sheets(content: bytes, file_name: str) -> Any:
    return sheets_as_json(read_sheets(content, file_name=file_name))


READERS = {"script": (_script, TookTooMuchMemory), "sheets": (_sheets, SheetsTookTooMuchMemory)}


def _refused(refusal: Unreadable) -> bytes:
    return json.dumps({"refusal": type(refusal).__name__, "parameters": refusal.parameters}).encode()


if __name__ == "__main__":
    main(sys.argv[1:])
