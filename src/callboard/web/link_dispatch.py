"""One operator's part of a dispatch list as their phone shows it: the shift first, then the work in its order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from callboard.core.publishing.queries import PartView
from callboard.manufacturing.dispatch.rules import DispatchPart, PartJob, from_payload
from callboard.web.link_callsheet import SheetSection, ShownChange
from callboard.web.locales import Reader


@dataclass(frozen=True)
class ShownJob:
    """A job with its start in the reader's clock."""

    start: str
    job: PartJob


@dataclass(frozen=True)
class DispatchPage:
    """Everything the phone page says of somebody's work."""

    part: DispatchPart
    day: str
    starts: str
    ends: str
    jobs: Sequence[ShownJob]


def dispatch_part(view: PartView, reader: Reader) -> DispatchPage | None:
    """The holder's work; None while they are held or no longer on the list."""
    if view.payload is None:
        return None
    part = from_payload(view.payload)
    return DispatchPage(
        part=part,
        day=reader.day(dt.date.fromisoformat(part.day_on)),
        starts=reader.clock(part.starts),
        ends=reader.clock(part.ends),
        jobs=[ShownJob(reader.clock(job.start), job) for job in part.jobs],
    )


def changed_work(view: PartView, _reader: Reader) -> list[ShownChange]:
    """What is different from what the holder knew."""
    return [ShownChange(gettext(change["label"]), change["before"], change["after"]) for change in view.changes]


def dispatch_sections(view: PartView) -> list[SheetSection]:
    """The whole list for the supervisor: a table for each department."""
    headings = [gettext(word) for word in ("Start", "Order", "Item", "Operation", "Quantity", "Machine", "Who")]
    return [
        SheetSection(
            department["name"],
            headings,
            [
                [line[name] for name in ("start", "order", "item", "operation", "quantity", "machine", "person")]
                for line in department["lines"]
            ],
        )
        for department in (view.sheet or {}).get("departments", ())
    ]
