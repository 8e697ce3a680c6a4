"""A dispatch list is published: frozen, printed, each operator told their own jobs, the supervisor all."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from callboard.core import ports
from callboard.core.errors import NotAllowed
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.core.people.sealed import open_sealed
from callboard.core.publishing.models import Edition, HeldPart
from callboard.core.publishing.rules import NumberTaken
from callboard.core.resources.models import Certification
from callboard.jobs.deliver import deliver_due
from callboard.manufacturing.dispatch.actions import RowTerms, change_dispatch_row, remove_dispatch_row
from callboard.manufacturing.dispatch.models import DispatchList, DispatchRow
from callboard.manufacturing.dispatch.publish import dispatch_pdf, preview_dispatch, publish_dispatch
from callboard.manufacturing.dispatch.rules import NothingToDo
from callboard.manufacturing.work_orders.models import WorkOrder
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, access
from tests.manufacturing.dispatch.scenes import Shop, a_list, a_shop, away, waiting

LATER = FRIDAY_18H + timedelta(hours=1)


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
    return a_list(shop, by=ada)


@pytest.fixture
def white(early: DispatchList, ada: Membership) -> Edition:
    edition = publish_dispatch(early, expected_number=1, by=ada, at=FRIDAY_18H)
    deliver_due(now=FRIDAY_18H)
    return edition


def audiences(edition: Edition) -> dict[str, str]:
    return {part.party.name: part.audience for part in edition.parts.select_related("party").order_by("party__name")}


def jobs_of(edition: Edition, name: str) -> list[tuple[str, str]]:
    part = edition.parts.get(party__name=name)
    opened = open_sealed(part.party, part.sealed)
    assert opened is not None
    return [(job["order"], job["quantity"]) for job in opened["payload"]["jobs"]]


def row_of(order: WorkOrder) -> DispatchRow:
    return DispatchRow.objects.select_related("dispatch_list__production").get(operation__work_order=order)


def changed(order: WorkOrder, ada: Membership, **fields: Any) -> None:
    row = row_of(order)
    terms = {
        "machine": row.machine,
        "operator": row.operator,
        "starts": row.starts_minutes,
        "minutes": row.planned_minutes,
        "quantity": row.quantity,
        "note": row.note,
    }
    change_dispatch_row(row, RowTerms(**terms | fields), by=ada, at=LATER, version=row.version)


def test_operators_are_told_their_own_jobs_and_the_supervisor_is_told_of_all(
    white: Edition, two: tuple[WorkOrder, WorkOrder], mail_server: FakeMailServer
) -> None:
    assert audiences(white) == {"Bea": "called", "Cem": "called", "Hal": "called"}
    assert (jobs_of(white, "Cem"), jobs_of(white, "Bea")) == (
        [(two[0].number, "20 pcs")],
        [(two[1].number, "10 pcs")],
    )
    assert jobs_of(white, "Hal") == []
    assert list(white.parts.filter(gets_all=True).values_list("party__name", flat=True)) == ["Hal"]
    mails = {mail.to: (mail.subject, mail.text) for mail in mail_server.taken}
    assert {subject for subject, _ in mails.values()} == {"Work: Milling, Early, Sat 06 Mar"}
    text = mails["cem@crew.example"][1]
    assert f"06:00 {two[0].number} 10 Mill: 20 pcs GEAR Gear @ MILL-1 Mill-1" in text
    assert two[1].number not in text


def test_the_printed_list_says_what_is_to_be_done_by_whom(white: Edition, two: tuple[WorkOrder, WorkOrder]) -> None:
    pages = PdfReader(io.BytesIO(ports.file_store().get(white.pdf_sha256))).pages
    text = "\n".join(page.extract_text() for page in pages)
    for words in ("Harbor Works", "Milling", "WHITE", "06:00", two[0].number, two[1].number, "GEAR", "Bea", "Cem"):
        assert words in text
    assert (white.number, white.color, white.kind) == (1, "White", "dispatch")


def test_a_draft_is_printed_and_changes_nothing(early: DispatchList, ada: Membership) -> None:
    text = PdfReader(io.BytesIO(dispatch_pdf(early, by=ada, at=FRIDAY_18H))).pages[0].extract_text()
    assert "Draft" in text
    assert Edition.objects.count() == 0


def test_the_next_edition_tells_those_whose_work_changed_and_the_supervisor(
    white: Edition,
    early: DispatchList,
    two: tuple[WorkOrder, WorkOrder],
    ada: Membership,
    mail_server: FakeMailServer,
) -> None:
    changed(two[1], ada, quantity=8)

    blue = publish_dispatch(early, expected_number=2, by=ada, at=LATER)

    assert (blue.color, audiences(blue)) == ("Blue", {"Bea": "changed", "Cem": "quiet", "Hal": "changed"})
    mail_server.taken.clear()
    deliver_due(now=LATER)
    texts = {mail.to: (mail.subject, mail.text) for mail in mail_server.taken}
    subject, text = texts["hal@crew.example"]
    assert subject == "CHANGED: Milling, Early, Sat 06 Mar"
    assert f"+ {two[1].number} 10 Mill 8 pcs GEAR" in text
    assert texts["cem@crew.example"][0] == "New edition, your work is the same: Milling, Early, Sat 06 Mar"


def test_a_note_tells_nobody_anew(
    white: Edition, early: DispatchList, two: tuple[WorkOrder, WorkOrder], ada: Membership
) -> None:
    changed(two[0], ada, note="New cutter")
    changed(two[1], ada, minutes=75)

    blue = publish_dispatch(early, expected_number=2, by=ada, at=LATER)

    assert audiences(blue) == {"Bea": "quiet", "Cem": "quiet", "Hal": "quiet"}


def test_who_has_no_work_any_more_is_canceled(
    white: Edition, early: DispatchList, two: tuple[WorkOrder, WorkOrder], ada: Membership
) -> None:
    remove_dispatch_row(row_of(two[1]), by=ada, at=LATER, version=1)

    blue = publish_dispatch(early, expected_number=2, by=ada, at=LATER)

    assert audiences(blue) == {"Bea": "canceled", "Cem": "quiet", "Hal": "changed"}


def test_who_is_away_is_held_and_their_certified_substitutes_are_named(
    early: DispatchList, shop: Shop, ada: Membership
) -> None:
    away(shop.cem)

    plan = preview_dispatch(early, by=ada, at=FRIDAY_18H)
    [held] = [part for part in plan.parts if part.blockers]
    [blocker] = held.blockers
    assert (held.party.name, held.audience, blocker.code) == ("Cem", "held", "absent")
    assert str(blocker.next_step.text % blocker.next_step.parameters).endswith("Certified and in: Bea.")

    edition = publish_dispatch(early, expected_number=1, by=ada, at=FRIDAY_18H)

    assert audiences(edition) == {"Bea": "called", "Hal": "called"}
    assert list(HeldPart.objects.filter(edition=edition).values_list("party__name", flat=True)) == ["Cem"]


def test_whose_certificate_has_ended_is_held(early: DispatchList, shop: Shop, ada: Membership) -> None:
    Certification.objects.filter(engagement=shop.bea).update(valid_to=early.day)

    plan = preview_dispatch(early, by=ada, at=FRIDAY_18H)

    assert [(part.party.name, [one.code for one in part.blockers]) for part in plan.parts if part.blockers] == [
        ("Bea", ["certificate"])
    ]


def test_a_stale_number_is_refused(white: Edition, early: DispatchList, ada: Membership) -> None:
    with pytest.raises(NumberTaken):
        publish_dispatch(early, expected_number=1, by=ada, at=LATER)
    assert Edition.objects.count() == 1


def test_an_empty_list_is_not_published(shop: Shop, ada: Membership) -> None:
    empty = a_list(shop, by=ada)

    with pytest.raises(NothingToDo):
        preview_dispatch(empty, by=ada, at=FRIDAY_18H)
    with pytest.raises(NothingToDo):
        publish_dispatch(empty, expected_number=1, by=ada, at=FRIDAY_18H)


def test_a_supervisor_publishes_and_an_operator_does_not(early: DispatchList, shop: Shop, office: Organization) -> None:
    sam, oda = a_member(office, Role.SUPERVISOR, "Sam"), a_member(office, Role.OPERATOR, "Oda")
    access(sam, shop.plant)
    access(oda, shop.plant)

    for deed in (
        lambda: preview_dispatch(early, by=oda, at=FRIDAY_18H),
        lambda: publish_dispatch(early, expected_number=1, by=oda, at=FRIDAY_18H),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert publish_dispatch(early, expected_number=1, by=sam, at=FRIDAY_18H).number == 1
