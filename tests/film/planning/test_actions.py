"""Terms, asking for a plan, stopping, adopting, discarding: who may, what is refused, what one undo takes back."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from callboard.core.audit.models import AuditEntry
from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotAllowed, NotFound, StaleEdit
from callboard.core.events.models import Event
from callboard.core.organizations.models import Membership, Organization
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.film.planning.actions import (
    adopt_plan,
    ask_for_plan,
    change_location_terms,
    change_planning_terms,
    discard_run,
    place_set,
    stop_run,
)
from callboard.film.planning.figures import Lengths, Prices
from callboard.film.planning.models import LocationTerms, PlanningTerms, SetPlace, ShootingRun
from callboard.film.planning.rules import (
    BoardHasChanged,
    CannotBePlanned,
    Change,
    ExtraDayTooLate,
    LocationOffer,
    NoPlanToAdopt,
    NoSuchSet,
    NothingToPlan,
    PlanAsk,
    PricesNotYours,
    RunUnderWay,
    ScenarioIsNoPlan,
    WrongRunState,
    place_key,
)
from callboard.film.stripboard.actions import (
    StripAt,
    create_banner,
    place_strips,
    split_strip,
    undo_move,
)
from callboard.film.stripboard.models import Strip
from tests.builders import FRIDAY_18H, a_member, a_place, a_production, access, an_organization
from tests.film.planning.scenes import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Shoot,
    a_planned_run,
    a_run_of_strips,
    a_shoot,
    with_prices,
)

TODAY = [(MONDAY, ["1"]), (TUESDAY, ["2"]), (WEDNESDAY, ["3"]), (THURSDAY, ["4"])]
TWO_DAYS = [(MONDAY, ["3", "1"]), (TUESDAY, ["2"]), (THURSDAY, ["4"])]


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


def seen(strip: Strip) -> StripAt:
    return StripAt(strip.public_id, strip.version)


def test_a_plan_is_asked_for_with_the_board_frozen_as_it_is(shoot: Shoot, bea: Membership) -> None:
    run = ask_for_plan(shoot.board, PlanAsk(seconds=5, seed=7), by=bea, at=FRIDAY_18H)

    run.refresh_from_db()
    assert (run.state, run.seconds, run.seed, run.asked_by) == ("queued", 5, 7, bea)
    assert (run.today, run.cost_before, run.harm_before) == (date(2027, 3, 5), 2_460_000, 0)
    assert run.layout["days"] == [[on.isoformat(), [shoot.key(number)]] for on, (number,) in TODAY]
    assert [note["code"] for note in run.assumptions] == ["defaults", "times_estimated"]
    entry = AuditEntry.objects.get(verb="ask for plan")
    assert (entry.actor, entry.detail) == (bea, {"pieces": 4, "days": 6, "seconds": 5})
    assert Event.objects.filter(kind="planning", subject_key=str(run.public_id)).count() == 1


def test_one_board_is_planned_once_at_a_time(shoot: Shoot, ada: Membership) -> None:
    first = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)

    with pytest.raises(RunUnderWay):
        ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)

    stop_run(first, by=ada, at=FRIDAY_18H)
    assert ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H).state == "queued"


def test_a_board_that_is_over_is_not_planned(shoot: Shoot, ada: Membership) -> None:
    with pytest.raises(NothingToPlan):
        ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H.replace(day=12))

    assert ShootingRun.objects.count() == 0


def test_an_extra_day_far_behind_the_shoot_is_refused_at_once(shoot: Shoot, ada: Membership) -> None:
    """Two spare dates end on Saturday 13 March: sixty days later it is 12 May."""
    last = date(2027, 5, 12)
    late = PlanAsk(what_if=(Change(extra_day=last + timedelta(days=1)),))

    with pytest.raises(ExtraDayTooLate) as refusal:
        ask_for_plan(shoot.board, late, by=ada, at=FRIDAY_18H)

    assert refusal.value.parameters == {"day": "2027-05-13", "last": "2027-05-12"}
    with pytest.raises(ExtraDayTooLate):
        ask_for_plan(shoot.board, PlanAsk(what_if=(Change(extra_day=date.max),)), by=ada, at=FRIDAY_18H)
    assert ask_for_plan(shoot.board, PlanAsk(what_if=(Change(extra_day=last),)), by=ada, at=FRIDAY_18H).pk


def test_what_the_planner_would_refuse_is_said_at_once_and_by_name(shoot: Shoot, ada: Membership) -> None:
    Engagement.objects.filter(pk=shoot.mara.pk).update(rate_minor=10**12)

    with pytest.raises(CannotBePlanned) as refusal:
        ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)

    assert "Nell Okoye: day_rate is 1000000000000." in str(refusal.value)
    assert ShootingRun.objects.count() == 0


def test_who_may_not_move_strips_may_not_plan(shoot: Shoot, office: Organization) -> None:
    kit = a_member(office, Role.CREW, "Kit")
    access(kit, shoot.show)

    with pytest.raises(NotAllowed):
        ask_for_plan(shoot.board, PlanAsk(), by=kit, at=FRIDAY_18H)


def test_a_stranger_finds_nothing(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, TWO_DAYS, by=ada)
    eve = a_member(an_organization("Other Street"), name="Eve")

    with pytest.raises(NotFound):
        ask_for_plan(shoot.board, PlanAsk(), by=eve, at=FRIDAY_18H)
    with pytest.raises(NotFound):
        adopt_plan(run, version=run.version, by=eve, at=FRIDAY_18H)
    with pytest.raises(NotFound):
        change_location_terms(shoot.show, "set:PIER", LocationOffer(), version=0, by=eve, at=FRIDAY_18H)
    with tenant_scope(eve.organization_id), pytest.raises(NotFound):
        change_planning_terms(shoot.show, version=0, lengths=Lengths(), prices=None, by=eve, at=FRIDAY_18H)
    assert shoot.layout() == TODAY


def test_a_run_that_waits_ends_at_once_and_one_under_way_is_asked_to(shoot: Shoot, ada: Membership) -> None:
    waiting = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    assert stop_run(waiting, by=ada, at=FRIDAY_18H).state == "stopped"
    with pytest.raises(WrongRunState):
        stop_run(waiting, by=ada, at=FRIDAY_18H)

    running = ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H)
    ShootingRun.objects.filter(pk=running.pk).update(state="running")
    stop_run(running, by=ada, at=FRIDAY_18H)
    assert (running.state, running.stop_asked_at, running.finished_at) == ("running", FRIDAY_18H, None)


def test_adopting_lays_the_board_out_as_planned_in_one_move_that_one_undo_takes_back(
    shoot: Shoot, ada: Membership
) -> None:
    """Wednesday is left empty on the board: Thursday's scene keeps its date."""
    run = a_planned_run(shoot, TWO_DAYS, by=ada)

    move = adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)

    assert shoot.layout() == [(MONDAY, ["3", "1"]), (TUESDAY, ["2"]), (WEDNESDAY, []), (THURSDAY, ["4"])]
    run.refresh_from_db()
    assert (run.state, run.adopted_as) == ("adopted", move)
    assert list(move.after) == [shoot.key("3")]  # nothing else had to move
    assert [entry.verb for entry in AuditEntry.objects.order_by("-pk")[:2]] == ["adopt plan", "arrange board"]

    undo_move(move, by=ada, at=FRIDAY_18H)
    assert shoot.layout() == TODAY


