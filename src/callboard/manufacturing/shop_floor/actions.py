"""The floor's actions: report, hand over, send outside, take back, complete; and what is not right."""

from __future__ import annotations

import datetime as dt

from callboard.core.audit.actions import acting
from callboard.core.engagements.models import Engagement
from callboard.core.events.actions import announce
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.rules import Permission
from callboard.core.productions.numbers import next_number
from callboard.manufacturing.shop_floor.flow_rules import left_behind
from callboard.manufacturing.shop_floor.models import FloorReport, Nonconformance
from callboard.manufacturing.shop_floor.queries import flow_of, missing_of
from callboard.manufacturing.shop_floor.reporting import record_report, take_back_report
from callboard.manufacturing.shop_floor.rules import (
    AlreadyDecided,
    Disposition,
    NothingMissing,
    NothingThere,
    NotOutside,
    QuantityMissing,
    ReasonMissing,
    ReportKind,
    Said,
    StillOnTheFloor,
)
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.rules import WorkOrderTerms
from callboard.manufacturing.work_orders.writing import lock, mark_completed, mark_reopened, write_work_order
from callboard.stock.items.models import Item, Lot
from callboard.stock.items.quantity_rules import shown
from callboard.stock.moves.models import Move, Store
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.rules import MoveKind, StoreKind

NONCONFORMANCE = "nonconformance"


def report_work(  # noqa: PLR0913 - what a person at a machine says, all named
    operation: WorkOperation,
    kind: ReportKind,
    quantity: int = 0,
    *,
    reason: str = "",
    operator: Engagement | None = None,
    happened_at: dt.datetime | None = None,
    device: str = "",
    by: Membership,
    at: dt.datetime,
) -> FloorReport:
    """Report what happened at an operation, in steps of the order's item.

    More than reached the operation is accepted, flagged, and put on the list to reconcile. Good at the last operation
    goes into stock; good and scrap use material. Raises what `record_report` raises.
    """
    said = Said(kind, quantity, reason, operator, happened_at, device)
    order = operation.work_order
    with acting(by, "report work", at=at, may=Permission.REPORT_WORK, production=order.production, on=order) as record:
        report = record_report(operation, said, by=by, at=at)
        record.note(
            operation=str(operation), kind=kind, quantity=quantity, reason=report.reason, flagged=report.is_flagged
        )
    return report


def accept_handover(
    operation: WorkOperation,
    accepted: int,
    missing: int = 0,
    *,
    operator: Engagement | None = None,
    device: str = "",
    by: Membership,
    at: dt.datetime,
) -> list[FloorReport]:
    """Accept what is there of what was sent, and dispute the rest: two events. Raises what `record_report` raises."""
    order = operation.work_order
    with acting(by, "accept work", at=at, may=Permission.REPORT_WORK, production=order.production, on=order) as record:
        if accepted <= 0 and missing <= 0:
            raise QuantityMissing()
        said = [
            Said(kind, quantity, operator=operator, device=device)
            for kind, quantity in ((ReportKind.ACCEPT, accepted), (ReportKind.DISPUTE, missing))
            if quantity > 0
        ]
        reports = [record_report(operation, one, by=by, at=at) for one in said]
        record.note(operation=str(operation), accepted=accepted, disputed=missing)
    return reports


def reverse_report(report: FloorReport, *, reason: str, by: Membership, at: dt.datetime) -> FloorReport:
    """Take a report back by its opposite, with the moves it brought about. Raises what `take_back_report` raises."""
    order = report.operation.work_order
    with acting(
        by, "reverse report", at=at, may=Permission.REPORT_WORK, production=order.production, on=order
    ) as record:
        back = take_back_report(report, reason=reason, by=by, at=at)
        record.note(operation=str(report.operation), kind=report.kind, quantity=report.quantity, reason=back.reason)
    return back


def complete_work_order(order: WorkOrder, *, by: Membership, at: dt.datetime) -> WorkOrder:
    """Say that no more is made; what is reserved for it is free. Raises StillOnTheFloor, WrongWorkState."""
    with acting(
        by, "complete work order", at=at, may=Permission.RELEASE_WORK, production=order.production, on=order
    ) as record:
        lock(order)
        flows = [row.flow for row in flow_of(order)]
        if behind := left_behind(flows):
            quantity = f"{shown(behind, order.item.decimals)} {order.item.unit}"
            raise StillOnTheFloor(number=order.number, quantity=quantity)
        mark_completed(order, at=at)
        record.note(good=flows[-1].good if flows else 0, wanted=order.quantity)
    return order


