"""Writing elements and the cast list: rename, merge, number, cast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from callboard.core.audit.actions import acting
from callboard.core.engagements.models import Engagement
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.actions import CHANGED, element_named
from callboard.film.breakdown.models import Element, ElementCategory, Scene, SceneElement
from callboard.film.breakdown.permissions import cast_numbers_are_locked
from callboard.film.breakdown.queries import in_script_order
from callboard.film.breakdown.rules import (
    Appearance,
    CastNumbersLocked,
    ElementInUse,
    ElementNameTaken,
    ElementNumberTaken,
    NotCastEngagement,
    OtherCategory,
    SameElement,
    cast_numbers,
    name_from,
)


@dataclass(frozen=True)
class ElementFields:
    """What a person writes about an element."""

    name: str
    number: str = ""
    quantity: int = 1
    notes: str = ""


def change_element(element: Element, fields: ElementFields, *, version: int, by: Membership, at: datetime) -> Element:
    """Rename, renumber, count. Raises StaleEdit, ElementNameTaken, ElementNumberTaken, CastNumbersLocked."""
    production = element.production
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "change element", at=at, may=may, production=production, on=element, version=version) as record:
        name, number = name_from(fields.name), fields.number.strip()[:10]
        others = Element.objects.filter(category=element.category).exclude(pk=element.pk)
        if any(other.casefold() == name.casefold() for other in others.values_list("name", flat=True)):
            raise ElementNameTaken(category=element.category.name, name=name)
        if number != element.number:
            _check_number(element, number)
            record.note(number_before=element.number, number=number)
        if name != element.name:
            record.note(name_before=element.name, name=name)
        element.name, element.number = name, number
        element.quantity, element.notes = max(1, fields.quantity), fields.notes.strip()[:300]
        element.save()
        announce(production, CHANGED, about=element, at=at)
    return element


def _check_number(element: Element, number: str) -> None:
    category = element.category
    if category.is_cast and element.number and cast_numbers_are_locked(element.production):
        raise CastNumbersLocked()
    if not number:
        return
    owner = Element.objects.filter(category=category, number__iexact=number).exclude(pk=element.pk).first()
    if owner is not None:
        raise ElementNumberTaken(number=number, category=category.name, name=owner.name)


def merge_elements(element: Element, into: Element, *, version: int, by: Membership, at: datetime) -> Element:
    """Two that are one: scenes of the first go to the second, which keeps its name, and the first is gone.

    Who is on the set in a scene by one of them is on the set; a number or performer that only the first has is kept.
    Raises StaleEdit, SameElement, OtherCategory, CastNumbersLocked.
    """
    production = into.production
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "merge elements", at=at, may=may, production=production, on=element, version=version) as record:
        _check_can_merge(element, into)
        seen = {link.scene_id: link for link in SceneElement.objects.filter(element=into)}
        for link in SceneElement.objects.filter(element=element):
            twin = seen.get(link.scene_id)
            if twin is None:
                link.element = into
                link.save()
            elif twin.by_voice and not link.by_voice:
                twin.by_voice = False
                twin.save()
        number, played_by = element.number, element.played_by
        record.note(merged=element.name, into=into.name, number=number)
        record.about(into)
        element.delete()
        into.number, into.played_by = into.number or number, into.played_by or played_by
        into.version += 1
        into.save()
        announce(production, CHANGED, about=into, at=at)
    return into


def _check_can_merge(element: Element, into: Element) -> None:
    if element.pk == into.pk:
        raise SameElement(name=element.name)
    if element.category_id != into.category_id:
        raise OtherCategory(name=into.name)
    both_numbered = bool(element.number and into.number)
    if both_numbered and element.category.is_cast and cast_numbers_are_locked(element.production):
        raise CastNumbersLocked()


def remove_unused_element(element: Element, *, version: int, by: Membership, at: datetime) -> None:
    """Take an element that no scene needs out of the list. Raises StaleEdit, ElementInUse."""
    production = element.production
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "remove element", at=at, may=may, production=production, on=element, version=version) as record:
        count = SceneElement.objects.filter(element=element).count()
        if count:
            raise ElementInUse(name=element.name, count=count)
        record.note(element=element.name)
        element.delete()
        announce(production, CHANGED, at=at)


def number_cast(production: Production, *, anew: bool = False, by: Membership, at: datetime) -> int:
    """Number the cast by scenes and first appearance, 1 = lead; with `anew` also those who have a number.

    Returns how many got a number. Raises CastNumbersLocked for `anew` once a sheet was published.
    """
    with acting(by, "number cast", at=at, may=Permission.CHANGE_BREAKDOWN, production=production) as record:
        if anew and cast_numbers_are_locked(production):
            raise CastNumbersLocked()
        count = give_cast_numbers(production, anew=anew)
        record.note(count=count, anew=anew)
        announce(production, CHANGED, at=at)
    return count


def give_cast_numbers(production: Production, *, anew: bool = False) -> int:
    """Number those of the cast who have none (or all). Call inside an action."""
    cast = Element.objects.filter(production=production, category__is_cast=True)
    if anew:
        cast.update(number="", version=F("version") + 1)
    shot = Q(scene_elements__scene__is_omitted=False)
    bare = list(
        cast.filter(number="").annotate(
            scene_count=Count("scene_elements", filter=shot),
            seen_count=Count("scene_elements", filter=shot & Q(scene_elements__by_voice=False)),
        )
    )
    first = _first_appearances(production)
    appearances = [
        Appearance(
            key=element.pk,
            first=first.get(element.pk, ("~", 0)),
            scene_count=element.scene_count,
            by_voice_only=element.seen_count == 0,
        )
        for element in bare
    ]
    taken = set(cast.exclude(number="").values_list("number", flat=True))
    numbers = cast_numbers(appearances, taken)
    for element in bare:
        element.number = numbers[element.pk]
        element.version += 1
    Element.objects.bulk_update(bare, ["number", "version"])
    return len(bare)


def _first_appearances(production: Production) -> dict[int, tuple[str, int]]:
    scenes = in_script_order(
        Scene.objects.filter(production=production, is_omitted=False).select_related("episode").defer("text", "notes")
    )
    places = {scene.pk: place for place, scene in enumerate(scenes)}
    first: dict[int, tuple[str, int]] = {}
    links = SceneElement.objects.filter(scene__production=production, scene__is_omitted=False).order_by("pk")
    for scene_id, element_id, link_id in links.values_list("scene_id", "element_id", "pk"):
        place = (f"{places[scene_id]:06}", link_id)
        first[element_id] = min(first.get(element_id, place), place)
    return first


def cast_element(
    element: Element, played_by: Engagement | None, *, version: int, by: Membership, at: datetime
) -> Element:
    """Say who plays a character, or nobody yet. Raises StaleEdit, NotCastEngagement."""
    production = element.production
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "cast element", at=at, may=may, production=production, on=element, version=version) as record:
        if played_by is not None:
            is_cast = played_by.kind == Engagement.Kind.CAST and played_by.production_id == production.pk
            if not is_cast or not element.category.is_cast:
                raise NotCastEngagement(name=played_by.party.name)
        element.played_by = played_by
        element.save()
        record.note(played_by=played_by.party.name if played_by else "")
        announce(production, CHANGED, about=element, at=at)
    return element


def set_voice(scene: Scene, element: Element, by_voice: bool, *, by: Membership, at: datetime) -> None:
    """Say whether a character is on the set in this scene or only heard."""
    production = scene.production
    with acting(by, "set voice", at=at, may=Permission.CHANGE_BREAKDOWN, production=production, on=scene) as record:
        SceneElement.objects.filter(scene=scene, element=element).update(by_voice=by_voice)
        record.note(element=element.name, by_voice=by_voice)
        announce(production, CHANGED, about=scene, at=at)


def create_role(
    production: Production, number: str, name: str, played_by: Engagement, *, by: Membership, at: datetime
) -> Element:
    """Add a character that no script names, such as a commercial's, with who plays it. Raises NotCastEngagement …"""
    with acting(by, "create role", at=at, may=Permission.CHANGE_BREAKDOWN, production=production) as record:
        category = ElementCategory.objects.get(production=production, is_cast=True)
        element = element_named(category, name)
        record.about(element)
        fields = ElementFields(element.name, number)
        element = change_element(element, fields, version=element.version, by=by, at=at)
        return cast_element(element, played_by, version=element.version, by=by, at=at)
