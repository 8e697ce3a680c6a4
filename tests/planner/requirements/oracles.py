"""The collected oracles of real textbooks, where they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parents[4] / "shared" / "data" / "manufacturing" / "oracles.json"
ORACLES: dict[str, Any] = json.loads(PLACE.read_text()) if PLACE.exists() else {}


def those(*names: str) -> list[tuple[str, Any]]:
    """The named ones that are here; none where the data are absent."""
    return [(name, ORACLES[name]) for name in names if name in ORACLES]
