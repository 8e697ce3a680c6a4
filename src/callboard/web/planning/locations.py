"""Which set is shot where, when each location can be had, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callboard.core.errors import NotFound, StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.places.queries import place_by_id, places_of
from callboard.film.planning.actions import change_location_terms, place_set
from callboard.film.planning.queries import LocationLine, locations_of
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.planning.date_forms import RentForm, period_rows
from callboard.web.planning.showing import location_shown, periods_said
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production


def locations(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every location with its sets, its dates and its price; and where each set is shot."""
    found, member = production_for(request, production), member_of(request)
    lines = locations_of(member, found)
    context = {
        "production": found,
        "rows": [location_shown(line) for line in lines],
        "sees_pay": any(line.rent_minor is not None for line in lines),
        "sets": sorted((name, line.place) for line in lines for name in line.sets),
        "places": places_of(member, found),
        "tab": "locations",
    }
    return render(request, "pages/planning_locations.html", context)


@once
def place_sets(request: HttpRequest, production: UUID) -> HttpResponse:
    """Take where sets are shot: only those whose place was changed in this form."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_BOARD, found)
    columns = (request.POST.getlist(name) for name in ("set", "place", "was"))
    changed = [(name, chosen) for name, chosen, was in zip(*columns, strict=False) if chosen != was]
    for name, chosen in changed:
        place = place_by_id(member, found, _id(chosen)) if chosen else None
        place_set(found, name, place, by=member, at=now())
    said = ngettext("Saved: %(count)s set changed.", "Saved: %(count)s sets changed.", len(changed))
    messages.success(request, said % {"count": len(changed)})
    return redirect("planning:locations", production)


def location(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, when one location (`?key=`) can be had and what it costs."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_BOARD, found)
    line = _line(request, found)
    if request.method == "POST":
        return _change(request, production)
    return _page(request, found, line, RentForm(line, found), period_rows(line))


@once
def _change(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    line = _line(request, found)
    form, rows = RentForm(line, found, request.POST), period_rows(line, request.POST)
    if form.is_valid() and rows.is_valid():
        offer = form.offer(list(rows))
        try:
            with form.refusals():
                change_location_terms(found, line.key, offer, version=version_in(request), by=member, at=now())
                messages.success(request, _("%(name)s is saved.") % {"name": line.name})
                return redirect("planning:locations", production)
        except StaleEdit as stale:
            label, theirs = _("When it can be had"), periods_said(line.windows, line.away)
            states: tuple[dict[str, object], ...] = (
                {label: periods_said(offer.windows, offer.away)},
                {label: theirs},
            )
            back = reverse("planning:locations", args=[production])
            return stale_page(request, stale, *states, version=line.version, back=back)
    return _page(request, found, line, form, rows, status=422)


def _page(
    request: HttpRequest, found: Production, line: LocationLine, form: RentForm, rows: Any, status: int = 200
) -> HttpResponse:
    context = {"production": found, "line": line, "form": form, "rows": rows, "tab": "locations"}
    return render(request, "pages/planning_location.html", context, status=status)


def _line(request: HttpRequest, found: Production) -> LocationLine:
    key = request.GET.get("key", "")
    for line in locations_of(member_of(request), found):
        if line.key == key:
            return line
    raise NotFound()


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound() from None
