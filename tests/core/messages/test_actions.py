"""Queueing, and sending again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.messages.actions import (
    MessageDraft,
    Outbound,
    drop_into_mailbox,
    queue_messages,
    resend_message,
    resend_to_corrected_address,
)
from callboard.core.messages.models import Message
from callboard.core.messages.queries import (
    mailbox,
    mailbox_item,
    message_of,
    newest_messages,
    oldest_waiting_since,
)
from callboard.core.messages.rules import AddressMissing, BeingSent, DeadlinePassed, MessageReplaced
from callboard.core.messages.sending import claim_due, deliver_claimed
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.people.actions import blank_party
from callboard.core.people.models import Party
from callboard.core.people.sealed import make_missing_keys, open_sealed
from callboard.core.ports import MailRefused, OutgoingMail
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, a_party, a_production, access
from tests.core.messages.scenes import DEADLINE, TOPIC, owed

EVENING = FRIDAY_18H + timedelta(hours=1)


def deliver(at=FRIDAY_18H) -> None:  # type: ignore[no-untyped-def]
    for message in claim_due(at, 100):
        deliver_claimed(message, lambda: at)


def refuse_old_address(mail: OutgoingMail) -> str:
    if mail.to == "kmi@crew.example":
        raise MailRefused("550 no such user")
    return "250 taken"


def test_a_subject_cannot_carry_a_second_header(office: Organization) -> None:
    kim = a_party(office, "Kim")
    draft = MessageDraft(kim, "called", "Day 4\r\nBcc: everybody@crew.example", "text")
    keys = make_missing_keys([kim], at=FRIDAY_18H)

    [message] = queue_messages(Outbound(a_production(office), TOPIC, 1, DEADLINE), [draft], keys, at=FRIDAY_18H)

    mail = open_sealed(kim, message.sealed)
    assert mail is not None
    assert mail["subject"] == "Day 4 Bcc: everybody@crew.example"


def test_a_newer_message_puts_aside_what_waits_for_the_same_parties_only(
    office: Organization, mail_server: FakeMailServer
) -> None:
    production, kim, lu = a_production(office), a_party(office, "Kim"), a_party(office, "Lu")
    owed(production, kim, lu)
    owed(production, kim, topic="sheet:sunday")

    owed(production, kim, sequence=2, at=EVENING)

    rows = Message.objects.order_by("pk").values_list("party__name", "topic", "sequence", "state", "settled_at")
    assert list(rows) == [
        ("Kim", TOPIC, 1, "superseded", EVENING),
        ("Lu", TOPIC, 1, "queued", None),
        ("Kim", "sheet:sunday", 1, "queued", None),
        ("Kim", TOPIC, 2, "queued", None),
    ]
    assert [message.sequence for message in newest_messages(TOPIC).order_by("party__name")] == [2, 1]


def test_a_bounced_message_goes_to_the_corrected_address_under_the_same_id(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    kim = a_party(office, "Kim", email="kmi@crew.example")
    [message] = owed(production, kim)
    mail_server.answer = refuse_old_address
    deliver()
    message.refresh_from_db()
    assert message.state == "bounced"
    Party.objects.filter(pk=kim.pk).update(email="kim@crew.example")

    resend_to_corrected_address(message, by=ada, at=EVENING)
    deliver(EVENING)

    message.refresh_from_db()
    assert (message.state, message.attempt_count) == ("sent", 2)
    assert [(mail.to, mail.message_id) for mail in mail_server.taken] == [("kim@crew.example", message.message_id)]
    audit = AuditEntry.objects.get()
    assert (audit.verb, audit.detail) == ("resend message to corrected address", {"party": "Kim"})


def test_a_silent_partys_message_is_sent_once_more_to_the_same_address(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production, kim = a_member(office), a_production(office), a_party(office, "Kim")
    [message] = owed(production, kim)
    deliver()

    resend_message(message_of(ada, production, message.public_id), by=ada, at=EVENING)
    deliver(EVENING)

    assert [mail.message_id for mail in mail_server.taken] == [message.message_id] * 2


def test_sending_again_is_refused_where_it_would_mislead_or_reach_nobody(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production, kim = a_member(office), a_production(office), a_party(office, "Kim")
    crew_member = a_member(office, Role.CREW, "Cy")
    access(crew_member, production)
    [first] = owed(production, kim)
    deliver()

    with pytest.raises(NotAllowed):
        resend_message(first, by=crew_member, at=EVENING)
    with pytest.raises(DeadlinePassed):
        resend_message(first, by=ada, at=DEADLINE)
    [second] = owed(production, kim, sequence=2)
    with pytest.raises(MessageReplaced):
        resend_message(first, by=ada, at=EVENING)
    claim_due(FRIDAY_18H, 10)
    with pytest.raises(BeingSent):
        resend_message(second, by=ada, at=EVENING)
    Message.objects.filter(pk=second.pk).update(state="bounced")
    Party.objects.filter(pk=kim.pk).update(email="")
    with pytest.raises(AddressMissing, match="Kim has no e-mail address"):
        resend_to_corrected_address(second, by=ada, at=EVENING)
    blank_party(kim, at=EVENING)
    with pytest.raises(NotFound):
        resend_message(second, by=ada, at=EVENING)


def test_the_alarm_asks_for_the_longest_waiting_message_that_is_due(office: Organization) -> None:
    production = a_production(office)
    assert oldest_waiting_since(EVENING) is None
    owed(production, a_party(office, "Lu"), at=EVENING)
    owed(production, a_party(office, "Kim"))

    assert oldest_waiting_since(EVENING) == FRIDAY_18H
    assert oldest_waiting_since(FRIDAY_18H - timedelta(seconds=1)) is None


def test_the_mailbox_is_for_those_who_publish(office: Organization) -> None:
    ada, crew_member = a_member(office), a_member(office, Role.CREW, "Cy")
    mail = OutgoingMail(office.pk, "<1@test>", "kim@crew.example", "S" * 400, "text", "<p>text</p>")

    item = drop_into_mailbox(mail, at=FRIDAY_18H)

    assert (item.subject, item.to, item.received_at) == ("S" * 300, "kim@crew.example", FRIDAY_18H)
    assert list(mailbox(ada)) == [item]
    assert mailbox_item(ada, item.public_id) == item
    with pytest.raises(NotFound):
        mailbox_item(ada, office.public_id)
    with pytest.raises(NotAllowed):
        mailbox(crew_member)


def test_a_message_is_found_in_its_own_production_only(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    [message] = owed(production, a_party(office, "Kim"))

    with pytest.raises(NotFound):
        message_of(ada, a_production(office, "Another"), message.public_id)
