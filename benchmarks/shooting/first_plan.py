"""When the planner, called within this process, first has a plan that breaks no hard rule."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.planner.shooting.plan import Plan
from callboard.planner.shooting.planning import Progress, plan_shoot
from callboard.planner.shooting.problem import Placement, Problem
from callboard.planner.shooting.stopping import Budget


class FirstComplete:
    """Listens to the progress and keeps the first that breaks nothing."""

    def __init__(self) -> None:
        self.found: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Note it."""
        if self.found is None and progress.harm == 0:
            self.found = progress

    def is_found(self) -> bool:
        """Whether to stop."""
        return self.found is not None


def first_complete_plan(problem: Problem, *, within_seconds: float) -> Progress | None:
    """The progress that told of it; None if there was none in time."""
    first = FirstComplete()
    plan_shoot(problem, budget=Budget(seconds=within_seconds, is_stopped=first.is_found), progress=first)
    return first.found


def watched(problem: Problem, *, seconds: float, start: Sequence[Placement] = ()) -> tuple[Plan, Progress | None]:
    """A plan, and the progress that told of the first one that broke nothing."""
    first = FirstComplete()
    plan = plan_shoot(problem, budget=Budget(seconds=seconds), progress=first, start=start)
    return plan, first.found
