"""Taking people on board, changing their part, letting them go, erasing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from callboard.core.engagements.actions import (
    DepartmentTerms,
    change_department,
    change_engagement,
    create_department,
    end_engagement,
    engage,
    engagement_listeners,
    erase_party,
)
from callboard.core.engagements.models import Department, Engagement
from callboard.core.engagements.rules import AlreadyEnded, AlreadyEngagedSo, Deal, PositionMissing, Terms
from callboard.core.errors import NotAllowed, NotFound, Refused, StaleEdit
from callboard.core.events.models import Event
from callboard.core.links.actions import create_links
from callboard.core.links.models import CapabilityLink
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.models import Party, PartyKey
from callboard.core.people.rules import AlreadyErased, PartyDetails, StillEngaged
from callboard.core.people.sealed import open_sealed, seal
from callboard.core.productions.actions import close_production
from tests.builders import FRIDAY_18H, a_member, a_party, a_production, access, an_engagement, an_organization

NILS = PartyDetails("Nils Krog", email="nils@crew.example")
KEY_GRIP = Terms("crew", "Key grip", department="Grip", is_head=True, deal=Deal(52000, "EUR", kit_minor=5000))


class NoPapers(Refused):
    text = "No papers."


@pytest.fixture
def heard() -> Iterator[list[tuple[str, str]]]:
    """Who listens above: the position and whether it ended, with who did it."""
    calls: list[tuple[str, str]] = []

    def listen(engagement: Engagement, *, by: Membership, at: datetime) -> None:
        calls.append((engagement.position, by.name))

    engagement_listeners.append(listen)
    yield calls
    engagement_listeners.remove(listen)


def test_one_action_makes_party_department_and_engagement_and_tells_the_floors_above(
    office: Organization, heard: list[tuple[str, str]]
) -> None:
    ada, production = a_member(office), a_production(office)

    made = engage(production, NILS, KEY_GRIP, by=ada, at=FRIDAY_18H)

    kept = Engagement.objects.select_related("party", "department").get()
    assert kept == made
    assert kept.department is not None
    assert (kept.party.name, kept.position, kept.department.name, kept.department.position, kept.is_head) == (
        "Nils Krog",
        "Key grip",
        "Grip",
        40,
        True,
    )
    assert (kept.rate_minor, kept.kit_minor, kept.currency) == (52000, 5000, "EUR")
    assert heard == [("Key grip", "Ada")]
    assert Event.objects.filter(kind="crew", subject_key=str(made.public_id)).count() == 1


def test_a_refusal_of_a_listener_undoes_the_engagement(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)

    def refuse(engagement: Engagement, *, by: Membership, at: datetime) -> None:
        raise NoPapers()

    engagement_listeners.append(refuse)
    try:
        with pytest.raises(NoPapers):
            engage(production, NILS, KEY_GRIP, by=ada, at=FRIDAY_18H)
    finally:
        engagement_listeners.remove(refuse)
    assert (Party.objects.count(), Engagement.objects.count(), Department.objects.count()) == (0, 0, 0)


def test_somebody_known_is_engaged_again_without_a_second_party(office: Organization) -> None:
    ada, first, second = a_member(office), a_production(office, "First"), a_production(office, "Second")
    one = engage(first, NILS, KEY_GRIP, by=ada, at=FRIDAY_18H)
    engage(second, one.party, KEY_GRIP, by=ada, at=FRIDAY_18H)
    assert (Party.objects.count(), Engagement.objects.count()) == (1, 2)


def test_the_same_position_twice_is_refused_but_who_left_may_come_back(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    nils = engage(production, NILS, KEY_GRIP, by=ada, at=FRIDAY_18H)
    with pytest.raises(AlreadyEngagedSo):
        engage(production, nils.party, KEY_GRIP, by=ada, at=FRIDAY_18H)

    end_engagement(nils, by=ada, at=FRIDAY_18H, version=nils.version)
    back = engage(production, nils.party, replace(KEY_GRIP, is_head=False), by=ada, at=FRIDAY_18H)

    assert (back.pk, back.ended_at, back.is_head) == (nils.pk, None, False)


def test_terms_without_a_position_are_refused(office: Organization) -> None:
    with pytest.raises(PositionMissing):
        engage(a_production(office), NILS, Terms("crew", ""), by=a_member(office), at=FRIDAY_18H)


def test_only_coordinators_and_line_producers_engage(office: Organization) -> None:
    production = a_production(office)
    for role in Role:
        member = a_member(office, role, f"M {role.value}")
        access(member, production)
        if role in {Role.COORDINATOR, Role.LINE_PRODUCER}:
            engage(production, replace(NILS, name=role.value), KEY_GRIP, by=member, at=FRIDAY_18H)
        else:
            with pytest.raises(NotAllowed):
                engage(production, NILS, KEY_GRIP, by=member, at=FRIDAY_18H)
    assert Engagement.objects.count() == 2


def test_a_stranger_engages_nobody(office: Organization) -> None:
    production, other = a_production(office), an_organization("Other house")
    bea = a_member(other, name="Bea")
    with pytest.raises(NotFound):
        engage(production, NILS, KEY_GRIP, by=bea, at=FRIDAY_18H)


def test_a_change_is_told_and_a_stale_one_refused(office: Organization, heard: list[tuple[str, str]]) -> None:
    ada, production = a_member(office), a_production(office)
    nils = engage(production, NILS, KEY_GRIP, by=ada, at=FRIDAY_18H)

    change_engagement(
        nils, replace(KEY_GRIP, position="Dolly grip", department="Camera"), by=ada, at=FRIDAY_18H, version=1
    )

    kept = Engagement.objects.select_related("department").get()
    assert kept.department is not None
    assert (kept.position, kept.department.name, kept.version) == ("Dolly grip", "Camera", 2)
    assert heard == [("Key grip", "Ada"), ("Dolly grip", "Ada")]
    with pytest.raises(StaleEdit):
        change_engagement(nils, KEY_GRIP, by=ada, at=FRIDAY_18H, version=1)


def test_changing_into_a_position_one_has_already_is_refused(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    grip = an_engagement(production, "Nils", position="Grip")
    an_engagement(production, "Nils", position="Driver", party=grip.party)
    with pytest.raises(AlreadyEngagedSo):
        change_engagement(grip, Terms("crew", "Driver"), by=ada, at=FRIDAY_18H, version=1)


def test_the_links_of_a_party_end_with_their_last_engagement(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    grip = an_engagement(production, "Nils", position="Grip")
    driver = an_engagement(production, "Nils", position="Driver", party=grip.party)
    create_links("call", [(grip.party.public_id, production.public_id)], FRIDAY_18H.replace(year=2028), FRIDAY_18H)

    end_engagement(grip, by=ada, at=FRIDAY_18H, version=1)
    assert CapabilityLink.objects.get().revoked_at is None
    end_engagement(driver, by=ada, at=FRIDAY_18H, version=1)
    assert CapabilityLink.objects.get().revoked_at == FRIDAY_18H
    with pytest.raises(AlreadyEnded):
        end_engagement(driver, by=ada, at=FRIDAY_18H, version=2)


def test_erasing_blanks_the_person_and_makes_what_was_sealed_unreadable(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    fields = {"phone": "+49 40 1", "medical_note": "asthma", "birth_on": date(1990, 1, 1), "diet": "vegan"}
    nils = an_engagement(production, "Nils", party=a_party(office, "Nils", **fields))
    sealed = seal(nils.party, {"call": "07:00"}, at=FRIDAY_18H)
    assert open_sealed(nils.party, sealed) == {"call": "07:00"}
    with pytest.raises(StillEngaged, match="Saltmarsh"):
        erase_party(nils.party, production=production, by=ada, at=FRIDAY_18H, version=1)

    close_production(production, by=ada, at=FRIDAY_18H, version=1)
    party = Party.objects.get()
    erase_party(party, production=production, by=ada, at=FRIDAY_18H, version=1)

    kept = Party.objects.get()
    personal = (kept.email, kept.phone, kept.medical_note, kept.birth_on, kept.diet, kept.erased_at)
    assert (kept.name, *personal) == ("Erased person", "", "", "", None, "", FRIDAY_18H)
    assert (PartyKey.objects.count(), open_sealed(kept, sealed)) == (0, None)
    assert Engagement.objects.get().party == kept
    with pytest.raises(AlreadyErased):
        erase_party(kept, production=production, by=ada, at=FRIDAY_18H, version=2)


def test_a_department_gets_its_order_pre_call_and_channel(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    grip = create_department(production, DepartmentTerms("Grip", 40), by=ada, at=FRIDAY_18H)
    assert create_department(production, DepartmentTerms("Grip", 1), by=ada, at=FRIDAY_18H) == grip

    change_department(grip, DepartmentTerms("Grips", 5, 30, "2"), by=ada, at=FRIDAY_18H, version=1)

    kept = Department.objects.get()
    assert (kept.name, kept.position, kept.pre_call_minutes, kept.channel, kept.version) == ("Grips", 5, 30, "2", 2)


def test_the_rows_of_two_organizations_never_meet(office: Organization) -> None:
    engage(a_production(office), NILS, KEY_GRIP, by=a_member(office), at=FRIDAY_18H)
    with tenant_scope(an_organization("Other house").pk):
        assert Engagement.objects.count() == 0
