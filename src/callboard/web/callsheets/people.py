"""Who is on the sheet: putting people on it, and background groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from callboard.film.callsheets.actions import change_group, create_group, place_call
from callboard.film.callsheets.actions import remove_group as remove_the_group
from callboard.film.callsheets.queries import group_of, not_on_sheet
from callboard.web.asking import member_of, now, once, version_in
from callboard.web.callsheets.forms import GroupForm
from callboard.web.callsheets.opening import Edit, address_of, back_to_sheet, open_sheet, show_edit, take_edit

if TYPE_CHECKING:
    from callboard.film.callsheets.models import BackgroundGroup, CallSheet


@once
def add(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Put the chosen people on the sheet."""
    found = open_sheet(request, production, sheet)
    chosen = set(request.POST.getlist("engagement"))
    for engagement in not_on_sheet(found):
        if str(engagement.public_id) in chosen:
            place_call(found, engagement, {}, by=member_of(request), at=now())
    return back_to_sheet(request, found, "missing")


def new_group(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Show, or take, a new group of background."""
    found = open_sheet(request, production, sheet)
    if request.method == "POST":
        return _create_group(request, production, sheet)
    return show_edit(request, _new_edit(found), _group_form(found))


@once
def _create_group(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    form = _group_form(found, typed=request.POST)
    return take_edit(
        request,
        _new_edit(found),
        form,
        lambda: create_group(found, form.changes(), by=member_of(request), at=now()),
        lambda: _group_form(found),
    )


def group(request: HttpRequest, production: UUID, sheet: UUID, group: UUID) -> HttpResponse:
    """Show, or take, a changed group."""
    found = open_sheet(request, production, sheet)
    if request.method == "POST":
        return _change_group(request, production, sheet, group)
    shown = group_of(found, group)
    return show_edit(request, _group_edit(found, shown), _group_form(found, shown))


@once
def _change_group(request: HttpRequest, production: UUID, sheet: UUID, group: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    edited = group_of(found, group)
    form = _group_form(found, edited, typed=request.POST)
    return take_edit(
        request,
        _group_edit(found, edited),
        form,
        lambda: change_group(edited, form.changes(), version=version_in(request), by=member_of(request), at=now()),
        lambda: _group_form(found, group_of(found, group)),
    )


@once
def remove_group(request: HttpRequest, production: UUID, sheet: UUID, group: UUID) -> HttpResponse:
    """Take a group off the sheet."""
    found = open_sheet(request, production, sheet)
    edited = group_of(found, group)
    remove_the_group(edited, version=version_in(request), by=member_of(request), at=now())
    return back_to_sheet(request, found, "background")


def _new_edit(sheet: CallSheet) -> Edit:
    return Edit(sheet, gettext("New background group"), address_of("new_group", sheet), "background")


def _group_edit(sheet: CallSheet, group: BackgroundGroup) -> Edit:
    key = group.public_id
    return Edit(
        sheet,
        group.name,
        address_of("group", sheet, key),
        f"group-{key}",
        version=group.version,
        remove=address_of("remove_group", sheet, key),
    )


def _group_form(sheet: CallSheet, group: BackgroundGroup | None = None, typed: Any = None) -> GroupForm:
    initial: dict[str, Any] = {"count": 1, "due": sheet.general_call, "anchor": "general"}
    if group is not None:
        due = group.minutes if group.anchor == "fixed" else sheet.general_call + group.minutes
        names = ("name", "count", "anchor", "wardrobe", "holding")
        initial = {name: getattr(group, name) for name in names} | {"due": due}
        initial |= {"anchor_was": group.anchor, "due_was": GroupForm.base_fields["due"].prepare_value(due)}
    form = GroupForm(typed, initial=initial)
    form.use_general_call(sheet.general_call)
    form.version = group.version if group else None
    return form
