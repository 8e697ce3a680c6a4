"""A screenplay as plain JSON values and back: how it crosses from the reading process to the one that asked."""

from __future__ import annotations

from typing import Any

from callboard.formats.faults import Fault, Finding, Note
from callboard.formats.scene_numbers import SceneKey
from callboard.formats.scenes import Kind, Revision, Screenplay, ScriptScene, TextLine

_SCENE_TUPLES = ("cast", "voices", "silent", "revisions")


def screenplay_as_json(screenplay: Screenplay) -> dict[str, Any]:
    """Everything a screenplay holds, in lists, numbers and texts."""
    return {
        **vars(screenplay),
        "scenes": [_scene_as_json(scene) for scene in screenplay.scenes],
        "faults": [vars(fault) for fault in screenplay.faults],
        "notes": [vars(note) for note in screenplay.notes],
        "revisions": [vars(revision) for revision in screenplay.revisions],
        "opening": [vars(piece) for piece in screenplay.opening],
    }


def screenplay_from_json(values: dict[str, Any]) -> Screenplay:
    """The screenplay that `screenplay_as_json` took apart."""
    return Screenplay(
        **{
            **values,
            "scenes": tuple(_scene_from_json(scene) for scene in values["scenes"]),
            "faults": tuple(Fault(**fault) for fault in values["faults"]),
            "notes": tuple(Note(**note) for note in values["notes"]),
            "revisions": tuple(Revision(**revision) for revision in values["revisions"]),
            "locked_pages": tuple(values["locked_pages"]),
            "categories": {int(category): name for category, name in values["categories"].items()},
            "title_page": tuple((key, value) for key, value in values["title_page"]),
            "opening": _text(values["opening"]),
        }
    )


def breakdown_as_json(screenplay: Screenplay) -> dict[str, Any]:
    """What `callboard script FILE --json` prints: the breakdown without the script's own text."""
    return {
        "title": screenplay.title,
        "format": screenplay.format,
        "scenes": [
            {
                "number": scene.number,
                "heading": scene.heading,
                "int_ext": scene.int_ext,
                "set": scene.set,
                "time_of_day": scene.time_of_day,
                "time_of_day_inferred": scene.time_of_day_inferred,
                "eighths": scene.eighths,
                "eighths_estimated": scene.eighths_estimated,
                "cast": list(scene.cast),
                "omitted": scene.omitted,
            }
            for scene in screenplay.scenes
        ],
        "faults": [_finding(fault) for fault in screenplay.faults],
        "notes": [_finding(note) for note in screenplay.notes],
    }


def _finding(finding: Finding) -> dict[str, int | str]:
    return {"line": finding.line, "message": finding.message}


def _scene_as_json(scene: ScriptScene) -> dict[str, Any]:
    return {**vars(scene), "text": [vars(piece) for piece in scene.text]}


def _scene_from_json(values: dict[str, Any]) -> ScriptScene:
    return ScriptScene(
        **{
            **values,
            **{name: tuple(values[name]) for name in _SCENE_TUPLES},
            "sort_key": SceneKey(*values["sort_key"]),
            "elements": {int(category): tuple(names) for category, names in values["elements"].items()},
            "text": _text(values["text"]),
        }
    )


def _text(pieces: list[dict[str, Any]]) -> tuple[TextLine, ...]:
    return tuple(TextLine(Kind(piece["kind"]), piece["text"], piece["line"], piece["dual"]) for piece in pieces)
