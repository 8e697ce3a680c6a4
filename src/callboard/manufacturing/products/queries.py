"""Reading bills and routings: what holds on a day, the tree, where an item is used, and how many can be built now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.products.build_rules import most_buildable
from callboard.manufacturing.products.demand_rules import yield_at
from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
from callboard.manufacturing.products.rules import RevisionState, Window, overlap, windows_of
from callboard.manufacturing.products.structures import Structure, boms_on, routings_on, structure_of, yields_of_all
from callboard.manufacturing.products.trees import BomTree, CanBuild, Missing, tree_of
from callboard.stock.items.models import Item
from callboard.stock.moves.queries import stock_of

_R = TypeVar("_R")


@dataclass(frozen=True)
class BomUse:
    """A line of a released bill with the orders' start dates that it holds for: what planning is made from.

    `good_yield` is the share of what starts at the line's operation that ends good; divide by it and by (1 − scrap).
    """

    parent_id: int
    component_id: int
    line_id: int
    quantity: int
    batch_quantity: int
    is_fixed: bool
    scrap_ppm: int
    good_yield: Fraction
    valid_from: dt.date | None
    valid_until: dt.date | None
    group: str
    priority: int
    offset_days: int


def current_bom(item: Item, on: dt.date) -> Bom | None:
    """The released bill for orders that start on a day."""
    return boms_on([item.pk], on).get(item.pk)


def current_routing(item: Item, on: dt.date) -> Routing | None:
    """The released routing for orders that start on a day."""
    return routings_on([item.pk], on).get(item.pk)


def boms_of_all(production: Production, on: dt.date) -> list[BomUse]:
    """Every line of every released bill that holds for some order from a day on, in four queries.

    Where a newer revision takes over, the older one's lines end; no two revisions of an item hold on the same day.
    """
    boms: dict[int, list[Bom]] = defaultdict(list)
    released = Bom.objects.filter(item__production=production, state=RevisionState.RELEASED).select_related("item")
    for row in released.order_by("pk"):
        boms[row.item_id].append(row)
    items = {row.item_id: row.item for rows in boms.values() for row in rows}
    yields = yields_of_all(production, items, on)
    windows: dict[int, tuple[Bom, list[Window]]] = {bom.pk: (bom, []) for rows in boms.values() for bom in rows}
    for rows in boms.values():
        for bom, window in windows_of(rows):
            windows[bom.pk][1].append(window)
    lines = BomLine.objects.filter(bom__item__production=production, bom__state=RevisionState.RELEASED)
    found: list[BomUse] = []
    for line in lines.order_by("bom__item_id", "position", "pk").values_list(*_LINE_FIELDS, named=True):
        bom, ruling = windows[line.bom_id]
        good = yield_at(line.operation_number, yields.get(bom.item_id, {}), items[bom.item_id].yield_ppm)
        found.extend(_uses(line, bom, ruling, good, on))
    return found


_LINE_FIELDS = (
    "pk",
    "bom_id",
    "component_id",
    "quantity",
    "is_fixed",
    "scrap_ppm",
    "operation_number",
    "from_on",
    "to_on",
    "alternative_group",
    "alternative_priority",
    "offset_days",
)


def _uses(line: Any, bom: Bom, windows: list[Window], good_yield: Fraction, on: dt.date) -> Iterator[BomUse]:
    for window in windows:
        holds = overlap(window, (line.from_on, line.to_on))
        if holds is None or (holds[1] is not None and holds[1] <= on):
            continue
        yield BomUse(
            parent_id=bom.item_id,
            component_id=line.component_id,
            line_id=line.pk,
            quantity=line.quantity,
            batch_quantity=bom.batch_quantity,
            is_fixed=line.is_fixed,
            scrap_ppm=line.scrap_ppm,
            good_yield=good_yield,
            valid_from=holds[0],
            valid_until=holds[1],
            group=line.alternative_group,
            priority=line.alternative_priority,
            offset_days=line.offset_days,
        )


def can_build(
    production: Production, item: Item, *, on: dt.date, leave_reserved: bool = False, bom: Bom | None = None
) -> CanBuild:
    """How many more of the item can be built by what is available, through all levels, for an order starting on `on`.

    Shared parts are counted once. With `leave_reserved` only what nobody has reserved is used.
    """
    structure = structure_of(item, on, bom=bom)
    return can_build_from(structure, item, _there(production, structure, on, leave_reserved=leave_reserved))


def can_build_from(structure: Structure, item: Item, there: Mapping[int, int]) -> CanBuild:
    """The same from a structure and stock that are read already."""
    if item.pk not in structure.parts:
        return CanBuild(0, (), has_bill=False)
    answer = most_buildable(item.pk, structure.parts, there)
    missing = (Missing(structure.items[key], short) for key, short in answer.short.items())
    return CanBuild(
        count=answer.count,
        stopped_by=tuple(sorted(missing, key=lambda each: each.item.code)),
        is_exact=answer.is_exact,
        alternatives=tuple(structure.items[key] for key in sorted(set(answer.choice.values()))),
    )


def _there(
    production: Production, structure: Structure, on: dt.date, *, leave_reserved: bool = False
) -> dict[int, int]:
    stock = stock_of(production, list(structure.items), on=on)
    return {key: max(line.free if leave_reserved else line.available, 0) for key, line in stock.items()}


def bom_tree(
    member: Membership, production: Production, item: Item, quantity: int, *, on: dt.date, bom: Bom | None = None
) -> BomTree:
    """The indented tree of an order of `quantity` steps that starts on a day; `bom` may be a draft of the item's."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    structure = structure_of(item, on, bom=bom)
    there = _there(production, structure, on)
    answer = can_build_from(structure, item, there)
    if item.pk not in structure.parts:
        return BomTree((), False, (), (item,), item.lead_days, answer)
    return tree_of(structure, item, quantity, there, answer)


