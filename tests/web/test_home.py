"""The way in, the frame around every page, and the production's settings."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from callboard.core.organizations.models import DayOff, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from tests.builders import a_member, a_production, access, an_engagement, an_organization

SERIES = {
    "title": "Saltmarsh",
    "kind": "series",
    "company": "",
    "starts_on": "2027-03-06",
    "zone": "Europe/Berlin",
    "country": "de-hh",
    "weekly_days_off": ["6"],
    "emergency_number": "112",
    "paper": "a4",
    "edition_colors": "White, Blue ,Pink",
    "pick_up_counts": "on",
}


def test_nobody_gets_in_without_a_log_in(db: None) -> None:
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")


def test_each_member_sees_the_productions_they_were_given(office: Organization, logged_in: Any) -> None:
    ours, hidden = a_production(office, "Ours"), a_production(office, "Hidden")
    crew = a_member(office, Role.CREW, "Cleo")
    access(crew, ours)

    page = logged_in(crew).get("/").content.decode()

    assert "Ours" in page
    assert hidden.title not in page
    assert "New production" not in page


def test_an_empty_organization_offers_the_next_step(office: Organization, logged_in: Any) -> None:
    assert "Open the first one" in logged_in(a_member(office)).get("/").content.decode()


def test_a_coordinator_opens_a_production_and_lands_on_its_front_page(office: Organization, logged_in: Any) -> None:
    answer = logged_in(a_member(office)).post("/productions/new/", **SERIES)
    made = Production.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{made.public_id}/")
    assert (made.title, made.country, made.weekly_days_off, made.edition_colors) == (
        "Saltmarsh",
        "DE-HH",
        [6],
        ["White", "Blue", "Pink"],
    )


def test_pressing_the_button_twice_opens_one_production(office: Organization, logged_in: Any) -> None:
    ada = logged_in(a_member(office))
    first, second = (ada.post("/productions/new/", request_key="k1", **SERIES) for _ in range(2))
    assert Production.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"zone": "Europe/Atlantis"}, "There is no time zone “Europe/Atlantis”"),
        ({"country": "XX"}, "No public holidays are known for “XX”"),
        ({"weekly_days_off": list("0123456")}, "Every weekday is marked as off"),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(
    office: Organization, logged_in: Any, typed: dict[str, Any], said: str
) -> None:
    answer = logged_in(a_member(office)).post("/productions/new/", **{**SERIES, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="Saltmarsh"' in page
    assert Production.objects.count() == 0


def test_a_director_opens_no_production(office: Organization, logged_in: Any) -> None:
    director = logged_in(a_member(office, Role.DIRECTOR))
    assert director.get("/productions/new/").status_code == 403
    assert director.post("/productions/new/", **SERIES).status_code == 403


def test_the_front_page_tells_who_is_on_board(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    an_engagement(production, "Mara")
    page = logged_in(a_member(office)).get(f"/p/{production.public_id}/").content.decode()
    assert "<dt>Crew</dt><dd>1</dd>" in page
    assert "No place is entered yet." in page


def test_the_navigation_leaves_out_what_the_role_may_not_see(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    crew = a_member(office, Role.CREW, "Cleo")
    access(crew, production)
    of_crew = logged_in(crew).get(f"/p/{production.public_id}/").content.decode()
    of_ada = logged_in(a_member(office)).get(f"/p/{production.public_id}/").content.decode()
    for path in ("history/", "settings/"):
        assert f"/p/{production.public_id}/{path}" in of_ada
        assert f"/p/{production.public_id}/{path}" not in of_crew
    assert "/organizations/members/" in of_ada
    assert 'href="/organizations/members/"' not in of_crew
    assert f"/p/{production.public_id}/people/" in of_crew


def test_settings_are_changed_and_a_stale_change_shows_both_states(office: Organization, logged_in: Any) -> None:
    production = a_production(office, "Saltmarsh")
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/settings/"
    assert 'value="Saltmarsh"' in ada.get(path).content.decode()

    assert ada.post(path, version=1, **{**SERIES, "title": "Salt"}).status_code == 302
    stale = ada.post(path, version=1, **{**SERIES, "title": "Marsh"})

    page = stale.content.decode()
    assert (stale.status_code, Production.objects.get().title) == (409, "Salt")
    assert "<td>Marsh</td><td>Salt</td>" in page
    assert '<input type="hidden" name="version" value="2">' in page
    assert ada.post(path, version=2, **{**SERIES, "title": "Marsh"}).status_code == 302
    assert Production.objects.get().title == "Marsh"


def test_holidays_of_the_country_and_single_days_are_shown(office: Organization, logged_in: Any) -> None:
    production = a_production(office, country="DE-HH")
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/settings/"
    ada.post(f"{path}days-off/", on="2027-03-08", reason="Company move")
    page = ada.get(path).content.decode()
    assert "Good Friday" in page
    assert "Company move" in page
    ada.post(f"{path}days-off/2027-03-08/remove/")
    assert DayOff.objects.count() == 0


def test_a_production_is_closed_and_opened_again(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/settings/close/"
    ada.post(path, version=1)
    assert Production.objects.get().closed_at is not None
    ada.post(path, version=2)
    assert Production.objects.get().closed_at is None


def test_settings_are_closed_to_others(office: Organization, logged_in: Any) -> None:
    production, crew = a_production(office), a_member(office, Role.CREW, "Cleo")
    access(crew, production)
    stranger = a_member(an_organization("Other house"), name="Sam")
    for path in ("settings/", ""):
        assert logged_in(stranger).get(f"/p/{production.public_id}/{path}").status_code == 404
    assert logged_in(crew).get(f"/p/{production.public_id}/settings/").status_code == 403
    assert logged_in(crew).post(f"/p/{production.public_id}/settings/", version=1, **SERIES).status_code == 403
    with tenant_scope(office.pk):
        assert Production.objects.get().version == 1


@pytest.mark.django_db
def test_a_nul_in_an_address_or_a_field_is_refused_in_words(client: Client, office: Organization) -> None:
    client.force_login(a_member(office).user)
    searched = client.get("/?q=%00")
    typed = client.post("/productions/new/", SERIES | {"request_key": "k", "title": "Salt\0marsh"})
    assert (searched.status_code, "NUL character" in searched.content.decode()) == (422, True)
    assert (typed.status_code, "NUL character" in typed.content.decode()) == (422, True)
    assert not Production.objects.exists()


def test_a_members_own_page_belongs_to_the_members_and_the_role_table_to_the_roles(
    office: Organization, logged_in: Any
) -> None:
    ada = a_member(office)

    def current(path: str) -> list[str]:
        page = logged_in(ada).get(path).content.decode()
        return re.findall(r'rail-link" href="[^"]*" aria-current="page">.*?</svg>\s*([\w ]+)</a>', page)

    paths = ("/", "/organizations/members/", f"/organizations/members/{ada.public_id}/", "/organizations/roles/")
    assert [current(path) for path in paths] == [["Productions"], ["Members"], ["Members"], ["Roles"]]
