"""The contract wall in a browser's eyes: what is shown to whom, and what its forms do."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.film.callsheets.models import Call, CallSheet
from callboard.paperwork.documents.kind_actions import seed_paper_kinds
from callboard.paperwork.documents.models import Paper, PaperKind, SignedCopy
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_department,
    a_member,
    a_party,
    a_production,
    access,
    an_engagement,
    an_organization,
)

SCAN = b"%PDF-1.4 a signed deal memo"


@pytest.fixture(autouse=True)
def _files(mail_server: FakeMailServer) -> None:
    """Files are kept in memory."""


def tomorrow() -> date:
    """Tomorrow where Saltmarsh is shot."""
    return timezone.now().astimezone(ZoneInfo("Europe/Berlin")).date() + timedelta(days=1)


def logged_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def a_wall(office: Organization) -> tuple[Client, Production, Engagement]:
    """Saltmarsh with a gaffer, a child and a camera house; everybody owes, nobody signed."""
    ada, saltmarsh = a_member(office), a_production(office)
    electric = a_department(saltmarsh, "Electric")
    gaffer = an_engagement(saltmarsh, "Gil", position="Gaffer", department=electric, is_head=True, starts_on=tomorrow())
    child = a_party(office, "Mia", is_minor=True)
    an_engagement(saltmarsh, "Mia", "cast", party=child, position="Nell", starts_on=tomorrow() + timedelta(days=7))
    an_engagement(saltmarsh, "Lens & Sons", "vendor", position="Cameras", starts_on=tomorrow())
    seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)
    return logged_in(ada), saltmarsh, gaffer


def the_wall(client: Client, production: Production, **asked: str) -> str:
    response = client.get(reverse("documents:wall", args=[production.public_id]), asked)
    assert response.status_code == 200
    return response.content.decode()


def names_on(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="wall-name">([^<]+?)\s*(?:<|$)', page)


def text_of(page: str) -> str:
    return " ".join(strip_tags(page.replace("<", " <")).split())


def memo_of(gaffer: Engagement) -> Paper:
    return Paper.objects.get(engagement=gaffer, kind__name="Deal memo")


def post(client: Client, page: str, /, *args: object, **fields: object) -> Any:
    return client.post(reverse(f"documents:{page}", args=args), {"request_key": f"key-{page}", **fields})


def test_the_wall_groups_everybody_with_what_they_owe(office: Organization) -> None:
    client, saltmarsh, _ = a_wall(office)

    page = the_wall(client, saltmarsh)

    assert names_on(page) == ["Mia", "Gil", "Lens &amp; Sons"]
    assert re.findall(r'<h2 id="group-(\w+)">', page) == ["cast", "crew", "vendor"]
    assert re.findall(r"<strong>(\d+)</strong>", page) == ["0", "3", "2", "8"]
    text = text_of(page)
    assert "Gil Gaffer · Electric 1 day" in text
    assert "0 of 1 cleared" in text
    assert "Deal memo, Gil: Needed, holds the call" in page


def test_the_wall_filters_searches_and_sorts(office: Organization) -> None:
    client, saltmarsh, _ = a_wall(office)
    insurance = PaperKind.objects.get(name="Certificate of insurance")

    assert names_on(the_wall(client, saltmarsh, only="next")) == ["Gil", "Lens &amp; Sons"]
    assert names_on(the_wall(client, saltmarsh, kind="cast")) == ["Mia"]
    assert names_on(the_wall(client, saltmarsh, department="Electric")) == ["Gil"]
    assert names_on(the_wall(client, saltmarsh, paper=str(insurance.public_id))) == ["Lens &amp; Sons"]
    assert names_on(the_wall(client, saltmarsh, search="nell")) == ["Mia"]
    assert "Nobody matches. Change the filter." in the_wall(client, saltmarsh, search="zzz")


def test_a_refresh_answers_with_the_wall_alone(office: Organization) -> None:
    client, saltmarsh, _ = a_wall(office)
    page = client.get(reverse("documents:wall", args=[saltmarsh.public_id]), headers={"HX-Target": "wall"})
    assert "<html" not in page.content.decode()
    assert names_on(page.content.decode()) == ["Mia", "Gil", "Lens &amp; Sons"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_asks_the_database_as_often_for_three_as_for_one(office: Organization, count: int) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    for number in range(count):
        an_engagement(saltmarsh, f"Grip {number}")
    seed_paper_kinds(saltmarsh, by=ada, at=FRIDAY_18H)
    client = logged_in(ada)
    url = reverse("documents:wall", args=[saltmarsh.public_id])

    with CaptureQueriesContext(connection) as queries:
        client.get(url, headers={"HX-Target": "wall"})

    ours = [query["sql"] for query in queries if "paperwork_" in query["sql"]]
    assert len(ours) == 2
    assert len(queries) == 8


def test_an_empty_production_offers_the_customary_papers(office: Organization) -> None:
    ada, saltmarsh = a_member(office), a_production(office)
    gaffer = an_engagement(saltmarsh, "Gil")
    client = logged_in(ada)
    assert "Start with the customary papers" in the_wall(client, saltmarsh)

    answer = post(client, "bring_up", saltmarsh.public_id)

    assert answer.url == reverse("documents:wall", args=[saltmarsh.public_id])
    assert memo_of(gaffer).state == "needed"
    Engagement.objects.filter(pk=gaffer.pk).update(ended_at=FRIDAY_18H)
    assert "Nobody is on board yet." in the_wall(client, saltmarsh)


def test_a_signed_copy_is_filed_from_the_page_and_can_be_opened_again(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    memo = memo_of(gaffer)
    today = timezone.now().date().isoformat()

    answer = post(
        client,
        "sign",
        saltmarsh.public_id,
        memo.public_id,
        version=1,
        signed_on=today,
        copy=SimpleUploadedFile("memo gil.pdf", SCAN),
    )

    page_url = reverse("documents:paper", args=[saltmarsh.public_id, memo.public_id])
    assert answer.url == page_url
    page = text_of(client.get(page_url).content.decode())
    assert "✓ Signed" in page
    assert "Checked by Ada" in page
    assert "Signed copy filed by Ada" in page
    copy = SignedCopy.objects.get()
    handed = client.get(reverse("documents:copy", args=[saltmarsh.public_id, memo.public_id, copy.public_id]))
    assert (handed.content, handed["Content-Type"], handed["Content-Disposition"]) == (
        SCAN,
        "application/pdf",
        'attachment; filename="memo gil.pdf"',
    )


def test_what_is_no_paper_is_refused_beside_the_form(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    memo = memo_of(gaffer)

    answer = post(
        client,
        "sign",
        saltmarsh.public_id,
        memo.public_id,
        version=1,
        signed_on="2026-01-05",
        copy=SimpleUploadedFile("memo.pdf", b"MZ a program"),
    )

    assert answer.status_code == 422
    assert "is not a PDF, JPEG, PNG, WebP or Word (.docx) file" in answer.content.decode()
    assert (memo_of(gaffer).state, SignedCopy.objects.count()) == ("needed", 0)


def test_signing_without_a_copy_is_refused(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    answer = post(client, "sign", saltmarsh.public_id, memo_of(gaffer).public_id, version=1, signed_on="2026-01-05")
    assert answer.status_code == 422
    assert memo_of(gaffer).state == "needed"


def test_ticked_parties_papers_go_out_together_and_the_filter_stays(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)

    answer = post(client, "send_many", saltmarsh.public_id, engagement=[gaffer.public_id], query="kind=crew")

    assert answer.url == reverse("documents:wall", args=[saltmarsh.public_id]) + "?kind=crew"
    out = Paper.objects.filter(state="out").order_by("kind__position").values_list("kind__name", flat=True)
    assert list(out) == ["Deal memo", "Safety acknowledgment", "Start form"]
    assert "3 papers are out now." in the_wall(client, saltmarsh)


def test_nothing_ticked_and_nothing_to_send_say_so(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    post(client, "send_many", saltmarsh.public_id)
    assert "tick the parties whose papers went out" in the_wall(client, saltmarsh)
    voucher = PaperKind.objects.get(name="Voucher and release")
    url = reverse("documents:send_many", args=[saltmarsh.public_id])
    client.post(url, {"request_key": "2", "engagement": [gaffer.public_id], "paper": voucher.public_id})
    assert "have no paper of this kind that can go out" in the_wall(client, saltmarsh)
    assert client.post(url, {"request_key": "3", "engagement": ["nonsense"]}).status_code == 404
    assert list(Paper.objects.filter(state="out")) == []


def test_a_call_sheet_knows_the_next_call_better_than_the_start_of_the_engagement(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    for days in (4, 9):
        sheet = CallSheet.objects.create(
            organization=office, production=saltmarsh, day=tomorrow() + timedelta(days=days), general_call=420
        )
        Call.objects.create(organization=office, call_sheet=sheet, engagement=gaffer, minutes=0)
    assert "Gil Gaffer · Electric 5 days" in text_of(the_wall(client, saltmarsh))


def test_only_the_chosen_kind_goes_out(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    memo = PaperKind.objects.get(name="Deal memo")
    post(client, "send_many", saltmarsh.public_id, engagement=[gaffer.public_id], paper=memo.public_id)
    assert list(Paper.objects.filter(state="out").values_list("kind__name", flat=True)) == ["Deal memo"]


def test_the_same_form_sent_twice_has_one_effect(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    memo = memo_of(gaffer)
    first = post(client, "send", saltmarsh.public_id, memo.public_id, version=1)
    again = post(client, "send", saltmarsh.public_id, memo.public_id, version=1)
    assert (first.status_code, again.status_code, memo_of(gaffer).version) == (302, 302, 2)


def test_a_stale_form_shows_both_states(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    memo = memo_of(gaffer)
    post(client, "send", saltmarsh.public_id, memo.public_id, version=1)

    answer = post(
        client, "put_aside", saltmarsh.public_id, memo.public_id, "waive", version=1, reason="Paid by invoice only"
    )

    assert answer.status_code == 409
    text = text_of(answer.content.decode())
    assert "Waived" in text
    assert "Out" in text
    assert memo_of(gaffer).state == "out"


def test_a_waiver_is_recorded_with_name_and_reason(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    memo = memo_of(gaffer)

    short = post(client, "put_aside", saltmarsh.public_id, memo.public_id, "waive", version=1, reason="no")
    assert (short.status_code, memo_of(gaffer).state) == (422, "needed")

    url = reverse("documents:put_aside", args=[saltmarsh.public_id, memo.public_id, "waive"])
    answer: Any = client.post(
        url, {"request_key": "again", "version": 1, "reason": "Paid by invoice only", "back": "wall?kind=crew"}
    )
    assert answer.url == reverse("documents:wall", args=[saltmarsh.public_id]) + "?kind=crew"
    assert (memo_of(gaffer).state, memo_of(gaffer).reason) == ("waived", "Paid by invoice only")
    page = client.get(reverse("documents:paper", args=[saltmarsh.public_id, memo.public_id]))
    assert "Waived by Ada" in text_of(page.content.decode())


def test_an_assistant_director_reads_the_wall_but_opens_and_changes_nothing(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)
    memo = memo_of(gaffer)
    post(
        client,
        "sign",
        saltmarsh.public_id,
        memo.public_id,
        version=1,
        signed_on="2026-01-05",
        copy=SimpleUploadedFile("memo.pdf", SCAN),
    )
    sam = a_member(office, Role.ASSISTANT_DIRECTOR, "Sam")
    access(sam, saltmarsh)
    sams = logged_in(sam)

    assert names_on(the_wall(sams, saltmarsh)) == ["Mia", "Gil", "Lens &amp; Sons"]
    page = sams.get(reverse("documents:paper", args=[saltmarsh.public_id, memo.public_id])).content.decode()
    assert "not open to your role" in page
    assert "File it as signed" not in page
    copy = SignedCopy.objects.get()
    args = [saltmarsh.public_id, memo.public_id, copy.public_id]
    assert sams.get(reverse("documents:copy", args=args)).status_code == 403
    reason = {"version": 2, "reason": "It looks wrong to me"}
    assert post(sams, "put_aside", saltmarsh.public_id, memo.public_id, "void", **reason).status_code == 403
    assert sams.get(reverse("documents:kinds", args=[saltmarsh.public_id])).status_code == 403
    assert memo_of(gaffer).state == "signed"


def test_crew_is_not_shown_the_wall_and_a_stranger_finds_nothing(office: Organization) -> None:
    _, saltmarsh, gaffer = a_wall(office)
    grip = a_member(office, Role.CREW, "Gus")
    access(grip, saltmarsh)
    stranger = a_member(an_organization("Other house"), name="Mallory")
    addresses = [
        reverse("documents:wall", args=[saltmarsh.public_id]),
        reverse("documents:paper", args=[saltmarsh.public_id, memo_of(gaffer).public_id]),
        reverse("documents:table", args=[saltmarsh.public_id, "csv"]),
        reverse("documents:kinds", args=[saltmarsh.public_id]),
    ]

    assert [logged_in(grip).get(address).status_code for address in addresses] == [403] * 4
    assert [logged_in(stranger).get(address).status_code for address in addresses] == [404] * 4


def test_the_wall_leaves_as_a_table_as_it_is_filtered(office: Organization) -> None:
    client, saltmarsh, _ = a_wall(office)

    answer = client.get(reverse("documents:table", args=[saltmarsh.public_id, "csv"]), {"kind": "vendor"})

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:8] == [
        "Group", "Name", "Position", "Department", "Next call", "Days to call", "Cleared", "Deal memo",
    ]  # fmt: skip
    assert [row[:8] for row in rows[1:]] == [
        ["Vendors", "Lens & Sons", "Cameras", "", tomorrow().isoformat(), "1", "no", "Not needed"]
    ]
    assert dict(zip(rows[0], rows[1], strict=True))["Certificate of insurance"] == "Needed"
    book = client.get(reverse("documents:table", args=[saltmarsh.public_id, "xlsx"]))
    assert book.content.startswith(b"PK")
    assert client.get(reverse("documents:table", args=[saltmarsh.public_id, "pdf"])).status_code == 404


def kind_form(**fields: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "name": "Secrecy agreement",
        "for_kinds": ["crew"],
        "ages": "all",
        "due": "before first call",
        "due_days": 0,
        "data_class": "pay",
        "is_active": "on",
    }
    return typed | fields


def test_a_coordinator_asks_for_one_more_paper_and_then_only_from_minors(office: Organization) -> None:
    client, saltmarsh, gaffer = a_wall(office)

    assert post(client, "create_kind", saltmarsh.public_id, **kind_form()).status_code == 302
    kind = PaperKind.objects.get(name="Secrecy agreement")
    owed = Paper.objects.get(engagement=gaffer, kind=kind)
    assert owed.state == "needed"

    post(client, "change_kind", saltmarsh.public_id, kind.public_id, version=1, **kind_form(ages="minors"))
    assert Paper.objects.get(pk=owed.pk).state == "void"


def test_a_paper_that_nobody_needs_is_refused_beside_what_was_typed(office: Organization) -> None:
    client, saltmarsh, _ = a_wall(office)

    answer = post(client, "create_kind", saltmarsh.public_id, **kind_form(for_kinds=[]))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "say who needs it" in page
    assert 'value="Secrecy agreement"' in page


def test_the_front_page_says_who_holds_the_next_call(office: Organization) -> None:
    client, saltmarsh, _ = a_wall(office)
    page = text_of(client.get(reverse("today", args=[saltmarsh.public_id])).content.decode())
    assert "0 of 3 are cleared for their next call." in page
    assert "2 parties hold the next call" in page
    assert "Lens & Sons: Rental agreement, Certificate of insurance" in page.replace("&amp;", "&")
