"""The catalog as rows for CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from callboard.core.engagements.rules import show_amount
from callboard.formats.tables import Value
from callboard.stock.items.quantity_rules import shown
from callboard.stock.moves.queries import StockLine
from callboard.web.templatetags.stock import WORDS

if TYPE_CHECKING:
    from callboard.stock.items.models import Item, SupplierItem


def item_table(
    items: Iterable[Item], stock: Mapping[int, StockLine], currency: str, *, sees_prices: bool
) -> tuple[list[str], list[list[Value]]]:
    """Headings and rows; quantities in the item's stock unit. Costs and prices only for those who see them."""
    headings = [
        _("Code"),
        _("Name"),
        _("Kind"),
        _("Source"),
        _("Unit"),
        _("On hand"),
        _("Free"),
        _("Lead time (working days)"),
        _("Order size"),
        _("Reorder point"),
        _("Safety stock"),
        _("Charged to"),
        _("Supplier"),
        _("Supplier's code"),
        _("In use"),
    ]
    costs = [_("Standard cost"), _("Price"), _("Price is for"), _("Currency")] if sees_prices else []
    lines: list[list[Value]] = []
    for item in items:
        supplier = next(iter(item.suppliers.all()), None)
        row = _row(item, stock.get(item.pk, StockLine()), supplier)
        lines.append(row + (_costs(item, supplier, currency) if sees_prices else []))
    return headings + costs, lines


def _row(item: Item, stock: StockLine, supplier: SupplierItem | None) -> list[Value]:
    def counted(steps: int) -> Decimal:
        return Decimal(shown(steps, item.decimals))

    return [
        item.code,
        item.name,
        str(WORDS[item.kind]),
        str(WORDS[item.source]),
        item.unit,
        counted(stock.on_hand),
        counted(stock.free),
        item.lead_days,
        str(WORDS[item.lot_policy]),
        counted(item.reorder_point),
        counted(item.safety_stock),
        item.charged_to.name if item.charged_to else "",
        supplier.supplier.name if supplier else "",
        supplier.supplier_code if supplier else "",
        item.is_active,
    ]


def _costs(item: Item, supplier: SupplierItem | None, currency: str) -> list[Value]:
    cost = Decimal(show_amount(item.standard_cost_minor, currency))
    if supplier is None:
        return [cost, None, None, currency]
    price = Decimal(show_amount(supplier.price_minor, supplier.currency))
    return [cost, price, Decimal(shown(supplier.price_quantity, item.decimals)), supplier.currency]
