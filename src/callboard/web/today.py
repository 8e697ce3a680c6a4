"""The production's front page: each room adds its own part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from callboard.core.engagements.queries import engagement_counts, starting_between
from callboard.core.places.queries import places_of
from callboard.web.asking import member_of, now, production_for

PartContext = Callable[[HttpRequest, UUID, datetime], dict[str, Any] | None]
"""Gives a part its context, or None when it has nothing to show to this member."""


@dataclass(frozen=True)
class TodayPart:
    """A part of the front page; parts with a lower position stand higher."""

    position: int
    template: str
    context: PartContext


_parts: list[TodayPart] = []


def add_part(position: int, template: str, context: PartContext) -> None:
    """Let a room show a part on the front page. Called once, when the room's pages are loaded."""
    part = TodayPart(position, template, context)
    if part not in _parts:
        _parts.append(part)


def today(request: HttpRequest, production: UUID) -> HttpResponse:
    """What is near: days, sheets, who starts, what is missing."""
    found, moment = production_for(request, production), now()
    shown = []
    for part in sorted(_parts, key=lambda part: part.position):
        context = part.context(request, production, moment)
        if context is not None:
            shown.append(render_to_string(part.template, {"production": found, **context}, request=request))
    local_day = moment.astimezone(ZoneInfo(found.zone)).date()
    return render(request, "pages/today.html", {"production": found, "parts": shown, "day": local_day})


def crew_part(request: HttpRequest, production: UUID, moment: datetime) -> dict[str, Any]:
    """How many are on board, who starts within a week, and whether there are places to go to."""
    member, found = member_of(request), production_for(request, production)
    day = moment.astimezone(ZoneInfo(found.zone)).date()
    counts = engagement_counts(member, found)
    kinds = ("crew", "vendor") if found.kind == "plant" else ("cast", "crew", "background", "vendor")
    return {
        "counts": [(kind, counts.get(kind, 0)) for kind in kinds],
        "total": sum(counts.values()),
        "starting": starting_between(member, found, day, day + timedelta(days=7)),
        "place_count": places_of(member, found).filter(is_active=True).count(),
        "wants_places": found.kind != "plant",
    }


add_part(50, "parts/today_crew.html", crew_part)
