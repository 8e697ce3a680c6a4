"""Where is my order? One field to type any number into, and an answer a client can be told on the phone."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from callboard.manufacturing.tracking.queries import find_lines, where_is
from callboard.web.asking import member_of, now, production_for

app_name = "tracking"


def orders(request: HttpRequest, production: UUID) -> HttpResponse:
    """Lines that match, or those due first."""
    found = production_for(request, production)
    words = request.GET.get("words", "").strip()[:60]
    today = now().astimezone(ZoneInfo(found.zone)).date()
    rows = find_lines(member_of(request), found, words, today=today)
    context = {"production": found, "rows": rows, "words": words, "late_count": sum(row.late_days > 0 for row in rows)}
    return render(request, "pages/tracking_orders.html", context)


def line(request: HttpRequest, production: UUID, line: UUID) -> HttpResponse:
    """One line: what left, what is there, where the rest is, when it ships, and why then."""
    found = production_for(request, production)
    today = now().astimezone(ZoneInfo(found.zone)).date()
    where = where_is(member_of(request), found, line, today=today)
    return render(request, "pages/tracking_line.html", {"production": found, "where": where})


urlpatterns = [
    path("", orders, name="orders"),
    path("lines/<uuid:line>/", line, name="line"),
]
