"""Work on a call sheet: draft it, edit it, push it. Publishing it is in `publish.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from callboard.core.audit.actions import Record, acting
from callboard.core.engagements.models import Department, Engagement
from callboard.core.errors import Refused, StaleEdit, gettext_noop
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.film.callsheets.edits import (
    CALL_FIELDS,
    GROUP_FIELDS,
    ROW_FIELDS,
    SHEET_FIELDS,
    change_fields,
    new_call,
    new_row,
)
from callboard.film.callsheets.models import BackgroundGroup, Call, CallSheet, DepartmentNote, SheetScene, WalkieChannel
from callboard.film.callsheets.queries import sheet_view
from callboard.film.callsheets.rules import push

# What moves with the general call, besides the calls that hang on it.
_HANGS_ON_GENERAL = ("shooting_call", "estimated_wrap", "breakfast", "lunch")


class AlreadyOnTheSheet(Refused):
    """One call per party and sheet."""

    text = gettext_noop("%(name)s is on this sheet already.")


class RestIsKept(Refused):
    """There is nothing to hold somebody for."""

    text = gettext_noop("%(name)s has rested enough by this call. Nothing was changed.")


def change_sheet(
    sheet: CallSheet, fields: Mapping[str, Any], *, version: int, by: Membership, at: dt.datetime
) -> CallSheet:
    """Change fields of the head of the sheet. Raises StaleEdit, CallLeavesTheDay, and what a clock change refuses."""
    with _editing(sheet, "change call sheet", by=by, at=at, version=version) as record:
        record.note(fields=sorted(fields))
        change_fields(sheet, fields, SHEET_FIELDS)
        if "general_call" in fields:
            check_times_exist(sheet)
        return sheet


def push_sheet(
    sheet: CallSheet, minutes: int, *, version: int, hold_rested: bool, by: Membership, at: dt.datetime
) -> CallSheet:
    """Push the general call: everything that hangs on it moves, fixed and O/C calls stay.

    With `hold_rested`, whoever would be called before their rest is over is called just when it is. Raises StaleEdit,
    CallLeavesTheDay.
    """
    with _editing(sheet, "push call sheet", by=by, at=at, version=version) as record:
        moved = {name: getattr(sheet, name) + minutes for name in _HANGS_ON_GENERAL if getattr(sheet, name) is not None}
        change_fields(sheet, {"general_call": push(sheet.general_call, minutes)} | moved, SHEET_FIELDS)
        for row in sheet.rows.filter(starts_at_minutes__isnull=False):
            change_fields(row, {"starts_at_minutes": (row.starts_at_minutes or 0) + minutes}, ROW_FIELDS)
        held = _hold_rested(sheet) if hold_rested else []
        check_times_exist(sheet)
        record.note(minutes=minutes, held=held)
        return sheet


def hold_until_rested(sheet: CallSheet, *, version: int, by: Membership, at: dt.datetime) -> list[str]:
    """Call whoever would break their rest just when it is over; returns their names."""
    with _editing(sheet, "hold until rested", by=by, at=at, version=version) as record:
        held = _hold_rested(sheet)
        record.note(held=held)
        return held


def change_call(call: Call, fields: Mapping[str, Any], *, version: int, by: Membership, at: dt.datetime) -> Call:
    """Change one call. Raises StaleEdit, and what the rules of calls refuse."""
    sheet = call.call_sheet
    with acting(
        by, "change call", at=at, may=Permission.DRAFT_CALLS, production=sheet.production, on=call, version=version
    ) as record:
        record.note(fields=sorted(fields), party=call.engagement.party.name)
        change_fields(call, fields, CALL_FIELDS)
        check_times_exist(sheet)
        announce(sheet.production, "callsheets", about=sheet, at=at)
        return call


def hold_call(call: Call, *, version: int, by: Membership, at: dt.datetime) -> Call:
    """Call one party just when their rest is over, and not before. Raises StaleEdit, RestIsKept."""
    sheet = call.call_sheet
    with acting(
        by, "hold call until rested", at=at, may=Permission.DRAFT_CALLS, production=sheet.production, on=call,
        version=version,
    ) as record:  # fmt: skip
        view = next(view for view in sheet_view(sheet).calls if view.call.pk == call.pk)
        if view.hold is None:
            raise RestIsKept(name=call.engagement.party.name)
        record.note(party=call.engagement.party.name, later_by=view.hold.later_by)
        announce(sheet.production, "callsheets", about=sheet, at=at)
        return change_fields(call, {"minutes": view.hold.terms.anchor_minutes}, CALL_FIELDS)


def place_call(
    sheet: CallSheet, engagement: Engagement, fields: Mapping[str, Any], *, by: Membership, at: dt.datetime
) -> Call:
    """Put somebody on the sheet. Raises AlreadyOnTheSheet."""
    with _editing(sheet, "place call", by=by, at=at) as record:
        if sheet.calls.filter(engagement=engagement).exists():
            raise AlreadyOnTheSheet(name=engagement.party.name)
        call = new_call(sheet, engagement)
        record.about(call)
        record.note(party=engagement.party.name)
        change_fields(call, fields, CALL_FIELDS)
        check_times_exist(sheet)
        return call


def unplace_call(call: Call, *, version: int, by: Membership, at: dt.datetime) -> None:
    """Take somebody off the sheet; when it is published they are told that they are not called."""
    sheet = call.call_sheet
    with acting(
        by, "unplace call", at=at, may=Permission.DRAFT_CALLS, production=sheet.production, on=call, version=version
    ) as record:
        record.note(party=call.engagement.party.name)
        announce(sheet.production, "callsheets", about=sheet, at=at)
        call.delete()


def create_row(sheet: CallSheet, fields: Mapping[str, Any], *, by: Membership, at: dt.datetime) -> SheetScene:
    """Add a row at the end of the day's work."""
    with _editing(sheet, "create sheet row", by=by, at=at) as record:
        last = sheet.rows.order_by("-position").first()
        row = new_row(SheetScene, sheet, position=last.position + 1 if last else 0)
        record.about(row)
        return change_fields(row, fields, ROW_FIELDS)


