"""The head of the sheet: times, places and safety, notes and logistics; department notes and walkie channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.queries import department_by_id
from callboard.core.errors import NotFound, StaleEdit
from callboard.core.places.queries import places_of
from callboard.film.callsheets.actions import change_channels, change_department_note, change_sheet
from callboard.film.callsheets.queries import channels_of, sheet_of
from callboard.web.asking import member_of, now, once, version_in
from callboard.web.callsheets.forms import TIME_HINT, NoteForm, PlaceField, SheetForm, TimeField
from callboard.web.callsheets.opening import Edit, address_of, back_to_sheet, open_sheet, show_edit, take_edit
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.film.callsheets.models import CallSheet

_SPARE_CHANNELS = 3


def _text(label: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}))


class TimesForm(SheetForm):
    """The day's own times."""

    time_field = "general_call"
    general_call = TimeField(
        label=_("General call"),
        required=True,
        help_text=_("Moves every call that hangs on it. To move lunch and wrap too, use Push."),
    )
    shooting_call = TimeField(label=_("Shooting call"), help_text=TIME_HINT)
    breakfast = TimeField(label=_("Breakfast"))
    lunch = TimeField(label=_("Lunch"))
    estimated_wrap = TimeField(label=_("Estimated wrap"))


class PlacesForm(SheetForm):
    """Where, and what keeps people safe there."""

    main_place = PlaceField(label=_("Main place"), help_text=_("Sun times are worked out from it."))
    unit_base = PlaceField(label=_("Unit base"))
    crew_parking = PlaceField(label=_("Crew parking"))
    hospital = forms.CharField(label=_("Nearest hospital, with phone"), max_length=300, required=False)
    weather = forms.CharField(label=_("Weather"), max_length=200, required=False)
    closed_set = forms.BooleanField(label=_("Closed set"), required=False)
    safety = _text(_("Safety, a line each"), 4)


class NotesForm(SheetForm):
    """What else the sheet says."""

    title = forms.CharField(label=_("Title, where it is not the production's"), max_length=160, required=False)
    status = forms.ChoiceField(label=_("Printed as"), choices=[("final", _("final")), ("prelim", _("preliminary"))])
    day_number = forms.IntegerField(label=_("Day"), min_value=1, max_value=999, required=False)
    day_count = forms.IntegerField(label=_("of"), min_value=1, max_value=999, required=False)
    script_color = forms.CharField(label=_("Script color"), max_length=40, required=False)
    schedule_color = forms.CharField(label=_("Schedule color"), max_length=40, required=False)
    notes = _text(_("Notes, a line each"))
    advance = _text(_("Advance, a line each"))
    company_moves = _text(_("Company moves, a line each"), 2)
    transport = _text(_("Transport, a line each"))
    equipment = _text(_("Extra equipment, a line each"))


PARTS: Mapping[str, tuple[type[SheetForm], Any]] = {
    "times": (TimesForm, _("Times of the day")),
    "places": (PlacesForm, _("Places and safety")),
    "notes": (NotesForm, _("Notes and logistics")),
}


def head(request: HttpRequest, production: UUID, sheet: UUID, part: str) -> HttpResponse:
    """Show, or take, one part of the head."""
    found = open_sheet(request, production, sheet)
    if part not in PARTS:
        raise NotFound()
    if request.method == "POST":
        return _change_head(request, production, sheet, part)
    return show_edit(request, _head_edit(found, part), _head_form(request, found, part))


@once
def _change_head(request: HttpRequest, production: UUID, sheet: UUID, part: str) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    form = _head_form(request, found, part, typed=request.POST)
    return take_edit(
        request,
        _head_edit(found, part),
        form,
        lambda: change_sheet(found, form.cleaned_data, version=version_in(request), by=member_of(request), at=now()),
        lambda: _head_form(request, sheet_of(member_of(request), found.production, sheet), part),
    )


def _head_edit(sheet: CallSheet, part: str) -> Edit:
    return Edit(sheet, str(PARTS[part][1]), address_of("head", sheet, part), f"head-{part}", version=sheet.version)


def _head_form(request: HttpRequest, sheet: CallSheet, part: str, typed: Any = None) -> SheetForm:
    form_class = PARTS[part][0]
    form = form_class(typed, initial={name: getattr(sheet, name) for name in form_class.base_fields})
    places = list(places_of(member_of(request), sheet.production))
    for field in form.fields.values():
        if isinstance(field, PlaceField):
            field.offer(places, "—")
    return form.at_version(sheet.version)


def department_note(request: HttpRequest, production: UUID, sheet: UUID, department: UUID) -> HttpResponse:
    """Show, or take, what a department must know."""
    found = open_sheet(request, production, sheet)
    if request.method == "POST":
        return _change_note(request, production, sheet, department)
    return show_edit(request, _note_edit(request, found, department), _note_form(found, department))


@once
def _change_note(request: HttpRequest, production: UUID, sheet: UUID, department: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    told = department_by_id(member_of(request), found.production, department)
    form = NoteForm(request.POST)
    return take_edit(
        request,
        _note_edit(request, found, department),
        form,
        lambda: change_department_note(
            found,
            told,
            form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            by=member_of(request),
            at=now(),
        ),
        lambda: _note_form(found, department),
    )


def _note_edit(request: HttpRequest, sheet: CallSheet, department: UUID) -> Edit:
    told = department_by_id(member_of(request), sheet.production, department)
    title = gettext("Note for %(department)s") % {"department": told.name}
    return Edit(sheet, title, address_of("note", sheet, department), f"department-{department}")


def _note_form(sheet: CallSheet, department: UUID) -> NoteForm:
    note = sheet.department_notes.filter(department__public_id=department).first()
    text = note.text if note else ""
    return NoteForm(initial={"text": text, "seen": text})


def channels(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Show, or take, the production's walkie channels."""
    found = open_sheet(request, production, sheet)
    if request.method == "POST":
        return _change_channels(request, production, sheet)
    context = {
        "production": found.production,
        "sheet": found,
        "lines": [*_listed(found), *[("", "")] * _SPARE_CHANNELS],
        "seen": _listed(found),
        "address": address_of("channels", found),
        "back": f"{address_of('sheet', found)}#channels",
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    template = "parts/callsheets_channels.html" if is_fragment else "pages/callsheets_channels.html"
    return render(request, template, context)


@once
def _change_channels(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    found = open_sheet(request, production, sheet)
    listed = {channel.strip()[:10]: use.strip()[:80] for channel, use in _pairs(request, "channel", "use")}
    listed.pop("", None)
    seen = _pairs(request, "seen_channel", "seen_use")
    try:
        change_channels(found.production, list(listed.items()), seen=seen, by=member_of(request), at=now())
    except StaleEdit as stale:
        back = f"{address_of('sheet', found)}#channels"
        label = gettext("Walkie channels")
        theirs = dict(_listed(found))
        return stale_page(request, stale, {label: _said(listed)}, {label: _said(theirs)}, back=back)
    return back_to_sheet(request, found, "channels")


def _pairs(request: HttpRequest, first: str, second: str) -> list[tuple[str, str]]:
    return list(zip(request.POST.getlist(first), request.POST.getlist(second), strict=False))


def _listed(sheet: CallSheet) -> list[tuple[str, str]]:
    return [(row.channel, row.use) for row in channels_of(sheet)]


def _said(channels: Mapping[str, str]) -> str:
    return ", ".join(f"{channel} {use}" for channel, use in channels.items())
