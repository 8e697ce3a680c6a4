"""A call sheet is published: frozen, printed, each told their own part; a re-issue tells those it concerns."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from callboard.core import ports
from callboard.core.engagements.actions import end_engagement
from callboard.core.organizations.models import Membership, Production
from callboard.core.publishing.models import Edition
from callboard.core.publishing.rules import NumberTaken
from callboard.film.callsheets.actions import change_call, change_sheet, push_sheet
from callboard.film.callsheets.document import call_sheet_document
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.publish import (
    draft_pdf,
    is_out_of_date,
    next_edition,
    preview_call_sheet,
    publish_call_sheet,
)
from callboard.film.callsheets.queries import sheet_view
from callboard.formats.pdf.callsheet import EditionMark
from callboard.formats.pdf.paper_colors import paper_color
from callboard.jobs.deliver import deliver_due
from tests.builders import FRIDAY_18H, FakeMailServer

LATER = FRIDAY_18H + timedelta(hours=1)


@pytest.fixture
def white(sheet: CallSheet, ada: Membership, mail_server: FakeMailServer) -> Edition:
    edition = publish_call_sheet(sheet, expected_number=1, by=ada, at=FRIDAY_18H)
    deliver_due(now=FRIDAY_18H)
    return edition


def audiences(edition: Edition) -> dict[str, str]:
    return {part.party.name: part.audience for part in edition.parts.select_related("party").order_by("party__name")}


def text_of(edition: Edition) -> str:
    pages = PdfReader(io.BytesIO(ports.file_store().get(edition.pdf_sha256))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_everyone_called_is_told_their_own_time(white: Edition, mail_server: FakeMailServer) -> None:
    subjects = {mail.to: mail.subject for mail in mail_server.taken}
    assert audiences(white) == dict.fromkeys(["Gen Operator", "Gus Gaffer", "Ivo Player", "Mara Player"], "called")
    assert subjects == {
        "gen.operator@crew.example": "Saltmarsh: your call for Sat 6 Mar 2027 is 05:30 (White)",
        "gus.gaffer@crew.example": "Saltmarsh: your call for Sat 6 Mar 2027 is 07:00 (White)",
        "ivo.player@crew.example": "Saltmarsh: your call for Sat 6 Mar 2027 is 09:00 (White)",
        "mara.player@crew.example": "Saltmarsh: your call for Sat 6 Mar 2027 is 06:30 (White)",
    }


def test_the_printed_sheet_says_what_the_edition_says(white: Edition) -> None:
    text = text_of(white)
    for words in (
        "Saltmarsh",
        "White",
        "07:00",
        "MARA",
        "Mara Player",
        "Old harbor",
        "Quay 4, 20457 Hamburg",
        "Gus Gaffer",
    ):
        assert words in text
    assert (white.number, white.color, white.title) == (1, "White", "Day 1, Sat 06 Mar 2027")


def test_a_push_tells_those_whose_time_changed_and_the_others_quietly(
    white: Edition, sheet: CallSheet, ada: Membership
) -> None:
    sheet.refresh_from_db()
    push_sheet(sheet, 45, version=sheet.version, hold_rested=True, by=ada, at=LATER)
    assert is_out_of_date(sheet, white)

    blue = publish_call_sheet(sheet, expected_number=2, by=ada, at=LATER)

    assert blue.color == "Blue"
    assert audiences(blue) == {
        "Gen Operator": "quiet", "Gus Gaffer": "changed", "Ivo Player": "changed", "Mara Player": "changed"
    }  # fmt: skip


def test_a_new_address_reaches_everyone_who_has_to_find_the_place(
    white: Edition, sheet: CallSheet, ada: Membership, mail_server: FakeMailServer
) -> None:
    place = sheet.main_place
    assert place is not None
    place.address = "Pier 9, 20457 Hamburg"
    place.save()
    fresh = CallSheet.objects.select_related("production", "main_place").get(pk=sheet.pk)
    assert is_out_of_date(fresh, white)

    publish_call_sheet(fresh, expected_number=2, by=ada, at=LATER)
    deliver_due(now=LATER)

    mail = mail_server.taken[-1]
    assert "Address: Quay 4, 20457 Hamburg → Pier 9, 20457 Hamburg" in mail.text
    assert "Blue replaces White. The White sheet is void." in mail.text


def test_heads_of_department_are_told_of_what_others_changed(white: Edition, sheet: CallSheet, ada: Membership) -> None:
    """Only Ivo comes later; Gus heads Electric and gets the whole sheet."""
    ivo = sheet.calls.get(engagement__party__name="Ivo Player")
    change_call(ivo, {"minutes": 150}, version=ivo.version, by=ada, at=LATER)

    blue = publish_call_sheet(sheet, expected_number=2, by=ada, at=LATER)

    assert audiences(blue) == {
        "Gen Operator": "quiet", "Gus Gaffer": "changed", "Ivo Player": "changed", "Mara Player": "quiet"
    }  # fmt: skip


def test_somebody_not_called_any_more_is_told_so(
    white: Edition, sheet: CallSheet, ada: Membership, mail_server: FakeMailServer
) -> None:
    ivo = sheet.calls.get(engagement__party__name="Ivo Player")
    change_call(ivo, {"is_called": False}, version=ivo.version, by=ada, at=LATER)
    publish_call_sheet(sheet, expected_number=2, by=ada, at=LATER)
    deliver_due(now=LATER)

    told = [mail for mail in mail_server.taken if mail.to == "ivo.player@crew.example"]
    assert told[-1].subject == "Saltmarsh: you are NOT called on Sat 6 Mar 2027"


def test_whoever_left_since_the_sheet_was_drafted_is_not_called_and_is_told_so(
    white: Edition, sheet: CallSheet, ada: Membership, mail_server: FakeMailServer
) -> None:
    """Nobody takes Ivo off the sheet: that he left is enough."""
    ivo = sheet.calls.get(engagement__party__name="Ivo Player").engagement
    end_engagement(ivo, version=ivo.version, by=ada, at=LATER)

    blue = publish_call_sheet(sheet, expected_number=2, by=ada, at=LATER)
    deliver_due(now=LATER)

    assert audiences(blue)["Ivo Player"] == "canceled"
    told = [mail.subject for mail in mail_server.taken if mail.to == "ivo.player@crew.example"]
    assert told == [
        "Saltmarsh: your call for Sat 6 Mar 2027 is 09:00 (White)",
        "Saltmarsh: you are NOT called on Sat 6 Mar 2027",
    ]


def test_whoever_left_is_not_counted_fed_or_given_a_time(sheet: CallSheet, ada: Membership) -> None:
    before = sheet_view(sheet)
    ivo, gus = (sheet.calls.get(engagement__party__name=name).engagement for name in ("Ivo Player", "Gus Gaffer"))
    for leaving in (ivo, gus):
        end_engagement(leaving, version=leaving.version, by=ada, at=LATER)

    after = sheet_view(sheet)

    assert (before.head_count.cast, before.head_count.crew) == (2, 2)
    assert (after.head_count.cast, after.head_count.crew) == (1, 1)
    document = call_sheet_document(after, EditionMark("White", "preliminary", paper_color("White")))
    assert [(cast.artist, cast.on_set) for cast in document.front.cast] == [
        ("Mara Player", "08:00"),
        ("Ivo Player", ""),
    ]
    assert [person.name for each in document.back.departments for person in each.crew] == ["Gen Operator"]


def test_two_who_publish_at_once_do_not_both_win(white: Edition, sheet: CallSheet, ada: Membership) -> None:
    with pytest.raises(NumberTaken):
        publish_call_sheet(sheet, expected_number=1, by=ada, at=LATER)
    assert next_edition(sheet).number == 2


def test_a_preview_writes_nothing(sheet: CallSheet, ada: Membership, show: Production) -> None:
    plan = preview_call_sheet(sheet, by=ada, at=FRIDAY_18H)
    assert (plan.number, plan.color, plan.summary) == (1, "White", {"called": 4})
    assert not Edition.objects.filter(production=show).exists()


def test_a_draft_is_printed_as_preliminary(sheet: CallSheet, ada: Membership) -> None:
    pages = PdfReader(io.BytesIO(draft_pdf(sheet, by=ada, at=FRIDAY_18H))).pages
    assert "PRELIM" in "".join(page.extract_text() for page in pages).upper()


def test_a_sheet_that_is_unchanged_is_not_out_of_date(white: Edition, sheet: CallSheet, ada: Membership) -> None:
    assert not is_out_of_date(sheet, white)
    change_sheet(sheet, {"weather": "Rain"}, version=sheet.version, by=ada, at=LATER)
    assert is_out_of_date(sheet, white)
