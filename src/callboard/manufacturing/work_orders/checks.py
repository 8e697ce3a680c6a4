"""What readiness asks about work orders before release: material, machines, the revision they are made by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from callboard.core.errors import gettext_noop
from callboard.core.organizations.models import Production
from callboard.core.readiness.rules import Blocker, Requirement
from callboard.core.resources.models import MachineStop
from callboard.manufacturing.work_orders.books import ProductBook
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.queries import Short, clear_to_build
from callboard.stock.items.quantity_rules import shown

KIND = "work order"
MATERIAL_COMING = Requirement(
    code="material short",
    what=gettext_noop("%(quantity)s of %(item)s is short until %(until)s."),
    owner=gettext_noop("Buyer"),
    next_step=gettext_noop("Wait for the receipt, have it come earlier, or split the order by what is there."),
)
MATERIAL_MISSING = Requirement(
    code="material short",
    what=gettext_noop("%(quantity)s of %(item)s is short, and nothing on order covers it."),
    owner=gettext_noop("Buyer"),
    next_step=gettext_noop("Order it, or split the order by what is there."),
)
MACHINE_DOWN = Requirement(
    code="machine down",
    what=gettext_noop("%(machine)s is down: %(cause)s."),
    owner=gettext_noop("Supervisor"),
    next_step=gettext_noop("Wait until it runs, or route the work to another machine."),
)
NO_BILL = Requirement(
    code="no bill",
    what=gettext_noop("%(item)s has no released bill of materials for %(on)s."),
    owner=gettext_noop("Engineering"),
    next_step=gettext_noop("Release one on the product's page; without it no material is issued."),
)


def work_ready(production: Production, subjects: Sequence[int], on: dt.date) -> Iterable[Blocker]:
    """What stands in the way of the orders (by key), in as many queries for ninety as for one."""
    orders = list(WorkOrder.objects.filter(production=production, pk__in=subjects).select_related("item"))
    yield from _short_materials(production, set(subjects))
    yield from _machines_down(orders, on)


def _short_materials(production: Production, subjects: set[int]) -> Iterable[Blocker]:
    for line in clear_to_build(production):
        if line.order.pk in subjects:
            for short in line.shorts:
                yield _short(line.order, short)


def _short(order: WorkOrder, short: Short) -> Blocker:
    item = short.item
    quantity = f"{shown(short.short, item.decimals)} {item.unit}"
    requirement = MATERIAL_COMING if short.until else MATERIAL_MISSING
    until = short.until.isoformat() if short.until else ""
    return requirement.unmet_by(
        order.pk, key=item.code, due_on=order.start_on, quantity=quantity, item=item.code, until=until
    )


def _machines_down(orders: Sequence[WorkOrder], on: dt.date) -> Iterable[Blocker]:
    if not orders:
        return
    production = orders[0].production
    book = ProductBook.of(production, {order.item_id for order in orders})
    stops = {
        stop.machine_id: stop
        for stop in MachineStop.objects.filter(machine__production=production, ended_at=None).select_related("machine")
    }
    frozen: dict[int, set[int]] = {}
    rows = WorkOperation.objects.filter(work_order__in=orders, machine__isnull=False)
    for pk, machine in rows.values_list("work_order_id", "machine_id"):
        frozen.setdefault(pk, set()).add(machine or 0)
    for order in orders:
        steps = book.operations_on(order.item_id, order.start_on)
        machines = frozen.get(order.pk) or {step.machine_id for step in steps if step.machine_id}
        for pk in sorted(machines & stops.keys()):
            stop = stops[pk]
            yield MACHINE_DOWN.unmet_by(
                order.pk, key=stop.machine.code, due_on=on, machine=stop.machine.code, cause=stop.cause
            )
        if book.bom_on(order.item_id, order.start_on) is None:
            yield NO_BILL.unmet_by(
                order.pk, key=order.item.code, due_on=on, item=order.item.code, on=order.start_on.isoformat()
            )
