"""The rows of the day: add, edit, move, take off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from callboard.core.errors import StaleEdit
from callboard.core.places.queries import places_of
from callboard.film.callsheets.actions import change_row, create_row, move_row, remove_row
from callboard.film.callsheets.queries import row_of
from callboard.web.asking import member_of, now, once, version_in
from callboard.web.callsheets.forms import PlaceField, RowForm
from callboard.web.callsheets.opening import Edit, address_of, back_to_sheet, open_sheet, show_edit, take_edit
from callboard.web.callsheets.reading import number_in
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.film.callsheets.models import CallSheet, SheetScene


def new(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Show, or take, a new row at the end of the day."""
    found = open_sheet(request, production, sheet)
    if request.method == "POST":
        return _create(request, production, sheet)
    return show_edit(request, _new_edit(found), _row_form(request, found))


@once
def _create(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    form = _row_form(request, found, typed=request.POST)
    return take_edit(
        request,
        _new_edit(found),
        form,
        lambda: create_row(found, form.changes(), by=member_of(request), at=now()),
        lambda: _row_form(request, found),
    )


def row(request: HttpRequest, production: UUID, sheet: UUID, row: UUID) -> HttpResponse:
    """Show, or take, a changed row."""
    found = open_sheet(request, production, sheet)
    if request.method == "POST":
        return _change(request, production, sheet, row)
    shown = row_of(found, row)
    return show_edit(request, _row_edit(found, shown), _row_form(request, found, shown))


@once
def _change(request: HttpRequest, production: UUID, sheet: UUID, row: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    edited = row_of(found, row)
    form = _row_form(request, found, edited, typed=request.POST)
    return take_edit(
        request,
        _row_edit(found, edited),
        form,
        lambda: change_row(edited, form.changes(), version=version_in(request), by=member_of(request), at=now()),
        lambda: _row_form(request, found, row_of(found, row)),
    )


@once
def move(request: HttpRequest, production: UUID, sheet: UUID, row: UUID) -> HttpResponse:
    """Move a row to another place in the order."""
    found = open_sheet(request, production, sheet)
    to = number_in(request, "to")
    try:
        move_row(row_of(found, row), to=to, version=version_in(request), by=member_of(request), at=now())
    except StaleEdit as stale:
        wanted = gettext("at place %(place)s") % {"place": to + 1}
        return _stale_row(request, stale, found, row, wanted)
    return back_to_sheet(request, found, f"row-{row}")


@once
def remove(request: HttpRequest, production: UUID, sheet: UUID, row: UUID) -> HttpResponse:
    """Take a row off the sheet."""
    found = open_sheet(request, production, sheet)
    try:
        remove_row(row_of(found, row), version=version_in(request), by=member_of(request), at=now())
    except StaleEdit as stale:
        return _stale_row(request, stale, found, row, gettext("Taken off the sheet"))
    return back_to_sheet(request, found, "rows")


def _stale_row(request: HttpRequest, stale: StaleEdit, sheet: CallSheet, row: UUID, wanted: str) -> HttpResponse:
    newest = row_of(sheet, row)
    said = gettext("at place %(place)s") % {"place": newest.position + 1}
    return stale_page(
        request,
        stale,
        {newest.label: wanted},
        {newest.label: f"{newest.description} · {newest.minutes} min · {said}"},
        version=newest.version,
        back=f"{address_of('sheet', sheet)}#row-{row}",
    )


def _new_edit(sheet: CallSheet) -> Edit:
    return Edit(sheet, gettext("New line"), address_of("new_row", sheet), "rows")


def _row_edit(sheet: CallSheet, row: SheetScene) -> Edit:
    key = row.public_id
    return Edit(
        sheet,
        row.label,
        address_of("row", sheet, key),
        f"row-{key}",
        version=row.version,
        remove=address_of("remove_row", sheet, key),
        lead=row.scene.set_name if row.scene else "",
    )


def _row_form(request: HttpRequest, sheet: CallSheet, row: SheetScene | None = None, typed: Any = None) -> RowForm:
    initial: dict[str, Any] = {"minutes": 30}
    if row is not None:
        initial = {name: getattr(row, name) for name in RowForm.base_fields}
    form = RowForm(typed, initial=initial)
    if row is None or row.scene is None:
        del form.fields["eighths"]
    else:
        del form.fields["cast_numbers"]  # a scene's cast is its breakdown's
    for field in form.fields.values():
        if isinstance(field, PlaceField):
            field.offer(list(places_of(member_of(request), sheet.production)), "—")
    form.version = row.version if row else None
    return form
