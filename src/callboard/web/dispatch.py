"""Dispatch lists: one for each department and shift, filled, changed by hand, published to those who work by it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import slugify
from django.utils.translation import gettext as _

from callboard.core.calendars.rules import NotATime, read_minutes
from callboard.core.engagements.queries import department_by_id, departments_of, engagement_by_id
from callboard.core.errors import NotFound, Refused
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.ports import file_store
from callboard.core.publishing.queries import edition_of, editions_of
from callboard.core.resources.queries import machine_by_id, machines_of
from callboard.formats.pdf.process import RenderingFailed
from callboard.manufacturing.dispatch.actions import (
    RowTerms,
    Shift,
    add_dispatch_row,
    change_dispatch_row,
    create_dispatch_list,
    move_dispatch_row,
    refill_dispatch_list,
    remove_dispatch_row,
)
from callboard.manufacturing.dispatch.publish import (
    dispatch_pdf,
    next_number_of,
    preview_dispatch,
    publish_dispatch,
)
from callboard.manufacturing.dispatch.queries import (
    jobs_in,
    lines_of,
    list_by_id,
    lists_of,
    people_of,
    row_by_id,
    topic_of,
)
from callboard.manufacturing.work_orders.queries import operation_by_id
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.refusals import refusal_text

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.manufacturing.dispatch.models import DispatchList

app_name = "dispatch"

LISTS_SHOWN = 60
USUAL_SHIFT = ("Early", "06:00", "14:00")


def all_lists(request: HttpRequest, production: UUID) -> HttpResponse:
    """Lists by day, newest first, and the form for the next one."""
    found, member = production_for(request, production), member_of(request)
    if request.method == "POST":
        return new(request, production)
    lists = list(lists_of(member, found)[:LISTS_SHOWN])
    topics = {topic_of(row) for row in lists}
    newest: dict[str, Any] = {}
    for edition in editions_of(member, found).filter(topic__in=topics).defer("payload"):
        newest.setdefault(edition.topic, edition)
    context = {
        "production": found,
        "rows": [(row, newest.get(topic_of(row))) for row in lists],
        "departments": departments_of(member, found),
        "tomorrow": now().astimezone(ZoneInfo(found.zone)).date() + dt.timedelta(days=1),
        "usual": USUAL_SHIFT,
    }
    return render(request, "pages/dispatch_lists.html", context)


@once
def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Make a department's list for a shift, filled with what waits there."""
    found, member = production_for(request, production), member_of(request)
    department = department_by_id(member, found, _key(request.POST.get("department", "")))
    shift = Shift(
        day=_day(request.POST.get("day", "")),
        name=request.POST.get("shift", "").strip()[:30] or USUAL_SHIFT[0],
        starts=read_minutes(request.POST.get("starts", "")),
        ends=read_minutes(request.POST.get("ends", "")),
    )
    made = create_dispatch_list(found, department, shift, by=member, at=now())
    return redirect("dispatch:show", production, made.public_id)


def show(request: HttpRequest, production: UUID, dispatch_list: UUID) -> HttpResponse:
    """One list with its jobs."""
    found, row = _open(request, production, dispatch_list)
    member = member_of(request)
    context = {
        "production": found,
        "list": row,
        "lines": lines_of(row),
        "machines": [one for one in machines_of(member, found) if one.department_id == row.department_id],
        "people": people_of(found, row.department),
        "more": _more(found, row),
        "editions": editions_of(member, found, topic_of(row)).defer("payload"),
    }
    return render(request, "pages/dispatch_list.html", context)


def _more(found: Production, row: DispatchList) -> list[Any]:
    """What waits in the department and is not on the list."""
    there = {line.row.operation_id for line in lines_of(row)}
    return [job for job in jobs_in(found, row.department) if job.operation.pk not in there]


@once
def refill(request: HttpRequest, production: UUID, dispatch_list: UUID) -> HttpResponse:
    """Fill the list anew."""
    _found, row = _open(request, production, dispatch_list)
    refill_dispatch_list(row, by=member_of(request), at=now(), version=version_in(request))
    return redirect("dispatch:show", production, row.public_id)


@once
def add(request: HttpRequest, production: UUID, dispatch_list: UUID) -> HttpResponse:
    """Put one more operation on the list."""
    found, row = _open(request, production, dispatch_list)
    operation = operation_by_id(member_of(request), found, _key(request.POST.get("operation", "")))
    add_dispatch_row(row, operation, by=member_of(request), at=now())
    return redirect("dispatch:show", production, row.public_id)


