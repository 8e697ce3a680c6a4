"""Members, roles, keys, the second factor; and that a lowered role holds at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from callboard.core.organizations.models import ApiKey, Membership, Organization
from callboard.core.organizations.queries import membership_of_key
from callboard.core.organizations.rules import ROLE_TABLE, Permission, Role
from callboard.core.organizations.scope import every_organization, tenant_scope
from tests.builders import FRIDAY_18H, a_member, a_production, an_organization

MEMBERS = "/organizations/members/"


def value_shown(page: str, field: str) -> str:
    found = re.search(rf'id="{field}" readonly value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_new_member_sets_a_password_by_the_link_once_and_logs_in(office: Organization, logged_in: Any) -> None:
    production, ada = a_production(office), logged_in(a_member(office))

    answer = ada.post(
        f"{MEMBERS}new/",
        name="Nils Krog",
        email="nils@example.org",
        role=Role.LOCATION_SCOUT.value,
        productions=[str(production.public_id)],
    )
    link = value_shown(answer.content.decode(), "link").removeprefix("http://testserver")

    guest = Client()
    form_path = guest.get(link)["Location"]
    chosen = {"password1": "tide and lantern 27", "password2": "tide and lantern 27"}
    assert guest.post(form_path, chosen).status_code == 302
    assert (
        guest.post("/accounts/login/", {"login": "nils@example.org", "password": "tide and lantern 27"}).status_code
        == 302
    )
    assert "Saltmarsh" in guest.get("/").content.decode()
    assert "invalid" in Client().get(link, follow=True).content.decode()


def test_the_link_is_shown_once_and_stands_nowhere(office: Organization, logged_in: Any) -> None:
    ada = logged_in(a_member(office))
    fields = {"name": "Nils", "email": "nils@example.org", "role": "crew"}
    first = ada.post(f"{MEMBERS}new/", request_key="k", **fields)
    second = ada.post(f"{MEMBERS}new/", request_key="k", **fields)
    assert first.status_code == 200
    assert second.status_code == 410
    assert "/password/reset/key/" not in second.content.decode()
    assert Membership.objects.filter(name="Nils").count() == 1


def test_a_member_form_with_a_fault_comes_back(office: Organization, logged_in: Any) -> None:
    member = a_member(office)
    answer = logged_in(member).post(f"{MEMBERS}new/", name="A", email=member.user.email, role="crew")
    assert answer.status_code == 422
    assert "is already a member here" in answer.content.decode()


@pytest.mark.parametrize(
    "role", [role for role in Role if Permission.MANAGE_MEMBERS not in ROLE_TABLE[role].permissions]
)
def test_members_are_closed_to_other_roles(office: Organization, logged_in: Any, role: Role) -> None:
    ada, asking = a_member(office), logged_in(a_member(office, role, "Other"))
    for path in (MEMBERS, f"{MEMBERS}new/", f"{MEMBERS}{ada.public_id}/"):
        assert asking.get(path).status_code == 403
    assert asking.post(f"{MEMBERS}{ada.public_id}/end/", version=1).status_code == 403
    assert asking.post(f"{MEMBERS}{ada.public_id}/keys/", label="x").status_code == 403
    assert asking.post(f"{MEMBERS}{ada.public_id}/password-link/").status_code == 403
    assert ApiKey.objects.count() == 0


def test_members_of_another_organization_are_not_there(office: Organization, logged_in: Any) -> None:
    ada, stranger = a_member(office), logged_in(a_member(an_organization("Other house"), name="Sam"))
    assert stranger.get(f"{MEMBERS}{ada.public_id}/").status_code == 404
    assert stranger.post(f"{MEMBERS}{ada.public_id}/end/", version=1).status_code == 404
    assert ada.user.email not in stranger.get(MEMBERS).content.decode()


def test_a_lowered_role_and_an_ended_membership_hold_from_the_next_request_on(
    office: Organization, logged_in: Any
) -> None:
    production, lou = a_production(office), a_member(office, Role.LINE_PRODUCER, "Lou")
    ada, lous = logged_in(a_member(office)), logged_in(lou)
    settings = f"/p/{production.public_id}/settings/"
    assert lous.get(settings).status_code == 200

    ada.post(f"{MEMBERS}{lou.public_id}/", version=1, role="crew", productions=[str(production.public_id)])
    assert lous.get(settings).status_code == 403
    ada.post(f"{MEMBERS}{lou.public_id}/", version=2, role="crew")
    assert lous.get(f"/p/{production.public_id}/").status_code == 404
    ada.post(f"{MEMBERS}{lou.public_id}/end/", version=3)

    out = lous.get("/")
    assert out.status_code == 403
    assert "no organization has added you yet" in out.content.decode()


def test_a_stale_change_of_a_member_shows_both_roles(office: Organization, logged_in: Any) -> None:
    sol, ada = a_member(office, Role.CREW, "Sol"), logged_in(a_member(office))
    ada.post(f"{MEMBERS}{sol.public_id}/", version=1, role="buyer")
    stale = ada.post(f"{MEMBERS}{sol.public_id}/", version=1, role="director")
    assert stale.status_code == 409
    assert "<td>director</td><td>buyer</td>" in stale.content.decode()
    assert Membership.objects.get(pk=sol.pk).role == Role.BUYER


def test_a_keys_token_is_shown_once_works_and_is_revoked(office: Organization, logged_in: Any) -> None:
    member = a_member(office)
    ada = logged_in(member)
    token = value_shown(ada.post(f"{MEMBERS}{member.public_id}/keys/", label="Calendar").content.decode(), "token")
    assert membership_of_key(token) == member

    page = ada.get(MEMBERS).content.decode()
    assert "Calendar" in page
    assert token not in page
    ada.post(f"/organizations/keys/{ApiKey.objects.get().public_id}/revoke/")
    assert membership_of_key(token) is None


def test_the_page_of_roles_shows_the_role_table(office: Organization, logged_in: Any) -> None:
    page = logged_in(a_member(office, Role.CREW)).get("/organizations/roles/").content.decode()
    cells = dict(re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page))
    for permission in Permission:
        shown = [
            word == "yes" for word in re.findall(r'visually-hidden">(yes|no)<', cells[permission.value.capitalize()])
        ]
        assert shown == [permission in ROLE_TABLE[role].permissions for role in Role]


def test_a_user_of_two_organizations_chooses_but_never_a_third(office: Organization, logged_in: Any) -> None:
    ada, other, third = a_member(office), an_organization("Other house"), an_organization("Third house")
    with tenant_scope(other.pk):
        Membership.objects.create(
            organization=other, user=ada.user, name="Ada", role=Role.READ_ONLY, joined_at=FRIDAY_18H
        )
    asking = logged_in(ada)

    asking.post("/organizations/switch/", organization=str(other.public_id))
    assert 'class="rail-heading">Other house<' in asking.get("/").content.decode()
    assert asking.post("/organizations/switch/", organization=str(third.public_id)).status_code == 404
    assert 'class="rail-heading">Other house<' in asking.get("/").content.decode()


def test_who_calls_people_out_is_reminded_of_a_second_factor_until_they_have_one(
    office: Organization, logged_in: Any
) -> None:
    reminder = "Protect your log-in with a second factor"
    ada, crew = a_member(office), a_member(office, Role.CREW, "Cleo")
    assert reminder in logged_in(ada).get("/").content.decode()
    assert reminder not in logged_in(crew).get("/").content.decode()
    Authenticator.objects.create(user=ada.user, type=Authenticator.Type.TOTP, data={})
    assert reminder not in logged_in(ada).get("/").content.decode()


def test_a_required_second_factor_lets_nobody_past_its_page(
    office: Organization, logged_in: Any, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    ada, crew = a_member(office), a_member(office, Role.CREW, "Cleo")
    answer = logged_in(ada).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    assert logged_in(ada).post("/productions/new/", title="x")["Location"] == "/accounts/2fa/"
    assert logged_in(crew).get("/").status_code == 200
    Authenticator.objects.create(user=ada.user, type=Authenticator.Type.TOTP, data={})
    assert logged_in(ada).get("/").status_code == 200


@pytest.mark.parametrize("path", ["login/", "password/reset/", "logout/", "2fa/", "2fa/webauthn/", "password/change/"])
def test_the_pages_of_the_log_in_wear_our_frame(office: Organization, logged_in: Any, path: str) -> None:
    asking = logged_in(a_member(office)).client if path not in {"login/", "password/reset/"} else Client()
    page = asking.get(f"/accounts/{path}", follow=True).content.decode()
    assert 'class="app-name"' in page
    assert "Menu:" not in page
    with every_organization("nothing of a tenant is read for a log-in page"):
        assert " style=" not in page
