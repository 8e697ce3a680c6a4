"""The history of a production: who did what, when."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from callboard.core.audit.queries import HistoryFilter, history_asked, history_choices
from callboard.web.asking import member_of, production_for

app_name = "audit"

PER_PAGE = 50


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


urlpatterns = [path("", history, name="history")]
