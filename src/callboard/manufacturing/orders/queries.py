"""Reading clients' orders: what they ordered, what left, what is still owed, and when we said it would come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party
from callboard.manufacturing.orders.models import ClientOrder, OrderDate, OrderLine
from callboard.manufacturing.orders.rules import (
    PROMISES,
    LineRecord,
    OrderDateKind,
    OrderState,
    Otif,
    Standing,
    line_standing,
    order_standing,
    otif_of,
    outstanding,
    value_of,
)
from callboard.stock.shipping.queries import Departure, departures_of, packed, shipped


@dataclass(frozen=True)
class OrderFilter:
    """Which orders are wanted, in which order."""

    show: str = "open"
    """"open", "late", "part shipped", "shipped" or "all"."""
    search: str = ""
    sort: str = "due"
    """"due", "number" or "client"."""


@dataclass(frozen=True)
class OpenOrderLine:
    """A line on which something is still owed."""

    line: OrderLine
    outstanding: int


@dataclass(frozen=True)
class LineRow:
    """A line as its order's page shows it."""

    line: OrderLine
    departures: tuple[Departure, ...] = ()
    packed: int = 0

    @property
    def shipped(self) -> int:
        """How much left."""
        return sum(each.quantity for each in self.departures)

    @property
    def remaining(self) -> int:
        """How much is still owed."""
        return outstanding(self.line.quantity, self.shipped, is_canceled=self.line.canceled_at is not None)

    @property
    def to_pack(self) -> int:
        """How much is owed and not packed yet."""
        return max(self.remaining - self.packed, 0)

    @property
    def standing(self) -> Standing:
        """How far the line is."""
        return line_standing(self.line.quantity, self.shipped, is_canceled=self.line.canceled_at is not None)

    @property
    def value_minor(self) -> int:
        """What the line costs."""
        return value_of(self.line.quantity, self.line.price_minor, self.line.item.decimals)

    def is_late(self, today: dt.date) -> bool:
        """Whether something should have left before today and did not."""
        return self.remaining > 0 and self.line.due_on < today


@dataclass(frozen=True)
class OrderRow:
    """An order with its lines and what left of them."""

    order: ClientOrder
    lines: tuple[LineRow, ...]

    @property
    def standing(self) -> Standing:
        """How far the order is."""
        return order_standing(row.standing for row in self.lines)

    @property
    def next_due_on(self) -> dt.date | None:
        """The next date on which something is owed."""
        return min((row.line.due_on for row in self.lines if row.remaining), default=None)

    @property
    def value_minor(self) -> int:
        """What the lines that were not canceled cost."""
        return sum(row.value_minor for row in self.lines if row.line.canceled_at is None)

    def is_late(self, today: dt.date) -> bool:
        """Whether any line is late."""
        return any(row.is_late(today) for row in self.lines)


def clients_of(member: Membership, production: Production) -> QuerySet[Party]:
    """The companies that may order, for those who take orders."""
    check_may(member, Permission.TAKE_ORDERS, production)
    return Party.objects.filter(kind=Party.Kind.COMPANY, erased_at=None).order_by("name")


def client_by_id(member: Membership, production: Production, public_id: UUID) -> Party:
    """One company that may order. Raises NotFound."""
    found = clients_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def orders_of(member: Membership, production: Production) -> QuerySet[ClientOrder]:
    """All clients' orders with their lines, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    lines = OrderLine.objects.select_related("item").order_by("position")
    return (
        ClientOrder.objects.filter(production=production)
        .select_related("client", "production")
        .prefetch_related(Prefetch("lines", queryset=lines))
        .order_by("-created_at", "-pk")
    )


def order_by_id(member: Membership, production: Production, public_id: UUID) -> ClientOrder:
    """One client's order. Raises NotFound."""
    found = orders_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def order_line_by_id(member: Membership, production: Production, public_id: UUID) -> OrderLine:
    """One line of a client's order. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    lines = OrderLine.objects.select_related("item", "order__production", "order__client")
    found = lines.filter(order__production=production, public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def order_rows(member: Membership, production: Production, asked: OrderFilter, *, today: dt.date) -> list[OrderRow]:
    """The orders that were asked for, with what left of each line."""
    found = _searched(orders_of(member, production), asked.search)
    if asked.show in {"open", "late", "part shipped"}:
        found = found.filter(state=OrderState.OPEN)
    elif asked.show == "shipped":
        found = found.filter(state=OrderState.SHIPPED)
    rows = _rows(list(found))
    if asked.show == "open":
        rows = [row for row in rows if row.standing in {Standing.OPEN, Standing.PART_SHIPPED}]
    elif asked.show == "late":
        rows = [row for row in rows if row.is_late(today)]
    elif asked.show == "part shipped":
        rows = [row for row in rows if row.standing is Standing.PART_SHIPPED]
    return _sorted(rows, asked.sort)


def order_row(order: ClientOrder) -> OrderRow:
    """One order with what left, and what is packed, of each line."""
    return _rows([_with_lines(order)])[0]


def rows_of(for_ids: Iterable[UUID]) -> list[LineRow]:
    """The order lines of these public ids, with what left of each: for papers and lists about shipments."""
    lines = OrderLine.objects.filter(public_id__in=list(for_ids)).select_related("item", "order__client")
    return _line_rows(list(lines.order_by("order__number", "position")))


def open_order_lines(production: Production) -> list[OpenOrderLine]:
    """Lines on which something is still owed, the next due first, then by priority."""
    lines = OrderLine.objects.filter(
        order__production=production, order__state=OrderState.OPEN, canceled_at=None
    ).select_related("item", "order__client")
    rows = list(lines.order_by("due_on", "priority", "order__number", "position"))
    gone = shipped(line.public_id for line in rows)
    found = [OpenOrderLine(line, outstanding(line.quantity, gone.get(line.public_id, 0))) for line in rows]
    return [row for row in found if row.outstanding]


def lines_to_pack(member: Membership, production: Production, client: Party) -> list[LineRow]:
    """The client's lines that are owed and not packed yet, the next due first."""
    check_may(member, Permission.SHIP, production)
    lines = OrderLine.objects.filter(
        order__production=production, order__client=client, order__state=OrderState.OPEN, canceled_at=None
    ).select_related("item", "order__client", "order__production")
    rows = _line_rows(list(lines.order_by("due_on", "priority", "pk")))
    return [row for row in rows if row.to_pack]


