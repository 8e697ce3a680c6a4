"""The dispatch pages: a list made, changed and published; and what an operator sees behind the link in their mail."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.core.publishing.models import Edition
from callboard.jobs.deliver import deliver_due
from callboard.manufacturing.dispatch.actions import Shift
from callboard.manufacturing.dispatch.models import DispatchList, DispatchRow
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.web import links
from tests.builders import FakeMailServer, a_member, access, an_organization
from tests.manufacturing.dispatch.scenes import Shop, a_list, a_shop, away, rows, waiting

pytestmark = pytest.mark.django_db
_LINK = re.compile(r"/l/([^/\s]+)/")


@pytest.fixture(autouse=True)
def fresh_tries() -> Iterator[None]:
    links.unknown_tries._tries.clear()
    yield
    links.unknown_tries._tries.clear()


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def shop(office: Organization, mail_server: FakeMailServer) -> Shop:
    return a_shop(office)


@pytest.fixture
def two(shop: Shop, ada: Membership) -> tuple[WorkOrder, WorkOrder]:
    """The first is Cem's, the second Bea's."""
    return waiting(shop, 20, by=ada), waiting(shop, 10, by=ada)


@pytest.fixture
def early(shop: Shop, two: object, ada: Membership) -> DispatchList:
    """A list of tomorrow: what is published is by the real clock."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return a_list(shop, by=ada, shift=Shift(tomorrow, "Early", 360, 840))


def address(shop: Shop, name: str = "list", *more: Any) -> str:
    return reverse(f"dispatch:{name}", args=[shop.plant.public_id, *more])


def words(body: str) -> str:
    main = html.unescape(body[body.index("<main") :])
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\N{NO-BREAK SPACE}", " ").split())


def seen(answer: Any) -> str:
    return words(answer.content.decode())


def published(shop: Shop, early: DispatchList, browser: Any, number: int) -> Any:
    answer = browser.post(address(shop, "publish", early.public_id), expected_number=number)
    deliver_due(now=timezone.now())
    return answer


def phone(server: FakeMailServer, address: str) -> str:
    """What somebody sees who taps the link in their last mail."""
    [*_, last] = [mail for mail in server.taken if mail.to == address]
    found = _LINK.search(last.text)
    assert found is not None
    return words(Client().get(f"/l/{found[1]}/").content.decode())


def test_a_list_is_made_for_a_department_and_shift_and_filled(
    shop: Shop, two: tuple[WorkOrder, WorkOrder], ada: Membership, logged_in: Any
) -> None:
    browser = logged_in(ada)
    assert "No lists yet." in seen(browser.get(address(shop)))

    form = {"department": shop.milling.public_id, "day": "2027-03-06", "shift": "Early", "starts": "6:00"}
    made = browser.post(address(shop), **form, ends="14:00")

    row = DispatchList.objects.get()
    assert (made.status_code, made["Location"]) == (302, address(shop, "show", row.public_id))
    assert "Sat 6 Mar 2027 Milling Early 06:00–14:00 draft" in seen(browser.get(address(shop)))
    page = seen(browser.get(made["Location"]))
    assert "Milling, Early" in page
    assert "Saturday 6 March 2027 · 06:00–14:00 · Hal" in page
    assert page.index(f"{two[0].number} 10 Mill · 20 pcs GEAR Gear") < page.index(f"{two[1].number} 10 Mill · 10 pcs")
    again = browser.post(address(shop), **form, ends="14:00")
    assert (again.status_code, "Milling has a list for this shift already" in seen(again)) == (422, True)
    for wrong in ({"ends": "5:00"}, {"ends": "noon"}, {"ends": "14:00", "day": "soon"}):
        assert browser.post(address(shop), **form | {"shift": "Late"} | wrong).status_code == 422
    assert browser.post(address(shop), **form | {"department": uuid.uuid4()}, ends="14:00").status_code == 404


def test_jobs_are_changed_moved_taken_off_and_added_again(
    shop: Shop, two: tuple[WorkOrder, WorkOrder], early: DispatchList, ada: Membership, logged_in: Any
) -> None:
    browser = logged_in(ada)
    first = DispatchRow.objects.get(operation__work_order=two[0])
    where = address(shop, "change", first.public_id)
    form = {"starts": "7:30", "minutes": "95", "machine": "", "operator": shop.bea.public_id, "note": "New cutter"}

    saved = browser.post(where, version=1, do="save", **form)
    assert saved["Location"].endswith(f"#j-{first.public_id}")
    assert rows(early)[0] == (two[0].number, "Mill", "Bea", 450, 95, 20)
    stale = browser.post(where, version=1, do="save", **form | {"minutes": "5"})
    assert stale.status_code == 409
    browser.post(where, version=2, do="down")
    assert [row[0] for row in rows(early)] == [two[1].number, two[0].number]
    browser.post(where, version=3, do="remove")
    assert [row[0] for row in rows(early)] == [two[1].number]

    page = seen(browser.get(address(shop, "show", early.public_id)))
    assert f"Also waiting {two[0].number} 10 Mill · GEAR Add" in page
    browser.post(address(shop, "add", early.public_id), operation=first.operation.public_id)
    assert [row[0] for row in rows(early)] == [two[1].number, two[0].number]
    browser.post(address(shop, "refill", early.public_id), version=1)
    assert [row[2] for row in rows(early)] == ["Cem", "Bea"]


