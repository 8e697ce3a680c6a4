"""The way in: the productions a member can see, and opening a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.queries import productions_of
from callboard.core.organizations.rules import Permission
from callboard.core.productions.actions import create_production
from callboard.web.asking import member_of, now, once
from callboard.web.production_forms import ProductionForm, form_lists


def home(request: HttpRequest) -> HttpResponse:
    """List the member's productions."""
    return render(request, "pages/home.html", {"productions_shown": productions_of(member_of(request))})


def new_production(request: HttpRequest) -> HttpResponse:
    """Show, or take, the form that opens a production."""
    check_may(member_of(request), Permission.CREATE_PRODUCTION)
    if request.method == "POST":
        return _create(request)
    return _new_page(request, ProductionForm(initial={"starts_on": now().date()}))


@once
def _create(request: HttpRequest) -> HttpResponse:
    form = ProductionForm(request.POST)
    if form.is_valid():
        with form.refusals():
            production = create_production(form.terms(), by=member_of(request), at=now())
            return redirect("today", production.public_id)
    return _new_page(request, form, status=422)


def _new_page(request: HttpRequest, form: ProductionForm, status: int = 200) -> HttpResponse:
    return render(request, "pages/production_new.html", {"form": form, **form_lists()}, status=status)
