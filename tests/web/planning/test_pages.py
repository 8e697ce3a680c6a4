"""Before a plan: what would be planned, what is assumed and where it is mended, and asking for a plan."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import RunState
from callboard.film.stripboard.models import Strip
from tests.builders import a_member, a_production, access, an_organization
from tests.film.planning.scenes import MONDAY, TUESDAY, WEDNESDAY, Shoot
from tests.web.planning.conftest import address, planned, words

pytestmark = pytest.mark.django_db
QUERIES = 31


def test_the_page_says_what_would_be_planned_and_what_is_assumed_with_where_to_mend_it(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    answer = logged_in(ada).get(address(shoot))
    page = words(answer)

    assert "Strips that may move 4" in page
    assert "Days to choose from 6" in page
    assert "Between Mon 8 Mar – Sat 13 Mar 2027" in page
    assert "figures were never typed: customary values stand in for them. Type the figures" in page
    assert "1 strip has no time of its own and counts 120 minutes a page. Give the times" in page
    assert "No plan was made of this board yet." in page
    assert f'href="{address(shoot, "terms")}"' in answer.content.decode()


def test_the_board_leads_to_its_plan(shoot: Shoot, cleo: Membership, logged_in: Any) -> None:
    page = logged_in(cleo).get(f"/p/{shoot.show.public_id}/board/").content.decode()

    assert f'href="{address(shoot, "board", shoot.board.public_id)}"' in page


def test_without_a_board_the_next_step_is_one(office: Organization, logged_in: Any) -> None:
    ada = a_member(office, Role.ASSISTANT_DIRECTOR)
    show = a_production(office)
    access(ada, show)

    page = logged_in(ada).get(f"/p/{show.public_id}/planning/")

    assert "There is no board yet." in words(page)
    assert f'href="/p/{show.public_id}/board/"' in page.content.decode()


def test_where_nothing_stands_on_a_day_the_boneyard_is_planned(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    Strip.objects.filter(board=shoot.board, kind="scene").update(area="boneyard")
    Strip.objects.filter(board=shoot.board, kind="day_break").update(area="removed")

    answer = logged_in(ada).get(address(shoot))

    assert "Strips that may move 4" in words(answer)
    assert 'name="with_boneyard" class="form-check-input" id="id_with_boneyard" checked' in answer.content.decode()
    without = words(logged_in(ada).get(address(shoot), seconds="10"))
    assert "There is nothing to plan" in without


def test_a_plan_is_asked_for_once_and_a_second_one_is_refused_beside_what_was_chosen(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    browser, where = logged_in(ada), address(shoot, "ask", shoot.board.public_id)

    asked = browser.post(where, request_key="k1", seconds="30")
    again = browser.post(where, request_key="k1", seconds="30")
    run = ShootingRun.objects.get()
    assert (asked.status_code, asked["Location"]) == (302, address(shoot, "run", run.public_id))
    assert again["Location"] == asked["Location"]
    assert (run.seconds, run.state, run.asked_by) == (30, RunState.QUEUED, ada)

    refused = browser.post(where, seconds="60")
    assert refused.status_code == 422
    assert "This board is being planned already." in words(refused)
    assert '<option value="60" selected>' in refused.content.decode()
    assert "Ada asked for a plan at" in words(browser.get(address(shoot)))


def test_a_time_that_is_not_offered_is_refused_beside_its_field(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    answer = logged_in(ada).post(address(shoot, "ask", shoot.board.public_id), seconds="99999")

    assert answer.status_code == 422
    assert "99999 is not one of the available choices" in words(answer)
    assert not ShootingRun.objects.exists()


def test_earlier_plans_are_listed_with_sums_for_who_sees_pay_and_shares_for_all(
    shoot: Shoot, ada: Membership, bob: Membership, logged_in: Any
) -> None:
    run = planned(shoot, {MONDAY: ("1", "3"), TUESDAY: ("2",), WEDNESDAY: ("4",)}, by=ada)
    assert run.cost_before is not None
    assert run.cost is not None

    seen, shares = words(logged_in(bob).get(address(shoot))), words(logged_in(ada).get(address(shoot)))

    share = f"{100 * run.cost / run.cost_before:.1f} %"
    assert f"done {run.cost // 100:,} USD {share} at most 20.0 %" in seen
    assert f"done {share} at most 20.0 %" in shares
    assert "USD" not in shares
    planned(shoot, by=ada)
    assert "done breaks rules" in words(logged_in(ada).get(address(shoot)))


def test_who_may_not_change_the_board_looks_and_asks_for_nothing(
    shoot: Shoot, cleo: Membership, logged_in: Any
) -> None:
    browser = logged_in(cleo)

    assert "Ask for a plan" not in words(browser.get(address(shoot)))
    assert browser.post(address(shoot, "ask", shoot.board.public_id), seconds="10").status_code == 403
    assert not ShootingRun.objects.exists()


def test_a_stranger_finds_nothing(shoot: Shoot, logged_in: Any) -> None:
    mallory = a_member(an_organization("Elsewhere"), name="Mallory")

    answers = [
        logged_in(mallory).get(address(shoot, name)).status_code for name in ("plan", "terms", "rates", "locations")
    ]
    assert answers == [404, 404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_plans_as_for_one(
    shoot: Shoot, ada: Membership, logged_in: Any, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        planned(shoot, by=ada)
    browser = logged_in(ada)
    browser.get(address(shoot))

    with django_assert_num_queries(QUERIES):
        browser.get(address(shoot))


def test_films_have_the_room_and_plants_do_not(
    shoot: Shoot, office: Organization, bob: Membership, logged_in: Any
) -> None:
    plant = a_production(office, "Works", kind="plant")

    film, works = (logged_in(bob).get(f"/p/{show.public_id}/").content.decode() for show in (shoot.show, plant))

    assert f'href="{address(shoot)}"' in film
    assert "/planning/" not in works
