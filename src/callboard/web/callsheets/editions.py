"""What was published of a sheet: the editions with their differences, and the papers themselves."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext

from callboard.core.errors import NotFound
from callboard.core.organizations.rules import Permission
from callboard.core.ports import file_store
from callboard.core.publishing.queries import edition_of
from callboard.film.callsheets.drift import edition_steps
from callboard.film.callsheets.publish import draft_pdf, topic_of
from callboard.formats.pdf.process import RenderingFailed
from callboard.web.asking import member_of, now
from callboard.web.callsheets.opening import open_sheet


def history(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Every edition of the sheet, newest first, with what it changed and for whom."""
    found = open_sheet(request, production, sheet, may=Permission.SEE_DELIVERY)
    steps = edition_steps(member_of(request), found.production, found)
    return render(
        request, "pages/callsheets_editions.html", {"production": found.production, "sheet": found, "steps": steps}
    )


def pdf(request: HttpRequest, production: UUID, sheet: UUID, edition: UUID) -> HttpResponseBase:
    """The paper of an edition, byte for byte as it was sent."""
    found = open_sheet(request, production, sheet, may=Permission.SEE_DELIVERY)
    published = edition_of(member_of(request), found.production, edition)
    if published.topic != topic_of(found):
        raise NotFound()
    name = slugify(f"{found.production.title} {published.title} {published.color}")
    return _paper(file_store().get(published.pdf_sha256), name)


def draft(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponseBase:
    """The paper of the sheet as it stands, marked as preliminary."""
    found = open_sheet(request, production, sheet)
    try:
        content = draft_pdf(found, by=member_of(request), at=now())
    except RenderingFailed as failed:
        context = {"message": gettext(failed.text) % failed.parameters}
        return render(request, "pages/refusal.html", context, status=422)
    return _paper(content, slugify(f"{found.production.title} {found.day.isoformat()} draft"))


def _paper(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
