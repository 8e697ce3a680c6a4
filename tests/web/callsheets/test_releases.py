"""Publishing is shown before it is done; what was published is found again."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client

from callboard.core.messages.models import Message
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.core.publishing.models import Edition
from callboard.film.callsheets.actions import change_call
from callboard.film.callsheets.models import CallSheet
from callboard.jobs.deliver import deliver_due
from tests.builders import (
    FRIDAY_18H,
    FakeMailServer,
    a_member,
    access,
)
from tests.web.callsheets.asking import call_named, dismissed_at_half_past_eight, post, url, words


def test_the_preview_shows_number_color_and_whom_it_tells(desk: Client, sheet: CallSheet) -> None:
    unknown = call_named(sheet, "Gus Gaffer").engagement.party
    type(unknown).objects.filter(pk=unknown.pk).update(email="", phone="+49 40 555")
    said = words(desk.get(url("publish", sheet)))
    assert "White edition 1 The first edition of this day." in said
    assert "4 Called Publish White and tell 4 people" in said
    assert "1 person without an e-mail address: call them Gus Gaffer · +49 40 555" in said
    assert "06:30 Mara Player" in said
    assert not Edition.objects.exists()


def test_publishing_freezes_an_edition_and_queues_a_message_for_each(
    desk: Client,
    sheet: CallSheet,
    mail_server: FakeMailServer,
) -> None:
    response = post(desk, url("publish", sheet), {"expected_number": 1})
    white = Edition.objects.get()
    assert (response.status_code, white.color, Message.objects.count()) == (302, "White", 4)
    paper = desk.get(url("edition", sheet, white.public_id))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "White edition 1 current PDF White" in words(desk.get(url("editions", sheet)))


def test_a_number_taken_meanwhile_is_said_with_the_new_preview(
    desk: Client,
    sheet: CallSheet,
    mail_server: FakeMailServer,
) -> None:
    post(desk, url("publish", sheet), {"expected_number": 1})
    response = post(desk, url("publish", sheet), {"expected_number": 1})
    said = words(response)
    assert response.status_code == 409
    assert "Not published. Edition 1 (White) of this sheet was published meanwhile." in said
    assert "Blue edition 2 White becomes void for everyone." in said
    assert Edition.objects.count() == 1


def test_an_empty_sheet_is_refused(desk: Client, sheet: CallSheet) -> None:
    sheet.calls.all().delete()
    said = words(desk.get(url("publish", sheet)))
    assert "Nobody is called on this sheet. Call at least one person before publishing." in said
    assert post(desk, url("publish", sheet), {"expected_number": 1}).status_code == 422


def test_a_change_after_publishing_is_shown_with_whom_it_concerns(
    desk: Client,
    ada: Membership,
    sheet: CallSheet,
    mail_server: FakeMailServer,
) -> None:
    post(desk, url("publish", sheet), {"expected_number": 1})
    deliver_due(now=FRIDAY_18H)
    assert "White says what the sheet says" in words(desk.get(url("state", sheet)))
    ivo = call_named(sheet, "Ivo Player")
    change_call(ivo, {"minutes": 150}, version=ivo.version, by=ada, at=FRIDAY_18H)

    assert "4 people still hold White, and the sheet says something else by now. Changed: Cast calls" in words(
        desk.get(url("state", sheet))
    )
    preview = words(desk.get(url("publish", sheet)))
    assert "Ivo Player Your call 09:00 09:30" in preview
    post(desk, url("publish", sheet), {"expected_number": 2})
    history = words(desk.get(url("editions", sheet)))
    assert history.index("Blue edition 2 current") < history.index("White edition 1 void")
    assert "Changed for: Gus Gaffer, Ivo Player." in history


def test_an_address_changed_after_publishing_says_how_many_have_the_old_one(
    desk: Client,
    sheet: CallSheet,
    mail_server: FakeMailServer,
) -> None:
    post(desk, url("publish", sheet), {"expected_number": 1})
    place = sheet.main_place
    assert place is not None
    place.address = "Pier 9, 20457 Hamburg"
    place.save()
    for name in ("state", "sheet"):
        said = words(desk.get(url(name, sheet)))
        assert "The address of Old harbor changed since White was published: 4 people have the old one." in said
        assert "Quay 4, 20457 Hamburg → Pier 9, 20457 Hamburg" in said


def test_a_blocker_is_shown_with_owner_and_next_step_and_lifted_with_a_reason(
    desk: Client,
    ada: Membership,
    sheet: CallSheet,
) -> None:
    dismissed_at_half_past_eight(sheet, "Mara Player", ada)
    preview = desk.get(url("publish", sheet))
    said = words(preview)
    assert "1 Held" in said
    assert "Rest too short: 10:00 h where 12:00 h are owed" in said
    assert "Who: Assistant director · Next: Call at 08:30 or later" in said
    party = call_named(sheet, "Mara Player").engagement.party
    asked = {"party": str(party.public_id), "code": "rest", "key": "sag_aftra_daily"}

    refused = post(desk, url("override", sheet), asked | {"reason": "ok"})
    assert (refused.status_code, "Write why, in 10 to 300 characters" in words(refused)) == (422, True)
    post(desk, url("override", sheet), asked | {"reason": "Forced call agreed with her agent"})

    assert "1 Held" not in words(desk.get(url("publish", sheet)))


def test_an_assistant_director_publishes_but_lifts_nothing(
    client: Client,
    office: Organization,
    ada: Membership,
    sheet: CallSheet,
) -> None:
    dismissed_at_half_past_eight(sheet, "Mara Player", ada)
    second = a_member(office, Role.ASSISTANT_DIRECTOR, "Sam")
    access(second, sheet.production)
    client.force_login(second.user)
    said = words(client.get(url("publish", sheet)))
    assert "Publish White and tell 3 people" in said
    assert "Call anyway" not in said
    assert client.get(url("override", sheet)).status_code == 403


def test_the_draft_paper_is_a_pdf_and_an_edition_of_another_sheet_is_not_found(
    desk: Client,
    sheet: CallSheet,
    mail_server: FakeMailServer,
) -> None:
    assert desk.get(url("pdf", sheet)).content[:5] == b"%PDF-"
    assert desk.get(url("edition", sheet, uuid4())).status_code == 404
