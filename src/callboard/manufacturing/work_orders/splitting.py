"""Splitting an order: materials, operations and reservations go pro rata; the part names where it came from."""

from __future__ import annotations

import copy
import datetime as dt

from callboard.core.organizations.models import new_public_id
from callboard.core.productions.numbers import next_number
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.rules import (
    SPLITTABLE,
    STARTED,
    SplitTooLarge,
    WorkState,
    WrongWorkState,
    split_share,
)
from callboard.manufacturing.work_orders.writing import reserve_materials


def split(order: WorkOrder, quantity: int, *, due_on: dt.date | None, at: dt.datetime) -> WorkOrder:
    """Take so many off; the order is locked. Raises SplitTooLarge, WrongWorkState."""
    if order.state not in SPLITTABLE:
        raise WrongWorkState(number=order.number, state=order.state, wanted="split")
    if not 0 < quantity < order.quantity:
        raise SplitTooLarge(number=order.number, quantity=order.quantity)
    whole = order.quantity
    part = _copied(order)
    part.number, part.split_from = next_number(order.production, "work orders", "WO"), order
    part.quantity, part.created_at = quantity, at
    part.due_on = due_on or order.due_on
    part.start_on = min(order.start_on, part.due_on)
    part.kitted_at = None
    part.save()
    order.quantity = whole - quantity
    order.save(update_fields=["quantity"])
    if WorkState(order.state) in STARTED:
        _share_operations(order, part, quantity, whole)
        _share_materials(order, part, quantity, whole)
        reserve_materials(order, at=at)
        reserve_materials(part, at=at)
    return part


def _copied(row: WorkOrder) -> WorkOrder:
    made = copy.copy(row)
    made.pk, made._state = None, copy.copy(row._state)
    made._state.adding = True
    made.public_id, made.version = new_public_id(), 1
    return made


def _share_operations(order: WorkOrder, part: WorkOrder, quantity: int, whole: int) -> None:
    for row in WorkOperation.objects.filter(work_order=order):
        planned, run = (split_share(total, quantity, whole) for total in (row.planned_quantity, row.run_minutes))
        kept = row.planned_quantity - planned, row.run_minutes - run
        WorkOperation.objects.filter(pk=row.pk).update(planned_quantity=kept[0], run_minutes=kept[1])
        row.pk, row._state.adding, row.public_id, row.version = None, True, new_public_id(), 1
        row.work_order, row.planned_quantity, row.run_minutes = part, planned, run
        row.save()


def _share_materials(order: WorkOrder, part: WorkOrder, quantity: int, whole: int) -> None:
    """What is needed once for each order (to set up) is needed by both."""
    for row in WorkMaterial.objects.filter(work_order=order):
        share = row.quantity if row.is_fixed else split_share(row.quantity, quantity, whole)
        if not row.is_fixed:
            WorkMaterial.objects.filter(pk=row.pk).update(quantity=row.quantity - share)
        row.pk, row._state.adding, row.public_id, row.version = None, True, new_public_id(), 1
        row.work_order, row.quantity = part, share
        row.save()
