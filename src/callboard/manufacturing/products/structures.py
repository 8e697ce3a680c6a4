"""Reading the bills and routings that hold on a day, level by level: three queries for each level, however wide."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import QuerySet

from callboard.core.organizations.models import Production
from callboard.manufacturing.products.build_rules import Use
from callboard.manufacturing.products.demand_rules import good_yields, need_per_step, yield_at
from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
from callboard.manufacturing.products.rules import RevisionState, in_effect, revision_on
from callboard.stock.items.models import Item
from callboard.stock.items.rules import ItemKind, Source

DEEPEST = 60
"""No product has so many levels; a circle that came in past every check would have."""


@dataclass
class Structure:
    """A product's bills on a day, all levels: what the arithmetic needs, by key, and the rows behind it."""

    items: dict[int, Item] = field(default_factory=dict)
    boms: dict[int, Bom] = field(default_factory=dict)
    lines: dict[int, list[BomLine]] = field(default_factory=dict)
    parts: dict[int, list[Use]] = field(default_factory=dict)


def boms_on(item_ids: Collection[int], on: dt.date) -> dict[int, Bom]:
    """The released bill of each item for orders that start on a day."""
    rows = Bom.objects.filter(item__in=item_ids, state=RevisionState.RELEASED).select_related("item")
    by_item: dict[int, list[Bom]] = defaultdict(list)
    for row in rows:
        by_item[row.item_id].append(row)
    return {item: found for item, each in by_item.items() if (found := revision_on(each, on)) is not None}


def routings_on(item_ids: Collection[int], on: dt.date) -> dict[int, Routing]:
    """The released routing of each item for orders that start on a day."""
    by_item: dict[int, list[Routing]] = defaultdict(list)
    for row in Routing.objects.filter(item__in=item_ids, state=RevisionState.RELEASED).select_related("item"):
        by_item[row.item_id].append(row)
    return {item: found for item, each in by_item.items() if (found := revision_on(each, on)) is not None}


def yields_on(items: Mapping[int, Item], on: dt.date) -> dict[int, dict[int, Fraction]]:
    """Item → operation number → the share of what starts there that ends good."""
    routings = {row.pk: item for item, row in routings_on(list(items), on).items()}
    return _yields(Operation.objects.filter(routing__in=list(routings)), routings, items)


def yields_of_all(production: Production, items: Mapping[int, Item], on: dt.date) -> dict[int, dict[int, Fraction]]:
    """The same for a whole plant, however many items: two queries that name none of them."""
    by_item: dict[int, list[Routing]] = defaultdict(list)
    for row in Routing.objects.filter(item__production=production, state=RevisionState.RELEASED):
        by_item[row.item_id].append(row)
    ruling = {item: revision_on(rows, on) for item, rows in by_item.items() if item in items}
    routings = {row.pk: item for item, row in ruling.items() if row is not None}
    operations = Operation.objects.filter(routing__item__production=production, routing__state=RevisionState.RELEASED)
    return _yields(operations, routings, items)


def _yields(
    operations: QuerySet[Operation], routings: Mapping[int, int], items: Mapping[int, Item]
) -> dict[int, dict[int, Fraction]]:
    yields: dict[int, dict[int, int]] = defaultdict(dict)
    for routing, number, ppm in operations.values_list("routing_id", "number", "yield_ppm"):
        if routing in routings:
            yields[routings[routing]][number] = ppm
    return {item: good_yields(found, items[item].yield_ppm) for item, found in yields.items()}


def structure_of(top: Item, on: dt.date, *, bom: Bom | None = None) -> Structure:
    """The bills below a product for an order that starts on a day; `bom` stands in for the top's own, even a draft.

    What is bought ends a branch, also where somebody keeps a bill of it.
    """
    found, fresh = Structure(items={top.pk: top}), {top.pk: top}
    for _ in range(DEEPEST):
        made = {key: item for key, item in fresh.items() if key == top.pk or is_made(item)}
        if not made:
            break
        fresh = _next_level(found, made, on, bom)
    return found


def is_made(item: Item) -> bool:
    """Whether more of it is had by making it, or by going straight through it."""
    return item.source == Source.MAKE or item.is_phantom


def _next_level(found: Structure, made: Mapping[int, Item], on: dt.date, bom: Bom | None) -> dict[int, Item]:
    boms = boms_on(list(made), on)
    if bom is not None and bom.item_id in made:
        boms[bom.item_id] = bom
    parents = {row.pk: item for item, row in boms.items()}
    yields = yields_on({item: made[item] for item in boms}, on)
    lines: dict[int, list[BomLine]] = defaultdict(list)
    for line in BomLine.objects.filter(bom__in=list(parents)).select_related("component").order_by("position"):
        if in_effect(line, on):
            lines[parents[line.bom_id]].append(line)
    fresh: dict[int, Item] = {}
    for item, row in boms.items():
        found.boms[item], found.lines[item] = row, lines[item]
        found.parts[item] = [
            use_of(
                line, row.batch_quantity, yield_at(line.operation_number, yields.get(item, {}), made[item].yield_ppm)
            )
            for line in lines[item]
            if line.component.kind != ItemKind.SERVICE
        ]
        for line in lines[item]:
            if line.component_id not in found.items:
                found.items[line.component_id] = fresh[line.component_id] = line.component
    return fresh


def use_of(line: BomLine, batch_quantity: int, good_yield: Fraction) -> Use:
    """A line as the arithmetic wants it."""
    per = need_per_step(line.quantity, batch_quantity, line.scrap_ppm, good_yield)
    return Use(
        component=line.component_id,
        per=Fraction(0) if line.is_fixed else per,
        fixed=line.quantity if line.is_fixed else 0,
        group=line.alternative_group,
        priority=line.alternative_priority,
        line=line.pk,
    )
