"""A production's settings and calendar."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from callboard.almanac.holidays import PublicHoliday, is_supported, public_holidays
from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.queries import days_off_of
from callboard.core.organizations.rules import Permission
from callboard.core.productions.actions import (
    change_production,
    close_production,
    remove_day_off,
    reopen_production,
    set_day_off,
)
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.production_forms import DayOffForm, ProductionForm, form_lists, terms_as_initial
from callboard.web.stale import stale_page


def settings(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, the form of the production's terms."""
    found = production_for(request, production)
    check_may(member_of(request), Permission.CHANGE_PRODUCTION, found)
    if request.method == "POST":
        return _change(request, production)
    return _page(request, production, ProductionForm(initial=terms_as_initial(found)))


@once
def _change(request: HttpRequest, production: UUID) -> HttpResponse:
    form = ProductionForm(request.POST)
    if form.is_valid():
        found = production_for(request, production)
        try:
            with form.refusals():
                change_production(found, form.terms(), by=member_of(request), at=now(), version=version_in(request))
                messages.success(request, _("The settings are saved."))
                return redirect("organizations:settings", production)
        except StaleEdit as stale:
            newest = production_for(request, production)
            theirs = ProductionForm(initial=terms_as_initial(newest))
            back = reverse("organizations:settings", args=[production])
            return stale_page(
                request, stale, readable_fields(form), readable_fields(theirs), version=newest.version, back=back
            )
    return _page(request, production, form, status=422)


@once
def set_day(request: HttpRequest, production: UUID) -> HttpResponse:
    """Take a date off, or work one."""
    found = production_for(request, production)
    form = DayOffForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data
        set_day_off(found, day["on"], reason=day["reason"], is_worked=day["is_worked"], by=member_of(request), at=now())
        return redirect(reverse("organizations:settings", args=[production]) + "#days-off")
    return _page(request, production, ProductionForm(initial=terms_as_initial(found)), form, status=422)


@once
def remove_day(request: HttpRequest, production: UUID, on: str) -> HttpResponse:
    """Let a date be what week and holidays make it."""
    remove_day_off(production_for(request, production), dt.date.fromisoformat(on), by=member_of(request), at=now())
    return redirect(reverse("organizations:settings", args=[production]) + "#days-off")


@once
def close(request: HttpRequest, production: UUID) -> HttpResponse:
    """Close the production, or open it again."""
    found = production_for(request, production)
    act = reopen_production if found.closed_at else close_production
    act(found, by=member_of(request), at=now(), version=version_in(request))
    return redirect("organizations:settings", production)


def _page(
    request: HttpRequest,
    production: UUID,
    form: ProductionForm,
    day_form: DayOffForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = production_for(request, production)
    context = {
        "production": found,
        "form": form,
        "day_form": day_form or DayOffForm(),
        "days_off": days_off_of(found),
        "holidays": holidays_of(found.country, found.starts_on),
        **form_lists(),
    }
    return render(request, "pages/production_settings.html", context, status=status)


def holidays_of(country: str, starts_on: dt.date) -> list[PublicHoliday]:
    """The public holidays of the year from a week before the first day on; none where the country is not known."""
    code, _separator, part = country.partition("-")
    if not is_supported(code, part):
        return []
    first = starts_on - dt.timedelta(days=7)
    return public_holidays(code, subdivision=part, first=first, last=first + dt.timedelta(days=365))
