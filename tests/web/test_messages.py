"""The delivery board and the mailbox, as each role sees and uses them."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callboard.core.messages.actions import drop_into_mailbox
from callboard.core.messages.models import Message
from callboard.core.organizations.models import Production
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.core.people.models import Party
from callboard.core.ports import MailRefused, OutgoingMail
from callboard.core.publishing.models import Acknowledgement, HeldPart
from callboard.core.publishing.rules import register_kind
from callboard.core.readiness.models import Override
from callboard.core.readiness.rules import Blocker, Requirement, register_check
from callboard.film.callsheets.telling import CALL_SHEET_KIND
from tests.builders import (
    FakeMailServer,
    a_department,
    a_member,
    a_production,
    access,
    an_engagement,
    an_organization,
)
from tests.web.published import TOPIC, Saltmarsh, a_part, logged_in, now

pytestmark = pytest.mark.django_db
LICENCE = Requirement("licence", "The licence of %(name)s is missing", "transport", "Ask %(name)s for a copy")
INSURANCE = Requirement("insurance", "%(name)s is not insured", "office", "Call the broker")
HELD_KIND = replace(CALL_SHEET_KIND, name="callsheet", check_kind="web test call")
uncleared: dict[int, list[Requirement]] = {}


def clearance(production: Production, party_ids: Sequence[int], on: date) -> Iterable[Blocker]:
    """Holds whoever a test put into `uncleared`; asks the database once, as a real check would."""
    for party in Party.objects.filter(pk__in=party_ids):
        for requirement in uncleared.get(party.pk, []):
            yield requirement.unmet_by(party.pk, key=requirement.code, due_on=on, name=party.name)


register_check("web test call", clearance)


@pytest.fixture(autouse=True)
def _own_checks() -> Any:
    uncleared.clear()
    register_kind(HELD_KIND)
    yield
    register_kind(CALL_SHEET_KIND)


@pytest.fixture
def saltmarsh(mail_server: FakeMailServer) -> Saltmarsh:
    return Saltmarsh(mail_server)


def a_crew(scene: Saltmarsh, *names: str, **fields: Any) -> list[Party]:
    with tenant_scope(scene.organization.pk):
        camera = a_department(scene.production, "Camera", position=1)
        parties = [an_engagement(scene.production, name, department=camera).party for name in names]
        for party in parties:
            party.phone = fields.get("phone", "+49 151 5550100")
            party.save()
    return parties


def board(client: Client, scene: Saltmarsh, query: str = "") -> str:
    response = client.get(reverse("messages:delivery", args=[scene.production.public_id]) + query)
    assert response.status_code == 200
    return response.content.decode()


def table_words(body: str) -> list[str]:
    """Each row of the board as a reader hears it."""
    rows = re.findall(r"<tr[ >].*?</tr>", body[body.index("<tbody") :], re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def figures(body: str) -> dict[str, int]:
    found = re.findall(r"<strong>(\d+)</strong> <span>([^<]+)</span>", body)
    return {label: int(count) for count, label in found}


def names(body: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'<th scope="row">([^<]+)', body)]


def act(client: Client, scene: Saltmarsh, page: str, key: Any, /, **fields: str) -> Any:
    address = reverse(f"messages:{page}", args=[scene.production.public_id, TOPIC, key])
    return client.post(address, {"request_key": uuid4().hex, **fields}, follow=True)


def test_the_board_says_of_each_party_how_far_their_call_has_got(saltmarsh: Saltmarsh) -> None:
    """Ann confirmed on the phone, Bob stays silent, Cyd's address is wrong, Dan is held, Eve was just told."""
    ann, bob, cyd, dan, eve = a_crew(saltmarsh, "Ann", "Bob", "Cyd", "Dan", "Eve")
    uncleared[dan.pk] = [LICENCE]
    saltmarsh.server.answer = _refusing(cyd.email)
    parts = {party: a_part() for party in (ann, bob, cyd, dan)}
    saltmarsh.publish(parts, at=now() - timedelta(hours=2))
    saltmarsh.publish({**parts, eve: a_part()}, at=now())
    client = logged_in(saltmarsh.coordinator)
    act(client, saltmarsh, "told", _part_key(saltmarsh, ann))

    body = board(client, saltmarsh)

    assert figures(body) == {
        "In all": 5, "Queued": 0, "Sent": 2, "Opened": 0, "Confirmed": 1, "Silent": 0, "Bounced": 1, "Held": 1,
    }  # fmt: skip
    told = dict(zip(names(body), (row for row in table_words(body) if "stand" not in row), strict=False))
    assert told["Ann"].startswith("Ann Grip Camera Unchanged Confirmed")
    assert "on the phone" in told["Ann"]
    assert told["Bob"].startswith("Bob Grip Camera Unchanged Sent")
    assert told["Cyd"].startswith("Cyd Grip Camera Called Bounced 550 no such mailbox")
    assert "The licence of Dan is missing transport sees to it. Ask Dan for a copy" in " ".join(table_words(body))


