"""An override is named, reasoned, recorded, and holds for one party, one blocker and one day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.events.models import Event
from callboard.core.facts.models import FactIsFinal
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.core.readiness.actions import override_blocker
from callboard.core.readiness.models import Override
from callboard.core.readiness.queries import lifted_blockers, overrides_of
from callboard.core.readiness.rules import AlreadyOverridden, Blocker, OverrideForAnother, ReasonTooShort, Requirement
from tests.builders import FRIDAY_18H, SATURDAY, a_member, a_party, a_production, access, an_organization

REASON = "The insurer confirmed the cover by phone"
PAPER = Requirement("paper", "%(paper)s is not signed", "Production office", "File it.")


def not_signed(party_id: int) -> Blocker:
    return PAPER.unmet_by(party_id, key="7:3", due_on=SATURDAY, paper="Deal memo")


def test_an_override_is_a_fact_with_name_reason_and_day(office: Organization) -> None:
    ada, saltmarsh, gaffer = a_member(office), a_production(office), a_party(office, "Gaffer")

    override = override_blocker(
        saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason=f" {REASON} ", by=ada, at=FRIDAY_18H
    )

    row = Override.objects.get()
    assert (row.production, row.party, row.blocker_code, row.blocker_key) == (saltmarsh, gaffer, "paper", "7:3")
    assert (row.day, row.reason, row.by, row.at) == (SATURDAY, REASON, ada, FRIDAY_18H)
    assert AuditEntry.objects.values_list("verb", "actor_name", "detail").get() == (
        "override hold",
        "Ada",
        {"party": "Gaffer", "what": "Deal memo is not signed", "day": "2027-03-06", "reason": REASON},
    )
    assert list(Event.objects.values_list("kind", "subject_key")) == [("readiness", str(override.public_id))]
    with pytest.raises(FactIsFinal):
        override.delete()


def test_an_override_holds_for_its_day_only(office: Organization) -> None:
    ada, saltmarsh, gaffer = a_member(office), a_production(office), a_party(office, "Gaffer")
    override_blocker(saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason=REASON, by=ada, at=FRIDAY_18H)

    assert lifted_blockers(saltmarsh, SATURDAY) == {(gaffer.pk, "paper", "7:3")}
    assert lifted_blockers(saltmarsh, SATURDAY + timedelta(days=1)) == set()


@pytest.mark.parametrize("role", [Role.ASSISTANT_DIRECTOR, Role.ACCOUNTANT, Role.CREW])
def test_who_may_not_override_is_refused_and_nothing_is_written(office: Organization, role: Role) -> None:
    bob, saltmarsh, gaffer = a_member(office, role, "Bob"), a_production(office), a_party(office, "Gaffer")
    access(bob, saltmarsh)

    with pytest.raises(NotAllowed):
        override_blocker(saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason=REASON, by=bob, at=FRIDAY_18H)
    assert (Override.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_reason_is_asked_for_before_anything_is_lifted(office: Organization) -> None:
    ada, saltmarsh, gaffer = a_member(office), a_production(office), a_party(office, "Gaffer")

    with pytest.raises(ReasonTooShort, match="Write why, in 10 to 300 characters"):
        override_blocker(saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason="ok", by=ada, at=FRIDAY_18H)
    assert list(Override.objects.all()) == []


def test_lifting_twice_names_who_was_first(office: Organization) -> None:
    ada, charlie = a_member(office), a_member(office, name="Charlie")
    saltmarsh, gaffer = a_production(office), a_party(office, "Gaffer")
    override_blocker(saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason=REASON, by=ada, at=FRIDAY_18H)

    with pytest.raises(AlreadyOverridden, match="Ada lifted this for the day already"):
        override_blocker(saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason=REASON, by=charlie, at=FRIDAY_18H)


def test_anothers_blocker_is_not_lifted(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    gaffer, grip = a_party(office, "Gaffer"), a_party(office, "Grip")

    with pytest.raises(OverrideForAnother, match="does not stand in the way of Grip"):
        override_blocker(saltmarsh, grip, not_signed(gaffer.pk), SATURDAY, reason=REASON, by=ada, at=FRIDAY_18H)


def test_overrides_are_read_by_those_who_publish_and_by_nobody_else(office: Organization) -> None:
    ada, second_ad = a_member(office), a_member(office, Role.ASSISTANT_DIRECTOR, "Sam")
    grip, saltmarsh, gaffer = a_member(office, Role.CREW, "Gil"), a_production(office), a_party(office, "Gaffer")
    access(second_ad, saltmarsh)
    access(grip, saltmarsh)
    made = override_blocker(saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason=REASON, by=ada, at=FRIDAY_18H)

    assert list(overrides_of(second_ad, saltmarsh, SATURDAY)) == [made]
    assert list(overrides_of(second_ad, saltmarsh, date(2027, 3, 8))) == []
    with pytest.raises(NotAllowed):
        overrides_of(grip, saltmarsh, SATURDAY)


def test_another_organizations_production_is_not_there(office: Organization) -> None:
    saltmarsh, gaffer = a_production(office), a_party(office, "Gaffer")
    other = an_organization("Other house")
    stranger = a_member(other, name="Mallory")

    with pytest.raises(NotFound):
        override_blocker(saltmarsh, gaffer, not_signed(gaffer.pk), SATURDAY, reason=REASON, by=stranger, at=FRIDAY_18H)
    with tenant_scope(office.pk):
        assert list(Override.objects.all()) == []
