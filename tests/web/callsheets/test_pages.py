"""The sheet as it is read, and who is let in."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.publishing.models import Edition
from callboard.film.callsheets.actions import change_call
from callboard.film.callsheets.models import CallSheet
from tests.builders import (
    FRIDAY_18H,
    a_member,
    access,
    an_engagement,
    an_organization,
)
from tests.web.callsheets.asking import HTMX, call_named, dismissed_at_half_past_eight, post, url, words

SHEET_QUERIES = 20


def test_it_shows_every_time_worked_back(desk: Client, sheet: CallSheet) -> None:
    said = words(desk.get(url("sheet", sheet)))
    assert "General call 07:00 Shooting call 08:00" in said
    assert "1 MARA Mara Player SW 06:30 07:00 07:00 07:45 08:00 GC +1:00" in said
    assert "Gen Operator Generator operator 05:30 fixed" in said
    assert "08:00 –09:00 1 INT KITCHEN DAY" in said


def test_it_takes_as_many_queries_for_three_calls_as_for_one(
    desk: Client,
    sheet: CallSheet,
    show: Production,
) -> None:
    sheet.calls.exclude(engagement__party__name="Gus Gaffer").delete()
    desk.get(url("sheet", sheet))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk.get(url("sheet", sheet))
        counts.append((sheet.calls.count(), len(queries)))
        for name in ("Bo Boom", "Cleo Clapper"):
            engagement = an_engagement(show, name, department=call_named(sheet, "Gus Gaffer").engagement.department)
            sheet.calls.create(organization=sheet.organization, engagement=engagement)
    assert counts == [(1, SHEET_QUERIES), (3, SHEET_QUERIES)]


def test_a_rest_too_short_is_said_with_the_call_that_would_be_right(
    desk: Client,
    ada: Membership,
    sheet: CallSheet,
) -> None:
    """Mara was dismissed at 20:30; 12 hours are owed, and her pick-up at 06:30 counts."""
    dismissed_at_half_past_eight(sheet, "Mara Player", ada)
    said = words(desk.get(url("sheet", sheet)))
    assert "1 call breaks a rest or a minor's hours" in said
    assert "Only 10:00 h of rest, 12:00 h are owed. Earliest call 08:30." in said
    assert "Call at 08:30 instead" in said

    mara = call_named(sheet, "Mara Player")
    response = post(desk, url("hold", sheet, mara.public_id), {"version": mara.version})

    assert response.url == f"{url('sheet', sheet)}#call-{mara.public_id}"
    after = words(desk.get(url("sheet", sheet)))
    assert "MARA Mara Player SW 08:30 09:00 09:00 09:45 10:00 GC +3:00" in after
    assert "breaks a rest" not in after


def test_a_stranger_finds_nothing(client: Client, sheet: CallSheet) -> None:
    client.force_login(a_member(an_organization("Elsewhere"), name="Mallory").user)
    for name in ("sheet", "body", "push", "publish", "pdf", "editions", "print"):
        response = client.get(url(name, sheet))
        assert (name, response.status_code, "Gus Gaffer" in words(response)) == (name, 404, False)
    assert client.get(reverse("callsheets:list", args=[sheet.production.public_id])).status_code == 404


def test_crew_see_the_days_and_no_draft(client: Client, office: Organization, sheet: CallSheet) -> None:
    crew = a_member(office, Role.CREW, "Kim")
    access(crew, sheet.production)
    client.force_login(crew.user)
    listed = words(client.get(reverse("callsheets:list", args=[sheet.production.public_id])))
    assert "Sat 6 Mar" in listed
    assert "General call" not in listed
    for name in ("sheet", "body", "push", "publish", "pdf", "editions", "print", "state"):
        assert (name, client.get(url(name, sheet)).status_code) == (name, 403)
    assert post(client, url("publish", sheet), {"expected_number": 1}).status_code == 403
    assert post(client, url("push", sheet), {"minutes": 45, "version": sheet.version}).status_code == 403
    assert not Edition.objects.exists()


def test_the_working_copy_says_that_it_is_not_published(desk: Client, sheet: CallSheet) -> None:
    said = words(desk.get(url("print", sheet)))
    assert "WORKING COPY, not published" in said
    assert "05:30 Gen Operator" in said


def test_the_body_answers_nothing_while_nothing_changed(desk: Client, ada: Membership, sheet: CallSheet) -> None:
    seen = desk.get(url("sheet", sheet)).context["seen"]
    assert desk.get(url("body", sheet), {"seen": seen}, **HTMX).status_code == 204
    gus = call_named(sheet, "Gus Gaffer")
    change_call(gus, {"remarks": "Bring the crane"}, version=gus.version, by=ada, at=FRIDAY_18H)
    assert "Bring the crane" in words(desk.get(url("body", sheet), {"seen": seen}, **HTMX))
