"""A run's page: progress while it is made, then today's board beside the plan; who sees sums; what a what-if brings."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from callboard.core.organizations.models import Membership
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import Change, PlanAsk, RunState
from tests.builders import FRIDAY_18H
from tests.film.planning.scenes import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Shoot
from tests.web.planning.conftest import address, planned, words

pytestmark = pytest.mark.django_db


def under_way(shoot: Shoot, by: Membership) -> ShootingRun:
    """A run that found two plans so far."""
    run = ask_for_plan(shoot.board, PlanAsk(), by=by, at=FRIDAY_18H)
    ShootingRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING,
        started_at=FRIDAY_18H,
        progress=[[0.1, 4_000_000, 7, 0], [1.5, 3_000_000, 0, 1_500_000]],
    )
    run.refresh_from_db()
    return run


def test_a_run_under_way_shows_its_cost_and_bound_and_asks_again_each_second(
    shoot: Shoot, bob: Membership, logged_in: Any
) -> None:
    run = under_way(shoot, bob)
    browser = logged_in(bob)

    page = browser.get(address(shoot, "run", run.public_id))
    assert "Best plan so far: 30,000 USD. At most 50.0 % of it could still be saved." in words(page)
    assert "Stop and keep the best so far" in words(page)
    assert 'hx-trigger="every 1s"' in page.content.decode()
    part = browser.get(address(shoot, "progress", run.public_id))
    assert "0.1 40,000 USD – broken 1.5 30,000 USD 15,000 USD kept" in words(part)
    assert 'data-seconds="1.50" data-cost="3000000" data-bound="1500000"' in part.content.decode()


def test_who_does_not_see_pay_watches_shares_of_where_the_search_began(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    run = under_way(shoot, ada)

    page = logged_in(ada).get(address(shoot, "run", run.public_id))

    assert "Best plan so far: 75.0 %. At most 50.0 % of it could still be saved." in words(page)
    assert "3000000" not in page.content.decode()
    assert "USD" not in words(page)


def test_when_the_run_is_over_the_page_is_loaded_anew(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    run = planned(shoot, by=ada)

    answer = logged_in(ada).get(address(shoot, "progress", run.public_id))

    assert (answer.status_code, answer["HX-Refresh"], answer.content) == (200, "true", b"")


def test_a_result_says_what_is_saved_by_component_person_and_day(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    """Two crew days of 5,000 less, though with day and night work on Tuesday."""
    run = planned(shoot, by=bob)

    page = words(logged_in(bob).get(address(shoot, "run", run.public_id)))

    assert run.cost_before is not None
    assert run.cost is not None
    assert run.bound is not None
    assert f"Today’s board {run.cost_before // 100:,} USD" in page
    assert f"Saved {(run.cost_before - run.cost) // 100:,} USD" in page
    assert f"No plan that keeps every rule can cost less than {run.bound // 100:,} USD ." in page
    assert "Crew days 20,000 USD 10,000 USD −10,000 USD" in page
    assert "Nell Okoye 1 MARA 3 → 2 1 → 0 0 → 0" in page
    assert "Bo Lind 2 IVO 2 → 2 0 → 0 0 → 0" in page
    assert "Mon 8 Mar Today Day 1 1 pages" in page
    assert "3 INT. KITCHEN - NIGHT ⇠ moved from 10 Mar 1 Why?" in page
    assert "Wed 10 Mar Today Day 3 1 pages" in page
    assert f"Together {run.cost_before // 100:,} USD {run.cost // 100:,} USD −" in page
    assert "2 strips go to another day" in page
    assert "1000 moves of 1000, seed 1, 9.5 s of processor time." in page


def test_who_does_not_see_pay_sees_shares_and_days_but_no_sum_anywhere(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    run = planned(shoot, by=ada)
    assert run.cost_before is not None
    assert run.cost is not None

    answer = logged_in(ada).get(address(shoot, "run", run.public_id))
    page = words(answer)

    assert f"This plan, of today’s cost {100 * run.cost / run.cost_before:.1f} %" in page
    assert "breaks rules Its cost counts only if they are lifted. Which rules" in page
    assert "Nell Okoye 1 MARA 3 → 2 1 → 0" in page
    assert "USD" not in page
    assert str(run.cost) not in answer.content.decode()


def test_a_plan_that_keeps_the_rules_says_how_much_could_still_be_saved(
    shoot: Shoot, ada: Membership, bob: Membership, logged_in: Any
) -> None:
    run = planned(shoot, {MONDAY: ("1", "3"), TUESDAY: ("2",), WEDNESDAY: ("4",)}, by=bob)
    assert run.bound is not None
    where = address(shoot, "run", run.public_id)

    seen, shares = words(logged_in(bob).get(where)), words(logged_in(ada).get(where))

    bound = f"{run.bound // 100:,} USD"
    assert f"No plan can cost less than {bound} : at most 20.0 % of this one’s cost could still be saved." in seen
    assert "At most 20.0 % of this plan’s cost could still be saved by any other." in shares


def test_a_plan_that_breaks_rules_says_which_and_what_would_lift_them(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    """The pier's day and night scene on one day: day and night work, which the terms forbid."""
    run = planned(shoot, by=ada)

    page = words(logged_in(ada).get(address(shoot, "run", run.public_id)))

    assert "1 rule is broken" in page
    assert "Tue 9 Mar" in page
    assert "What would lift it:" in page
    assert "breaks rules" in page


