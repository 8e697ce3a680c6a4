"""Bit questions against the written-out word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from callboard.planner.solvers.bits import highest, lowest, popcount

FULL = (1 << 64) - 1


@pytest.mark.parametrize(
    ("word", "answers"),
    [(1, (1, 0, 0)), (0b1011000, (3, 3, 6)), (1 << 63, (1, 63, 63)), (FULL, (64, 0, 63))],
)
def test_how_many_the_lowest_and_the_highest(word: int, answers: tuple[int, int, int]) -> None:
    assert (popcount(word), lowest(word), highest(word)) == answers


def test_no_bit_is_counted_in_an_empty_word() -> None:
    assert popcount(0) == 0


@given(some.integers(min_value=1, max_value=FULL))
def test_they_agree_with_the_word_as_written(word: int) -> None:
    written = f"{word:064b}"[::-1]
    assert (popcount(word), lowest(word), highest(word)) == (written.count("1"), written.find("1"), written.rfind("1"))
