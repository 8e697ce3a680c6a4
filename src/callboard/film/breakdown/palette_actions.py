"""Writing the palette: categories with name, color, mark and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.actions import CHANGED, seed_palette
from callboard.film.breakdown.models import ElementCategory
from callboard.film.breakdown.rules import (
    OWN_COLOR,
    CastCategoryStays,
    CategoryInUse,
    CategoryNameMissing,
    CategoryNameTaken,
    color_from,
)


@dataclass(frozen=True)
class CategoryFields:
    """What a person writes about a category."""

    name: str
    color: str = OWN_COLOR
    mark: str = ""


def create_palette(production: Production, *, by: Membership, at: datetime) -> list[ElementCategory]:
    """Give the production the categories to start from; one that has some keeps them."""
    with acting(by, "create palette", at=at, may=Permission.CHANGE_BREAKDOWN, production=production):
        return seed_palette(production)


def create_category(production: Production, fields: CategoryFields, *, by: Membership, at: datetime) -> ElementCategory:
    """Add a category of one's own at the end. Raises CategoryNameMissing, CategoryNameTaken, ColorUnclear."""
    with acting(by, "create category", at=at, may=Permission.CHANGE_BREAKDOWN, production=production) as record:
        palette = seed_palette(production)
        category = ElementCategory(
            organization_id=production.organization_id,
            production=production,
            position=max(row.position for row in palette) + 1,
        )
        _write(category, fields)
        category.save()
        record.about(category)
        announce(production, CHANGED, about=category, at=at)
    return category


def change_category(
    category: ElementCategory, fields: CategoryFields, *, version: int, by: Membership, at: datetime
) -> ElementCategory:
    """Rename, recolor. Raises StaleEdit, CategoryNameMissing, CategoryNameTaken, ColorUnclear."""
    production = category.production
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "change category", at=at, may=may, production=production, on=category, version=version):
        _write(category, fields)
        category.save()
        announce(production, CHANGED, about=category, at=at)
    return category


def _write(category: ElementCategory, fields: CategoryFields) -> None:
    name = " ".join(fields.name.split())[:60]
    if not name:
        raise CategoryNameMissing()
    others = ElementCategory.objects.filter(production=category.production).exclude(pk=category.pk)
    if any(other.casefold() == name.casefold() for other in others.values_list("name", flat=True)):
        raise CategoryNameTaken(name=name)
    category.name = name
    category.color = color_from(fields.color)
    category.mark = "".join(fields.mark.split())[:12]


def move_category(category: ElementCategory, step: int, *, by: Membership, at: datetime) -> None:
    """Move a category up (-1) or down (+1) in the order of sheets and reports."""
    production = category.production
    with acting(by, "move category", at=at, may=Permission.CHANGE_BREAKDOWN, production=production, on=category):
        row = list(ElementCategory.objects.filter(production=production).order_by("position", "id"))
        here = next(place for place, other in enumerate(row) if other.pk == category.pk)
        there = min(max(here + step, 0), len(row) - 1)
        row.insert(there, row.pop(here))
        for position, other in enumerate(row, start=1):
            other.position = position
        ElementCategory.objects.bulk_update(row, ["position"])
        announce(production, CHANGED, about=category, at=at)


def remove_category(category: ElementCategory, *, version: int, by: Membership, at: datetime) -> None:
    """Take an empty category out. Raises StaleEdit, CategoryInUse, CastCategoryStays."""
    production = category.production
    may = Permission.CHANGE_BREAKDOWN
    with acting(by, "remove category", at=at, may=may, production=production, on=category, version=version) as record:
        if category.is_cast or category.is_background:
            raise CastCategoryStays(name=category.name)
        count = category.elements.count()
        if count:
            raise CategoryInUse(name=category.name, count=count)
        record.note(name=category.name)
        category.delete()
        announce(production, CHANGED, at=at)
