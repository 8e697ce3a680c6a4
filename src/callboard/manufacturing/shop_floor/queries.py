"""Reading the floor: how far each order is, what waits where, who is on it, what is not right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from callboard.core.engagements.models import Department, Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.shop_floor.flow_rules import Balance, Station, StationFlow, fold, make_up, net_counts
from callboard.manufacturing.shop_floor.models import FloorReport, Nonconformance
from callboard.manufacturing.shop_floor.rules import TIMES, ReportKind
from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.rules import ON_THE_FLOOR, STARTED, WorkState
from callboard.stock.items.models import Item


@dataclass(frozen=True)
class OperationFlow:
    """An operation with what came to it and what became of it (see `StationFlow`)."""

    operation: WorkOperation
    flow: StationFlow[int]
    reached: int
    good: int
    scrap: int
    rework: int
    sent: int
    in_transit: int
    disputed: int
    waiting: int
    ready: int
    is_first: bool
    is_last: bool
    is_handed_over: bool

    @property
    def is_begun(self) -> bool:
        """Whether anything of the order was reported."""
        return bool(self.reached) or not self.is_first

    @property
    def to_do(self) -> int:
        """What may be worked here: what waits, and at the first operation of an order not begun all of it."""
        return self.operation.planned_quantity if self.is_first and not self.reached else max(self.waiting, 0)

    @property
    def percent(self) -> int:
        """How much of the planned quantity went through, for a bar."""
        planned = self.operation.planned_quantity
        return min(100, 100 * (self.good + self.scrap) // planned) if planned else 0


def flow_of(order: WorkOrder) -> list[OperationFlow]:
    """The order's flow through its operations."""
    return flows_of([order])[order.pk]


def flows_of(orders: Iterable[WorkOrder]) -> dict[int, list[OperationFlow]]:
    """The flow of many orders, by key, in three queries."""
    wanted = [order.pk for order in orders]
    operations: dict[int, list[WorkOperation]] = {pk: [] for pk in wanted}
    rows = WorkOperation.objects.filter(work_order__in=wanted).select_related(
        "department", "machine", "vendor", "work_order__item"
    )
    for operation in rows.order_by("work_order", "number"):
        operations[operation.work_order_id].append(operation)
    counts = net_counts(_sums(FloorReport.objects.filter(operation__work_order__in=wanted)))
    return {pk: _flow(operations[pk], counts) for pk in wanted}


def _sums(reports: QuerySet[FloorReport]) -> Iterator[tuple[int, str, bool, int]]:
    """Pieces by operation, kind, and whether they were taken back; starts and stops are counted."""
    for is_reversal in (False, True):
        some = reports.filter(reverses__isnull=not is_reversal).order_by().values_list("operation_id", "kind")
        for operation, kind, pieces, count in some.annotate(pieces=Sum("quantity"), count=Count("pk")):
            yield operation, kind, is_reversal, count if kind in TIMES else pieces


def _flow(operations: Sequence[WorkOperation], counts: dict[int, dict[ReportKind, int]]) -> list[OperationFlow]:
    stations = [station_of(operation) for operation in operations]
    return [
        OperationFlow(
            operation,
            flow,
            flow.reached,
            flow.good,
            flow.scrap,
            flow.rework,
            flow.sent,
            flow.in_transit,
            flow.disputed,
            flow.waiting,
            flow.ready,
            index == 0,
            flow.is_last,
            flow.is_handed_over,
        )
        for index, (operation, flow) in enumerate(zip(operations, fold(stations, counts), strict=True))
    ]


def station_of(operation: WorkOperation) -> Station[int]:
    """An operation as the fold counts it."""
    return Station(operation.pk, operation.planned_quantity, operation.department_id, operation.is_outside)


@dataclass
class WipLine:
    """What a department has of an item."""

    item: Item
    waiting: int = 0
    ready: int = 0
    in_transit: int = 0
    disputed: int = 0
    rework: int = 0
    scrapped: int = 0
    completed: int = 0
    orders: set[str] = field(default_factory=set)

    @property
    def wip(self) -> int:
        """Waiting here and waiting to go on."""
        return self.waiting + self.ready


@dataclass
class DepartmentWip:
    """Work in process of one department, item by item."""

    department: Department
    lines: list[WipLine]


@dataclass
class WipBoard:
    """Work in process of all orders on the floor, and for each item the balance of what was started."""

    departments: list[DepartmentWip]
    balances: list[tuple[Item, Balance]]

    @property
    def is_balanced(self) -> bool:
        """Whether every item's started pieces are accounted for, to the unit."""
        return all(balance.is_balanced for _, balance in self.balances)


def wip_by_department(production: Production) -> WipBoard:
    """Where the pieces of all orders on the floor are. In transit and disputed stand with the receiving department."""
    orders = list(
        WorkOrder.objects.filter(production=production, state__in=list(STARTED)).select_related("item").order_by("id")
    )
    lines: dict[tuple[int, int], WipLine] = {}
    departments: dict[int, Department] = {}
    balances: dict[int, tuple[Item, Balance]] = {}
    by_order = flows_of(orders)
    for order in orders:
        _, total = balances.setdefault(order.item_id, (order.item, Balance()))
        for row in by_order[order.pk]:
            total.add(row.flow, is_first=row.is_first)
            department = row.operation.department
            departments[department.pk] = department
            line = lines.setdefault((department.pk, order.item_id), WipLine(order.item))
            _count_in(line, row, order)
    ordered = sorted(departments.values(), key=lambda one: (one.position, one.name))
    board = [
        DepartmentWip(one, [line for (pk, _), line in lines.items() if pk == one.pk and line.orders]) for one in ordered
    ]
    return WipBoard(board, [pair for pair in balances.values() if pair[1].started])


