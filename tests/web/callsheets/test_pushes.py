"""A push is shown before it is done."""

from __future__ import annotations

import pytest
from django.test import Client

from callboard.core.organizations.models import Membership
from callboard.film.callsheets.models import CallSheet
from tests.web.callsheets.asking import dismissed_at_half_past_eight, post, url, words


def test_the_preview_shows_everyone_before_and_after_and_changes_nothing(
    desk: Client,
    ada: Membership,
    sheet: CallSheet,
) -> None:
    dismissed_at_half_past_eight(sheet, "Mara Player", ada)

    said = words(desk.get(url("push", sheet), {"minutes": 45}))

    assert "07:00 → 07:45" in said
    assert "Gen Operator Generator operator 05:30 05:30 stays (fixed)" in said
    assert "Gus Gaffer Grip 07:00 07:45" in said
    assert "Mara Player MARA 06:30 07:15 → 08:30 if held stays broken" in said
    assert "1 person would be called too early" in said
    assert "Hold 1 person until rested (recommended)" in said
    assert "3 people move." in said
    sheet.refresh_from_db()
    assert sheet.general_call == 420


def test_confirming_does_it_holds_the_unrested_and_offers_to_push_back(
    desk: Client,
    ada: Membership,
    sheet: CallSheet,
) -> None:
    dismissed_at_half_past_eight(sheet, "Mara Player", ada)
    push = {"minutes": 45, "version": sheet.version, "hold_rested": "on"}
    response = post(desk, url("push", sheet), push)
    said = words(desk.get(response.url))
    assert "The day was pushed by 45 minutes. Nobody is told before you publish. Undo: push by −45" in said
    assert "General call 07:45 Shooting call 08:45" in said
    assert "MARA Mara Player SW 08:30 09:00 09:00 09:45 10:00" in said
    assert "Gen Operator Generator operator 05:30 fixed" in said


@pytest.mark.parametrize(
    ("minutes", "why"),
    [("soon", "Give the push in whole minutes, such as 45 or -30."), ("-500", "22:40 -1 is too far")],
)
def test_an_impossible_push_is_refused_in_words(
    desk: Client,
    sheet: CallSheet,
    minutes: str,
    why: str,
) -> None:
    response = desk.get(url("push", sheet), {"minutes": minutes})
    assert (response.status_code, why in words(response)) == (422, True)


def test_a_push_of_a_sheet_that_changed_meanwhile_shows_it_anew(desk: Client, sheet: CallSheet) -> None:
    old = sheet.version
    post(desk, url("push", sheet), {"minutes": 15, "version": old})
    response = post(desk, url("push", sheet), {"minutes": 45, "version": old})
    assert response.status_code == 409
    assert "Somebody changed this while you were editing." in words(response)
    assert "07:15 → 08:00" in words(response)
