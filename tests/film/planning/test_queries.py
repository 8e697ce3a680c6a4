"""What the pages of terms and runs are made from; money only for who sees pay."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.film.breakdown.models import Element
from callboard.film.planning.actions import ask_for_plan, change_location_terms, place_set, stop_run
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.queries import (
    FigureLine,
    ProgressPoint,
    changeable_of,
    locations_of,
    outlook_of,
    planning_terms_of,
    progress_of,
    rates_of,
    run_of,
    run_under_way,
    runs_of,
)
from callboard.film.planning.rules import Change, LocationOffer, PlanAsk
from callboard.film.planning.views import run_view
from tests.builders import FRIDAY_18H, a_member, a_place, a_scene, access, an_organization
from tests.film.planning.scenes import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Shoot,
    a_planned_run,
    a_shoot,
    with_prices,
)

BETTER = [(MONDAY, ["1", "3"]), (TUESDAY, ["2"]), (WEDNESDAY, ["4"])]


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def shoot(office: Organization, ada: Membership) -> Shoot:
    return with_prices(a_shoot(office, by=ada), by=ada)


@pytest.fixture
def bea(shoot: Shoot, office: Organization) -> Membership:
    """The first assistant director: plans, and sees no pay."""
    member = a_member(office, Role.ASSISTANT_DIRECTOR, "Bea")
    access(member, shoot.show)
    return member


def test_the_terms_say_which_figures_nobody_typed(shoot: Shoot, ada: Membership, bea: Membership) -> None:
    terms = planning_terms_of(ada, shoot.show)

    lines = {line.name: line for line in terms.lines}
    assert (terms.version, terms.currency, len(lines)) == (1, "USD", 17)
    assert lines["crew_day_minor"] == FigureLine(
        "crew_day_minor", "The crew costs, a day", "money", 500_000, 500_000, is_assumed=False
    )
    assert lines["move_minor"] == FigureLine(
        "move_minor", "A company move costs", "money", None, 50_000, is_assumed=True
    )
    assert lines["most_eighths"].value is None
    assert [line.unit for line in planning_terms_of(bea, shoot.show).lines] == [
        "minutes", "minutes", "eighths", "eighths", "minutes", "minutes", "clock", "clock", "minutes"
    ]  # fmt: skip
    assert planning_terms_of(bea, shoot.show).prices is None


def test_the_crews_deals_are_the_crews_day_where_nothing_was_typed(office: Organization, ada: Membership) -> None:
    shoot = a_shoot(office, by=ada)
    Engagement.objects.create(
        organization=office,
        production=shoot.show,
        party=shoot.ivo.party,
        kind="crew",
        position="Gaffer",
        rate_minor=60_000,
        currency="USD",
        created_at=FRIDAY_18H,
    )

    line = next(line for line in planning_terms_of(ada, shoot.show).lines if line.name == "crew_day_minor")

    assert (line.typed, line.value, line.is_assumed) == (None, 60_000, True)


def test_locations_are_places_with_their_sets_and_sets_without_a_place(
    shoot: Shoot, ada: Membership, bea: Membership
) -> None:
    stage = a_place(shoot.show, "Stage 2")
    place_set(shoot.show, "KITCHEN", stage, by=ada, at=FRIDAY_18H)
    offer = LocationOffer(windows=((MONDAY, None),), away=(TUESDAY,), rent_minor=10_000, set_up_minor=5_000)
    change_location_terms(shoot.show, "set:PIER", offer, version=1, by=ada, at=FRIDAY_18H)

    on_stage, pier = locations_of(ada, shoot.show)

    assert (on_stage.key, on_stage.name, on_stage.place) == (f"place:{stage.public_id}", "Stage 2", stage)
    assert (on_stage.sets, on_stage.scene_count, on_stage.eighths, on_stage.version) == (("KITCHEN",), 2, 16, 0)
    assert (on_stage.rent_minor, on_stage.windows) == (0, ())
    assert (pier.key, pier.name, pier.place, pier.sets) == ("set:PIER", "PIER", None, ("PIER",))
    assert (pier.windows, pier.away, pier.version) == (((MONDAY, None),), (TUESDAY,), 2)
    assert (pier.rent_minor, pier.set_up_minor) == (10_000, 5_000)
    assert [(line.rent_minor, line.set_up_minor) for line in locations_of(bea, shoot.show)] == [(None, None)] * 2


def test_rates_are_shown_to_who_sees_pay_with_what_is_missing(shoot: Shoot, ada: Membership, bea: Membership) -> None:
    Engagement.objects.filter(pk=shoot.ivo.pk).update(rate_minor=None)
    Element.objects.filter(name="MARA").update(played_by=None)

    assert [(line.name, line.roles, line.day_rate, line.problem) for line in rates_of(ada, shoot.show)] == [
        ("MARA", ("1 MARA",), None, "Nobody is cast yet."),
        (
            "Bo Lind",
            ("2 IVO",),
            0,
            "Bo Lind has no rate yet and counts as 0: nothing is saved by working Bo Lind less.",
        ),
    ]
    assert rates_of(bea, shoot.show) == ()


def test_the_outlook_counts_what_would_be_planned_and_says_why_not(shoot: Shoot, bea: Membership) -> None:
    outlook = outlook_of(bea, shoot.board, today=MONDAY)
    assert (outlook.strip_count, outlook.locked_count, outlook.boneyard_count) == (3, 1, 0)
    assert (outlook.first_on, outlook.last_on, outlook.day_count) == (MONDAY, date(2027, 3, 13), 6)
    assert [note.text for note in outlook.assumptions] == [
        "15 figures were never typed: customary values stand in for them.",
        "1 strip has no time of its own and counts 120 minutes a page.",
        "1 day is over and stays as it is.",
    ]

    over = outlook_of(bea, shoot.board, today=THURSDAY)
    assert over.refusal.startswith("There is nothing to plan")


def test_a_what_if_may_change_people_locations_and_days_to_come(shoot: Shoot, bea: Membership) -> None:
    changeable = changeable_of(bea, shoot.board, today=FRIDAY)

    assert changeable.people == ((str(shoot.mara.public_id), "Nell Okoye"), (str(shoot.ivo.public_id), "Bo Lind"))
    assert changeable.locations == (("set:KITCHEN", "KITCHEN"), ("set:PIER", "PIER"))
    assert changeable.dates == tuple(date(2027, 3, day) for day in range(8, 14))


def test_runs_are_listed_newest_first_with_percentages_for_everyone_and_money_for_some(
    shoot: Shoot, ada: Membership, bea: Membership
) -> None:
    """Three crew days for four, Mara held no more, the pier set up once: 2,460,000 becomes 1,905,000."""
    base = a_planned_run(shoot, BETTER, by=ada)
    what_if = PlanAsk(what_if=(Change(person=str(shoot.mara.public_id), away=(THURSDAY,)),), base=base.public_id)
    scenario = ask_for_plan(shoot.board, what_if, by=ada, at=FRIDAY_18H)

    lines = runs_of(ada, shoot.board)

    assert [(line.run, line.state, line.is_scenario, line.cost, line.cost_percent) for line in lines] == [
        (scenario, "queued", True, None, None),
        (base, "done", False, 1_905_000, 77.4),
    ]
    assert lines[0].changes == ("Nell Okoye is away on Thu 11 Mar",)
    assert [(line.cost, line.cost_percent, line.gap_percent) for line in runs_of(bea, shoot.board)] == [
        (None, None, None),
        (None, 77.4, 25.0),
    ]
    assert run_under_way(bea, shoot.board) == scenario
    assert run_of(bea, shoot.show, base.public_id) == base


def test_a_run_of_others_is_not_there(shoot: Shoot, ada: Membership) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    eve = a_member(an_organization("Other Street"), name="Eve")

    for read in (
        lambda: run_of(eve, shoot.show, run.public_id),
        lambda: runs_of(eve, shoot.board),
        lambda: progress_of(eve, run, now=FRIDAY_18H),
        lambda: planning_terms_of(eve, shoot.show),
        lambda: locations_of(eve, shoot.show),
        lambda: rates_of(eve, shoot.show),
        lambda: outlook_of(eve, shoot.board, today=FRIDAY),
        lambda: changeable_of(eve, shoot.board, today=FRIDAY),
    ):
        with pytest.raises(NotFound):
            read()


def test_progress_is_money_for_who_sees_pay_and_per_mille_of_the_beginning_for_others(
    shoot: Shoot, ada: Membership, bea: Membership
) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    rows = [[0.1, 2_000_000, 0, 1_000_000], [1.5, 1_500_000, 0, 1_200_000]]
    ShootingRun.objects.filter(pk=run.pk).update(state="running", started_at=FRIDAY_18H, progress=rows)
    stop_run(run, by=ada, at=FRIDAY_18H)
    now = FRIDAY_18H + timedelta(seconds=2)

    seen, masked = progress_of(ada, run, now=now), progress_of(bea, run, now=now)

    assert (seen.elapsed_seconds, seen.seconds, seen.is_stopping, seen.can_stop) == (2.0, 10, True, True)
    assert seen.rows == (ProgressPoint(0.1, 2_000_000, 0, 1_000_000), ProgressPoint(1.5, 1_500_000, 0, 1_200_000))
    assert (masked.is_per_mille, masked.rows) == (
        True,
        (ProgressPoint(0.1, 1000, 0, 500), ProgressPoint(1.5, 750, 0, 600)),
    )


def test_lists_ask_the_database_the_same_few_times_whatever_their_length(
    shoot: Shoot, ada: Membership, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    a_planned_run(shoot, BETTER, by=ada)
    with django_assert_num_queries(1):
        runs_of(ada, shoot.board)
    with django_assert_num_queries(3):
        locations_of(ada, shoot.show)

    for number in ("5", "6"):
        a_scene(shoot.show, number, set_name=f"ROOM {number}")
        run = a_planned_run(shoot, BETTER, by=ada)
        place_set(shoot.show, f"ROOM {number}", a_place(shoot.show, f"Stage {number}"), by=ada, at=FRIDAY_18H)
    assert len(runs_of(ada, shoot.board)) == 3
    with django_assert_num_queries(1):
        runs_of(ada, shoot.board)
    with django_assert_num_queries(3):
        locations_of(ada, shoot.show)
    with django_assert_num_queries(13):
        run_view(ada, run_of(ada, shoot.show, run.public_id))
