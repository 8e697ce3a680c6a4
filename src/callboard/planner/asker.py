"""Whoever asks the planning process: one line of JSON comes in, lines of JSON go out, and it may say "stop"."""

from __future__ import annotations

import json
import os
import signal
import threading
from types import FrameType
from typing import Any

STOP = b"stop"
_CHUNK_BYTES = 1 << 20


class Asker:
    """The other end of standard input and output.

    Asks to stop by a line "stop" or by SIGTERM; who no longer reads does not want more either. The end of the input is
    no wish to stop: `… < asked.json` has it at once.
    """

    def __init__(self, reads: int = 0, writes: int = 1) -> None:
        self._reads, self._writes = reads, writes
        self._stopped = threading.Event()
        self._rest = b""

    def asked(self) -> bytes:
        """The first line; from here on whatever follows is listened to."""
        chunks: list[bytes] = []
        while chunk := os.read(self._reads, _CHUNK_BYTES):
            line, newline, rest = chunk.partition(b"\n")
            chunks.append(line)
            if newline:
                self._rest = rest
                break
        return b"".join(chunks)

    def listen(self) -> None:
        """Hear "stop" from now on."""
        signal.signal(signal.SIGTERM, self._hear_signal)
        # Ctrl-C reaches every process of the terminal; the plan ends with its best, like for SIGTERM
        signal.signal(signal.SIGINT, self._hear_signal)
        threading.Thread(target=self._hear_lines, name="asker", daemon=True).start()

    def _hear_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - signal's own signature
        self._stopped.set()

    def _hear_lines(self) -> None:
        heard = self._rest
        while STOP not in heard.split(b"\n"):
            # os.read, no buffered reader: that would hold a lock that the end of the process waits for
            chunk = os.read(self._reads, _CHUNK_BYTES)
            if not chunk:
                return
            heard = heard.rpartition(b"\n")[2] + chunk
        self._stopped.set()

    def is_stopped(self) -> bool:
        """Whether the asker wants the answer now."""
        return self._stopped.is_set()

    def say(self, form: dict[str, Any]) -> None:
        """Send one line."""
        self.send(json.dumps(form, ensure_ascii=False).encode())

    def send(self, line: bytes) -> None:
        """Send one line that is ready."""
        left = memoryview(line + b"\n")
        try:
            while left:
                left = left[os.write(self._writes, left) :]
        except BrokenPipeError:
            self._stopped.set()
