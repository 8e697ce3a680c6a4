"""The child process gives the same PDF, and when it is stopped or fails, one clear refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard.formats.pdf.process import (
    RenderingFailed,
    RenderingTookTooLong,
    RenderingTookTooMuchMemory,
    RenderLimits,
    render_in_child,
)
from callboard.formats.pdf.rendering import render_call_sheet
from tests.formats.pdf.sheets import a_big_day, a_small_commercial, hostile_texts


def test_the_child_gives_the_same_bytes_as_rendering_here():
    assert render_in_child(a_big_day(), paper="us-letter") == render_call_sheet(a_big_day(), paper="us-letter")


def test_labels_and_language_reach_the_child():
    words = {"cast": "Besetzung"}

    there = render_in_child(a_small_commercial(), language="de", labels=words)

    assert there == render_call_sheet(a_small_commercial(), language="de", labels=words)


def test_a_child_past_its_time_is_stopped():
    with pytest.raises(RenderingTookTooLong) as stopped:
        render_in_child(a_big_day(), limits=RenderLimits(seconds=0.02))

    assert str(stopped.value) == (
        "Making the PDF was stopped after 0.02 s. Nothing was changed. Shorten the longest texts and try again."
    )


@pytest.mark.parametrize("megabytes", [60, 160])
def test_a_child_past_its_memory_fails_with_a_reason_that_shows_no_path_of_the_server(megabytes: int):
    with pytest.raises(RenderingTookTooMuchMemory) as failed:
        render_in_child(a_big_day(), limits=RenderLimits(memory_bytes=megabytes * 1024**2))

    assert str(failed.value).startswith("Making the PDF was stopped because it needs too much memory (")
    assert "/" not in failed.value.parameters["reason"]


def test_what_the_engine_refuses_is_the_reason(tmp_path: Path):
    """ "klingon" is no language tag of two or three letters: the engine says so, and its words are passed on."""
    with pytest.raises(RenderingFailed, match=r"The PDF could not be made \(exit code 1: .*\)"):
        render_in_child(hostile_texts(), language="klingon", font_paths=(tmp_path,))
