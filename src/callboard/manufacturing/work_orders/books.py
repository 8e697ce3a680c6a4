"""Bills and routings in effect, read once for many orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from callboard.core.organizations.models import Production
from callboard.manufacturing.products.demand_rules import good_yields
from callboard.manufacturing.products.models import Bom, BomLine, Operation, Routing
from callboard.manufacturing.products.rules import RevisionState, revision_on
from callboard.manufacturing.work_orders.explosion_rules import Bill, Line


@dataclass
class ProductBook:
    """The released bills and routings of some items, and of every phantom in those bills."""

    boms: Mapping[int, list[Bom]]
    lines: Mapping[int, list[BomLine]]
    routings: Mapping[int, list[Routing]]
    operations: Mapping[int, list[Operation]]
    _bills: dict[dt.date, Mapping[int, Bill]] = field(default_factory=dict)

    @classmethod
    def of(cls, production: Production, items: Collection[int]) -> ProductBook:
        """Read the bills of the items, level by level through phantoms, and their routings."""
        boms: dict[int, list[Bom]] = {}
        lines: dict[int, list[BomLine]] = {}
        wanted = set(items)
        while wanted:
            boms |= {item: [] for item in wanted}
            found = Bom.objects.filter(item__in=wanted, item__production=production, state=RevisionState.RELEASED)
            by_pk = {bom.pk: bom for bom in found}
            for bom in by_pk.values():
                boms[bom.item_id].append(bom)
            phantoms = set()
            rows = BomLine.objects.filter(bom__in=by_pk).select_related("component").order_by("bom", "position")
            for row in rows:
                lines.setdefault(row.bom_id, []).append(row)
                if row.component.is_phantom:
                    phantoms.add(row.component_id)
            wanted = phantoms - boms.keys()
        routings, operations = _routings(items)
        return cls(boms, lines, routings, operations)

    def bom_on(self, item: int, on: dt.date) -> Bom | None:
        """The bill for an order that starts on a day."""
        return revision_on(self.boms.get(item, []), on)

    def routing_on(self, item: int, on: dt.date) -> Routing | None:
        """The routing for an order that starts on a day."""
        return revision_on(self.routings.get(item, []), on)

    def operations_on(self, item: int, on: dt.date) -> list[Operation]:
        """Its operations in their order; none without a routing."""
        routing = self.routing_on(item, on)
        return self.operations.get(routing.pk, []) if routing else []

    def good_on(self, item: int, on: dt.date, item_yield_ppm: int) -> dict[int, Fraction]:
        """What share of what starts at each operation ends good."""
        yields = {operation.number: operation.yield_ppm for operation in self.operations_on(item, on)}
        return good_yields(yields, item_yield_ppm)

    def bills_on(self, on: dt.date) -> Mapping[int, Bill]:
        """Every bill of the book in effect on a day, as the explosion reads it."""
        if on not in self._bills:
            chosen = {item: self.bom_on(item, on) for item in self.boms}
            self._bills[on] = {item: self._bill(bom) for item, bom in chosen.items() if bom}
        return self._bills[on]

    def items(self) -> set[int]:
        """Every component."""
        return {line.component_id for rows in self.lines.values() for line in rows}

    def chosen_by_stock(self) -> set[int]:
        """Phantoms and alternatives: what is used depends on what is there."""
        return {
            line.component_id
            for rows in self.lines.values()
            for line in rows
            if line.component.is_phantom or line.alternative_group
        }

    def _bill(self, bom: Bom) -> Bill:
        return Bill(bom.batch_quantity, tuple(_line(row) for row in self.lines.get(bom.pk, [])))


def _routings(items: Collection[int]) -> tuple[dict[int, list[Routing]], dict[int, list[Operation]]]:
    routings: dict[int, list[Routing]] = {}
    for routing in Routing.objects.filter(item__in=items, state=RevisionState.RELEASED):
        routings.setdefault(routing.item_id, []).append(routing)
    pks = [routing.pk for rows in routings.values() for routing in rows]
    operations: dict[int, list[Operation]] = {}
    for operation in Operation.objects.filter(routing__in=pks).order_by("routing", "number"):
        operations.setdefault(operation.routing_id, []).append(operation)
    return routings, operations


def _line(row: BomLine) -> Line:
    return Line(
        component=row.component_id,
        quantity=row.quantity,
        is_fixed=row.is_fixed,
        scrap_ppm=row.scrap_ppm,
        operation_number=row.operation_number,
        from_on=row.from_on,
        to_on=row.to_on,
        alternative_group=row.alternative_group,
        alternative_priority=row.alternative_priority,
        offset_days=row.offset_days,
        references=row.references,
        is_backflushed=row.is_backflushed,
        is_phantom=row.component.is_phantom,
        yield_ppm=row.component.yield_ppm,
    )