def test_days_that_become_empty_at_the_end_go_away_and_missing_breaks_are_made(shoot: Shoot, ada: Membership) -> None:
    shorter = a_planned_run(shoot, [(MONDAY, ["1", "3"]), (TUESDAY, ["2", "4"])], by=ada)
    adopt_plan(shorter, version=shorter.version, by=ada, at=FRIDAY_18H)
    assert shoot.layout() == [(MONDAY, ["1", "3"]), (TUESDAY, ["2", "4"])]

    longer = a_planned_run(shoot, [(MONDAY, ["4"]), (TUESDAY, ["2"]), (WEDNESDAY, ["1", "3"])], by=ada)
    move = adopt_plan(longer, version=longer.version, by=ada, at=FRIDAY_18H)
    assert shoot.layout() == [(MONDAY, ["4"]), (TUESDAY, ["2"]), (WEDNESDAY, ["1", "3"])]

    undo_move(move, by=ada, at=FRIDAY_18H)
    assert shoot.layout() == [(MONDAY, ["1", "3"]), (TUESDAY, ["2", "4"])]


@pytest.mark.parametrize("seed", range(12))
def test_any_plan_is_laid_out_as_it_is_and_one_undo_takes_it_back(shoot: Shoot, ada: Membership, seed: int) -> None:
    """Scenes on random days of the week in random order, with a banner on Tuesday that stays on its date."""
    create_banner(shoot.board, after=shoot.strip("2").public_id, text="Lunch", by=ada, at=FRIDAY_18H)
    before = shoot.layout()
    random = Random(seed)
    numbers = random.sample("1234", 4)
    planned = {MONDAY + timedelta(days=random.randrange(6)): [] for _ in numbers}
    for number in numbers:
        planned[random.choice(sorted(planned))].append(number)
    days = [(on, row) for on, row in sorted(planned.items()) if row]
    run = a_planned_run(shoot, days, by=ada)

    move = adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)

    after = [(on, [number for number in row if number != "Lunch"]) for on, row in shoot.layout()]
    assert [(on, row) for on, row in after if row] == days
    assert [on for on, row in shoot.layout() if "Lunch" in row] == [TUESDAY]
    undo_move(move, by=ada, at=FRIDAY_18H)
    assert shoot.layout() == before


