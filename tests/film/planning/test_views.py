"""The page of a run: both sides by component, person and day, with conflicts in words; and runs side by side."""

from __future__ import annotations

from datetime import date

import pytest

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.film.breakdown.models import Scene
from callboard.film.planning.actions import ask_for_plan
from callboard.film.planning.lines import ComponentLine, ConflictLine
from callboard.film.planning.queries import outlook_of
from callboard.film.planning.rules import Change, PlanAsk
from callboard.film.planning.views import compare, run_view, why_here
from callboard.film.stripboard.actions import StripAt, place_strips
from tests.builders import FRIDAY_18H, a_member, access, an_organization
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


def test_a_plan_stands_beside_todays_board(shoot: Shoot, ada: Membership) -> None:
    """Two kitchen scenes on one day: a crew day and Mara's hold are saved; the pier is set up once, for two dates."""
    run = a_planned_run(shoot, BETTER, by=ada)

    view = run_view(ada, run)

    assert (view.cost_before, view.cost, view.saving, view.cost_percent) == (2_460_000, 1_905_000, 555_000, 77.4)
    assert view.components == (
        ComponentLine("cast_work", "Cast, days worked", 380_000, 380_000),
        ComponentLine("cast_hold", "Cast, days held", 50_000, 0),
        ComponentLine("crew", "Crew days", 2_000_000, 1_500_000),
        ComponentLine("rent", "Rent of locations", 20_000, 20_000),
        ComponentLine("set_ups", "Set-ups", 10_000, 5_000),
    )
    assert [line.difference for line in view.components] == [0, -50_000, -500_000, 0, -5_000]
    mara, ivo = view.people
    assert (mara.name, mara.roles, mara.engagement_id) == ("Nell Okoye", ("1 MARA",), shoot.mara.public_id)
    assert (mara.worked_on_before, mara.held_on_before) == ((MONDAY, TUESDAY, THURSDAY), (WEDNESDAY,))
    assert (mara.worked_on, mara.held_on, mara.counts) == ((MONDAY, TUESDAY, WEDNESDAY), (), (3, 1, 3, 0))
    assert [(row.cost_before, row.cost, row.is_changed) for row in (mara, ivo)] == [
        (350_000, 300_000, True),
        (80_000, 80_000, True),
    ]
    assert [
        (day.number, day.on, [strip.number for strip in day.strips], day.locations, day.eighths, day.minutes, day.cost)
        for day in view.days
    ] == [
        (1, MONDAY, ["1", "3"], ("KITCHEN",), 16, 240, 500_000),
        (2, TUESDAY, ["2"], ("PIER",), 16, 180, 500_000),
        (3, WEDNESDAY, ["4"], ("PIER",), 4, 60, 500_000),
    ]
    assert [day.on for day in view.days_before] == [MONDAY, TUESDAY, WEDNESDAY, THURSDAY]
    assert [(row.strip.number, row.from_on, row.to_on) for row in view.changed] == [
        ("3", WEDNESDAY, MONDAY),
        ("4", THURSDAY, WEDNESDAY),
    ]
    assert (view.status, view.status_label, view.gap_percent) == ("feasible", "Keeps every rule", 25.0)
    assert (view.can_adopt, view.can_discard, view.can_stop, view.changed_since) == (True, True, False, "")
    assert (view.moves, view.scheduled_moves, view.seed, view.is_compiled) == (1000, 2000, 1, True)


def test_who_sees_no_pay_sees_days_and_percentages(shoot: Shoot, ada: Membership, bea: Membership) -> None:
    view = run_view(bea, a_planned_run(shoot, BETTER, by=ada))

    assert (view.cost_before, view.cost, view.bound, view.saving, view.components) == (None, None, None, None, ())
    assert (view.cost_percent, view.gap_percent, view.can_adopt) == (77.4, 25.0, True)
    assert [person.counts for person in view.people] == [(3, 1, 3, 0), (2, 0, 2, 0)]
    assert {person.cost for person in view.people} | {day.cost for day in view.days} == {None}


def test_conflicts_are_said_with_names_scenes_and_days(shoot: Shoot, ada: Membership) -> None:
    """By day and by night on one day: with its wrap before the night the day is no longer than the law allows."""
    run = a_planned_run(shoot, [(MONDAY, ["1", "3"]), (TUESDAY, ["2", "4"])], by=ada)

    view = run_view(ada, run)

    assert (view.status_label, view.gap_percent) == ("Breaks rules: see the conflicts", None)
    assert view.conflicts == (
        ConflictLine(
            text="Tue 9 Mar has day work (scene 2) and night work (scene 4).",
            lifted_by=(
                "If the night work of Tue 9 Mar (scene 4) went to another day",
                "or if the day work of Tue 9 Mar (scene 2) went to another day",
            ),
            on=TUESDAY,
        ),
    )
    assert view.conflicts_before == ()


