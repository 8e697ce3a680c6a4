"""Locations as the planner knows them: sets at their places, rents, windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from callboard.core.organizations.models import Production
from callboard.core.places.models import Place
from callboard.film.breakdown.models import Scene
from callboard.film.planning.casting import A_DAY, changed
from callboard.film.planning.models import LocationTerms, SetPlace
from callboard.film.planning.rules import Change, folded, place_key, set_key
from callboard.planner.shooting.problem import Availability, Location, Window


@dataclass(frozen=True)
class Places:
    """Where the sets of a production are shot, and on what terms."""

    place_of_set: Mapping[str, Place]
    """By the folded name of the set."""
    terms: Mapping[str, LocationTerms]
    """By the key of the location."""

    def key_of(self, scene: Scene) -> str:
        """The key of the location where a scene is shot; a scene without a set has its own."""
        name = folded(scene.set_name or scene.heading)
        place = self.place_of_set.get(name)
        return place_key(place.public_id) if place else set_key(name)


def places_of(production: Production) -> Places:
    """Two queries."""
    sets = SetPlace.objects.filter(production=production).select_related("place")
    terms = LocationTerms.objects.filter(production=production).select_related("place")
    return Places(
        place_of_set={row.set_name: row.place for row in sets},
        terms={key_of_terms(row): row for row in terms},
    )


def key_of_terms(terms: LocationTerms) -> str:
    """The key of the location that the terms are of."""
    return place_key(terms.place.public_id) if terms.place else set_key(terms.set_name)


def locations(keys: Iterable[str], places: Places, changes: Iterable[Change]) -> tuple[Location, ...]:
    """The planner's locations."""
    rows = list(changes)
    return tuple(_location(key, places.terms.get(key), rows) for key in sorted(set(keys)))


def _location(key: str, terms: LocationTerms | None, changes: list[Change]) -> Location:
    if terms is None:
        return Location(key, available=changed(Availability(), key, changes))
    available = changed(availability(terms), key, changes)
    return Location(key, rent=terms.rent_minor, set_up=terms.set_up_minor, available=available)


def availability(terms: LocationTerms) -> Availability:
    """When the location can be had, as the planner says it: the last date of a window is inside."""
    windows = tuple(Window(_date(first), _after(_date(last))) for first, last in terms.windows)
    return Availability(windows, frozenset(dt.date.fromisoformat(day) for day in terms.away))


def _date(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def _after(day: dt.date | None) -> dt.date | None:
    return day + A_DAY if day else None