def _count_in(line: WipLine, row: OperationFlow, order: WorkOrder) -> None:
    flow = row.flow
    line.waiting += flow.waiting
    line.ready += flow.ready
    line.in_transit += flow.in_transit
    line.disputed += flow.disputed
    line.rework += flow.rework
    line.scrapped += flow.scrap + flow.lost
    line.completed += flow.good if flow.is_last else 0
    if any((flow.reached, flow.in_transit, flow.disputed, flow.good, flow.scrap)):
        line.orders.add(order.number)


@dataclass(frozen=True)
class OnIt:
    """Somebody works at an operation."""

    name: str
    since: dt.datetime
    operator: Engagement | None


def working_now(operations: Iterable[int]) -> dict[int, list[OnIt]]:
    """Who started at each operation (by key) and did not stop."""
    reports = (
        FloorReport.objects.filter(
            operation__in=list(operations), kind__in=list(TIMES), reverses=None, reversed_by=None
        )
        .select_related("operator__party", "recorded_by")
        .order_by("happened_at", "pk")
    )
    last: dict[tuple[int, int, int], FloorReport] = {}
    for report in reports:
        person = (report.operator_id or 0, 0 if report.operator_id else report.recorded_by_id)
        last[report.operation_id, *person] = report
    found: dict[int, list[OnIt]] = {}
    for (operation, _, _), report in last.items():
        if report.kind == ReportKind.START:
            name = report.operator.party.name if report.operator else report.recorded_by.name
            found.setdefault(operation, []).append(OnIt(name, report.happened_at, report.operator))
    return found


@dataclass(frozen=True)
class FloorLine:
    """An operation that a department has to do with now."""

    order: WorkOrder
    row: OperationFlow
    on_it: tuple[OnIt, ...] = ()

    @property
    def is_working(self) -> bool:
        """Somebody is on it."""
        return bool(self.on_it)


@dataclass(frozen=True)
class FloorView:
    """What the floor page of a department shows."""

    to_accept: list[FloorLine]
    waiting: list[FloorLine]
    to_send: list[FloorLine]
    disputed: list[FloorLine]
    rework: list[FloorLine]


def floor_of(member: Membership, production: Production, department: Department | None = None) -> FloorView:
    """What waits, comes, goes and is disputed in a department, or in all; the most urgent first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    orders = list(
        WorkOrder.objects.filter(production=production, state__in=list(ON_THE_FLOOR))
        .select_related("item", "production")
        .order_by("due_on", "priority", "id")
    )
    flows = flows_of(orders)
    rows = [
        (order, row)
        for order in orders
        for row in flows[order.pk]
        if department is None or row.operation.department_id == department.pk
    ]
    busy = working_now(row.operation.pk for _, row in rows)
    lines = [FloorLine(order, row, tuple(busy.get(row.operation.pk, ()))) for order, row in rows]
    return FloorView(
        to_accept=[line for line in lines if line.row.in_transit > 0],
        waiting=[line for line in lines if line.row.to_do > 0],
        to_send=[line for line in lines if line.row.ready > 0],
        disputed=[line for line in lines if line.row.disputed > 0],
        rework=[line for line in lines if line.row.rework > 0],
    )


def reports_of(order: WorkOrder) -> QuerySet[FloorReport]:
    """Everything reported of an order, newest first."""
    return (
        FloorReport.objects.filter(operation__work_order=order)
        .select_related("operation", "operator__party", "recorded_by", "reverses", "reversed_by")
        .order_by("-happened_at", "-pk")
    )


def report_by_id(member: Membership, production: Production, public_id: UUID) -> FloorReport:
    """One report of the plant. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    found = (
        FloorReport.objects.filter(operation__work_order__production=production, public_id=public_id)
        .select_related("operation__work_order__item", "operation__work_order__production")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def missing_of(order: WorkOrder) -> int:
    """How many to make up: what the order lost, less what other orders make up for it already."""
    remade = WorkOrder.objects.filter(makes_up=order).exclude(state=WorkState.CANCELED)
    under_way = remade.aggregate(total=Sum("quantity"))["total"] or 0
    return make_up(order.quantity, [row.flow for row in flow_of(order)], being_made_up=under_way)


def nonconformances_of(member: Membership, production: Production) -> QuerySet[Nonconformance]:
    """What is not right, undecided first, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    return (
        Nonconformance.objects.filter(production=production)
        .select_related("item", "lot", "work_order", "operation", "opened_by", "decided_by")
        .order_by(F("decided_at").desc(nulls_first=True), "-opened_at")
    )


def nonconformance_by_id(member: Membership, production: Production, public_id: UUID) -> Nonconformance:
    """One nonconformance of the plant. Raises NotFound."""
    found = nonconformances_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def outside_now(member: Membership, production: Production) -> list[FloorLine]:
    """What is at vendors, and when it is due back."""
    lines = floor_of(member, production).waiting
    return [line for line in lines if line.row.operation.is_outside and line.row.waiting > 0]
