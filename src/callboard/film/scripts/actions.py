"""Importing scripts: the file is kept, read in a child, and lands in the breakdown whole or not at all."""

from __future__ import annotations

from datetime import datetime

from callboard.core.attachments.models import Attachment
from callboard.core.audit.actions import Record, acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.organizations.scope import tenant_scope
from callboard.core.ports import file_store
from callboard.film.breakdown.actions import CHANGED
from callboard.film.breakdown.element_actions import give_cast_numbers
from callboard.film.breakdown.models import Episode
from callboard.film.scripts.landing import write_elements, write_scenes
from callboard.film.scripts.models import Script
from callboard.film.scripts.queries import Upload, finding_rows, known_scenes, merge_rows
from callboard.film.scripts.reading import read_script
from callboard.film.scripts.rules import plan_import, total_eighths
from callboard.formats.scenes import Screenplay

IMPORTED = "script"
"""The kind of event that follows an import."""

_CONTENT_TYPES = {"fdx": "application/xml", "fountain": "text/plain"}


def keep_script(production: Production, content: bytes, file_name: str, *, by: Membership, at: datetime) -> Attachment:
    """Keep an upload for its preview, if it is a script. Raises NotAllowed, ScriptUnreadable, NoScenes."""
    play = _read(production, content, file_name, by=by)
    with acting(by, "upload script", at=at, may=Permission.IMPORT_SCRIPT, production=production) as record:
        attachment = _keep(production, content, file_name, play, by=by, at=at)
        record.about(attachment)
    return attachment


def import_script(
    production: Production, content: bytes, file_name: str, episode_number: str, *, by: Membership, at: datetime
) -> Script:
    """Read a screenplay and land it in the breakdown. Raises NotAllowed, ScriptUnreadable, NoScenes.

    Scenes that are there keep their hand work (see rules.plan_import); what happened is in the script's notes.
    """
    play = _read(production, content, file_name, by=by)
    with acting(by, "import script", at=at, may=Permission.IMPORT_SCRIPT, production=production) as record:
        attachment = _keep(production, content, file_name, play, by=by, at=at)
        return _land(production, attachment, play, episode_number, record, by=by, at=at)


def import_kept_script(upload: Upload, episode_number: str, *, by: Membership, at: datetime) -> Script:
    """Land an upload that was looked at first, as `queries.uploaded_script` read it."""
    production = upload.production
    with acting(by, "import script", at=at, may=Permission.IMPORT_SCRIPT, production=production) as record:
        return _land(production, upload.attachment, upload.play, episode_number, record, by=by, at=at)


def _read(production: Production, content: bytes, file_name: str, *, by: Membership) -> Screenplay:
    with tenant_scope(by.organization_id):
        check_may(by, Permission.IMPORT_SCRIPT, production)
    return read_script(content, file_name)


def _keep(
    production: Production, content: bytes, file_name: str, play: Screenplay, *, by: Membership, at: datetime
) -> Attachment:
    """Bytes before the row: a roll-back leaves bytes that nothing names, never a row without bytes."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    attachment = Attachment(
        organization_id=production.organization_id,
        production=production,
        file_name="".join(sign for sign in name if sign.isprintable())[-150:] or f"script.{play.format}",
        content_type=_CONTENT_TYPES[play.format],
        size=len(content),
        sha256=file_store().put(content),
        data_class=DataClass.CREW,
        created_by=by,
        created_at=at,
    )
    attachment.save()
    return attachment


def _land(
    production: Production,
    attachment: Attachment,
    play: Screenplay,
    episode_number: str,
    record: Record,
    *,
    by: Membership,
    at: datetime,
) -> Script:
    number = episode_number.strip()[:10]
    known = known_scenes(production, number)
    changes = plan_import(play.scenes, known)
    episode, _ = Episode.objects.get_or_create(
        organization_id=production.organization_id, production=production, number=number
    )
    scenes = write_scenes(episode, changes)
    write_elements(episode, play, scenes, changes)
    give_cast_numbers(production)
    script = Script(
        organization_id=production.organization_id,
        production=production,
        episode=episode,
        attachment=attachment,
        title=play.title[:200],
        format=play.format,
        draft=play.revision[:60],
        scene_count=sum(1 for scene in scenes.values() if not scene.is_omitted),
        eighths=total_eighths(changes),
        faults=finding_rows(play.faults),
        notes=finding_rows(play.notes) + (merge_rows(changes) if known else []),
        imported_at=at,
        imported_by_name=by.name,
    )
    script.save()
    record.about(script)
    record.note(file=attachment.file_name, scenes=script.scene_count, eighths=script.eighths, faults=len(script.faults))
    announce(production, IMPORTED, about=script, at=at)
    announce(production, CHANGED, at=at)
    return script
