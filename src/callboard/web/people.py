"""A person or company: changing what is known of them, and erasing them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from callboard.core.engagements.actions import erase_party
from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.people.actions import change_party
from callboard.core.people.queries import party_by_id
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.engagement_forms import PartyForm, party_as_initial
from callboard.web.engagements import warn_of_phones
from callboard.web.forms import readable_fields
from callboard.web.stale import stale_page

app_name = "people"


def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, what is known of a party."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.ENGAGE, found)
    if request.method == "POST":
        return _change(request, production, public_id)
    party = party_by_id(member, public_id)
    return _page(request, production, public_id, PartyForm(initial=party_as_initial(party)))


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    form = PartyForm(request.POST)
    if form.is_valid():
        party = party_by_id(member, public_id)
        back = reverse("people:change", args=[production, public_id])
        try:
            with form.refusals():
                change_party(party, form.details(), production=found, by=member, at=now(), version=version_in(request))
                messages.success(request, _("%(name)s is changed.") % {"name": party.name})
                warn_of_phones(request, form, found.country)
                return redirect("engagements:list", production)
        except StaleEdit as stale:
            newest = party_by_id(member, public_id)
            theirs = PartyForm(initial=party_as_initial(newest))
            return stale_page(
                request, stale, readable_fields(form), readable_fields(theirs), version=newest.version, back=back
            )
    return _page(request, production, public_id, form, status=422)


@once
def erase(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Erase a party for good."""
    found, member = production_for(request, production), member_of(request)
    party = party_by_id(member, public_id)
    name = party.name
    erase_party(party, production=found, by=member, at=now(), version=version_in(request))
    messages.success(request, _("%(name)s was erased. What was published stays, without a name.") % {"name": name})
    return redirect("engagements:list", production)


def _page(request: HttpRequest, production: UUID, public_id: UUID, form: PartyForm, status: int = 200) -> HttpResponse:
    party = party_by_id(member_of(request), public_id)
    context = {"production": production_for(request, production), "party": party, "form": form}
    return render(request, "pages/party.html", context, status=status)


urlpatterns = [
    path("<uuid:public_id>/", change, name="change"),
    path("<uuid:public_id>/erase/", erase, name="erase"),
]
