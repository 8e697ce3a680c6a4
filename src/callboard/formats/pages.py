"""How much of a page a scene fills, for files that do not say: US Letter, Courier 12, ten characters to the inch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from callboard.formats.eighths import eighths_of_lines
from callboard.formats.scenes import Kind, TextLine

COLUMNS = {Kind.DIALOGUE: 35, Kind.LYRICS: 35, Kind.PARENTHETICAL: 27, Kind.CHARACTER: 38}
ACTION_COLUMNS = 60
SPOKEN = frozenset({Kind.DIALOGUE, Kind.LYRICS, Kind.PARENTHETICAL})  # these follow their cue without a blank line
UNPRINTED = frozenset({Kind.SECTION, Kind.SYNOPSIS, Kind.PAGE_BREAK, Kind.BLANK})
HEADING_LINES = 2  # the heading and the blank line above it


def estimate_eighths(heading: str, text: Sequence[TextLine]) -> int:
    """Eighths of a page for a scene of which the file gives no length; one at least.

    Action wraps at 60 columns, dialogue at 35, parentheticals at 27, 55 lines make a page and blank lines
    count (trade custom). Two speaking at once stand side by side, so only the longer of the two counts.
    """
    lines = HEADING_LINES + _wrapped(heading, ACTION_COLUMNS) - 1
    left = 0
    for side, run in groupby(text, key=lambda piece: piece.dual):
        height = sum(_height(piece) for piece in run)
        if side == "right":
            lines += max(0, height - left)
        else:
            lines += height
        left = height if side == "left" else 0
    return eighths_of_lines(lines)


def _height(piece: TextLine) -> int:
    if piece.kind in UNPRINTED:
        return 0
    columns = COLUMNS.get(piece.kind, ACTION_COLUMNS)
    lines = sum(_wrapped(line, columns) for line in piece.text.split("\n"))
    return lines if piece.kind in SPOKEN else lines + 1


def _wrapped(line: str, columns: int) -> int:
    """Lines that one line of text becomes when words wrap; an empty line is still a line."""
    lines, used = 1, 0
    for word in line.split():
        length = len(word)
        if used and used + 1 + length > columns:
            lines, used = lines + 1, 0
        lines += (length - 1) // columns
        used = (length - 1) % columns + 1 if length > columns else used + length + (1 if used else 0)
    return lines
