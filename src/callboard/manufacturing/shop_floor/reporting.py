"""Recording what the floor says: accepted because it happened, flagged where it cannot be. No audit row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership
from callboard.manufacturing.shop_floor.consumption import backflush, complete_pieces
from callboard.manufacturing.shop_floor.flow_rules import contradictions, hands_over, is_done, most
from callboard.manufacturing.shop_floor.models import FloorReport
from callboard.manufacturing.shop_floor.queries import OperationFlow, flow_of, station_of
from callboard.manufacturing.shop_floor.rules import (
    MAKES,
    OVER_REPORTED,
    REVERSED_BELOW,
    TIMES,
    WHILE_HELD,
    AlreadyReversed,
    HeldNow,
    MoreThanDisputed,
    NoHandover,
    NotOnTheFloor,
    NotYetHappened,
    ReasonMissing,
    ReportKind,
    ReversalStays,
    Said,
    check_report,
)
from callboard.manufacturing.work_orders.genealogy import note_use
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.rules import ON_THE_FLOOR, WorkState
from callboard.manufacturing.work_orders.writing import (
    begin,
    lock,
    mark_completed,
    mark_reopened,
    reserve_materials,
)
from callboard.stock.moves.models import Discrepancy
from callboard.stock.moves.posting import flag, record_reversal

SOURCE = "floor report"
_INCOMING = frozenset({ReportKind.ACCEPT, ReportKind.DISPUTE, ReportKind.FOUND, ReportKind.LOST})
_DESK = frozenset({ReportKind.FOUND, ReportKind.LOST})
"""Settled at a desk: no more than there is to settle."""


def record_report(operation: WorkOperation, said: Said, *, by: Membership, at: dt.datetime) -> FloorReport:
    """Add a report and what follows from it: material used, pieces completed, the order begun or done.

    Raises NotOnTheFloor, HeldNow, QuantityMissing, ReasonMissing, NoHandover, MoreThanDisputed, NotYetHappened.
    """
    order = operation.work_order
    lock(order)
    check_report(said.kind, said.quantity, said.reason)
    _check_order(order, said)
    if said.happened_at is not None and said.happened_at > at:
        raise NotYetHappened()
    rows = flow_of(order)
    index = next(index for index, row in enumerate(rows) if row.operation.pk == operation.pk)
    can_be = _most(rows, index, said)
    is_over = said.kind not in TIMES and said.quantity > can_be
    is_late = order.state not in ON_THE_FLOOR and said.kind not in TIMES
    report = _write(operation, said, is_flagged=is_over or is_late, by=by, at=at)
    if report.is_flagged:
        _flag(report, order, OVER_REPORTED if is_over else WHILE_HELD, most=max(can_be, 0), by=by, at=at)
    begin(order, at=at)
    _follow(report, order, by=by, at=at)
    announce(order.production, "work", about=order, at=at)
    return report


def _check_order(order: WorkOrder, said: Said) -> None:
    state = WorkState(order.state)
    if state not in {*ON_THE_FLOOR, WorkState.HELD, WorkState.COMPLETED}:
        raise NotOnTheFloor(number=order.number, state=state)
    if state is WorkState.COMPLETED and said.kind is ReportKind.START:
        raise NotOnTheFloor(number=order.number, state=state)
    if state is WorkState.HELD and said.kind is ReportKind.START:
        raise HeldNow(number=order.number, reason=order.hold_reason)


def _most(rows: Sequence[OperationFlow], index: int, said: Said) -> int:
    """How many of the kind can be. Raises NoHandover, MoreThanDisputed."""
    row = rows[index]
    if said.kind is ReportKind.SEND:
        behind = rows[index + 1] if index + 1 < len(rows) else None
        if behind is None or not hands_over(station_of(row.operation), station_of(behind.operation)):
            raise NoHandover()
    if said.kind in _INCOMING and not row.is_handed_over:
        raise NoHandover()
    can_be = most(said.kind, row.flow, row.operation.planned_quantity, is_first=row.is_first)
    if said.kind in _DESK and said.quantity > can_be:
        raise MoreThanDisputed(disputed=max(can_be, 0))
    return can_be


def _write(operation: WorkOperation, said: Said, *, is_flagged: bool, by: Membership, at: dt.datetime) -> FloorReport:
    report = FloorReport(
        organization_id=operation.organization_id,
        operation=operation,
        kind=said.kind,
        quantity=said.quantity,
        reason=said.reason.strip()[:300],
        operator=said.operator,
        happened_at=said.happened_at or at,
        recorded_at=at,
        recorded_by=by,
        device=said.device[:60],
        is_flagged=is_flagged,
    )
    report.save()
    return report


def _flag(report: FloorReport, order: WorkOrder, what: str, *, most: int, by: Membership, at: dt.datetime) -> None:
    parameters: dict[str, object] = {
        "number": order.number,
        "operation": str(report.operation),
        "quantity": report.quantity,
        "kind": report.kind,
        "most": most,
        "state": order.state,
    }
    flag(order.production, what, parameters, source_kind=SOURCE, source=report.public_id, item=order.item, by=by, at=at)


def _follow(report: FloorReport, order: WorkOrder, *, by: Membership, at: dt.datetime) -> None:
    if report.kind in TIMES:
        return
    rows = flow_of(order)
    row = next(row for row in rows if row.operation.pk == report.operation_id)
    if report.kind in MAKES:
        moves = backflush(report, order, row, by=by, at=at)
        if report.kind == ReportKind.GOOD and row.is_last:
            complete_pieces(report, order, rows, by=by, at=at)
        if moves and order.state != WorkState.COMPLETED:
            reserve_materials(order, at=at)
    if order.state == WorkState.IN_PROCESS and is_done([one.flow for one in rows]):
        mark_completed(order, at=at)


def take_back_report(report: FloorReport, *, reason: str, by: Membership, at: dt.datetime) -> FloorReport:
    """Reverse a report by another one, and every move that it brought about; a completed order is open again.

    Where something later leaned on it, what is below zero now goes on the list to reconcile.
    Raises ReasonMissing, AlreadyReversed, ReversalStays, NotOnTheFloor, and NotEnough where products are gone.
    """
    operation = report.operation
    order = operation.work_order
    lock(order)
    _check_reversal(report, order, reason)
    if order.state == WorkState.COMPLETED:
        mark_reopened(order, at=at)
    before = _below(order)
    back = FloorReport(
        organization_id=report.organization_id,
        operation=operation,
        kind=report.kind,
        quantity=report.quantity,
        reason=reason.strip()[:300],
        operator=report.operator,
        happened_at=at,
        recorded_at=at,
        recorded_by=by,
        reverses=report,
    )
    back.save()
    for link in report.moves.select_related("move__item", "move__production").order_by("-pk"):
        move = record_reversal(link.move, reason=reason, by=by, at=at)
        if link.move.source_kind == "work material":
            note_use(order, move, is_inferred=True, at=at)
    _settle(report, reason, by=by, at=at)
    for (name, pool), value in _below(order).items() - before.items():
        parameters: dict[str, object] = {"number": order.number, "operation": name, "pool": pool, "quantity": value}
        flag(
            order.production,
            REVERSED_BELOW,
            parameters,
            source_kind=SOURCE,
            source=back.public_id,
            item=order.item,
            by=by,
            at=at,
        )
    reserve_materials(order, at=at)
    announce(order.production, "work", about=order, at=at)
    return back


def _check_reversal(report: FloorReport, order: WorkOrder, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing()
    if report.reverses_id is not None:
        raise ReversalStays()
    if FloorReport.objects.filter(reverses=report).exists():
        raise AlreadyReversed()
    if order.state in {WorkState.CLOSED, WorkState.CANCELED}:
        raise NotOnTheFloor(number=order.number, state=order.state)


def _below(order: WorkOrder) -> dict[tuple[str, str], int]:
    return {
        (str(row.operation), pool): value for row in flow_of(order) for pool, value in contradictions(row.flow).items()
    }


def _settle(report: FloorReport, reason: str, *, by: Membership, at: dt.datetime) -> None:
    """What was flagged about the report itself is settled by taking it back."""
    for row in Discrepancy.objects.filter(source=report.public_id, source_kind=SOURCE, settled_at=None):
        row.settled_at, row.settled_by, row.settlement = at, by, reason.strip()[:300]
        row.save(update_fields=["settled_at", "settled_by", "settlement"])
