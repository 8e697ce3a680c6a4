from __future__ import annotations

from callboard.formats.pages import estimate_eighths
from callboard.formats.scenes import Kind, TextLine


def piece(kind: Kind, text: str, dual: str = "") -> TextLine:
    return TextLine(kind, text, 1, dual)


def test_a_heading_alone_is_an_eighth():
    assert estimate_eighths("INT. HOUSE - DAY", []) == 1


def test_action_wraps_at_sixty_columns_and_dialogue_at_thirty_five():
    words = "word " * 120  # 600 characters: 10 lines of action, 18 of dialogue (7 words to the line)

    # 2 for the heading, then 1 blank + 10 lines = 13 lines; with the cue (1 blank + 1) and 18 lines = 22 lines
    assert estimate_eighths("INT. HOUSE", [piece(Kind.ACTION, words)]) == 2
    assert estimate_eighths("INT. HOUSE", [piece(Kind.CHARACTER, "ADA"), piece(Kind.DIALOGUE, words)]) == 4


def test_two_speaking_at_once_take_the_height_of_the_longer_speech():
    def speech(side: str, lines: int) -> list[TextLine]:
        return [piece(Kind.CHARACTER, "ADA", side), piece(Kind.DIALOGUE, "x\n" * (lines - 1) + "x", side)]

    alone = estimate_eighths("INT. HOUSE", speech("", 40))

    assert estimate_eighths("INT. HOUSE", [*speech("left", 40), *speech("right", 12)]) == alone
    assert estimate_eighths("INT. HOUSE", [*speech("left", 12), *speech("right", 40)]) == alone


def test_a_word_longer_than_the_line_is_broken_and_what_does_not_print_has_no_height():
    assert estimate_eighths("INT. HOUSE", [piece(Kind.ACTION, "x" * 60 * 11)]) == 3  # 2 + 1 + 11 = 14 lines
    assert estimate_eighths("INT. HOUSE", [piece(Kind.SYNOPSIS, "word " * 500)]) == 1
