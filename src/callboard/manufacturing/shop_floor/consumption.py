"""What a report does to the ledger: material used, products born. Call it inside the report's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import Sum

from callboard.core.organizations.models import Membership
from callboard.manufacturing.shop_floor.flow_rules import Cost, Earned, StationFlow, Use, is_done, to_backflush
from callboard.manufacturing.shop_floor.models import FloorReport, ReportMove
from callboard.manufacturing.shop_floor.queries import OperationFlow
from callboard.manufacturing.work_orders.genealogy import lot_of, note_use, write_use
from callboard.manufacturing.work_orders.kits import Shelves, issue_draft
from callboard.manufacturing.work_orders.materials import MATERIAL, WORK_ORDER, issued_to, produced_by
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOrder
from callboard.manufacturing.work_orders.rules import split_share
from callboard.manufacturing.work_orders.writing import first_store, store_for
from callboard.stock.items.catalog import ensure_lot
from callboard.stock.items.models import Lot
from callboard.stock.items.rules import Tracking
from callboard.stock.moves.models import Move
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.rules import MoveKind, StoreKind


def backflush(
    report: FloorReport, order: WorkOrder, flow: OperationFlow, *, by: Membership, at: dt.datetime
) -> list[Move]:
    """Issue what was really made (good and scrap) has used at its operation: first expired first out, line first.

    What is not there is taken all the same: the ledger goes below zero and lists it to be reconciled.
    """
    materials = list(
        WorkMaterial.objects.filter(
            work_order=order, operation_number=flow.operation.number, is_backflushed=True
        ).select_related("component", "from_store")
    )
    if not materials:
        return []
    issued = issued_to(row.public_id for row in materials)
    on = report.happened_at.astimezone(ZoneInfo(order.production.zone)).date()
    shelves = Shelves.of(order, {row.component_id for row in materials}, on)
    drafts: list[MoveDraft] = []
    for row in materials:
        row.work_order = order
        use = Use(
            row.per_numerator,
            row.per_denominator,
            row.quantity if row.is_fixed else 0,
            issued[row.public_id].quantity,
        )
        drafts += _drafts(row, to_backflush(use, flow.flow.made), shelves, report)
    moves = record_moves(order.production, drafts, by=by, at=at, from_floor=True)
    _link(report, moves)
    for move in moves:
        note_use(order, move, is_inferred=True, at=at)
    return moves


def _drafts(material: WorkMaterial, quantity: int, shelves: Shelves, report: FloorReport) -> list[MoveDraft]:
    taken = shelves.take(material.component_id, quantity, first=material.from_store)
    rest = quantity - sum(part for _, _, part in taken)
    if rest > 0:
        taken.append((material.from_store or first_store(material.work_order.production), None, rest))
    return [
        issue_draft(material, store, lot, part, happened_at=report.happened_at, device=report.device)
        for store, lot, part in taken
    ]


def complete_pieces(
    report: FloorReport, order: WorkOrder, flows: Sequence[OperationFlow], *, by: Membership, at: dt.datetime
) -> list[Move]:
    """Bring the good pieces of the last operation into stock, worth their share of the material issued."""
    place = world(order.production, StoreKind.QUARANTINE) if order.item.needs_inspection else store_for(order)
    value = _value(order, flows)
    lots = _lots(order, report, at)
    drafts = []
    for index, (lot, quantity) in enumerate(lots):
        share = value * quantity // report.quantity if index < len(lots) - 1 else value
        value -= share if index < len(lots) - 1 else 0
        drafts.append(
            MoveDraft(
                item=order.item,
                quantity=quantity,
                kind=MoveKind.PRODUCE,
                from_store=world(order.production, StoreKind.PROCESS),
                to_store=place,
                lot=lot,
                value_minor=share,
                happened_at=report.happened_at,
                source_kind=WORK_ORDER,
                source=order.public_id,
                label=order.number,
                device=report.device,
            )
        )
    moves = record_moves(order.production, drafts, by=by, at=at, from_floor=True)
    _link(report, moves)
    return moves


def _link(report: FloorReport, moves: Sequence[Move]) -> None:
    ReportMove.objects.bulk_create(
        ReportMove(organization_id=report.organization_id, report=report, move=move) for move in moves
    )


def _value(order: WorkOrder, rows: Sequence[OperationFlow]) -> int:
    """Minor units of what was completed just now: all completed so far less what they brought already."""
    materials = list(WorkMaterial.objects.filter(work_order=order))
    issued = issued_to(row.public_id for row in materials)
    flows = [row.flow for row in rows]
    index_of = {row.operation.number: index for index, row in enumerate(rows)}
    earned = Earned(
        [
            Cost(
                issued[row.public_id].value_minor,
                row.is_backflushed,
                _unfinished(flows, index_of.get(row.operation_number or 0, 0)),
            )
            for row in materials
        ]
    )
    before = produced_by([order.public_id])[order.public_id].value_minor
    return max(earned.value(flows[-1].good, order.quantity, is_all=is_done(flows)) - before, 0)


def _unfinished(flows: Sequence[StationFlow[int]], index: int) -> int:
    """Pieces past an operation that are not completed yet."""
    behind = sum(flow.here + flow.in_transit + flow.rework for flow in flows[index + 1 :])
    return flows[index].ready + flows[index].rework + behind


def _lots(order: WorkOrder, report: FloorReport, at: dt.datetime) -> list[tuple[Lot | None, int]]:
    """The lot, or for serial numbers one for each piece."""
    if order.item.tracking != Tracking.SERIAL:
        return [(lot_of(order, at), report.quantity)]
    known = Lot.objects.filter(item=order.item, code__startswith=f"{order.number}-").count()
    on = report.happened_at.astimezone(ZoneInfo(order.production.zone)).date()
    used = _consumed(order)
    found: list[tuple[Lot | None, int]] = []
    for number in range(known + 1, known + report.quantity + 1):
        lot = ensure_lot(order.item, f"{order.number}-{number:03d}", made_on=on)
        for consumed, quantity in used:
            part = split_share(quantity, 1, max(order.quantity, 1))
            write_use(order, consumed, lot, part, is_inferred=True, at=at)
        found.append((lot, 1))
    return found


def _consumed(order: WorkOrder) -> list[tuple[Lot, int]]:
    keys = WorkMaterial.objects.filter(work_order=order).values_list("public_id", flat=True)
    moves = Move.objects.filter(source_kind=MATERIAL, source__in=list(keys), lot__isnull=False).order_by()
    totals: dict[int, int] = {}
    for side, sign in (("to_store", 1), ("from_store", -1)):
        through = moves.filter(**{f"{side}__kind": StoreKind.PROCESS.value})
        for lot, total in through.values_list("lot_id").annotate(Sum("quantity")):
            totals[lot or 0] = totals.get(lot or 0, 0) + sign * total
    lots = Lot.objects.in_bulk(totals)
    return [(lots[pk], total) for pk, total in totals.items() if total > 0]
