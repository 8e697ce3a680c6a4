"""The page of the history."""

from __future__ import annotations

from typing import Any

from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.places.actions import create_place
from callboard.core.places.rules import PlaceDetails
from callboard.web.audit import PER_PAGE
from tests.builders import FRIDAY_18H, a_member, a_production, access, an_organization


def test_the_history_is_shown_in_local_time_narrowed_and_paged(office: Organization, logged_in: Any) -> None:
    production, ada = a_production(office), a_member(office)
    for number in range(PER_PAGE + 1):
        create_place(production, PlaceDetails(f"Place {number}", "Quay"), by=ada, at=FRIDAY_18H)
    asking, path = logged_in(ada), f"/p/{production.public_id}/history/"

    first = asking.get(path).content.decode()
    assert f"{PER_PAGE + 1} actions" in first
    assert "Fri 5 Mar 2027 18:00" in first
    assert "<td>Place 0</td>" not in first
    assert ">Place 0</td>" in asking.get(path, page="2").content.decode()
    assert "Nothing fits" in asking.get(path, verb="engage").content.decode()
    assert "Nothing fits" in asking.get(path, first="2027-03-06").content.decode()
    assert "Place 5" in asking.get(path, person="Ada", last="2027-03-05").content.decode()


def test_the_history_is_closed_to_others(office: Organization, logged_in: Any) -> None:
    production, crew = a_production(office), a_member(office, Role.CREW, "Cleo")
    access(crew, production)
    path = f"/p/{production.public_id}/history/"
    assert logged_in(crew).get(path).status_code == 403
    assert logged_in(a_member(an_organization("Other house"), name="Sam")).get(path).status_code == 404
