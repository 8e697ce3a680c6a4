"""Reading scripts: those imported, and what an upload would do before it does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext

from callboard.core.attachments.models import Attachment
from callboard.core.attachments.queries import attachment_by_id, content_of
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.models import Scene
from callboard.film.scripts.models import Script
from callboard.film.scripts.reading import read_script
from callboard.film.scripts.rules import (
    KnownScene,
    SceneChange,
    SceneState,
    plan_import,
    remarks_on,
    speakers,
    total_eighths,
)
from callboard.formats.eighths import eighths_text
from callboard.formats.faults import Finding
from callboard.formats.scenes import Screenplay

SCRIPT_TYPES = frozenset({"application/xml", "text/plain"})
"""What screenplays are kept as: Final Draft and Fountain."""


class Remark(NamedTuple):
    """A fault, note or merge remark, in the reader's language. `line` is 0 where no line of the file is meant."""

    line: int
    message: str


@dataclass(frozen=True)
class ScriptReport:
    """An import as it was: the file, what was read, what was guessed, what became of the scenes that were there."""

    script: Script
    faults: list[Remark]
    notes: list[Remark]
    merges: list[Remark]

    @property
    def length(self) -> str:
        """Pages as "12 3/8"."""
        return eighths_text(self.script.eighths)


class Speaker(NamedTuple):
    """A speaking character of an upload."""

    name: str
    scene_count: int
    is_by_voice_only: bool


@dataclass(frozen=True)
class PreviewRow:
    """One scene of a preview."""

    change: SceneChange
    length: str
    cast: str


@dataclass(frozen=True)
class Upload:
    """A kept file and what is in it."""

    production: Production
    attachment: Attachment
    play: Screenplay


@dataclass(frozen=True)
class Preview:
    """What an import would do."""

    upload: Upload
    episode: str
    changes: list[SceneChange]
    speakers: list[Speaker]
    faults: list[Remark]
    notes: list[Remark]
    merges: list[Remark]
    is_first: bool

    @property
    def shot_count(self) -> int:
        """Scenes of the file that are not omitted."""
        return sum(1 for change in self.changes if change.place is not None and not change.state.is_omitted)

    @property
    def omitted_count(self) -> int:
        """Scenes of the file that are marked as omitted."""
        return sum(1 for change in self.changes if change.place is not None and change.state.is_omitted)

    @property
    def estimated_count(self) -> int:
        """Scenes of which the file gives no length."""
        return sum(1 for change in self.changes if change.place is not None and change.state.eighths_estimated)

    @property
    def eighths(self) -> int:
        """The pages of the script."""
        return total_eighths(self.changes)

    @property
    def length(self) -> str:
        """Pages as "12 3/8"."""
        return eighths_text(self.eighths)

    @property
    def rows(self) -> list[PreviewRow]:
        """Every scene with what becomes of it and who speaks in it."""
        return [_row(change) for change in self.changes]

    @property
    def verbs(self) -> dict[str, int]:
        """How many scenes are created, changed, kept, omitted, restored."""
        return dict(Counter(change.verb.value for change in self.changes))


def scripts_of(member: Membership, production: Production) -> list[ScriptReport]:
    """Every import, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Script.objects.filter(production=production).select_related("episode", "attachment").order_by("-id")
    return [_report(script) for script in rows]


def script_report(member: Membership, production: Production, public_id: UUID) -> ScriptReport:
    """One import. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    script = (
        Script.objects.filter(production=production, public_id=public_id)
        .select_related("episode", "attachment", "production")
        .first()
    )
    if script is None:
        raise NotFound()
    return _report(script)


def script_file(member: Membership, production: Production, public_id: UUID) -> tuple[str, bytes]:
    """Name and bytes of an imported script's file. Raises NotFound."""
    attachment = script_report(member, production, public_id).script.attachment
    return attachment.file_name, content_of(attachment)