def where_used(item: Item) -> QuerySet[BomLine]:
    """The lines that ask for the item, in bills that are not retired: by the component's index."""
    rows = BomLine.objects.filter(component=item).exclude(bom__state=RevisionState.RETIRED)
    return rows.select_related("bom__item", "component").order_by("bom__item__code", "bom__revision", "position")


def boms_of(member: Membership, production: Production) -> QuerySet[Bom]:
    """The plant's bills with their items."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return (
        Bom.objects.filter(item__production=production).select_related("item__production").order_by("item__code", "pk")
    )


def bom_by_id(member: Membership, production: Production, public_id: UUID) -> Bom:
    """One bill. Raises NotFound."""
    return _one(boms_of(member, production).filter(public_id=public_id).first())


def bom_line_by_id(member: Membership, production: Production, public_id: UUID) -> BomLine:
    """One line of a bill. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = BomLine.objects.filter(bom__item__production=production, public_id=public_id)
    return _one(rows.select_related("bom__item__production", "component").first())


def routings_of(member: Membership, production: Production) -> QuerySet[Routing]:
    """The plant's routings with their items."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Routing.objects.filter(item__production=production)
    return rows.select_related("item__production").order_by("item__code", "pk")


def routing_by_id(member: Membership, production: Production, public_id: UUID) -> Routing:
    """One routing. Raises NotFound."""
    return _one(routings_of(member, production).filter(public_id=public_id).first())


def operation_by_id(member: Membership, production: Production, public_id: UUID) -> Operation:
    """One operation of a routing. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = Operation.objects.filter(routing__item__production=production, public_id=public_id)
    return _one(rows.select_related("routing__item__production", "department", "machine", "skill", "vendor").first())


def lines_of(bom: Bom) -> QuerySet[BomLine]:
    """A bill's lines in order, with their components and the components' levels."""
    return bom.lines.select_related("component__level").order_by("position")


def operations_of(routing: Routing) -> QuerySet[Operation]:
    """A routing's operations in order."""
    return routing.operations.select_related("department", "machine", "skill", "vendor").order_by("number")


def _one(row: _R | None) -> _R:
    if row is None:
        raise NotFound()
    return row
