"""Creating and changing places; a changed address reaches calls through the sheets that name the place."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.places.models import Place
from callboard.core.places.rules import NameTaken, PlaceDetails, check_details


def create_place(production: Production, details: PlaceDetails, *, by: Membership, at: datetime) -> Place:
    """Add a place. Raises AddressMissing, OffTheGlobe, NameTaken."""
    check_details(details)
    with acting(by, "create place", at=at, may=Permission.CHANGE_PLACES, production=production) as record:
        place = Place(organization=production.organization, production=production)
        _check_name_free(production, details.name, place)
        _write(place, details)
        record.about(place)
        announce(production, "place", about=place, at=at)
    return place


def change_place(place: Place, details: PlaceDetails, *, by: Membership, at: datetime, version: int) -> Place:
    """Change a place. Raises StaleEdit and what `create_place` raises."""
    check_details(details)
    production = place.production
    with acting(
        by, "change place", at=at, may=Permission.CHANGE_PLACES, production=production, on=place, version=version
    ) as record:
        _check_name_free(production, details.name, place)
        record.note(changed=sorted(name for name, value in asdict(details).items() if getattr(place, name) != value))
        _write(place, details)
        announce(production, "place", about=place, at=at)
    return place


def _check_name_free(production: Production, name: str, place: Place) -> None:
    if Place.objects.filter(production=production, name=name.strip()).exclude(pk=place.pk).exists():
        raise NameTaken(name=name.strip())


def _write(place: Place, details: PlaceDetails) -> None:
    for name, value in asdict(details).items():
        setattr(place, name, value)
    place.name = details.name.strip()
    place.save()
