"""Hours over HTTP: what a time clock or a wrap list of another program records."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from callboard.api.door import member_of, now, once, production_for
from callboard.api.planning import REFUSALS
from callboard.api.schemas import HoursIn, ShiftOut
from callboard.core.calendars.rules import DayClock
from callboard.core.engagements.queries import engagement_by_id
from callboard.core.hours.actions import record_shift
from callboard.film.callsheets.rest import rest_of
from callboard.film.callsheets.typed_hours import shift_between

router = Router(tags=["hours"])


@router.post("/productions/{production}/hours", response={200: ShiftOut, **REFUSALS})
@once
def record_hours(request: HttpRequest, production: UUID, hours: HoursIn) -> ShiftOut:
    """Record when somebody was called and dismissed on a production day; answers their earliest next call."""
    member, found = member_of(request), production_for(request, production)
    engagement = engagement_by_id(member, found, hours.engagement)
    clock = DayClock(hours.day, found.zone)
    shift = shift_between(clock.moment(hours.called), clock.moment(hours.dismissed), clock)
    recorded = record_shift(found, engagement.party, shift, day=hours.day, by=member, at=now())
    return ShiftOut(
        id=recorded.public_id,
        engagement=engagement.public_id,
        name=engagement.party.name,
        day=recorded.day,
        called_at=recorded.called_at,
        dismissed_at=recorded.dismissed_at,
        earliest_next_call=rest_of(engagement, found, recorded.dismissed_at).earliest_call,
    )
