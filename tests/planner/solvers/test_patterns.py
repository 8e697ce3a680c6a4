"""The kernels of the bound: the same answers compiled and uncompiled."""

from __future__ import annotations

import pytest

from callboard.planner.shooting import day_patterns, one_day
from callboard.planner.shooting.bounds import strong_bound
from callboard.planner.shooting.problem import Problem
from callboard.planner.shooting.stopping import Budget
from tests.planner.shooting.shoots import a_larger_shoot
from tests.planner.solvers.uncompiled import uncompiled

ROUNDS = 6


def bounds_on_the_way(problem: Problem) -> list[int]:
    """Every better bound that is proven in a few rounds, and the last."""
    said: list[int] = []
    last = strong_bound(
        problem, upper=1 << 39, budget=Budget(moves=ROUNDS), progress=lambda bound: said.append(bound.value)
    )
    return [*said, last.value]


def test_uncompiled_kernels_prove_the_same_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = a_larger_shoot(2, pieces=14, days=6, dates=12)
    compiled = bounds_on_the_way(problem)

    monkeypatch.setattr(one_day, "patterns", uncompiled("patterns"))
    monkeypatch.setattr(day_patterns, "covering", uncompiled("covering"))

    assert bounds_on_the_way(problem) == compiled
    assert len(compiled) > 1
