"""One party's call: edit it, hold it until rested, take it off the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from callboard.core.errors import NotFound, StaleEdit
from callboard.core.places.queries import places_of
from callboard.film.callsheets.actions import change_call, hold_call, hold_until_rested, unplace_call
from callboard.film.callsheets.queries import call_of, sheet_view
from callboard.web.asking import member_of, now, once, version_in
from callboard.web.callsheets.forms import CallForm
from callboard.web.callsheets.opening import Edit, address_of, back_to_sheet, open_sheet, show_edit, take_edit
from callboard.web.stale import stale_page
from callboard.web.templatetags.calls import hangs_on, plain_clock

if TYPE_CHECKING:
    from callboard.film.callsheets.models import CallSheet
    from callboard.film.callsheets.queries import CallView


def call(request: HttpRequest, production: UUID, sheet: UUID, call: UUID) -> HttpResponse:
    """Show, or take, a changed call."""
    found = open_sheet(request, production, sheet)
    if request.method == "POST":
        return _change(request, production, sheet, call)
    view, form = _call_form(request, found, call)
    return show_edit(request, _call_edit(found, view), form)


@once
def _change(request: HttpRequest, production: UUID, sheet: UUID, call: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    view, form = _call_form(request, found, call, typed=request.POST)
    return take_edit(
        request,
        _call_edit(found, view),
        form,
        lambda: change_call(
            call_of(found, call), form.changes(), version=version_in(request), by=member_of(request), at=now()
        ),
        lambda: _call_form(request, found, call)[1],
    )


@once
def hold(request: HttpRequest, production: UUID, sheet: UUID, call: UUID) -> HttpResponse:
    """Call somebody just when their rest is over."""
    found = open_sheet(request, production, sheet)
    try:
        hold_call(call_of(found, call), version=version_in(request), by=member_of(request), at=now())
    except StaleEdit as stale:
        return _stale_call(request, stale, found, call, gettext("Call when rested"))
    return back_to_sheet(request, found, f"call-{call}")


@once
def hold_all(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Hold everyone whose rest the day breaks."""
    found = open_sheet(request, production, sheet)
    hold_until_rested(found, version=version_in(request), by=member_of(request), at=now())
    return back_to_sheet(request, found, "breaks")


@once
def remove(request: HttpRequest, production: UUID, sheet: UUID, call: UUID) -> HttpResponse:
    """Take somebody off the sheet."""
    found = open_sheet(request, production, sheet)
    try:
        unplace_call(call_of(found, call), version=version_in(request), by=member_of(request), at=now())
    except StaleEdit as stale:
        return _stale_call(request, stale, found, call, gettext("Take off the sheet"))
    return back_to_sheet(request, found, "missing")


def _stale_call(request: HttpRequest, stale: StaleEdit, sheet: CallSheet, call: UUID, wanted: str) -> HttpResponse:
    view = _view_of(sheet, call)
    now_is = f"{plain_clock(view.times.first_call)} ({hangs_on(view.terms)})"
    return stale_page(
        request,
        stale,
        {view.engagement.party.name: wanted},
        {view.engagement.party.name: now_is},
        version=view.call.version,
        back=f"{address_of('sheet', sheet)}#call-{call}",
    )


def _view_of(sheet: CallSheet, call: UUID) -> CallView:
    view = next((view for view in sheet_view(sheet).calls if view.call.public_id == call), None)
    if view is None:
        raise NotFound()
    return view


def _call_form(request: HttpRequest, sheet: CallSheet, call: UUID, typed: Any = None) -> tuple[CallView, CallForm]:
    whole = sheet_view(sheet)
    view = next((view for view in whole.calls if view.call.public_id == call), None)
    if view is None:
        raise NotFound()
    return view, CallForm.of(view, whole, list(places_of(member_of(request), sheet.production)), typed)


def _call_edit(sheet: CallSheet, view: CallView) -> Edit:
    key = view.call.public_id
    position = view.role.name if view.role else view.engagement.position
    return Edit(
        sheet,
        view.engagement.party.name,
        address_of("call", sheet, key),
        f"call-{key}",
        version=view.call.version,
        remove=address_of("remove_call", sheet, key),
        lead=position,
        more={"view": view},
    )
