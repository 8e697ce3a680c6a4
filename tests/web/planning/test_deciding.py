"""Stop, adopt, discard, and trying a what-if."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.organizations.models import Membership
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import PlanAsk, RunState
from tests.builders import FRIDAY_18H
from tests.film.planning.scenes import MONDAY, TUESDAY, WEDNESDAY, Shoot
from tests.web.planning.conftest import TWO_DAYS, address, planned, words

pytestmark = pytest.mark.django_db

CLEAN = {MONDAY: ("1", "3"), TUESDAY: ("2",), WEDNESDAY: ("4",)}


def rows(count: int, **fields: str) -> dict[str, str]:
    """What the form of a what-if sends, with fields by row: kind_0="…"."""
    sent = {"change-TOTAL_FORMS": str(count), "change-INITIAL_FORMS": "0", "seconds": "10"}
    for name, value in fields.items():
        field, _, row = name.rpartition("_")
        sent[f"change-{row}-{field}"] = value
    return sent


def test_a_run_that_waits_is_stopped_by_its_button(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)

    answer = logged_in(ada).post(address(shoot, "stop", run.public_id))

    run.refresh_from_db()
    assert (answer["Location"], run.state) == (address(shoot, "run", run.public_id), RunState.STOPPED)


def test_adopting_lays_the_board_out_and_leads_to_its_undo(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    run = planned(shoot, CLEAN, by=ada)
    browser = logged_in(ada)

    answer = browser.post(address(shoot, "adopt", run.public_id), version=run.version)

    assert answer["Location"] == f"/p/{shoot.show.public_id}/board/{shoot.board.public_id}/"
    board = words(browser.get(f"/p/{shoot.show.public_id}/board/"))
    assert "of the board changed, as one move. “Undo” here takes all of it back." in board
    assert "laid out by a plan" in board
    assert [(on, numbers) for on, numbers in shoot.layout() if numbers] == [
        (MONDAY, ["1", "3"]),
        (TUESDAY, ["2"]),
        (WEDNESDAY, ["4"]),
    ]
    page = words(browser.get(address(shoot, "run", run.public_id)))
    assert "This plan is on the board. To the board, where one “Undo” takes it back" in page
    twice = browser.post(address(shoot, "adopt", run.public_id), version=run.version + 1)
    assert (twice.status_code, "This run is adopted" in words(twice)) == (422, True)


def test_discarding_leaves_the_board_as_it_is(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    run = planned(shoot, CLEAN, by=ada)
    before = shoot.layout()
    browser = logged_in(ada)

    answer = browser.post(address(shoot, "discard", run.public_id), version=run.version)

    page = words(browser.get(answer["Location"]))
    assert "Discarded. The board is as it was; the plan stays in the list below." in page
    assert "discarded" in page
    assert shoot.layout() == before


def test_who_may_not_change_the_board_decides_nothing(
    shoot: Shoot, cleo: Membership, ada: Membership, logged_in: Any
) -> None:
    run = planned(shoot, CLEAN, by=ada)
    browser = logged_in(cleo)

    page = words(browser.get(address(shoot, "run", run.public_id)))
    answers = [
        browser.post(address(shoot, name, run.public_id), version=1).status_code
        for name in ("adopt", "discard", "stop", "what_if")
    ]

    assert answers == [403] * 4
    assert "Adopt " not in page
    assert "Discard" not in page


def test_a_what_if_is_asked_for_with_each_row_as_a_change(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    base = planned(shoot, CLEAN, by=ada)
    browser, where = logged_in(ada), address(shoot, "what_if", base.public_id)
    assert "Compared with the plan of Fri 5 Mar 18:00" in words(browser.get(where))

    answer = browser.post(
        where,
        **rows(
            4,
            kind_0="person_away",
            who_0=str(shoot.mara.public_id),
            first_0="2027-03-09",
            last_0="2027-03-10",
            kind_1="location_away",
            who_1="set:PIER",
            first_1="2027-03-08",
            kind_2="lost_day",
            first_2="2027-03-12",
        ),
    )

    run = ShootingRun.objects.exclude(pk=base.pk).get()
    assert answer["Location"] == address(shoot, "run", run.public_id)
    assert run.base == base
    assert run.what_if == [
        {"person": str(shoot.mara.public_id), "away": ["2027-03-09", "2027-03-10"]},
        {"location": "set:PIER", "away": ["2027-03-08"]},
        {"lost_day": "2027-03-12"},
    ]
    assert "Trying a what-if" in words(browser.get(answer["Location"]))


def test_a_what_if_that_cannot_be_read_is_told_beside_its_fields_with_what_was_typed(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    base = planned(shoot, TWO_DAYS, by=ada)

    answer = logged_in(ada).post(
        address(shoot, "what_if", base.public_id),
        **rows(
            3,
            kind_0="person_away",
            who_0="set:PIER",
            first_0="2027-03-10",
            last_0="2027-03-09",
            kind_1="lost_day",
            first_2="2027-03-11",
        ),
    )

    page = words(answer)
    assert answer.status_code == 422
    assert "Choose a person." in page
    assert "This lies before the first date." in page
    assert "Give a date." in page
    assert "Say what is different." in page
    assert 'value="2027-03-10"' in answer.content.decode()
    assert ShootingRun.objects.count() == 1


def test_a_what_if_without_a_change_is_refused(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    base = planned(shoot, CLEAN, by=ada)

    answer = logged_in(ada).post(address(shoot, "what_if", base.public_id), **rows(2))

    assert answer.status_code == 422
    assert "Say at least one thing that is different." in words(answer)


def test_a_what_if_of_a_plan_whose_board_changed_says_so(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    base = planned(shoot, CLEAN, by=ada)
    strip = shoot.strip("1")
    strip.eighths = 12
    strip.save()

    page = words(logged_in(ada).get(address(shoot, "what_if", base.public_id)))

    assert "The board has changed since that plan (1): what comes out differs by that too." in page


def test_whoever_moves_a_strip_that_a_plan_has_moved_is_told_so(
    shoot: Shoot, ada: Membership, bob: Membership, logged_in: Any
) -> None:
    seen = shoot.strip("4")
    run = planned(shoot, CLEAN, by=ada)
    logged_in(ada).post(address(shoot, "adopt", run.public_id), version=run.version)

    answer = logged_in(bob).post(
        f"/p/{shoot.show.public_id}/board/{shoot.board.public_id}/place/",
        strip=f"{seen.public_id}:{seen.version}",
        after="",
    )

    assert answer.status_code == 409
    assert "Ada adopted a plan at" in words(answer)