def _refusing(address: str) -> Any:
    def answer(mail: OutgoingMail) -> str:
        if mail.to == address:
            raise MailRefused("550 no such mailbox")
        return "250 taken"

    return answer


def _part_key(scene: Saltmarsh, party: Party) -> Any:
    with tenant_scope(scene.organization.pk):
        return party.parts.latest("pk").public_id


def _message_key(scene: Saltmarsh, party: Party) -> Any:
    with tenant_scope(scene.organization.pk):
        return party.messages.latest("pk").public_id


def test_the_silent_are_filtered_and_printed_with_their_numbers(saltmarsh: Saltmarsh) -> None:
    ann, bob = a_crew(saltmarsh, "Ann", "Bob")
    saltmarsh.publish({ann: a_part(), bob: a_part()}, at=now() - timedelta(hours=2))
    client = logged_in(saltmarsh.coordinator)
    act(client, saltmarsh, "told", _part_key(saltmarsh, ann))

    assert names(board(client, saltmarsh, "?state=silent")) == ["Bob"]
    assert names(board(client, saltmarsh, "?state=confirmed")) == ["Ann"]
    assert names(board(client, saltmarsh, "?search=an&sort=name")) == ["Ann"]
    assert names(board(client, saltmarsh, "?sort=state")) == ["Bob", "Ann"]
    assert names(board(client, saltmarsh, "?sort=confirmed")) == ["Ann", "Bob"]
    assert names(board(client, saltmarsh, "?department=Sound")) == []
    printed = client.get(reverse("messages:phone_list", args=[saltmarsh.production.public_id, TOPIC]))
    assert table_words(printed.content.decode()) == ["☐ Bob Grip Camera +49 151 5550100 Silent Called"]
    assert 'href="tel:+491515550100"' in printed.content.decode()


def test_the_table_as_a_file_holds_the_same_rows(saltmarsh: Saltmarsh) -> None:
    ann, bob = a_crew(saltmarsh, "=Ann", "Bob")
    saltmarsh.publish({ann: a_part(), bob: a_part()}, at=now() - timedelta(hours=2))
    client = logged_in(saltmarsh.coordinator)
    files = [reverse(f"messages:{form}", args=[saltmarsh.production.public_id, TOPIC]) for form in ("csv", "xlsx")]

    as_csv, as_xlsx = (client.get(address) for address in files)

    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    assert rows[0][:6] == ["Department", "Name", "Position", "Told as", "Edition", "State"]
    assert [row[:6] for row in rows[1:]] == [
        ["Camera", "'=Ann", "Grip", "Called", "1", "Silent"],
        ["Camera", "Bob", "Grip", "Called", "1", "Silent"],
    ]
    assert as_xlsx.content[:2] == b"PK"


def test_confirming_on_the_phone_twice_is_one_fact(saltmarsh: Saltmarsh) -> None:
    [ann] = a_crew(saltmarsh, "Ann")
    saltmarsh.publish({ann: a_part()})
    client = logged_in(saltmarsh.coordinator)

    for _ in range(2):
        answer = act(client, saltmarsh, "told", _part_key(saltmarsh, ann))
        assert "Ann confirmed on the phone." in answer.content.decode()

    with tenant_scope(saltmarsh.organization.pk):
        assert [(fact.via, fact.recorded_by_name) for fact in Acknowledgement.objects.all()] == [("phone", "Ada")]


