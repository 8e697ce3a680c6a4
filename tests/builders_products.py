"""Small scenes of products and resources: bills, routings, machines, skills."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from callboard.core.engagements.models import Engagement
from callboard.core.organizations.models import Production
from callboard.core.resources.models import Certification, Machine, Skill
from callboard.manufacturing.products.bills import write_bom, write_routing
from callboard.manufacturing.products.levels import refresh_levels
from callboard.manufacturing.products.models import Bom, Routing
from callboard.manufacturing.products.rules import BomHead, BomLineTerms, OperationTerms
from callboard.stock.items.models import Item
from tests.builders import FRIDAY_18H, a_department, an_engagement
from tests.builders_plant import an_item

LONG_AGO = date(2026, 1, 1)


def a_made_item(plant: Production, code: str, **fields: Any) -> Item:
    return an_item(plant, code, **{"source": "make", "kind": "sub-assembly"} | fields)


def a_bom(
    item: Item,
    *lines: BomLineTerms,
    revision: str = "A",
    head: BomHead | None = None,
    released_at: datetime | None = FRIDAY_18H,
) -> Bom:
    """A bill, released unless said otherwise, with the levels up to date."""
    with transaction.atomic():
        bom = write_bom(item, revision, lines, head=head, released_at=released_at)
        refresh_levels(item.production, {item.pk, *(line.component.pk for line in lines)})
    return bom


def a_routing(
    item: Item, *operations: OperationTerms, revision: str = "A", released_at: datetime | None = FRIDAY_18H
) -> Routing:
    with transaction.atomic():
        return write_routing(item, revision, operations, released_at=released_at)


def a_machine(plant: Production, code: str = "MILL-1", department: str = "Milling", **fields: Any) -> Machine:
    return Machine.objects.create(
        organization=plant.organization,
        production=plant,
        department=a_department(plant, department),
        code=code,
        **{"name": code.title()} | fields,
    )


def a_skill(plant: Production, name: str = "Welding") -> Skill:
    return Skill.objects.create(organization=plant.organization, production=plant, name=name)


def an_operator(plant: Production, name: str, department: str = "Milling", **fields: Any) -> Engagement:
    return an_engagement(plant, name, position="Operator", department=a_department(plant, department), **fields)


def a_certification(
    person: Engagement, skill: Skill, level: int = 1, valid_from: date = LONG_AGO, valid_to: date | None = None
) -> Certification:
    return Certification.objects.create(
        organization=person.organization,
        engagement=person,
        skill=skill,
        level=level,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def brackets(plant: Production) -> tuple[Item, Item]:
    """A bracket is cut from 1.5 m of bar, of which 10 % is lost; the bar is counted in millimeters."""
    bracket = a_made_item(plant, "BRACKET", kind="finished product")
    bar = an_item(plant, "BAR", kind="raw material", unit="m", decimals=3)
    a_bom(bracket, BomLineTerms(bar, 1500, scrap_ppm=100_000))
    return bracket, bar
