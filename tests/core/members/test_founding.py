"""Founding: an organization with the one member who adds the others."""

from __future__ import annotations

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.members.founding import found_organization, has_user, is_empty
from callboard.core.members.rules import OrganizationFounded, PasswordTooWeak
from callboard.core.organizations.models import Membership, User
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from tests.builders import FRIDAY_18H

PASSWORD = "a long sentence that nobody else would write"


def found(name: str = "Lantern Street Pictures", email: str = "ada@callboard.example", **password: str) -> Membership:
    given = password.get("password", PASSWORD)
    return found_organization(name, member_name="Ada Lindqvist", email=email, password=given, at=FRIDAY_18H)


@pytest.mark.django_db
def test_the_first_member_is_coordinator_and_the_history_says_so() -> None:
    assert is_empty()

    ada = found(email=" Ada@Callboard.example ")

    assert (ada.name, ada.role, ada.user.email) == ("Ada Lindqvist", Role.COORDINATOR, "ada@callboard.example")
    assert ada.user.check_password(PASSWORD)
    with tenant_scope(ada.organization_id):
        assert [(entry.actor_name, entry.verb) for entry in AuditEntry.objects.all()] == [
            ("Ada Lindqvist", "found organization")
        ]


@pytest.mark.django_db
def test_whoever_has_a_log_in_keeps_its_password() -> None:
    found()
    second = found("Second House", password="")

    assert second.user.check_password(PASSWORD)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_name_is_founded_once_whoever_asks() -> None:
    found()
    with pytest.raises(OrganizationFounded):
        found(" lantern street pictures", email="bob@callboard.example")
    assert not has_user("bob@callboard.example")


@pytest.mark.django_db
def test_a_common_password_is_refused() -> None:
    with pytest.raises(PasswordTooWeak, match="too common"):
        found(password="password1234")
    assert is_empty()
