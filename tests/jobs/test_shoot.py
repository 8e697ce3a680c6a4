"""The shooting planner's passes and its loop."""

from __future__ import annotations

import threading

import pytest

from callboard.core.organizations.models import Membership, Organization
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import PlanAsk
from callboard.jobs import shoot
from tests.builders import FRIDAY_18H, a_member
from tests.film.planning.scenes import Shoot, a_shoot


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Shoot:
    return a_shoot(office, by=ada)


def test_a_pass_makes_the_plan_that_was_asked_for(scene: Shoot, ada: Membership) -> None:
    run = ask_for_plan(scene.board, PlanAsk(seconds=1), by=ada, at=FRIDAY_18H)

    assert shoot.plan_asked(threading.Event()) == 1

    run.refresh_from_db()
    assert (run.state, run.failure) == ("done", "")
    assert shoot.plan_asked(threading.Event()) == 0


def test_a_worker_that_starts_gives_up_what_another_left_behind(
    scene: Shoot, ada: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask_for_plan(scene.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    ShootingRun.objects.filter(pk=run.pk).update(state="running")
    stop = threading.Event()
    monkeypatch.setattr(shoot, "plan_asked", threading.Event.set)

    shoot.run_forever(stop)

    run.refresh_from_db()
    assert run.state == "failed"
