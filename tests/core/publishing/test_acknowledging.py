"""Confirmations: by link, on the phone, and those that do not count."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.links.rules import LinkEnded, LinkUnknown
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.publishing.actions import acknowledge_by_phone, acknowledge_part
from callboard.core.publishing.models import Acknowledgement
from callboard.core.publishing.queries import people_who_have_not_acknowledged
from callboard.core.publishing.rules import (
    PartReplaced,
)
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_member,
    a_production,
    access,
)
from tests.core.publishing.scenes import (
    SIX_ON_SATURDAY,
    a_crew,
    deliver_all,
    part_of,
    publish,
    token_of,
)

EVENING = FRIDAY_18H + timedelta(hours=1)
LATER = FRIDAY_18H + timedelta(hours=2)


def test_confirming_binds_to_the_part_and_a_second_press_changes_nothing(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    edition = publish(production, {gaffer: "07:00", grip: "07:00"}, ada)
    token, part = token_of(edition, gaffer), part_of(edition, gaffer)

    first = acknowledge_part(token, part.public_id, at=EVENING)
    second = acknowledge_part(token, part.public_id, at=LATER)

    assert (first, first.part, first.via, first.at) == (second, part, "link", EVENING)
    assert people_who_have_not_acknowledged(edition) == [grip]
    assert AuditEntry.objects.filter(verb="acknowledge part").values_list("actor_name").first() == ("Gaffer",)


def test_confirming_what_a_newer_part_replaced_is_refused_and_does_not_count(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)
    token, shown = token_of(white, gaffer), part_of(white, gaffer).public_id
    deliver_all(FRIDAY_18H)
    blue = publish(production, {gaffer: "07:45"}, ada, EVENING)

    with pytest.raises(PartReplaced, match="replaced by a newer one"):
        acknowledge_part(token, shown, at=LATER)
    assert people_who_have_not_acknowledged(blue) == [gaffer]

    acknowledge_part(token, part_of(blue, gaffer).public_id, at=LATER)  # the old link showed the new part
    assert people_who_have_not_acknowledged(blue) == []


def test_confirming_while_held_is_refused(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    [lead] = a_crew(production, "Lead")
    white = publish(production, {lead: "07:00"}, ada)
    token, part = token_of(white, lead), part_of(white, lead)
    Engagement.objects.filter(party=lead).update(status_note="unsigned")
    publish(production, {lead: "07:00"}, ada, EVENING)

    with pytest.raises(PartReplaced):
        acknowledge_part(token, part.public_id, at=LATER)
    with pytest.raises(PartReplaced):
        acknowledge_by_phone(part, by=ada, at=LATER)


def test_a_link_confirms_its_holders_part_only_and_only_while_it_lasts(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    edition = publish(production, {gaffer: "07:00", grip: "07:00"}, ada)
    token, part = token_of(edition, gaffer), part_of(edition, gaffer)

    with pytest.raises(NotFound):
        acknowledge_part(token, part_of(edition, grip).public_id, at=EVENING)
    with pytest.raises(NotFound):
        acknowledge_part(token, uuid4(), at=EVENING)
    with pytest.raises(LinkUnknown):
        acknowledge_part(token[:-1], part.public_id, at=EVENING)
    with pytest.raises(LinkEnded):
        acknowledge_part(token, part.public_id, at=SIX_ON_SATURDAY + timedelta(days=2))
    assert Acknowledgement.objects.count() == 0


def test_a_confirmation_on_the_phone_names_who_took_it(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    director = a_member(office, Role.DIRECTOR, "Dee")
    access(director, production)
    [gaffer] = a_crew(production, "Gaffer")
    edition = publish(production, {gaffer: "07:00"}, ada)
    with pytest.raises(NotAllowed):
        acknowledge_by_phone(part_of(edition, gaffer), by=director, at=EVENING)

    said = acknowledge_by_phone(part_of(edition, gaffer), by=ada, at=EVENING)

    assert (said.via, said.recorded_by_name, said.at) == ("phone", "Ada", EVENING)
    assert people_who_have_not_acknowledged(edition) == []
