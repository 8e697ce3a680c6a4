"""Reading the breakdown: scenes, their cards for the board, the cast, the palette."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.models import Element, ElementCategory, Episode, Scene, SceneElement
from callboard.film.breakdown.permissions import cast_numbers_are_locked
from callboard.film.breakdown.rules import minutes_text, number_order
from callboard.formats.eighths import eighths_text
from callboard.formats.headings import story_light


@dataclass(frozen=True)
class SceneCard:
    """A scene as a strip or a list row shows it. An omitted scene has no pages and no minutes."""

    id: int
    public_id: UUID
    version: int
    episode: str
    number: str
    heading: str
    int_ext: str
    set_name: str
    time_of_day: str
    time_of_day_inferred: bool
    shot_as: str
    script_day: str
    eighths: int
    eighths_estimated: bool
    minutes: int
    synopsis: str
    is_omitted: bool
    cast: tuple[SceneRole, ...]
    background: tuple[SceneRole, ...]

    @property
    def light(self) -> str:
        """The light it is filmed in, for the strip's color: DAY, NIGHT, SUNRISE, SUNSET or empty."""
        return story_light(self.shot_as or self.time_of_day)

    @property
    def length(self) -> str:
        """Pages as "1 4/8"."""
        return eighths_text(self.eighths)

    @property
    def time(self) -> str:
        """Minutes as "1:30"."""
        return minutes_text(self.minutes)

    @property
    def cast_ids(self) -> tuple[str, ...]:
        """Board ids (names, where there is no id yet) of those called to the set."""
        return tuple(role.label for role in self.cast if not role.by_voice)

    @property
    def voice_ids(self) -> tuple[str, ...]:
        """Board ids of those heard by voice only."""
        return tuple(role.label for role in self.cast if role.by_voice)


@dataclass(frozen=True)
class SceneRole:
    """A character or background group in a scene."""

    element_id: int
    number: str
    name: str
    by_voice: bool
    quantity: int
    engagement_id: int | None

    @property
    def label(self) -> str:
        """The board id, or the name where there is none yet."""
        return self.number or self.name


@dataclass(frozen=True)
class CastLine:
    """One character of the cast list."""

    element: Element
    scene_count: int
    voice_count: int
    played_by: str

    @property
    def is_by_voice_only(self) -> bool:
        """Heard, never seen."""
        return self.scene_count == self.voice_count > 0


def scenes_of(member: Membership, production: Production) -> list[Scene]:
    """Every scene in script order, omitted ones included."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return in_script_order(Scene.objects.filter(production=production).select_related("episode"))


def in_script_order(scenes: Iterable[Scene]) -> list[Scene]:
    """Episodes as people count them, then scene numbers as an assistant director sorts them."""
    return sorted(scenes, key=lambda scene: (number_order(scene.episode.number), scene.sort_key, scene.pk))


def scene_of(member: Membership, production: Production, public_id: UUID) -> Scene:
    """One scene. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    scene = Scene.objects.filter(production=production, public_id=public_id).select_related("episode").first()
    if scene is None:
        raise NotFound()
    return scene


def scene_cards(production: Production, scene_ids: Collection[int] | None = None) -> Mapping[int, SceneCard]:
    """Cards by scene id, in script order; of all scenes when none are named. Two queries, however many scenes.

    The caller has checked that its member sees the production.
    """
    scenes = Scene.objects.filter(production=production).select_related("episode").defer("text", "notes")
    links = SceneElement.objects.filter(scene__production=production)
    if scene_ids is not None:
        scenes = scenes.filter(pk__in=scene_ids)
        links = links.filter(scene_id__in=scene_ids)
    in_category = Q(element__category__is_cast=True) | Q(element__category__is_background=True)
    cast: dict[int, list[SceneRole]] = defaultdict(list)
    background: dict[int, list[SceneRole]] = defaultdict(list)
    for link in links.filter(in_category).select_related("element__category"):
        (cast if link.element.category.is_cast else background)[link.scene_id].append(_role(link))
    return {scene.pk: _card(scene, cast[scene.pk], background[scene.pk]) for scene in in_script_order(scenes)}


def _role(link: SceneElement) -> SceneRole:
    element = link.element
    return SceneRole(
        element_id=element.pk,
        number=element.number,
        name=element.name,
        by_voice=link.by_voice,
        quantity=element.quantity,
        engagement_id=element.played_by_id,
    )


def _by_number(roles: Iterable[SceneRole]) -> tuple[SceneRole, ...]:
    return tuple(sorted(roles, key=lambda role: (number_order(role.number), role.name)))


