"""Reading one scene sheet: heading, elements by category, the scene's own text, and its neighbors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from callboard.core.organizations.models import Membership, Production
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.breakdown.queries import palette_of, scene_of
from callboard.film.breakdown.rules import number_order
from callboard.formats.eighths import eighths_text


class Neighbor(NamedTuple):
    """A scene beside this one, or its place in the row."""

    public_id: UUID
    label: str


class TextLine(NamedTuple):
    """A paragraph of the script."""

    kind: str
    text: str


@dataclass(frozen=True)
class SheetGroup:
    """A category on the sheet: what the scene needs of it, and the names to offer while typing."""

    category: ElementCategory
    links: list[SceneElement]
    known_names: list[str]


@dataclass(frozen=True)
class SceneSheet:
    """One scene with everything its sheet shows."""

    scene: Scene
    groups: list[SheetGroup]
    text: list[TextLine]
    previous: Neighbor | None
    following: Neighbor | None
    place: int
    scene_count: int

    @property
    def length(self) -> str:
        """Pages as "1 4/8"."""
        return eighths_text(self.scene.eighths)

    @property
    def used(self) -> list[SheetGroup]:
        """Only the categories of which the scene needs something."""
        return [group for group in self.groups if group.links]


def scene_sheet(member: Membership, production: Production, public_id: UUID) -> SceneSheet:
    """The sheet of one scene, in the same number of queries however much is on it. Raises NotFound."""
    scene = scene_of(member, production, public_id)
    row = _row_of_scenes(production)
    place = next(index for index, neighbor in enumerate(row) if neighbor.public_id == scene.public_id)
    return SceneSheet(
        scene=scene,
        groups=_groups(member, production, scene),
        text=[TextLine(line[0], line[1]) for line in scene.text],
        previous=row[place - 1] if place else None,
        following=row[place + 1] if place + 1 < len(row) else None,
        place=place + 1,
        scene_count=len(row),
    )


def _row_of_scenes(production: Production) -> list[Neighbor]:
    fields = ("episode__number", "sort_key", "pk", "public_id", "number", "heading")
    rows = Scene.objects.filter(production=production).values_list(*fields)
    ordered = sorted(rows, key=lambda row: (number_order(row[0]), row[1], row[2]))
    return [Neighbor(row[3], f"{row[4]} {row[5]}".strip()) for row in ordered]


def _groups(member: Membership, production: Production, scene: Scene) -> list[SheetGroup]:
    links: dict[int, list[SceneElement]] = defaultdict(list)
    for link in SceneElement.objects.filter(scene=scene).select_related("element__played_by__party"):
        links[link.element.category_id].append(link)
    names: dict[int, list[str]] = defaultdict(list)
    known = Element.objects.filter(production=production).order_by("name").values_list("category_id", "name")
    for category_id, name in known:
        names[category_id].append(name)
    return [
        SheetGroup(
            category,
            sorted(
                links[category.pk], key=lambda link: (number_order(link.element.number), link.element.name.casefold())
            ),
            names[category.pk],
        )
        for category in palette_of(member, production)
    ]
