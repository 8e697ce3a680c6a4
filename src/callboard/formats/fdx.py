"""Final Draft's .fdx: the paragraph types are the truth, whatever the text looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from callboard.formats.drafts import SceneDraft, finish_scenes
from callboard.formats.eighths import read_eighths
from callboard.formats.faults import Fault, LineTooLong, Note, gettext_noop
from callboard.formats.fdx_tags import TagBook, read_tags
from callboard.formats.fdx_xml import Part, read_fdx_xml
from callboard.formats.limits import MAX_LINE_CHARACTERS
from callboard.formats.scenes import Kind, Revision, Screenplay, TextLine

NO_SCENE = gettext_noop("No paragraph of type Scene Heading was found. Check the paragraph types in Final Draft.")
EMPTY_HEADING = gettext_noop("A scene heading without text or number is left out.")
LENGTH_UNREADABLE = gettext_noop("“%(length)s” is no length in eighths of a page; the length is estimated.")
TYPE_UNKNOWN = gettext_noop("Paragraphs of type “%(type)s” are read as general text.")
TAG_UNKNOWN = gettext_noop("Tag %(tag)s is not defined in the file and is left out.")

KINDS = {
    "Scene Heading": Kind.HEADING,
    "Action": Kind.ACTION,
    "Character": Kind.CHARACTER,
    "Parenthetical": Kind.PARENTHETICAL,
    "Dialogue": Kind.DIALOGUE,
    "Transition": Kind.TRANSITION,
    "Shot": Kind.SHOT,
    "General": Kind.GENERAL,
    "Cast List": Kind.CAST_LIST,
    "New Act": Kind.ACT,
    "End of Act": Kind.ACT,
    "Lyrics": Kind.LYRICS,
    "Singing": Kind.LYRICS,
    "": Kind.ACTION,
}
_UNPRINTED = re.compile(r"Outline (?:\d|Body)|Summary|Note|Synopsis")
_COLOR = re.compile(r"#([0-9A-Fa-f]{2})..([0-9A-Fa-f]{2})..([0-9A-Fa-f]{2})..")
_FIELDS = (("written by", "author"), ("by", "author"), ("based on", "source"))


def read_fdx(content: bytes) -> Screenplay:
    """A Final Draft script as a screenplay. Refuses what `read_fdx_xml` refuses.

    Nested paragraphs are counted once: a dual dialogue's are spoken side by side, a script note's and an
    omitted scene's are left out. A scene without a length gets an estimate. Line numbers are those of the XML.
    """
    root = read_fdx_xml(content)
    reader = _Reader(read_tags(root))
    for body in root.named("Content"):
        for part in body.children:
            reader.read(part, "")
    scenes, notes = finish_scenes(reader.drafts)
    revisions = _revisions(root)
    used = {category for scene in scenes for category in scene.elements}
    title_page = _title_page(root)
    return Screenplay(
        title=dict(title_page).get("title", ""),
        format="fdx",
        scenes=scenes,
        faults=() if scenes else (Fault(1, NO_SCENE),),
        notes=tuple(sorted([*reader.notes, *notes], key=lambda note: note.line)),
        revision=_newest(revisions, reader.revisions),
        revisions=revisions,
        locked_pages=tuple(p.get("PageNumber") or p.get("Number") for p in root.path("LockedPages", "LockedPage")),
        numbering=next((p.get("NumberScheme") for p in root.named("SceneNumberOptions")), ""),
        categories={category: reader.tags.category_name(category) for category in sorted(used)},
        title_page=title_page,
        opening=tuple(reader.opening),
    )


class _Reader:
    """Goes through the paragraphs once and deals them out to scenes."""

    def __init__(self, tags: TagBook) -> None:
        self.tags = tags
        self.opening: list[TextLine] = []
        self.drafts: list[SceneDraft] = []
        self.notes: list[Note] = []
        self.revisions: set[int] = set()
        self._unknown: set[str] = set()

    def read(self, part: Part, side: str) -> None:
        """A paragraph or a dual dialogue; anything else in the content is no script."""
        if part.tag == "DualDialogue":
            self._read_dual(part)
            return
        if part.tag != "Paragraph":
            return
        kind = self._kind(part)
        if kind is Kind.HEADING:
            self._begin_scene(part)
        elif kind is not None:
            self._add_text(part, kind, side)
        for dual in part.named("DualDialogue"):
            self._read_dual(dual)

    def _read_dual(self, dual: Part) -> None:
        """The first cue speaks on the left, the second on the right."""
        cues = 0
        for part in dual.named("Paragraph"):
            cues += part.get("Type") == "Character"
            self.read(part, "left" if cues < 2 else "right")

    def _kind(self, part: Part) -> Kind | None:
        written = part.get("Type")
        if _UNPRINTED.fullmatch(written):
            return None
        if written not in KINDS:
            self._note_once(part.line, TYPE_UNKNOWN, type=written[:60])
        return KINDS.get(written, Kind.GENERAL)

    def _begin_scene(self, part: Part) -> None:
        omitted = list(part.named("OmittedScene"))
        number = part.get("Number").strip() or next(
            (inner.get("Number").strip() for old in omitted for inner in old.named("Paragraph")), ""
        )
        heading = " ".join(paragraph_text(part).split())
        if not heading and not number and not omitted:
            self.notes.append(Note(part.line, EMPTY_HEADING))
            return
        draft = SceneDraft(heading or ("OMITTED" if omitted else ""), part.line, number=number, omitted=bool(omitted))
        self.drafts.append(draft)
        for properties in part.named("SceneProperties"):
            self._read_properties(properties, draft)
        if not omitted:
            self._read_runs(part, draft)

    def _read_properties(self, properties: Part, draft: SceneDraft) -> None:
        length = properties.get("Length")
        draft.eighths = read_eighths(length)
        if length.strip() and draft.eighths is None:
            self.notes.append(Note(properties.line, LENGTH_UNREADABLE, {"length": length[:60]}))
        summary = [" ".join(paragraph_text(part).split()) for part in properties.path("Summary", "Paragraph")]
        draft.synopsis.extend(text for text in summary if text)
        for beat in properties.path("SceneArcBeats", "CharacterArcBeat"):
            if name := " ".join(beat.get("Name").split()):
                draft.present.append(name)

    def _add_text(self, part: Part, kind: Kind, side: str) -> None:
        text = paragraph_text(part).strip()
        if self.drafts:
            self._read_runs(part, self.drafts[-1])
        if not text:
            return
        if kind in {Kind.ACTION, Kind.GENERAL} and part.get("Alignment") == "Center":
            kind = Kind.CENTERED
        pieces = self.drafts[-1].text if self.drafts else self.opening
        pieces.append(TextLine(kind, text, part.line, side))

    def _read_runs(self, part: Part, draft: SceneDraft) -> None:
        """What the runs of text say beside their words: revision marks and tags."""
        for run in part.named("Text"):
            revision = run.get("RevisionID")
            if revision.isdecimal() and int(revision[:6]) > 0:
                draft.revisions.add(int(revision[:6]))
                self.revisions.add(int(revision[:6]))
            tag = run.get("TagNumber")
            if tag and tag not in self.tags.tags:
                self._note_once(run.line, TAG_UNKNOWN, tag=tag[:60])
            for tagged in self.tags.tags.get(tag, ()):
                name = tagged.name or " ".join(run.text.split())
                if tagged.category is not None and name:
                    draft.add_element(tagged.category, name)
                elif name and name not in draft.synopsis:
                    draft.synopsis.append(name)

    def _note_once(self, line: int, text: str, **parameters: str) -> None:
        message = text % parameters
        if message not in self._unknown:
            self._unknown.add(message)
            self.notes.append(Note(line, text, parameters))


def paragraph_text(part: Part) -> str:
    """A paragraph's own runs joined, as printed: a run in AllCaps is upper case. Nested paragraphs do not count."""
    runs = []
    for run in part.named("Text"):
        if len(run.text) > MAX_LINE_CHARACTERS:
            raise LineTooLong(line=run.line, characters=MAX_LINE_CHARACTERS)
        runs.append(run.text.upper() if "AllCaps" in run.get("Style").split("+") else run.text)
    return "".join(runs)


