"""A Saturday on the board: two cast, a gaffer who heads his department, a generator operator with a fixed call."""

from __future__ import annotations

import pytest

from callboard.core.organizations.models import Membership, Organization, Production
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.callsheets.actions import change_call, change_sheet
from callboard.film.callsheets.drafting import draft_from_day
from callboard.film.callsheets.models import CallSheet
from callboard.film.stripboard.actions import StripAt, create_board, create_break, place_strips
from callboard.film.stripboard.models import Board
from tests.builders import (
    FRIDAY_18H,
    SATURDAY,
    a_department,
    a_member,
    a_place,
    a_production,
    a_scene,
    an_engagement,
)


@pytest.fixture
def ada(office: Organization) -> Membership:
    return a_member(office, name="Ada")


@pytest.fixture
def show(office: Organization) -> Production:
    return a_production(office)


def a_role(production: Production, number: str, name: str, *scenes: Scene, **engagement: object) -> Element:
    """A character in some scenes, played by an engaged actor."""
    category, _ = ElementCategory.objects.get_or_create(
        organization=production.organization,
        production=production,
        name="Cast",
        defaults={"color": "#cc0000", "is_cast": True},
    )
    actor = an_engagement(production, f"{name.title()} Player", "cast", position=name, **engagement)
    element = Element.objects.create(
        organization=production.organization,
        production=production,
        category=category,
        number=number,
        name=name,
        played_by=actor,
    )
    for scene in scenes:
        SceneElement.objects.create(organization=production.organization, scene=scene, element=element)
    return element


@pytest.fixture
def board(show: Production, ada: Membership) -> Board:
    """Saturday: scenes 1 (60 minutes) and 2 (30 minutes); Monday: scene 3."""
    scenes = [a_scene(show, number, minutes=minutes) for number, minutes in (("1", 60), ("2", 30), ("3", 90))]
    a_role(show, "1", "MARA", scenes[0], scenes[2], make_up_minutes=45, wardrobe_minutes=15, travel_minutes=30)
    a_role(show, "2", "IVO", scenes[1])
    a_role(show, "3", "OLD TOM", scenes[2])
    board = create_board(show, name="First pass", starts_on=SATURDAY, by=ada, at=FRIDAY_18H)
    strips = list(board.strips.order_by("rank"))
    place_strips(board, [StripAt(s.public_id, 1) for s in strips], after=None, by=ada, at=FRIDAY_18H)
    create_break(board, after=strips[1].public_id, by=ada, at=FRIDAY_18H)
    return board


@pytest.fixture
def sheet(board: Board, ada: Membership, show: Production) -> CallSheet:
    """Saturday's sheet with a gaffer (head of Electric) and a generator operator fixed at 05:30."""
    an_engagement(show, "Gus Gaffer", is_head=True, department=a_department(show, "Electric"))
    an_engagement(show, "Gen Operator", position="Generator operator", department=a_department(show, "Electric"))
    made = draft_from_day(board, SATURDAY, by=ada, at=FRIDAY_18H)
    generator = made.calls.get(engagement__party__name="Gen Operator")
    change_call(generator, {"anchor": "fixed", "minutes": 330}, version=1, by=ada, at=FRIDAY_18H)
    return change_sheet(made, {"main_place": a_place(show)}, version=1, by=ada, at=FRIDAY_18H)
