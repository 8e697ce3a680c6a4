"""How far a search has come, as JSON and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from callboard.planner.shooting.planning import Progress


def progress_as_json(progress: Progress) -> dict[str, Any]:
    """Its fields."""
    return asdict(progress)


def progress_from_json(form: dict[str, Any]) -> Progress:
    """The progress that `progress_as_json` gave."""
    return Progress(**form)
