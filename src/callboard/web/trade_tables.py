"""Orders, purchases and shipments as tables to take away: headings and rows, a row for each line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from callboard.core.engagements.rules import show_amount
from callboard.stock.items.quantity_rules import shown

if TYPE_CHECKING:
    from callboard.formats.tables import Value
    from callboard.manufacturing.orders.queries import OrderRow
    from callboard.stock.purchasing.queries import PurchaseRow
    from callboard.stock.shipping.models import Shipment

    Table = tuple[list[str], list[list[Value]]]


def order_table(rows: Iterable[OrderRow], *, sees_prices: bool) -> Table:
    """A row for each order line."""
    headings = [_("Number"), _("Client"), _("Client's own number"), _("Line"), _("Item"), _("Name"), _("Unit")]
    headings += [_("Ordered"), _("Shipped"), _("Remaining"), _("Due"), _("Priority"), _("State")]
    headings += [_("Price per unit"), _("Currency")] if sees_prices else []
    return headings, [line for row in rows for line in _order_lines(row, sees_prices)]


def purchase_table(rows: Iterable[PurchaseRow], *, sees_prices: bool) -> Table:
    """A row for each purchase line."""
    headings = [_("Number"), _("Supplier"), _("Supplier's number"), _("State"), _("Line"), _("Item"), _("Name")]
    headings += [_("Unit"), _("Ordered"), _("Received"), _("To come"), _("Due")]
    headings += [_("Price"), _("for"), _("Currency")] if sees_prices else []
    return headings, [line for row in rows for line in _purchase_lines(row, sees_prices)]


def shipment_table(rows: Iterable[Shipment]) -> Table:
    """A row for each packed line, in the time zone that is on."""
    headings = [_("Number"), _("Client"), _("State"), _("Shipped on"), _("Delivered on"), _("Carrier"), _("Tracking")]
    headings += [_("Order line"), _("Item"), _("Lot"), _("Quantity"), _("Unit"), _("Package")]
    return headings, [line for row in rows for line in _shipment_lines(row)]


def _order_lines(row: OrderRow, sees_prices: bool) -> list[list[Value]]:
    made: list[list[Value]] = []
    for each in row.lines:
        line, item = each.line, each.line.item
        amounts = [shown(steps, item.decimals) for steps in (line.quantity, each.shipped, each.remaining)]
        cells: list[Value] = [row.order.number, row.order.client.name, row.order.client_number, line.position]
        cells += [item.code, item.name, item.unit, *amounts, line.due_on, line.priority, str(each.standing)]
        if sees_prices:
            cells += [show_amount(line.price_minor, row.order.currency), row.order.currency]
        made.append(cells)
    return made


def _purchase_lines(row: PurchaseRow, sees_prices: bool) -> list[list[Value]]:
    made: list[list[Value]] = []
    for each in row.lines:
        line, item, order = each.line, each.line.item, row.order
        amounts = [shown(steps, item.decimals) for steps in (line.quantity, each.received, each.outstanding)]
        state = "canceled" if line.canceled_at else order.state
        cells: list[Value] = [order.number, order.supplier.name, order.supplier_number, state, line.position]
        cells += [item.code, item.name, item.unit, *amounts, line.due_on]
        if sees_prices:
            per = shown(line.price_quantity, item.decimals)
            cells += [show_amount(line.price_minor, order.currency), per, order.currency]
        made.append(cells)
    return made


def _shipment_lines(row: Shipment) -> list[list[Value]]:
    head: list[Value] = [row.number, row.client.name, str(row.state)]
    head += [timezone.localdate(moment) if moment else None for moment in (row.shipped_at, row.delivered_at)]
    return [
        [
            *head,
            row.carrier,
            row.tracking,
            line.label,
            line.item.code,
            line.lot.code if line.lot else "",
            shown(line.quantity, line.item.decimals),
            line.item.unit,
            line.package.number if line.package else None,
        ]
        for line in row.lines.all()
    ]
