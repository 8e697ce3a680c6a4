"""Render in a child process with limits of time and memory, so that no document can take the server down."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from callboard.formats.faults import gettext_noop
from callboard.formats.pdf.callsheet import CallSheetDocument
from callboard.formats.pdf.plant import PlantDocument, plant_template
from callboard.formats.pdf.rendering import BUILT_FONTS, CALL_SHEET, Paper, call_sheet_inputs

REASON_CHARACTERS = 300
_PATH = re.compile(r"(?<![\w/])/[^\s:'\"]+")
_OUT_OF_MEMORY = re.compile(
    rb"MemoryError|memory allocation of|failed to map segment|annot allocate memory|Resource temporarily unavailable"
)


@dataclass(frozen=True)
class RenderLimits:
    """What the child may use; `memory_bytes` is address space, of which fonts and threads take most."""

    seconds: float = 30.0
    memory_bytes: int = 1024**3


DEFAULT_LIMITS = RenderLimits()


class RenderingFailed(Exception):
    """No PDF was made; nothing else has happened. `text` is a message id, `parameters` fill its places."""

    text: ClassVar[str] = gettext_noop(
        "The PDF could not be made (%(reason)s). Nothing was changed. Try again; if that does not help, report this."
    )

    def __init__(self, *, reason: str) -> None:
        self.parameters: dict[str, str] = {"reason": reason}
        super().__init__(self.text % self.parameters)


class RenderingTookTooLong(RenderingFailed):
    """The child was stopped at its time limit."""

    text = gettext_noop(
        "Making the PDF was stopped after %(reason)s. Nothing was changed. Shorten the longest texts and try again."
    )


class RenderingTookTooMuchMemory(RenderingFailed):
    """The child met its memory limit."""

    text = gettext_noop(
        "Making the PDF was stopped because it needs too much memory (%(reason)s). Nothing was changed."
        " Shorten the longest texts and try again."
    )


Document = CallSheetDocument | PlantDocument


def render_in_child(
    document: Document,
    *,
    paper: Paper = "a4",
    language: str = "en",
    labels: Mapping[str, str] | None = None,
    font_paths: Sequence[Path] = (BUILT_FONTS,),
    limits: RenderLimits = DEFAULT_LIMITS,
) -> bytes:
    """The same PDF as `render_call_sheet` or `render_plant_document`, made in a process of its own.

    Raises RenderingFailed if the child fails, dies or gives no PDF; at a limit one of its kinds,
    RenderingTookTooLong or RenderingTookTooMuchMemory.
    """
    template, inputs = _template(document, paper=paper, language=language, labels=labels or {})
    job = {
        "template": template,
        "inputs": inputs,
        "font_paths": [str(path) for path in font_paths],
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": math.ceil(limits.seconds) + 1,
    }
    return _pdf_from_child(json.dumps(job).encode(), seconds=limits.seconds)


def _template(
    document: Document, *, paper: Paper, language: str, labels: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    if isinstance(document, CallSheetDocument):
        return CALL_SHEET, call_sheet_inputs(document, paper=paper, language=language, labels=labels)
    return plant_template(document, paper=paper, language=language, labels=labels)


def _pdf_from_child(job: bytes, *, seconds: float) -> bytes:
    command = [sys.executable, "-m", "callboard.formats.pdf.child"]
    try:
        ended = subprocess.run(command, input=job, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own module, no shell
    except subprocess.TimeoutExpired as stopped:
        raise RenderingTookTooLong(reason=f"{seconds:g} s") from stopped
    if ended.returncode == 0 and ended.stdout.startswith(b"%PDF-"):
        return ended.stdout
    failure = RenderingTookTooMuchMemory if _OUT_OF_MEMORY.search(ended.stderr) else RenderingFailed
    raise failure(reason=_reason(ended.returncode, ended.stderr))


def _reason(return_code: int, stderr: bytes) -> str:
    """How the child ended and the last line it wrote, without the paths of this machine."""
    lines = stderr.decode(errors="replace").strip().splitlines()
    ending = f"signal {-return_code}" if return_code < 0 else f"exit code {return_code}"
    if return_code < 0 or not lines:
        return ending
    return f"{ending}: {_PATH.sub('…', lines[-1])[:REASON_CHARACTERS]}"
