"""From a board to the planner's problem: a small shoot, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Membership, Organization
from callboard.core.resources.models import Absence
from callboard.film.breakdown.models import Element, Scene
from callboard.film.planning.actions import change_location_terms, change_planning_terms, place_set
from callboard.film.planning.figures import Lengths
from callboard.film.planning.frozen import kept_problem
from callboard.film.planning.rules import Change, LocationOffer, NoDaysToPlan, NothingToPlan, place_key
from callboard.film.planning.translate import read_problem
from callboard.film.stripboard.actions import StripAt, place_strips
from callboard.planner.shooting.plan import Component
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import (
    Availability,
    CastMember,
    Light,
    Location,
    Piece,
    Placement,
    ShootDay,
    Window,
)
from tests.builders import FRIDAY_18H, a_member, a_place
from tests.film.planning.scenes import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Shoot,
    a_published_sheet,
    a_shoot,
    with_prices,
)

SATURDAY = date(2027, 3, 13)
OPEN = Availability((Window(MONDAY, date(2027, 3, 14)),))
"""Monday to Saturday: four days of the board, and two to spare."""


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def shoot(office: Organization, ada: Membership) -> Shoot:
    return with_prices(a_shoot(office, by=ada), by=ada)


def person(shoot: Shoot, engagement: Engagement, **changes: object) -> CastMember:
    """How the engagement stands in the problem now."""
    problem = read_problem(shoot.board, today=FRIDAY).problem
    return next(row for row in problem.cast if row.key == str(engagement.public_id))


def test_the_board_is_translated_piece_by_piece(shoot: Shoot) -> None:
    mara, ivo = str(shoot.mara.public_id), str(shoot.ivo.public_id)

    reading = read_problem(shoot.board, today=FRIDAY)

    scenes = {scene.number: str(scene.public_id) for scene in Scene.objects.all()}
    assert reading.problem.pieces == (
        Piece(shoot.key("1"), scenes["1"], 8, 120, "set:KITCHEN", Light.EITHER, frozenset({mara}), available=OPEN),
        Piece(shoot.key("2"), scenes["2"], 16, 180, "set:PIER", Light.DAY, frozenset({mara, ivo}), available=OPEN),
        Piece(shoot.key("3"), scenes["3"], 8, 120, "set:KITCHEN", Light.EITHER, frozenset({ivo}), available=OPEN),
        Piece(shoot.key("4"), scenes["4"], 4, 60, "set:PIER", Light.NIGHT, frozenset({mara}), available=OPEN),
    )
    assert reading.problem.cast == (
        CastMember(mara, 100_000, 50_000, forced_call=100_000),
        CastMember(ivo, 40_000, 40_000, forced_call=40_000),
    )
    assert reading.problem.locations == (Location("set:KITCHEN"), Location("set:PIER", 10_000, 5_000))
    assert reading.problem.days == tuple(
        ShootDay(on.isoformat(), on, crew_cost=500_000) for on in (MONDAY + timedelta(days=n) for n in range(6))
    )
    assert reading.start == tuple(
        Placement(shoot.key(number), on.isoformat())
        for number, on in (("1", MONDAY), ("2", TUESDAY), ("3", WEDNESDAY), ("4", THURSDAY))
    )
    assert (reading.problem.published, reading.problem.days_off, reading.problem.currency) == ((), frozenset(), "USD")
    assert [(note.code, dict(note.parameters)) for note in reading.notes] == [
        ("defaults", {"count": 15}),
        ("times_estimated", {"count": 1, "minutes": 120}),
    ]


def test_todays_board_costs_what_it_costs_by_hand(shoot: Shoot) -> None:
    """Mara works three days and is held on Wednesday, Ivo works two: 3 × 1,000 + 500 + 2 × 400. Four crew days.

    The pier is rented on two dates, and set up on both: the company was elsewhere on the date before.
    """
    reading = read_problem(shoot.board, today=FRIDAY)

    priced = price(reading.problem, reading.start)

    assert {component: cost for component, cost in priced.cost_by_component.items() if cost} == {
        Component.CAST_WORK: 380_000,
        Component.CAST_HOLD: 50_000,
        Component.CREW: 2_000_000,
        Component.RENT: 20_000,
        Component.SET_UPS: 10_000,
    }
    assert (priced.cost, priced.harm) == (2_460_000, 0)


def test_days_that_are_over_stay_and_nothing_else_may_go_there(shoot: Shoot) -> None:
    reading = read_problem(shoot.board, today=MONDAY)

    pieces = {piece.key: piece for piece in reading.problem.pieces}
    assert pieces[shoot.key("1")].locked_to == MONDAY.isoformat()
    assert pieces[shoot.key("1")].available == Availability()
    assert pieces[shoot.key("2")].locked_to is None
    assert pieces[shoot.key("2")].available == Availability((Window(TUESDAY, date(2027, 3, 14)),))
    assert [note.code for note in reading.notes] == ["defaults", "times_estimated", "past_days"]


def test_days_that_were_called_stay_as_they_are(shoot: Shoot, ada: Membership) -> None:
    a_published_sheet(shoot, TUESDAY, ada)

    reading = read_problem(shoot.board, today=FRIDAY)

    pieces = {piece.key: piece for piece in reading.problem.pieces}
    assert pieces[shoot.key("2")].locked_to == TUESDAY.isoformat()
    assert pieces[shoot.key("1")].available == replace(OPEN, away=frozenset({TUESDAY}))
    assert reading.problem.published == ()
    assert ("called_days", {"count": 1}) in [(note.code, dict(note.parameters)) for note in reading.notes]


def test_called_days_that_may_change_have_a_price_for_each_changed_call(shoot: Shoot, ada: Membership) -> None:
    """Once people were told, today's board is what they know: Mara loses Tuesday and gets
    Wednesday, Ivo works both as before."""
    a_published_sheet(shoot, TUESDAY, ada)
    lengths = Lengths(keeps_called=False)
    change_planning_terms(shoot.show, version=1, lengths=lengths, prices=None, by=ada, at=FRIDAY_18H)

    reading = read_problem(shoot.board, today=FRIDAY)

    assert {piece.locked_to for piece in reading.problem.pieces} == {None}
    assert reading.problem.published == reading.start
    swapped = {shoot.key("2"): WEDNESDAY.isoformat(), shoot.key("3"): TUESDAY.isoformat()}
    moved = [Placement(row.piece, swapped.get(row.piece, row.day)) for row in reading.start]
    assert price(reading.problem, reading.start).cost_by_component[Component.CHANGES] == 0
    assert price(reading.problem, moved).cost_by_component[Component.CHANGES] == 2 * 5_000


def test_a_board_that_is_over_has_nothing_to_plan(shoot: Shoot) -> None:
    with pytest.raises(NothingToPlan):
        read_problem(shoot.board, today=THURSDAY)


def test_dates_that_leave_no_day_are_refused(shoot: Shoot, ada: Membership) -> None:
    lengths = Lengths(first_on=date(2027, 3, 7), last_on=date(2027, 3, 7))  # a Sunday
    change_planning_terms(shoot.show, version=1, lengths=lengths, prices=None, by=ada, at=FRIDAY_18H)

    with pytest.raises(NoDaysToPlan):
        read_problem(shoot.board, today=FRIDAY)


def test_between_the_dates_that_were_typed_every_working_day_may_be_used(shoot: Shoot, ada: Membership) -> None:
    """Tuesday 9 to Monday 15 March; Sunday is off. What the board has on Monday the 8th must leave it."""
    lengths = Lengths(first_on=TUESDAY, last_on=date(2027, 3, 15))
    change_planning_terms(shoot.show, version=1, lengths=lengths, prices=None, by=ada, at=FRIDAY_18H)

    problem = read_problem(shoot.board, today=FRIDAY).problem

    assert [day.on.day for day in problem.days] == [8, 9, 10, 11, 12, 13, 15]
    assert problem.days_off == {date(2027, 3, 14)}
    assert problem.pieces[0].available == Availability(
        (Window(TUESDAY, date(2027, 3, 16)),),
    )


def test_a_deal_by_the_week_buys_six_days_and_a_flat_one_costs_nothing_more(shoot: Shoot) -> None:
    Engagement.objects.filter(pk=shoot.mara.pk).update(rate_per="week", hold_rate_minor=None, can_hold=False)
    Engagement.objects.filter(pk=shoot.ivo.pk).update(rate_per="flat")

    reading = read_problem(shoot.board, today=FRIDAY)

    assert [(row.day_rate, row.hold_rate) for row in reading.problem.cast] == [(16_667, 0), (0, 0)]
    assert [(note.code, note.engagement) for note in reading.notes if note.engagement] == [
        ("flat_rate", str(shoot.ivo.public_id))
    ]


def test_who_has_no_rate_another_currency_or_no_player_counts_as_nothing_and_is_named(shoot: Shoot) -> None:
    Engagement.objects.filter(pk=shoot.mara.pk).update(currency="EUR")
    Element.objects.filter(name="IVO").update(played_by=None)

    reading = read_problem(shoot.board, today=FRIDAY)

    assert [row.day_rate for row in reading.problem.cast] == [0, 0]
    assert [(note.code, note.parameters["name"]) for note in reading.notes[2:]] == [
        ("other_currency", "Nell Okoye"),
        ("nobody_cast", "IVO"),
    ]


def test_a_person_can_be_had_within_the_engagement_and_not_when_absent(shoot: Shoot, ada: Membership) -> None:
    Engagement.objects.filter(pk=shoot.mara.pk).update(starts_on=MONDAY, ends_on=THURSDAY, drop_after_days=10)
    Absence.objects.create(
        organization=shoot.show.organization, engagement=shoot.mara, from_on=TUESDAY, to_on=WEDNESDAY, kind="leave"
    )
    Absence.objects.create(
        organization=shoot.show.organization,
        engagement=shoot.mara,
        from_on=MONDAY,
        to_on=MONDAY,
        kind="leave",
        ended_at=FRIDAY_18H,
    )

    mara = person(shoot, shoot.mara)

    assert mara.available == Availability((Window(MONDAY, date(2027, 3, 12)),), frozenset({TUESDAY, WEDNESDAY}))
    assert mara.drop_after_days == 10


def test_a_minor_is_planned_by_age_and_the_date_of_birth_is_not_kept(shoot: Shoot) -> None:
    party = shoot.ivo.party
    party.birth_on, party.is_minor = date(2018, 3, 10), True
    party.save()

    reading = read_problem(shoot.board, today=FRIDAY)

    ivo = next(row for row in reading.problem.cast if row.key == str(shoot.ivo.public_id))
    assert ivo.born_on == date(2018, 3, 10)
    assert [(band.from_months, band.below_months, band.work_minutes) for band in reading.problem.minor_hours] == [
        (0, 6, 20),
        (6, 24, 120),
        (24, 72, 180),
        (72, 108, 240),
        (108, 192, 300),
        (192, 216, 360),
    ]
    assert "2018-03" not in str(kept_problem(reading.problem))
    assert "minors" in [note.code for note in reading.notes]


def test_without_school_a_minor_may_work_longer(shoot: Shoot, ada: Membership) -> None:
    lengths = Lengths(minors_in_school=False)
    change_planning_terms(shoot.show, version=1, lengths=lengths, prices=None, by=ada, at=FRIDAY_18H)

    problem = read_problem(shoot.board, today=FRIDAY).problem

    assert [band.work_minutes for band in problem.minor_hours] == [20, 120, 180, 360, 420, 480]


def test_sets_at_one_place_are_one_location_with_its_windows(shoot: Shoot, ada: Membership) -> None:
    harbor = a_place(shoot.show)
    place_set(shoot.show, "Pier", harbor, by=ada, at=FRIDAY_18H)
    place_set(shoot.show, "KITCHEN", harbor, by=ada, at=FRIDAY_18H)
    key = place_key(harbor.public_id)
    offer = LocationOffer(windows=((MONDAY, TUESDAY), (THURSDAY, None)), away=(TUESDAY,), rent_minor=7)
    change_location_terms(shoot.show, key, offer, version=0, by=ada, at=FRIDAY_18H)

    problem = read_problem(shoot.board, today=FRIDAY).problem

    assert {piece.location for piece in problem.pieces} == {key}
    windows = (Window(MONDAY, WEDNESDAY), Window(THURSDAY, None))
    assert problem.locations == (Location(key, 7, 0, Availability(windows, frozenset({TUESDAY}))),)


@pytest.mark.parametrize(
    ("int_ext", "time", "shot_as", "light"),
    [
        ("EXT", "NIGHT", "", Light.NIGHT),
        ("EXT", "DAY", "", Light.DAY),
        ("INT/EXT", "DAY", "", Light.DAY),
        ("EXT", "DUSK", "", Light.EITHER),
        ("INT", "NIGHT", "", Light.EITHER),
        ("INT", "DAY", "NIGHT", Light.NIGHT),
        ("EXT", "NIGHT", "DAY", Light.DAY),
    ],
)
def test_the_light_is_that_which_the_scene_is_filmed_in(
    shoot: Shoot, int_ext: str, time: str, shot_as: str, light: Light
) -> None:
    Scene.objects.filter(number="1").update(int_ext=int_ext, time_of_day=time, shot_as=shot_as)

    assert read_problem(shoot.board, today=FRIDAY).problem.pieces[0].light is light


def test_what_is_set_aside_is_planned_when_asked_for_with_days_enough(shoot: Shoot, ada: Membership) -> None:
    strip = shoot.strip("4")
    seen = StripAt(strip.public_id, strip.version)
    place_strips(shoot.board, [seen], after=None, area="boneyard", by=ada, at=FRIDAY_18H)

    without = read_problem(shoot.board, today=FRIDAY)
    whole = read_problem(shoot.board, today=FRIDAY, with_boneyard=True)

    assert len(without.problem.pieces) == 3
    assert [piece.key for piece in whole.problem.pieces][3] == shoot.key("4")
    assert shoot.key("4") not in {placement.piece for placement in whole.start}
    assert len(whole.problem.days) == len(without.problem.days) + 1


def test_a_what_if_changes_people_places_and_days(shoot: Shoot) -> None:
    mara = str(shoot.mara.public_id)
    Engagement.objects.filter(pk=shoot.mara.pk).update(starts_on=TUESDAY)
    changes = (
        Change(person=mara, free_on=(MONDAY,)),
        Change(person=mara, away=(THURSDAY,)),
        Change(location="set:PIER", away=(TUESDAY,)),
        Change(extra_day=date(2027, 3, 14)),
        Change(lost_day=WEDNESDAY),
    )

    problem = read_problem(shoot.board, today=FRIDAY, changes=changes).problem

    windows = (Window(TUESDAY, None), Window(MONDAY, TUESDAY))
    assert problem.cast[0].available == Availability(windows, frozenset({THURSDAY}))
    assert problem.locations[1].available == Availability((), frozenset({TUESDAY}))
    assert problem.days[-1].on == date(2027, 3, 14)
    assert problem.days_off == frozenset()
    assert problem.pieces[0].available == Availability((Window(MONDAY, date(2027, 3, 15)),), frozenset({WEDNESDAY}))
    assert replace(problem.pieces[2], available=OPEN).location == "set:KITCHEN"
