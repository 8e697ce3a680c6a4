"""The places page and its form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import ROLE_TABLE, DataClass, Role
from callboard.core.places.models import Place
from tests.builders import a_member, a_place, a_production, access, an_organization

STAGE = {"name": "Stage 2", "kind": "stage", "address": "Studioweg 11", "is_active": "on"}


def test_a_place_shows_its_sun_on_the_day_asked_for(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    a_place(production, latitude=Decimal("53.54320"), longitude=Decimal("9.98470"))
    page = logged_in(a_member(office)).get(f"/p/{production.public_id}/places/", day="2027-06-21").content.decode()
    assert "rise 04:" in page
    assert "set 21:5" in page


def test_a_place_is_added_and_changed_and_a_stale_change_shows_both_states(
    office: Organization, logged_in: Any
) -> None:
    production = a_production(office)
    ada, places = logged_in(a_member(office)), f"/p/{production.public_id}/places/"
    assert ada.post(f"{places}new/", **STAGE).status_code == 302
    stage = Place.objects.get()
    path = f"{places}{stage.public_id}/"
    assert ada.post(path, version=1, **{**STAGE, "address": "Studioweg 12"}).status_code == 302

    stale = ada.post(path, version=1, **{**STAGE, "address": "Studioweg 13"})

    assert stale.status_code == 409
    page = stale.content.decode()
    assert "<td>Studioweg 13</td><td>Studioweg 12</td>" in page
    assert '<input type="hidden" name="address" value="Studioweg 13">' in page
    assert Place.objects.get().address == "Studioweg 12"


def test_a_stale_change_over_htmx_answers_with_a_fragment(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    place, ada = a_place(production), logged_in(a_member(office))
    path = f"/p/{production.public_id}/places/{place.public_id}/"
    fields = {**STAGE, "version": 7, "request_key": "k"}
    answer = ada.client.post(path, fields, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "<html" not in answer.content.decode()
    assert "Two states" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"), [({"latitude": "53.5"}, "Give both coordinates"), ({"name": "Old harbor"}, "already")]
)
def test_a_refused_place_comes_back_with_what_was_typed(
    office: Organization, logged_in: Any, typed: dict[str, str], said: str
) -> None:
    production = a_production(office)
    a_place(production)
    answer = logged_in(a_member(office)).post(f"/p/{production.public_id}/places/new/", **{**STAGE, **typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Studioweg 11"' in answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_the_contact_at_a_place_is_for_those_who_see_contacts(office: Organization, logged_in: Any, role: Role) -> None:
    production, member = a_production(office), a_member(office, role)
    access(member, production)
    a_place(production, contact="Canary contact")
    page = logged_in(member).get(f"/p/{production.public_id}/places/").content.decode()
    assert ("Canary contact" in page) is (DataClass.CONTACT in ROLE_TABLE[role].sees)


def test_places_are_closed_to_strangers_and_unchanged_by_crew(office: Organization, logged_in: Any) -> None:
    production, crew = a_production(office), a_member(office, Role.CREW, "Cleo")
    access(crew, production)
    place, places = a_place(production), f"/p/{production.public_id}/places/"
    stranger = logged_in(a_member(an_organization("Other house"), name="Sam"))
    for path in ("", "new/", f"{place.public_id}/"):
        assert stranger.get(places + path).status_code == 404
    assert logged_in(crew).get(places).status_code == 200
    for path in ("new/", f"{place.public_id}/"):
        assert logged_in(crew).get(places + path).status_code == 403
        assert logged_in(crew).post(places + path, version=1, **STAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_for_three(
    office: Organization, logged_in: Any, count: int, django_assert_num_queries: Any
) -> None:
    production, ada = a_production(office), logged_in(a_member(office))
    for number in range(count):
        a_place(production, f"Place {number}")
    path = f"/p/{production.public_id}/places/"
    ada.get(path)
    with django_assert_num_queries(7):
        ada.get(path)
