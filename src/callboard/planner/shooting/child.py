"""The planning process's side of a shooting plan: search, tell how it goes, stop when asked to, answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from callboard.planner.asker import Asker
from callboard.planner.shooting.asked import asked_from_json
from callboard.planner.shooting.checks import check_problem
from callboard.planner.shooting.plan_json import plan_as_json
from callboard.planner.shooting.planning import Progress, plan_shoot
from callboard.planner.shooting.progress_json import progress_as_json

SECONDS_BETWEEN_REPORTS = 0.2


def answer(form: Mapping[str, Any], asker: Asker) -> dict[str, Any]:
    """What the planning process answers; before it, lines of progress. Raises CannotPlan."""
    asked = asked_from_json(form)
    check_problem(asked.problem)
    asker.listen()
    plan = plan_shoot(
        asked.problem,
        budget=asked.budget(asker.is_stopped),
        seed=asked.seed,
        progress=SparingReports(asker, time.monotonic),
        start=asked.start,
    )
    return {"plan": plan_as_json(plan, asked.problem)}


class SparingReports:
    """Passes progress on, at most five times a second: who watches sees no more, and each costs time."""

    def __init__(self, asker: Asker, clock: Callable[[], float]) -> None:
        self._asker, self._clock = asker, clock
        self._next_at = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Pass this one on, or leave it."""
        now = self._clock()
        if now >= self._next_at:
            self._next_at = now + SECONDS_BETWEEN_REPORTS
            self._asker.say({"progress": progress_as_json(progress)})
