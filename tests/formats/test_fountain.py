from __future__ import annotations

import pytest

from callboard.formats.fountain import parse_fountain
from callboard.formats.scenes import Kind


def kinds(text: str) -> list[tuple[str, str, int]]:
    return [(e.kind.value, e.text, e.line) for e in parse_fountain(text).elements if e.kind is not Kind.BLANK]


def test_lines_keep_their_numbers_behind_a_boneyard_and_a_note():
    script = parse_fountain("One.\n\n/* gone\n\nINT. GONE - DAY\n*/\n\nTwo. [[a\nnote]] Still two.\n\nThree.\n")

    assert [(e.text, e.line) for e in script.elements if e.text] == [
        ("One.", 1),
        ("Two.  Still two.", 8),
        ("Three.", 11),
    ]
    assert [(aside.text, aside.line) for aside in script.boneyards] == [(" gone\n\nINT. GONE - DAY\n", 3)]
    assert [(aside.text, aside.line) for aside in script.notes] == [("a\nnote", 8)]


def test_a_boneyard_that_never_ends_is_a_fault_and_is_read_as_script():
    script = parse_fountain("INT. HOUSE - DAY\n\n/* cut\n\nINT. BARN - DAY\n\nHay. /*\n")

    assert [e.text for e in script.elements if e.kind is Kind.HEADING] == ["INT. HOUSE - DAY", "INT. BARN - DAY"]
    assert [(fault.line, fault.message) for fault in script.faults] == [
        (3, "A boneyard (/*) begins here and never ends; it is read as script. Close it with */.")
    ]


def test_a_note_that_never_ends_or_is_cut_off_gets_a_remark():
    open_note = parse_fountain("One [[two.\n\nThree [[four.\n")
    cut_note = parse_fountain("One [[two.\n\nThree]] four.\n")

    assert [remark.line for remark in open_note.remarks] == [1]
    assert [e.text for e in open_note.elements if e.text] == ["One [[two.", "Three [[four."]
    assert [(remark.line, remark.text[:35]) for remark in cut_note.remarks] == [
        (1, "The note that begins here is cut of")
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (".GARDEN", "heading"),
        ("..and then", "action"),
        (". NOT A HEADING", "action"),
        ("INT HOUSE", "heading"),
        ("INTERMISSION", "action"),
        ("# Act", "section"),
        ("#12#", "action"),
        ("= A synopsis", "synopsis"),
        ("====", "page_break"),
        ("> CENTER <", "centered"),
        ("> FADE OUT.", "transition"),
        ("SMASH CUT TO:", "transition"),
        ("SMASH CUT TO: ", "action"),
        ("~La la", "lyrics"),
        ("!INT. HOUSE", "action"),
        ("@lone", "action"),
    ],
)
def test_a_line_between_empty_lines_is(line, kind):
    assert [k for k, _, _ in kinds(f"Action.\n\n{line}\n\nAction.")][1] == kind


@pytest.mark.parametrize(
    ("cue", "speaks"),
    [
        ("R2D2", True),
        ("2ND COP", True),
        ("23", False),
        ("Ada", False),
        ("@Ada", True),
        ("小明", False),
        ("ÉMILE", True),
    ],
)
def test_a_cue_is_upper_case_with_a_letter(cue, speaks):
    assert (kinds(f"{cue}\nHello.")[0][0] == "character") is speaks


def test_a_heading_within_a_paragraph_is_read_and_remarked_on():
    script = parse_fountain("He leaves.\nINT. BARN - DAY\nHay.\n\nEst. 1924 it says.\n")

    assert [(e.kind.value, e.text) for e in script.elements if e.text] == [
        ("action", "He leaves."),
        ("heading", "INT. BARN - DAY"),
        ("action", "Hay."),
        ("heading", "Est. 1924 it says."),
    ]
    assert [(remark.line, remark.parameters) for remark in script.remarks] == [(2, {"heading": "INT. BARN - DAY"})]


def test_a_speech_goes_on_over_a_line_of_two_spaces_only():
    assert kinds("ADA\nOne.\n  \nTwo.\n\nThree.") == [
        ("character", "ADA", 1),
        ("dialogue", "One.", 2),
        ("dialogue", "", 3),
        ("dialogue", "Two.", 4),
        ("action", "Three.", 6),
    ]


def test_lyrics_belong_to_a_speech_and_a_page_break_ends_it():
    assert kinds("ADA\n~La la\nAnd on.\n===\nOut.") == [
        ("character", "ADA", 1),
        ("lyrics", "La la", 2),
        ("dialogue", "And on.", 3),
        ("page_break", "", 4),
        ("action", "Out.", 5),
    ]


def test_a_paragraph_of_five_hundred_characters_is_no_heading():
    assert kinds("INT. " + "long " * 100)[0][0] == "action"


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Title: A\nAuthor: B\n\nAction.", [("Title", "A"), ("Author", "B")]),
        ("标题：夜\n\nAction.", [("标题", "夜")]),
        ("Название: Ночь\n\nAction.", [("Название", "Ночь")]),
        ("Title:\n\tA\n  \n\tB\n\nAction.", [("Title", "A\nB")]),
        ("FADE IN:\n\nAction.", []),
        ("INT. HOUSE: KITCHEN - DAY\n\nAction.", []),
        ("\nTitle: A", []),
    ],
)
def test_a_title_page_is_keys_and_values_on_top(text, entries):
    assert [(entry.key, entry.value) for entry in parse_fountain(text).title_page] == entries
