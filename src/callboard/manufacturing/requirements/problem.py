"""A whole plant as the planner's problem: items, bills, stock, open orders and demands, read in few questions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from callboard.core.organizations.models import Production
from callboard.core.productions.queries import work_calendar
from callboard.manufacturing.orders.queries import OpenOrderLine, open_order_lines
from callboard.manufacturing.products.queries import BomUse, boms_of_all
from callboard.manufacturing.products.rules import MILLION
from callboard.manufacturing.requirements.rules import DAYS_AROUND, line_key, material_key, purchase_key
from callboard.manufacturing.shop_floor.flow_rules import make_up
from callboard.manufacturing.shop_floor.queries import flows_of
from callboard.manufacturing.work_orders.queries import OpenWork, open_work, outstanding_materials
from callboard.manufacturing.work_orders.rules import CHANGEABLE, WorkState
from callboard.planner.requirements.problem import (
    BomLine,
    Calendar,
    Demand,
    DemandKind,
    Item,
    LotKind,
    LotRule,
    OpenOrder,
    OrderKind,
    OrderStatus,
    Problem,
    Source,
    Stock,
)
from callboard.stock.items.models import Item as ItemRow
from callboard.stock.items.models import SupplierItem
from callboard.stock.items.queries import preferred_suppliers
from callboard.stock.items.rules import LotPolicy
from callboard.stock.moves.queries import stock_of
from callboard.stock.purchasing.queries import OpenLine, open_lines
from callboard.stock.purchasing.rules import PurchaseState

CALENDAR = "plant"
_LOT_KINDS = {
    LotPolicy.LOT_FOR_LOT: LotKind.LOT_FOR_LOT,
    LotPolicy.FIXED: LotKind.FIXED,
    LotPolicy.PERIOD: LotKind.PERIOD_OF_DAYS,
    LotPolicy.SILVER_MEAL: LotKind.SILVER_MEAL,
    LotPolicy.WAGNER_WHITIN: LotKind.WAGNER_WHITIN,
    LotPolicy.REORDER_POINT: LotKind.LOT_FOR_LOT,
}
_PURCHASE_STATUS = {PurchaseState.DRAFT: OrderStatus.FIRM}
_STATUS = {
    WorkState.PLANNED: OrderStatus.PLANNED,
    WorkState.FIRM: OrderStatus.FIRM,
}


@dataclass
class Reading:
    """The problem, and the rows that its keys stand for."""

    problem: Problem
    items: dict[str, ItemRow]
    lines: dict[str, OpenOrderLine] = field(default_factory=dict)
    purchases: dict[str, OpenLine] = field(default_factory=dict)
    work: dict[str, OpenWork] = field(default_factory=dict)


def read_problem(production: Production, today: dt.date) -> Reading:
    """Read the plant as it stands: the same number of questions for ten items as for ten thousand."""
    items = {row.pk: row for row in ItemRow.objects.filter(production=production).select_related("production")}
    lines = {line_key(found.line.order.number, found.line.position): found for found in open_order_lines(production)}
    purchases = {
        purchase_key(found.line.order.number, found.line.position): found
        for found in open_lines(production, with_drafts=True)
    }
    work = {found.order.number: found for found in _expected(open_work(production))}
    suppliers = preferred_suppliers(production)
    problem = Problem(
        today=today,
        items=tuple(_item(row, suppliers.get(row.pk)) for row in items.values()),
        calendars=(_calendar(production, today),),
        lines=tuple(_bom_lines(production, today, items)),
        stock=tuple(_stock(production, items)),
        open_orders=(*_purchases(purchases, items), *_work(work, items)),
        demands=(*_orders(lines, items), *_materials(production, work, items)),
    )
    return Reading(problem, {row.code: row for row in items.values()}, lines, purchases, work)


def _item(row: ItemRow, supplier: SupplierItem | None) -> Item:
    is_bought = row.source != Source.MAKE.value
    lead_days = supplier.lead_days if is_bought and supplier and supplier.lead_days else row.lead_days
    return Item(
        key=row.code,
        lead_days=lead_days,
        source=Source.BUY if is_bought else Source.MAKE,
        lot=_lot_rule(row, supplier if is_bought else None),
        safety_stock=_safety_stock(row),
        safety_days=row.safety_days,
        rebuild_safety_at_once=row.is_active and row.lot_policy == LotPolicy.REORDER_POINT,
        phantom=row.is_phantom,
        calendar=CALENDAR,
        unit_value=Fraction(row.standard_cost_minor, 10**row.decimals),
        owner=row.planner,
    )


def _safety_stock(row: ItemRow) -> int:
    """What is retired is planned for those who still need it, and not kept in stock."""
    if not row.is_active:
        return 0
    return max(row.safety_stock, row.reorder_point if row.lot_policy == LotPolicy.REORDER_POINT else 0)


def _lot_rule(row: ItemRow, supplier: SupplierItem | None) -> LotRule:
    """The item's rule; a supplier's minimum and multiple hold where the item names none.

    With a reorder point, what is ordered is at least what lies between that point and the level to fill up to.
    """
    minimum, multiple = row.lot_minimum, row.lot_multiple
    if supplier is not None:
        minimum, multiple = max(minimum, supplier.minimum), multiple or supplier.multiple
    if row.lot_policy == LotPolicy.REORDER_POINT:
        minimum = max(minimum, row.reorder_up_to - row.reorder_point)
    return LotRule(
        kind=_LOT_KINDS[LotPolicy(row.lot_policy)],
        quantity=row.lot_quantity,
        periods=max(row.lot_days, 1),
        minimum=minimum,
        multiple=multiple,
        maximum=row.lot_maximum,
        setup_cost=row.setup_cost_minor,
        hold_cost=Fraction(row.standard_cost_minor * row.hold_cost_ppm, MILLION * 10**row.decimals),
    )


def _calendar(production: Production, today: dt.date) -> Calendar:
    around = dt.timedelta(days=DAYS_AROUND)
    calendar, _ = work_calendar(production, today - around, today + around)
    return Calendar(
        key=CALENDAR,
        weekdays=frozenset(range(7)) - calendar.weekly_days_off,
        closed=calendar.days_off,
        opened=calendar.extra_days,
    )


def _expected(work: Sequence[OpenWork]) -> list[OpenWork]:
    """Open work with what is still to be expected of it: what was scrapped or lost on the floor does not come."""
    begun = [found.order for found in work if found.order.state not in CHANGEABLE]
    flows = flows_of(begun)
    return [
        found._replace(outstanding=max(found.outstanding - lost, 0))
        for found in work
        for lost in [make_up(found.order.quantity, [each.flow for each in flows.get(found.order.pk, ())])]
    ]


def _bom_lines(production: Production, today: dt.date, items: dict[int, ItemRow]) -> Iterator[BomLine]:
    for use in boms_of_all(production, today):
        parent, component = items.get(use.parent_id), items.get(use.component_id)
        if parent and component:
            yield _bom_line(use, parent, component)


def _bom_line(use: BomUse, parent: ItemRow, component: ItemRow) -> BomLine:
    """A line of the planner. What its operation loses is in `per`: it starts with more than comes out good."""
    return BomLine(
        parent=parent.code,
        component=component.code,
        per=Fraction(0) if use.is_fixed else Fraction(use.quantity) / use.good_yield,
        fixed=use.quantity if use.is_fixed else 0,
        batch=use.batch_quantity,
        scrap=Fraction(use.scrap_ppm, MILLION),
        valid_from=use.valid_from,
        valid_until=use.valid_until,
        group=use.group,
        priority=use.priority,
        offset_days=use.offset_days,
    )


def _stock(production: Production, items: dict[int, ItemRow]) -> Iterator[Stock]:
    for item_id, line in stock_of(production).items():
        if item_id in items and line.available > 0:
            yield Stock(item=items[item_id].code, quantity=line.available)


def _purchases(purchases: dict[str, OpenLine], items: dict[int, ItemRow]) -> Iterator[OpenOrder]:
    for key, found in purchases.items():
        if found.line.item_id in items:
            yield OpenOrder(
                key=key,
                item=items[found.line.item_id].code,
                quantity=found.outstanding,
                due=found.line.due_on,
                kind=OrderKind.PURCHASE,
                status=_PURCHASE_STATUS.get(PurchaseState(found.line.order.state), OrderStatus.RELEASED),
            )


def _work(work: dict[str, OpenWork], items: dict[int, ItemRow]) -> Iterator[OpenOrder]:
    for key, found in work.items():
        if found.order.item_id in items and found.outstanding > 0:
            yield OpenOrder(
                key=key,
                item=items[found.order.item_id].code,
                quantity=found.outstanding,
                due=found.order.due_on,
                kind=OrderKind.WORK,
                status=_STATUS.get(WorkState(found.order.state), OrderStatus.RELEASED),
            )


def _orders(lines: dict[str, OpenOrderLine], items: dict[int, ItemRow]) -> Iterator[Demand]:
    for key, found in lines.items():
        if found.line.item_id in items and found.outstanding > 0:
            yield Demand(
                key=key,
                item=items[found.line.item_id].code,
                quantity=found.outstanding,
                due=found.line.due_on,
                kind=DemandKind.ORDER,
                priority=found.line.priority,
                customer=found.line.order.client.name,
            )


def _materials(production: Production, work: dict[str, OpenWork], items: dict[int, ItemRow]) -> Iterator[Demand]:
    """What open work still takes: of released orders by their own frozen bill, of others by the bill of today."""
    places: dict[str, int] = defaultdict(int)
    for need in outstanding_materials(production):
        number = need.order.number
        if need.item.pk in items and need.quantity > 0 and number in work:
            places[number] += 1
            yield Demand(
                key=material_key(number, need.item.code, places[number]),
                item=need.item.code,
                quantity=need.quantity,
                due=need.need_on,
                kind=DemandKind.COMPONENT,
                parent=number if work[number].outstanding > 0 else "",
            )
