"""How a script meets the scenes that are already there: what is new, changed, gone, and what hand work stays. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop
from callboard.film.breakdown.rules import sort_text
from callboard.formats.cues import read_cue, speaking_and_voices
from callboard.formats.scene_numbers import SceneKey, scene_key
from callboard.formats.scenes import Kind, ScriptScene

Paragraphs = tuple[tuple[str, str], ...]


class ScriptUnreadable(Refused):
    """The file is no script that can be read; `line` says where, `reason` what and how to mend it."""

    text = gettext_noop("%(file_name)s was not imported. %(reason)s")


class NoScenes(Refused):
    """A text without a single scene heading."""

    text = gettext_noop(
        "%(file_name)s was not imported: there is no scene heading in it. A heading is a line of its own that begins"
        " with INT. or EXT.; in Final Draft it has the style Scene Heading."
    )


class Verb(StrEnum):
    """What an import does with a scene."""

    CREATE = "create"
    CHANGE = "change"
    KEEP = "keep"
    OMIT = "omit"
    RESTORE = "restore"


@dataclass(frozen=True)
class SceneState:
    """What script and sheet both say of a scene. `text` begins with the heading as the script has it."""

    number: str
    heading: str
    int_ext: str
    set_name: str
    time_of_day: str
    time_of_day_inferred: bool
    eighths: int
    eighths_estimated: bool
    synopsis: str
    is_omitted: bool
    text: Paragraphs

    @property
    def script_heading(self) -> str:
        """The heading that the script had; empty for a scene made by hand."""
        return self.text[0][1] if self.text and self.text[0][0] == Kind.HEADING else ""

    @property
    def is_from_script(self) -> bool:
        """Whether a script ever had it; a scene made by hand is left alone by imports."""
        return bool(self.script_heading)


@dataclass(frozen=True)
class KnownScene:
    """A scene that is there, by its key."""

    key: int
    state: SceneState


@dataclass(frozen=True)
class SceneChange:
    """What the import does with one scene.

    `place` is where the file has it (None if it is gone from there), `known` the key of the scene that was there.
    """

    verb: Verb
    state: SceneState
    sort_key: str
    line: int
    place: int | None = None
    known: int | None = None
    before: SceneState | None = None
    length_kept: bool = False
    """The text changed, the file gives no length, and a person's or an earlier file's length stays."""


HEADING_CHANGED = gettext_noop("Scene %(number)s: the heading was “%(before)s”, now “%(heading)s”.")
TEXT_CHANGED = gettext_noop("Scene %(number)s: the text changed; length now %(length)s, was %(length_before)s.")
LENGTH_KEPT = gettext_noop(
    "Scene %(number)s: the text changed, and the file gives no length. Yours, %(length_before)s, is kept: check it."
)
NUMBER_CHANGED = gettext_noop("Scene %(number)s was number %(number_before)s; its sheet came with it.")
SCENE_NEW = gettext_noop("Scene %(number)s is new: %(heading)s.")
SCENE_GONE = gettext_noop("Scene %(number)s is no longer in the script. It is kept as omitted: %(heading)s.")
SCENE_BACK = gettext_noop("Scene %(number)s was omitted and is back: %(heading)s.")
TIME_CHANGED = gettext_noop("Scene %(number)s: the inferred time of day was %(time_before)s, now %(time)s.")


def state_of(scene: ScriptScene) -> SceneState:
    """A scene of the file as the sheet keeps it."""
    body = tuple(
        (line.kind.value, line.text) for line in scene.text if line.kind is not Kind.BLANK and line.text.strip()
    )
    return SceneState(
        number=scene.number.strip()[:20],
        heading=scene.heading[:300],
        int_ext=scene.int_ext,
        set_name=scene.set[:200],
        time_of_day=scene.time_of_day[:30],
        time_of_day_inferred=scene.time_of_day_inferred,
        eighths=scene.eighths,
        eighths_estimated=scene.eighths_estimated,
        synopsis=scene.synopsis[:300],
        is_omitted=scene.omitted,
        text=((Kind.HEADING.value, scene.heading), *body),
    )


def plan_import(scenes: Sequence[ScriptScene], known: Sequence[KnownScene]) -> list[SceneChange]:
    """Decide for every scene of the file and of the breakdown what becomes of it, in file order, the missing ones last.

    Hand work stays: minutes, notes, elements and placements are not touched, a heading or length that a person
    changed is kept unless the script changed it too.
    """
    states = [state_of(scene) for scene in scenes]
    matches = match_scenes(states, known)
    by_key = {scene.key: scene for scene in known}
    changes = [
        _change(place, scenes[place].line, by_key.get(matches.get(place, -1)), state)
        for place, state in enumerate(states)
    ]
    keys = _sort_keys(scenes, [change.state for change in changes])
    found = set(matches.values())
    gone = [
        SceneChange(Verb.OMIT, replace(scene.state, is_omitted=True), "", 0, known=scene.key, before=scene.state)
        for scene in known
        if scene.key not in found and scene.state.is_from_script and not scene.state.is_omitted
    ]
    return [replace(change, sort_key=key) for change, key in zip(changes, keys, strict=True)] + gone


def match_scenes(states: Sequence[SceneState], known: Sequence[KnownScene]) -> dict[int, int]:
    """Say which scene of the breakdown each scene of the file is: place in the file → key.

    Surest first: number and heading; heading and text (a scene that was moved or renumbered keeps its sheet); number;
    heading alone where one of the two has no number. Two that agree equally are taken in order.
    """
    passes: tuple[Callable[[SceneState], Hashable], ...] = (
        lambda state: (_fold(state.number), _fold(state.script_heading)) if state.number else None,
        lambda state: state.text if len(state.text) > 1 else None,
        lambda state: _fold(state.number) or None,
    )
    matches: dict[int, int] = {}
    for trait in passes:
        _match_by(trait, states, known, matches)
    unnumbered = [scene for scene in known if not scene.state.number]
    _match_by(_heading, states, unnumbered, matches)
    _match_by(_heading, [state if not state.number else replace(state, text=()) for state in states], known, matches)
    return matches


def _heading(state: SceneState) -> Hashable:
    return _fold(state.script_heading) or None


def _match_by(
    trait: Callable[[SceneState], Hashable],
    states: Sequence[SceneState],
    known: Sequence[KnownScene],
    matches: dict[int, int],
) -> None:
    taken = set(matches.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for scene in known:
        if scene.key not in taken and scene.state.is_from_script:
            free[trait(scene.state)].append(scene.key)
    free.pop(None, None)
    for place, state in enumerate(states):
        candidates = free.get(trait(state))
        if place not in matches and candidates:
            matches[place] = candidates.pop(0)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _merged(before: SceneState, new: SceneState) -> SceneState:
    """The script's word where the script changed, the sheet's where it did not."""
    number = new.number or before.number
    if new.is_omitted:
        return replace(before, is_omitted=True, number=number)
    merged = replace(before, number=number, is_omitted=False, synopsis=before.synopsis or new.synopsis, text=new.text)
    if _fold(before.script_heading) != _fold(new.script_heading):
        merged = replace(
            merged,
            heading=new.heading,
            int_ext=new.int_ext,
            set_name=new.set_name,
            time_of_day=new.time_of_day,
            time_of_day_inferred=new.time_of_day_inferred,
        )
    elif before.time_of_day_inferred and new.time_of_day_inferred:
        merged = replace(merged, time_of_day=new.time_of_day)
    if _takes_length(before, new):
        merged = replace(merged, eighths=new.eighths, eighths_estimated=new.eighths_estimated)
    return merged


def _takes_length(before: SceneState, new: SceneState) -> bool:
    if before.text == new.text:
        return before.eighths_estimated and not new.eighths_estimated
    return before.eighths_estimated or not new.eighths_estimated


def _sort_keys(scenes: Sequence[ScriptScene], merged: Sequence[SceneState]) -> list[str]:
    """By number; a scene without one stays behind the scene that the script has before it."""
    last, follower = SceneKey(0, 0, 1, "", "", 1, "", 0), 0
    keys: list[str] = []
    for scene, state in zip(scenes, merged, strict=True):
        if state.number:
            last = scene.sort_key if scene.number else scene_key(state.number, episode=scene.episode)
            follower = 0
        else:
            follower += 1
        keys.append(sort_text(last, follower))
    return keys


def _change(place: int, line: int, known: KnownScene | None, new: SceneState) -> SceneChange:
    if known is None:
        return SceneChange(Verb.CREATE, new, "", line, place)
    before, state = known.state, _merged(known.state, new)
    if before.is_omitted and not state.is_omitted:
        verb = Verb.RESTORE
    elif state.is_omitted and not before.is_omitted:
        verb = Verb.OMIT
    else:
        verb = Verb.KEEP if state == before else Verb.CHANGE
    length_kept = not new.is_omitted and before.text != new.text and not _takes_length(before, new)
    return SceneChange(verb, state, "", line, place, known.key, before, length_kept)


def remarks_on(change: SceneChange, length_text: Callable[[int], str]) -> list[tuple[str, dict[str, str]]]:
    """What a person should know of one change, as message ids with their values."""
    state, before = change.state, change.before
    values = {"number": state.number or "–", "heading": state.heading}
    if change.verb is Verb.CREATE:
        return [(SCENE_NEW, values)]
    if before is None or change.verb is Verb.KEEP:
        return []
    if change.verb is Verb.OMIT:
        return [(SCENE_GONE, values)]
    remarks = [(SCENE_BACK, values)] if change.verb is Verb.RESTORE else []
    if before.number and before.number != state.number:
        remarks.append((NUMBER_CHANGED, {**values, "number_before": before.number}))
    if before.heading != state.heading:
        remarks.append((HEADING_CHANGED, {**values, "before": before.heading}))
    elif before.time_of_day != state.time_of_day:
        remarks.append((TIME_CHANGED, {**values, "time_before": before.time_of_day, "time": state.time_of_day}))
    if before.text[1:] != state.text[1:]:
        lengths = {"length": length_text(state.eighths), "length_before": length_text(before.eighths)}
        remarks.append((LENGTH_KEPT if change.length_kept else TEXT_CHANGED, {**values, **lengths}))
    return remarks


def speakers(text: Paragraphs) -> Mapping[str, bool]:
    """Who speaks in a scene's text: folded name → whether only the voice is heard."""
    cast, voices = speaking_and_voices([read_cue(words) for kind, words in text if kind == Kind.CHARACTER])
    return {**{name.casefold(): False for name in cast}, **{name.casefold(): True for name in voices}}


@dataclass(frozen=True)
class CastChange:
    """Which characters come into a scene, change between set and voice, or leave it; folded names."""

    come: Mapping[str, bool]
    leave: frozenset[str]


def cast_change(before: Paragraphs, after: Paragraphs) -> CastChange:
    """Compare the speakers of two texts: whoever a person added or took out by hand is in neither."""
    old, new = speakers(before), speakers(after)
    return CastChange(
        come={name: by_voice for name, by_voice in new.items() if old.get(name) != by_voice},
        leave=frozenset(old) - frozenset(new),
    )


def total_eighths(changes: Iterable[SceneChange]) -> int:
    """The pages of the script: every scene of the file that is shot."""
    return sum(change.state.eighths for change in changes if change.place is not None and not change.state.is_omitted)