def test_banners_stay_on_their_date_and_pieces_of_a_split_scene_are_placed_apart(shoot: Shoot, ada: Membership) -> None:
    create_banner(shoot.board, after=shoot.strip("2").public_id, text="Lunch on the pier", by=ada, at=FRIDAY_18H)
    move = split_strip(shoot.board, seen(shoot.strip("1")), pieces=[5, 3], by=ada, at=FRIDAY_18H)
    first, second = list(move.after)
    days = [(MONDAY, [first]), (TUESDAY, [shoot.key("2"), second]), (WEDNESDAY, [shoot.key("3"), shoot.key("4")])]
    run = a_run_of_strips(shoot, days, by=ada)

    adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)

    assert shoot.layout() == [(MONDAY, ["1"]), (TUESDAY, ["2", "Lunch on the pier", "1"]), (WEDNESDAY, ["3", "4"])]


def test_a_plan_of_a_board_that_changed_since_is_refused_with_what_changed(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, TWO_DAYS, by=ada)
    place_strips(shoot.board, [seen(shoot.strip("2"))], after=None, area="boneyard", by=ada, at=FRIDAY_18H)

    with pytest.raises(BoardHasChanged) as refusal:
        adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)

    assert refusal.value.parameters == {"what": "2"}
    run.refresh_from_db()
    assert (run.state, run.version) == ("done", 1)


def test_a_board_that_came_back_to_what_it_was_takes_the_plan(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, TWO_DAYS, by=ada)
    move = place_strips(shoot.board, [seen(shoot.strip("2"))], after=None, area="boneyard", by=ada, at=FRIDAY_18H)
    undo_move(move, by=ada, at=FRIDAY_18H)

    adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)

    assert shoot.layout()[0] == (MONDAY, ["3", "1"])


def test_a_plan_is_adopted_once_and_by_who_saw_it_as_it_is(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, TWO_DAYS, by=ada)
    with pytest.raises(StaleEdit):
        adopt_plan(run, version=run.version + 1, by=ada, at=FRIDAY_18H)

    adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)
    with pytest.raises(WrongRunState):
        adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)


def test_a_run_stopped_before_it_found_anything_has_nothing_to_adopt(shoot: Shoot, ada: Membership) -> None:
    run = stop_run(ask_for_plan(shoot.board, PlanAsk(), by=ada, at=FRIDAY_18H), by=ada, at=FRIDAY_18H)

    with pytest.raises(NoPlanToAdopt):
        adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)


def test_a_what_if_is_looked_at_not_adopted(shoot: Shoot, ada: Membership) -> None:
    base = a_planned_run(shoot, TWO_DAYS, by=ada)
    what_if = PlanAsk(what_if=(Change(lost_day=WEDNESDAY),), base=base.public_id)
    run = a_planned_run(shoot, TWO_DAYS, by=ada, ask=what_if)

    assert (run.base, run.what_if) == (base, [{"lost_day": "2027-03-10"}])
    with pytest.raises(ScenarioIsNoPlan):
        adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)


