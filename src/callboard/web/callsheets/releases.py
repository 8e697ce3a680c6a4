"""Publishing a sheet: everything is shown first, and what was shown is what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from callboard.core.errors import NotAllowed, NotFound, Refused
from callboard.core.organizations.rules import Permission
from callboard.core.publishing.rules import Audience
from callboard.core.readiness.actions import override_blocker
from callboard.film.callsheets.drift import drift_of
from callboard.film.callsheets.publish import (
    NextEdition,
    next_edition,
    preview_call_sheet,
    publish_call_sheet,
    topic_of,
)
from callboard.film.callsheets.queries import sheet_view
from callboard.formats.pdf.process import RenderingFailed
from callboard.web.asking import member_of, now, once
from callboard.web.callsheets.opening import address_of, open_sheet
from callboard.web.callsheets.reading import number_in
from callboard.web.refusals import refusal_status, refusal_text

if TYPE_CHECKING:
    from callboard.core.publishing.models import Edition
    from callboard.core.publishing.plans import EditionPlan, PlannedPart
    from callboard.film.callsheets.models import CallSheet

_ORDER = (Audience.HELD, Audience.CANCELED, Audience.CHANGED, Audience.CALLED, Audience.QUIET)


def publish(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Show whom publishing tells what, or publish."""
    if request.method == "POST":
        return _publish(request, production, sheet)
    return _preview_page(request, open_sheet(request, production, sheet))


@once
def _publish(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet, may=Permission.PUBLISH_CALLS)
    try:
        edition = publish_call_sheet(
            found, expected_number=number_in(request, "expected_number"), by=member_of(request), at=now()
        )
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _preview_page(request, found, fault=refusal_text(refusal), status=refusal_status(refusal))
    except RenderingFailed as failed:
        return _preview_page(request, found, fault=gettext(failed.text) % failed.parameters, status=422)
    messages.success(request, _published(edition))
    return redirect(_delivery_of(found))


def _published(edition: Edition) -> str:
    told = sum(count for audience, count in edition.summary.items() if audience != Audience.HELD)
    said = ngettext(
        "%(color)s is published: %(count)s message is on its way.",
        "%(color)s is published: %(count)s messages are on their way.",
        told,
    ) % {"color": edition.color, "count": told}
    held = edition.summary.get(Audience.HELD, 0)
    if not held:
        return said
    return f"{said} " + ngettext("%(count)s call is held.", "%(count)s calls are held.", held) % {"count": held}


def _delivery_of(sheet: CallSheet) -> str:
    """The delivery board, or the sheet's editions in an installation without it."""
    try:
        return reverse("messages:topic", args=[sheet.production.public_id, topic_of(sheet)])
    except NoReverseMatch:
        return address_of("editions", sheet)


def _preview_page(request: HttpRequest, sheet: CallSheet, *, fault: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"production": sheet.production, "sheet": sheet, "fault": fault}
    try:
        plan = preview_call_sheet(sheet, by=member_of(request), at=now())
        context |= _shown_plan(plan)
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        context |= {"fault": fault or refusal_text(refusal), "next": next_edition(sheet)}
        status = status if status != 200 else 422
    context["drift"] = drift_of(sheet_view(sheet))
    return render(request, "pages/callsheets_publish.html", context, status=status)


def _shown_plan(plan: EditionPlan) -> dict[str, Any]:
    return {
        "plan": plan,
        "next": NextEdition(plan.number, plan.color),
        "tables": [(audience, _by_name(plan.told(audience))) for audience in _ORDER if plan.told(audience)],
        "without_address": [part for part in plan.parts if not part.has_address and part.is_mailed],
        "told_count": sum(part.is_mailed for part in plan.parts),
        "is_all_quiet": {part.audience for part in plan.parts} == {Audience.QUIET},
    }


def _by_name(parts: list[PlannedPart]) -> list[PlannedPart]:
    return sorted(parts, key=lambda part: part.party.name)


def override(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Show one blocker, or lift it for the day with a reason: named in the history, never printed."""
    found = open_sheet(request, production, sheet, may=Permission.OVERRIDE_HOLDS)
    if request.method == "POST":
        return _override(request, production, sheet)
    return _override_page(request, found, _asked_blocker(request, found, request.GET.dict()))


@once
def _override(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet, may=Permission.OVERRIDE_HOLDS)
    part, blocker = asked = _asked_blocker(request, found, request.POST.dict())
    reason = request.POST.get("reason", "")
    try:
        override_blocker(
            found.production, part.party, blocker, found.day, reason=reason, by=member_of(request), at=now()
        )
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _override_page(request, found, asked, fault=refusal_text(refusal), reason=reason, status=422)
    messages.success(request, gettext("%(name)s is cleared for this day.") % {"name": part.party.name})
    return redirect(address_of("publish", found))


def _asked_blocker(request: HttpRequest, sheet: CallSheet, asked: dict[str, Any]) -> tuple[PlannedPart, Any]:
    plan = preview_call_sheet(sheet, by=member_of(request), at=now())
    for part in plan.told(Audience.HELD):
        for blocker in part.blockers:
            wanted = (asked.get("party"), asked.get("code"), asked.get("key"))
            if wanted == (str(part.party.public_id), blocker.code, blocker.key):
                return part, blocker
    raise NotFound()


def _override_page(
    request: HttpRequest,
    sheet: CallSheet,
    asked: tuple[PlannedPart, Any],
    *,
    fault: str = "",
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "production": sheet.production,
        "sheet": sheet,
        "part": asked[0],
        "blocker": asked[1],
        "fault": fault,
        "reason": reason,
    }
    return render(request, "pages/callsheets_override.html", context, status=status)
