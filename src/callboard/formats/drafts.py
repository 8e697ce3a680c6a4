"""From the drafts a reader collects to finished scenes: what is inherited, estimated and worth a note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from callboard.formats.cues import read_cue, speaking_and_voices
from callboard.formats.faults import Note, gettext_noop
from callboard.formats.headings import Heading, is_omitted, read_heading
from callboard.formats.pages import estimate_eighths
from callboard.formats.scene_numbers import scene_key
from callboard.formats.scenes import Kind, ScriptScene, TextLine

NO_TIME = gettext_noop("“%(heading)s” says no time of day that is known; it is left empty.")
NO_PLACE_AND_TIME = gettext_noop("“%(heading)s” says neither INT or EXT nor a known time of day; both are left empty.")
NO_PLACE = gettext_noop("“%(heading)s” does not say INT or EXT; it is left empty.")
TIME_INHERITED = gettext_noop("“%(heading)s”: the time of day, %(time)s, is taken from the scene before.")
NOTHING_TO_INHERIT = gettext_noop("“%(heading)s”: the scene before has no time of day to take over; it is left empty.")
TIME_IN_LAST_WORD = gettext_noop("“%(heading)s”: %(time)s is read as the time of day although no dash precedes it.")
NUMBER_TWICE = gettext_noop("Scene number %(number)s is also used in line %(first)s.")


@dataclass
class SceneDraft:
    """A scene while it is being read; `eighths` is None where the file gives no length."""

    heading: str
    line: int
    number: str = ""
    eighths: int | None = None
    omitted: bool = False
    episode: int = 0
    synopsis: list[str] = field(default_factory=list)
    text: list[TextLine] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    elements: dict[int, list[str]] = field(default_factory=dict)
    revisions: set[int] = field(default_factory=set)

    def add_element(self, category: int, name: str) -> None:
        """Name an element once, whatever its case."""
        names = self.elements.setdefault(category, [])
        if name.casefold() not in {known.casefold() for known in names}:
            names.append(name)


def finish_scenes(drafts: Iterable[SceneDraft]) -> tuple[tuple[ScriptScene, ...], list[Note]]:
    """Scenes in file order, with a note for each thing that was guessed.

    CONTINUOUS, SAME, LATER and MOMENTS LATER take the time of the scene before them (omitted scenes are
    passed over), and the result is marked as inferred.
    """
    scenes: list[ScriptScene] = []
    notes: list[Note] = []
    time_before = ""
    for draft in drafts:
        if draft.omitted or is_omitted(draft.heading):
            scenes.append(_omitted_scene(draft))
            continue
        heading = read_heading(draft.heading)
        notes.extend(_notes_on(draft, heading, time_before))
        time = time_before if heading.inherits else heading.time_of_day
        scenes.append(_scene(draft, heading, time))
        time_before = time
    notes.extend(_numbers_used_twice(scenes))
    return tuple(scenes), notes


def _scene(draft: SceneDraft, heading: Heading, time: str) -> ScriptScene:
    cues = [read_cue(piece.text) for piece in draft.text if piece.kind is Kind.CHARACTER]
    cast, voices = speaking_and_voices(cues)
    heard = {name.casefold() for name in (*cast, *voices)}
    silent = {name.casefold(): name for name in draft.present if name.casefold() not in heard}
    estimated = draft.eighths is None
    return ScriptScene(
        number=draft.number,
        sort_key=scene_key(draft.number, episode=draft.episode),
        heading=draft.heading,
        int_ext=heading.int_ext,
        set=heading.set,
        time_of_day=time,
        time_of_day_inferred=heading.inherits and bool(time),
        eighths=estimate_eighths(draft.heading, draft.text) if draft.eighths is None else max(1, draft.eighths),
        eighths_estimated=estimated,
        synopsis=" ".join(draft.synopsis),
        cast=cast,
        voices=voices,
        silent=tuple(silent.values()),
        elements={category: tuple(names) for category, names in draft.elements.items()},
        omitted=False,
        episode=draft.episode,
        revisions=tuple(sorted(draft.revisions)),
        text=tuple(draft.text),
        line=draft.line,
    )


def _omitted_scene(draft: SceneDraft) -> ScriptScene:
    """A cut scene keeps its number and has no length, no cast and no elements."""
    return ScriptScene(
        number=draft.number,
        sort_key=scene_key(draft.number, episode=draft.episode),
        heading=draft.heading,
        int_ext="",
        set="",
        time_of_day="",
        time_of_day_inferred=False,
        eighths=0,
        eighths_estimated=False,
        synopsis="",
        cast=(),
        voices=(),
        silent=(),
        elements={},
        omitted=True,
        episode=draft.episode,
        revisions=tuple(sorted(draft.revisions)),
        text=tuple(draft.text),
        line=draft.line,
    )


def _notes_on(draft: SceneDraft, heading: Heading, time_before: str) -> Iterable[Note]:
    parameters = {"heading": draft.heading}
    if not heading.time_of_day:
        yield Note(draft.line, NO_TIME if heading.int_ext else NO_PLACE_AND_TIME, parameters)
        return
    if not heading.int_ext:
        yield Note(draft.line, NO_PLACE, parameters)
    if heading.inherits and time_before:
        yield Note(draft.line, TIME_INHERITED, {**parameters, "time": time_before})
    elif heading.inherits:
        yield Note(draft.line, NOTHING_TO_INHERIT, parameters)
    elif heading.is_weak:
        yield Note(draft.line, TIME_IN_LAST_WORD, {**parameters, "time": heading.time_of_day})


def _numbers_used_twice(scenes: Iterable[ScriptScene]) -> Iterable[Note]:
    first: dict[tuple[int, str], int] = {}
    for scene in scenes:
        if not scene.number:
            continue
        line = first.setdefault((scene.episode, scene.number.casefold()), scene.line)
        if line != scene.line:
            yield Note(scene.line, NUMBER_TWICE, {"number": scene.number, "first": line})
