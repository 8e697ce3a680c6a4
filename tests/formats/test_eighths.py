from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.eighths import eighths_of_lines, eighths_text, read_eighths


@pytest.mark.parametrize(
    ("eighths", "shown"), [(0, "0"), (1, "1/8"), (4, "4/8"), (8, "1"), (12, "1 4/8"), (16, "2"), (758, "94 6/8")]
)
def test_eighths_are_never_reduced_and_never_eight(eighths, shown):
    assert eighths_text(eighths) == shown


@pytest.mark.parametrize(
    ("length", "eighths"),
    [("3/8", 3), ("1 2/8", 10), ("2", 16), (" 1/8 ", 1), ("12/8", 12), ("", None), ("1/2", None), ("1.5", None)],
)
def test_a_length_of_final_draft_is_read_in_eighths(length, eighths):
    assert read_eighths(length) == eighths


@given(st.integers(1, 10_000))
def test_what_is_shown_reads_back(eighths):
    assert read_eighths(eighths_text(eighths)) == eighths


def test_lines_are_rounded_up_and_one_eighth_is_the_least():
    assert [eighths_of_lines(lines) for lines in (0, 1, 6, 7, 13, 14, 55, 56)] == [1, 1, 1, 2, 2, 3, 8, 9]