def change_row(
    row: SheetScene, fields: Mapping[str, Any], *, version: int, by: Membership, at: dt.datetime
) -> SheetScene:
    """Change a row of the day's work. Raises StaleEdit."""
    with _editing(row.call_sheet, "change sheet row", by=by, at=at):
        row.claim_version(version)
        return change_fields(row, fields, ROW_FIELDS)


def move_row(row: SheetScene, *, to: int, version: int, by: Membership, at: dt.datetime) -> None:
    """Move a row to another place in the shooting order (0 is first). Raises StaleEdit."""
    sheet = row.call_sheet
    with _editing(sheet, "move sheet row", by=by, at=at):
        row.claim_version(version)
        rows = [other for other in sheet.rows.order_by("position", "id") if other.pk != row.pk]
        rows.insert(max(0, min(to, len(rows))), row)
        for position, other in enumerate(rows):
            other.position = position
        SheetScene.objects.bulk_update(rows, ["position"])


def remove_row(row: SheetScene, *, version: int, by: Membership, at: dt.datetime) -> None:
    """Take a row off the sheet; its scene stays on the board."""
    with _editing(row.call_sheet, "remove sheet row", by=by, at=at):
        row.claim_version(version)
        row.delete()


def create_group(sheet: CallSheet, fields: Mapping[str, Any], *, by: Membership, at: dt.datetime) -> BackgroundGroup:
    """Add a group of background performers."""
    with _editing(sheet, "create background group", by=by, at=at):
        group = new_row(BackgroundGroup, sheet, count=1, position=sheet.background_groups.count())
        return change_fields(group, fields, GROUP_FIELDS)


def change_group(
    group: BackgroundGroup, fields: Mapping[str, Any], *, version: int, by: Membership, at: dt.datetime
) -> BackgroundGroup:
    """Change a background group. Raises StaleEdit."""
    with _editing(group.call_sheet, "change background group", by=by, at=at):
        group.claim_version(version)
        return change_fields(group, fields, GROUP_FIELDS)


def remove_group(group: BackgroundGroup, *, version: int, by: Membership, at: dt.datetime) -> None:
    """Take a background group off the sheet."""
    with _editing(group.call_sheet, "remove background group", by=by, at=at):
        group.claim_version(version)
        group.delete()


def change_department_note(
    sheet: CallSheet, department: Department, text: str, *, seen: str | None = None, by: Membership, at: dt.datetime
) -> None:
    """Write what a department must know or bring; an empty text takes the note away.

    `seen` is the text that the person was shown. Raises StaleEdit when it is another now.
    """
    with _editing(sheet, "change department note", by=by, at=at) as record:
        record.note(department=department.name)
        present = sheet.department_notes.filter(department=department).first()
        if seen is not None and seen.split() != (present.text.split() if present else []):
            raise StaleEdit(what=department.name)
        if not text.strip():
            sheet.department_notes.filter(department=department).delete()
            return
        note = sheet.department_notes.filter(department=department).first() or DepartmentNote(
            organization_id=sheet.organization_id, call_sheet=sheet, department=department
        )
        note.text = text.strip()
        note.save()


def change_channels(
    production: Production,
    channels: Sequence[tuple[str, str]],
    *,
    seen: Sequence[tuple[str, str]] | None = None,
    by: Membership,
    at: dt.datetime,
) -> None:
    """Write the production's list of walkie channels anew: (channel, use).

    `seen` is the list that the person was shown. Raises StaleEdit when it is another now.
    """
    with acting(by, "change walkie channels", at=at, may=Permission.DRAFT_CALLS, production=production):
        listed = WalkieChannel.objects.filter(production=production).order_by("id")
        if seen is not None and list(seen) != list(listed.values_list("channel", "use")):
            raise StaleEdit(what="walkie channels")
        WalkieChannel.objects.filter(production=production).delete()
        for channel, use in channels:
            WalkieChannel.objects.create(
                organization_id=production.organization_id, production=production, channel=channel, use=use
            )


def check_times_exist(sheet: CallSheet) -> None:
    """Refuse times that the clocks skip or show twice, before they are kept. Raises what `sheet_view` raises."""
    sheet_view(sheet)


@contextmanager
def _editing(
    sheet: CallSheet, verb: str, *, by: Membership, at: dt.datetime, version: int | None = None
) -> Iterator[Record]:
    """The frame of an edit, which also tells everyone who follows the sheet."""
    with acting(
        by, verb, at=at, may=Permission.DRAFT_CALLS, production=sheet.production, on=sheet, version=version
    ) as record:
        yield record
        announce(sheet.production, "callsheets", about=sheet, at=at)


def _hold_rested(sheet: CallSheet) -> list[str]:
    held = []
    for view in sheet_view(sheet).calls:
        if view.hold is not None:
            fields = {"anchor": view.hold.terms.anchor, "minutes": view.hold.terms.anchor_minutes}
            view.call.version += 1
            change_fields(view.call, fields, CALL_FIELDS)
            held.append(view.engagement.party.name)
    return held
