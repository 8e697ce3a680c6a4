"""What was issued to work orders, and what they still need: released ones by their own materials, others exploded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Sum

from callboard.core.calendars.rules import WorkCalendar
from callboard.core.organizations.models import Production
from callboard.core.productions.queries import work_calendar
from callboard.manufacturing.work_orders.books import ProductBook
from callboard.manufacturing.work_orders.explosion_rules import Need, explode
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOrder
from callboard.manufacturing.work_orders.rules import CHANGEABLE, STARTED, WorkState
from callboard.manufacturing.work_orders.schedule_rules import working_day_after
from callboard.stock.items.models import Item
from callboard.stock.moves.models import Move
from callboard.stock.moves.queries import stock_of
from callboard.stock.moves.rules import StoreKind

MATERIAL = "work material"
"""What caused a move or a reservation: one material of one order."""
WORK_ORDER = "work order"


@dataclass(frozen=True)
class Issued:
    """What went into the process and did not come back: steps of the component, and minor units."""

    quantity: int = 0
    value_minor: int = 0


@dataclass(frozen=True)
class Outstanding:
    """A component that an open order still needs."""

    order: WorkOrder
    item: Item
    quantity: int
    need_on: dt.date
    per_good: Fraction
    """Steps for one good step of the order; 0 when fixed."""
    material: WorkMaterial | None = None
    """None before release: it comes from the bill of materials."""


def issued_to(sources: Iterable[UUID]) -> dict[UUID, Issued]:
    """What was issued, less what came back, by material (its public id)."""
    return _through_process(MATERIAL, sources, into=StoreKind.PROCESS)


def produced_by(sources: Iterable[UUID]) -> dict[UUID, Issued]:
    """What came out of the process as product, by work order (its public id)."""
    return _through_process(WORK_ORDER, sources, into=None)


def _through_process(kind: str, sources: Iterable[UUID], *, into: StoreKind | None) -> dict[UUID, Issued]:
    wanted = list(sources)
    rows = (
        Move.objects.filter(source_kind=kind, source__in=wanted)
        .order_by()
        .values_list("source", "from_store__kind", "to_store__kind")
        .annotate(steps=Sum("quantity"), worth=Sum("value_minor"))
    )
    found: dict[UUID, Issued] = {}
    for source, came_from, went_to, steps, worth in rows:
        if source is not None:
            sign = (went_to == StoreKind.PROCESS) - (came_from == StoreKind.PROCESS)
            sign = sign if into else -sign
            before = found.get(source, Issued())
            found[source] = Issued(before.quantity + sign * steps, before.value_minor + sign * worth)
    return {source: found.get(source, Issued()) for source in wanted}


def outstanding_of(production: Production, orders: Sequence[WorkOrder] | None = None) -> list[Outstanding]:
    """What the orders (by default all open ones) still need, in as many queries for a thousand as for one."""
    rows = list(open_orders(production)) if orders is None else list(orders)
    released = [order for order in rows if order.state in STARTED]
    waiting = [order for order in rows if order.state in CHANGEABLE]
    return [*_frozen(released), *_exploded(production, waiting)]


def open_orders(production: Production) -> Sequence[WorkOrder]:
    """Every open order with its item, by need."""
    states = [*CHANGEABLE, *STARTED]
    return list(
        WorkOrder.objects.filter(production=production, state__in=states)
        .select_related("item", "production")
        .order_by("start_on", "priority", "id")
    )


def _frozen(orders: Sequence[WorkOrder]) -> list[Outstanding]:
    by_pk = {order.pk: order for order in orders}
    materials = list(
        WorkMaterial.objects.filter(work_order__in=by_pk).select_related("component").order_by("work_order", "position")
    )
    issued = issued_to(material.public_id for material in materials)
    found = []
    for material in materials:
        rest = material.quantity - issued[material.public_id].quantity
        if rest > 0:
            order = by_pk[material.work_order_id]
            per = Fraction(0) if material.is_fixed else Fraction(material.quantity, order.quantity)
            found.append(Outstanding(order, material.component, rest, material.need_on, per, material))
    return found


def _exploded(production: Production, orders: Sequence[WorkOrder]) -> list[Outstanding]:
    if not orders:
        return []
    book = ProductBook.of(production, {order.item_id for order in orders})
    free = {item: line.free for item, line in stock_of(production, list(book.chosen_by_stock())).items()}
    calendar, _ = work_calendar(production, min(o.start_on for o in orders), max(o.due_on for o in orders))
    items = Item.objects.in_bulk(book.items())
    found = []
    for order in orders:
        for need in needs_of(order, book, free):
            per = Fraction(0) if need.is_fixed else Fraction(need.quantity, order.quantity)
            on = need_day(order.start_on, need, calendar)
            found.append(Outstanding(order, items[need.component], need.quantity, on, per))
    return found


def needs_of(order: WorkOrder, book: ProductBook, free: dict[int, int]) -> list[Need]:
    """The order's bill for its start, exploded; phantoms and alternatives by free stock."""
    return explode(
        order.item_id,
        order.quantity,
        order.start_on,
        book.bills_on(order.start_on),
        good=book.good_on(order.item_id, order.start_on, order.item.yield_ppm),
        item_yield_ppm=order.item.yield_ppm,
        free=free,
    )


def need_day(start_on: dt.date, need: Need, calendar: WorkCalendar) -> dt.date:
    """The working day, after the order's start, at which a component is needed."""
    return working_day_after(start_on, need.offset_days, calendar) if need.offset_days > 0 else start_on


def is_frozen(order: WorkOrder) -> bool:
    """Whether the order has materials and operations of its own."""
    return WorkState(order.state) not in CHANGEABLE
