"""Places: addresses, parking, hospitals, sun times."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.places.actions import change_place, create_place
from callboard.core.places.queries import place_by_id, places_of, sun_at
from callboard.core.places.rules import PlaceDetails
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import PageForm, readable_fields
from callboard.web.stale import stale_page

app_name = "places"

KINDS = [
    ("location", gettext_lazy("Location")),
    ("stage", gettext_lazy("Stage")),
    ("unit base", gettext_lazy("Unit base")),
    ("parking", gettext_lazy("Parking")),
    ("holding", gettext_lazy("Holding")),
    ("hospital", gettext_lazy("Hospital")),
    ("office", gettext_lazy("Office")),
]


class PlaceForm(PageForm):
    """What people need to get to a place and be safe there."""

    groups = (
        (gettext_lazy("The place"), ("name", "kind", "address", "latitude", "longitude", "map_url")),
        (gettext_lazy("Getting in"), ("parking", "access", "contact")),
        (gettext_lazy("Safety"), ("nearest_hospital", "hospital_phone")),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300)
    latitude = forms.DecimalField(
        label=gettext_lazy("Latitude"), max_digits=8, decimal_places=5, required=False, help_text="53.54320"
    )
    longitude = forms.DecimalField(
        label=gettext_lazy("Longitude"), max_digits=8, decimal_places=5, required=False, help_text="9.98470"
    )
    map_url = forms.URLField(label=gettext_lazy("Link to a map"), max_length=200, required=False, assume_scheme="https")
    parking = forms.CharField(label=gettext_lazy("Parking"), max_length=300, required=False)
    access = forms.CharField(
        label=gettext_lazy("Access"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    contact = forms.CharField(label=gettext_lazy("Contact at the place"), max_length=200, required=False)
    nearest_hospital = forms.CharField(label=gettext_lazy("Nearest hospital"), max_length=300, required=False)
    hospital_phone = forms.CharField(label=gettext_lazy("Hospital's phone"), max_length=40, required=False)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def details(self) -> PlaceDetails:
        """What was typed."""
        return PlaceDetails(**self.cleaned_data)


def places(request: HttpRequest, production: UUID) -> HttpResponse:
    """All places with what is missing of each, and the sun on a day."""
    found, member = production_for(request, production), member_of(request)
    day = _day(request, found.zone, found.starts_on)
    rows = [(place, sun_at(place, day)) for place in places_of(member, found).select_related("production")]
    context = {
        "production": found,
        "rows": rows,
        "day": day,
        "may_change": Permission.CHANGE_PLACES,
        "sees_contact": may_see(member, DataClass.CONTACT),
    }
    return render(request, "pages/places.html", context)


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, a new place."""
    found = production_for(request, production)
    check_may(member_of(request), Permission.CHANGE_PLACES, found)
    if request.method == "POST":
        return _create(request, production)
    return render(request, "pages/place.html", {"production": found, "form": PlaceForm()})


@once
def _create(request: HttpRequest, production: UUID) -> HttpResponse:
    found, form = production_for(request, production), PlaceForm(request.POST)
    if form.is_valid():
        with form.refusals():
            place = create_place(found, form.details(), by=member_of(request), at=now())
            messages.success(request, _("%(name)s is added.") % {"name": place.name})
            return redirect("places:list", production)
    return render(request, "pages/place.html", {"production": found, "form": form}, status=422)


def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, a changed place."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_PLACES, found)
    place = place_by_id(member, found, public_id)
    if request.method == "POST":
        return _change(request, production, public_id)
    context = {"production": found, "place": place, "form": PlaceForm(initial=_initial(place))}
    return render(request, "pages/place.html", context)


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    place, form = place_by_id(member, found, public_id), PlaceForm(request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_place(place, form.details(), by=member, at=now(), version=version_in(request))
                messages.success(request, _("%(name)s is changed.") % {"name": place.name})
                return redirect("places:list", production)
        except StaleEdit as stale:
            newest = place_by_id(member, found, public_id)
            back = reverse("places:change", args=[production, public_id])
            theirs = PlaceForm(initial=_initial(newest))
            return stale_page(
                request, stale, readable_fields(form), readable_fields(theirs), version=newest.version, back=back
            )
    return render(request, "pages/place.html", {"production": found, "place": place, "form": form}, status=422)


def _initial(place: Any) -> dict[str, Any]:
    return {name: getattr(place, name) for name in PlaceForm.base_fields}


def _day(request: HttpRequest, zone: str, starts_on: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return max(now().astimezone(ZoneInfo(zone)).date(), starts_on)


urlpatterns = [
    path("", places, name="list"),
    path("new/", new, name="new"),
    path("<uuid:public_id>/", change, name="change"),
]