def clients_waiting(member: Membership, production: Production) -> list[Party]:
    """The clients to whom something is owed, by name: for whom a shipment may be begun."""
    check_may(member, Permission.SHIP, production)
    owed = {row.line.order.client_id for row in open_order_lines(production)}
    return list(Party.objects.filter(pk__in=owed).order_by("name"))


def dates_of(lines: Iterable[OrderLine]) -> dict[int, list[OrderDate]]:
    """The dates that were named for each line, newest first, by the line's key."""
    found: dict[int, list[OrderDate]] = defaultdict(list)
    keys = [line.pk for line in lines]
    for fact in OrderDate.objects.filter(line__in=keys).select_related("recorded_by").order_by("-pk"):
        found[fact.line_id].append(fact)
    return dict(found)


def otif(member: Membership, production: Production, *, today: dt.date, against: str = "promised") -> Otif:
    """How dates were kept over all lines of the production that were not canceled."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    lines = list(OrderLine.objects.filter(order__production=production, canceled_at=None))
    named, zone = dates_of(lines), ZoneInfo(production.zone)
    gone = departures_of(line.public_id for line in lines)
    records = [_record(line, named.get(line.pk, []), gone.get(line.public_id, []), zone) for line in lines]
    return otif_of(records, today=today, against=against)


def _record(line: OrderLine, dates: list[OrderDate], departures: list[Departure], zone: ZoneInfo) -> LineRecord:
    oldest_first = dates[::-1]
    requested = (fact.on for fact in oldest_first if fact.kind == OrderDateKind.REQUESTED)
    promised = (fact.on for fact in oldest_first if fact.kind in PROMISES)
    left = tuple((each.shipped_at.astimezone(zone).date(), each.quantity) for each in departures)
    return LineRecord(line.quantity, next(requested, None), next(promised, None), left)


def _with_lines(order: ClientOrder) -> ClientOrder:
    lines = OrderLine.objects.select_related("item").order_by("position")
    return (
        ClientOrder.objects.select_related("client", "production")
        .prefetch_related(Prefetch("lines", queryset=lines))
        .get(pk=order.pk)
    )


def _rows(orders: list[ClientOrder]) -> list[OrderRow]:
    by_order: dict[int, list[LineRow]] = defaultdict(list)
    for row in _line_rows([line for order in orders for line in order.lines.all()]):
        by_order[row.line.order_id].append(row)
    return [OrderRow(order, tuple(by_order[order.pk])) for order in orders]


def _line_rows(lines: list[OrderLine]) -> list[LineRow]:
    keys = [line.public_id for line in lines]
    gone, waiting = departures_of(keys), packed(keys)
    return [LineRow(line, tuple(gone.get(line.public_id, ())), waiting.get(line.public_id, 0)) for line in lines]


def _searched(orders: QuerySet[ClientOrder], text: str) -> QuerySet[ClientOrder]:
    wanted = text.strip()
    if not wanted:
        return orders
    in_lines = OrderLine.objects.filter(Q(item__code__icontains=wanted) | Q(item__name__icontains=wanted))
    return orders.filter(
        Q(number__icontains=wanted)
        | Q(client_number__icontains=wanted)
        | Q(client__name__icontains=wanted)
        | Q(pk__in=in_lines.values("order"))
    )


def _sorted(rows: list[OrderRow], by: str) -> list[OrderRow]:
    if by == "number":
        return sorted(rows, key=lambda row: row.order.number)
    if by == "client":
        return sorted(rows, key=lambda row: (row.order.client.name, row.order.number))
    return sorted(rows, key=lambda row: (row.next_due_on or dt.date.max, row.order.number))
