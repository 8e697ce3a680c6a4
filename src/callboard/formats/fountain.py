"""Fountain: text to typed elements, line by line, as fountain.io/syntax describes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from callboard.formats.faults import Fault, LineTooLong, Note, gettext_noop
from callboard.formats.fountain_marks import MARKS, Aside, SourceLine, lift_asides
from callboard.formats.fountain_title import TitleEntry, read_title_page
from callboard.formats.headings import opens_heading
from callboard.formats.limits import MAX_LINE_CHARACTERS
from callboard.formats.scenes import Kind

HEADING_NOT_SET_OFF = gettext_noop("“%(heading)s” has no empty line before or after it; it is read as a scene heading.")

LONGEST_CUE = 100
LONGEST_HEADING = 500

_PAGE_BREAK = re.compile(r"={3,}\s*")
_FORCED_HEADING = re.compile(r"\.(?=\w)")
_SCENE_NUMBER = re.compile(r"\s*#(?P<number>[\w.\-]+)#\s*$")
_SECTION = re.compile(r"(?P<level>#+)\s*(?P<text>[^#\s].*)")
_CENTERED = re.compile(r">(?P<text>.*)<")
_PARENTHETICAL = re.compile(r"\(.*\)")
_CUE = re.compile(r"(?P<name>[^(^]+?)\s*(?P<extensions>(?:\([^()]*\)\s*)*)(?P<dual>\^?)")
_INSIDE_ONLY = re.compile(r"(?:INT|EXT|I/E|E/I)\b")
_SIGNS = {"~": Kind.LYRICS, "=": Kind.SYNOPSIS}
_TAGS = re.compile(r"(?:\s+#[^\s#]+)+\s*$")


@dataclass(frozen=True)
class Element:
    """One line of script.

    `text` is what a reader sees; `marked` is the same with the marks of lifted notes and boneyards, spaces
    kept. `number` is a heading's scene number, `level` a section's depth, `dual` a cue's caret; `forced` says
    a sign (! . @ >) made it what it is.
    """

    kind: Kind
    text: str
    line: int
    marked: str
    number: str = ""
    level: int = 0
    dual: bool = False
    forced: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class FountainScript:
    """A Fountain file: title page, elements in order, and what was lifted out (notes, boneyards)."""

    title_page: tuple[TitleEntry, ...]
    elements: tuple[Element, ...]
    notes: tuple[Aside, ...]
    boneyards: tuple[Aside, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[Note, ...]


def parse_fountain(text: str, *, tags: bool = False) -> FountainScript:
    """Read a Fountain script. Every text is one; only a line of more than 50,000 characters is refused (LineTooLong).

    With `tags`, trailing words like #night-shoot are taken as tags (an extension, off by default).
    """
    lifted = lift_asides(text)
    for line in lifted.lines:
        if len(line.text) > MAX_LINE_CHARACTERS:
            raise LineTooLong(line=line.number, characters=MAX_LINE_CHARACTERS)
    title_page, taken = read_title_page(lifted.lines)
    reader = _Reader(lifted.lines[taken:], tags=tags)
    elements = reader.read()
    return FountainScript(
        title_page=title_page,
        elements=tuple(elements),
        notes=tuple(lifted.notes),
        boneyards=tuple(lifted.boneyards),
        faults=tuple(lifted.faults),
        remarks=(*lifted.remarks, *reader.remarks),
    )


class _Reader:
    """Walks the lines once; knows what stands before and after each, and whether somebody is speaking."""

    def __init__(self, lines: Sequence[SourceLine], *, tags: bool) -> None:
        self.remarks: list[Note] = []
        self._tags: list[tuple[str, ...]] = []
        self._lines = [self._without_tags(line) for line in lines] if tags else list(lines)

    def _without_tags(self, line: SourceLine) -> SourceLine:
        match = _TAGS.search(line.text)
        self._tags.append(tuple(word[1:] for word in match[0].split()) if match else ())
        return SourceLine(line.number, line.text[: match.start()]) if match else line

    def read(self) -> list[Element]:
        elements: list[Element] = []
        speaking = False
        for position, line in enumerate(self._lines):
            element = None
            if speaking:
                element = self._spoken(position, line, elements[-1].kind)
            if element is None:
                element = self._unspoken(position, line)
            speaking = element.kind is Kind.CHARACTER or (speaking and element.kind in _SPEECH)
            if self._tags and self._tags[position]:
                element = Element(**{**element.__dict__, "tags": self._tags[position]})
            elements.append(element)
        return elements

    def _spoken(self, position: int, line: SourceLine, previous: Kind) -> Element | None:
        """An element of a speech, or None where the speech has ended."""
        words = line.text.strip()
        if not words:
            goes_on = len(line.text) >= 2 and not self._blank_after(position)
            return _element(Kind.DIALOGUE, line, "") if goes_on else None
        if _PAGE_BREAK.fullmatch(words):
            return None
        if _PARENTHETICAL.fullmatch(words) and previous in {Kind.CHARACTER, Kind.DIALOGUE}:
            return _element(Kind.PARENTHETICAL, line, words)
        if words.startswith("~"):
            return _element(Kind.LYRICS, line, words[1:].strip())
        return _element(Kind.DIALOGUE, line, words)

    def _unspoken(self, position: int, line: SourceLine) -> Element:
        words = line.text.strip()
        if not words:
            return _element(Kind.BLANK, line, line.text)
        if _PAGE_BREAK.fullmatch(words):
            return _element(Kind.PAGE_BREAK, line, "")
        return (
            self._signed(position, line, words)
            or self._heading(position, line, words)
            or self._transition(position, line, words)
            or self._cue(position, line, words)
            or _element(Kind.ACTION, line, line.text)
        )

    def _signed(self, position: int, line: SourceLine, words: str) -> Element | None:
        """What a sign at the beginning of the line decides."""
        sign, rest = words[0], words[1:]
        if sign == "#":
            return _section(line, words)
        if sign == ">":
            centered = _CENTERED.fullmatch(words)
            if centered:
                return _element(Kind.CENTERED, line, centered["text"])
            return _element(Kind.TRANSITION, line, rest.strip(), forced=True)
        if sign == "@":
            speaks = self._blank_before(position) and not self._blank_after(position)
            return _cue_element(line, rest.strip(), forced=True) if speaks else None
        if sign == "!":
            return _element(Kind.ACTION, line, rest, forced=True)
        kind = _SIGNS.get(sign)
        return _element(kind, line, rest.lstrip(sign).strip()) if kind else None

    def _heading(self, position: int, line: SourceLine, words: str) -> Element | None:
        if len(words) > LONGEST_HEADING:
            return None
        set_off = self._blank_before(position)
        forced = _FORCED_HEADING.match(words) is not None
        if forced and set_off:
            words = words[1:]
        elif not opens_heading(words) or not (set_off or (_INSIDE_ONLY.match(words) and words == words.upper())):
            return None
        number = _SCENE_NUMBER.search(words)
        heading = words[: number.start()] if number else words
        after = self._lines[position + 1] if position + 1 < len(self._lines) else None
        if not set_off or (after is not None and not after.is_blank and not after.is_marks_only):
            self.remarks.append(Note(line.number, HEADING_NOT_SET_OFF, {"heading": MARKS.sub("", heading)}))
        return _element(Kind.HEADING, line, heading, number=number["number"] if number else "", forced=forced)

    def _transition(self, position: int, line: SourceLine, words: str) -> Element | None:
        """Upper case, ending in TO: without a space after it, alone between empty lines."""
        if not line.text.endswith("TO:") or words != words.upper():
            return None
        if not self._blank_before(position) or not self._blank_after(position):
            return None
        return _element(Kind.TRANSITION, line, words)

    def _cue(self, position: int, line: SourceLine, words: str) -> Element | None:
        if len(words) > LONGEST_CUE or words.endswith("TO:"):
            return None
        if not self._blank_before(position) or self._blank_after(position):
            return None
        match = _CUE.fullmatch(words)
        if match is None or not any(map(str.isupper, match["name"])) or any(map(str.islower, match["name"])):
            return None
        return _cue_element(line, words)

    def _blank_before(self, position: int) -> bool:
        """An empty line or the beginning above; lines that hold only notes or boneyards are passed over."""
        position -= 1
        while position >= 0 and self._lines[position].is_marks_only:
            position -= 1
        return position < 0 or self._lines[position].is_blank

    def _blank_after(self, position: int) -> bool:
        return position + 1 >= len(self._lines) or self._lines[position + 1].is_blank


def _section(line: SourceLine, words: str) -> Element | None:
    """A section, but not a lone scene number (#12#)."""
    section = _SECTION.fullmatch(words)
    if section is None or _SCENE_NUMBER.fullmatch(words):
        return None
    return _element(Kind.SECTION, line, section["text"].strip(), level=len(section["level"]))


_SPEECH = frozenset({Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS})


def _element(
    kind: Kind, line: SourceLine, marked: str, *, number: str = "", level: int = 0, forced: bool = False
) -> Element:
    text = MARKS.sub("", marked)
    text = text.rstrip() if kind is Kind.ACTION else text.strip()
    return Element(kind, text, line.number, marked, number=number, level=level, forced=forced)


def _cue_element(line: SourceLine, words: str, *, forced: bool = False) -> Element:
    dual = words.endswith("^")
    marked = words[:-1].rstrip() if dual else words
    return Element(Kind.CHARACTER, MARKS.sub("", marked).strip(), line.number, marked, dual=dual, forced=forced)
