"""Edits of a sheet: times as people type them, refusals at the field, both states when stale."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from callboard.core.organizations.models import Membership, Production
from callboard.film.callsheets.actions import change_call
from callboard.film.callsheets.models import CallSheet, WalkieChannel
from tests.builders import (
    FRIDAY_18H,
    an_engagement,
)
from tests.web.callsheets.asking import HTMX, call_form, call_named, post, url, words


def test_a_time_typed_by_the_general_call_goes_on_moving_with_it(desk: Client, sheet: CallSheet) -> None:
    gus = call_named(sheet, "Gus Gaffer")
    address = url("call", sheet, gus.public_id)
    assert 'value="07:00"' in desk.get(address, **HTMX).content.decode()

    response = post(desk, address, call_form(gus, due="6:15", due_was="07:00"), **HTMX)

    assert response.url == f"{url('body', sheet)}?saved=call-{gus.public_id}"
    body = desk.get(response.url, **HTMX)
    assert (body["HX-Retarget"], body["HX-Reswap"]) == ("#sheet-body", "outerHTML")
    assert "Gus Gaffer Grip 06:15 GC −0:45" in words(body)


@pytest.mark.parametrize(
    ("typed", "anchor", "kept"),
    [
        ("+45", "general", ("general", 45)),
        ("-0:30", "general", ("general", -30)),
        ("25:30", "fixed", ("fixed", 1530)),
        ("7:45p", "fixed", ("fixed", 1185)),
        ("", "on_call", ("on_call", 0)),
    ],
)
def test_times_are_typed_as_people_type_them(
    desk: Client,
    sheet: CallSheet,
    typed: str,
    anchor: str,
    kept: tuple[str, int],
) -> None:
    gus = call_named(sheet, "Gus Gaffer")
    post(desk, url("call", sheet, gus.public_id), call_form(gus, due=typed, due_was="07:00", anchor=anchor))
    gus.refresh_from_db()
    assert (gus.anchor, gus.minutes) == kept


def test_a_time_left_alone_keeps_its_distance_though_the_day_was_pushed_meanwhile(
    desk: Client,
    sheet: CallSheet,
) -> None:
    """The form was open with 07:00 in it when somebody pushed the day by 45."""
    gus = call_named(sheet, "Gus Gaffer")
    post(desk, url("push", sheet), {"minutes": 45, "version": sheet.version})
    form = call_form(gus, due="07:00", due_was="07:00", remarks="Bring the crane")
    post(desk, url("call", sheet, gus.public_id), form)
    gus.refresh_from_db()
    assert (gus.anchor, gus.minutes, gus.remarks) == ("general", 0, "Bring the crane")


def test_a_time_that_is_none_is_refused_at_the_field_with_what_was_typed(
    desk: Client,
    sheet: CallSheet,
) -> None:
    gus = call_named(sheet, "Gus Gaffer")
    response = post(desk, url("call", sheet, gus.public_id), call_form(gus, due="18.5", due_was="07:00"), **HTMX)
    assert response.status_code == 422
    assert "“18.5” is not a time." in words(response)
    assert 'value="18.5"' in response.content.decode()


def test_a_stale_edit_shows_both_states_and_can_be_put_on_top(
    desk: Client,
    ada: Membership,
    sheet: CallSheet,
) -> None:
    gus = call_named(sheet, "Gus Gaffer")
    mine = call_form(gus, due="06:15", due_was="07:00")
    change_call(gus, {"minutes": -90, "remarks": "Lights up"}, version=gus.version, by=ada, at=FRIDAY_18H)

    response = post(desk, url("call", sheet, gus.public_id), mine, **HTMX)

    assert response.status_code == 409
    said = words(response)
    assert "Due at differs 06:15 05:30" in said
    assert "Remarks differs Lights up" in said
    gus.refresh_from_db()
    assert gus.minutes == -90

    post(desk, url("call", sheet, gus.public_id), mine | {"version": gus.version})
    gus.refresh_from_db()
    assert (gus.minutes, gus.remarks) == (-45, "")


def test_a_call_in_the_gap_of_a_clock_change_is_refused_at_its_time(desk: Client, show: Production) -> None:
    an_engagement(show, "Gus Gaffer")
    lines = {"label": ["Night"], "description": [""], "minutes": ["30"], "cast": [""], "place": [""]}
    head = {"day": "2027-03-27", "general_call": "18:00", "title": ""}
    post(desk, reverse("callsheets:draft_lines", args=[show.public_id]), head | lines)
    night = CallSheet.objects.get()
    gus = call_named(night, "Gus Gaffer")
    form = call_form(gus, due="26:30", due_was="18:00", anchor="fixed")
    response = post(desk, url("call", night, gus.public_id), form, **HTMX)
    assert response.status_code == 422
    assert "There is no 02:30 on 2027-03-28 in Europe/Berlin" in words(response)
    assert desk.get(url("sheet", night)).status_code == 200


def test_a_second_press_changes_nothing(desk: Client, sheet: CallSheet) -> None:
    form = {
        "label": "Move",
        "description": "To the pier",
        "minutes": 20,
        "starts_at_minutes": "",
        "cast_numbers": "",
    }
    once = {"request_key": "the same form", "place": "", **form}
    first, second = (desk.post(url("new_row", sheet), once) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert list(sheet.rows.values_list("label", flat=True)) == ["1", "2", "Move"]


def test_a_row_moves_and_the_times_follow(desk: Client, sheet: CallSheet) -> None:
    second = sheet.rows.get(label="2")
    response = post(desk, url("move_row", sheet, second.public_id), {"to": 0, "version": 1}, **HTMX)
    said = words(desk.get(response.url, **HTMX))
    assert said.index("08:00 –08:30 2 INT KITCHEN") < said.index("08:30 –09:30 1 INT KITCHEN")
    stale = post(desk, url("move_row", sheet, second.public_id), {"to": 1, "version": 1}, **HTMX)
    assert (stale.status_code, "at place 2" in words(stale)) == (409, True)


def test_head_groups_notes_and_channels_are_edited(desk: Client, sheet: CallSheet) -> None:
    electric = call_named(sheet, "Gus Gaffer").engagement.department
    times = {"general_call": "7:00", "shooting_call": "8:15", "lunch": "13:00", "estimated_wrap": "25:30"}
    post(desk, url("head", sheet, "times"), times | {"breakfast": "0630", "version": sheet.version})
    group = {"name": "Market crowd", "count": 24, "due": "+30", "anchor": "general", "wardrobe": "", "holding": ""}
    post(desk, url("new_group", sheet), group)
    post(desk, url("note", sheet, electric.public_id), {"text": "Bring the crane", "seen": ""})
    post(desk, url("channels", sheet), {"channel": ["1", "2", ""], "use": ["Production", "Private", ""]})

    said = words(desk.get(url("sheet", sheet)))
    assert "Shooting call 08:15 Breakfast 06:30 Lunch 13:00 Est. wrap 01:30 +1" in said
    assert "24 Market crowd 07:30 GC +0:30" in said
    assert "Bring the crane" in said
    assert list(WalkieChannel.objects.values_list("channel", "use")) == [("1", "Production"), ("2", "Private")]
    assert "Background 24" in said

    stale = post(desk, url("note", sheet, electric.public_id), {"text": "No crane", "seen": ""}, **HTMX)
    assert (stale.status_code, "Note differs No crane Bring the crane" in words(stale)) == (409, True)


def test_who_is_not_on_the_sheet_is_offered_and_put_on_it(desk: Client, sheet: CallSheet, show: Production) -> None:
    late = an_engagement(show, "Lou Late", position="Runner")
    assert "Lou Late Runner" in words(desk.get(url("sheet", sheet))).split("On board, not on this sheet")[1]
    post(desk, url("add", sheet), {"engagement": [str(late.public_id)]})
    assert sheet.calls.filter(engagement=late).count() == 1
    call = call_named(sheet, "Lou Late")
    post(desk, url("remove_call", sheet, call.public_id), {"version": call.version})
    assert sheet.calls.filter(engagement=late).count() == 0
