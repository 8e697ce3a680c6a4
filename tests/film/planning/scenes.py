"""A shoot of four scenes whose cost is worked out by hand in the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Membership, Organization, Production
from callboard.core.publishing.models import CurrentEdition, Edition
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.planning.actions import ask_for_plan, change_location_terms, change_planning_terms
from callboard.film.planning.figures import Lengths, Prices
from callboard.film.planning.frozen import problem_of
from callboard.film.planning.models import ShootingRun
from callboard.film.planning.rules import LocationOffer, PlanAsk, RunState
from callboard.film.stripboard.actions import StripAt, create_board, create_break, place_strips
from callboard.film.stripboard.models import Board, Strip
from callboard.film.stripboard.queries import board_view
from callboard.planner.shooting.plan import Plan, PlannedDay, Status
from callboard.planner.shooting.plan_json import plan_as_json
from callboard.planner.shooting.pricing import price
from callboard.planner.shooting.problem import Placement
from tests.builders import FRIDAY_18H, a_production, a_scene, an_engagement

FRIDAY = date(2027, 3, 5)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2027, 3, day) for day in (8, 9, 10, 11))
SCENES = (
    # number, set, int/ext, time, eighths, minutes, cast
    ("1", "KITCHEN", "INT", "DAY", 8, 120, ("MARA",)),
    ("2", "PIER", "EXT", "DAY", 16, 180, ("MARA", "IVO")),
    ("3", "KITCHEN", "INT", "NIGHT", 8, 0, ("IVO",)),
    ("4", "PIER", "EXT", "NIGHT", 4, 60, ("MARA",)),
)


@dataclass(frozen=True)
class Shoot:
    """Mara works Monday, Tuesday and Thursday, Ivo on Tuesday and Wednesday; a scene a day, sets in turn."""

    show: Production
    board: Board
    mara: Engagement
    ivo: Engagement

    def strip(self, number: str) -> Strip:
        """The strip of a scene."""
        return self.board.strips.get(scene__number=number, area__in=["board", "boneyard"])

    def key(self, number: str) -> str:
        """Its key in the plan."""
        return str(self.strip(number).public_id)

    def layout(self) -> list[tuple[date, list[str]]]:
        """The board as dates and scene numbers."""
        return [
            (day.day.on, [card.scene.number if card.scene else card.strip.text for card in day.cards])
            for day in board_view(self.board).days
        ]


def a_shoot(office: Organization, *, by: Membership) -> Shoot:
    """The four scenes on four days from Monday on, with the deals of two players."""
    show = a_production(office, starts_on=MONDAY)
    mara = an_engagement(
        show, "Nell Okoye", "cast", position="MARA", rate_minor=100_000, hold_rate_minor=50_000, currency="USD"
    )
    ivo = an_engagement(show, "Bo Lind", "cast", position="IVO", rate_minor=40_000, currency="USD")
    cast = ElementCategory.objects.create(
        organization=office, production=show, name="Cast", color="#ff0000", is_cast=True
    )
    elements = {
        name: Element.objects.create(
            organization=office, production=show, category=cast, number=number, name=name, played_by=player
        )
        for number, name, player in (("1", "MARA", mara), ("2", "IVO", ivo))
    }
    for number, set_name, int_ext, time, eighths, minutes, names in SCENES:
        scene = a_scene(
            show,
            number,
            heading=f"{int_ext}. {set_name} - {time}",
            int_ext=int_ext,
            set_name=set_name,
            time_of_day=time,
            eighths=eighths,
            minutes=minutes,
        )
        _call(office, scene, [elements[name] for name in names])
    board = create_board(show, name="First pass", starts_on=MONDAY, by=by, at=FRIDAY_18H)
    shoot = Shoot(show, board, mara, ivo)
    after = None
    for number, *_ in SCENES:
        strip = shoot.strip(number)
        place_strips(board, [StripAt(strip.public_id, strip.version)], after=after, by=by, at=FRIDAY_18H)
        move = create_break(board, after=strip.public_id, by=by, at=FRIDAY_18H)
        after = Strip.objects.get(public_id=next(iter(move.after))).public_id
    return shoot


def _call(office: Organization, scene: Scene, elements: list[Element]) -> None:
    for element in elements:
        SceneElement.objects.create(organization=office, scene=scene, element=element)


def a_planned_run(
    shoot: Shoot, days: Sequence[tuple[date, Sequence[str]]], *, by: Membership, ask: PlanAsk | None = None
) -> ShootingRun:
    """A run that is done, its plan being these scene numbers on these days. No planner is asked."""
    return a_run_of_strips(shoot, [(on, [shoot.key(number) for number in row]) for on, row in days], by=by, ask=ask)


def a_run_of_strips(
    shoot: Shoot, days: Sequence[tuple[date, Sequence[str]]], *, by: Membership, ask: PlanAsk | None = None
) -> ShootingRun:
    """The same with the keys of strips, for scenes in pieces."""
    run = ask_for_plan(shoot.board, ask or PlanAsk(), by=by, at=FRIDAY_18H)
    problem = problem_of(run)
    planned = tuple(PlannedDay(on.isoformat(), on, "", tuple(strips)) for on, strips in days)
    priced = price(problem, [Placement(piece, day.key) for day in planned for piece in day.pieces])
    plan = Plan(
        status=Status.CONFLICTS if priced.conflicts else Status.FEASIBLE,
        cost=priced.cost,
        bound=priced.cost * 3 // 4,
        cost_by_component=priced.cost_by_component,
        days=planned,
        conflicts=priced.conflicts,
        moves=1000,
        scheduled_moves=2000,
        seed=1,
        cpu_seconds=1.5,
        compiled=True,
    )
    run.state, run.finished_at = RunState.DONE, FRIDAY_18H
    run.plan = plan_as_json(plan, problem)
    run.cost, run.bound, run.harm, run.moves = plan.cost, plan.bound, priced.harm, plan.moves
    run.progress = [[0.1, 2_460_000, 0, 1_000_000], [1.0, plan.cost, 0, plan.bound]]
    run.save()
    return run


def with_prices(shoot: Shoot, *, by: Membership) -> Shoot:
    """The crew costs 5,000 a day; the pier 100 a date and 50 to set up."""
    change_planning_terms(
        shoot.show, version=0, lengths=Lengths(), prices=Prices(crew_day_minor=500_000), by=by, at=FRIDAY_18H
    )
    change_location_terms(
        shoot.show, "set:PIER", LocationOffer(rent_minor=10_000, set_up_minor=5_000), version=0, by=by, at=FRIDAY_18H
    )
    return shoot


def a_published_sheet(shoot: Shoot, on: date, by: Membership) -> None:
    """The pointer to an edition of the day's call sheet."""
    edition = Edition(
        organization=shoot.show.organization,
        production=shoot.show,
        topic=f"callsheet {on}",
        kind="callsheet",
        title="Call sheet",
        number=1,
        color="White",
        day=on,
        payload={},
        payload_schema=1,
        published_by=by,
        published_at=FRIDAY_18H,
        deadline=FRIDAY_18H,
    )
    edition.save()
    CurrentEdition.objects.create(organization=edition.organization, topic=edition.topic, edition=edition)
