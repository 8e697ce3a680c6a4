from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.formats.headings import Heading, is_omitted, opens_heading, read_heading, story_light


@pytest.mark.parametrize(
    ("text", "int_ext", "place", "time"),
    [
        ("INT. HOUSE - DAY", "INT", "HOUSE", "DAY"),
        ("EXT. ROAD", "EXT", "ROAD", ""),
        ("EST. HARBOR - DAWN", "EXT", "HARBOR", "DAWN"),
        ("INT./EXT. CAR - NIGHT", "INT/EXT", "CAR", "NIGHT"),
        ("EXT/INT. CAR, NIGHT", "INT/EXT", "CAR", "NIGHT"),
        ("I/E CAR -- DUSK", "INT/EXT", "CAR", "DUSK"),
        ("E/I. CAR  NIGHT  ", "INT/EXT", "CAR", "NIGHT"),
        ("INT - HOUSE", "INT", "HOUSE", ""),
        ("int. house — late afternoon", "INT", "house", "LATE AFTERNOON"),
        ("INT. HOUSE. NIGHT.", "INT", "HOUSE", "NIGHT"),
        ("INT. ST. MARY'S WARD", "INT", "ST. MARY'S WARD", ""),
        ("INT. DRIVE-IN - NIGHT", "INT", "DRIVE-IN", "NIGHT"),
        ("INT. BAR - NIGHT (1973)", "INT", "BAR", "NIGHT"),
        ("INT. BAR - NIGHT (FLASHBACK) [LATER]", "INT", "BAR", "NIGHT"),
        ("INT. BAR - NIGHT - FLASHBACK", "INT", "BAR", "NIGHT"),
        ("INT. HOUSE - DAY - KITCHEN", "INT", "HOUSE - KITCHEN", "DAY"),
        ("EXT. ABOVE ASHLON (CAPITAL CITY) - DAY", "EXT", "ABOVE ASHLON (CAPITAL CITY)", "DAY"),
        ("EXT. SPACE - THE PILOT'S POV", "EXT", "SPACE - THE PILOT'S POV", ""),
        ("INT. HELM - THE NEXT MORNING", "INT", "HELM", "THE NEXT MORNING"),
        ("SNIPER SCOPE POV", "", "SNIPER SCOPE POV", ""),
    ],
)
def test_a_heading_is_taken_apart_at_the_separators_in_use(text, int_ext, place, time):
    assert read_heading(text) == Heading(int_ext, place, time, inherits=False)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("INT. CAR - CONTINUOUS", "CONTINUOUS"),
        ("INT. CAR - SAME", "SAME"),
        ("INT. CAR - MOMENTS LATER", "MOMENTS LATER"),
        ("INT. CAR [LATER]", "LATER"),
        ("INT. CAR - TEN MINUTES LATER", "TEN MINUTES LATER"),
    ],
)
def test_continuous_and_later_inherit(text, time):
    assert read_heading(text) == Heading("INT", "CAR", time, inherits=True)


def test_a_time_word_without_a_separator_is_marked_as_a_guess():
    assert read_heading("INT HOUSE DAY") == Heading("INT", "HOUSE", "DAY", inherits=False, is_weak=True)


def test_a_bare_later_names_no_set():
    assert read_heading("Later") == Heading("", "", "LATER", inherits=True)


@pytest.mark.parametrize(
    ("line", "opens"),
    [("INT. X", True), ("ext X", True), ("I/E. X", True), ("INT./EXT. X", True), ("INTERIOR", False), ("EXTRA", False)],
)
def test_a_heading_opens_with_int_ext_or_their_kin(line, opens):
    assert opens_heading(line) is opens


@pytest.mark.parametrize(
    ("heading", "omitted"),
    [("OMITTED", True), ("Omitted.", True), ("SCENES 12-14 OMITTED", True), ("INT. OMITTED ROOM", False)],
)
def test_the_card_of_a_cut_scene_is_known(heading, omitted):
    assert is_omitted(heading) is omitted


def test_the_light_of_a_time_of_day_colors_the_strip():
    times = ["DAY", "LATE AFTERNOON", "MIDNIGHT", "MIDDAY", "DAY FOR NIGHT", "DAWN", "MAGIC HOUR", "EARLY EVENING", ""]

    assert [story_light(time) for time in times] == [
        "DAY",
        "DAY",
        "NIGHT",
        "DAY",
        "NIGHT",
        "SUNRISE",
        "SUNSET",
        "NIGHT",
        "",
    ]


@given(st.text(max_size=80))
def test_any_text_is_a_heading_of_known_parts(text):
    heading = read_heading(text)

    assert heading.int_ext in {"", "INT", "EXT", "INT/EXT"}
    assert heading.time_of_day == heading.time_of_day.upper()
    assert not (heading.inherits and not heading.time_of_day)
