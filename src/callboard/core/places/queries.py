"""Reading places."""

from __future__ import annotations

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from callboard.almanac.sun import SunDay, sun_on
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.places.models import Place


def places_of(member: Membership, production: Production) -> QuerySet[Place]:
    """The production's places, those in use first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return Place.objects.filter(production=production).order_by("-is_active", "name")


def place_by_id(member: Membership, production: Production, public_id: UUID) -> Place:
    """One place of the production. Raises NotFound."""
    found = places_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def sun_at(place: Place, day: dt.date) -> SunDay | None:
    """Sun times at the place on a day, in the production's zone; None while its coordinates are not known."""
    if place.latitude is None or place.longitude is None:
        return None
    zone = ZoneInfo(place.production.zone)
    return sun_on(day, latitude=float(place.latitude), longitude=float(place.longitude), zone=zone)
