"""Where benchmarks keep what is not of the tree: the peer's own Python, and results that need not be made again."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

ORTOOLS = "ortools==9.15.6755"


def scratch_directory() -> Path:
    """`CALLBOARD_BENCHMARKS`, else a directory in the system's place for temporary files."""
    named = os.environ.get("CALLBOARD_BENCHMARKS")
    directory = Path(named) if named else Path(tempfile.gettempdir()) / "callboard-benchmarks"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def peer_python() -> Path:
    """A Python that has OR-Tools and nothing of ours; made on first use."""
    directory = scratch_directory() / ORTOOLS.replace("==", "-")
    python = directory / "bin" / "python"
    if not (directory / "complete").exists():
        venv.create(directory, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", ORTOOLS], check=True)
        (directory / "complete").touch()
    return python


def digest(*parts: str) -> str:
    """A short name of these contents."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def remembered(file_name: str, key: str, make: Callable[[], Any]) -> Any:
    """What was made for this key before, else what `make` gives; kept in a JSON file in the scratch directory."""
    path = scratch_directory() / file_name
    if key not in (known := _read(path)):
        made = make()
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = {**_read(path), key: made}
            new = path.with_suffix(".new")
            new.write_text(json.dumps(known, indent=1))
            new.replace(path)
    return known[key]


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found