def _revisions(root: Part) -> tuple[Revision, ...]:
    found = []
    for part in root.path("Revisions", "Revision"):
        number = part.get("ID") or part.get("Number")
        if number.isdecimal():
            found.append(Revision(int(number[:6]), part.get("Name"), _page_color(part.get("PageColor"))))
    return tuple(found)


def _page_color(color: str) -> str:
    """Final Draft writes 16 bits a channel; the upper half of each is the color."""
    match = _COLOR.fullmatch(color)
    return "#" + "".join(match.groups()).upper() if match else ""


def _newest(revisions: tuple[Revision, ...], used: set[int]) -> str:
    """The last set in the file's own order that marks any text."""
    return next((revision.name for revision in reversed(revisions) if revision.id in used), "")


def _title_page(root: Part) -> tuple[tuple[str, str], ...]:
    """Title and author as far as a page of loose lines tells: the first line, and what follows "written by"."""
    lines = [text for text in _title_lines(root) if text]
    if not lines:
        return ()
    entries = [("title", lines[0])]
    for before, line in pairwise(lines):
        field = next((field for words, field in _FIELDS if before.casefold() == words), "")
        if field:
            entries.append((field, line))
    return tuple(entries)


def _title_lines(root: Part) -> Iterator[str]:
    for paragraph in root.path("TitlePage", "Content", "Paragraph"):
        yield " ".join(paragraph_text(paragraph).split())
