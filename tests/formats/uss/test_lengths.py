from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.eighths import eighths_text
from callboard.formats.uss.lengths import eighths_of_pages, minutes_of


@given(st.integers(0, 80_000))
def test_whole_eighths_come_through_exactly(eighths):
    assert eighths_of_pages(eighths / 8) == (eighths, True)
    assert eighths_of_pages(eighths_text(eighths)) == (eighths, True)


@given(st.integers(1, 80_000))
def test_two_decimals_still_mean_their_eighth(eighths):
    assert eighths_of_pages(round(eighths / 8, 2))[0] == eighths


@given(st.floats(0, 10_000))
def test_no_length_shrinks_by_more_than_two_decimals_lose(pages):
    eighths, is_whole = eighths_of_pages(pages)

    exact = Fraction(repr(pages)) * 8
    assert exact - Fraction(4, 100) <= eighths < exact + 1
    assert is_whole == (exact == eighths)
    assert (eighths == 0) == (pages == 0)


@pytest.mark.parametrize(
    ("pages", "eighths"),
    [(0.001, 1), (0.2, 2), (0.26, 3), (0.88, 7), (2, 16), ("2", 16), ("1,5", 12), ("0.125", 1), ("3/8", 3), (0, 0)],
)
def test_lengths_between_eighths_go_up(pages, eighths):
    assert eighths_of_pages(pages)[0] == eighths


@pytest.mark.parametrize("pages", [-0.125, 10_001, 1e300, "", "many", "nan", "1e999999999", "-inf", "99999999/8"])
def test_no_length_is_none(pages):
    assert eighths_of_pages(pages) is None


@given(st.integers(0, 100_000))
def test_minutes_come_through_exactly(minutes):
    assert minutes_of(minutes * 60_000) == (minutes, True)


def test_a_part_of_a_minute_is_a_minute():
    assert [minutes_of(ms) for ms in (1, 59_999, 60_001, -1, 10**13)] == [
        (1, False),
        (1, False),
        (2, False),
        None,
        None,
    ]
