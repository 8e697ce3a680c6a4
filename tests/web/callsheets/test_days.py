"""The list of days: what each has, and who confirmed."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callboard.core.organizations.models import Production
from callboard.film.callsheets.models import CallSheet
from callboard.film.stripboard.models import Board
from tests.builders import (
    SATURDAY,
    FakeMailServer,
)
from tests.web.callsheets.asking import post, url, words

LIST_QUERIES = 17


def test_a_day_of_the_board_without_a_sheet_offers_to_draft_it(desk: Client, board: Board) -> None:
    response = desk.get(reverse("callsheets:list", args=[board.production.public_id]))

    said = words(response)
    assert "Sat 6 Mar" in said
    assert "Day 1 of 2" in said
    assert "No sheet yet Draft the sheet 6 Mar" in said
    assert "Mon 8 Mar" in said


def test_a_draft_says_that_nobody_was_told(desk: Client, sheet: CallSheet) -> None:
    said = words(desk.get(reverse("callsheets:list", args=[sheet.production.public_id])))
    assert "Draft, nobody was told" in said
    assert "General call 07:00 Called 4" in said
    assert "Go on with the draft" in said


def test_a_published_sheet_says_its_color_and_who_confirmed(
    desk: Client,
    sheet: CallSheet,
    mail_server: FakeMailServer,
) -> None:
    post(desk, url("publish", sheet), {"expected_number": 1})
    said = words(desk.get(reverse("callsheets:list", args=[sheet.production.public_id])))
    assert "published: White edition 1" in said
    assert "Confirmed 0 of 4" in said


def test_the_list_takes_as_many_queries_for_three_sheets_as_for_one(
    desk: Client,
    sheet: CallSheet,
    show: Production,
) -> None:
    address = reverse("callsheets:list", args=[show.public_id])
    desk.get(address)
    counts = []
    for unit in ("Main unit", "Second unit", "Splinter unit"):
        if unit != "Main unit":
            CallSheet.objects.create(
                organization=show.organization, production=show, day=SATURDAY, unit=unit, general_call=480
            )
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        counts.append(len(queries))
    assert counts == [LIST_QUERIES] * 3
