"""What the demonstration's planner knows: prices, and where each set is shot at what rent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from callboard.cli.demo.world import PLACE_OF_PLANNED_SET, RENTS, SEAWALL_ROAD
from callboard.film.planning.actions import change_location_terms, change_planning_terms, place_set
from callboard.film.planning.figures import Lengths, Prices
from callboard.film.planning.rules import LocationOffer, place_key, set_key

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.core.places.models import Place


def price_the_shoot(show: Production, places: Mapping[str, Place], by: Membership, *, at: dt.datetime) -> None:
    """Say what shooting costs: the line producer's few figures; school is out while the series is shot."""
    lengths = Lengths(move_minutes=45, minors_in_school=False)
    prices = Prices(overtime_hour_minor=240_000, move_minor=150_000)
    change_planning_terms(show, version=0, lengths=lengths, prices=prices, by=by, at=at)
    for set_name, place in PLACE_OF_PLANNED_SET.items():
        place_set(show, set_name, places[place], by=by, at=at)
    keys = {place_key(places[name].public_id): money for name, money in RENTS.items()}
    for key, (rent, set_up) in (keys | {set_key("SEAWALL ROAD"): SEAWALL_ROAD}).items():
        offer = LocationOffer(rent_minor=100 * rent, set_up_minor=100 * set_up)
        change_location_terms(show, key, offer, version=0, by=by, at=at)