def test_a_bounced_mail_goes_again_to_the_corrected_address(saltmarsh: Saltmarsh) -> None:
    [cyd] = a_crew(saltmarsh, "Cyd")
    saltmarsh.server.answer = _refusing(cyd.email)
    saltmarsh.publish({cyd: a_part()})
    client = logged_in(saltmarsh.coordinator)
    assert "Send to the corrected address" in board(client, saltmarsh)
    with tenant_scope(saltmarsh.organization.pk):
        cyd.email = "cyd@right.example"
        cyd.save()

    answer = act(client, saltmarsh, "again", _message_key(saltmarsh, cyd), address="corrected")

    assert "The message to Cyd is queued again." in answer.content.decode()
    assert figures(answer.content.decode())["Queued"] == 1


def test_a_form_without_its_key_does_nothing(saltmarsh: Saltmarsh) -> None:
    [ann] = a_crew(saltmarsh, "Ann")
    saltmarsh.publish({ann: a_part()})
    address = reverse("messages:told", args=[saltmarsh.production.public_id, TOPIC, _part_key(saltmarsh, ann)])
    client = logged_in(saltmarsh.coordinator)

    assert [client.post(address).status_code, client.get(address).status_code] == [422, 405]
    with tenant_scope(saltmarsh.organization.pk):
        assert Acknowledgement.objects.count() == 0


def test_overriding_the_last_blocker_with_a_reason_sends_the_call(saltmarsh: Saltmarsh) -> None:
    """Two things are missing: the first override leaves Dan held, the second sends his call."""
    ann, dan = a_crew(saltmarsh, "Ann", "Dan")
    uncleared[dan.pk] = [LICENCE, INSURANCE]
    saltmarsh.publish({ann: a_part(), dan: a_part()})
    with tenant_scope(saltmarsh.organization.pk):
        hold = HeldPart.objects.get()
    client = logged_in(saltmarsh.coordinator)

    unexplained = act(client, saltmarsh, "override", hold.public_id, code="licence", key="licence", reason="")
    first = act(
        client, saltmarsh, "override", hold.public_id, code="licence", key="licence", reason="Seen it in person today"
    )
    early = act(client, saltmarsh, "release", hold.public_id)
    uncleared[dan.pk] = [INSURANCE]  # the test's check knows no overrides of its own; readiness does
    second = act(
        client, saltmarsh, "override", hold.public_id, code="insurance", key="insurance", reason="Broker confirmed it"
    )

    assert unexplained.status_code == 422
    assert "Overridden. Dan is still held: 1 more." in first.content.decode()
    assert early.status_code == 422
    assert "Dan is not insured" in early.content.decode()
    assert "Overridden. The call of Dan is on its way." in second.content.decode()
    assert figures(board(client, saltmarsh))["Held"] == 0
    with tenant_scope(saltmarsh.organization.pk):
        assert [(row.blocker_code, row.reason) for row in Override.objects.order_by("pk")] == [
            ("licence", "Seen it in person today"),
            ("insurance", "Broker confirmed it"),
        ]


def test_what_was_cleared_meanwhile_is_released_with_one_press(saltmarsh: Saltmarsh) -> None:
    ann, dan = a_crew(saltmarsh, "Ann", "Dan")
    uncleared[dan.pk] = [LICENCE]
    saltmarsh.publish({ann: a_part(), dan: a_part()})
    with tenant_scope(saltmarsh.organization.pk):
        hold = HeldPart.objects.get()
    client = logged_in(saltmarsh.coordinator)
    uncleared.clear()
    assert "Release the call of Dan" in board(client, saltmarsh)

    answer = act(client, saltmarsh, "release", hold.public_id)

    assert "The call of Dan is on its way." in answer.content.decode()
    assert figures(answer.content.decode())["Queued"] == 1


def test_behind_the_link_of_somebody_held_is_neither_the_old_call_nor_why(saltmarsh: Saltmarsh) -> None:
    ann, dan = a_crew(saltmarsh, "Ann", "Dan")
    saltmarsh.publish({ann: a_part(), dan: a_part()})
    uncleared[dan.pk] = [LICENCE]
    saltmarsh.publish({ann: a_part(), dan: a_part()})

    body = Client().get(f"/l/{saltmarsh.token(dan)}/").content.decode()

    assert "Your call is being confirmed" in body
    assert [word for word in ("Old harbor", "07:00", "licence", "Confirm my call") if word in body] == []


