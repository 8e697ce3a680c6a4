"""Writing the breakdown: create, change, omit and number scenes, and say what each needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.models import Element, ElementCategory, Episode, Scene, SceneElement
from callboard.film.breakdown.queries import in_script_order
from callboard.film.breakdown.rules import (
    BACKGROUND,
    CAST,
    PALETTE,
    HeadingMissing,
    SceneNumberTaken,
    name_from,
    next_scene_numbers,
    sort_text,
)
from callboard.formats.scene_numbers import scene_key

CHANGED = "breakdown"
"""The kind of event that pages of the breakdown and the board follow."""


@dataclass(frozen=True)
class SceneFields:
    """What a person writes on a scene sheet."""

    number: str
    int_ext: str
    set_name: str
    time_of_day: str
    eighths: int
    minutes: int = 0
    shot_as: str = ""
    script_day: str = ""
    synopsis: str = ""
    notes: str = ""

    @property
    def heading(self) -> str:
        """The heading as a script would print it."""
        place = f"{self.int_ext}. {self.set_name}" if self.int_ext else self.set_name
        return f"{place} - {self.time_of_day.upper()}" if self.time_of_day else place


def seed_palette(production: Production) -> list[ElementCategory]:
    """Give a production that has no categories the ones to start from. Call inside an action."""
    present = list(ElementCategory.objects.filter(production=production))
    if present:
        return present
    rows = [
        ElementCategory(
            organization_id=production.organization_id,
            production=production,
            universal_id=row.universal_id,
            name=row.name,
            color=row.color,
            mark=row.mark,
            position=position,
            is_cast=row.universal_id == CAST,
            is_background=row.universal_id == BACKGROUND,
        )
        for position, row in enumerate(PALETTE, start=1)
    ]
    ElementCategory.objects.bulk_create(rows)
    return list(ElementCategory.objects.filter(production=production))


def start_with_customary_palette(production: Production, _at: datetime) -> None:
    """Listens to `core.productions.actions`: a new film production starts with the customary categories."""
    if production.kind != Production.Kind.PLANT:
        seed_palette(production)


def create_scene(
    production: Production, episode_number: str, fields: SceneFields, *, by: Membership, at: datetime
) -> Scene:
    """Add a scene by hand (a commercial, a pick-up). Raises HeadingMissing, SceneNumberTaken."""
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "create scene", at=at, may=may, production=production) as record:
        _check_fields(fields)
        seed_palette(production)
        episode, _ = Episode.objects.get_or_create(
            organization_id=production.organization_id, production=production, number=episode_number.strip()
        )
        _check_number_free(episode, fields.number)
        scene = Scene(
            organization_id=production.organization_id,
            production=production,
            episode=episode,
            heading=fields.heading[:300],
            sort_key=_sort_key(episode, fields.number),
        )
        _write(scene, fields)
        scene.save()
        record.about(scene)
        announce(production, CHANGED, about=scene, at=at)
    return scene


def change_scene(scene: Scene, fields: SceneFields, *, version: int, by: Membership, at: datetime) -> Scene:
    """Write the sheet's fields. A scene from a script keeps the script's heading; one made by hand gets a new one.

    Raises StaleEdit, HeadingMissing, SceneNumberTaken.
    """
    production = scene.production
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "change scene", at=at, may=may, production=production, on=scene, version=version) as record:
        _check_fields(fields)
        if fields.number.strip() != scene.number:
            _check_number_free(scene.episode, fields.number, but=scene)
            record.note(number_before=scene.number, number=fields.number)
            scene.sort_key = _sort_key(scene.episode, fields.number, but=scene)
        if fields.time_of_day != scene.time_of_day:
            scene.time_of_day_inferred = False
        if fields.eighths != scene.eighths:
            record.note(eighths_before=scene.eighths, eighths=fields.eighths)
            scene.eighths_estimated = False
        if not scene.text:
            scene.heading = fields.heading[:300]
        _write(scene, fields)
        scene.save()
        announce(production, CHANGED, about=scene, at=at)
    return scene


def _write(scene: Scene, fields: SceneFields) -> None:
    scene.number = fields.number.strip()[:20]
    scene.int_ext = fields.int_ext[:12]
    scene.set_name = " ".join(fields.set_name.split())[:200]
    scene.time_of_day = fields.time_of_day.strip().upper()[:30]
    scene.shot_as = fields.shot_as.strip().upper()[:30]
    scene.script_day = fields.script_day.strip()[:20]
    scene.eighths = fields.eighths
    scene.minutes = fields.minutes
    scene.synopsis = " ".join(fields.synopsis.split())[:300]
    scene.notes = fields.notes.strip()


def _check_fields(fields: SceneFields) -> None:
    if not fields.set_name.strip():
        raise HeadingMissing()


def _check_number_free(episode: Episode, number: str, *, but: Scene | None = None) -> None:
    wanted = number.strip()
    if not wanted:
        return
    others = Scene.objects.filter(episode=episode, number__iexact=wanted)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise SceneNumberTaken(number=wanted)


def _sort_key(episode: Episode, number: str, *, but: Scene | None = None) -> str:
    """By its number; a scene without one goes to the end of its episode."""
    written = number.strip()
    if written:
        return sort_text(scene_key(written))
    others = Scene.objects.filter(episode=episode)
    last: str = (others.exclude(pk=but.pk) if but else others).aggregate(last=Max("sort_key"))["last"] or sort_text(
        scene_key("")
    )
    return f"{last[:-5]}{int(last[-5:]) + 1:05}"


def omit_scene(scene: Scene, *, version: int, by: Membership, at: datetime) -> Scene:
    """Cut a scene: its number stays and is not used again, its pages no longer count. Raises StaleEdit."""
    return _set_omitted(scene, True, "omit scene", version=version, by=by, at=at)


def restore_scene(scene: Scene, *, version: int, by: Membership, at: datetime) -> Scene:
    """Bring an omitted scene back as it was. Raises StaleEdit."""
    return _set_omitted(scene, False, "restore scene", version=version, by=by, at=at)


def _set_omitted(scene: Scene, omitted: bool, verb: str, *, version: int, by: Membership, at: datetime) -> Scene:
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, verb, at=at, may=may, production=scene.production, on=scene, version=version):
        scene.is_omitted = omitted
        if not omitted:
            scene.eighths = max(1, scene.eighths)
        scene.save()
        announce(scene.production, CHANGED, about=scene, at=at)
    return scene


def number_scenes(production: Production, *, by: Membership, at: datetime) -> list[Scene]:
    """Number the scenes that have none, episode by episode in script order, after the highest number in use."""
    with acting(by, "number scenes", at=at, may=Permission.CHANGE_BREAKDOWN, production=production) as record:
        scenes = in_script_order(Scene.objects.filter(production=production).select_related("episode"))
        numbered: list[Scene] = []
        for episode_id in dict.fromkeys(scene.episode_id for scene in scenes):
            own = [scene for scene in scenes if scene.episode_id == episode_id]
            bare = [scene for scene in own if not scene.number and not scene.is_omitted]
            numbers = next_scene_numbers([scene.number for scene in own], len(bare))
            for scene, number in zip(bare, numbers, strict=True):
                _give_number(scene, number)
            numbered += bare
        record.note(count=len(numbered))
        announce(production, CHANGED, at=at)
    return numbered


def _give_number(scene: Scene, number: str) -> None:
    scene.number = number
    scene.sort_key = sort_text(scene_key(number))
    scene.version += 1
    scene.save()


def estimate_minutes(production: Production, minutes_per_page: int, *, by: Membership, at: datetime) -> int:
    """Give scenes without a shooting time one by their length, to the next five minutes; returns how many."""
    with acting(by, "estimate minutes", at=at, may=Permission.CHANGE_BREAKDOWN, production=production) as record:
        scenes = list(Scene.objects.filter(production=production, minutes=0, is_omitted=False))
        for scene in scenes:
            scene.minutes = max(5, -(-scene.eighths * minutes_per_page // 40) * 5)
            scene.version += 1
        Scene.objects.bulk_update(scenes, ["minutes", "version"])
        record.note(count=len(scenes), minutes_per_page=minutes_per_page)
        announce(production, CHANGED, at=at)
    return len(scenes)


def add_element(
    scene: Scene, category: ElementCategory, name: str, *, by_voice: bool = False, by: Membership, at: datetime
) -> SceneElement:
    """Say that the scene needs something, making the element if the category has none of that name in any case.

    Two people may add at once, and the same thing twice is there once. Raises ElementNameMissing.
    """
    production = scene.production
    with acting(by, "add element", at=at, may=Permission.CHANGE_BREAKDOWN, production=production, on=scene) as record:
        element = element_named(category, name)
        link, _ = SceneElement.objects.update_or_create(
            organization_id=production.organization_id, scene=scene, element=element, defaults={"by_voice": by_voice}
        )
        record.note(category=category.name, element=element.name, by_voice=by_voice)
        announce(production, CHANGED, about=scene, at=at)
    return link


def element_named(category: ElementCategory, name: str) -> Element:
    """The category's element of this name in any case, made if there is none. Call inside an action."""
    wanted = name_from(name)
    present = {row.name.casefold(): row for row in Element.objects.filter(category=category)}
    found = present.get(wanted.casefold())
    if found is not None:
        return found
    made = Element(
        organization_id=category.organization_id, production_id=category.production_id, category=category, name=wanted
    )
    made.save()
    return made


def remove_element(scene: Scene, element: Element, *, by: Membership, at: datetime) -> None:
    """Say that the scene does not need it after all; the element itself stays."""
    production = scene.production
    with acting(
        by, "remove element", at=at, may=Permission.CHANGE_BREAKDOWN, production=production, on=scene
    ) as record:
        SceneElement.objects.filter(scene=scene, element=element).delete()
        record.note(element=element.name)
        announce(production, CHANGED, about=scene, at=at)


def add_elements(category: ElementCategory, names: Collection[str]) -> list[Element]:
    """Elements of these names, made where the category has none. Call inside an action."""
    present = {row.name.casefold(): row for row in Element.objects.filter(category=category)}
    for name in map(name_from, names):
        if name.casefold() not in present:
            present[name.casefold()] = Element(
                organization_id=category.organization_id,
                production_id=category.production_id,
                category=category,
                name=name,
            )
    made = [element for element in present.values() if element._state.adding]
    Element.objects.bulk_create(made)
    return [present[name_from(name).casefold()] for name in names]
