"""Rows that journeys begin with, made by the product's own actions. Imported after Django has started."""

from __future__ import annotations

from datetime import date
from typing import Any

from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Role
from callboard.core.organizations.scope import tenant_scope
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.stripboard.actions import StripAt, create_banner, create_board, create_break, place_strips
from callboard.film.stripboard.models import Board
from tests.builders import FRIDAY_18H, a_member, a_place, a_production, a_scene, access, an_organization

PASSWORD = "lantern-street-27"
CAST = ("MARA", "IVO", "TESSA", "OLD BRANDT", "LINUS", "DR. HALE", "FERRYMAN", "JUNA")
LOOKS = (
    ("INT", "HARBOR OFFICE", "DAY", "Mara finds the tide tables are wrong."),
    ("EXT", "PIER", "DAY", "Ivo waits for a boat that does not come."),
    ("INT", "FERRY - WHEELHOUSE", "NIGHT", "The ferryman refuses to turn back."),
    ("EXT", "SALT MARSH", "NIGHT", "Lanterns far out where nobody should be."),
    ("INT/EXT", "MARA'S CAR", "DAY", "They argue about the map."),
    ("EXT", "LIGHTHOUSE", "SUNSET", "Tessa climbs to the lamp."),
    ("INT", "KITCHEN", "MORNING", "Breakfast; nobody mentions the letter."),
)


def a_board(scene_count: str = "14", title: str = "Saltmarsh") -> dict[str, Any]:
    """A production with the first half of its scenes on days, the rest set aside. Ada and Bob plan, Cleo reads."""
    organization = an_organization(title)
    slug = title.lower().replace(" ", "-")
    people = {
        name: a_member(organization, role, name, f"{name.lower()}@{slug}.example", PASSWORD)
        for name, role in (
            ("Ada", Role.ASSISTANT_DIRECTOR),
            ("Bob", Role.COORDINATOR),
            ("Cleo", Role.CREW),
        )
    }
    with tenant_scope(organization.pk):
        production = a_production(organization, title, starts_on=date(2027, 3, 23), country="DE")
        for name in ("Ada", "Cleo"):
            access(people[name], production)
        a_place(production, "Old harbor", latitude="53.54500", longitude="9.98300")
        _scenes_with_cast(production, int(scene_count))
        board = create_board(
            production, name="First pass", starts_on=date(2027, 3, 23), by=people["Bob"], at=FRIDAY_18H
        )
        _first_half_on_days(board, people["Bob"], day_length=max(2, int(scene_count) // 6))
    return {
        "production": str(production.public_id),
        "board": str(board.public_id),
        "emails": {name: member.user.email for name, member in people.items()},
    }


def _scenes_with_cast(production: Production, count: int) -> None:
    category = ElementCategory.objects.create(
        organization=production.organization, production=production, name="Cast", color="#c00000", is_cast=True
    )
    cast = [
        Element.objects.create(
            organization=production.organization,
            production=production,
            category=category,
            number=str(number),
            name=name,
        )
        for number, name in enumerate(CAST, start=1)
    ]
    for index in range(count):
        scene = _scene(production, index)
        for element in {cast[index % 8], cast[(index * 3 + 1) % 8], cast[0]}:
            SceneElement.objects.create(organization=production.organization, scene=scene, element=element)


def _scene(production: Production, index: int) -> Scene:
    int_ext, set_name, time_of_day, synopsis = LOOKS[index % len(LOOKS)]
    eighths = (1, 4, 12, 7, 20, 3, 9)[index % 7]
    return a_scene(
        production,
        str(index + 1),
        int_ext=int_ext,
        set_name=set_name,
        time_of_day=time_of_day,
        heading=f"{int_ext}. {set_name} - {time_of_day}",
        synopsis=synopsis,
        eighths=eighths,
        minutes=eighths * 12,
        time_of_day_inferred=index % 7 == 6,
    )


def _first_half_on_days(board: Board, by: Membership, *, day_length: int) -> None:
    strips = list(board.strips.order_by("rank"))
    placed = strips[: len(strips) // 2]
    seen = [StripAt(strip.public_id, strip.version) for strip in placed]
    place_strips(board, seen, after=None, by=by, at=FRIDAY_18H)
    for end in placed[day_length - 1 :: day_length]:
        create_break(board, after=end.public_id, by=by, at=FRIDAY_18H)
    create_banner(board, after=placed[0].public_id, text="Company move to the pier", minutes=45, by=by, at=FRIDAY_18H)