@pytest.mark.parametrize(
    ("role", "status", "sees_phones", "may_act"),
    [
        (Role.COORDINATOR, 200, True, True),
        (Role.ASSISTANT_DIRECTOR, 200, True, True),
        (Role.HEAD_OF_DEPARTMENT, 200, True, False),
        (Role.CREW, 403, False, False),
        (Role.STOREKEEPER, 403, False, False),
    ],
)
def test_each_role_sees_what_it_may(
    saltmarsh: Saltmarsh, role: Role, status: int, sees_phones: bool, may_act: bool
) -> None:
    [ann] = a_crew(saltmarsh, "Ann")
    saltmarsh.publish({ann: a_part()})
    with tenant_scope(saltmarsh.organization.pk):
        member = a_member(saltmarsh.organization, role, "Rolf")
        access(member, saltmarsh.production)
    client = logged_in(member)
    key = _part_key(saltmarsh, ann)

    response = client.get(reverse("messages:delivery", args=[saltmarsh.production.public_id]))

    assert response.status_code == status
    assert ("+49 151 5550100" in response.content.decode()) is sees_phones
    assert ("Confirmed on the phone" in response.content.decode()) is may_act
    assert act(client, saltmarsh, "told", key).status_code == (200 if may_act else 403)


def test_to_a_stranger_none_of_it_is_there(saltmarsh: Saltmarsh) -> None:
    [ann] = a_crew(saltmarsh, "Ann")
    saltmarsh.publish({ann: a_part()})
    stranger = logged_in(a_member(an_organization("Elsewhere"), name="Stranger"))
    production = saltmarsh.production.public_id
    addresses = [
        reverse("messages:delivery", args=[production]),
        *(reverse(f"messages:{name}", args=[production, TOPIC]) for name in ("topic", "phone_list", "csv", "xlsx")),
    ]

    assert [stranger.get(address).status_code for address in addresses] == [404] * 5
    assert act(stranger, saltmarsh, "told", _part_key(saltmarsh, ann)).status_code == 404
    assert act(stranger, saltmarsh, "again", _message_key(saltmarsh, ann)).status_code == 404


def test_before_anything_was_published_the_page_says_what_will_be_here(saltmarsh: Saltmarsh) -> None:
    client = logged_in(saltmarsh.coordinator)

    assert "Nothing was published yet." in board(client, saltmarsh)
    unknown = reverse("messages:topic", args=[saltmarsh.production.public_id, "callsheet:none"])
    assert client.get(unknown).status_code == 404


def test_the_board_costs_the_same_queries_for_one_party_and_for_three(saltmarsh: Saltmarsh) -> None:
    """One party told and one held, then three and one."""
    *crew, dan = a_crew(saltmarsh, "Ann", "Bob", "Cyd", "Dan")
    uncleared[dan.pk] = [LICENCE]
    client = logged_in(saltmarsh.coordinator)
    board(client, saltmarsh)
    counts = []
    for number in (1, 3):
        saltmarsh.publish({party: a_part() for party in (*crew[:number], dan)})
        with CaptureQueriesContext(connection) as queries:
            board(client, saltmarsh)
        counts.append(len(queries))

    assert counts == [19, 19]


def a_mail(scene: Saltmarsh, subject: str, **fields: str) -> None:
    mail = OutgoingMail(
        organization_id=scene.organization.pk,
        message_id=fields.get("message_id", f"<{uuid4()}@callboard.example>"),
        to=fields.get("to", "bo@crew.example"),
        subject=subject,
        text=fields.get("text", "Your call is 07:00. https://callboard.example/l/abc/"),
        html=fields.get("html", ""),
    )
    drop_into_mailbox(mail, at=now())


def mail_rows(client: Client, query: str = "") -> list[str]:
    body = client.get(reverse("messages:mailbox") + query).content.decode()
    rows = table_words(body) if "<tbody" in body else []
    return [re.sub(r" 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC.*$", "", row) for row in rows]


