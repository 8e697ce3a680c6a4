"""The days of the production: which have a sheet, what is published, who confirmed, and the next step of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.organizations.rules import Permission
from callboard.film.callsheets.drift import drift_of
from callboard.film.callsheets.listing import day_cards
from callboard.film.callsheets.queries import sheet_view
from callboard.web.asking import member_of, now, production_for
from callboard.web.callsheets.opening import open_sheet


def days(request: HttpRequest, production: UUID) -> HttpResponse:
    """Upcoming days first, past ones below."""
    show = production_for(request, production)
    today = now().astimezone(ZoneInfo(show.zone)).date()
    cards = day_cards(member_of(request), show)
    context: dict[str, Any] = {
        "production": show,
        "today": today,
        "upcoming": [card for card in cards if card.on >= today],
        "past": [card for card in reversed(cards) if card.on < today and card.sheets],
    }
    return render(request, "pages/callsheets_list.html", context)


def state(request: HttpRequest, production: UUID, sheet: UUID) -> HttpResponse:
    """Whether what is published still holds; the list asks this for each day, since it reads the whole sheet."""
    found = open_sheet(request, production, sheet, may=Permission.DRAFT_CALLS)
    context = {"production": found.production, "sheet": found, "drift": drift_of(sheet_view(found))}
    return render(request, "parts/callsheets_state.html", context)
