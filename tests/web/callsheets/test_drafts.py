"""A sheet is drafted from the board, or from a timed list."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from callboard.core.organizations.models import Production
from callboard.film.callsheets.models import CallSheet
from callboard.film.stripboard.models import Board
from tests.builders import (
    SATURDAY,
    a_place,
    an_engagement,
)
from tests.web.callsheets.asking import post, url, words


def test_a_day_of_the_board_becomes_a_sheet_with_the_general_call_that_was_typed(
    desk: Client,
    board: Board,
) -> None:
    address = reverse("callsheets:draft", args=[board.production.public_id]) + "?day=2027-03-06"
    asked = words(desk.get(address))
    assert "Draft the sheet of Sat 6 Mar 2027" in asked
    assert "1 MARA, 2 IVO" in asked

    response = post(desk, address, {"general_call": "6:30a", "unit": "Main unit"})

    drafted = CallSheet.objects.get(day=SATURDAY)
    assert response.url == url("sheet", drafted)
    assert (drafted.general_call, drafted.shooting_call) == (390, 450)
    assert {call.engagement.party.name: call.minutes for call in drafted.calls.all()} == {
        "Mara Player": 60, "Ivo Player": 120
    }  # fmt: skip


def test_a_time_that_is_none_is_refused_at_its_field(desk: Client, board: Board) -> None:
    address = reverse("callsheets:draft", args=[board.production.public_id]) + "?day=2027-03-06"
    response = post(desk, address, {"general_call": "half six", "unit": "Main unit"})
    assert response.status_code == 422
    assert "“half six” is not a time. Write it as 7:45" in words(response)
    assert not CallSheet.objects.exists()


def test_a_general_call_that_the_clocks_skip_is_refused_and_nothing_is_drafted(
    desk: Client,
    show: Production,
) -> None:
    """28 March 2027: the clocks of Berlin go from 02:00 to 03:00."""
    an_engagement(show, "Gus Gaffer")
    address = reverse("callsheets:draft_lines", args=[show.public_id])
    fields = {"day": "2027-03-28", "general_call": "2:30", "title": "Spot", "label": ["Pour"], "minutes": ["30"]}
    response = post(desk, address, fields | {"description": [""], "cast": [""], "place": [""]})
    assert response.status_code == 422
    assert "There is no 02:30 on 2027-03-28 in Europe/Berlin" in words(response)
    assert not CallSheet.objects.exists()


def test_a_timed_list_becomes_a_sheet_and_a_bad_line_is_marked_with_all_lines_kept(
    desk: Client,
    show: Production,
) -> None:
    place = a_place(show, "Kitchen studio")
    address = reverse("callsheets:draft_lines", args=[show.public_id])
    lines = {
        "label": ["Pour", "Bite", ""],
        "description": ["Milk on cereal", "", ""],
        "minutes": ["45", "soon", ""],
        "cast": ["1", "", ""],
        "place": [place.name, "", ""],
    }
    head = {"day": "2027-03-06", "general_call": "8:00", "title": "Crunch"}
    refused = post(desk, address, head | lines)
    assert refused.status_code == 422
    assert "Give the minutes as a whole number, such as 45." in words(refused)
    assert 'value="Milk on cereal"' in refused.content.decode()

    post(desk, address, head | lines | {"minutes": ["45", "20", ""]})

    drafted = CallSheet.objects.get()
    kept = [(row.label, row.description, row.minutes, row.cast_numbers, row.place) for row in drafted.rows.all()]
    assert kept == [("Pour", "Milk on cereal", 45, "1", place), ("Bite", "", 20, "", None)]
    assert (drafted.title, drafted.estimated_wrap) == ("Crunch", 9 * 60 + 65)
