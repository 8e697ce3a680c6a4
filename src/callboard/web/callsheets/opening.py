"""Opening a sheet for work, and the frame of its edits: a form, refused or taken, both states if stale."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.film.callsheets.queries import sheet_of
from callboard.web.asking import member_of, production_for
from callboard.web.callsheets.forms import SheetForm
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.film.callsheets.models import CallSheet


def open_sheet(
    request: HttpRequest, production: UUID, sheet: UUID, *, may: Permission = Permission.DRAFT_CALLS
) -> CallSheet:
    """The sheet, for members who work on sheets: a draft is nobody else's business. Raises NotFound, NotAllowed."""
    show = production_for(request, production)
    check_may(member_of(request), may, show)
    return sheet_of(member_of(request), show, sheet)


def address_of(name: str, sheet: CallSheet, *more: object) -> str:
    """The address of one of the sheet's pages."""
    return reverse(f"callsheets:{name}", args=[sheet.production.public_id, sheet.public_id, *more])


@dataclass(frozen=True)
class Edit:
    """One thing of a sheet being edited: its title, where its form goes, and the place on the page it belongs to."""

    sheet: CallSheet
    title: str
    address: str
    place: str
    version: int | None = None
    remove: str = ""
    lead: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


def show_edit(request: HttpRequest, edit: Edit, form: SheetForm, *, status: int = 200) -> HttpResponse:
    """The form: beside the sheet, or as a page of its own where there is no script."""
    typed = request.POST.get("version") if request.method == "POST" else None
    context = {
        "production": edit.sheet.production,
        "sheet": edit.sheet,
        "edit": edit,
        "form": form,
        "version": typed or edit.version,
        "back": f"{address_of('sheet', edit.sheet)}#{edit.place}",
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    template = "parts/callsheets_edit.html" if is_fragment else "pages/callsheets_edit.html"
    return render(request, template, context | dict(edit.more), status=status)


def take_edit(
    request: HttpRequest, edit: Edit, form: SheetForm, save: Callable[[], object], newest: Callable[[], SheetForm]
) -> HttpResponse:
    """Save what was typed and show the sheet; refused, the form again; stale, both states."""
    if form.is_valid():
        try:
            with form.refusals():
                save()
                return back_to_sheet(request, edit.sheet, edit.place)
        except StaleEdit as stale:
            theirs = newest()
            return stale_page(
                request,
                stale,
                form.shown(),
                theirs.shown(),
                version=theirs.version,
                back=f"{address_of('sheet', edit.sheet)}#{edit.place}",
            )
    return show_edit(request, edit, form, status=422)


def back_to_sheet(request: HttpRequest, sheet: CallSheet, place: str = "") -> HttpResponse:
    """Where an edit ends: at the same place of the sheet, all times worked out anew.

    For htmx a redirect to the sheet's body, so that the answer kept for a second press is never an old sheet.
    """
    if request.headers.get("HX-Request"):
        return redirect(f"{address_of('body', sheet)}?{urlencode({'saved': place})}")
    return redirect(f"{address_of('sheet', sheet)}#{place}")


def as_saved(response: HttpResponse, place: str) -> HttpResponse:
    """Put the answer in the sheet's place whatever form was sent, and tell the page where to look."""
    response["HX-Retarget"] = "#sheet-body"
    response["HX-Reswap"] = "outerHTML"
    response["HX-Trigger-After-Settle"] = json.dumps({"callsheets:saved": {"place": place}})
    return response
