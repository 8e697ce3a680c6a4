"""Which lots went into the lot that an order makes."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from callboard.manufacturing.work_orders.materials import WORK_ORDER
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.stock.items.catalog import ensure_lot
from callboard.stock.items.models import Lot
from callboard.stock.items.rules import Tracking
from callboard.stock.moves.models import LotUse, Move
from callboard.stock.moves.rules import StoreKind


def lot_of(order: WorkOrder, at: dt.datetime) -> Lot | None:
    """The lot that is born from the order, named like it; None where its item is not tracked by lot."""
    if order.item.tracking != Tracking.LOT:
        return None
    if order.lot_id is None:
        on = at.astimezone(ZoneInfo(order.production.zone)).date()
        expires_on = on + dt.timedelta(days=order.item.shelf_days) if order.item.shelf_days else None
        order.lot = ensure_lot(order.item, order.number, made_on=on, expires_on=expires_on)
        order.save(update_fields=["lot"])
    return order.lot


def note_use(order: WorkOrder, move: Move, *, is_inferred: bool, at: dt.datetime) -> None:
    """Write down that a lot went into the order's lot, or came back out of it."""
    produced = lot_of(order, at)
    if move.lot is None or produced is None or move.lot_id == produced.pk:
        return
    sign = 1 if move.to_store.kind == StoreKind.PROCESS else -1
    write_use(order, move.lot, produced, sign * move.quantity, is_inferred=is_inferred, at=at)


def write_use(
    order: WorkOrder, consumed: Lot, produced: Lot, quantity: int, *, is_inferred: bool, at: dt.datetime
) -> None:
    """One edge of the genealogy; below zero takes an earlier one back."""
    LotUse(
        organization_id=order.organization_id,
        consumed=consumed,
        produced=produced,
        quantity=quantity,
        is_inferred=is_inferred,
        at=at,
        source_kind=WORK_ORDER,
        source=order.public_id,
        label=order.number,
    ).save()
