"""Push: shown before it is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from callboard.core.errors import Refused, StaleEdit
from callboard.film.callsheets.actions import push_sheet
from callboard.film.callsheets.pushing import push_plan
from callboard.film.callsheets.queries import sheet_of, sheet_view
from callboard.web.asking import member_of, now, once, version_in
from callboard.web.callsheets.opening import address_of, open_sheet
from callboard.web.callsheets.reading import number_in
from callboard.web.refusals import refusal_text

STEPS = (15, 30, 45, 60)


def push(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Show what a push would do, or do it."""
    if request.method == "POST":
        return _push(request, production, sheet)
    found = open_sheet(request, production, sheet)
    return _push_page(request, found, request.GET.get("minutes", ""))


@once
def _push(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    found, minutes = open_sheet(request, production, sheet), number_in(request, "minutes")
    hold_rested = request.POST.get("hold_rested") == "on"
    try:
        push_sheet(
            found, minutes, version=version_in(request), hold_rested=hold_rested, by=member_of(request), at=now()
        )
    except StaleEdit as stale:
        newest = sheet_of(member_of(request), found.production, sheet)
        return _push_page(request, newest, str(minutes), fault=refusal_text(stale), status=409)
    return redirect(f"{address_of('sheet', found)}?{urlencode({'pushed': minutes})}")


def _push_page(request: HttpRequest, sheet: Any, written: str, *, fault: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "production": sheet.production,
        "sheet": sheet,
        "steps": [*(-step for step in reversed(STEPS)), *STEPS],
        "written": written,
        "fault": fault,
    }
    minutes = _minutes(written)
    if written and minutes is None:
        context["fault"], status = gettext("Give the push in whole minutes, such as 45 or -30."), 422
    elif minutes:
        view = sheet_view(sheet)
        try:
            context |= {"plan": push_plan(view, minutes), "situation": view.situation, "groups": view.groups}
        except Refused as refusal:
            context["fault"], status = refusal_text(refusal), 422
    return render(request, "pages/callsheets_push.html", context, status=status)


def _minutes(written: str) -> int | None:
    plain = written.strip().replace("−", "-")
    return int(plain) if plain.lstrip("+-").isdigit() and len(plain) <= 5 else None
