"""Places are added and changed; the name stays unique, a stale edit is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.events.models import Event
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.places.actions import change_place, create_place
from callboard.core.places.models import Place
from callboard.core.places.queries import place_by_id, places_of, sun_at
from callboard.core.places.rules import AddressMissing, NameTaken, OffTheGlobe, PlaceDetails
from tests.builders import FRIDAY_18H, a_member, a_place, a_production, access, an_organization

HARBOR = PlaceDetails("Old harbor", "Quay 4, Hamburg", latitude=Decimal("53.54320"), longitude=Decimal("9.98470"))


def test_a_place_is_added_announced_and_audited(office: Organization) -> None:
    scout, production = a_member(office, Role.LOCATION_SCOUT, "Sol"), a_production(office)
    access(scout, production)

    made = create_place(production, HARBOR, by=scout, at=FRIDAY_18H)

    assert list(places_of(scout, production)) == [made]
    assert [event.kind for event in Event.objects.all()] == ["place"]
    assert [(entry.verb, entry.actor_name, entry.subject_name) for entry in AuditEntry.objects.all()] == [
        ("create place", "Sol", "Old harbor")
    ]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"address": " "}, AddressMissing),
        ({"name": ""}, AddressMissing),
        ({"longitude": None}, OffTheGlobe),
        ({"latitude": Decimal("91")}, OffTheGlobe),
        ({"longitude": Decimal("-181")}, OffTheGlobe),
    ],
)
def test_a_place_nobody_could_find_is_refused(
    office: Organization, wrong: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        create_place(a_production(office), replace(HARBOR, **wrong), by=a_member(office), at=FRIDAY_18H)


def test_two_places_have_two_names(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    create_place(production, HARBOR, by=ada, at=FRIDAY_18H)
    stage = a_place(production, "Stage 2")
    with pytest.raises(NameTaken):
        create_place(production, HARBOR, by=ada, at=FRIDAY_18H)
    with pytest.raises(NameTaken):
        change_place(stage, HARBOR, by=ada, at=FRIDAY_18H, version=1)


def test_a_change_names_what_changed_and_a_stale_one_is_refused(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    place = create_place(production, HARBOR, by=ada, at=FRIDAY_18H)

    change_place(place, replace(HARBOR, address="Quay 9"), by=ada, at=FRIDAY_18H, version=1)

    assert AuditEntry.objects.get(verb="change place").detail == {"changed": ["address"]}
    with pytest.raises(StaleEdit):
        change_place(place, replace(HARBOR, address="Quay 1"), by=ada, at=FRIDAY_18H, version=1)
    assert Place.objects.get().address == "Quay 9"


def test_crew_may_look_but_not_change_and_strangers_see_nothing(office: Organization) -> None:
    production = a_production(office)
    place, crew = a_place(production), a_member(office, Role.CREW)
    access(crew, production)
    assert place_by_id(crew, production, place.public_id) == place
    with pytest.raises(NotAllowed):
        change_place(place, HARBOR, by=crew, at=FRIDAY_18H, version=1)
    with pytest.raises(NotFound):
        place_by_id(a_member(an_organization("Other house")), production, place.public_id)


def test_the_sun_at_a_place_is_told_in_the_productions_zone(office: Organization) -> None:
    """Hamburg on June 21, 2027: sunrise about 04:50, sunset about 21:53 (almanacs agree to minutes)."""
    production = a_production(office)
    harbor = a_place(production, latitude=Decimal("53.54320"), longitude=Decimal("9.98470"))
    sun = sun_at(harbor, date(2027, 6, 21))
    assert sun is not None
    assert sun.sunrise is not None
    assert sun.sunset is not None
    assert abs((sun.sunrise.hour * 60 + sun.sunrise.minute) - (4 * 60 + 50)) <= 5
    assert abs((sun.sunset.hour * 60 + sun.sunset.minute) - (21 * 60 + 53)) <= 5
    assert sun_at(a_place(production, "Unknown"), date(2027, 6, 21)) is None