def reopen_work_order(order: WorkOrder, *, by: Membership, at: dt.datetime) -> WorkOrder:
    """Put a completed order back on the floor. Raises WrongWorkState."""
    with acting(by, "reopen work order", at=at, may=Permission.RELEASE_WORK, production=order.production, on=order):
        lock(order)
        mark_reopened(order, at=at)
    return order


def send_outside(
    operation: WorkOperation, quantity: int, *, back_on: dt.date | None = None, by: Membership, at: dt.datetime
) -> list[FloorReport]:
    """Send pieces to the operation's vendor: they leave the operation before and are the vendor's until back.

    Raises NotOutside and what `record_report` raises.
    """
    order = operation.work_order
    with acting(
        by, "send work outside", at=at, may=Permission.REPORT_WORK, production=order.production, on=order
    ) as record:
        if not operation.is_outside:
            raise NotOutside(operation=str(operation))
        if quantity <= 0:
            raise QuantityMissing()
        before = _neighbor(operation, -1)
        if before is None:
            reports = [record_report(operation, Said(ReportKind.START), by=by, at=at)]
        else:
            reports = [
                record_report(before, Said(ReportKind.SEND, quantity), by=by, at=at),
                record_report(operation, Said(ReportKind.ACCEPT, quantity), by=by, at=at),
            ]
        if back_on is not None:
            operation.back_on = back_on
            operation.save(update_fields=["back_on"])
        record.note(operation=str(operation), quantity=quantity, back_on=str(operation.back_on or ""))
    return reports


def take_back_from_outside(
    operation: WorkOperation, good: int, scrap: int = 0, *, reason: str = "", by: Membership, at: dt.datetime
) -> list[FloorReport]:
    """Accept pieces back from the vendor: good ones arrive at the next operation (or in stock), the others are scrap.

    What did not come stays at the vendor. Raises NotOutside and what `record_report` raises.
    """
    order = operation.work_order
    with acting(
        by, "accept work from outside", at=at, may=Permission.REPORT_WORK, production=order.production, on=order
    ) as record:
        if not operation.is_outside:
            raise NotOutside(operation=str(operation))
        if good <= 0 and scrap <= 0:
            raise QuantityMissing()
        reports = []
        if scrap > 0:
            reports.append(record_report(operation, Said(ReportKind.SCRAP, scrap, reason), by=by, at=at))
        if good > 0:
            reports.append(record_report(operation, Said(ReportKind.GOOD, good), by=by, at=at))
            behind = _neighbor(operation, 1)
            if behind is not None:
                reports.append(record_report(operation, Said(ReportKind.SEND, good), by=by, at=at))
                reports.append(record_report(behind, Said(ReportKind.ACCEPT, good), by=by, at=at))
        record.note(operation=str(operation), good=good, scrap=scrap)
    return reports


def _neighbor(operation: WorkOperation, step: int) -> WorkOperation | None:
    others = WorkOperation.objects.filter(work_order=operation.work_order).select_related("department")
    if step < 0:
        found = others.filter(number__lt=operation.number).order_by("-number").first()
    else:
        found = others.filter(number__gt=operation.number).order_by("number").first()
    if found is not None:
        found.work_order = operation.work_order
    return found


def open_nonconformance(
    operation: WorkOperation, quantity: int, what: str, *, by: Membership, at: dt.datetime
) -> Nonconformance:
    """Set pieces aside at an operation until somebody decides about them. Raises NothingThere."""
    order = operation.work_order
    with acting(
        by, "open nonconformance", at=at, may=Permission.REPORT_WORK, production=order.production, on=order
    ) as record:
        row = _opened(order.production, order.item, quantity, what, by=by, at=at)
        row.work_order, row.operation, row.lot = order, operation, order.lot
        row.save()
        record_report(operation, Said(ReportKind.REWORK, quantity, f"{row.number} {row.what}"), by=by, at=at)
        record.note(number=row.number, what=row.what, quantity=quantity)
    return row


def open_stock_nonconformance(
    item: Item, quantity: int, what: str, *, store: Store, lot: Lot | None = None, by: Membership, at: dt.datetime
) -> Nonconformance:
    """Put stock into quarantine until somebody decides about it. Raises NothingThere, NotEnough."""
    production = item.production
    with acting(by, "open nonconformance", at=at, may=Permission.MOVE_STOCK, production=production, on=item) as record:
        row = _opened(production, item, quantity, what, by=by, at=at)
        row.lot = lot
        row.save()
        quarantine = world(production, StoreKind.QUARANTINE)
        if store.pk != quarantine.pk:
            _carry(row, MoveKind.TRANSFER, store, quarantine, by=by, at=at)
        record.note(number=row.number, what=row.what, quantity=quantity)
    return row


