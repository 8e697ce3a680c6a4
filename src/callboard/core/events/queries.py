"""Reading the stream."""

from __future__ import annotations

from django.db.models import Max

from callboard.core.events.models import Event
from callboard.core.organizations.models import Production


def events_after(production: Production, last_id: int, *, limit: int = 500) -> list[Event]:
    """Events with a higher number than the follower has seen, in order."""
    return list(Event.objects.filter(production=production, id__gt=last_id).order_by("id")[:limit])


def newest_event_id(production: Production) -> int:
    """Where a follower that comes now starts."""
    newest: int | None = Event.objects.filter(production=production).aggregate(newest=Max("id"))["newest"]
    return newest or 0
