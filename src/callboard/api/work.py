"""Work orders and the floor over HTTP: what a machine, a scanner or another program reports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from callboard.api.door import member_of, now, once, production_for, scoped
from callboard.api.planning import REFUSALS
from callboard.api.schemas import Asked
from callboard.core.engagements.queries import engagement_by_id
from callboard.core.errors import NotFound
from callboard.manufacturing.shop_floor.actions import report_work
from callboard.manufacturing.shop_floor.queries import OperationFlow, flow_of, flows_of
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.actions import create_work_order, release_work_order
from callboard.manufacturing.work_orders.queries import (
    WorkFilter,
    made_so_far,
    operation_by_id,
    work_order_by_id,
    work_orders_of,
)
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import find_item, own_units

if TYPE_CHECKING:
    from callboard.manufacturing.work_orders.models import WorkOrder
    from callboard.stock.items.models import Item

router = Router(tags=["work"])
ORDERS_AN_ANSWER = 200


class WorkOrderIn(Asked):
    """A work order to be made; the quantity in the item's stock unit or one of its own units: "60", "3 box"."""

    item: str
    quantity: str
    due_on: dt.date
    start_on: dt.date | None = None
    priority: int = 5
    note: str = ""


class ReleaseIn(Asked):
    """Why it goes to the floor although something is short; "" when nothing is."""

    reason: str = ""


class ReportIn(Asked):
    """What happened at an operation; the quantity as in `WorkOrderIn`, "" for start and stop."""

    kind: ReportKind
    quantity: str = ""
    reason: str = ""
    operator: UUID | None = None
    happened_at: dt.datetime | None = None
    device: str = ""


class OperationOut(Schema):
    """An operation, and what went through it, in the item's stock unit."""

    id: UUID
    number: int
    name: str
    department: str
    outside: bool
    planned: str
    reached: str
    good: str
    scrap: str
    rework: str
    waiting: str
    to_send: str
    in_transit: str
    disputed: str


class WorkOrderOut(Schema):
    """A work order. Quantities are decimal texts in `unit`."""

    id: UUID
    number: str
    item: str
    quantity: str
    good: str
    unit: str
    state: str
    start_on: dt.date
    due_on: dt.date
    priority: int
    operations: list[OperationOut]
    version: int


class WorkOrderPageOut(Schema):
    """Some work orders, and where the next ones begin."""

    work_orders: list[WorkOrderOut]
    next_offset: int | None


class ReportOut(Schema):
    """A report as recorded. `flagged`: more than could be, accepted and on the list to reconcile."""

    id: UUID
    kind: str
    quantity: str
    flagged: bool
    work_order: WorkOrderOut


@router.get("/productions/{production}/work-orders", response={200: WorkOrderPageOut, **REFUSALS})
@scoped
def list_work_orders(
    request: HttpRequest, production: UUID, search: str = "", state: str = "open", offset: Query[int] = 0
) -> WorkOrderPageOut:
    """Work orders by due date, 200 at a time; `state` is a state, "open", or "" for all."""
    member, found = member_of(request), production_for(request, production)
    asked = WorkFilter(search=search.replace("\0", ""), state=state.replace("\0", ""))
    start = max(offset, 0)
    rows = list(work_orders_of(member, found, asked)[start : start + ORDERS_AN_ANSWER + 1])
    listed = rows[:ORDERS_AN_ANSWER]
    flows, good = flows_of(listed), made_so_far(listed)
    more = start + ORDERS_AN_ANSWER if len(rows) > len(listed) else None
    return WorkOrderPageOut(work_orders=[_order(row, flows[row.pk], good[row.pk]) for row in listed], next_offset=more)


@router.get("/productions/{production}/work-orders/{work_order}", response={200: WorkOrderOut, **REFUSALS})
@scoped
def read_work_order(request: HttpRequest, production: UUID, work_order: UUID) -> WorkOrderOut:
    """One work order with its operations."""
    member, found = member_of(request), production_for(request, production)
    return _now(work_order_by_id(member, found, work_order))


@router.post("/productions/{production}/work-orders", response={200: WorkOrderOut, **REFUSALS})
@once
def make_a_work_order(request: HttpRequest, production: UUID, asked: WorkOrderIn) -> WorkOrderOut:
    """Order so many of an item to be made."""
    member, found = member_of(request), production_for(request, production)
    item = find_item(found, asked.item)
    if item is None:
        raise NotFound()
    order = create_work_order(
        found,
        item,
        _steps(asked.quantity, item),
        asked.due_on,
        start_on=asked.start_on,
        priority=min(max(asked.priority, 1), 9),
        note=asked.note,
        by=member,
        at=now(),
    )
    return _now(order)


@router.post("/productions/{production}/work-orders/{work_order}/release", response={200: WorkOrderOut, **REFUSALS})
@once
def release_a_work_order(request: HttpRequest, production: UUID, work_order: UUID, asked: ReleaseIn) -> WorkOrderOut:
    """Send it to the floor; what is short or down is refused unless there is a reason."""
    member, found = member_of(request), production_for(request, production)
    order = work_order_by_id(member, found, work_order)
    return _now(release_work_order(order, reason=asked.reason, by=member, at=now()))


@router.post("/productions/{production}/operations/{operation}/reports", response={200: ReportOut, **REFUSALS})
@once
def report_an_operation(request: HttpRequest, production: UUID, operation: UUID, asked: ReportIn) -> ReportOut:
    """Report what happened at an operation of a work order."""
    member, found = member_of(request), production_for(request, production)
    row = operation_by_id(member, found, operation)
    item = row.work_order.item
    report = report_work(
        row,
        asked.kind,
        _steps(asked.quantity, item) if asked.quantity else 0,
        reason=asked.reason,
        operator=engagement_by_id(member, found, asked.operator) if asked.operator else None,
        happened_at=asked.happened_at,
        device=asked.device,
        by=member,
        at=now(),
    )
    return ReportOut(
        id=report.public_id,
        kind=report.kind,
        quantity=shown(report.quantity, item.decimals),
        flagged=report.is_flagged,
        work_order=_now(row.work_order),
    )


def _steps(written: str, item: Item) -> int:
    return read_quantity(written, item.decimals, item.unit, own_units(item))


def _now(order: WorkOrder) -> WorkOrderOut:
    return _order(order, flow_of(order), made_so_far([order])[order.pk])


def _order(order: WorkOrder, flows: list[OperationFlow], good: int) -> WorkOrderOut:
    item = order.item
    return WorkOrderOut(
        id=order.public_id,
        number=order.number,
        item=item.code,
        quantity=shown(order.quantity, item.decimals),
        good=shown(good, item.decimals),
        unit=item.unit,
        state=order.state,
        start_on=order.start_on,
        due_on=order.due_on,
        priority=order.priority,
        operations=[_operation(row, item) for row in flows],
        version=order.version,
    )


def _operation(row: OperationFlow, item: Item) -> OperationOut:
    counted = {
        "planned": row.operation.planned_quantity,
        "reached": row.reached,
        "good": row.good,
        "scrap": row.scrap,
        "rework": row.rework,
        "waiting": row.waiting,
        "to_send": row.ready,
        "in_transit": row.in_transit,
        "disputed": row.disputed,
    }
    return OperationOut(
        id=row.operation.public_id,
        number=row.operation.number,
        name=row.operation.name,
        department=row.operation.department.name,
        outside=row.operation.is_outside,
        **{name: shown(steps, item.decimals) for name, steps in counted.items()},
    )
