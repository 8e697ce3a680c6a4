"""Decision 3: what was published stays as it was; "current" is a pointer, and personal parts are sealed."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from callboard.core.organizations.models import Organization
from callboard.core.people.models import PartyKey
from callboard.core.people.sealed import open_sealed
from callboard.core.publishing.models import CurrentEdition, Edition, EditionPart
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, a_production
from tests.core.publishing.scenes import TOPIC, a_crew, publish


def test_a_re_issue_moves_the_pointer_and_leaves_the_old_sheet_as_it_was(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)
    before = Edition.objects.filter(pk=white.pk).values().get()

    blue = publish(production, {gaffer: "07:45"}, ada, FRIDAY_18H)

    assert Edition.objects.filter(pk=white.pk).values().get() == before
    assert CurrentEdition.objects.get(topic=TOPIC).edition == blue


def test_the_database_refuses_to_rewrite_an_edition_or_a_part(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)

    with pytest.raises(DatabaseError, match="facts are only added"), transaction.atomic():
        Edition.objects.filter(pk=white.pk).update(payload={"call": "08:00"})
    with pytest.raises(DatabaseError, match="facts are only added"), transaction.atomic():
        EditionPart.objects.filter(edition=white).update(sealed=b"")
    assert Edition.objects.get(pk=white.pk).payload == white.payload


def test_a_part_is_sealed_under_its_party_and_no_other_key_opens_it(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    white = publish(production, {gaffer: "07:00", grip: "07:15"}, ada)
    part = EditionPart.objects.get(edition=white, party=gaffer)

    opened = open_sealed(gaffer, part.sealed)

    assert opened is not None
    assert opened["payload"]["call"] == "07:00"
    assert b"07:00" not in bytes(part.sealed)
    PartyKey.objects.filter(party=gaffer).delete()
    assert open_sealed(gaffer, part.sealed) is None
