"""Reading work orders: lists, what is open, what can be built now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.work_orders.clear_rules import Claim, Coming, Cover, covers
from callboard.manufacturing.work_orders.materials import (
    MATERIAL,
    Issued,
    Outstanding,
    is_frozen,
    issued_to,
    open_orders,
    outstanding_of,
    produced_by,
)
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.rules import OPEN, builds
from callboard.stock.items.models import Item
from callboard.stock.moves.ledger_rules import Allocation
from callboard.stock.moves.models import Reservation
from callboard.stock.moves.queries import allocations, available_of
from callboard.stock.purchasing.queries import open_lines


@dataclass(frozen=True)
class WorkFilter:
    """What of the list is asked for; "" is everything."""

    search: str = ""
    state: str = "open"
    """A state, "open", or "" for all."""
    department: UUID | None = None
    is_late: bool = False
    today: dt.date | None = None
    sort: str = "due"


SORTS: dict[str, tuple[str, ...]] = {
    "due": ("due_on", "priority", "id"),
    "start": ("start_on", "priority", "id"),
    "number": ("id",),
    "item": ("item__code", "due_on", "id"),
    "priority": ("priority", "due_on", "id"),
}


class OpenWork(NamedTuple):
    """An open order, and what of it is still to come into stock."""

    order: WorkOrder
    good_so_far: int
    outstanding: int


class Short(NamedTuple):
    """A component that is short, by how much, and the day that covers it (None: nothing on order does)."""

    item: Item
    short: int
    until: dt.date | None


@dataclass(frozen=True)
class ClearLine:
    """Whether an order can be built from what is there, and how many of it."""

    order: WorkOrder
    is_clear: bool
    shorts: tuple[Short, ...]
    builds: int
    """Good steps that the stock it may have now is enough for."""

    @property
    def clear_on(self) -> dt.date | None:
        """The day on which nothing is short any more; None where some of it is not on order, or nothing is short."""
        days = [short.until for short in self.shorts]
        return max((day for day in days if day), default=None) if all(days) else None


@dataclass(frozen=True)
class MaterialLine:
    """A material of an order with what it got."""

    material: WorkMaterial
    issued: Issued
    allocated: int
    short: int

    @property
    def outstanding(self) -> int:
        """Still to be issued."""
        return max(self.material.quantity - self.issued.quantity, 0)


def work_orders_of(member: Membership, production: Production, asked: WorkFilter | None = None) -> QuerySet[WorkOrder]:
    """The plant's work orders as asked for, the next due first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    rows = WorkOrder.objects.filter(production=production).select_related(
        "item", "order_line__order__client", "production"
    )
    asked = asked or WorkFilter(state="")
    return _filtered(rows, asked).order_by(*SORTS.get(asked.sort, SORTS["due"]))


def _filtered(rows: QuerySet[WorkOrder], asked: WorkFilter) -> QuerySet[WorkOrder]:
    if asked.state == "open":
        rows = rows.filter(state__in=list(OPEN))
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.search.strip():
        word = asked.search.strip()
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(item__code__icontains=word)
            | Q(item__name__icontains=word)
            | Q(order_line__order__number__icontains=word)
            | Q(order_line__order__client_number__icontains=word)
        )
    if asked.department:
        at = WorkOperation.objects.filter(department__public_id=asked.department).values("work_order")
        rows = rows.filter(pk__in=at)
    if asked.is_late and asked.today:
        rows = rows.filter(due_on__lt=asked.today, state__in=list(OPEN))
    return rows


