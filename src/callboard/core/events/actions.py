"""Add an event to a production's stream, in the transaction of the change it tells of."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from callboard.core.events.models import Event
from callboard.core.organizations.models import Production, TenantModel


def announce(production: Production, kind: str, *, about: TenantModel | None = None, at: datetime) -> Event:
    """Tell everyone who follows the production that something of this kind changed.

    On PostgreSQL the ids are taken under an advisory lock per production until commit, so that a late commit never
    appears behind an id that a follower has already passed. SQLite has one writer at a time and needs no lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x0CA11, production.pk % 2**31])
            cursor.execute("SELECT pg_notify('callboard_events', %s)", [str(production.pk)])
    event = Event(
        organization_id=production.organization_id,
        production=production,
        kind=kind,
        subject_key=str(about.public_id) if about else "",
        at=at,
    )
    event.save()
    return event
