"""Scripts of our own, each for one rule of the breakdown."""

from __future__ import annotations

from callboard.formats.fountain_scenes import read_fountain
from callboard.formats.scenes import TextLine

HARBOR = """Title: The Harbor Light
Author: Nobody

= A line about the whole.

EXT. HARBOR - DAWN #1#

= Ada finds the boat gone.

ADA
Gone.

NARRATOR (V.O.)
She was right.

INT. BOATHOUSE - CONTINUOUS #2#

ADA
*Hello?*

GRIP ^
Who's there?

/*
INT. CELLAR - NIGHT #3#

Cut.
*/

.OMITTED #4#

EXT. HARBOR - LATER #4A#

Gulls. [[Real ones?]]
More gulls.

> THE END <
"""


def test_a_script_becomes_scenes():
    screenplay = read_fountain(HARBOR)

    assert (screenplay.title, screenplay.format, screenplay.faults) == ("The Harbor Light", "fountain", ())
    assert [
        (s.number, s.int_ext, s.set, s.time_of_day, s.time_of_day_inferred, s.cast, s.voices, s.omitted)
        for s in screenplay.scenes
    ] == [
        ("1", "EXT", "HARBOR", "DAWN", False, ("ADA",), ("NARRATOR",), False),
        ("2", "INT", "BOATHOUSE", "DAWN", True, ("ADA", "GRIP"), (), False),
        ("4", "", "", "", False, (), (), True),
        ("4A", "EXT", "HARBOR", "DAWN", True, (), (), False),
    ]
    assert [(s.eighths, s.eighths_estimated) for s in screenplay.scenes] == [
        (2, True),
        (1, True),
        (0, False),
        (2, True),
    ]
    assert screenplay.scenes[0].synopsis == "Ada finds the boat gone."


def test_every_inferred_time_is_noted():
    assert [(note.line, note.message) for note in read_fountain(HARBOR).notes] == [
        (16, "“INT. BOATHOUSE - CONTINUOUS”: the time of day, DAWN, is taken from the scene before."),
        (32, "“EXT. HARBOR - LATER”: the time of day, DAWN, is taken from the scene before."),
    ]


def test_a_scene_carries_its_own_text_without_notes_and_signs():
    scenes = read_fountain(HARBOR).scenes

    assert scenes[1].text == (
        TextLine("character", "ADA", 18, "left"),
        TextLine("dialogue", "Hello?", 19, "left"),
        TextLine("character", "GRIP", 21, "right"),
        TextLine("dialogue", "Who's there?", 22, "right"),
    )
    assert scenes[3].text == (TextLine("action", "Gulls.\nMore gulls.", 34), TextLine("centered", "THE END", 37))


def test_later_after_a_scene_without_a_time_stays_empty_and_says_so():
    screenplay = read_fountain("EXT. SPACE\n\nStars.\n\nINT. SHIP - LATER\n\nHum.\n")

    assert [(s.time_of_day, s.time_of_day_inferred) for s in screenplay.scenes] == [("", False), ("", False)]
    assert [(note.line, note.text[:44]) for note in screenplay.notes] == [
        (1, "“%(heading)s” says no time of day that is kn"),
        (5, "“%(heading)s”: the scene before has no time "),
    ]


def test_sections_say_which_episode_begins_and_their_synopsis_is_no_scene_s():
    screenplay = read_fountain(
        "# Episode 1\n\nINT. A - DAY #1#\n\nOne.\n\n# Episode 2\n\n= Of the episode.\n\nINT. B - DAY #1#\n\nTwo.\n"
    )

    assert [(s.episode, s.sort_key[:2], s.synopsis) for s in screenplay.scenes] == [(1, (1, 1), ""), (2, (2, 1), "")]
    assert screenplay.notes == ()


def test_a_time_read_from_the_last_word_of_the_set_is_noted():
    screenplay = read_fountain("INT HOUSE DAY\n\nOne.\n")

    assert [(s.set, s.time_of_day, s.time_of_day_inferred) for s in screenplay.scenes] == [("HOUSE", "DAY", False)]
    assert [note.message for note in screenplay.notes] == [
        "“INT HOUSE DAY”: DAY is read as the time of day although no dash precedes it."
    ]


def test_a_number_used_twice_is_noted():
    notes = read_fountain("INT. A - DAY #1A#\n\nOne.\n\nINT. B - DAY #1a#\n\nTwo.\n").notes

    assert [(note.line, note.message) for note in notes] == [(5, "Scene number 1a is also used in line 1.")]


def test_a_text_without_headings_has_no_scenes_and_one_fault():
    screenplay = read_fountain("A letter.\n\nDear reader.\n")

    assert screenplay.scenes == ()
    assert [(fault.line, fault.message[:27]) for fault in screenplay.faults] == [(1, "No scene heading was found.")]
    assert screenplay.opening == (TextLine("action", "A letter.", 1), TextLine("action", "Dear reader.", 3))
