"""Reading purchase orders: what was asked, what is still to come, and how suppliers keep their dates."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from callboard.core.engagements.models import Engagement
from callboard.core.errors import NotFound
from callboard.core.organizations.models import Membership, Production
from callboard.core.organizations.permissions import check_may, may
from callboard.core.organizations.rules import Permission
from callboard.core.people.models import Party
from callboard.stock.items.models import SupplierItem
from callboard.stock.moves.models import Move, Reservation
from callboard.stock.moves.queries import allocations
from callboard.stock.moves.rules import MoveKind
from callboard.stock.purchasing.models import PurchaseDate, PurchaseLine, PurchaseOrder
from callboard.stock.purchasing.rules import (
    ON_ORDER,
    Performance,
    PromisedLine,
    PurchaseDateKind,
    PurchaseState,
    Receiving,
    outstanding,
    performance,
    receiving,
    value_of,
)

LINE_SOURCE = "purchase line"
"""What a receipt's move calls its cause."""


@dataclass(frozen=True)
class PurchaseFilter:
    """Which orders are wanted."""

    show: str = "open"
    """"open", "late", "week", "draft" or "all"."""
    search: str = ""


@dataclass(frozen=True)
class OpenLine:
    """A line of a sent order of which something is still to come."""

    line: PurchaseLine
    outstanding: int


@dataclass(frozen=True)
class LineRow:
    """A line as its order's page shows it."""

    line: PurchaseLine
    received: int

    @property
    def outstanding(self) -> int:
        """Still to come; nothing of a canceled line."""
        return 0 if self.line.canceled_at else outstanding(self.line.quantity, self.received)

    @property
    def value_minor(self) -> int:
        """What the line costs."""
        return value_of(self.line.quantity, self.line.price_minor, self.line.price_quantity)


@dataclass(frozen=True)
class PurchaseRow:
    """An order with its lines and what came of them."""

    order: PurchaseOrder
    lines: tuple[LineRow, ...]

    @property
    def live(self) -> list[LineRow]:
        """The lines that were not canceled."""
        return [row for row in self.lines if row.line.canceled_at is None]

    @property
    def receiving(self) -> Receiving:
        """How much of the order came."""
        return receiving((row.line.quantity, row.received) for row in self.live)

    @property
    def next_due_on(self) -> dt.date | None:
        """The next date on which something is to come."""
        return min((row.line.due_on for row in self.live if row.outstanding), default=None)

    @property
    def value_minor(self) -> int:
        """What the order costs."""
        return sum(row.value_minor for row in self.live)

    def is_late(self, today: dt.date) -> bool:
        """Whether something should have come before today and did not."""
        due = self.next_due_on
        return self.order.state in ON_ORDER and due is not None and due < today


@dataclass(frozen=True)
class Hurt:
    """Somebody who gets less than they need while a line has not come."""

    reservation: Reservation
    short: int


@dataclass(frozen=True)
class SupplierRecord:
    """A supplier with how they kept their dates."""

    supplier: Party
    performance: Performance


def suppliers_of(member: Membership, production: Production) -> QuerySet[Party]:
    """The companies that may be bought from: for those who engage people all that the office knows, else those that
    supply an item of this production, sold to it before, or are engaged in it.
    """
    check_may(member, Permission.BUY, production)
    companies = Party.objects.filter(kind=Party.Kind.COMPANY, erased_at=None).order_by("name")
    if may(member, Permission.ENGAGE):
        return companies
    supplying = SupplierItem.objects.filter(item__production=production).values("supplier")
    known = PurchaseOrder.objects.filter(production=production).values("supplier")
    engaged = Engagement.objects.filter(production=production, ended_at=None).values("party")
    return companies.filter(Q(pk__in=supplying) | Q(pk__in=known) | Q(pk__in=engaged))


