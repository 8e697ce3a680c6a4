"""What release freezes into an order: its bill as materials, its routing as operations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from callboard.core.calendars.rules import WorkCalendar
from callboard.core.productions.queries import work_calendar
from callboard.manufacturing.products.demand_rules import operation_starts, rounded_up
from callboard.manufacturing.products.models import Operation
from callboard.manufacturing.work_orders.books import ProductBook
from callboard.manufacturing.work_orders.explosion_rules import Need
from callboard.manufacturing.work_orders.materials import need_day, needs_of
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.rules import RoutingMissing
from callboard.manufacturing.work_orders.schedule_rules import operation_days, working_day_after
from callboard.stock.moves.models import Store
from callboard.stock.moves.queries import stock_of
from callboard.stock.moves.rules import StoreKind


def freeze(order: WorkOrder) -> None:
    """Copy bill and routing, in effect on the order's start, into materials and operations. Raises RoutingMissing."""
    book = ProductBook.of(order.production, {order.item_id})
    routing = book.routing_on(order.item_id, order.start_on)
    if routing is None:
        raise RoutingMissing(item=order.item.code, on=order.start_on.isoformat())
    order.routing, order.bom = routing, book.bom_on(order.item_id, order.start_on)
    calendar, _ = work_calendar(order.production, order.start_on, order.due_on + dt.timedelta(days=31))
    operations = _operations(order, book.operations_on(order.item_id, order.start_on), calendar)
    WorkOperation.objects.bulk_create(operations)
    free = {item: line.free for item, line in stock_of(order.production, list(book.chosen_by_stock())).items()}
    WorkMaterial.objects.bulk_create(_materials(order, needs_of(order, book, free), operations, calendar))


def _operations(order: WorkOrder, steps: Sequence[Operation], calendar: WorkCalendar) -> list[WorkOperation]:
    starts = operation_starts(order.quantity, {step.number: step.yield_ppm for step in steps}, order.item.yield_ppm)
    minutes = [step.setup_minutes + run_minutes(step, starts[step.number]) for step in steps]
    whole = [
        spent + step.queue_minutes + step.wait_minutes + step.move_minutes + _outside_minutes(step)
        for step, spent in zip(steps, minutes, strict=True)
    ]
    days = operation_days(order.start_on, order.due_on, whole, calendar)
    return [
        _operation(order, step, starts[step.number], first_and_last, calendar)
        for step, first_and_last in zip(steps, days, strict=True)
    ]


def _outside_minutes(step: Operation) -> int:
    return 480 * step.outside_days if step.is_outside else 0


def run_minutes(step: Operation, quantity: int) -> int:
    """Minutes of run for so many steps: whole batches in an oven, else piece by piece, rounded up once."""
    if step.batch_quantity:
        return -(-quantity // step.batch_quantity) * step.batch_minutes
    return rounded_up(Fraction(quantity * step.run_seconds, (step.run_quantity or 1) * 60))


_COPIED = (
    "number",
    "name",
    "instructions",
    "setup_minutes",
    "queue_minutes",
    "wait_minutes",
    "move_minutes",
    "yield_ppm",
    "crew_size",
    "skill_level",
    "setup_family",
    "is_outside",
    "department_id",
    "machine_id",
    "skill_id",
    "vendor_id",
)


def _operation(
    order: WorkOrder, step: Operation, planned: int, days: tuple[dt.date, dt.date], calendar: WorkCalendar
) -> WorkOperation:
    return WorkOperation(
        organization_id=order.organization_id,
        work_order=order,
        planned_quantity=planned,
        run_minutes=run_minutes(step, planned),
        start_on=days[0],
        due_on=days[1],
        back_on=working_day_after(days[0], step.outside_days, calendar) if step.is_outside else None,
        **{name: getattr(step, name) for name in _COPIED},
    )


def _materials(
    order: WorkOrder, needs: Sequence[Need], operations: Sequence[WorkOperation], calendar: WorkCalendar
) -> list[WorkMaterial]:
    lines = {
        store.department_id: store
        for store in Store.objects.filter(production=order.production, kind=StoreKind.LINE, is_active=True).order_by(
            "-pk"
        )
    }
    return [
        _material(order, index * 10, need, operation_for(need.operation_number, operations), lines, calendar)
        for index, need in enumerate(needs, start=1)
    ]


def operation_for(number: int | None, operations: Sequence[WorkOperation]) -> WorkOperation:
    """The operation at which a material is issued: the one named, or the next there is; unnamed, the first."""
    later = [operation for operation in operations if number is not None and operation.number >= number]
    return (later or operations)[0] if number is None or later else operations[-1]


def _material(
    order: WorkOrder,
    position: int,
    need: Need,
    operation: WorkOperation,
    lines: Mapping[int | None, Store],
    calendar: WorkCalendar,
) -> WorkMaterial:
    return WorkMaterial(
        organization_id=order.organization_id,
        work_order=order,
        position=position,
        component_id=need.component,
        quantity=need.quantity,
        per_numerator=need.per.numerator,
        per_denominator=need.per.denominator,
        is_fixed=need.is_fixed,
        operation_number=operation.number,
        need_on=max(need_day(order.start_on, need, calendar), operation.start_on),
        is_backflushed=need.is_backflushed,
        from_store=lines.get(operation.department_id) if need.is_backflushed else None,
        references=need.references,
    )
