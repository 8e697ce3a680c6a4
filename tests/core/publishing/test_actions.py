"""Publishing, on real tables."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callboard.core.audit.models import AuditEntry
from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotAllowed, NotFound
from callboard.core.events.models import Event
from callboard.core.links.models import CapabilityLink
from callboard.core.links.rules import LinkEnded
from callboard.core.messages.models import Message
from callboard.core.organizations.models import Organization
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.actions import blank_party
from callboard.core.people.sealed import open_sealed
from callboard.core.publishing.actions import acknowledge_part, publish_edition
from callboard.core.publishing.models import CurrentEdition, Edition, EditionPart
from callboard.core.publishing.queries import current_edition, people_who_have_not_acknowledged, preview_edition
from callboard.core.publishing.rules import (
    CalledTwice,
    NobodyToSendTo,
    NumberTaken,
    PartyErased,
    PublishingTooLate,
)
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_member,
    a_party,
    a_production,
    access,
    an_organization,
)
from tests.core.publishing.scenes import (
    SIX_ON_SATURDAY,
    TOPIC,
    a_crew,
    a_draft,
    audiences,
    deliver_all,
    part_of,
    publish,
    token_of,
)

EVENING = FRIDAY_18H + timedelta(hours=1)
LATER = FRIDAY_18H + timedelta(hours=2)


def test_a_first_edition_calls_everybody_on_it(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")

    edition = publish(production, {gaffer: "07:00", grip: "07:30"}, ada)

    assert (edition.number, edition.color, edition.summary) == (1, "White", {"called": 2})
    assert (edition.published_by, edition.published_at) == (ada, FRIDAY_18H)
    assert audiences(edition) == {"Gaffer": "called", "Grip": "called"}
    assert current_edition(TOPIC) == edition
    assert people_who_have_not_acknowledged(edition) == [gaffer, grip]
    assert open_sealed(grip, part_of(edition, grip).sealed) == {
        "payload": {"call": "07:30", "place": "Old harbor"},
        "changes": [],
    }


def test_each_party_gets_one_message_with_a_fixed_id_a_deadline_and_a_link_of_their_own(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")

    edition = publish(production, {gaffer: "07:00", grip: "07:30"}, ada)

    messages = list(Message.objects.order_by("pk").select_related("party"))
    assert [(m.party, m.topic, m.sequence, m.kind, m.state, m.deadline, m.message_id) for m in messages] == [
        (party, TOPIC, 1, "called", "queued", SIX_ON_SATURDAY, f"<{m.public_id}@127.0.0.1>")
        for party, m in zip([gaffer, grip], messages, strict=True)
    ]
    links = {link.holder_key: link for link in CapabilityLink.objects.all()}
    assert set(links) == {gaffer.public_id, grip.public_id}
    assert {link.subject_key for link in links.values()} == {edition.public_id}
    assert token_of(edition, gaffer) != token_of(edition, grip)


def test_publishing_leaves_one_audit_row_with_counts_and_one_event(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)

    edition = publish(production, dict.fromkeys(a_crew(production, "Gaffer", "Grip"), "07:00"), ada)

    audit = AuditEntry.objects.get(verb="publish edition")
    assert (audit.actor, audit.subject_key, audit.detail) == (
        ada, str(edition.public_id), {"number": 1, "color": "White", "called": 2},
    )  # fmt: skip
    assert list(Event.objects.values_list("kind", "subject_key")) == [("edition", str(edition.public_id))]


def test_a_minors_call_goes_to_the_guardian_and_never_to_the_child(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    mia = a_party(
        office, "Mia", email="mia@child.example", is_minor=True, guardian_name="Eva", guardian_email="eva@home.example"
    )
    publish(production, {mia: "09:00"}, ada)

    deliver_all(FRIDAY_18H)

    assert [(mail.to, mail.text.split(":")[0]) for mail in mail_server.taken] == [("eva@home.example", "Eva")]


def test_a_reissue_tells_the_changed_what_changed_the_others_quietly_and_the_dropped_that_they_are_free(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip, runner, driver = a_crew(production, "Gaffer", "Grip", "Runner", "Driver")
    publish(production, {gaffer: "07:00", grip: "07:00", runner: "07:00"}, ada)
    deliver_all(FRIDAY_18H)

    blue = publish(production, {gaffer: "07:45", grip: "07:00", driver: "06:00"}, ada, EVENING)

    assert (blue.number, blue.color) == (2, "Blue")
    assert audiences(blue) == {"Driver": "called", "Gaffer": "changed", "Grip": "quiet", "Runner": "canceled"}
    assert open_sealed(gaffer, part_of(blue, gaffer).sealed) == {
        "payload": {"call": "07:45", "place": "Old harbor"},
        "changes": [{"label": "call", "before": "07:00", "after": "07:45"}],
    }
    assert open_sealed(runner, part_of(blue, runner).sealed) == {"payload": {}, "changes": []}
    deliver_all(EVENING)
    assert [mail.subject for mail in mail_server.taken[3:]] == [
        "changed Blue 07:45", "canceled Blue -", "called Blue 06:00", "quiet Blue 07:00",
    ]  # fmt: skip


def test_a_quiet_reissue_keeps_the_confirmation_and_a_changed_one_asks_again(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    white = publish(production, {gaffer: "07:00", grip: "07:00"}, ada)
    deliver_all(FRIDAY_18H)
    for party in (gaffer, grip):
        acknowledge_part(token_of(white, party), part_of(white, party).public_id, at=EVENING)
    assert people_who_have_not_acknowledged(white) == []

    blue = publish(production, {gaffer: "07:45", grip: "07:00"}, ada, EVENING)
    pink = publish(production, {gaffer: "07:45", grip: "07:00"}, ada, LATER)

    assert people_who_have_not_acknowledged(blue) == [gaffer]
    assert people_who_have_not_acknowledged(pink) == [gaffer]
    assert part_of(pink, grip).same_as == part_of(white, grip)


def test_a_part_that_did_not_change_but_never_left_is_told_in_full(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    white = publish(production, {gaffer: "07:00"}, ada)

    blue = publish(production, {gaffer: "07:00"}, ada, EVENING)

    assert audiences(blue) == {"Gaffer": "called"}
    assert part_of(blue, gaffer).same_as == part_of(white, gaffer)
    assert list(Message.objects.order_by("pk").values_list("sequence", "state")) == [(1, "superseded"), (2, "queued")]


def test_what_waited_for_somebody_who_gets_nothing_new_still_goes_out(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, runner = a_crew(production, "Gaffer", "Runner")
    publish(production, {gaffer: "07:00", runner: "07:00"}, ada)
    publish(production, {gaffer: "07:00"}, ada, EVENING)

    publish(production, {gaffer: "07:30"}, ada, LATER)

    runners = Message.objects.filter(party=runner).order_by("pk")
    assert list(runners.values_list("kind", "state")) == [("called", "superseded"), ("canceled", "queued")]


def test_a_head_gets_the_whole_sheet_and_is_told_when_it_changed(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    publish(production, {gaffer: "06:00", grip: "07:00"}, ada, kind="sheet for heads", heads=[grip])
    deliver_all(FRIDAY_18H)

    blue = publish(production, {gaffer: "06:30", grip: "07:00"}, ada, EVENING, kind="sheet for heads", heads=[grip])

    assert audiences(blue) == {"Gaffer": "changed", "Grip": "changed"}
    assert open_sealed(grip, part_of(blue, grip).sealed) == {
        "payload": {"call": "07:00", "place": "Old harbor"},
        "changes": [{"label": "call", "before": "06:00", "after": "06:30"}],
    }


def test_somebody_without_an_address_shows_as_bounced_at_once(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    vendor = a_party(office, "Crane house", email="")

    publish(production, {vendor: "05:00"}, ada)

    assert list(Message.objects.values_list("state", "last_answer", "settled_at")) == [
        ("bounced", "no e-mail address", FRIDAY_18H)
    ]


def test_two_who_publish_at_once_do_not_take_the_same_number(office: Organization) -> None:
    ada, bo, production = a_member(office), a_member(office, name="Bo"), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    adas, bos = a_draft(production, {gaffer: "07:00"}), a_draft(production, {gaffer: "08:00"})
    publish_edition(adas, by=ada, at=FRIDAY_18H)

    with pytest.raises(NumberTaken, match=r"Edition 1 \(White\) of this sheet was published meanwhile"):
        publish_edition(bos, by=bo, at=EVENING)

    assert [edition.published_by for edition in Edition.objects.all()] == [ada]


def test_the_database_itself_refuses_a_number_twice(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    draft = a_draft(production, {gaffer: "07:00"})
    publish_edition(draft, by=ada, at=FRIDAY_18H)
    CurrentEdition.objects.all().delete()  # as the second of two first editions would have seen it

    with pytest.raises(NumberTaken):
        publish_edition(a_draft(production, {gaffer: "07:00"}, expected_number=1), by=ada, at=EVENING)

    assert Edition.objects.count() == 1


def test_publishing_refuses_who_may_not_what_reaches_nobody_and_what_comes_too_late(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    crew_member = a_member(office, Role.CREW, "Cy")
    access(crew_member, production)
    stranger = a_member(an_organization("Other house"), name="Sid")
    gaffer, gone = a_crew(production, "Gaffer", "Gone")
    calls = {gaffer: "07:00"}
    draft = a_draft(production, calls)
    blank_party(gone, at=FRIDAY_18H)

    with pytest.raises(NotAllowed):
        publish_edition(draft, by=crew_member, at=FRIDAY_18H)
    with pytest.raises(NotFound):
        publish_edition(draft, by=stranger, at=FRIDAY_18H)
    with pytest.raises(NobodyToSendTo):
        publish(production, {}, ada)
    with pytest.raises(CalledTwice):
        publish(production, calls, ada, parts=[*draft.parts, *draft.parts])
    with pytest.raises(PublishingTooLate):
        publish(production, calls, ada, SIX_ON_SATURDAY)
    with pytest.raises(PartyErased):
        publish(production, {gone: "07:00"}, ada)
    assert (Edition.objects.count(), Message.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_a_preview_says_what_publishing_does_and_changes_nothing(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip, runner = a_crew(production, "Gaffer", "Grip", "Runner")
    publish(production, {gaffer: "07:00", runner: "07:00"}, ada)
    Engagement.objects.filter(party=grip).update(status_note="unsigned")
    draft = a_draft(production, {gaffer: "07:30", grip: "07:00"})

    plan = preview_edition(draft, by=ada, at=EVENING)

    assert (plan.number, plan.color, plan.replaces) == (2, "Blue", "White")
    assert [(part.party, part.audience, [str(b.what) for b in part.blockers]) for part in plan.parts] == [
        (gaffer, "called", []), (grip, "held", ["Grip has not signed"]), (runner, "canceled", []),
    ]  # fmt: skip
    assert Edition.objects.count() == 1
    assert publish_edition(draft, by=ada, at=EVENING).summary == plan.summary


def test_erasing_a_party_makes_their_part_unreadable_and_leaves_the_record_whole(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    gaffer, grip = a_crew(production, "Gaffer", "Grip")
    white = publish(production, {gaffer: "07:00", grip: "07:00"}, ada)
    token = token_of(white, gaffer)
    deliver_all(FRIDAY_18H)
    part, message = part_of(white, gaffer), Message.objects.get(party=gaffer)

    blank_party(gaffer, at=EVENING)
    blue = publish(production, {grip: "07:30"}, ada, EVENING)

    assert (open_sealed(gaffer, part.sealed), open_sealed(gaffer, message.sealed)) == (None, None)
    assert audiences(white) == {"Erased person": "called", "Grip": "called"}
    assert audiences(blue) == {"Grip": "changed"}
    with pytest.raises(LinkEnded):
        acknowledge_part(token, part.public_id, at=LATER)


def test_the_number_of_queries_does_not_grow_with_the_crew(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    crew = a_crew(production, "Gaffer", "Grip", "Runner")
    counted = []
    for size in (1, 3):
        first = a_draft(production, dict.fromkeys(crew[:size], "07:00"), topic=f"sheet:{size}", expected_number=1)
        with CaptureQueriesContext(connection) as fresh:
            publish_edition(first, by=ada, at=FRIDAY_18H)
        again = a_draft(production, dict.fromkeys(crew[:size], "07:30"), topic=f"sheet:{size}", expected_number=2)
        with CaptureQueriesContext(connection) as reissue:
            publish_edition(again, by=ada, at=EVENING)
        counted.append((_statements(fresh), _statements(reissue)))

    assert counted == [(14, 19), (14, 19)]


def _statements(captured: CaptureQueriesContext) -> int:
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT pg_")  # the last: order and wake-up of live updates
    return sum(not query["sql"].startswith(frame) for query in captured.captured_queries)


def test_another_organization_sees_nothing_of_it(office: Organization) -> None:
    ada, production = a_member(office), a_production(office)
    publish(production, dict.fromkeys(a_crew(production, "Gaffer"), "07:00"), ada)

    with tenant_scope(an_organization("Other house").pk):
        assert (Edition.objects.count(), EditionPart.objects.count(), Message.objects.count()) == (0, 0, 0)
