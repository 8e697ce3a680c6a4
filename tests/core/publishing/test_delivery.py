"""The board of deliveries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotAllowed
from callboard.core.messages.rules import MessageState
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.ports import MailRefused, MailUnknown, OutgoingMail
from callboard.core.publishing.actions import acknowledge_by_phone, acknowledge_part, open_part
from callboard.core.publishing.delivery import delivery
from callboard.core.publishing.delivery_rules import DeliveryState, Signs, counts, delivery_state
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_department,
    a_member,
    a_party,
    a_production,
    access,
    an_engagement,
)
from tests.core.publishing.scenes import (
    SIX_ON_SATURDAY,
    TOPIC,
    a_crew,
    deliver,
    deliver_all,
    part_of,
    publish,
    token_of,
)

EVENING = FRIDAY_18H + timedelta(hours=1)
LATER = FRIDAY_18H + timedelta(hours=2)


def refuse_some(mail: OutgoingMail) -> str:
    if mail.to.startswith("bounced"):
        raise MailRefused(f"550 no such user {mail.to}")
    if mail.to.startswith("unknown"):
        raise MailUnknown("line broke")
    return "250 taken"


def test_each_state_is_told_apart(office: Organization, mail_server: FakeMailServer) -> None:
    ada, production = a_member(office), a_production(office)
    names = ("Bounced", "Confirmed", "Held", "Opened", "Phoned", "Queued", "Sent", "Unknown")
    crew = dict(zip(names, a_crew(production, *names), strict=True))
    Engagement.objects.filter(party=crew["Held"]).update(status_note="unsigned")
    white = publish(production, {party: "07:00" for name, party in crew.items() if name != "Queued"}, ada)
    mail_server.answer = refuse_some
    deliver(FRIDAY_18H)
    acknowledge_part(token_of(white, crew["Confirmed"]), part_of(white, crew["Confirmed"]).public_id, at=EVENING)
    acknowledge_by_phone(part_of(white, crew["Phoned"]), by=ada, at=EVENING)
    open_part(token_of(white, crew["Opened"]), at=FRIDAY_18H)

    rows = {row.name: row for row in delivery(ada, production, TOPIC, at=FRIDAY_18H)}

    assert {name: row.state.value for name, row in rows.items()} == {
        "Bounced": "bounced", "Confirmed": "confirmed", "Held": "held", "Opened": "opened", "Phoned": "confirmed",
        "Sent": "sent", "Unknown": "unknown",
    }  # fmt: skip
    assert rows["Bounced"].answer == "550 no such user …"
    assert rows["Unknown"].next_attempt_at == FRIDAY_18H + timedelta(seconds=10)
    assert (rows["Phoned"].confirmed_via, rows["Confirmed"].confirmed_via) == ("phone", "link")
    assert [blocker["code"] for blocker in rows["Held"].blockers] == ["contract_unsigned"]
    assert counts(rows.values()) == {
        "bounced": 1, "held": 1, "unknown": 1, "sent": 1, "opened": 1, "confirmed": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (Signs(message_state=MessageState.QUEUED, deadline=SIX_ON_SATURDAY), "queued"),
        (Signs(message_state=MessageState.QUEUED, deadline=EVENING), "expired"),
        (Signs(message_state=MessageState.SENT, sent_at=EVENING - timedelta(minutes=59)), "sent"),
        (Signs(message_state=MessageState.SENT, sent_at=EVENING - timedelta(minutes=60)), "silent"),
        (Signs(message_state=MessageState.SENT, sent_at=FRIDAY_18H, opened_at=FRIDAY_18H), "silent"),
        (Signs(message_state=MessageState.UNKNOWN, opened_at=EVENING), "opened"),
        (Signs(message_state=MessageState.BOUNCED, confirmed_at=EVENING), "confirmed"),
        (Signs(message_state=MessageState.SENT, confirmed_at=EVENING, is_held=True), "held"),
        (Signs(), "superseded"),
    ],
)
def test_one_state_says_most(signs: Signs, expected: str) -> None:
    assert delivery_state(signs, EVENING) == DeliveryState(expected)


def test_a_cancelation_stays_on_the_board_until_it_is_confirmed_whatever_is_published_after(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, runner = a_crew(production, "Gaffer", "Runner")
    publish(production, {gaffer: "07:00", runner: "07:00"}, ada)
    publish(production, {gaffer: "07:00"}, ada, EVENING)
    publish(production, {gaffer: "07:30"}, ada, LATER)

    rows = delivery(ada, production, TOPIC, at=LATER)

    assert [(row.name, row.audience, row.number, row.state) for row in rows] == [
        ("Gaffer", "called", 3, "queued"), ("Runner", "canceled", 2, "queued"),
    ]  # fmt: skip


def test_an_opening_of_the_old_part_does_not_count_for_a_changed_one_but_does_for_a_quiet_one(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    white = publish(production, {gaffer: "07:00", grip: "07:00"}, ada)
    deliver_all(FRIDAY_18H)
    for party in (gaffer, grip):
        open_part(token_of(white, party), at=FRIDAY_18H)
    publish(production, {gaffer: "07:45", grip: "07:00"}, ada, EVENING)
    deliver_all(EVENING)

    rows = delivery(ada, production, TOPIC, at=EVENING)

    assert [(row.name, row.state, row.opened_at) for row in rows] == [
        ("Gaffer", "sent", None), ("Grip", "opened", FRIDAY_18H),
    ]  # fmt: skip


def test_rows_stand_in_the_order_of_the_crew_list(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    camera = a_department(production, "Camera", position=2)
    grips = a_department(production, "Grip", position=1)
    calls = {
        an_engagement(production, "Van house", "vendor", position="Vans").party: "05:00",
        an_engagement(production, "Zoe", department=camera, position="Focus puller").party: "07:00",
        an_engagement(production, "Bea", department=camera, position="Operator").party: "07:00",
        an_engagement(production, "Gil", department=grips, position="Key grip").party: "07:00",
        an_engagement(production, "Mia", "cast", position="The girl").party: "09:00",
    }
    publish(production, calls, ada)

    rows = delivery(ada, production, TOPIC, at=FRIDAY_18H)

    assert [(row.kind, row.department, row.position, row.name) for row in rows] == [
        ("cast", "", "The girl", "Mia"),
        ("crew", "Grip", "Key grip", "Gil"),
        ("crew", "Camera", "Operator", "Bea"),
        ("crew", "Camera", "Focus puller", "Zoe"),
        ("vendor", "", "Vans", "Van house"),
    ]


def test_phones_answers_and_blockers_are_shown_to_those_only_who_may_see_them(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    head = a_member(office, Role.HEAD_OF_DEPARTMENT, "Hal")
    crew_member = a_member(office, Role.CREW, "Cy")
    access(head, production)
    access(crew_member, production)
    gaffer = a_party(office, "Gaffer", phone="+49 40 1")
    mia = a_party(
        office, "Mia", phone="+49 40 2", is_minor=True, guardian_phone="+49 40 3", guardian_email="eva@home.example"
    )
    lead = an_engagement(production, "Lead", status_note="unsigned").party
    publish(production, {gaffer: "07:00", mia: "09:00", lead: "08:00"}, ada)
    deliver_all(FRIDAY_18H)

    shown = {
        member.name: [
            (row.name, row.phone, row.answer, len(row.blockers))
            for row in delivery(member, production, TOPIC, at=EVENING)
        ]
        for member in (ada, head)
    }

    assert shown == {
        "Ada": [("Lead", "", "", 1), ("Gaffer", "+49 40 1", "250 taken", 0), ("Mia", "+49 40 3", "250 taken", 0)],
        "Hal": [("Lead", "", "", 0), ("Gaffer", "+49 40 1", "250 taken", 0), ("Mia", "", "250 taken", 0)],
    }
    with pytest.raises(NotAllowed):
        delivery(crew_member, production, TOPIC, at=EVENING)


@pytest.mark.parametrize("size", [1, 3])
def test_the_board_takes_seven_queries(office: Organization, size: int) -> None:
    ada, production = a_member(office), a_production(office)
    crew = a_crew(production, "Gaffer", "Grip", "Runner")[:size]
    publish(production, dict.fromkeys(crew, "07:00"), ada)
    publish(production, dict.fromkeys(crew, "07:30"), ada, EVENING)

    with CaptureQueriesContext(connection) as captured:
        rows = delivery(ada, production, TOPIC, at=EVENING)

    assert [row.name for row in rows] == [party.name for party in crew]
    assert len(captured.captured_queries) == 7


def test_a_topic_that_was_never_published_has_an_empty_board(office: Organization) -> None:
    assert delivery(a_member(office), a_production(office), TOPIC, at=FRIDAY_18H) == []