def test_an_empty_list_leads_to_the_work_orders_and_is_not_published(
    shop: Shop, ada: Membership, logged_in: Any
) -> None:
    empty, browser = a_list(shop, by=ada), logged_in(ada)

    page = browser.get(address(shop, "show", empty.public_id)).content.decode()
    assert "Nothing waits in this department." in words(page)
    assert reverse("work_orders:list", args=[shop.plant.public_id]) in page
    preview = browser.get(address(shop, "preview", empty.public_id))
    assert (preview.status_code, "There is no work on this list." in seen(preview)) == (422, True)


def test_the_preview_says_who_is_told_what_and_who_is_held(
    shop: Shop, early: DispatchList, ada: Membership, logged_in: Any
) -> None:
    away(shop.cem, early.day)

    page = seen(logged_in(ada).get(address(shop, "preview", early.public_id)))

    assert "White edition 1 Publish White" in page
    assert "Cem is away until" in page
    assert "Certified and in: Bea." in page
    assert Edition.objects.count() == 0


def test_an_operators_phone_shows_their_own_jobs_and_the_supervisors_the_whole_list(
    shop: Shop,
    two: tuple[WorkOrder, WorkOrder],
    early: DispatchList,
    ada: Membership,
    logged_in: Any,
    mail_server: FakeMailServer,
) -> None:
    answer = published(shop, early, logged_in(ada), 1)

    edition = Edition.objects.get()
    assert (answer.status_code, edition.color) == (302, "White")
    cem, hal = phone(mail_server, "cem@crew.example"), phone(mail_server, "hal@crew.example")
    assert "Early · Milling 06:00" in cem
    assert f"06:00 {two[0].number} · 10 Mill 20 pcs GEAR Gear Machine: MILL-1 Mill-1 about 150 minutes" in cem
    assert two[1].number not in cem
    assert "Bea" not in cem
    assert "No work of your own" in hal
    assert all(word in hal for word in (two[0].number, two[1].number, "Bea", "Cem"))
    shown = seen(logged_in(ada).get(address(shop, "show", early.public_id)))
    assert "Published: White" in shown


def test_the_next_edition_marks_what_changed_and_an_old_number_is_refused(
    shop: Shop,
    two: tuple[WorkOrder, WorkOrder],
    early: DispatchList,
    ada: Membership,
    logged_in: Any,
    mail_server: FakeMailServer,
) -> None:
    browser = logged_in(ada)
    published(shop, early, browser, 1)
    row = DispatchRow.objects.get(operation__work_order=two[0])
    form = {"starts": "9:00", "minutes": "150", "machine": shop.mill.public_id, "operator": shop.cem.public_id}
    browser.post(address(shop, "change", row.public_id), version=1, do="save", **form)

    stale = published(shop, early, browser, 1)
    assert (stale.status_code, Edition.objects.count()) == (409, 1)
    assert published(shop, early, browser, 2).status_code == 302

    cem = phone(mail_server, "cem@crew.example")
    assert f"06:00 {two[0].number} 10 Mill" in cem
    assert f"09:00 {two[0].number} 10 Mill" in cem
    subjects = [mail.subject for mail in mail_server.taken if mail.to == "bea@crew.example"]
    assert subjects[-1].startswith("New edition, your work is the same")


def test_the_paper_is_that_of_the_draft_and_of_each_edition(
    shop: Shop, early: DispatchList, ada: Membership, logged_in: Any
) -> None:
    browser = logged_in(ada)
    draft = browser.get(address(shop, "draft", early.public_id))
    assert (draft["Content-Type"], draft.content[:5]) == ("application/pdf", b"%PDF-")
    published(shop, early, browser, 1)
    edition = Edition.objects.get()

    paper = browser.get(address(shop, "pdf", early.public_id, edition.public_id))

    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    other = a_list(shop, by=ada)
    assert browser.get(address(shop, "pdf", other.public_id, edition.public_id)).status_code == 404


def test_an_operator_reads_lists_and_changes_none_and_a_stranger_finds_nothing(
    shop: Shop, early: DispatchList, office: Organization, logged_in: Any
) -> None:
    oda = a_member(office, Role.OPERATOR, "Oda")
    access(oda, shop.plant)
    row = DispatchRow.objects.order_by("rank")[0]
    reader, stranger = logged_in(oda), logged_in(a_member(an_organization("Other house"), name="Charlie"))

    page = reader.get(address(shop, "show", early.public_id))
    assert "GEAR Gear" in seen(page)
    assert "Off the list" not in seen(page)
    assert reader.get(address(shop, "preview", early.public_id)).status_code == 403
    posts: list[tuple[str, dict[str, Any]]] = [
        (address(shop, "refill", early.public_id), {"version": 1}),
        (address(shop, "publish", early.public_id), {"expected_number": 1}),
        (address(shop, "change", row.public_id), {"version": 1, "do": "remove"}),
    ]
    for where, fields in posts:
        assert reader.post(where, **fields).status_code == 403
        assert stranger.post(where, **fields).status_code == 404
    for where in (address(shop), address(shop, "show", early.public_id), address(shop, "draft", early.public_id)):
        assert stranger.get(where).status_code == 404
    assert DispatchRow.objects.count() == 2
