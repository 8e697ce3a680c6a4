"""The front page: the next call, who holds it, the days ahead, and the way there for a new production."""

# ruff: noqa: F811 - fixtures of the room are imported, and named again where a test takes them
from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.organizations.rules import Role
from callboard.core.places.actions import change_place
from callboard.core.places.rules import PlaceDetails
from callboard.film.callsheets.actions import change_sheet
from callboard.film.callsheets.models import CallSheet
from callboard.film.callsheets.publish import publish_call_sheet
from callboard.film.stripboard.models import Board
from callboard.paperwork.documents.kind_actions import require_all_papers, seed_paper_kinds
from tests.builders import FRIDAY_18H, FakeMailServer, a_member, a_place, a_production, access
from tests.film.callsheets.conftest import ada, board, sheet, show  # noqa: F401 - the Saturday of the room's own tests

NIGHT = dt.datetime(2027, 3, 5, 19, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def evening_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday evening; the Saturday is tomorrow."""
    monkeypatch.setattr("callboard.web.today.now", lambda: FRIDAY_18H)


def panels(browser: Any, production: Production) -> dict[str, str]:
    """The words of each panel by its heading's id."""
    page = browser.get(reverse("today", args=[production.public_id])).content.decode()
    found = re.findall(r'<section class="panel[^"]*" aria-labelledby="([\w-]+)">(.*?)</section>', page, re.S)
    return {key: " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for key, text in found}


def test_a_new_production_is_shown_the_way_to_its_first_call(office: Organization, logged_in: Any) -> None:
    saltmarsh = a_production(office)

    shown = panels(logged_in(a_member(office)), saltmarsh)

    assert list(shown) == ["today-start", "today-papers", "today-crew", "today-lately"]
    labels = re.findall(r"(to do|done) (.*?)(?= Fountain| Cast,| Scenes| Each| From)", shown["today-start"])
    assert labels == [
        ("to do", "Import the script"),
        ("to do", "Break the scenes down"),
        ("to do", "Lay the board"),
        ("to do", "Take people on board"),
        ("to do", "Draft the first call"),
    ]


def test_a_day_of_the_board_without_a_sheet_is_the_next_step(
    board: Board, ada: Membership, show: Production, logged_in: Any
) -> None:
    shown = panels(logged_in(ada), show)

    assert shown["today-next"].startswith("Next call: Saturday, 6 March tomorrow Day 1 of 2")
    assert shown["today-next"].endswith("No sheet yet Draft the sheet")
    assert "today-holders" not in shown
    assert re.findall(r"\w{3} \d \w{3} Day \d of \d", shown["today-days"]) == [
        "Sat 6 Mar Day 1 of 2",
        "Mon 8 Mar Day 2 of 2",
    ]
    assert [word for word in ("done Lay the board", "to do Draft the first call") if word in shown["today-start"]] == [
        "done Lay the board",
        "to do Draft the first call",
    ]


def test_a_draft_says_that_nobody_was_told_and_who_would_be_held(
    sheet: CallSheet, ada: Membership, show: Production, logged_in: Any
) -> None:
    seed_paper_kinds(show, by=ada, at=FRIDAY_18H)
    require_all_papers(show, by=ada, at=FRIDAY_18H)

    shown = panels(logged_in(ada), show)

    assert "Draft, nobody was told" in shown["today-next"]
    assert "General call 07:00 Main place Old harbor Weather not entered Called 4" in shown["today-next"]
    assert shown["today-next"].endswith("Go on with the draft")
    assert shown["today-holders"].startswith("Who holds the next call 4 of the 4 called are not ready.")
    assert "Gus Gaffer Grip Deal memo has not been sent Send Deal memo to Gus Gaffer and file" in shown["today-holders"]
    assert "today-start" not in shown


def test_a_published_call_shows_how_far_it_got_and_that_the_sheet_moved_on(
    sheet: CallSheet, ada: Membership, show: Production, mail_server: FakeMailServer, logged_in: Any
) -> None:
    publish_call_sheet(sheet, expected_number=1, by=ada, at=NIGHT)
    before = panels(logged_in(ada), show)
    sheet.refresh_from_db()
    change_sheet(sheet, {"weather": "Rain from noon"}, version=sheet.version, by=ada, at=NIGHT)
    after = panels(logged_in(ada), show)

    assert "White edition 1" in before["today-next"]
    assert "0 of 4 confirmed 4 not confirmed yet 0 held" in before["today-next"]
    assert "Out of date" not in before["today-next"]
    assert "Nobody All 4 called are ready." in before["today-holders"]
    assert "Out of date: the sheet says something else by now" in after["today-next"]
    assert "Look at it and publish again" in after["today-next"]
    assert "Ada published edition" in after["today-lately"]


def test_crew_reads_what_was_published_and_nothing_of_papers_answers_or_drafts(
    sheet: CallSheet, ada: Membership, show: Production, mail_server: FakeMailServer, logged_in: Any
) -> None:
    publish_call_sheet(sheet, expected_number=1, by=ada, at=NIGHT)
    sheet.refresh_from_db()
    change_sheet(sheet, {"general_call": 480, "weather": "Rain"}, version=sheet.version, by=ada, at=NIGHT)
    cleo = a_member(show.organization, Role.CREW, "Cleo")
    access(cleo, show)

    shown = panels(logged_in(cleo), show)

    assert list(shown) == ["today-next", "today-days", "today-crew"]
    assert shown["today-next"].endswith("White edition 1 General call 07:00 Main place Old harbor")


def test_todays_sheet_stays_in_front_until_the_day_is_over(
    sheet: CallSheet, ada: Membership, show: Production, logged_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Saturday the sheet of Saturday; on Sunday the Monday of the board."""
    heads = []
    for days in (1, 2):
        moment = FRIDAY_18H + dt.timedelta(days=days)
        monkeypatch.setattr("callboard.web.today.now", lambda moment=moment: moment)
        heads.append(panels(logged_in(ada), show)["today-next"].partition(" Day ")[0])

    assert heads == ["Today's call: Saturday, 6 March", "Next call: Monday, 8 March tomorrow"]


def test_lines_of_the_history_that_say_the_same_are_one(office: Organization, logged_in: Any) -> None:
    saltmarsh, ada = a_production(office), a_member(office)
    place = a_place(saltmarsh)
    for version, name in enumerate(("Ada", "Bo", "Cy", "Di"), start=1):
        by = ada if name == "Ada" else a_member(office, name=name)
        change_place(place, PlaceDetails("Old harbor", "Quay 4"), by=by, at=FRIDAY_18H, version=version)

    assert "Di, Cy, Bo and 1 more changed place Old harbor" in panels(logged_in(ada), saltmarsh)["today-lately"]
