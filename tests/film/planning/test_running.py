"""A run at work: the planner's process, its progress on the row, stop, and what goes wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization
from callboard.film.planning import running
from callboard.film.planning.actions import adopt_plan, ask_for_plan, change_planning_terms, stop_run
from callboard.film.planning.figures import Lengths
from callboard.film.planning.frozen import plan_of, problem_of
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import Change, PlanAsk
from callboard.film.planning.running import carry_out, give_up_lost_runs, next_queued_run
from callboard.film.planning.views import run_view
from callboard.planner.shooting.pricing import price
from tests.builders import FRIDAY_18H, a_member
from tests.film.planning.scenes import TUESDAY, Shoot, a_shoot, with_prices

LATER = FRIDAY_18H + timedelta(minutes=1)


def clock() -> datetime:
    return LATER


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def shoot(office: Organization, ada: Membership) -> Shoot:
    return with_prices(a_shoot(office, by=ada), by=ada)


def test_the_cheapest_plan_of_the_small_shoot_is_found_proved_kept_and_adopted(shoot: Shoot, ada: Membership) -> None:
    """Two days: three scenes by day would need both sets, and night work has a day of its own.

    By day: 1, 2 and 3 are 420 minutes and a company move (50,000 and an hour): cheaper than a crew day. Mara works two
    dates and Ivo one; the pier is used on both dates and set up once: 2 × 100,000 + 40,000 + 2 × 500,000 + 50,000 +
    2 × 10,000 + 5,000 = 1,315,000.
    """
    asked = ask_for_plan(shoot.board, PlanAsk(seconds=2), by=ada, at=FRIDAY_18H)
    assert next_queued_run() == asked

    run = carry_out(asked, clock)

    assert (run.state, run.failure, run.started_at, run.finished_at) == ("done", "", LATER, LATER)
    assert (run.cost, run.harm, run.cost_before) == (1_315_000, 0, 2_460_000)
    plan = plan_of(run)
    assert plan is not None
    assert price(problem_of(run), plan.placements).cost == run.cost
    assert plan.bound == run.bound <= run.cost
    assert len(run.progress) <= 200
    assert run.progress[-1][1:] == [run.cost, 0, run.bound]
    assert Event.objects.filter(kind="planning", subject_key=str(run.public_id)).count() == 3
    assert next_queued_run() is None

    adopt_plan(run, version=run.version, by=ada, at=LATER)
    days = [numbers for _, numbers in shoot.layout() if numbers]
    assert sorted(map(sorted, days)) == [["1", "2", "3"], ["4"]]


def test_what_stays_as_it_is_stays(shoot: Shoot, ada: Membership) -> None:
    """On Tuesday evening two days are over: their strips are where they were."""
    tuesday = FRIDAY_18H + timedelta(days=4)
    run = carry_out(ask_for_plan(shoot.board, PlanAsk(seconds=1), by=ada, at=tuesday), clock)

    plan = plan_of(run)

    assert plan is not None
    assert plan.days[1].on == TUESDAY
    assert [set(day.pieces) for day in plan.days[:2]] == [{shoot.key("1")}, {shoot.key("2")}]


def test_what_is_set_aside_is_planned_from_nothing(shoot: Shoot, ada: Membership) -> None:
    from callboard.film.stripboard.arranging import arrange_board

    arrange_board(shoot.board, [], by=ada, at=FRIDAY_18H)
    run = carry_out(ask_for_plan(shoot.board, PlanAsk(seconds=1, with_boneyard=True), by=ada, at=FRIDAY_18H), clock)

    assert (run.state, run.cost_before, run.cost) == ("done", None, 1_315_000)
    adopt_plan(run, version=run.version, by=ada, at=LATER)
    assert sum(len(numbers) for _, numbers in shoot.layout()) == 4


def test_a_what_if_says_what_it_costs(shoot: Shoot, ada: Membership) -> None:
    """Without night work on one date and day work on another there is no plan: Mara is free on Monday only."""
    base = carry_out(ask_for_plan(shoot.board, PlanAsk(seconds=1), by=ada, at=FRIDAY_18H), clock)
    away = tuple(TUESDAY + timedelta(days=days) for days in range(5))
    change = Change(person=str(shoot.mara.public_id), away=away)
    asked = ask_for_plan(shoot.board, PlanAsk(seconds=1, what_if=(change,), base=base.public_id), by=ada, at=FRIDAY_18H)

    view = run_view(ada, carry_out(asked, clock))

    assert view.status == "conflicts"
    assert view.conflicts
    assert all("Nell Okoye" in line.text or "day work" in line.text for line in view.conflicts)


def test_somebody_who_can_never_be_had_is_a_conflict_and_no_failure(shoot: Shoot, ada: Membership) -> None:
    away = tuple(FRIDAY_18H.date() + timedelta(days=days) for days in range(40))
    change = Change(person=str(shoot.ivo.public_id), away=away)
    asked = ask_for_plan(shoot.board, PlanAsk(seconds=1, what_if=(change,)), by=ada, at=FRIDAY_18H)

    view = run_view(ada, carry_out(asked, clock))

    assert view.failure == ""
    assert [line.text.split(" is planned")[0] for line in view.conflicts] == ["Scene 2", "Scene 3"]


def test_a_run_that_was_stopped_meanwhile_is_not_begun(shoot: Shoot, ada: Membership) -> None:
    run = stop_run(ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H), by=ada, at=FRIDAY_18H)

    assert carry_out(run, clock).state == "stopped"
    assert ShootingRun.objects.get().started_at is None


def test_stopping_keeps_the_best_so_far(shoot: Shoot, ada: Membership) -> None:
    """Asked to stop before its first report, a run of ten minutes ends in a moment, with a whole plan."""
    run = ask_for_plan(shoot.board, PlanAsk(seconds=600), by=ada, at=FRIDAY_18H)
    ShootingRun.objects.filter(pk=run.pk).update(stop_asked_at=FRIDAY_18H)

    run = carry_out(run, clock)

    plan = plan_of(run)
    assert run.state in {"stopped", "done"}
    assert plan is not None
    assert {placement.piece for placement in plan.placements} == {shoot.key(number) for number in "1234"}


def test_a_problem_that_the_planner_refuses_fails_with_its_reason(shoot: Shoot, ada: Membership) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(seconds=1), by=ada, at=FRIDAY_18H)
    problem = dict(run.problem)
    problem["pieces"] = [piece | {"eighths": -1} for piece in problem["pieces"]]
    ShootingRun.objects.filter(pk=run.pk).update(problem=problem)

    run = carry_out(run, clock)

    assert (run.state, run.plan, run.finished_at) == ("failed", None, LATER)
    assert "4 faults" in run.failure


def test_a_defect_fails_the_run_and_is_logged(shoot: Shoot, ada: Membership, caplog: pytest.LogCaptureFixture) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(seconds=1), by=ada, at=FRIDAY_18H)
    ShootingRun.objects.filter(pk=run.pk).update(layout={})

    run = carry_out(run, clock)

    assert (run.state, run.failure) == (
        "failed",
        "The plan could not be made: a defect of the program, written to its log. The board is unchanged.",
    )
    assert "KeyError" in caplog.text


def test_what_another_worker_left_behind_is_given_up(shoot: Shoot, ada: Membership) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    ShootingRun.objects.filter(pk=run.pk).update(state="running")

    assert give_up_lost_runs(clock) == 1

    run.refresh_from_db()
    assert (run.state, run.finished_at) == ("failed", LATER)
    assert ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H).state == "queued"


def test_a_run_is_made_with_the_terms_of_when_it_was_asked_for(shoot: Shoot, ada: Membership) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(seconds=1), by=ada, at=FRIDAY_18H)
    change_planning_terms(
        shoot.show, version=1, lengths=Lengths(comfortable_eighths=1), prices=None, by=ada, at=FRIDAY_18H
    )

    assert carry_out(run, clock).cost == 1_315_000


def test_old_proposals_are_thrown_away_and_adopted_ones_stay(
    shoot: Shoot, ada: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "RUNS_KEPT", 2)
    runs = []
    for _ in range(4):
        run = carry_out(ask_for_plan(shoot.board, PlanAsk(seconds=1), by=ada, at=FRIDAY_18H), clock)
        runs.append(run)
        if len(runs) == 1:
            adopt_plan(run, version=run.version, by=ada, at=LATER)

    assert list(ShootingRun.objects.order_by("pk")) == [runs[0], runs[2], runs[3]]