def test_the_mailbox_shows_what_left_newest_first_and_marks_doubles(saltmarsh: Saltmarsh) -> None:
    a_mail(saltmarsh, "First", message_id="<same@callboard.example>")
    a_mail(saltmarsh, "First", message_id="<same@callboard.example>")
    a_mail(saltmarsh, "Second", to="cleo@crew.example", text="Hello Cleo")
    client = logged_in(saltmarsh.coordinator)

    assert mail_rows(client) == [
        "Second cleo@crew.example",
        "First 2 copies, one Message-ID bo@crew.example",
        "First 2 copies, one Message-ID bo@crew.example",
    ]
    assert mail_rows(client, "?search=cleo") == ["Second cleo@crew.example"]
    assert mail_rows(client, "?search=nobody") == []


def test_a_mail_is_read_as_text_with_links_to_follow_and_its_html_is_never_rendered(saltmarsh: Saltmarsh) -> None:
    a_mail(saltmarsh, "Call", html='<img src=x onerror="alert(1)"><b>Seven</b>', message_id="<m1@callboard.example>")
    client = logged_in(saltmarsh.coordinator)
    body = client.get(reverse("messages:mailbox")).content.decode()
    [address] = re.findall(r'href="(/mailbox/[^"]+/)"', body)

    mail = client.get(address).content.decode()

    assert 'href="https://callboard.example/l/abc/"' in mail
    assert "&lt;m1@callboard.example&gt;" in mail
    assert "<img src=x" not in mail
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in mail


def test_the_mailbox_is_for_those_who_publish_calls_of_that_organization(saltmarsh: Saltmarsh) -> None:
    a_mail(saltmarsh, "Canary")
    stranger = logged_in(a_member(an_organization("Elsewhere"), name="Stranger"))
    crew = logged_in(a_member(saltmarsh.organization, Role.CREW, "Crew"))
    body = logged_in(saltmarsh.coordinator).get(reverse("messages:mailbox")).content.decode()
    [address] = re.findall(r'href="(/mailbox/[^"]+/)"', body)

    assert mail_rows(stranger) == []
    assert [client.get(address).status_code for client in (stranger, crew)] == [404, 403]
    assert crew.get(reverse("messages:mailbox")).status_code == 403


@override_settings(EMAIL_HOST="smtp.example")
def test_with_a_mail_server_there_is_no_mailbox(saltmarsh: Saltmarsh) -> None:
    assert logged_in(saltmarsh.coordinator).get(reverse("messages:mailbox")).status_code == 404


def test_who_sees_one_production_reads_the_mail_of_that_one_only(saltmarsh: Saltmarsh) -> None:
    """Bea is an assistant director of the other production; an invitation belongs to none."""
    [ann] = a_crew(saltmarsh, "Ann")
    saltmarsh.publish({ann: a_part()})
    with tenant_scope(saltmarsh.organization.pk):
        other = a_production(saltmarsh.organization, "Other show")
        [message] = Message.objects.all()
    a_mail(saltmarsh, "Call of Saltmarsh", message_id=message.message_id)
    a_mail(saltmarsh, "Belongs to none")
    bea = a_member(saltmarsh.organization, Role.ASSISTANT_DIRECTOR, "Bea")
    carl = a_member(saltmarsh.organization, Role.ASSISTANT_DIRECTOR, "Carl")
    with tenant_scope(saltmarsh.organization.pk):
        access(bea, other)
        access(carl, saltmarsh.production)
    body = logged_in(saltmarsh.coordinator).get(reverse("messages:mailbox")).content.decode()
    [address] = re.findall(r'href="(/mailbox/[^"]+/)">Call of', body)

    assert mail_rows(logged_in(bea)) == []
    assert logged_in(bea).get(address).status_code == 404
    assert mail_rows(logged_in(carl)) == ["Call of Saltmarsh bo@crew.example"]


def test_delivery_and_mailbox_are_two_rooms_and_the_mailbox_is_offered_to_those_who_may_read_it(
    saltmarsh: Saltmarsh,
) -> None:
    def current(address: str) -> list[str]:
        page = logged_in(saltmarsh.coordinator).get(address).content.decode()
        return re.findall(r'aria-current="page">.*?</svg>\s*([\w ]+)</a>', page)

    crew = a_member(saltmarsh.organization, Role.CREW, "Kit")
    assert current(reverse("messages:delivery", args=[saltmarsh.production.public_id])) == ["Delivery"]
    assert current(reverse("messages:mailbox")) == ["Mailbox"]
    assert reverse("messages:mailbox") not in logged_in(crew).get("/").content.decode()
