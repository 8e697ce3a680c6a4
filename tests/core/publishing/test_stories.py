"""The two stories of the call, and the race between a new edition and the mail of the old one, at action level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from callboard.core.engagements.models import Engagement
from callboard.core.messages.models import Message
from callboard.core.messages.sending import claim_due, deliver_claimed
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.people.models import Party
from callboard.core.people.rules import contact_address
from callboard.core.ports import OutgoingMail
from callboard.core.publishing.actions import release_held
from callboard.core.publishing.delivery import delivery
from callboard.core.publishing.delivery_rules import counts
from callboard.core.publishing.models import EditionPart, HeldPart
from callboard.core.readiness.actions import override_blocker
from callboard.core.readiness.queries import open_blockers
from tests.builders import FRIDAY_18H, SATURDAY, FakeMailServer, a_member, a_party, a_production, an_engagement
from tests.core.publishing.scenes import TOPIC, a_crew, deliver, deliver_all, publish

SEVEN_PM = FRIDAY_18H + timedelta(hours=1)


class Killed(BaseException):
    """The process is gone, in the middle of whatever it did."""


def storm_crew(production: Production) -> list[Party]:
    """60 crew, 9 cast (one aged 8), 24 background."""
    crew = a_crew(production, *(f"Crew {number:02}" for number in range(59)), "Generator driver")
    cast = [an_engagement(production, f"Cast {number}", "cast").party for number in range(8)]
    child = a_party(
        production.organization, "Mia", is_minor=True, guardian_name="Eva", guardian_email="eva@home.example"
    )
    an_engagement(production, "Mia", "cast", party=child)
    background = [an_engagement(production, f"Extra {number:02}", "background").party for number in range(24)]
    return [*crew, *cast, child, *background]


def send_all(claimed: list[Message], at: datetime) -> None:
    for message in claimed:
        deliver_claimed(message, lambda: at)


def last_subjects(mail_server: FakeMailServer) -> dict[str, str]:
    return {mail.to: mail.subject for mail in mail_server.taken}


def test_storm_all_93_end_on_the_newest_though_the_sender_is_killed_after_40_mails(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    everybody = storm_crew(production)
    assert len(everybody) == 93
    generator, actor = everybody[59], everybody[60]
    calls = dict.fromkeys(everybody, "07:00") | {generator: "05:30"}
    publish(production, calls, ada, place="Lighthouse")
    deliver_all(FRIDAY_18H)

    pushed = dict.fromkeys(everybody, "07:45") | {generator: "05:30", actor: "08:30"}
    publish(production, pushed, ada, SEVEN_PM, place="Old harbor")

    def take_40_then_die(mail: OutgoingMail) -> str:
        if len(mail_server.taken) == 93 + 40:
            mail_server.taken.append(mail)  # it had left already when the process died
            raise Killed
        return "250 taken"

    mail_server.answer = take_40_then_die
    claimed = claim_due(SEVEN_PM, 60)
    with pytest.raises(Killed):
        send_all(claimed, SEVEN_PM)

    mail_server.answer = lambda mail: "250 taken"
    deliver_all(SEVEN_PM + timedelta(seconds=1))  # started again at once: what nobody holds goes first
    deliver_all(SEVEN_PM + timedelta(seconds=31))  # claimed and not begun
    deliver_all(SEVEN_PM + timedelta(seconds=91))  # begun, and nobody knows

    assert last_subjects(mail_server) == {
        contact_address(party): f"changed Blue {call}" for party, call in pushed.items()
    }
    doubles = [
        mail_id for mail_id, count in Counter(mail.message_id for mail in mail_server.taken).items() if count > 1
    ]
    assert len(doubles) == 1
    twice = [mail for mail in mail_server.taken if mail.message_id == doubles[0]]
    assert twice[0] == twice[1]
    assert counts(delivery(ada, production, TOPIC, at=SEVEN_PM + timedelta(minutes=2))) == {"sent": 93}


def test_storm_the_generator_whose_call_and_place_stand_is_told_quietly(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    generator, grip = a_crew(production, "Generator driver", "Grip")
    publish(production, {generator: "05:30", grip: "07:00"}, ada)
    deliver_all(FRIDAY_18H)

    publish(production, {generator: "05:30", grip: "07:45"}, ada, SEVEN_PM)
    deliver_all(SEVEN_PM)

    assert last_subjects(mail_server) == {
        "generator.driver@crew.example": "quiet Blue 05:30", "grip@crew.example": "changed Blue 07:45",
    }  # fmt: skip


def test_unsigned_holds_4_of_90_sends_86_and_one_override_makes_87(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    everybody = a_crew(production, *(f"Party {number:02}" for number in range(90)))
    held = everybody[:4]  # the lead, the camera house, a driver, a child
    Engagement.objects.filter(party__in=held).update(status_note="unsigned")

    edition = publish(production, dict.fromkeys(everybody, "07:00"), ada)
    deliver_all(FRIDAY_18H)

    assert edition.summary == {"called": 86, "held": 4}
    assert {mail.to for mail in mail_server.taken} == {party.email for party in everybody[4:]}
    assert counts(delivery(ada, production, TOPIC, at=FRIDAY_18H)) == {"held": 4, "sent": 86}

    [blocker] = open_blockers("test sheet", production, [held[0].pk], SATURDAY)[held[0].pk]
    override_blocker(
        production, held[0], blocker, SATURDAY, reason="The agent confirmed by phone.", by=ada, at=SEVEN_PM
    )
    release_held(HeldPart.objects.get(party=held[0]), by=ada, at=SEVEN_PM)
    deliver_all(SEVEN_PM)

    assert [mail.to for mail in mail_server.taken[86:]] == [held[0].email]
    assert EditionPart.objects.filter(edition=edition).count() == 87
    assert counts(delivery(ada, production, TOPIC, at=SEVEN_PM)) == {"held": 3, "silent": 86, "sent": 1}
    assert not any("agent" in mail.text or "sign" in mail.text for mail in mail_server.taken)


def publish_pink(production: Production, crew: list[Party], ada: Membership, topic: str) -> Callable[[], None]:
    """The next edition: the first half is called at 08:00, the second half stays at 07:45."""
    half = len(crew) // 2
    calls = dict.fromkeys(crew[:half], "08:00") | dict.fromkeys(crew[half:], "07:45")
    return lambda: void(publish(production, calls, ada, SEVEN_PM, topic=topic, expected_number=3))


def void(_: object) -> None:
    return None


@pytest.mark.parametrize("moment", ["before claiming", "after claiming", "while handing over"])
@pytest.mark.parametrize("sent_before", range(5))
def test_nobodys_last_mail_is_the_old_edition_wherever_the_new_one_comes_in(
    office: Organization, mail_server: FakeMailServer, sent_before: int, moment: str
) -> None:
    ada, production = a_member(office), a_production(office)
    crew = a_crew(production, "Gaffer", "Grip", "Driver", "Runner")
    publish(production, dict.fromkeys(crew, "07:00"), ada)
    deliver_all(FRIDAY_18H)
    publish(production, dict.fromkeys(crew, "07:45"), ada, FRIDAY_18H)
    deliver(FRIDAY_18H, limit=sent_before)
    pink = publish_pink(production, crew, ada, TOPIC)

    if moment == "while handing over":
        mail_server.answer = once(pink)
        deliver(SEVEN_PM, limit=1)
        mail_server.answer = lambda mail: "250 taken"
        if sent_before == 4:
            pink()  # nothing was left to hand over
    else:
        claimed = claim_due(SEVEN_PM, 2) if moment == "after claiming" else []
        pink()
        send_all(claimed, SEVEN_PM)
    deliver_all(SEVEN_PM)

    told = {mail.to: mail for mail in mail_server.taken}
    assert {to: mail.subject.split(" ", 1)[1] for to, mail in told.items()} == {
        "gaffer@crew.example": "Pink 08:00", "grip@crew.example": "Pink 08:00",
        "driver@crew.example": "Pink 07:45", "runner@crew.example": "Pink 07:45",
    }  # fmt: skip
    assert not Message.objects.exclude(state__in=["sent", "superseded"]).exists()
    before_pink = mail_server.taken[: 4 + sent_before]
    for party in crew[2:]:  # same as blue: quiet, but only for those whom blue surely reached before pink came
        blue_came = any("Blue" in mail.subject for mail in before_pink if mail.to == party.email)
        assert told[party.email].subject.startswith("quiet" if blue_came else "changed")


def once(effect: Callable[[], None]) -> Callable[[OutgoingMail], str]:
    """A mail server in whose first answer something else happens."""
    left = [effect]

    def answer(mail: OutgoingMail) -> str:
        if left:
            left.pop()()
        return "250 taken"

    return answer


def test_what_is_being_handed_over_when_a_new_edition_comes_out_is_followed_by_it(
    office: Organization, mail_server: FakeMailServer
) -> None:
    ada, production = a_member(office), a_production(office)
    [gaffer] = a_crew(production, "Gaffer")
    publish(production, {gaffer: "07:00"}, ada)
    two_at_once: list[int] = []

    def a_new_edition_and_a_second_sender(mail: OutgoingMail) -> str:
        if "White" in mail.subject:
            publish(production, {gaffer: "07:45"}, ada, SEVEN_PM)
            two_at_once.append(len(claim_due(SEVEN_PM, 10)))
        return "250 taken"

    mail_server.answer = a_new_edition_and_a_second_sender
    deliver_all(SEVEN_PM)

    assert two_at_once == [0]
    assert [mail.subject for mail in mail_server.taken] == ["called White 07:00", "called Blue 07:45"]
