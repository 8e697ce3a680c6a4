"""From a parsed Fountain script to a screenplay: elements gathered into scenes and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from callboard.formats.drafts import SceneDraft, finish_scenes
from callboard.formats.faults import Fault, Note, gettext_noop
from callboard.formats.fountain import Element, FountainScript, parse_fountain
from callboard.formats.fountain_emphasis import plain
from callboard.formats.scenes import Kind, Screenplay, TextLine

NO_SCENE = gettext_noop(
    "No scene heading was found. A heading begins with INT. or EXT. (or a point) and stands between empty lines."
)

_EPISODE_SECTION = re.compile(r"EP(?:ISODE|\.)?\s*#?(\d{1,4})\b", re.IGNORECASE)
_MERGED = frozenset({Kind.ACTION, Kind.DIALOGUE, Kind.LYRICS})
_SPEECH = frozenset({Kind.CHARACTER, Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS})


def read_fountain(text: str, encoding_notes: Sequence[Note] = ()) -> Screenplay:
    """A Fountain script as a screenplay; lengths are estimated, since the format has none."""
    script = parse_fountain(text)
    opening, drafts = _gather(script.elements)
    scenes, notes = finish_scenes(drafts)
    title_page = tuple((entry.key, plain(entry.value)) for entry in script.title_page)
    named = {key.casefold(): value for key, value in title_page}
    found = sorted([*encoding_notes, *script.remarks, *notes], key=lambda note: note.line)
    return Screenplay(
        title=" ".join(named.get("title", "").split()),
        format="fountain",
        scenes=scenes,
        faults=_faults(script, drafts),
        notes=tuple(found),
        episode=named.get("episode", ""),
        revision=named.get("revision", ""),
        title_page=title_page,
        opening=paragraphs(opening),
    )


def _faults(script: FountainScript, drafts: Sequence[SceneDraft]) -> tuple[Fault, ...]:
    return script.faults if drafts else (*script.faults, Fault(1, NO_SCENE))


def _gather(elements: Iterable[Element]) -> tuple[list[Element], list[SceneDraft]]:
    """Split at the headings. A section ends the synopsis of a scene, and may say which episode begins."""
    opening: list[Element] = []
    drafts: list[SceneDraft] = []
    parts: list[list[Element]] = [opening]
    episode = 0
    in_section = True
    for element in elements:
        if element.kind is Kind.HEADING:
            drafts.append(SceneDraft(plain(element.text), element.line, number=element.number, episode=episode))
            parts.append([])
            in_section = False
        elif element.kind is Kind.SECTION:
            in_section = True
            named = _EPISODE_SECTION.search(element.text)
            episode = int(named[1]) if named else episode
        elif element.kind is Kind.SYNOPSIS:
            if not in_section:
                drafts[-1].synopsis.append(plain(element.text))
        else:
            parts[-1].append(element)
    for draft, part in zip(drafts, parts[1:], strict=True):
        draft.text.extend(paragraphs(part))
    return opening, drafts


def paragraphs(elements: Sequence[Element]) -> tuple[TextLine, ...]:
    """Lines of one kind that follow each other as one paragraph; page breaks and empty lines end it."""
    pieces: list[TextLine] = []
    sides = _dual_sides(elements)
    previous: Kind | None = None
    for element, side in zip(elements, sides, strict=True):
        text = plain(element.text)
        lifted_whole = not text and element.kind is Kind.ACTION
        if element.kind in {Kind.BLANK, Kind.PAGE_BREAK}:
            previous = None
        elif element.kind is previous and element.kind in _MERGED:
            if not lifted_whole:
                last = pieces[-1]
                pieces[-1] = TextLine(last.kind, f"{last.text}\n{text}", last.line, last.dual)
        elif not lifted_whole:
            pieces.append(TextLine(element.kind, text, element.line, side))
            previous = element.kind
    return tuple(pieces)


def _dual_sides(elements: Sequence[Element]) -> list[str]:
    """For each element "left", "right" or "": a cue with a caret is spoken beside the speech before it."""
    sides = [""] * len(elements)
    speech_before: list[int] = []
    speech: list[int] = []
    side = ""
    for position, element in enumerate(elements):
        if element.kind is Kind.CHARACTER:
            speech_before, speech = speech, []
            side = "right" if element.dual and speech_before else ""
            if side:
                for earlier in speech_before:
                    sides[earlier] = "left"
        elif element.kind not in _SPEECH:
            side = ""
            if element.kind is not Kind.BLANK:
                speech = []
            continue
        sides[position] = side
        speech.append(position)
    return sides
