"""Budgets of moves and seconds."""

from __future__ import annotations

from callboard.planner.shooting.stopping import Budget


def test_a_budget_of_moves_ends_with_the_last_of_them() -> None:
    budget = Budget(moves=10)

    assert [budget.is_over(moves) for moves in (0, 9, 10, 11)] == [False, False, True, True]
    assert [budget.moves_left(moves) for moves in (0, 9, 10, 11)] == [10, 1, 0, 0]


def test_a_budget_of_seconds_is_measured_from_when_it_was_made() -> None:
    times = iter([100.0, 100.5, 102.0, 102.1])
    budget = Budget(seconds=2.0, clock=lambda: next(times))

    assert budget.is_over(10**9) is False
    assert budget.is_over(10**9) is True
    assert round(budget.seconds_used, 1) == 2.1
    assert budget.moves_left(5) is None


def test_a_budget_can_be_stopped_from_outside() -> None:
    said: list[bool] = []
    budget = Budget(moves=10, is_stopped=lambda: bool(said))

    assert budget.is_over(1) is False
    said.append(True)
    assert budget.is_over(1) is True
