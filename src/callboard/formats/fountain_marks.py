"""Fountain notes and boneyards: lifted out of the text before it is read, leaving a mark and the line count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from callboard.formats.faults import Fault, Note, gettext_noop

NOTE_MARK = "\ufdd0"  # noncharacters: no text can contain them (read_text takes them out)
BONEYARD_MARK = "\ufdd1"
MARKS = re.compile(f"[{NOTE_MARK}{BONEYARD_MARK}]")

BONEYARD_OPEN = gettext_noop("A boneyard (/*) begins here and never ends; it is read as script. Close it with */.")
NOTE_OPEN = gettext_noop("A note ([[) begins here and never ends; it is read as script. Close it with ]].")
NOTE_CUT = gettext_noop(
    "The note that begins here is cut off by an empty line. Put two spaces on that line or close it."
)

_OPENING = re.compile(r"/\*|\[\[")
_EMPTY_LINE = re.compile(r"\n[ \t]?(?=\n)")


@dataclass(frozen=True)
class Aside:
    """The text of a note or boneyard and the line it begins on."""

    text: str
    line: int


@dataclass(frozen=True)
class SourceLine:
    """A line of script with marks where something was lifted out, and its number in the file."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Nothing but white space (marks count as something)."""
        return not self.text.strip()

    @property
    def is_marks_only(self) -> bool:
        """Only notes or boneyards stood here."""
        return not self.is_blank and not MARKS.sub("", self.text).strip()


@dataclass
class Lifted:
    """The lines that remain, and what was lifted out of them."""

    lines: list[SourceLine] = field(default_factory=list)
    notes: list[Aside] = field(default_factory=list)
    boneyards: list[Aside] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    closings: dict[str, int] = field(default_factory=dict)  # where */ and ]] come next; -1: not in the rest of the file


def lift_asides(text: str) -> Lifted:
    """Take notes and boneyards out, so that scenes inside a boneyard are not counted.

    A note may span lines but not an empty line (two spaces make a line that is not empty): there it ends.
    """
    lifted = Lifted()
    pieces: list[str] = []
    swallowed: list[int] = []  # newlines inside each lifted aside, in order
    position, line = 0, 1
    while opening := _OPENING.search(text, position):
        line += text.count("\n", position, opening.start())
        start, end, after = opening.end(), *_extent(text, opening, line, lifted)
        if end < 0:
            pieces.append(text[position:start])
            position = start
            continue
        is_note = opening[0] == "[["
        (lifted.notes if is_note else lifted.boneyards).append(Aside(text[start:end], line))
        pieces += (text[position : opening.start()], NOTE_MARK if is_note else BONEYARD_MARK)
        newlines = text.count("\n", opening.start(), after)
        swallowed.append(newlines)
        line += newlines
        position = after
    pieces.append(text[position:])
    lifted.lines = _numbered("".join(pieces), swallowed)
    return lifted


def _extent(text: str, opening: re.Match[str], line: int, lifted: Lifted) -> tuple[int, int]:
    """Where the aside's text ends and where reading goes on; (-1, -1) if it never closes."""
    start, closing = opening.end(), "*/" if opening[0] == "/*" else "]]"
    end = lifted.closings.get(closing, 0)
    if 0 <= end < start:
        end = lifted.closings[closing] = text.find(closing, start)
        if end < 0 and closing == "*/":
            lifted.faults.append(Fault(line, BONEYARD_OPEN))
        elif end < 0:
            lifted.remarks.append(Note(line, NOTE_OPEN))
    if end < 0:
        return -1, -1
    empty_line = _EMPTY_LINE.search(text, start, end) if closing == "]]" else None
    if empty_line is None:
        return end, end + 2
    lifted.remarks.append(Note(line, NOTE_CUT))
    return empty_line.start(), empty_line.start()


def _numbered(text: str, swallowed: list[int]) -> list[SourceLine]:
    lines: list[SourceLine] = []
    number, mark = 1, 0
    for line in text.split("\n"):
        lines.append(SourceLine(number, line.replace("\t", "    ")))
        found = len(MARKS.findall(line)) if swallowed else 0
        number += 1 + sum(swallowed[mark : mark + found])
        mark += found
    if lines and not lines[-1].text:
        lines.pop()  # the newline that ends the last line begins no new one
    return lines
