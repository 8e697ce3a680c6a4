"""Where is my order? Put together from shipments, reservations, work, and the newest plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.orders.models import OrderLine
from callboard.manufacturing.orders.queries import LineRow, order_line_by_id, rows_of
from callboard.manufacturing.orders.rules import OrderState
from callboard.manufacturing.requirements.models import LateLine, MovedOrder, Need, PegEdge, PlanRun, Proposal
from callboard.manufacturing.requirements.queries import newest_run
from callboard.manufacturing.requirements.rules import line_key
from callboard.manufacturing.shop_floor.queries import OperationFlow, flows_of
from callboard.manufacturing.tracking.rules import Coming, ShipDay, SupplyKind, ship_day
from callboard.manufacturing.work_orders.models import WorkOrder
from callboard.manufacturing.work_orders.rules import OPEN
from callboard.stock.moves.models import Reservation
from callboard.stock.moves.queries import allocations

LINES_SHOWN = 200
LONGEST_PATH = 12
"""Levels of orders below a line that are looked at: deeper than any bill."""


@dataclass(frozen=True)
class Spot:
    """A place on the way: so many at an operation of a work order."""

    order: WorkOrder
    operation: OperationFlow | None
    """None while nothing is reported of the order."""
    quantity: int
    state: str
    """"waiting", "ready to go on", "in transit", "disputed", "rework" or "not begun"."""


@dataclass
class Whereabouts:
    """Everything about one line: what left, what is there, where the rest is, when it ships and why then."""

    row: LineRow
    key: str
    there: int
    """Of what is owed, in stock and this line's by need date."""
    spots: list[Spot]
    ships: ShipDay
    late: LateLine | None
    planned_at: dt.datetime | None
    coming: Sequence[Coming] = field(default_factory=tuple)

    @property
    def owed(self) -> int:
        """Ordered and not shipped."""
        return self.row.remaining

    @property
    def late_days(self) -> int:
        """Days after the date that the client was told; 0 in time."""
        if self.ships.on is None:
            return self.late.late_days if self.late else 0
        return max((self.ships.on - self.row.line.due_on).days, 0)


def find_lines(member: Membership, production: Production, words: str, *, today: dt.date) -> list[Whereabouts]:
    """Lines by our number, the client's number, client or item; without words what is due first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    lines = OrderLine.objects.filter(order__production=production, canceled_at=None)
    if words:
        lines = lines.filter(
            Q(order__number__icontains=words)
            | Q(order__client_number__icontains=words)
            | Q(order__client__name__icontains=words)
            | Q(item__code__icontains=words)
            | Q(item__name__icontains=words)
        )
    else:
        lines = lines.filter(order__state=OrderState.OPEN)
    keys = lines.order_by("due_on", "order__number", "position").values_list("public_id", flat=True)[:LINES_SHOWN]
    found = whereabouts(member, production, rows_of(list(keys)), today=today)
    return sorted(found, key=lambda each: (each.row.line.due_on, each.key))


def where_is(member: Membership, production: Production, line: UUID, *, today: dt.date) -> Whereabouts:
    """One line. Raises NotFound."""
    row = order_line_by_id(member, production, line)
    return whereabouts(member, production, rows_of([row.public_id]), today=today)[0]


def whereabouts(
    member: Membership, production: Production, rows: Sequence[LineRow], *, today: dt.date
) -> list[Whereabouts]:
    """Where the lines are. The same number of questions for one line and for two hundred."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    run = newest_run(member, production)
    keys = {row.line.pk: line_key(row.line.order.number, row.line.position) for row in rows}
    there = _allocated(production, [row.line for row in rows])
    coming, orders_below = _supplies(run, keys.values())
    spots = _spots(production, rows, keys, orders_below, _firmed(run))
    late = {one.key: one for one in LateLine.objects.filter(run=run, key__in=keys.values())} if run else {}
    found = []
    for row in rows:
        key = keys[row.line.pk]
        has = min(there.get(row.line.public_id, 0), row.remaining)
        supplies = coming.get(key, ())
        ships = ship_day(owed=row.remaining, there=has, coming=supplies, today=today)
        planned_at = run.finished_at if run else None
        found.append(Whereabouts(row, key, has, spots[row.line.pk], ships, late.get(key), planned_at, supplies))
    return found