def test_what_a_person_lacks_is_said_by_name(shoot: Shoot, ada: Membership) -> None:
    away = PlanAsk(what_if=(Change(person=str(shoot.mara.public_id), away=(WEDNESDAY,)),))
    run = a_planned_run(shoot, BETTER, by=ada, ask=away)

    view = run_view(ada, run)

    assert view.changes == ("Nell Okoye is away on Wed 10 Mar",)
    assert [line.text for line in view.conflicts] == [
        "Scene 4 is planned for Wed 10 Mar, on which Nell Okoye is not available."
    ]
    assert view.conflicts[0].lifted_by[0] == "If Nell Okoye were free on Wed 10 Mar"
    assert (view.is_scenario, view.can_adopt) == (True, False)


def test_a_date_that_is_not_open_is_said_plainly(shoot: Shoot, ada: Membership) -> None:
    lost = PlanAsk(what_if=(Change(lost_day=WEDNESDAY), Change(person=str(shoot.mara.public_id), away=(TUESDAY,))))
    run = a_planned_run(shoot, BETTER, by=ada, ask=lost)

    assert [line.text for line in run_view(ada, run).conflicts] == [
        "Scene 2 is planned for Tue 9 Mar, on which Nell Okoye is not available.",
        "Scene 4 is planned for Wed 10 Mar, which is not open to it.",
    ]


def test_several_things_that_are_missing_stand_in_one_list(shoot: Shoot, ada: Membership) -> None:
    lost = PlanAsk(what_if=(Change(lost_day=WEDNESDAY), Change(person=str(shoot.mara.public_id), away=(WEDNESDAY,))))
    run = a_planned_run(shoot, BETTER, by=ada, ask=lost)

    assert [line.text for line in run_view(ada, run).conflicts] == [
        "Scene 4 is planned for Wed 10 Mar, on which these are missing: an open date, Nell Okoye."
    ]


def test_what_was_assumed_of_pay_and_birth_is_read_by_who_sees_them(
    shoot: Shoot, ada: Membership, bea: Membership, office: Organization
) -> None:
    """Mara is a minor whose date of birth nobody typed, paid a flat sum; Ivo is paid in euro."""
    party = shoot.mara.party
    party.is_minor = True
    party.save()
    Engagement.objects.filter(pk=shoot.mara.pk).update(rate_per="flat")
    Engagement.objects.filter(pk=shoot.ivo.pk).update(currency="EUR")
    run = a_planned_run(shoot, BETTER, by=ada)
    cleo = a_member(office, Role.CREW, "Cleo")
    access(cleo, shoot.show)
    mara, ivo = shoot.mara.public_id, shoot.ivo.public_id

    seen, without_pay, without_both = (
        [(note.text, note.engagement_id) for note in run_view(member, run).assumptions[2:]]
        for member in (ada, bea, cleo)
    )

    birth = "Nell Okoye is a minor without a date of birth: the hours allowed are not counted."
    flat = "Nell Okoye is paid a flat sum: it costs the same however the days fall, and counts as 0."
    euro = "Bo Lind is paid in EUR, not in the production’s currency, and counts as 0."
    hidden = ("The rates of 2 people could not be counted by the day.", None)
    assert seen == [(birth, mara), (flat, mara), (euro, ivo)]
    assert without_pay == [(birth, mara), hidden]
    assert without_both == [("The hours allowed are not counted for 1 minor.", None), hidden]
    outlook = outlook_of(cleo, shoot.board, today=FRIDAY)
    assert [(note.text, note.engagement_id) for note in outlook.assumptions[2:]] == without_both


def test_a_rule_of_minors_that_is_broken_names_nobody_to_who_may_not_know_who_is_a_minor(
    shoot: Shoot, ada: Membership, office: Organization
) -> None:
    """Mara is eleven: three pages by day and night work are more than a school day allows."""
    party = shoot.mara.party
    party.is_minor, party.birth_on = True, date(2016, 1, 10)
    party.save()
    Scene.objects.filter(number="2").update(minutes=400)
    shoot.board.strips.filter(scene__number="2").update(minutes=400)
    run = a_planned_run(shoot, BETTER, by=ada)
    cleo = a_member(office, Role.CREW, "Cleo")
    access(cleo, shoot.show)

    seen, masked = run_view(ada, run), run_view(cleo, run)

    assert [line.on for line in seen.conflicts] == [TUESDAY, WEDNESDAY]
    assert all("Nell Okoye, a minor" in line.text and line.lifted_by for line in seen.conflicts)
    nameless = "A rule about minors’ hours is broken on {}."
    assert masked.conflicts == (
        ConflictLine(text=nameless.format("Tue 9 Mar"), lifted_by=(), on=TUESDAY),
        ConflictLine(text=nameless.format("Wed 10 Mar"), lifted_by=(), on=WEDNESDAY),
    )
    others = why_here(cleo, run, shoot.key("1")).others
    assert not any("minor" in line.text and "Nell" in line.text for other in others for line in other.conflicts)


