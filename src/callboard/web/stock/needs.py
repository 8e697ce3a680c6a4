"""Who needs what by when and who is short; and what to order more of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.formats.tables import Value
from callboard.manufacturing.work_orders.queries import open_work
from callboard.stock.items.queries import items_of, preferred_suppliers
from callboard.stock.items.rules import LotPolicy
from callboard.stock.moves.ledger_rules import Allocation, ReorderTerms, reorder_quantity
from callboard.stock.moves.queries import StockLine, allocations, reservations_of, stock_of
from callboard.stock.purchasing.queries import on_order
from callboard.web.asking import member_of, production_for
from callboard.web.stock.showing import amount, file_of, page_of, query_without, today_of

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.items.models import Item, SupplierItem
    from callboard.stock.moves.models import Reservation


@dataclass(frozen=True)
class NeedRow:
    """A reservation and what it gets."""

    need: Reservation
    given: Allocation


@dataclass(frozen=True)
class ReorderRow:
    """An item at or under its reorder point."""

    item: Item
    line: StockLine
    on_order: int
    position: int
    quantity: int
    supplier: SupplierItem | None


@require_safe
def needs(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every open reservation in the order in which it is served."""
    found, member = production_for(request, production), member_of(request)
    rows = _needs(request, member, found)
    context = {
        "production": found,
        "rows": page_of(request, rows),
        "short_count": sum(bool(row.given.short) for row in rows),
        "asked": {name: request.GET.get(name, "") for name in ("search", "only")},
        "today": today_of(found),
        "query": query_without(request),
    }
    return render(request, "pages/stock_needs.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The reservations as a table."""
    found, member = production_for(request, production), member_of(request)
    headings = [_("Needed on"), _("Priority"), _("For"), _("Code"), _("Name"), _("Unit")]
    headings += [_("Needed"), _("Given"), _("Short")]
    lines: list[list[Value]] = [
        [
            row.need.need_on,
            row.need.priority,
            row.need.label,
            row.need.item.code,
            row.need.item.name,
            row.need.item.unit,
            *(amount(size, row.need.item) for size in (row.need.quantity, row.given.allocated, row.given.short)),
        ]
        for row in _needs(request, member, found)
    ]
    return file_of(suffix, "reservations", headings, lines, sheet=_("Reservations"))


@require_safe
def reorder(request: HttpRequest, production: UUID) -> HttpResponse:
    """What has fallen to its reorder point, by what is here or coming beyond what is promised."""
    found, member = production_for(request, production), member_of(request)
    rows = _reorders(member, found)
    context = {"production": found, "rows": page_of(request, rows), "query": query_without(request)}
    return render(request, "pages/stock_reorder.html", context)


@require_safe
def reorder_table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The same as a table."""
    found, member = production_for(request, production), member_of(request)
    headings = [_("Code"), _("Name"), _("Unit"), _("On hand"), _("On order"), _("Reserved"), _("Position")]
    headings += [_("Reorder point"), _("Order"), _("Supplier")]
    lines: list[list[Value]] = [
        [
            row.item.code,
            row.item.name,
            row.item.unit,
            *(
                amount(size, row.item)
                for size in (
                    row.line.on_hand,
                    row.on_order,
                    row.line.reserved,
                    row.position,
                    row.item.reorder_point,
                    row.quantity,
                )
            ),
            row.supplier.supplier.name if row.supplier else "",
        ]
        for row in _reorders(member, found)
    ]
    return file_of(suffix, "reorder", headings, lines, sheet=_("Reorder"))


def _needs(request: HttpRequest, member: Membership, production: Production) -> list[NeedRow]:
    given = allocations(production, on=today_of(production))
    rows = [NeedRow(row, given[row.pk]) for row in reservations_of(member, production)]
    words = request.GET.get("search", "").casefold().strip()
    if words:
        rows = [row for row in rows if words in f"{row.need.item} {row.need.label}".casefold()]
    return [row for row in rows if row.given.short] if request.GET.get("only") == "short" else rows


def _reorders(member: Membership, production: Production) -> list[ReorderRow]:
    items = items_of(member, production).filter(is_active=True, lot_policy=LotPolicy.REORDER_POINT)
    stock, coming = stock_of(production, on=today_of(production)), on_order(production)
    for work in open_work(production):
        coming[work.order.item_id] = coming.get(work.order.item_id, 0) + work.outstanding
    suppliers, rows = preferred_suppliers(production), []
    for item in items:
        line = stock.get(item.pk, StockLine())
        position = line.on_hand - line.held + coming.get(item.pk, 0) - line.reserved
        supplier = suppliers.get(item.pk)
        terms = ReorderTerms(
            point=item.reorder_point,
            up_to=item.reorder_up_to,
            minimum=max(item.lot_minimum, supplier.minimum if supplier else 0),
            multiple=item.lot_multiple or (supplier.multiple if supplier else 0),
        )
        if quantity := reorder_quantity(position, terms):
            rows.append(ReorderRow(item, line, coming.get(item.pk, 0), position, quantity, supplier))
    return rows