def _opened(
    production: Production, item: Item, quantity: int, what: str, *, by: Membership, at: dt.datetime
) -> Nonconformance:
    if quantity <= 0 or not what.strip():
        raise NothingThere()
    return Nonconformance(
        organization_id=production.organization_id,
        production=production,
        number=next_number(production, "nonconformances", "NC"),
        item=item,
        quantity=quantity,
        what=what.strip()[:300],
        opened_at=at,
        opened_by=by,
    )


def _carry(
    row: Nonconformance, kind: MoveKind, from_store: Store, to_store: Store, *, by: Membership, at: dt.datetime
) -> Move:
    draft = MoveDraft(
        item=row.item,
        quantity=row.quantity,
        kind=kind,
        from_store=from_store,
        to_store=to_store,
        lot=row.lot,
        reason=row.what,
        source_kind=NONCONFORMANCE,
        source=row.public_id,
        label=row.number,
    )
    return record_moves(row.production, [draft], by=by, at=at)[0]


def decide_nonconformance(
    row: Nonconformance, disposition: Disposition, decision: str, *, by: Membership, at: dt.datetime, version: int
) -> Nonconformance:
    """Decide what becomes of it: back into use, reworked, scrapped, or returned to the vendor.

    Pieces of an order go back into the flow or out of it; stock leaves quarantine. For rework they stay set aside
    until they are reported as reworked (stock: until released). Raises AlreadyDecided, ReasonMissing, StaleEdit.
    """
    with acting(
        by, "decide nonconformance", at=at, may=Permission.DISPOSE, production=row.production, on=row, version=version
    ) as record:
        if row.decided_at is not None:
            raise AlreadyDecided(number=row.number, disposition=row.disposition)
        if not decision.strip():
            raise ReasonMissing()
        row.disposition, row.decision = disposition, decision.strip()[:300]
        row.decided_at, row.decided_by = at, by
        row.save(update_fields=["disposition", "decision", "decided_at", "decided_by"])
        if row.operation is not None:
            _dispose_pieces(row, row.operation, disposition, by=by, at=at)
        else:
            _dispose_stock(row, disposition, by=by, at=at)
        announce(row.production, "work", about=row, at=at)
        record.note(disposition=disposition, decision=row.decision)
    return row


def _dispose_pieces(
    row: Nonconformance, operation: WorkOperation, disposition: Disposition, *, by: Membership, at: dt.datetime
) -> None:
    if disposition is Disposition.REWORK:
        return
    record_report(operation, Said(ReportKind.REWORKED, row.quantity, row.number), by=by, at=at)
    if disposition is not Disposition.USE_AS_IS:
        said = Said(ReportKind.SCRAP, row.quantity, f"{row.number} {disposition}: {row.decision}")
        record_report(operation, said, by=by, at=at)


def _dispose_stock(row: Nonconformance, disposition: Disposition, *, by: Membership, at: dt.datetime) -> None:
    quarantine = world(row.production, StoreKind.QUARANTINE)
    if disposition is Disposition.USE_AS_IS:
        came = Move.objects.filter(source=row.public_id, source_kind=NONCONFORMANCE).select_related("from_store")
        first = came.order_by("pk").first()
        if first is not None:
            _carry(row, MoveKind.TRANSFER, quarantine, first.from_store, by=by, at=at)
    elif disposition is Disposition.SCRAP:
        _carry(row, MoveKind.SCRAP, quarantine, world(row.production, StoreKind.SCRAP), by=by, at=at)
    elif disposition is Disposition.RETURN:
        _carry(row, MoveKind.RETURN, quarantine, world(row.production, StoreKind.SUPPLIER), by=by, at=at)


def create_make_up_order(
    order: WorkOrder, quantity: int = 0, *, due_on: dt.date | None = None, by: Membership, at: dt.datetime
) -> WorkOrder:
    """Order anew what another order lost; 0 is all that it lacks now. Raises NothingMissing."""
    with acting(
        by, "create work order", at=at, may=Permission.DISPOSE, production=order.production, on=order
    ) as record:
        wanted = quantity or missing_of(order)
        if wanted <= 0:
            raise NothingMissing(number=order.number)
        due = due_on or order.due_on
        terms = WorkOrderTerms(
            wanted,
            due,
            start_on=min(order.start_on, due),
            priority=order.priority,
            order_line=order.order_line,
            to_store=order.to_store,
        )
        made = write_work_order(order.production, order.item, terms, makes_up=order, at=at)
        record.about(made)
        record.note(makes_up=order.number, quantity=wanted)
    return made