@once
def change(request: HttpRequest, production: UUID, row: UUID) -> HttpResponse:
    """Change, move or remove one job."""
    found, member = production_for(request, production), member_of(request)
    job = row_by_id(member, found, row)
    how: dict[str, Any] = {"by": member, "at": now(), "version": version_in(request)}
    does = request.POST.get("do", "save")
    if does in {"up", "down"}:
        move_dispatch_row(job, -1 if does == "up" else 1, **how)
    elif does == "remove":
        remove_dispatch_row(job, **how)
    else:
        machine, operator = request.POST.get("machine", ""), request.POST.get("operator", "")
        terms = RowTerms(
            machine=machine_by_id(member, found, _key(machine)) if machine else None,
            operator=engagement_by_id(member, found, _key(operator)) if operator else None,
            starts=read_minutes(request.POST.get("starts", "")),
            minutes=_whole(request.POST.get("minutes", "")),
            quantity=job.quantity,
            note=request.POST.get("note", "").strip()[:300],
        )
        change_dispatch_row(job, terms, **how)
    return redirect(f"/p/{found.public_id}/dispatch/{job.dispatch_list.public_id}/#j-{job.public_id}")


def preview(request: HttpRequest, production: UUID, dispatch_list: UUID) -> HttpResponse:
    """Whom publishing would tell what, and who is held."""
    found, row = _open(request, production, dispatch_list)
    check_may(member_of(request), Permission.DISPATCH_WORK, found)
    fault, plan = "", None
    try:
        plan = preview_dispatch(row, by=member_of(request), at=now())
    except Refused as refusal:
        fault = refusal_text(refusal)
    context = {"production": found, "list": row, "plan": plan, "fault": fault, "next_number": next_number_of(row)}
    return render(request, "pages/dispatch_publish.html", context, status=422 if fault else 200)


@once
def publish(request: HttpRequest, production: UUID, dispatch_list: UUID) -> HttpResponse:
    """Publish the list."""
    _found, row = _open(request, production, dispatch_list)
    number = _whole(request.POST.get("expected_number", ""))
    edition = publish_dispatch(row, expected_number=number, by=member_of(request), at=now())
    messages.success(request, _("%(edition)s is published.") % {"edition": edition})
    return redirect("messages:topic", production, edition.topic)


def pdf(request: HttpRequest, production: UUID, dispatch_list: UUID, edition: UUID | None = None) -> HttpResponse:
    """The list on paper: as it stands, or as an edition was published."""
    found, row = _open(request, production, dispatch_list)
    if edition is not None:
        published = edition_of(member_of(request), found, edition)
        if published.topic != topic_of(row):
            raise NotFound()
        return _paper(file_store().get(published.pdf_sha256), str(published))
    try:
        content = dispatch_pdf(row, by=member_of(request), at=now())
    except RenderingFailed as failed:
        return render(request, "pages/refusal.html", {"message": _(failed.text) % failed.parameters}, status=422)
    return _paper(content, f"{row.department.name} {row.day} draft")


def _paper(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(name)}.pdf"'
    return response


def _open(request: HttpRequest, production: UUID, dispatch_list: UUID) -> tuple[Production, DispatchList]:
    found = production_for(request, production)
    return found, list_by_id(member_of(request), found, dispatch_list)


def _key(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound() from None


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise NotATime(written=written) from None


def _whole(written: str) -> int:
    if not written.isdecimal() or len(written) > 6:
        raise NotATime(written=written)
    return int(written)


urlpatterns = [
    path("", all_lists, name="list"),
    path("rows/<uuid:row>/", change, name="change"),
    path("<uuid:dispatch_list>/", show, name="show"),
    path("<uuid:dispatch_list>/refill/", refill, name="refill"),
    path("<uuid:dispatch_list>/add/", add, name="add"),
    path("<uuid:dispatch_list>/preview/", preview, name="preview"),
    path("<uuid:dispatch_list>/publish/", publish, name="publish"),
    path("<uuid:dispatch_list>/draft.pdf", pdf, name="draft"),
    path("<uuid:dispatch_list>/<uuid:edition>.pdf", pdf, name="pdf"),
]
