"""What a script is once read: the same values whichever program wrote the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from callboard.formats.faults import Fault, Note
from callboard.formats.scene_numbers import SceneKey


class Kind(StrEnum):
    """What a piece of script text is. The page prints all but section, synopsis and blank."""

    HEADING = "heading"
    ACTION = "action"
    CHARACTER = "character"
    DIALOGUE = "dialogue"
    PARENTHETICAL = "parenthetical"
    LYRICS = "lyrics"
    TRANSITION = "transition"
    CENTERED = "centered"
    SHOT = "shot"
    GENERAL = "general"
    CAST_LIST = "cast_list"
    ACT = "act"
    PAGE_BREAK = "page_break"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    BLANK = "blank"


@dataclass(frozen=True)
class TextLine:
    """A paragraph of a scene's own text; `dual` is "left" or "right" where two speak at once."""

    kind: Kind
    text: str
    line: int
    dual: str = ""


@dataclass(frozen=True)
class Revision:
    """A revision set of the file: its name ("Blue") and page color as #RRGGBB, empty where unsaid."""

    id: int
    name: str
    page_color: str


@dataclass(frozen=True)
class ScriptScene:
    """One scene as written.

    `int_ext` is INT, EXT, INT/EXT or empty. `eighths` is a whole number, 0 only if omitted. `cast` are those
    who speak on the set, in order of appearance; `voices` are heard by V.O. only; `silent` are named by the
    file as in the scene but do not speak. `elements` maps a Universal category id to names.
    """

    number: str
    sort_key: SceneKey
    heading: str
    int_ext: str
    set: str
    time_of_day: str
    time_of_day_inferred: bool
    eighths: int
    eighths_estimated: bool
    synopsis: str
    cast: tuple[str, ...]
    voices: tuple[str, ...]
    silent: tuple[str, ...]
    elements: Mapping[int, tuple[str, ...]]
    omitted: bool
    episode: int
    revisions: tuple[int, ...]
    text: tuple[TextLine, ...]
    line: int


@dataclass(frozen=True)
class Screenplay:
    """A script: its scenes in the order of the file, what could not be read, and what was guessed.

    `format` is "fountain" or "fdx". `episode` is a hint from title page or file name ("" if none).
    `revision` names the newest revision set that marks any text. `categories` names every category id
    that the scenes' elements use. `opening` is the text before the first scene.
    """

    title: str
    format: str
    scenes: tuple[ScriptScene, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    episode: str = ""
    revision: str = ""
    revisions: tuple[Revision, ...] = ()
    locked_pages: tuple[str, ...] = ()
    numbering: str = ""
    categories: Mapping[int, str] = field(default_factory=dict)
    title_page: tuple[tuple[str, str], ...] = ()
    opening: tuple[TextLine, ...] = ()