def _allocated(production: Production, lines: Sequence[OrderLine]) -> dict[UUID, int]:
    """What of the stock is each line's, by its public id."""
    reserved = Reservation.objects.filter(for_id__in=[line.public_id for line in lines], released_at=None)
    shares = allocations(production, {line.item_id for line in lines})
    return {row.for_id: shares[row.pk].allocated for row in reserved if row.pk in shares}


def _supplies(run: PlanRun | None, keys: Iterable[str]) -> tuple[dict[str, list[Coming]], dict[str, set[str]]]:
    """By line: the orders that serve it and when they are there; and all orders below it, down to the raw material."""
    if run is None:
        return {}, {}
    lines = list(keys)
    edges = list(PegEdge.objects.filter(run=run, need__in=lines))
    days = _days(run, {edge.supply for edge in edges})
    coming: dict[str, list[Coming]] = defaultdict(list)
    below: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.supply in days:
            on, kind = days[edge.supply]
            coming[edge.need].append(Coming(edge.supply, edge.quantity, on, kind))
            below[edge.need].add(edge.supply)
    _go_down(run, below)
    return coming, below


def _go_down(run: PlanRun, below: dict[str, set[str]]) -> None:
    """Add the orders that serve the components of the orders, level by level, two questions a level."""
    front = {
        supply: {line for line, supplies in below.items() if supply in supplies}
        for supplies in below.values()
        for supply in supplies
    }
    for _ in range(LONGEST_PATH):
        if not front:
            return
        parents = dict(Need.objects.filter(run=run, parent__in=front).values_list("key", "parent"))
        following: dict[str, set[str]] = defaultdict(set)
        for supply, need in PegEdge.objects.filter(run=run, need__in=parents).values_list("supply", "need"):
            for line in front[parents[need]]:
                if supply not in below[line]:
                    below[line].add(supply)
                    following[supply].add(line)
        front = dict(following)


def _days(run: PlanRun, keys: set[str]) -> dict[str, tuple[dt.date, SupplyKind]]:
    """When each supply is there by the plan, and what it is. What was firmed since is still the plan's proposal."""
    proposed = Proposal.objects.filter(run=run, key__in=keys).values_list("key", "projected_due_on", "became_kind")
    kinds = {"work order": SupplyKind.WORK, "purchase line": SupplyKind.PURCHASE}
    days = {key: (on, kinds.get(became, SupplyKind.PROPOSAL)) for key, on, became in proposed}
    opened = MovedOrder.objects.filter(run=run, key__in=keys).values_list("key", "projected_due_on")
    return days | {key: (on, SupplyKind.PURCHASE if "/" in key else SupplyKind.WORK) for key, on in opened}


def _firmed(run: PlanRun | None) -> dict[UUID, str]:
    """By work order: the proposal that it was made from since the plan, which names it in the pegging."""
    rows = Proposal.objects.filter(run=run, became_kind="work order").values_list("became", "key") if run else ()
    return {became: key for became, key in rows if became is not None}


def _spots(
    production: Production,
    rows: Sequence[LineRow],
    keys: Mapping[int, str],
    below: Mapping[str, set[str]],
    firmed: Mapping[UUID, str],
) -> dict[int, list[Spot]]:
    """By line: where the pieces of its work orders are, those made for it and those that the plan gives it."""
    orders = list(
        WorkOrder.objects.filter(production=production, state__in=list(OPEN)).select_related("item").order_by("due_on")
    )
    flows = flows_of(orders)
    found: dict[int, list[Spot]] = {row.line.pk: [] for row in rows}
    for row in rows:
        numbers = below.get(keys[row.line.pk], set())
        for order in orders:
            planned_as = firmed.get(order.public_id, order.number)
            if order.order_line_id == row.line.pk or planned_as in numbers:
                found[row.line.pk] += _spots_of(order, flows.get(order.pk, []))
    return found


def _spots_of(order: WorkOrder, flow: Sequence[OperationFlow]) -> list[Spot]:
    found = []
    for each in flow:
        counts = (
            ("in transit", each.in_transit),
            ("disputed", each.disputed),
            ("waiting", each.waiting),
            ("rework", each.rework),
            ("ready to go on", each.ready),
        )
        found += [Spot(order, each, count, state) for state, count in counts if count > 0]
    return found or [Spot(order, None, order.quantity, "not begun")]
