"""The process that sets one document: a job as JSON on standard input, the PDF on standard output.

Run as `python -m callboard.formats.pdf.child`. Exit code 0 with a PDF, else 1 with the reason on standard error.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO


def main(job_file: BinaryIO, pdf_file: BinaryIO) -> None:
    """Set the job `{"template", "inputs", "font_paths", "memory_bytes", "cpu_seconds"}` within its limits."""
    job: dict[str, Any] = json.load(job_file)
    _limit_this_process(memory_bytes=job["memory_bytes"], cpu_seconds=job["cpu_seconds"])

    # One thread per core would each reserve address space, and the limit would depend on the machine.
    os.environ["RAYON_NUM_THREADS"] = "2"

    # Imported only now, so that the limits also hold for loading the engine and its fonts.
    from callboard.formats.pdf.rendering import compile_template

    fonts = tuple(Path(path) for path in job["font_paths"])
    pdf_file.write(compile_template(job["template"], job["inputs"], font_paths=fonts))
    pdf_file.flush()


def _limit_this_process(*, memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
