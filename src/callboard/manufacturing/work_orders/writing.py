"""Writing work orders as a step of a larger action (a plan accepted, a loss made up): no permission, no audit row."""

from __future__ import annotations

import datetime as dt

from callboard.core.events.actions import announce
from callboard.core.organizations.models import Production
from callboard.core.productions.numbers import next_number
from callboard.core.productions.queries import work_calendar
from callboard.manufacturing.work_orders.materials import MATERIAL, issued_to
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOrder
from callboard.manufacturing.work_orders.rules import (
    NotMade,
    WorkOrderTerms,
    WorkState,
    check_can_move,
    check_terms,
)
from callboard.manufacturing.work_orders.schedule_rules import working_day_before
from callboard.stock.items.models import Item
from callboard.stock.items.rules import Source
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.reserving import release, reserve
from callboard.stock.moves.rules import StoreKind


def write_work_order(
    production: Production,
    item: Item,
    terms: WorkOrderTerms,
    *,
    state: WorkState = WorkState.FIRM,
    makes_up: WorkOrder | None = None,
    at: dt.datetime,
) -> WorkOrder:
    """Give out a number and write the order. Raises NotMade, NothingToMake, DueBeforeStart."""
    if item.source != Source.MAKE:
        raise NotMade(item=item.code)
    order = WorkOrder(
        organization_id=production.organization_id,
        production=production,
        item=item,
        state=state,
        makes_up=makes_up,
        created_at=at,
    )
    put_terms(order, terms)
    order.number = next_number(production, "work orders", "WO")
    order.save()
    announce(production, "work", about=order, at=at)
    return order


def put_terms(order: WorkOrder, terms: WorkOrderTerms) -> None:
    """Put the terms on an order that is not written yet. Raises NothingToMake, DueBeforeStart."""
    start_on = terms.start_on or customary_start(order.production, order.item, terms.due_on)
    check_terms(order.item.code, terms.quantity, start_on, terms.due_on)
    order.quantity, order.due_on, order.start_on = terms.quantity, terms.due_on, start_on
    order.priority, order.note, order.order_line = terms.priority, terms.note, terms.order_line
    order.to_store = terms.to_store


def customary_start(production: Production, item: Item, due_on: dt.date) -> dt.date:
    """The working day from which the item's lead time ends on the due date."""
    calendar, _ = work_calendar(production, due_on - dt.timedelta(days=3 * item.lead_days + 14), due_on)
    return working_day_before(due_on, item.lead_days, calendar)


def lock(order: WorkOrder) -> None:
    """Read the order's state again under a lock, so that two people do not take two steps from one state."""
    fresh = WorkOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    for name in ("state", "held_from", "hold_reason", "quantity", "lot_id", "completed_at", "kitted_at", "to_store_id"):
        setattr(order, name, getattr(fresh, name))


def move_to(order: WorkOrder, state: WorkState, *, at: dt.datetime, **fields: object) -> None:
    """Take one step; the order is locked. Raises WrongWorkState."""
    check_can_move(order.state, state, number=order.number, held_from=order.held_from)
    order.state = state
    for name, value in fields.items():
        setattr(order, name, value)
    order.save(update_fields=["state", *fields])
    announce(order.production, "work", about=order, at=at)


def begin(order: WorkOrder, *, at: dt.datetime) -> None:
    """The first report came from the floor."""
    if order.state == WorkState.RELEASED:
        move_to(order, WorkState.IN_PROCESS, at=at)
    elif order.state == WorkState.HELD and order.held_from == WorkState.RELEASED:
        order.held_from = WorkState.IN_PROCESS
        order.save(update_fields=["held_from"])


def mark_completed(order: WorkOrder, *, at: dt.datetime) -> None:
    """Everything is made, or no more is wanted: what was reserved for it is free again."""
    move_to(order, WorkState.COMPLETED, at=at, completed_at=at)
    free_reservations(order, at=at)


def mark_reopened(order: WorkOrder, *, at: dt.datetime) -> None:
    """Back on the floor, with what it still needs reserved again."""
    move_to(order, WorkState.IN_PROCESS, at=at, completed_at=None)
    reserve_materials(order, at=at)


def reserve_materials(order: WorkOrder, *, at: dt.datetime) -> None:
    """Ask for what each material still needs, by its need date; nothing for what was issued."""
    materials = list(WorkMaterial.objects.filter(work_order=order).select_related("component"))
    issued = issued_to(material.public_id for material in materials)
    for material in materials:
        rest = material.quantity - issued[material.public_id].quantity
        if rest <= 0:
            release(material.public_id, at=at)
            continue
        reserve(
            material.component,
            rest,
            material.need_on,
            for_kind=MATERIAL,
            for_id=material.public_id,
            label=order.number,
            priority=order.priority,
            at=at,
        )


def free_reservations(order: WorkOrder, *, at: dt.datetime) -> None:
    """Let go of everything reserved for the order."""
    for key in WorkMaterial.objects.filter(work_order=order).values_list("public_id", flat=True):
        release(key, at=at)


def store_for(order: WorkOrder) -> Store:
    """Where its product goes: the place it names, else the store where the item was put last, else the first store."""
    return order.to_store or _usual_store(order.item) or first_store(order.production)


def _usual_store(item: Item) -> Store | None:
    own = Move.objects.filter(item=item, to_store__kind=StoreKind.STORE.value, to_store__is_active=True)
    last = own.select_related("to_store").order_by("-pk").first()
    return last.to_store if last else None


def first_store(production: Production) -> Store:
    """The plant's first store as one walks past them, made when there is none: work does not wait for a shelf."""
    known = Store.objects.filter(production=production, kind=StoreKind.STORE, is_active=True)
    found = known.order_by("count_position", "code").first()
    if found is not None:
        return found
    made, _ = Store.objects.get_or_create(
        organization_id=production.organization_id,
        production=production,
        code="STORE",
        defaults={"kind": StoreKind.STORE.value},
    )
    return made
