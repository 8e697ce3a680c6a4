"""The shooting planner's passes and its loop."""

from __future__ import annotations

import threading
import time

import pytest

from callboard.core.organizations.models import Membership, Organization
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.frozen import plan_of
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import PlanAsk
from callboard.film.stripboard.actions import create_board
from callboard.jobs import shoot
from tests.builders import FRIDAY_18H, a_member
from tests.film.planning.scenes import MONDAY, Shoot, a_shoot


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


def test_a_worker_that_ends_in_the_middle_of_a_plan_keeps_the_best_so_far_and_begins_no_other(
    scene: Shoot, ada: Membership, office: Organization
) -> None:
    """Ten minutes were asked for: the plan is there in seconds, and the next one waits for the next worker."""
    run = ask_for_plan(scene.board, PlanAsk(seconds=600), by=ada, at=FRIDAY_18H)
    other_board = create_board(scene.show, name="Second pass", starts_on=MONDAY, by=ada, at=FRIDAY_18H)
    waiting = ask_for_plan(other_board, PlanAsk(with_boneyard=True), by=ada, at=FRIDAY_18H)
    stop = Ending(looks=1)
    began_at = time.monotonic()

    assert shoot.plan_asked(stop) == 1

    assert time.monotonic() - began_at < 60
    run.refresh_from_db()
    waiting.refresh_from_db()
    assert (run.state, run.failure, waiting.state) == ("stopped", "", "queued")
    assert plan_of(run) is not None


class Ending(threading.Event):
    """Set after it was looked at so many times."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def is_set(self) -> bool:
        self.looks -= 1
        return self.looks < 0