def test_a_plan_of_a_board_that_changed_says_so_instead_of_being_adopted(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, BETTER, by=ada)
    strip = shoot.strip("4")
    seen = StripAt(strip.public_id, strip.version)
    place_strips(shoot.board, [seen], after=None, area="boneyard", by=ada, at=FRIDAY_18H)

    view = run_view(ada, run)

    assert (view.changed_since, view.can_adopt, view.can_discard) == ("4", False, True)


def test_a_run_under_way_shows_todays_board_alone(shoot: Shoot, ada: Membership) -> None:
    view = run_view(ada, ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H))

    assert (view.state_label, view.has_plan, view.can_stop, view.can_adopt) == ("waiting", False, True, False)
    assert (view.cost_before, view.cost, view.days, view.changed) == (2_460_000, None, (), ())
    assert len(view.days_before) == 4


def test_scenes_that_the_board_leaves_aside_make_costs_that_do_not_compare(shoot: Shoot, ada: Membership) -> None:
    strip = shoot.strip("4")
    seen = StripAt(strip.public_id, strip.version)
    place_strips(shoot.board, [seen], after=None, area="boneyard", by=ada, at=FRIDAY_18H)

    view = run_view(ada, a_planned_run(shoot, BETTER, by=ada, ask=PlanAsk(with_boneyard=True)))

    assert view.is_before_partial
    assert [(row.strip.number, row.from_on, row.to_on) for row in view.changed] == [
        ("3", WEDNESDAY, MONDAY),
        ("4", None, WEDNESDAY),
    ]


def test_two_runs_stand_side_by_side(shoot: Shoot, ada: Membership, bea: Membership) -> None:
    """What it costs that Wednesday is lost: Mara is held for a day."""
    base = a_planned_run(shoot, BETTER, by=ada)
    lost = PlanAsk(what_if=(Change(lost_day=WEDNESDAY),), base=base.public_id)
    scenario = a_planned_run(shoot, [(MONDAY, ["1", "3"]), (TUESDAY, ["2"]), (THURSDAY, ["4"])], by=ada, ask=lost)

    side_by_side = compare(ada, base, scenario)

    assert side_by_side.changes == ("Wed 10 Mar is lost",)
    assert (side_by_side.difference, side_by_side.cost_percent) == (55_000, 102.9)
    assert [(line.key, line.difference) for line in side_by_side.components if line.difference] == [
        ("cast_hold", 50_000),
        ("set_ups", 5_000),
    ]
    assert [(row.strip.number, row.from_on, row.to_on) for row in side_by_side.moved] == [("4", WEDNESDAY, THURSDAY)]
    assert [(person.counts, person.cost) for person in side_by_side.people] == [
        ((3, 0, 3, 1), 350_000),
        ((2, 0, 2, 0), 80_000),
    ]
    masked = compare(bea, base, scenario)
    assert (masked.difference, masked.components, masked.cost_percent) == (None, (), 102.9)


def test_a_run_without_a_plan_has_nothing_to_compare_and_others_see_none(shoot: Shoot, ada: Membership) -> None:
    base = a_planned_run(shoot, BETTER, by=ada)
    waiting = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    eve = a_member(an_organization("Other Street"), name="Eve")

    with pytest.raises(NotFound):
        compare(ada, base, waiting)
    with pytest.raises(NotFound):
        run_view(eve, base)


def test_why_a_scene_is_where_it_is_is_said_by_what_other_days_would_cost(
    shoot: Shoot, ada: Membership, bea: Membership
) -> None:
    """The night on the pier is on Wednesday, the day after a day there: nobody is held and it is set up once.

    Thursday: Mara is held for a day (500), the pier set up again (50); each day later holds her for another. Monday,
    with the kitchen, would save a crew day and a date of Mara's (5,000 + 1,000) for a company move (500) and too little
    rest before Tuesday (2,500 for the unit, 1,000 and 400 for the players). Tuesday is by day: that is forbidden.
    """
    run = a_planned_run(shoot, BETTER, by=ada)

    why = why_here(ada, run, shoot.key("4"))

    assert (why.strip.number, why.on, why.is_locked) == ("4", WEDNESDAY, False)
    assert [(other.on.day, other.extra_cost, len(other.conflicts)) for other in why.others] == [
        (8, -160_000, 0),
        (11, 55_000, 0),
        (12, 105_000, 0),
        (13, 155_000, 0),
        (9, -610_000, 1),
    ]
    assert [(part.key, part.difference) for part in why.others[1].parts] == [("cast_hold", 50_000), ("set_ups", 5_000)]
    assert why.others[4].conflicts[0].text == "Tue 9 Mar has day work (scene 2) and night work (scene 4)."
    assert [other.extra_cost for other in why_here(bea, run, shoot.key("4")).others] == [None] * 5
    with pytest.raises(NotFound):
        why_here(ada, run, "scene 4")
