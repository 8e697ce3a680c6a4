"""Claiming, looking again, handing over, recording."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections

from callboard.core.events.models import Event
from callboard.core.messages.models import Message, MessageAttempt
from callboard.core.messages.rules import MessageState
from callboard.core.messages.sending import claim_due, deliver_claimed, give_back, tell_followers
from callboard.core.organizations.models import Organization
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.actions import blank_party
from callboard.core.ports import MailDeferred, MailRefused, MailUnknown, OutgoingMail
from tests.builders import FRIDAY_18H, FakeMailServer, a_party, a_production, an_organization
from tests.core.messages.scenes import DEADLINE, owed

SECONDS = timedelta(seconds=1)


def states() -> list[tuple[str, int]]:
    return list(Message.objects.order_by("pk").values_list("state", "attempt_count"))


def attempts() -> list[tuple[int, str, str]]:
    return list(MessageAttempt.objects.order_by("pk").values_list("number", "outcome", "answer"))


def raising(fault: BaseException) -> object:
    def answer(mail: OutgoingMail) -> str:
        raise fault

    return answer


def test_a_message_is_sent_with_its_fixed_id_and_the_attempt_is_kept(
    office: Organization, mail_server: FakeMailServer
) -> None:
    kim = a_party(office, "Kim", language="de")
    [message] = owed(a_production(office), kim)

    [claimed] = claim_due(FRIDAY_18H, 10)
    deliver_claimed(claimed, lambda: FRIDAY_18H)

    assert mail_server.taken == [
        OutgoingMail(
            organization_id=office.pk,
            message_id=message.message_id,
            to="kim@crew.example",
            subject="Edition 1",
            text="For Kim",
            html="",
            language="de",
        )
    ]
    assert attempts() == [(1, "sent", "250 taken")]
    message.refresh_from_db()
    assert (message.state, message.settled_at, message.lease_until) == ("sent", FRIDAY_18H, None)


def test_no_database_transaction_is_open_while_mail_is_handed_over(
    office: Organization, mail_server: FakeMailServer
) -> None:
    owed(a_production(office), a_party(office, "Kim"))
    around_the_test, seen = len(connection.savepoint_ids), list[int]()

    def answer(mail: OutgoingMail) -> str:
        seen.append(len(connection.savepoint_ids))
        return "250 taken"

    mail_server.answer = answer
    for message in claim_due(FRIDAY_18H, 10):
        deliver_claimed(message, lambda: FRIDAY_18H)

    assert seen == [around_the_test]


@pytest.mark.parametrize(
    ("fault", "state", "outcome", "next_in"),
    [
        (MailDeferred("451 greylisted, kim@crew.example"), "queued", (1, "deferred", "451 greylisted, …"), 10),
        (MailUnknown("line broke"), "unknown", (1, "unknown", "line broke"), 10),
        (MailRefused("550 no such user"), "bounced", (1, "bounced", "550 no such user"), None),
        (ValueError("our own fault"), "unknown", (1, "unknown", "ValueError"), 10),
    ],
)
def test_each_fault_leaves_its_own_state(
    office: Organization,
    mail_server: FakeMailServer,
    fault: Exception,
    state: str,
    outcome: tuple[int, str, str],
    next_in: int | None,
) -> None:
    owed(a_production(office), a_party(office, "Kim"))
    mail_server.answer = raising(fault)  # type: ignore[assignment]

    [claimed] = claim_due(FRIDAY_18H, 10)
    deliver_claimed(claimed, lambda: FRIDAY_18H)

    assert states() == [(state, 1)]
    assert attempts() == [outcome]
    if next_in is None:
        assert claim_due(FRIDAY_18H + timedelta(days=1), 10) == []
    else:
        assert claim_due(FRIDAY_18H + next_in * SECONDS - timedelta(milliseconds=1), 10) == []
        assert [m.pk for m in claim_due(FRIDAY_18H + next_in * SECONDS, 10)] == [claimed.pk]


def test_a_server_that_defers_for_ever_is_asked_along_the_curve_and_given_up_at_the_deadline(
    office: Organization, mail_server: FakeMailServer
) -> None:
    owed(a_production(office), a_party(office, "Kim"))
    mail_server.answer = raising(MailDeferred("451 later"))  # type: ignore[assignment]
    at, tried = FRIDAY_18H, []
    while claimed := claim_due(at, 10):
        deliver_claimed(claimed[0], lambda: at)  # noqa: B023 - called at once
        tried.append((at - FRIDAY_18H).total_seconds())
        at = Message.objects.get().next_attempt_at

    assert tried[:7] == [0, 10, 40, 100, 220, 520, 820]
    assert len(tried) == 5 + 131
    assert states() == [("expired", 136)]


def test_a_message_past_its_deadline_is_not_sent(office: Organization, mail_server: FakeMailServer) -> None:
    owed(a_production(office), a_party(office, "Kim"))

    for message in claim_due(DEADLINE, 10):
        deliver_claimed(message, lambda: DEADLINE)

    assert (mail_server.taken, states(), attempts()) == ([], [("expired", 0)], [])


def test_after_two_hours_without_a_server_only_the_newest_goes_out(
    office: Organization, mail_server: FakeMailServer
) -> None:
    production, kim, lu = a_production(office), a_party(office, "Kim"), a_party(office, "Lu")
    owed(production, kim, lu)
    owed(production, kim, lu, sequence=2, at=FRIDAY_18H + timedelta(hours=1))

    at = FRIDAY_18H + timedelta(hours=2)
    for message in claim_due(at, 10):
        deliver_claimed(message, lambda: at)

    assert [mail.subject for mail in mail_server.taken] == ["Edition 2", "Edition 2"]
    assert states() == [("superseded", 0), ("superseded", 0), ("sent", 1), ("sent", 1)]


def test_a_claimed_message_that_was_replaced_meanwhile_is_put_aside(
    office: Organization, mail_server: FakeMailServer
) -> None:
    production, kim = a_production(office), a_party(office, "Kim")
    owed(production, kim)
    [claimed] = claim_due(FRIDAY_18H, 10)
    owed(production, kim, sequence=2)
    assert claim_due(FRIDAY_18H, 10) == []  # one in flight per party, topic and channel

    assert deliver_claimed(claimed, lambda: FRIDAY_18H) is None

    assert (mail_server.taken, states()) == ([], [("superseded", 0), ("queued", 0)])
    assert [m.sequence for m in claim_due(FRIDAY_18H, 10)] == [2]


def test_one_topic_in_flight_does_not_hold_up_another_topic_or_party(office: Organization) -> None:
    production, kim, lu = a_production(office), a_party(office, "Kim"), a_party(office, "Lu")
    owed(production, kim)
    claim_due(FRIDAY_18H, 10)

    owed(production, kim, topic="sheet:sunday")
    owed(production, lu)

    assert [(m.party_id, m.topic) for m in claim_due(FRIDAY_18H, 10)] == [
        (kim.pk, "sheet:sunday"), (lu.pk, "sheet:saturday"),
    ]  # fmt: skip


def test_what_a_dead_sender_began_is_sent_again_under_the_same_id_and_the_loss_is_kept(
    office: Organization, mail_server: FakeMailServer
) -> None:
    owed(a_production(office), a_party(office, "Kim"))
    mail_server.answer = raising(KeyboardInterrupt())  # type: ignore[assignment]
    [claimed] = claim_due(FRIDAY_18H, 10)
    with pytest.raises(KeyboardInterrupt):
        deliver_claimed(claimed, lambda: FRIDAY_18H)
    assert states() == [("sending", 1)]
    assert claim_due(FRIDAY_18H + 89 * SECONDS, 10) == []

    mail_server.answer = lambda mail: "250 taken"
    at = FRIDAY_18H + 90 * SECONDS
    [again] = claim_due(at, 10)
    deliver_claimed(again, lambda: at)

    assert [mail.message_id for mail in mail_server.taken] == [claimed.message_id]
    assert attempts() == [(1, "lost", "the sender went away while it was sending"), (2, "sent", "250 taken")]


def test_what_a_dead_sender_claimed_and_did_not_begin_waits_half_a_minute_and_loses_nothing(
    office: Organization, mail_server: FakeMailServer
) -> None:
    owed(a_production(office), a_party(office, "Kim"))
    claim_due(FRIDAY_18H, 10)

    assert claim_due(FRIDAY_18H + 29 * SECONDS, 10) == []
    assert len(claim_due(FRIDAY_18H + 30 * SECONDS, 10)) == 1
    assert attempts() == []


def test_a_sender_whose_lease_ran_out_neither_begins_nor_overwrites_what_another_did(
    office: Organization, mail_server: FakeMailServer
) -> None:
    owed(a_production(office), a_party(office, "Kim"))
    [slow] = claim_due(FRIDAY_18H, 10)
    [quick] = claim_due(FRIDAY_18H + 30 * SECONDS, 10)

    assert deliver_claimed(slow, lambda: FRIDAY_18H + 31 * SECONDS) is None
    deliver_claimed(quick, lambda: FRIDAY_18H + 32 * SECONDS)

    assert len(mail_server.taken) == 1
    assert states() == [("sent", 1)]


def test_an_answer_that_comes_after_the_lease_is_kept_as_a_fact_and_changes_no_state(
    office: Organization, mail_server: FakeMailServer
) -> None:
    owed(a_production(office), a_party(office, "Kim"))
    [slow] = claim_due(FRIDAY_18H, 10)
    at = FRIDAY_18H + 100 * SECONDS

    def another_sender_takes_over(mail: OutgoingMail) -> str:
        claim_due(at, 10)
        return "250 taken at last"

    mail_server.answer = another_sender_takes_over
    deliver_claimed(slow, lambda: FRIDAY_18H)

    assert states() == [("sending", 1)]
    assert [outcome for _, outcome, _ in attempts()] == ["lost", "sent"]


def test_a_party_erased_meanwhile_is_not_written_to(office: Organization, mail_server: FakeMailServer) -> None:
    kim = a_party(office, "Kim")
    owed(a_production(office), kim)
    blank_party(kim, at=FRIDAY_18H)

    for message in claim_due(FRIDAY_18H, 10):
        deliver_claimed(message, lambda: FRIDAY_18H)

    assert (mail_server.taken, states()) == ([], [("superseded", 0)])


def test_what_is_given_back_is_taken_again_at_once(office: Organization) -> None:
    production = a_production(office)
    owed(production, a_party(office, "Kim"), a_party(office, "Lu"))
    claimed = claim_due(FRIDAY_18H, 10)

    assert give_back(claimed[1:], FRIDAY_18H) == 1
    assert [m.pk for m in claim_due(FRIDAY_18H, 10)] == [claimed[1].pk]


def test_a_sender_that_wants_none_gets_none(office: Organization) -> None:
    owed(a_production(office), a_party(office, "Kim"))

    assert claim_due(FRIDAY_18H, 0) == []


def test_messages_that_must_wait_do_not_keep_back_those_behind_them(office: Organization) -> None:
    production, kim, lu = a_production(office), a_party(office, "Kim"), a_party(office, "Lu")
    owed(production, kim)
    [in_flight] = claim_due(FRIDAY_18H, 10)
    owed(production, kim, sequence=2)
    owed(production, lu)

    [claimed] = claim_due(FRIDAY_18H, 1)

    assert (in_flight.party, claimed.party) == (kim, lu)


def test_two_senders_by_turns_never_hold_the_same_message(office: Organization) -> None:
    production = a_production(office)
    owed(production, *(a_party(office, f"Party {number}") for number in range(9)))

    taken = [m.pk for _ in range(5) for m in claim_due(FRIDAY_18H, 2)]

    assert len(taken) == len(set(taken)) == 9


def test_the_sender_serves_every_organization_and_tells_each_production_once(
    office: Organization, mail_server: FakeMailServer
) -> None:
    production, other = a_production(office), an_organization("Other house")
    owed(production, a_party(office, "Kim"), a_party(office, "Lu"))
    with tenant_scope(other.pk):
        theirs = a_production(other)
        owed(theirs, a_party(other, "Sid"))

    claimed = claim_due(FRIDAY_18H, 10)
    for message in claimed:
        deliver_claimed(message, lambda: FRIDAY_18H)
    tell_followers(claimed, FRIDAY_18H)

    assert len(mail_server.taken) == 3
    assert list(Event.objects.values_list("production", "kind")) == [(production.pk, "delivery")]
    with tenant_scope(other.pk):
        assert list(Event.objects.values_list("production", "kind")) == [(theirs.pk, "delivery")]


@pytest.mark.postgresql
def test_four_senders_at_once_claim_nothing_twice_in_ten_thousand(
    transactional_office: Organization, mail_server: FakeMailServer
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; concurrency is shown on PostgreSQL")
    production = a_production(transactional_office)
    kim = a_party(transactional_office, "Kim")
    statistics_from_a_quiet_hour(production, kim)
    for number in range(10_000 // 500):
        with_topics = [f"sheet:{number}:{place}" for place in range(500)]
        rows = [owed_row(production, kim, topic) for topic in with_topics]
        Message.objects.bulk_create(rows)
    taken: list[list[int]] = [[], [], [], []]
    start = threading.Barrier(4)

    def send(mine: list[int]) -> None:
        start.wait()
        while claimed := claim_due(FRIDAY_18H, 50):
            mine.extend(message.pk for message in claimed)
        connections.close_all()

    threads = [threading.Thread(target=send, args=(mine,)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    counted = Counter(pk for mine in taken for pk in mine)
    assert (len(counted), max(counted.values())) == (10_000, 1)
    assert sum(bool(mine) for mine in taken) > 1


def statistics_from_a_quiet_hour(production, party) -> None:  # type: ignore[no-untyped-def]
    """Let PostgreSQL believe that nothing waits: a claim that joins the outbox with itself is then taken row by row."""
    rows = [owed_row(production, party, f"old:{number}") for number in range(500)]
    for row in rows:
        row.state = MessageState.SENT
    Message.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_message SET (autovacuum_enabled = false)")
        cursor.execute("ANALYZE core_message")


def owed_row(production, party, topic: str) -> Message:  # type: ignore[no-untyped-def]
    row = Message(
        organization_id=production.organization_id,
        production=production,
        party=party,
        topic=topic,
        sequence=1,
        kind="called",
        sealed=b"",
        queued_at=FRIDAY_18H,
        next_attempt_at=FRIDAY_18H,
        deadline=DEADLINE,
    )
    row.message_id = f"<{row.public_id}@test>"
    return row
