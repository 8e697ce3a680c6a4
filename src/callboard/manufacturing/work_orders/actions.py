"""Work orders: made, firmed, released, held, split, canceled and closed; their material picked and staged."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from callboard.core.audit.actions import acting
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.readiness.rules import Blocker, blockers_for
from callboard.manufacturing.orders.models import OrderLine
from callboard.manufacturing.work_orders.kits import issue, stage, take_back
from callboard.manufacturing.work_orders.materials import issued_to
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOrder
from callboard.manufacturing.work_orders.releasing import freeze
from callboard.manufacturing.work_orders.rules import (
    CHANGEABLE,
    SHORTEST_REASON,
    HoldReasonMissing,
    MaterialStillIssued,
    NothingToPick,
    NotReady,
    WorkFrozen,
    WorkOrderTerms,
    WorkState,
    check_can_move,
    sound_release_reason,
)
from callboard.manufacturing.work_orders.splitting import split
from callboard.manufacturing.work_orders.writing import (
    free_reservations,
    lock,
    move_to,
    put_terms,
    reserve_materials,
    write_work_order,
)
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Move, Store

KIND = "work order"


def create_work_order(  # noqa: PLR0913 - the planner's words, all named
    production: Production,
    item: Item,
    quantity: int,
    due_on: dt.date,
    *,
    start_on: dt.date | None = None,
    order_line: OrderLine | None = None,
    state: WorkState = WorkState.FIRM,
    priority: int = 5,
    note: str = "",
    to_store: Store | None = None,
    by: Membership,
    at: dt.datetime,
) -> WorkOrder:
    """Order so many steps of an item to be made; without a start, the item's lead time before it is due.

    Raises NotMade, NothingToMake, DueBeforeStart.
    """
    with acting(by, "create work order", at=at, may=Permission.PLAN_WORK, production=production) as record:
        terms = WorkOrderTerms(quantity, due_on, start_on, priority, note, order_line, to_store)
        order = write_work_order(production, item, terms, state=state, at=at)
        record.about(order)
        record.note(item=item.code, quantity=quantity, due_on=due_on.isoformat())
    return order


def change_work_order(
    order: WorkOrder, terms: WorkOrderTerms, *, by: Membership, at: dt.datetime, version: int
) -> WorkOrder:
    """Change what is not released yet. Raises WorkFrozen, StaleEdit, NothingToMake, DueBeforeStart."""
    with acting(
        by, "change work order", at=at, may=Permission.PLAN_WORK, production=order.production, on=order, version=version
    ):
        lock(order)
        if order.state not in CHANGEABLE:
            raise WorkFrozen(number=order.number, state=order.state)
        put_terms(order, terms)
        order.save()
        announce(order.production, "work", about=order, at=at)
    return order


def firm(order: WorkOrder, *, by: Membership, at: dt.datetime) -> WorkOrder:
    """Take a proposal on: planning no longer moves it. Raises WrongWorkState."""
    with acting(by, "firm work order", at=at, may=Permission.PLAN_WORK, production=order.production, on=order):
        lock(order)
        move_to(order, WorkState.FIRM, at=at)
    return order


def unfirm(order: WorkOrder, *, by: Membership, at: dt.datetime) -> WorkOrder:
    """Give a firm order back to planning. Raises WrongWorkState."""
    with acting(by, "change work order", at=at, may=Permission.PLAN_WORK, production=order.production, on=order):
        lock(order)
        move_to(order, WorkState.PLANNED, at=at)
    return order


def blockers_of(order: WorkOrder, at: dt.datetime) -> list[Blocker]:
    """What stands in the way of releasing the order now."""
    today = at.astimezone(ZoneInfo(order.production.zone)).date()
    return blockers_for(KIND, order.production, [order.pk], today)[order.pk]


def release_work_order(order: WorkOrder, *, reason: str = "", by: Membership, at: dt.datetime) -> WorkOrder:
    """Send the order to the floor: bill and routing frozen into it, material reserved by need date.

    What is short or down is named (NotReady); with a written reason it is released all the same.
    Raises WrongWorkState, RoutingMissing.
    """
    with acting(
        by, "release work order", at=at, may=Permission.RELEASE_WORK, production=order.production, on=order
    ) as record:
        lock(order)
        check_can_move(order.state, WorkState.RELEASED, number=order.number)
        blockers, said = blockers_of(order, at), sound_release_reason(reason)
        if blockers and not said:
            named = " ".join(str(blocker.what) for blocker in blockers)
            raise NotReady(number=order.number, blockers=named, shortest=SHORTEST_REASON)
        freeze(order)
        fields = {"bom": order.bom, "routing": order.routing, "released_at": at}
        move_to(order, WorkState.RELEASED, at=at, **fields, release_reason=said if blockers else "")
        reserve_materials(order, at=at)
        record.note(blockers=[blocker.code for blocker in blockers], reason=order.release_reason)
    return order


def hold(order: WorkOrder, *, reason: str, by: Membership, at: dt.datetime) -> WorkOrder:
    """Stop an order on the floor. Raises HoldReasonMissing, WrongWorkState."""
    with acting(by, "hold work order", at=at, may=Permission.RELEASE_WORK, production=order.production, on=order):
        lock(order)
        if not reason.strip():
            raise HoldReasonMissing(number=order.number)
        move_to(order, WorkState.HELD, at=at, held_from=order.state, hold_reason=reason.strip()[:300])
    return order


def resume(order: WorkOrder, *, by: Membership, at: dt.datetime) -> WorkOrder:
    """Let it go on where it was held. Raises WrongWorkState."""
    with acting(by, "resume work order", at=at, may=Permission.RELEASE_WORK, production=order.production, on=order):
        lock(order)
        back = WorkState(order.held_from or WorkState.RELEASED)
        move_to(order, back, at=at, held_from="", hold_reason="")
    return order


def cancel(order: WorkOrder, *, reason: str = "", by: Membership, at: dt.datetime) -> WorkOrder:
    """Give the order up; what was issued must be back in stock. Raises MaterialStillIssued, WrongWorkState."""
    with acting(
        by, "cancel work order", at=at, may=Permission.PLAN_WORK, production=order.production, on=order
    ) as record:
        lock(order)
        check_can_move(order.state, WorkState.CANCELED, number=order.number)
        materials = list(WorkMaterial.objects.filter(work_order=order).select_related("component"))
        issued = issued_to(material.public_id for material in materials)
        out = sorted({row.component.code for row in materials if issued[row.public_id].quantity > 0})
        if out:
            raise MaterialStillIssued(number=order.number, codes=", ".join(out))
        move_to(order, WorkState.CANCELED, at=at, closed_at=at)
        free_reservations(order, at=at)
        record.note(reason=reason)
    return order


def close(order: WorkOrder, *, by: Membership, at: dt.datetime) -> WorkOrder:
    """Close a completed order for good; nothing stays reserved for it. Raises WrongWorkState."""
    with acting(by, "close work order", at=at, may=Permission.RELEASE_WORK, production=order.production, on=order):
        lock(order)
        move_to(order, WorkState.CLOSED, at=at, closed_at=at)
        free_reservations(order, at=at)
    return order


def split_work_order(
    order: WorkOrder, quantity: int, *, due_on: dt.date | None = None, by: Membership, at: dt.datetime
) -> WorkOrder:
    """Take `quantity` off into an order of its own, due on another day if need be; materials go pro rata.

    The new one names the order it came from. Raises SplitTooLarge, WrongWorkState (once work has begun).
    """
    with acting(
        by, "split work order", at=at, may=Permission.PLAN_WORK, production=order.production, on=order
    ) as record:
        lock(order)
        part = split(order, quantity, due_on=due_on, at=at)
        record.note(quantity=quantity, into=part.number)
    return part


def stage_kit(order: WorkOrder, *, by: Membership, at: dt.datetime) -> list[Move]:
    """Bring what the order's operations need to their departments' line places, as far as it is there.

    Raises NothingToPick where nothing is left to bring, or no department has a line place.
    """
    with acting(by, "stage kit", at=at, may=Permission.MOVE_STOCK, production=order.production, on=order) as record:
        lock(order)
        moves = stage(order, by=by, at=at)
        if not moves:
            raise NothingToPick(number=order.number)
        order.kitted_at = at
        order.save(update_fields=["kitted_at"])
        announce(order.production, "work", about=order, at=at)
        record.note(moves=len(moves))
    return moves


def pick_material(
    material: WorkMaterial,
    quantity: int,
    *,
    from_store: Store | None = None,
    lot: Lot | None = None,
    by: Membership,
    at: dt.datetime,
) -> list[Move]:
    """Issue so much of a material to its order: of the lot and place named, else what expires first.

    Raises NothingToPick, NotEnough and what `record_moves` refuses.
    """
    order = material.work_order
    with acting(
        by, "issue material", at=at, may=Permission.MOVE_STOCK, production=order.production, on=order
    ) as record:
        lock(order)
        moves = issue(material, quantity, from_store=from_store, lot=lot, by=by, at=at)
        reserve_materials(order, at=at)
        announce(order.production, "work", about=order, at=at)
        record.note(item=material.component.code, quantity=quantity)
    return moves


def return_material(
    material: WorkMaterial, quantity: int, *, to_store: Store, lot: Lot | None = None, by: Membership, at: dt.datetime
) -> Move:
    """Bring issued material back to stock, at what it was issued for. Raises MoreThanIssued."""
    order = material.work_order
    with acting(
        by, "return material", at=at, may=Permission.MOVE_STOCK, production=order.production, on=order
    ) as record:
        lock(order)
        move = take_back(material, quantity, to_store=to_store, lot=lot, by=by, at=at)
        if order.state in {WorkState.RELEASED, WorkState.IN_PROCESS, WorkState.HELD}:
            reserve_materials(order, at=at)
        announce(order.production, "work", about=order, at=at)
        record.note(item=material.component.code, quantity=quantity)
    return move
