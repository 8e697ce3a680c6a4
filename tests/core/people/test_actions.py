"""Changing what is known of a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, StaleEdit
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.people.actions import change_party
from callboard.core.people.models import Party
from callboard.core.people.rules import AlreadyErased, PartyDetails
from tests.builders import FRIDAY_18H, a_member, a_party, a_production, access

MARA = PartyDetails("Mara Lind", email="mara@crew.example", phone="040 1234567")


def test_a_change_is_kept_and_audited_by_field_never_by_value(office: Organization) -> None:
    ada, production = a_member(office), a_production(office, country="DE")
    mara = a_party(office, "Mara")

    change_party(mara, MARA, production=production, by=ada, at=FRIDAY_18H, version=1)

    kept = Party.objects.get()
    assert (kept.name, kept.phone, kept.version) == ("Mara Lind", "+49 40 1234567", 2)
    assert AuditEntry.objects.get().detail == {"changed": ["name", "phone"]}
    with pytest.raises(StaleEdit):
        change_party(mara, replace(MARA, name="M"), production=production, by=ada, at=FRIDAY_18H, version=1)


def test_only_who_engages_people_changes_them(office: Organization) -> None:
    production, mara = a_production(office), a_party(office, "Mara")
    accountant = a_member(office, Role.ACCOUNTANT)
    access(accountant, production)
    with pytest.raises(NotAllowed):
        change_party(mara, MARA, production=production, by=accountant, at=FRIDAY_18H, version=1)


def test_an_erased_party_stays_erased(office: Organization) -> None:
    gone = a_party(office, "Gone", erased_at=FRIDAY_18H)
    with pytest.raises(AlreadyErased):
        change_party(gone, MARA, production=a_production(office), by=a_member(office), at=FRIDAY_18H, version=1)
