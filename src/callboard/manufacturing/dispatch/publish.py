"""Publish a dispatch list: freeze it as an edition, print it, and tell each operator their own part."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from callboard.core.calendars.rules import DayClock, show_minutes
from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Membership
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.ports import file_store
from callboard.core.publishing.actions import publish_edition
from callboard.core.publishing.drafts import EditionDraft, PartDraft
from callboard.core.publishing.models import Edition, new_check_code
from callboard.core.publishing.plans import EditionPlan
from callboard.core.publishing.queries import check_address, current_edition, preview_edition
from callboard.core.publishing.rules import edition_color
from callboard.formats.pdf import dispatch_list as pdf
from callboard.formats.pdf.callsheet import EditionMark
from callboard.formats.pdf.paper_colors import paper_color
from callboard.formats.pdf.process import render_in_child
from callboard.formats.pdf.rendering import Paper
from callboard.manufacturing.dispatch.models import DispatchList
from callboard.manufacturing.dispatch.queries import RowLine, lines_of, topic_of
from callboard.manufacturing.dispatch.rules import (
    EDITION_KIND,
    PART_SCHEMA,
    SHEET_SCHEMA,
    DispatchPart,
    NothingToDo,
    PartJob,
    to_payload,
)
from callboard.stock.items.quantity_rules import shown


def preview_dispatch(dispatch_list: DispatchList, *, by: Membership, at: dt.datetime) -> EditionPlan:
    """Whom publishing would tell what, and who is held; nothing is written. Raises NothingToDo."""
    lines = _lines(dispatch_list)
    number = next_number_of(dispatch_list)
    draft = _draft(dispatch_list, lines, number, check_code=new_check_code(), by=by, at=at)
    return preview_edition(draft, by=by, at=at)


def publish_dispatch(dispatch_list: DispatchList, *, expected_number: int, by: Membership, at: dt.datetime) -> Edition:
    """Freeze the list as its next edition with its PDF; operators get their own jobs, the supervisor all of it.

    Raises NotAllowed, NothingToDo, NumberTaken, NobodyToSendTo, PublishingTooLate, RenderingFailed.
    """
    check_may(by, Permission.DISPATCH_WORK, dispatch_list.production)
    lines = _lines(dispatch_list)
    check_code = new_check_code()
    document = dispatch_document(dispatch_list, lines, expected_number, check_code=check_code, by=by, at=at)
    sha256 = file_store().put(render_in_child(document, paper=_paper(dispatch_list)))
    draft = _draft(dispatch_list, lines, expected_number, check_code=check_code, by=by, at=at, pdf_sha256=sha256)
    return publish_edition(draft, by=by, at=at)


def dispatch_pdf(dispatch_list: DispatchList, *, by: Membership, at: dt.datetime) -> bytes:
    """The list as it stands, marked as a draft."""
    check_may(by, Permission.SEE_PRODUCTION, dispatch_list.production)
    document = dispatch_document(dispatch_list, lines_of(dispatch_list), 0, check_code="", by=by, at=at)
    return render_in_child(document, paper=_paper(dispatch_list))


def next_number_of(dispatch_list: DispatchList) -> int:
    """The number of the next edition."""
    current = current_edition(topic_of(dispatch_list))
    return current.number + 1 if current else 1


def dispatch_document(
    dispatch_list: DispatchList,
    lines: Sequence[RowLine],
    number: int,
    *,
    check_code: str,
    by: Membership,
    at: dt.datetime,
) -> pdf.DispatchList:
    """The whole list as it is printed; number 0 is a draft."""
    production = dispatch_list.production
    color = edition_color(production.edition_colors, number) if number else ""
    return pdf.DispatchList(
        company=production.company,
        plant=production.title,
        date=f"{dispatch_list.day:%A %d %B %Y}",
        shift=dispatch_list.shift,
        shift_hours=f"{show_minutes(dispatch_list.starts_minutes)}–{show_minutes(dispatch_list.ends_minutes)}",
        edition=EditionMark(
            label=f"Edition {number}" if number else "Draft",
            status="final" if number else "preliminary",
            color=paper_color(color),
            issued=f"{at.astimezone(ZoneInfo(production.zone)):%d %b %Y %H:%M}",
            issued_by=by.name,
            status_url=check_address(check_code) if check_code else "",
        ),
        departments=(
            pdf.DispatchDepartment(
                name=dispatch_list.department.name,
                supervisor=dispatch_list.supervisor.party.name if dispatch_list.supervisor else "",
                planned_minutes=str(sum(line.row.planned_minutes for line in lines)),
                note=dispatch_list.note,
                lines=tuple(_line(place, line) for place, line in enumerate(lines, start=1)),
            ),
        ),
    )


def _lines(dispatch_list: DispatchList) -> list[RowLine]:
    lines = lines_of(dispatch_list)
    if not lines:
        raise NothingToDo()
    return lines


def _paper(dispatch_list: DispatchList) -> Paper:
    return "us-letter" if dispatch_list.production.paper == "us-letter" else "a4"


def _line(place: int, line: RowLine) -> pdf.DispatchLine:
    row = line.row
    order = row.operation.work_order
    shorts = line.clear.shorts if line.clear else ()
    return pdf.DispatchLine(
        sequence=str(place),
        order=order.number,
        item=order.item.code,
        item_name=order.item.name,
        quantity=f"{shown(row.quantity, order.item.decimals)} {order.item.unit}",
        operation=str(row.operation),
        machine=row.machine.code if row.machine else "",
        person=row.operator.party.name if row.operator else "",
        start=show_minutes(row.starts_minutes),
        planned_minutes=str(row.planned_minutes),
        due=f"{order.due_on:%d %b}",
        material="missing" if shorts else "ready",
        material_note=", ".join(short.item.code for short in shorts),
        note=row.note,
    )


def _draft(
    dispatch_list: DispatchList,
    lines: Sequence[RowLine],
    number: int,
    *,
    check_code: str,
    by: Membership,
    at: dt.datetime,
    pdf_sha256: str = "",
) -> EditionDraft:
    document = dispatch_document(dispatch_list, lines, number, check_code=check_code, by=by, at=at)
    clock = DayClock(dispatch_list.day, dispatch_list.production.zone)
    return EditionDraft(
        production=dispatch_list.production,
        topic=topic_of(dispatch_list),
        kind=EDITION_KIND,
        title=_("%(department)s, %(shift)s, %(day)s")
        % {
            "department": dispatch_list.department.name,
            "shift": dispatch_list.shift,
            "day": f"{dispatch_list.day:%a %d %b}",
        },
        day=dispatch_list.day,
        payload=asdict(document),
        payload_schema=SHEET_SCHEMA,
        parts=_parts(dispatch_list, lines),
        deadline=clock.moment(dispatch_list.ends_minutes),
        expected_number=number,
        check_code=check_code,
        pdf_sha256=pdf_sha256,
    )


def _parts(dispatch_list: DispatchList, lines: Sequence[RowLine]) -> list[PartDraft]:
    """One part for each operator with their jobs, and the supervisor, who gets all."""
    jobs: dict[int, list[PartJob]] = defaultdict(list)
    people: dict[int, Engagement] = {}
    for line in lines:
        if line.row.operator is not None:
            people[line.row.operator.party_id] = line.row.operator
            jobs[line.row.operator.party_id].append(_job(line))
    supervisor = dispatch_list.supervisor
    if supervisor is not None:
        people.setdefault(supervisor.party_id, supervisor)
    return [
        PartDraft(
            person.party,
            to_payload(_part(dispatch_list, jobs[party_id])),
            gets_all=supervisor is not None and supervisor.party_id == party_id,
        )
        for party_id, person in people.items()
    ]


def _part(dispatch_list: DispatchList, jobs: Sequence[PartJob]) -> DispatchPart:
    return DispatchPart(
        production=dispatch_list.production.title,
        department=dispatch_list.department.name,
        day_on=dispatch_list.day.isoformat(),
        shift=dispatch_list.shift,
        zone=dispatch_list.production.zone,
        starts=dispatch_list.starts_minutes,
        ends=dispatch_list.ends_minutes,
        jobs=tuple(sorted(jobs, key=lambda job: (job.start, job.order, job.operation))),
        note=dispatch_list.note,
        schema=PART_SCHEMA,
    )


def _job(line: RowLine) -> PartJob:
    row, order = line.row, line.row.operation.work_order
    return PartJob(
        order=order.number,
        item=f"{order.item.code} {order.item.name}",
        operation=str(row.operation),
        quantity=f"{shown(row.quantity, order.item.decimals)} {order.item.unit}",
        start=row.starts_minutes,
        minutes=row.planned_minutes,
        machine=str(row.machine) if row.machine else "",
        note=row.note,
    )