def _card(scene: Scene, cast: Iterable[SceneRole], background: Iterable[SceneRole]) -> SceneCard:
    return SceneCard(
        id=scene.pk,
        public_id=scene.public_id,
        version=scene.version,
        episode=scene.episode.number,
        number=scene.number,
        heading=scene.heading,
        int_ext=scene.int_ext,
        set_name=scene.set_name,
        time_of_day=scene.time_of_day,
        time_of_day_inferred=scene.time_of_day_inferred,
        shot_as=scene.shot_as,
        script_day=scene.script_day,
        eighths=0 if scene.is_omitted else scene.eighths,
        eighths_estimated=scene.eighths_estimated,
        minutes=0 if scene.is_omitted else scene.minutes,
        synopsis=scene.synopsis,
        is_omitted=scene.is_omitted,
        cast=_by_number(cast),
        background=_by_number(background),
    )


def cast_of(production: Production) -> list[CastLine]:
    """The cast by board id, with how many scenes each is in.

    The caller has checked that its member sees the production.
    """
    rows = (
        Element.objects.filter(production=production, category__is_cast=True)
        .select_related("category", "played_by__party")
        .annotate(
            scene_count=Count("scene_elements", filter=Q(scene_elements__scene__is_omitted=False)),
            voice_count=Count(
                "scene_elements", filter=Q(scene_elements__scene__is_omitted=False, scene_elements__by_voice=True)
            ),
        )
    )
    lines = [
        CastLine(row, row.scene_count, row.voice_count, row.played_by.party.name if row.played_by else "")
        for row in rows
    ]
    return sorted(lines, key=lambda line: (number_order(line.element.number), line.element.name))


def episodes_of(member: Membership, production: Production) -> list[Episode]:
    """Episodes in order; a feature has one with an empty number, or none before the first script."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return sorted(Episode.objects.filter(production=production), key=lambda episode: number_order(episode.number))


def palette_of(member: Membership, production: Production) -> list[ElementCategory]:
    """The production's categories in order, each with `element_count`."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows: QuerySet[ElementCategory] = ElementCategory.objects.filter(production=production)
    return list(rows.annotate(element_count=Count("elements")).order_by("position", "id"))


def category_of(member: Membership, production: Production, public_id: UUID) -> ElementCategory:
    """One category. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    category = ElementCategory.objects.filter(production=production, public_id=public_id).first()
    if category is None:
        raise NotFound()
    return category


def element_of(member: Membership, production: Production, public_id: UUID) -> Element:
    """One element. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Element.objects.filter(production=production, public_id=public_id)
    element = rows.select_related("category", "played_by__party").first()
    if element is None:
        raise NotFound()
    return element


def cast_engagement_of(member: Membership, production: Production, public_id: UUID) -> Engagement:
    """Somebody engaged as cast. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    engagement = _cast_engagements(production).filter(public_id=public_id).first()
    if engagement is None:
        raise NotFound()
    return engagement


def _cast_engagements(production: Production) -> QuerySet[Engagement]:
    rows = Engagement.objects.filter(production=production, kind=Engagement.Kind.CAST, ended_at=None)
    return rows.select_related("party").order_by("party__name", "id")


@dataclass(frozen=True)
class ElementPage:
    """An element, the scenes that need it, and what it may be joined with."""

    element: Element
    scenes: list[SceneCard]
    voices: frozenset[int]
    """Ids of the scenes in which only the voice is heard."""
    others: list[Element]
    performers: list[Engagement]
    numbers_locked: bool


def element_page(member: Membership, production: Production, public_id: UUID) -> ElementPage:
    """Everything the element's own page shows. Raises NotFound."""
    element = element_of(member, production, public_id)
    links = dict(SceneElement.objects.filter(element=element).values_list("scene_id", "by_voice"))
    is_cast = element.category.is_cast
    return ElementPage(
        element=element,
        scenes=list(scene_cards(production, list(links)).values()) if links else [],
        voices=frozenset(scene for scene, by_voice in links.items() if by_voice),
        others=list(Element.objects.filter(category=element.category).exclude(pk=element.pk).order_by("name")),
        performers=list(_cast_engagements(production)) if is_cast else [],
        numbers_locked=is_cast and cast_numbers_are_locked(production),
    )


@dataclass(frozen=True)
class CategoryGroup:
    """A category with its elements."""

    category: ElementCategory
    elements: list[Element]


def elements_by_category(member: Membership, production: Production) -> list[CategoryGroup]:
    """All elements, each with `scene_count` (omitted scenes left out), under their categories in palette order."""
    palette = palette_of(member, production)
    rows = (
        Element.objects.filter(production=production)
        .select_related("played_by__party")
        .annotate(scene_count=Count("scene_elements", filter=Q(scene_elements__scene__is_omitted=False)))
    )
    found: dict[int, list[Element]] = defaultdict(list)
    for row in sorted(rows, key=lambda element: (number_order(element.number), element.name.casefold())):
        found[row.category_id].append(row)
    return [CategoryGroup(category, found[category.pk]) for category in palette]