def work_order_by_id(member: Membership, production: Production, public_id: UUID) -> WorkOrder:
    """One work order of the plant. Raises NotFound."""
    found = (
        work_orders_of(member, production)
        .select_related("bom", "routing", "lot", "to_store", "makes_up", "split_from")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def work_order_by_number(member: Membership, production: Production, number: str) -> WorkOrder | None:
    """The order of a number as scanned or typed; "1001" finds WO-1001."""
    written = number.strip().upper()
    rows = work_orders_of(member, production)
    return rows.filter(number=written).first() or (
        rows.filter(number=f"WO-{written}").first() if written.isdecimal() else None
    )


def operations_of(order: WorkOrder) -> QuerySet[WorkOperation]:
    """The order's operations in their order."""
    return (
        WorkOperation.objects.filter(work_order=order)
        .select_related("department", "machine", "skill", "vendor")
        .order_by("number")
    )


def operation_by_code(member: Membership, production: Production, code: str) -> WorkOperation | None:
    """The operation of a code as printed on a traveler: WO-1001/20."""
    number, _, step = code.strip().upper().rpartition("/")
    order = work_order_by_number(member, production, number) if step.isdecimal() else None
    return operations_of(order).filter(number=int(step)).first() if order else None


def operation_code(operation: WorkOperation) -> str:
    """What the traveler's bar code says of an operation."""
    return f"{operation.work_order.number}/{operation.number}"


def operation_by_id(member: Membership, production: Production, public_id: UUID) -> WorkOperation:
    """One operation of an order of the plant. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    found = (
        WorkOperation.objects.filter(work_order__production=production, public_id=public_id)
        .select_related("work_order__item", "work_order__production", "department", "vendor", "machine")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def material_by_id(member: Membership, production: Production, public_id: UUID) -> WorkMaterial:
    """One material of an order of the plant. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    found = (
        WorkMaterial.objects.filter(work_order__production=production, public_id=public_id)
        .select_related("work_order__production", "work_order__item", "component", "from_store")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def open_work(production: Production) -> list[OpenWork]:
    """Every open order with what it brought and what it is still to bring."""
    orders = open_orders(production)
    produced = produced_by(order.public_id for order in orders)
    return [
        OpenWork(order, good, max(order.quantity - good, 0))
        for order in orders
        for good in [produced[order.public_id].quantity]
    ]


def made_so_far(orders: Iterable[WorkOrder]) -> dict[int, int]:
    """Good steps that each order (by key) brought into stock."""
    rows = list(orders)
    produced = produced_by(order.public_id for order in rows)
    return {order.pk: produced[order.public_id].quantity for order in rows}


def related_orders(order: WorkOrder) -> list[WorkOrder]:
    """The order it was split from or makes up for, and those split from it or making up for it."""
    near = Q(split_from=order) | Q(makes_up=order) | Q(pk__in=[order.split_from_id or 0, order.makes_up_id or 0])
    return list(WorkOrder.objects.filter(near, production=order.production_id).select_related("item").order_by("id"))


def outstanding_materials(production: Production) -> list[Outstanding]:
    """What all open orders still need: released ones less what was issued, the others by their bill."""
    return outstanding_of(production)


def needs_before_release(order: WorkOrder) -> list[Outstanding]:
    """What the bill asks for as things stand; nothing once the order has materials of its own."""
    return [] if is_frozen(order) else outstanding_of(order.production, [order])


def clear_to_build(production: Production) -> list[ClearLine]:
    """Every open order: what is short, and until when; stock goes to the earliest need first."""
    orders = open_orders(production)
    needs = outstanding_of(production, orders)
    items = {need.item.pk for need in needs}
    cover = _covered(production, needs, items)
    made = produced_by(order.public_id for order in orders)
    by_order: dict[int, list[tuple[Outstanding, Cover]]] = {}
    for index, need in enumerate(needs):
        by_order.setdefault(need.order.pk, []).append((need, cover[index]))
    return [_clear_line(order, by_order.get(order.pk, []), made[order.public_id].quantity) for order in orders]


def _covered(production: Production, needs: Sequence[Outstanding], items: set[int]) -> dict[int, Cover]:
    claims: dict[int, Claim] = {
        index: Claim(need.item.pk, need.quantity, need.need_on, need.order.priority, need.order.pk)
        for index, need in enumerate(needs)
    }
    others = Reservation.objects.filter(item__in=items, released_at=None).exclude(for_kind=MATERIAL)
    for number, row in enumerate(others, start=1):
        claims[-number] = Claim(row.item_id, row.quantity, row.need_on, row.priority, row.pk)
    return covers(available_of(production, list(items)), claims, _coming(production, items))


def _coming(production: Production, items: set[int]) -> list[Coming]:
    bought = [
        Coming(one.line.item_id, one.outstanding, one.line.due_on)
        for one in open_lines(production)
        if one.line.item_id in items
    ]
    made = [
        Coming(one.order.item_id, one.outstanding, one.order.due_on)
        for one in open_work(production)
        if one.order.item_id in items
    ]
    return [*bought, *made]


def _clear_line(order: WorkOrder, found: Sequence[tuple[Outstanding, Cover]], made: int) -> ClearLine:
    shorts = tuple(Short(need.item, cover.short, cover.until) for need, cover in found if cover.short)
    rest = max(order.quantity - made, 0)
    counts = [builds(cover.allocated, need.per_good) for need, cover in found if need.per_good]
    stopped = any(cover.short for need, cover in found if not need.per_good)
    return ClearLine(order, not shorts, shorts, 0 if stopped else min([rest, *counts]))


def materials_of(order: WorkOrder) -> list[MaterialLine]:
    """The order's materials with what was issued, what is allocated to them now, and what is short."""
    rows = list(
        WorkMaterial.objects.filter(work_order=order).select_related("component", "from_store").order_by("position")
    )
    issued = issued_to(row.public_id for row in rows)
    held = dict(
        Reservation.objects.filter(for_id__in=[row.public_id for row in rows], released_at=None).values_list(
            "for_id", "pk"
        )
    )
    got = allocations(order.production, [row.component_id for row in rows]) if held else {}
    lines = []
    for row in rows:
        rest = max(row.quantity - issued[row.public_id].quantity, 0)
        share = got.get(held.get(row.public_id, 0), Allocation(0, rest if row.public_id in held else 0))
        lines.append(MaterialLine(row, issued[row.public_id], share.allocated, share.short))
    return lines
