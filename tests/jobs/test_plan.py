"""The planner's passes and its loop."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connections

from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization
from callboard.jobs import plan
from callboard.manufacturing.requirements.actions import ask_for_plan
from callboard.manufacturing.requirements.models import PlanRun
from callboard.manufacturing.requirements.running import Clock
from tests.builders import FRIDAY_18H, a_member
from tests.manufacturing.requirements.scenes import Stand, a_stand, ordered, proposals


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office)


@pytest.fixture
def scene(office: Organization, ada: Membership) -> Stand:
    return a_stand(office, by=ada)


def test_a_pass_makes_the_plan_that_was_asked_for_and_tells_the_page(scene: Stand, ada: Membership) -> None:
    ordered(scene, by=ada)
    asked = ask_for_plan(scene.plant, by=ada, at=FRIDAY_18H)
    before = Event.objects.filter(kind="requirements").count()

    assert plan.plan_asked(threading.Event()) == 1

    run = PlanRun.objects.get()
    assert (run, run.state) == (asked, "done")
    assert run.finished_at is not None
    assert set(proposals(run)) == {"STAND", "FRAME", "FOOT", "TUBE"}
    assert Event.objects.filter(kind="requirements").count() == before + 2
    assert plan.plan_asked(threading.Event()) == 0


def test_the_loop_waits_for_a_database_that_is_away_and_then_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, calls = threading.Event(), []

    def away_then_done(_stop: threading.Event) -> int:
        calls.append("pass")
        if len(calls) == 1:
            raise OperationalError("the server closed the connection")
        stop.set()
        return 0

    monkeypatch.setattr(plan, "give_up_lost_runs", lambda clock: calls and 0)
    monkeypatch.setattr(plan, "plan_asked", away_then_done)
    monkeypatch.setattr(plan, "LOOKS_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(connections, "close_all", lambda: calls.append("hung up"))

    plan.run_forever(stop)

    assert calls == ["pass", "hung up", "pass"]


def test_a_worker_that_starts_gives_up_what_another_left_behind(
    scene: Stand, ada: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask_for_plan(scene.plant, by=ada, at=FRIDAY_18H)
    PlanRun.objects.filter(pk=run.pk).update(state="running")
    stop = threading.Event()
    monkeypatch.setattr(plan, "plan_asked", threading.Event.set)

    plan.run_forever(stop)

    run.refresh_from_db()
    assert run.state == "failed"


def test_a_plan_that_was_being_made_when_the_database_went_away_is_given_up_by_the_same_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody else would: its plant could not be planned again before the worker is started anew."""
    stop, calls = threading.Event(), []

    def away_then_done(_stop: threading.Event) -> int:
        calls.append("pass")
        if calls.count("pass") == 2:
            stop.set()
            return 0
        raise OperationalError("the server closed the connection")

    def give_up(_clock: Clock) -> int:
        calls.append("give up")
        return 0

    monkeypatch.setattr(plan, "LOOKS_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(connections, "close_all", lambda: None)

    plan.keep_making(stop, away_then_done, give_up=give_up)

    assert calls == ["give up", "pass", "give up", "pass"]


def test_a_worker_that_is_told_to_stop_begins_no_further_plan(scene: Stand, ada: Membership) -> None:
    run = ask_for_plan(scene.plant, by=ada, at=FRIDAY_18H)
    stop = threading.Event()
    stop.set()

    assert plan.plan_asked(stop) == 0

    run.refresh_from_db()
    assert run.state == "asked"
