"""What plans are priced with: lengths and prices of the production, and what the cast costs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.film.planning.actions import change_planning_terms
from callboard.film.planning.queries import planning_terms_of, rates_of
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.planning.forms import TermsForm
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.film.planning.queries import TermsView


def terms(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, the figures."""
    if request.method == "POST":
        return _change(request, production)
    found = production_for(request, production)
    view = planning_terms_of(member_of(request), found)
    return _page(request, found, view, TermsForm(view))


@once
def _change(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_BOARD, found)
    view = planning_terms_of(member, found)
    form = TermsForm(view, request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                lengths, prices, version = form.lengths(), form.prices(), version_in(request)
                change_planning_terms(found, version=version, lengths=lengths, prices=prices, by=member, at=now())
                messages.success(request, _("Saved. The next plan is made with these figures."))
                return redirect("planning:terms", production)
        except StaleEdit as stale:
            theirs = readable_fields(TermsForm(view))
            back = reverse("planning:terms", args=[production])
            return stale_page(request, stale, readable_fields(form), theirs, version=view.version, back=back)
    return _page(request, found, view, form, status=422)


def _page(request: HttpRequest, found: Production, view: TermsView, form: TermsForm, status: int = 200) -> HttpResponse:
    typed = request.POST.get("version", "")
    context = {
        "production": found,
        "view": view,
        "form": form,
        "version": typed if typed.isascii() and typed.isdigit() else view.version,
        "assumed_count": sum(line.is_assumed for line in view.lines),
        "tab": "terms",
    }
    return render(request, "pages/planning_terms.html", context, status=status)


def rates(request: HttpRequest, production: UUID) -> HttpResponse:
    """What each of the cast costs, and what is not known yet."""
    found, member = production_for(request, production), member_of(request)
    context = {
        "production": found,
        "rows": rates_of(member, found),
        "sees_pay": may_see(member, DataClass.PAY),
        "tab": "rates",
    }
    return render(request, "pages/planning_rates.html", context)
