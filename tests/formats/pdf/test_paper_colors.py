"""The tints of paper."""

from __future__ import annotations

from callboard.formats.pdf.callsheet import PaperColor
from callboard.formats.pdf.paper_colors import paper_color


def test_a_second_round_is_tinted_like_the_first_and_an_unknown_color_stays_white() -> None:
    assert [paper_color(name) for name in ("Blue", "2nd Blue", "Ultraviolet", "")] == [
        PaperColor("Blue", "#c6edfe"),
        PaperColor("2nd Blue", "#c6edfe"),
        PaperColor("Ultraviolet", "#ffffff"),
        PaperColor("", "#ffffff"),
    ]
