"""Who is held, told that the old sheet is void, and released."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callboard.core.engagements.models import Engagement
from callboard.core.messages.models import Message
from callboard.core.organizations.models import Organization
from callboard.core.people.sealed import open_sealed
from callboard.core.publishing.actions import release_held
from callboard.core.publishing.models import EditionPart, HeldPart
from callboard.core.publishing.rules import (
    HoldOver,
    StillHeld,
)
from tests.builders import (
    FRIDAY_18H,
    SATURDAY,
    FakeMailServer,
    a_member,
    a_production,
)
from tests.core.publishing.scenes import (
    a_crew,
    audiences,
    deliver_all,
    publish,
    sign,
)

EVENING = FRIDAY_18H + timedelta(hours=1)
LATER = FRIDAY_18H + timedelta(hours=2)


def test_somebody_uncleared_is_held_and_the_rest_is_sent(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, lead = a_crew(production, "Gaffer", "Lead")
    Engagement.objects.filter(party=lead).update(status_note="unsigned")

    edition = publish(production, {gaffer: "07:00", lead: "09:00"}, ada)

    assert edition.summary == {"called": 1, "held": 1}
    assert audiences(edition) == {"Gaffer": "called"}
    assert [message.party for message in Message.objects.select_related("party")] == [gaffer]
    held = HeldPart.objects.get()
    assert (held.party, held.released_at) == (lead, None)
    assert held.blockers == [
        {
            "code": "contract_unsigned",
            "key": str(Engagement.objects.get(party=lead).pk),
            "what": {"text": "%(name)s has not signed", "parameters": {"name": "Lead"}},
            "owner": "office",
            "next_step": {"text": "Get %(name)s to sign", "parameters": {"name": "Lead"}},
            "due_on": SATURDAY.isoformat(),
        }
    ]


def test_a_hold_is_released_once_cleared_and_sends_that_part_alone(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, lead = a_crew(production, "Gaffer", "Lead")
    Engagement.objects.filter(party=lead).update(status_note="unsigned")
    edition = publish(production, {gaffer: "07:00", lead: "09:00"}, ada)
    held = HeldPart.objects.get()
    with pytest.raises(StillHeld, match="Lead is still held: Lead has not signed"):
        release_held(held, by=ada, at=EVENING)
    sign(lead)

    part = release_held(held, by=ada, at=EVENING)

    assert (part.edition, part.party, part.audience) == (edition, lead, "called")
    assert open_sealed(lead, part.sealed) == {"payload": {"call": "09:00", "place": "Old harbor"}, "changes": []}
    assert list(Message.objects.order_by("pk").values_list("party__name", "kind")) == [
        ("Gaffer", "called"), ("Lead", "released"),
    ]  # fmt: skip
    assert HeldPart.objects.get().released_at == EVENING
    with pytest.raises(HoldOver):
        release_held(held, by=ada, at=LATER)


def test_somebody_called_before_and_held_now_is_told_that_the_old_sheet_is_void_but_not_why(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, lead = a_crew(production, "Gaffer", "Lead")
    publish(production, {gaffer: "07:00", lead: "09:00"}, ada)
    deliver_all(FRIDAY_18H)
    Engagement.objects.filter(party=lead).update(status_note="unsigned")

    publish(production, {gaffer: "07:00", lead: "09:45"}, ada, EVENING)
    deliver_all(EVENING)

    notice = next(mail for mail in mail_server.taken[2:] if mail.to == "lead@crew.example")
    assert notice.subject == "held Blue -"
    assert "sign" not in notice.text


def test_a_void_notice_is_not_repeated_while_the_hold_goes_on_and_the_release_tells_the_change(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    [lead] = a_crew(production, "Lead")
    publish(production, {lead: "09:00"}, ada)
    deliver_all(FRIDAY_18H)
    Engagement.objects.filter(party=lead).update(status_note="unsigned")
    publish(production, {lead: "09:45"}, ada, EVENING)
    deliver_all(EVENING)

    publish(production, {lead: "10:00"}, ada, LATER)
    deliver_all(LATER)
    assert [mail.subject for mail in mail_server.taken] == ["called White 09:00", "held Blue -"]

    sign(lead)
    part = release_held(HeldPart.objects.latest("pk"), by=ada, at=LATER)
    deliver_all(LATER)

    assert part.audience == "changed"
    assert mail_server.taken[-1].text.split("[")[1].split("]")[0] == "09:00>10:00"
    assert not HeldPart.objects.filter(released_at=None).exists()


def test_a_void_notice_that_arrived_is_not_taken_for_the_call_that_followed_it(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    [lead] = a_crew(production, "Lead")
    publish(production, {lead: "09:00"}, ada)
    deliver_all(FRIDAY_18H)
    Engagement.objects.filter(party=lead).update(status_note="unsigned")
    publish(production, {lead: "09:45"}, ada, EVENING)
    deliver_all(EVENING)
    sign(lead)
    release_held(HeldPart.objects.get(), by=ada, at=EVENING)  # its mail is still waiting

    pink = publish(production, {lead: "09:45"}, ada, LATER)
    deliver_all(LATER)

    assert audiences(pink) == {"Lead": "changed"}
    assert [mail.subject for mail in mail_server.taken] == [
        "called White 09:00", "held Blue -", "changed Pink 09:45",
    ]  # fmt: skip


def test_a_hold_of_an_edition_that_was_replaced_is_not_released(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, lead = a_crew(production, "Gaffer", "Lead")
    Engagement.objects.filter(party=lead).update(status_note="unsigned")
    publish(production, {gaffer: "07:00", lead: "09:00"}, ada)
    old = HeldPart.objects.get()
    publish(production, {gaffer: "07:00", lead: "10:00"}, ada, EVENING)
    sign(lead)

    with pytest.raises(HoldOver):
        release_held(old, by=ada, at=LATER)

    assert not EditionPart.objects.filter(party=lead).exists()
