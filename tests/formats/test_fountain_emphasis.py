from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.fountain_emphasis import Span, plain, read_emphasis


def test_emphasis_nests():
    assert read_emphasis("_Steel's *scope*_ **\\*9\\***") == (
        Span("Steel's ", underline=True),
        Span("scope", italic=True, underline=True),
        Span(" "),
        Span("*9*", bold=True),
    )


@pytest.mark.parametrize(
    "text", ["He dialed *69 and then *23.", "23 _, and", "*share\na look*", "snake_case_name", "* * *", "2 * 3 * 4"]
)
def test_loose_signs_are_text(text):
    assert plain(text) == text


def test_escaped_signs_lose_their_backslash():
    assert plain("Barrier\\_15 \\*\\*\\*") == "Barrier_15 ***"


@given(st.text(alphabet="ab *_\\\n", max_size=60))
def test_only_signs_are_lost(text):
    assert [c for c in plain(text) if c in "ab \n"] == [c for c in text if c in "ab \n"]


def test_a_line_of_ornaments_is_no_emphasis():
    assert plain("*_" * 5000) == "*_" * 5000
