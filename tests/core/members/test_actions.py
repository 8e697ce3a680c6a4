"""Members come in, change, and go; keys of programs act for them."""

from __future__ import annotations

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.members.actions import (
    NewMember,
    add_member,
    allow_password_link,
    change_member,
    create_api_key,
    end_membership,
    revoke_api_key,
)
from callboard.core.members.rules import AlreadyMember, NameMissing, NobodyLeftToManage, UserOfOthersToo
from callboard.core.organizations.models import ApiKey, Membership, Organization, ProductionAccess
from callboard.core.organizations.queries import membership_of_key, productions_of
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from tests.builders import FRIDAY_18H, a_member, a_production, access, an_organization


def test_a_new_member_has_a_role_sees_what_they_were_given_and_has_no_password_yet(office: Organization) -> None:
    ada, saltmarsh, other = a_member(office), a_production(office), a_production(office, "Other")

    grip, user = add_member(
        NewMember("Nils", "Nils@Example.org", Role.CREW), productions=[saltmarsh], by=ada, at=FRIDAY_18H
    )

    assert (grip.name, grip.role, user.email, user.has_usable_password()) == (
        "Nils",
        Role.CREW,
        "nils@example.org",
        False,
    )
    assert list(productions_of(grip)) == [saltmarsh]
    assert other not in productions_of(grip)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor_name, entry.subject_name, entry.detail) == (
        "add member",
        "Ada",
        "Nils",
        {"role": "crew"},
    )


def test_nobody_is_a_member_twice_and_who_left_may_come_back(office: Organization) -> None:
    ada = a_member(office)
    new = NewMember("Nils", "nils@example.org", Role.CREW)
    nils, user = add_member(new, productions=[], by=ada, at=FRIDAY_18H)
    with pytest.raises(AlreadyMember):
        add_member(new, productions=[], by=ada, at=FRIDAY_18H)

    end_membership(nils, by=ada, at=FRIDAY_18H, version=nils.version)
    again, same_user = add_member(new, productions=[], by=ada, at=FRIDAY_18H)

    assert (again.pk, again.ended_at, same_user) == (nils.pk, None, user)


def test_a_member_without_a_name_is_refused(office: Organization) -> None:
    with pytest.raises(NameMissing):
        add_member(NewMember(" ", "x@example.org", Role.CREW), productions=[], by=a_member(office), at=FRIDAY_18H)


def test_only_who_manages_members_adds_one(office: Organization) -> None:
    director = a_member(office, Role.DIRECTOR, "Dee")
    with pytest.raises(NotAllowed):
        add_member(NewMember("Nils", "n@example.org", Role.CREW), productions=[], by=director, at=FRIDAY_18H)
    assert Membership.objects.filter(name="Nils").count() == 0


def test_changing_a_member_replaces_their_productions(office: Organization) -> None:
    ada, one, two = a_member(office), a_production(office, "One"), a_production(office, "Two")
    scout = a_member(office, Role.CREW, "Sol")
    access(scout, one)

    change_member(scout, Role.LOCATION_SCOUT, productions=[two], by=ada, at=FRIDAY_18H, version=1)

    assert (scout.role, scout.version, list(productions_of(scout))) == (Role.LOCATION_SCOUT, 2, [two])
    with pytest.raises(StaleEdit):
        change_member(scout, Role.CREW, productions=[], by=ada, at=FRIDAY_18H, version=1)
    assert ProductionAccess.objects.filter(membership=scout).count() == 1


def test_the_last_member_who_manages_members_keeps_that(office: Organization) -> None:
    ada = a_member(office)
    with pytest.raises(NobodyLeftToManage):
        end_membership(ada, by=ada, at=FRIDAY_18H, version=1)
    with pytest.raises(NobodyLeftToManage):
        change_member(ada, Role.CREW, productions=[], by=ada, at=FRIDAY_18H, version=1)

    a_member(office, Role.LINE_PRODUCER, "Lou")
    end_membership(ada, by=ada, at=FRIDAY_18H, version=1)
    assert Membership.objects.get(pk=ada.pk).ended_at == FRIDAY_18H


def test_a_key_acts_as_its_member_until_it_is_revoked_and_only_a_hash_is_kept(office: Organization) -> None:
    ada = a_member(office)
    key, token = create_api_key(ada, "Calendar", by=ada, at=FRIDAY_18H)

    assert membership_of_key(token) == ada
    assert token not in str(list(ApiKey.objects.values()))
    revoke_api_key(key, by=ada, at=FRIDAY_18H)
    assert membership_of_key(token) is None


def test_a_membership_that_ends_takes_its_keys_along(office: Organization) -> None:
    ada, sol = a_member(office), a_member(office, Role.CREW, "Sol")
    _, token = create_api_key(sol, "Phone", by=ada, at=FRIDAY_18H)

    end_membership(sol, by=ada, at=FRIDAY_18H, version=1)

    assert membership_of_key(token) is None
    assert ApiKey.objects.get().revoked_at == FRIDAY_18H


def test_no_password_link_is_made_for_a_user_who_belongs_to_others_too(office: Organization) -> None:
    """Otherwise any office could add a stranger's user and become them elsewhere."""
    ada, sol = a_member(office), a_member(office, Role.CREW, "Sol")
    assert allow_password_link(sol, by=ada, at=FRIDAY_18H) == sol.user

    other = an_organization("Other house")
    with tenant_scope(other.pk):
        Membership.objects.create(organization=other, user=sol.user, name="Sol", role=Role.CREW, joined_at=FRIDAY_18H)
    with pytest.raises(UserOfOthersToo):
        allow_password_link(sol, by=ada, at=FRIDAY_18H)