def test_a_plan_whose_board_changed_since_cannot_be_adopted_and_says_why(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    run = planned(shoot, by=ada)
    strip = shoot.strip("1")
    strip.eighths = 12
    strip.save()

    page = words(logged_in(ada).get(address(shoot, "run", run.public_id)))

    assert "The board has changed since this plan was asked for (1): it cannot be adopted any more. Plan again" in page
    assert "Adopt " not in page


def test_a_run_that_failed_or_has_no_plan_says_so_with_the_next_step(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    ShootingRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, failure="The planner needs more memory.")

    page = words(logged_in(ada).get(address(shoot, "run", run.public_id)))
    assert "The planner needs more memory. The board is as it was. Plan again" in page

    ShootingRun.objects.filter(pk=run.pk).update(state=RunState.STOPPED, failure="")
    assert "It was stopped before there was a plan." in words(logged_in(ada).get(address(shoot, "run", run.public_id)))


def test_why_a_strip_is_there_names_the_cheapest_other_days(shoot: Shoot, bob: Membership, logged_in: Any) -> None:
    """Scene 4, by night: not on Monday with the day scenes; a day later Mara is held and the pier set up anew."""
    run = planned(shoot, {MONDAY: ("1", "2", "3"), TUESDAY: ("4",)}, by=bob)
    where = address(shoot, "why", run.public_id, shoot.key("4"))

    page = logged_in(bob).get(where)
    part = logged_in(bob).client.get(where, headers={"HX-Request": "true"})

    assert "Why is scene 4 on Tue 9 Mar?" in words(page)
    assert "The cheapest other day that breaks no rule is Wed 10 Mar: +550 USD." in words(page)
    assert "Wed 10 Mar +550 USD Cast, days held +500 USD , Set-ups +50 USD kept" in words(page)
    assert "Mon 8 Mar has day work (scene 2) and night work (scene 4)." in words(page)
    assert ("<main" in page.content.decode(), "<main" in part.content.decode()) == (True, False)
    assert logged_in(bob).get(address(shoot, "why", run.public_id, uuid.uuid4())).status_code == 404


def test_a_strip_that_would_be_cheaper_elsewhere_says_so_in_percent_without_pay(
    shoot: Shoot, ada: Membership, logged_in: Any
) -> None:
    """Scene 4 has a crew day of its own."""
    run = planned(shoot, {MONDAY: ("1", "3"), TUESDAY: ("2",), WEDNESDAY: ("4",)}, by=ada)

    page = words(logged_in(ada).get(address(shoot, "why", run.public_id, shoot.key("4"))))

    assert "Mon 8 Mar would cost less by itself" in page
    assert "Mon 8 Mar −" in page
    assert "Mostly for" not in page
    assert "USD" not in page


def test_a_what_if_stands_beside_the_plan_that_it_was_tried_against(
    shoot: Shoot, bob: Membership, ada: Membership, logged_in: Any
) -> None:
    base = planned(shoot, by=bob)
    mara = str(shoot.mara.public_id)
    ask = PlanAsk(what_if=(Change(person=mara, away=(TUESDAY,)),), base=base.public_id)
    run = planned(shoot, {MONDAY: ("1", "3"), THURSDAY: ("2", "4")}, by=bob, ask=ask)

    page = words(logged_in(bob).get(address(shoot, "run", run.public_id)))
    assert "Nell Okoye is away on Tue 9 Mar" in page
    assert "This is a what-if: it cannot be adopted." in page
    assert "Against the plan without it" in page
    assert "It would cost 1,800 USD more" in page  # both are held on the two days between
    assert "2 strips on other days" in page
    side = words(logged_in(bob).get(address(shoot, "compare", base.public_id, run.public_id)))
    assert "“Without” is the plan of Fri 5 Mar 18:00" in side
    assert "USD" not in words(logged_in(ada).get(address(shoot, "compare", base.public_id, run.public_id)))


def test_runs_of_another_production_are_not_here(shoot: Shoot, ada: Membership, logged_in: Any) -> None:
    missing = uuid.uuid4()
    run = planned(shoot, by=ada)
    answers = [
        logged_in(ada).get(address(shoot, name, *more)).status_code
        for name, *more in (
            ("run", missing),
            ("progress", missing),
            ("compare", run.public_id, missing),
            ("what_if", missing),
        )
    ]

    assert answers == [404] * 4
