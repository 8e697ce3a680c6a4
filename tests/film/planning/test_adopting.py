"""Plans that the board, the calendar or the clock has left behind: each is refused with the dates that are lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callboard.core.organizations.models import Membership, Organization
from callboard.film.planning.actions import adopt_plan, change_planning_terms
from callboard.film.planning.figures import Lengths
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import BoardHasChanged, Change, PlanAsk
from callboard.film.planning.views import run_view
from tests.builders import FRIDAY_18H, a_member
from tests.film.planning.scenes import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Shoot,
    a_planned_run,
    a_published_sheet,
    a_shoot,
    with_prices,
)

FRIDAY_AFTER = date(2027, 3, 12)
TODAY = [(MONDAY, ["1"]), (TUESDAY, ["2"]), (WEDNESDAY, ["3"]), (THURSDAY, ["4"])]
EXCHANGED = [(MONDAY, ["4"]), (TUESDAY, ["2"]), (WEDNESDAY, ["3"]), (THURSDAY, ["1"])]
WEDNESDAY_18H = FRIDAY_18H + timedelta(days=5)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def shoot(office: Organization, ada: Membership) -> Shoot:
    return with_prices(a_shoot(office, by=ada), by=ada)


def check_refused(shoot: Shoot, run: ShootingRun, what: str, *, by: Membership, days: int = 0) -> None:
    """The page says it before, adopting refuses it, and nothing has moved."""
    run = ShootingRun.objects.get(pk=run.pk)
    at = FRIDAY_18H + timedelta(days=days)
    view = run_view(by, run, today=at.date())
    assert (view.changed_since, view.can_adopt) == (what, False)
    with pytest.raises(BoardHasChanged) as refusal:
        adopt_plan(run, version=run.version, by=by, at=at)
    assert refusal.value.parameters == {"what": what}
    assert shoot.layout() == TODAY


def test_a_plan_onto_a_date_that_became_a_day_off_is_refused_instead_of_dropping_its_scenes(
    shoot: Shoot, ada: Membership
) -> None:
    """The board ends on Thursday: that Friday is off now does not show on it."""
    later = [*TODAY[:3], (FRIDAY_AFTER, ["4"])]
    run = a_planned_run(shoot, later, by=ada)
    assert run_view(ada, run).can_adopt
    shoot.show.weekly_days_off = [4, 6]
    shoot.show.save()

    check_refused(shoot, run, "2027-03-12", by=ada)


def test_a_plan_that_would_change_days_that_are_over_by_now_is_refused(shoot: Shoot, ada: Membership) -> None:
    """Monday is shot on Wednesday; Thursday is still to come."""
    run = a_planned_run(shoot, EXCHANGED, by=ada)
    assert run_view(ada, run).can_adopt

    check_refused(shoot, run, "2027-03-08", by=ada, days=5)


def test_a_plan_onto_a_spare_date_that_is_over_by_now_is_refused(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, [*TODAY[:3], (FRIDAY_AFTER, ["4"])], by=ada)

    check_refused(shoot, run, "2027-03-11, 2027-03-12", by=ada, days=7)


def test_a_plan_that_changes_only_days_to_come_is_adopted_when_others_are_over(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, [*TODAY[:3], (FRIDAY_AFTER, ["4"])], by=ada)

    adopt_plan(run, version=run.version, by=ada, at=WEDNESDAY_18H)

    assert shoot.layout() == [*TODAY[:3], (THURSDAY, []), (FRIDAY_AFTER, ["4"])]


def test_a_plan_that_would_change_a_day_called_since_is_refused(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, EXCHANGED, by=ada)
    a_published_sheet(shoot, WEDNESDAY, ada)
    assert run_view(ada, run).can_adopt  # Wednesday stays as it is
    a_published_sheet(shoot, THURSDAY, ada)

    check_refused(shoot, run, "2027-03-11", by=ada)


def test_a_plan_that_counted_each_changed_call_may_change_days_called_since(shoot: Shoot, ada: Membership) -> None:
    lengths = Lengths(keeps_called=False)
    change_planning_terms(shoot.show, version=1, lengths=lengths, prices=None, by=ada, at=FRIDAY_18H)
    a_published_sheet(shoot, WEDNESDAY, ada)
    run = a_planned_run(shoot, EXCHANGED, by=ada)
    a_published_sheet(shoot, THURSDAY, ada)

    adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)

    assert shoot.layout() == EXCHANGED


def test_an_extra_day_of_a_what_if_is_no_change_of_the_board(shoot: Shoot, ada: Membership) -> None:
    sunday = date(2027, 3, 14)
    days = [*TODAY[:3], (sunday, ["4"])]
    run = a_planned_run(shoot, days, by=ada, ask=PlanAsk(what_if=(Change(extra_day=sunday),)))

    view = run_view(ada, run)

    assert (view.changed_since, view.can_adopt) == ("", False)
