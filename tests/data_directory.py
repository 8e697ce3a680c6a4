"""Loaded by pytest before anything else (pyproject's `-p`): tests never touch an installation's own data."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("CALLBOARD_DATA", tempfile.mkdtemp(prefix="callboard-tests-"))
(Path(os.environ["CALLBOARD_DATA"]) / "static").mkdir(parents=True, exist_ok=True)
