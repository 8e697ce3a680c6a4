"""What publishing must know of dispatch lists: how parts compare, and what the mail says."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from callboard.core.calendars.rules import show_minutes
from callboard.core.organizations.rules import Permission
from callboard.core.publishing.rules import Audience, EditionKind, MessageText, PartToTell, Payload
from callboard.manufacturing.dispatch.rules import (
    CHECK_KIND,
    EDITION_KIND,
    PART_SCHEMA,
    changes,
    from_payload,
    job_line,
)


def part_changes(old: Payload, new: Payload) -> list[dict[str, Any]]:
    """What changed for one person, by meaning; empty if and only if nothing did."""
    return [asdict(change) for change in changes(from_payload(old), from_payload(new))]


def sheet_changes(old: Payload, new: Payload) -> list[dict[str, Any]]:
    """Whether the work of the whole list changed: supervisors are told of it."""
    before, after = Counter(_lines(old)), Counter(_lines(new))
    gone, come = [*(before - after).elements()], [*(after - before).elements()]
    if not gone and not come:
        return []
    return [{"field": "lines", "label": "Work of the department", "before": "\n".join(gone), "after": "\n".join(come)}]


def write_message(told: PartToTell) -> MessageText:
    """The mail to one person: the shift first, then what changed, then the link."""
    lines = [_("Hello %(name)s,") % {"name": told.addressee}, "", *_news(told), ""]
    lines += [_("Your work, always the newest, and the place to confirm it:"), told.link]
    lines += ["", told.production]
    return MessageText(subject=_subject(told), text="\n".join(lines) + "\n")


DISPATCH_KIND = EditionKind(
    name=EDITION_KIND,
    changes=part_changes,
    write_message=write_message,
    payload_schema=PART_SCHEMA,
    check_kind=CHECK_KIND,
    sheet_changes=sheet_changes,
    may=Permission.DISPATCH_WORK,
    may_draft=Permission.DISPATCH_WORK,
)


def _subject(told: PartToTell) -> str:
    subjects = {
        Audience.CALLED: _("Work: %(title)s"),
        Audience.CHANGED: _("CHANGED: %(title)s"),
        Audience.CANCELED: _("CANCELED: %(title)s"),
        Audience.HELD: _("Not valid any more: %(title)s"),
        Audience.QUIET: _("New edition, your work is the same: %(title)s"),
    }
    return subjects[told.audience] % {"title": told.title}


def _news(told: PartToTell) -> list[str]:
    if told.audience is Audience.CANCELED:
        return [_("You have no work on this list any more. Ask your supervisor what is next.")]
    if told.audience is Audience.HELD or told.payload is None:
        return [_("The list that you have is void. Ask your supervisor before you begin.")]
    part = from_payload(told.payload)
    shift = _("%(shift)s, %(starts)s to %(ends)s, %(department)s") % {
        "shift": part.shift,
        "starts": show_minutes(part.starts),
        "ends": show_minutes(part.ends),
        "department": part.department,
    }
    lines = [shift, "", *(job_line(job) for job in part.jobs)]
    for change in told.changes:
        lines += ["", f"{_(str(change['label']))}:", f"- {change['before']}", f"+ {change['after']}"]
    return lines


def _lines(payload: Payload) -> list[str]:
    return [
        " ".join(str(line[name]) for name in ("order", "operation", "quantity", "item", "machine", "person", "start"))
        for department in payload.get("departments", ())
        for line in department["lines"]
    ]
