"""The history of a production: who did what, when."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from callboard.core.audit.queries import HistoryFilter, history_asked, history_choices
from callboard.core.audit.queries import history as newest_entries
from callboard.core.organizations.permissions import may
from callboard.core.organizations.rules import Permission
from callboard.web.asking import member_of, production_for
from callboard.web.today import add_part

app_name = "audit"

PER_PAGE = 50
LINES_ON_FRONT_PAGE = 8


def history(request: HttpRequest, production: UUID) -> HttpResponse:
    """Everything done, newest first, narrowed to a person, a verb or days."""
    found, member = production_for(request, production), member_of(request)
    asked = HistoryFilter(
        person=request.GET.get("person", ""),
        verb=request.GET.get("verb", ""),
        first=_day(request.GET.get("first", "")),
        last=_day(request.GET.get("last", "")),
    )
    page = Paginator(history_asked(member, found, asked), PER_PAGE).get_page(request.GET.get("page"))
    people, verbs = history_choices(member, found)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "production": found,
        "page": page,
        "asked": asked,
        "people": people,
        "verbs": verbs,
        "query": kept.urlencode(),
    }
    return render(request, "pages/history.html", context)


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def lately_part(request: HttpRequest, production: UUID, moment: dt.datetime) -> dict[str, Any] | None:  # noqa: ARG001
    """For the front page: what was done last."""
    member, found = member_of(request), production_for(request, production)
    if not may(member, Permission.SEE_HISTORY):
        return None
    return {"entries": list(newest_entries(member, found)[:LINES_ON_FRONT_PAGE])}


add_part(60, "parts/today_lately.html", lately_part)

urlpatterns = [path("", history, name="history")]