def test_a_discarded_plan_is_put_away(shoot: Shoot, ada: Membership) -> None:
    run = a_planned_run(shoot, TWO_DAYS, by=ada)

    assert discard_run(run, version=run.version, by=ada, at=FRIDAY_18H).state == "discarded"
    with pytest.raises(WrongRunState):
        adopt_plan(run, version=run.version, by=ada, at=FRIDAY_18H)
    assert shoot.layout() == TODAY


def test_terms_are_changed_at_their_version_and_prices_only_by_who_sees_them(
    shoot: Shoot, ada: Membership, bea: Membership
) -> None:
    with pytest.raises(PricesNotYours):
        change_planning_terms(shoot.show, version=1, lengths=Lengths(), prices=Prices(), by=bea, at=FRIDAY_18H)

    lengths = Lengths(regular_minutes=600, forbids_split_days=False)
    changed = change_planning_terms(shoot.show, version=1, lengths=lengths, prices=None, by=bea, at=FRIDAY_18H)
    assert (changed.version, changed.regular_minutes, changed.crew_day_minor) == (2, 600, 500_000)
    assert AuditEntry.objects.filter(verb="change planning terms").latest("pk").detail == {
        "changed": ["forbids_split_days", "regular_minutes"]
    }

    for stale in (0, 1):
        with pytest.raises(StaleEdit):
            change_planning_terms(shoot.show, version=stale, lengths=Lengths(), prices=None, by=ada, at=FRIDAY_18H)
    assert PlanningTerms.objects.get().regular_minutes == 600


def test_location_terms_are_changed_at_their_version_and_money_only_by_who_sees_it(
    shoot: Shoot, bea: Membership
) -> None:
    with pytest.raises(PricesNotYours):
        change_location_terms(shoot.show, "set:PIER", LocationOffer(rent_minor=1), version=1, by=bea, at=FRIDAY_18H)

    offer = LocationOffer(windows=((MONDAY, None),), away=(THURSDAY, TUESDAY))
    terms = change_location_terms(shoot.show, "set:pier", offer, version=1, by=bea, at=FRIDAY_18H)
    assert (terms.version, terms.windows, terms.away) == (2, [["2027-03-08", None]], ["2027-03-09", "2027-03-11"])
    assert (terms.rent_minor, terms.set_up_minor) == (10_000, 5_000)

    with pytest.raises(StaleEdit):
        change_location_terms(shoot.show, "set:PIER", offer, version=0, by=bea, at=FRIDAY_18H)
    with pytest.raises(NoSuchSet):
        change_location_terms(shoot.show, "set:MOON", offer, version=0, by=bea, at=FRIDAY_18H)
    with pytest.raises(NotFound):
        change_location_terms(shoot.show, "place:harbor", offer, version=0, by=bea, at=FRIDAY_18H)
    assert LocationTerms.objects.count() == 1


def test_a_set_is_placed_moved_and_taken_away_again(shoot: Shoot, office: Organization, ada: Membership) -> None:
    harbor, stage = a_place(shoot.show), a_place(shoot.show, "Stage 2")
    elsewhere = a_place(a_production(office, "Other"), "Elsewhere")

    place_set(shoot.show, "pier", harbor, by=ada, at=FRIDAY_18H)
    place_set(shoot.show, "PIER", stage, by=ada, at=FRIDAY_18H)
    assert [(row.set_name, row.place) for row in SetPlace.objects.all()] == [("PIER", stage)]
    terms = change_location_terms(
        shoot.show, place_key(stage.public_id), LocationOffer(rent_minor=5), version=0, by=ada, at=FRIDAY_18H
    )
    assert (terms.place, terms.set_name, terms.rent_minor) == (stage, "", 5)

    with pytest.raises(NotFound):
        place_set(shoot.show, "PIER", elsewhere, by=ada, at=FRIDAY_18H)
    with pytest.raises(NoSuchSet):
        place_set(shoot.show, "MOON", harbor, by=ada, at=FRIDAY_18H)
    assert place_set(shoot.show, "PIER", None, by=ada, at=FRIDAY_18H) is None
    assert not SetPlace.objects.exists()
