"""When somebody can be had: from the deal's first to its last date, both by the production's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Membership, Organization
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.casting import availability_of
from callboard.film.planning.rules import PlanAsk
from callboard.film.planning.running import carry_out
from callboard.film.planning.views import run_view
from callboard.planner.shooting.problem import Availability, Window
from tests.builders import FRIDAY_18H, a_member
from tests.film.planning.scenes import MONDAY, THURSDAY, TUESDAY, Shoot, a_shoot, with_prices

BERLIN = ZoneInfo("Europe/Berlin")
LATE = datetime(2027, 3, 8, 23, 30, tzinfo=UTC)
"""Half past midnight on Tuesday in Berlin."""


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def shoot(office: Organization, ada: Membership) -> Shoot:
    return with_prices(a_shoot(office, by=ada), by=ada)


def test_a_deal_ends_on_the_date_of_the_production() -> None:
    deal = Engagement(starts_on=MONDAY, ends_on=THURSDAY, ended_at=LATE)
    through_tuesday = Window(MONDAY, TUESDAY + timedelta(days=1))

    assert availability_of(deal, {MONDAY}, BERLIN) == Availability((through_tuesday,), frozenset({MONDAY}))
    assert availability_of(deal, set(), ZoneInfo("America/New_York")) == Availability((Window(MONDAY, TUESDAY),))


def test_a_deal_that_ended_before_it_began_holds_on_no_date() -> None:
    deal = Engagement(starts_on=THURSDAY, ended_at=LATE)

    available = availability_of(deal, set(), BERLIN)

    assert not any(available.holds(THURSDAY + timedelta(days=days)) for days in range(-10, 10))


def test_a_board_with_a_deal_that_ended_before_it_began_is_planned_with_a_conflict(
    shoot: Shoot, ada: Membership
) -> None:
    """Ivo, of scenes 2 and 3, should come on Monday; on the Friday before he is out."""
    Engagement.objects.filter(pk=shoot.ivo.pk).update(starts_on=MONDAY, ended_at=FRIDAY_18H)

    run = carry_out(ask_for_plan(shoot.board, PlanAsk(seconds=1), by=ada, at=FRIDAY_18H), lambda: FRIDAY_18H)

    view = run_view(ada, run)
    assert (run.state, view.failure, run.today) == ("done", "", date(2027, 3, 5))
    assert [line.text.split(" is planned")[0] for line in view.conflicts] == ["Scene 2", "Scene 3"]
    assert all("Bo Lind is not available" in line.text for line in view.conflicts)
