"""Changing and erasing a person."""

from __future__ import annotations

from typing import Any

from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.people.models import Party
from tests.builders import FRIDAY_18H, a_member, a_party, a_production, access, an_engagement, an_organization

MARA = {"name": "Mara Lind", "kind_of_party": "person", "email": "mara@crew.example", "diet": "vegan"}


def test_a_person_is_changed_and_a_stale_change_shows_both_states(office: Organization, logged_in: Any) -> None:
    production, mara = a_production(office), a_party(office, "Mara")
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/parties/{mara.public_id}/"
    assert 'value="Mara"' in ada.get(path).content.decode()

    assert ada.post(path, version=1, **MARA).status_code == 302
    stale = ada.post(path, version=1, **{**MARA, "diet": "halal"})

    assert stale.status_code == 409
    assert "<td>halal</td><td>vegan</td>" in stale.content.decode()
    kept = Party.objects.get()
    assert (kept.name, kept.diet, kept.version) == ("Mara Lind", "vegan", 2)


def test_a_minor_without_a_guardian_is_refused_beside_the_form(office: Organization, logged_in: Any) -> None:
    production, mara = a_production(office), a_party(office, "Mara")
    path = f"/p/{production.public_id}/parties/{mara.public_id}/"
    answer = logged_in(a_member(office)).post(path, version=1, **MARA, is_minor="on")
    assert answer.status_code == 422
    assert "Calls for a minor go to the guardian" in answer.content.decode()


def test_erasing_waits_until_nobody_may_call_them(office: Organization, logged_in: Any) -> None:
    production = a_production(office)
    mara = an_engagement(production, "Mara").party
    ada, path = logged_in(a_member(office)), f"/p/{production.public_id}/parties/{mara.public_id}/erase/"
    refused = ada.post(path, version=1)
    assert refused.status_code == 422
    assert "is still engaged in Saltmarsh" in refused.content.decode()

    mara.engagements.update(ended_at=FRIDAY_18H)
    assert ada.post(path, version=1).status_code == 302
    kept = Party.objects.get()
    assert (kept.name, kept.email) == ("Erased person", "")


def test_people_are_closed_to_others(office: Organization, logged_in: Any) -> None:
    production, mara = a_production(office), a_party(office, "Mara")
    accountant, stranger = a_member(office, Role.ACCOUNTANT, "Acc"), a_member(an_organization("Other"), name="Sam")
    access(accountant, production)
    path = f"/p/{production.public_id}/parties/{mara.public_id}/"
    assert logged_in(accountant).get(path).status_code == 403
    assert logged_in(stranger).get(path).status_code == 404
    assert logged_in(accountant).post(f"{path}erase/", version=1).status_code == 403
    assert logged_in(stranger).post(f"{path}erase/", version=1).status_code == 404
    assert Party.objects.get(pk=mara.pk).erased_at is None
