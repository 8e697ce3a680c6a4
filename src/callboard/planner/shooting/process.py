"""A shooting plan made in a process of its own: limits of time and memory, live progress, stop at any time."""

from __future__ import annotations

import json
import selectors
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from callboard.planner.limits import MEGABYTE, PlanLimits, end_without_answer, planning_command
from callboard.planner.refusals import TookTooLong
from callboard.planner.shooting.asked import Asked, asked_as_json
from callboard.planner.shooting.plan import Plan
from callboard.planner.shooting.plan_json import plan_from_json
from callboard.planner.shooting.planning import Progress
from callboard.planner.shooting.progress_json import progress_from_json
from callboard.planner.shooting.refusals import refusal_from_json

LAST_WORDS_SECONDS = 30.0
"""What a process may take beyond its budget: for reading the problem, the bound's last round and the answer."""
LIMITS = PlanLimits(wall_seconds=3_600, cpu_seconds=7_200, memory_bytes=1_000 * MEGABYTE)
_CHUNK_BYTES = 1 << 16
_STDERR_BYTES = 10_000


class ShootingProcess:
    """One plan in the making. `with` it, iterate over its progress, `stop()` it from anywhere, take its `plan()`.

        with ShootingProcess(Asked(problem, seconds=10)) as process:
            for progress in process:
                …
            plan = process.plan()

    Leaving the block ends the process. Not for two threads at once, except `stop()`.
    """

    def __init__(self, asked: Asked, limits: PlanLimits = LIMITS) -> None:
        self._asked, self._limits = asked, limits
        self._answer: dict[str, Any] | None = None
        self._lines: deque[bytes] = deque()
        self._unfinished = b""
        self._is_over = False

    def __enter__(self) -> Self:
        # a file, no pipe: nobody reads it before the end, and a full pipe would hold the process up
        self._stderr = tempfile.TemporaryFile()
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, and two numbers
            planning_command(self._limits), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr
        )
        self._ends_at = time.monotonic() + self._most_seconds()
        self._write(json.dumps(asked_as_json(self._asked)).encode() + b"\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.kill()
        with suppress(BrokenPipeError):
            self._child.communicate()
        self._stderr.close()

    def _most_seconds(self) -> float:
        if self._asked.seconds is None:
            return self._limits.wall_seconds
        return min(self._limits.wall_seconds, self._asked.seconds + LAST_WORDS_SECONDS)

    def stop(self) -> None:
        """Ask for the best so far: the answer comes within a fifth of a second."""
        self._write(b"stop\n")

    def _write(self, line: bytes) -> None:
        assert self._child.stdin is not None  # noqa: S101 - a pipe was asked for
        with suppress(BrokenPipeError):  # it has ended; why, plan() says
            self._child.stdin.write(line)
            self._child.stdin.flush()

    def __iter__(self) -> Iterator[Progress]:
        """Progress as it is made, until the plan is there. Raises TookTooLong."""
        while (form := self._next()) is not None:
            if "progress" in form:
                yield progress_from_json(form["progress"])
            else:
                self._answer = form

    def plan(self) -> Plan:
        """The plan; waits for it.

        Raises what `plan_shoot` raises, and TookTooLong, TookTooMuchMemory or PlannerStopped.
        """
        for _ in self:
            pass
        if self._answer is None:
            return_code = self._child.wait()
            self._stderr.seek(0)
            raise end_without_answer(return_code, self._stderr.read(_STDERR_BYTES), self._limits)
        if "refusal" in self._answer:
            raise refusal_from_json(self._answer)
        return plan_from_json(self._answer["plan"])

    def _next(self) -> dict[str, Any] | None:
        """The next line, or None when the process has ended."""
        while not self._lines and not self._is_over:
            self._hear()
        if not self._lines:
            return None
        form: dict[str, Any] = json.loads(self._lines.popleft())
        return form

    def _hear(self) -> None:
        assert self._child.stdout is not None  # noqa: S101 - a pipe was asked for
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._child.stdout, selectors.EVENT_READ)
            if not waiting.select(max(0.0, self._ends_at - time.monotonic())):
                self._child.kill()
                raise TookTooLong(seconds=round(self._most_seconds()))
        chunk = self._child.stdout.read1(_CHUNK_BYTES)  # type: ignore[attr-defined] # a BufferedReader has it
        self._is_over = not chunk
        *lines, self._unfinished = (self._unfinished + chunk).split(b"\n")
        self._lines.extend(lines)