def _report(script: Script) -> ScriptReport:
    return ScriptReport(
        script=script,
        faults=[_remark(row) for row in script.faults],
        notes=[_remark(row) for row in script.notes if row.get("about") != "merge"],
        merges=[_remark(row) for row in script.notes if row.get("about") == "merge"],
    )


def _remark(row: dict[str, Any]) -> Remark:
    return Remark(row["line"], gettext(row["text"]) % row["parameters"])


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Faults or notes as they are kept: message ids with their values, so that each reader has their own language."""
    return [{"line": found.line, "text": found.text, "parameters": dict(found.parameters)} for found in findings]


def merge_rows(changes: Iterable[SceneChange]) -> list[dict[str, Any]]:
    """What became of the scenes that were there, as it is kept among the notes."""
    return [
        {"line": change.line, "text": text, "parameters": parameters, "about": "merge"}
        for change in changes
        for text, parameters in remarks_on(change, eighths_text)
    ]


def uploaded_script(member: Membership, production: Production, public_id: UUID) -> Upload:
    """An upload that waits for its import, read anew. Raises NotFound, ScriptUnreadable."""
    check_may(member, Permission.IMPORT_SCRIPT, production)
    attachment = attachment_by_id(member, production, public_id)
    if attachment.content_type not in SCRIPT_TYPES:
        raise NotFound()
    return Upload(production, attachment, read_script(content_of(attachment), attachment.file_name))


def preview_import(member: Membership, production: Production, public_id: UUID, episode: str | None) -> Preview:
    """Say what importing this upload would do, writing nothing. Raises NotFound, ScriptUnreadable, NoScenes.

    Without an episode, the one that the script names in its title or file name.
    """
    upload = uploaded_script(member, production, public_id)
    number = upload.play.episode if episode is None else episode.strip()
    known = known_scenes(production, number)
    changes = plan_import(upload.play.scenes, known)
    return Preview(
        upload=upload,
        episode=number,
        changes=changes,
        speakers=_speakers(changes),
        faults=[_remark(row) for row in finding_rows(upload.play.faults)],
        notes=[_remark(row) for row in finding_rows(upload.play.notes)],
        merges=[_remark(row) for row in merge_rows(changes)] if known else [],
        is_first=not known,
    )


def known_scenes(production: Production, episode_number: str) -> list[KnownScene]:
    """The episode's scenes as the merge compares them, in script order."""
    rows = Scene.objects.filter(production=production, episode__number=episode_number).order_by("sort_key", "id")
    return [KnownScene(scene.pk, scene_state(scene)) for scene in rows]


def scene_state(scene: Scene) -> SceneState:
    """What the sheet has, as the merge compares it."""
    return SceneState(
        number=scene.number,
        heading=scene.heading,
        int_ext=scene.int_ext,
        set_name=scene.set_name,
        time_of_day=scene.time_of_day,
        time_of_day_inferred=scene.time_of_day_inferred,
        eighths=scene.eighths,
        eighths_estimated=scene.eighths_estimated,
        synopsis=scene.synopsis,
        is_omitted=scene.is_omitted,
        text=tuple((line[0], line[1]) for line in scene.text),
    )


def _row(change: SceneChange) -> PreviewRow:
    heard = speakers(change.state.text)
    cast = [f"{name.upper()} (V.O.)" if by_voice else name.upper() for name, by_voice in heard.items()]
    return PreviewRow(change, "–" if change.state.is_omitted else eighths_text(change.state.eighths), ", ".join(cast))


def _speakers(changes: Iterable[SceneChange]) -> list[Speaker]:
    scene_counts: Counter[str] = Counter()
    seen: set[str] = set()
    for change in changes:
        if change.place is None or change.state.is_omitted:
            continue
        for name, by_voice in speakers(change.state.text).items():
            scene_counts[name] += 1
            if not by_voice:
                seen.add(name)
    return [Speaker(name.upper(), count, name not in seen) for name, count in scene_counts.most_common()]