def supplier_by_id(member: Membership, production: Production, public_id: UUID) -> Party:
    """One company that may be bought from. Raises NotFound."""
    found = suppliers_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def purchases_of(member: Membership, production: Production) -> QuerySet[PurchaseOrder]:
    """All purchase orders with their lines, newest first."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    lines = PurchaseLine.objects.select_related("item").order_by("position")
    return (
        PurchaseOrder.objects.filter(production=production)
        .select_related("supplier", "production")
        .prefetch_related(Prefetch("lines", queryset=lines))
        .order_by("-created_at", "-pk")
    )


def purchase_by_id(member: Membership, production: Production, public_id: UUID) -> PurchaseOrder:
    """One purchase order. Raises NotFound."""
    found = purchases_of(member, production).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def purchase_line_by_id(member: Membership, production: Production, public_id: UUID) -> PurchaseLine:
    """One line of a purchase order. Raises NotFound."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    lines = PurchaseLine.objects.select_related("item", "order__production", "order__supplier")
    found = lines.filter(order__production=production, public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def purchase_rows(
    member: Membership, production: Production, asked: PurchaseFilter, *, today: dt.date
) -> list[PurchaseRow]:
    """The orders that were asked for, with what came of each line."""
    found = _searched(purchases_of(member, production), asked.search)
    if asked.show in {"open", "late", "week"}:
        found = found.filter(state__in=[*ON_ORDER])
    elif asked.show == "draft":
        found = found.filter(state=PurchaseState.DRAFT)
    rows = _rows(list(found))
    if asked.show == "late":
        return [row for row in rows if row.is_late(today)]
    if asked.show == "week":
        week = _week_of(today)
        return [row for row in rows if any(r.outstanding and r.line.due_on in week for r in row.live)]
    return rows


def purchase_row(order: PurchaseOrder) -> PurchaseRow:
    """One order with what came of each line."""
    lines = list(order.lines.select_related("item").order_by("position"))
    came = received([line.pk for line in lines])
    return PurchaseRow(order, tuple(LineRow(line, came.get(line.pk, 0)) for line in lines))


def received(line_ids: Iterable[int]) -> dict[int, int]:
    """How much came of each line: its receipts, less those that were reversed. Lines without receipts are left out."""
    keys = dict(PurchaseLine.objects.filter(pk__in=list(line_ids)).values_list("public_id", "pk"))
    totals: dict[int, int] = defaultdict(int)
    for source, quantity in _receipts(keys).values_list("source", "quantity"):
        if source is not None:
            totals[keys[source]] += quantity
    return dict(totals)


def receipts_of(order: PurchaseOrder) -> list[Move]:
    """Every receipt of the order that stands, oldest first."""
    keys = order.lines.values_list("public_id", flat=True)
    return list(_receipts(keys).select_related("item", "lot", "to_store", "recorded_by").order_by("happened_at", "pk"))


def open_lines(production: Production, *, with_drafts: bool = False) -> list[OpenLine]:
    """Lines of sent orders of which something is still to come, the next due first; for planning, of drafts, too."""
    return _open_lines(production, None, with_drafts=with_drafts)


def on_order(production: Production, item_ids: Iterable[int] | None = None) -> dict[int, int]:
    """How much is still to come from suppliers, by item, in steps; it is on its way, not in a place."""
    totals: dict[int, int] = defaultdict(int)
    for row in _open_lines(production, item_ids):
        totals[row.line.item_id] += row.outstanding
    return dict(totals)


def dates_of(order: PurchaseOrder) -> dict[int, list[PurchaseDate]]:
    """The dates that were named for each line, newest first, by the line's key."""
    found: dict[int, list[PurchaseDate]] = defaultdict(list)
    for fact in PurchaseDate.objects.filter(line__order=order).select_related("recorded_by").order_by("-pk"):
        found[fact.line_id].append(fact)
    return dict(found)


def hurt_by(line: PurchaseLine) -> list[Hurt]:
    """Who is short of the line's item as things stand, the earliest need first."""
    shorts = {key: each.short for key, each in allocations(line.order.production, [line.item_id]).items() if each.short}
    rows = Reservation.objects.filter(pk__in=list(shorts)).order_by("need_on", "priority", "pk")
    return [Hurt(row, shorts[row.pk]) for row in rows]


def supplier_records(member: Membership, production: Production, *, today: dt.date) -> list[SupplierRecord]:
    """How each supplier kept their first confirmed dates (without one, the dates we asked for)."""
    check_may(member, Permission.SEE_PRODUCTION, production)
    lines = list(
        PurchaseLine.objects.filter(order__production=production, canceled_at=None)
        .exclude(order__state__in=[PurchaseState.DRAFT, PurchaseState.CANCELED])
        .select_related("order__supplier")
    )
    first, came = _first_promises(lines), _came(lines, ZoneInfo(production.zone))
    by_supplier: dict[Party, list[PromisedLine]] = defaultdict(list)
    for line in lines:
        promised = PromisedLine(line.quantity, first.get(line.pk, line.due_on), tuple(came.get(line.public_id, ())))
        by_supplier[line.order.supplier].append(promised)
    found = [SupplierRecord(supplier, performance(kept, today=today)) for supplier, kept in by_supplier.items()]
    return sorted(found, key=lambda record: record.supplier.name)


def _receipts(keys: Iterable[UUID]) -> QuerySet[Move]:
    return Move.objects.filter(
        source_kind=LINE_SOURCE, source__in=list(keys), kind=MoveKind.RECEIVE, reverses=None, reversed_by=None
    )


def _searched(orders: QuerySet[PurchaseOrder], text: str) -> QuerySet[PurchaseOrder]:
    wanted = text.strip()
    if not wanted:
        return orders
    in_lines = PurchaseLine.objects.filter(Q(item__code__icontains=wanted) | Q(item__name__icontains=wanted))
    return orders.filter(
        Q(number__icontains=wanted)
        | Q(supplier_number__icontains=wanted)
        | Q(supplier__name__icontains=wanted)
        | Q(pk__in=in_lines.values("order"))
    )


def _rows(orders: list[PurchaseOrder]) -> list[PurchaseRow]:
    came = received(line.pk for order in orders for line in order.lines.all())
    return [
        PurchaseRow(order, tuple(LineRow(line, came.get(line.pk, 0)) for line in order.lines.all())) for order in orders
    ]


def _open_lines(production: Production, item_ids: Iterable[int] | None, *, with_drafts: bool = False) -> list[OpenLine]:
    states = [*ON_ORDER, PurchaseState.DRAFT] if with_drafts else [*ON_ORDER]
    lines = PurchaseLine.objects.filter(
        order__production=production, order__state__in=states, canceled_at=None
    ).select_related("item", "order__supplier")
    if item_ids is not None:
        lines = lines.filter(item__in=list(item_ids))
    rows = list(lines.order_by("due_on", "order__number", "position"))
    came = received([line.pk for line in rows])
    found = [OpenLine(line, outstanding(line.quantity, came.get(line.pk, 0))) for line in rows]
    return [row for row in found if row.outstanding]


def _first_promises(lines: list[PurchaseLine]) -> dict[int, dt.date]:
    """The first confirmed date of each line, else the first that we asked for."""
    facts = PurchaseDate.objects.filter(line__in=[line.pk for line in lines]).order_by("-pk")
    asked: dict[int, dt.date] = {}
    confirmed: dict[int, dt.date] = {}
    for line_id, kind, on in facts.values_list("line_id", "kind", "on"):
        if kind == PurchaseDateKind.ASKED:
            asked[line_id] = on
        elif kind == PurchaseDateKind.CONFIRMED:
            confirmed[line_id] = on
    return asked | confirmed


def _came(lines: list[PurchaseLine], zone: ZoneInfo) -> dict[UUID | None, list[tuple[dt.date, int]]]:
    found: dict[UUID | None, list[tuple[dt.date, int]]] = defaultdict(list)
    moves = _receipts(line.public_id for line in lines)
    for source, at, quantity in moves.values_list("source", "happened_at", "quantity"):
        found[source].append((at.astimezone(zone).date(), quantity))
    return found


def _week_of(today: dt.date) -> set[dt.date]:
    monday = today - dt.timedelta(days=today.weekday())
    return {monday + dt.timedelta(days=offset) for offset in range(7)}
