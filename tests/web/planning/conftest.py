"""A shoot of four scenes, the people who look at its plans, and plans as the worker would leave them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.frozen import problem_of
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import PlanAsk, RunState
from callboard.planner.shooting.plan import Plan, PlannedDay, Status
from callboard.planner.shooting.plan_json import plan_as_json
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Placement
from tests.builders import FRIDAY_18H, a_member, access
from tests.film.planning.scenes import MONDAY, TUESDAY, Shoot, a_shoot, with_prices
from tests.web.conftest import Browser

TWO_DAYS: Mapping[date, Sequence[str]] = {MONDAY: ("1", "3"), TUESDAY: ("2", "4")}
"""Both kitchen scenes on Monday, both of the pier on Tuesday: two crew days less."""


@pytest.fixture
def bob(office: Organization) -> Membership:
    """The coordinator, who sees pay."""
    return a_member(office, Role.COORDINATOR, "Bob")


@pytest.fixture
def shoot(office: Organization, bob: Membership) -> Shoot:
    """A scene a day from Monday to Thursday, with prices."""
    return with_prices(a_shoot(office, by=bob), by=bob)


@pytest.fixture
def ada(office: Organization, shoot: Shoot) -> Membership:
    """The 1st AD: plans, and does not see pay."""
    member = a_member(office, Role.ASSISTANT_DIRECTOR, "Ada")
    access(member, shoot.show)
    return member


@pytest.fixture
def cleo(office: Organization, shoot: Shoot) -> Membership:
    """Of the crew: may look."""
    member = a_member(office, Role.CREW, "Cleo")
    access(member, shoot.show)
    return member


def planned(
    shoot: Shoot, days: Mapping[date, Sequence[str]] = TWO_DAYS, *, by: Membership, ask: PlanAsk | None = None
) -> ShootingRun:
    """A run that is done, with these scenes on these days; priced as the planner prices, bound at 80 % of it."""
    run = ask_for_plan(shoot.board, ask or PlanAsk(), by=by, at=FRIDAY_18H)
    problem = problem_of(run)
    placements = [Placement(shoot.key(number), on.isoformat()) for on, numbers in days.items() for number in numbers]
    priced = price(problem, placements)
    plan = Plan(
        status=Status.CONFLICTS if priced.conflicts else Status.FEASIBLE,
        cost=priced.cost,
        bound=priced.cost * 4 // 5,
        cost_by_component=priced.cost_by_component,
        days=tuple(
            PlannedDay(on.isoformat(), on, "", tuple(shoot.key(number) for number in numbers))
            for on, numbers in days.items()
        ),
        conflicts=priced.conflicts,
        moves=1000,
        scheduled_moves=1000,
        seed=1,
        cpu_seconds=9.5,
        compiled=True,
    )
    run.state, run.plan = RunState.DONE, plan_as_json(plan, problem)
    run.cost, run.bound, run.moves, run.harm = plan.cost, plan.bound, plan.moves, priced.harm
    run.progress = [[0.1, 2 * plan.cost, 5, 0], [2.0, plan.cost, 0, plan.bound]]
    run.started_at, run.finished_at = FRIDAY_18H, FRIDAY_18H + timedelta(seconds=10)
    run.save()
    return run


def address(shoot: Shoot, name: str = "plan", *more: Any) -> str:
    return reverse(f"planning:{name}", args=[shoot.show.public_id, *more])


def words(answer: Any) -> str:
    """What a reader sees, on one line."""
    body = html.unescape(answer.content.decode())
    text = re.sub(r"<[^>]+>", " ", body[body.index("<main") :] if "<main" in body else body)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(autouse=True)
def on_friday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doors' clock stands at the Friday before: days of the board lie ahead."""
    for module in ("pages", "asking", "deciding", "results", "terms", "locations"):
        monkeypatch.setattr(f"callboard.web.planning.{module}.now", lambda: FRIDAY_18H)


__all__ = ["Browser", "address", "planned", "words"]
