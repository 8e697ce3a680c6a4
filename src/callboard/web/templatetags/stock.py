"""Template words of stock: quantities with their unit, money, and what kinds of items are called."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.rules import show_amount
from callboard.stock.items.quantity_rules import amount_text, shown
from callboard.stock.items.rules import ItemKind, LotPolicy, Source, Tracking
from callboard.stock.moves.rules import StoreKind

if TYPE_CHECKING:
    from callboard.stock.items.models import Item

register = template.Library()

WORDS: dict[str, Any] = {
    ItemKind.RAW: _("Raw material"),
    ItemKind.COMPONENT: _("Component"),
    ItemKind.SUB_ASSEMBLY: _("Sub-assembly"),
    ItemKind.PRODUCT: _("Finished product"),
    ItemKind.SHIPPING_SUPPLY: _("Shipping supply"),
    ItemKind.OFFICE_SUPPLY: _("Office supply"),
    ItemKind.TOOL: _("Tool"),
    ItemKind.SERVICE: _("Service"),
    ItemKind.PROP: _("Prop"),
    ItemKind.WARDROBE: _("Wardrobe"),
    ItemKind.EXPENDABLE: _("Expendable"),
    Source.MAKE: _("Make"),
    Source.BUY: _("Buy"),
    Tracking.NONE: _("Not tracked"),
    Tracking.LOT: _("By lot"),
    Tracking.SERIAL: _("By serial number"),
    LotPolicy.LOT_FOR_LOT: _("Lot for lot"),
    LotPolicy.FIXED: _("Fixed quantity"),
    LotPolicy.PERIOD: _("Period"),
    LotPolicy.SILVER_MEAL: _("Silver–Meal"),
    LotPolicy.WAGNER_WHITIN: _("Wagner–Whitin"),
    LotPolicy.REORDER_POINT: _("Reorder point"),
    StoreKind.STORE: _("Store"),
    StoreKind.LINE: _("At the line"),
    StoreKind.QUARANTINE: _("Quarantine"),
    StoreKind.TRANSIT: _("In transit"),
    StoreKind.DOCK: _("Shipping dock"),
    StoreKind.VENDOR: _("At a vendor"),
    StoreKind.SUPPLIER: _("Suppliers"),
    StoreKind.CLIENT: _("Clients"),
    StoreKind.PROCESS: _("In process"),
    StoreKind.SCRAP: _("Scrap"),
    StoreKind.DEPARTMENT: _("Charged to departments"),
    StoreKind.COUNT: _("Count differences"),
}


@register.filter
def quantity(steps: int | None, item: Item) -> SafeString | str:
    """Steps of an item as people count: 1500 of an item in m with three decimals is "1.5 m", never broken in two."""
    if steps is None:
        return ""
    return format_html("{}\N{NO-BREAK SPACE}{}", shown(steps, item.decimals), item.unit)


@register.filter
def plain_quantity(steps: int | None, item: Item) -> str:
    """The same as a bare number, for fields."""
    return "" if steps is None else shown(steps, item.decimals)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """Minor units as an amount with its currency: 1250 is "12.50 EUR"."""
    return "" if minor is None else f"{show_amount(minor, currency)}\N{NO-BREAK SPACE}{currency}"


@register.filter
def ratio(numerator: int, denominator: int) -> str:
    """An exact factor to be read: 25, 0.5, 1/3."""
    return amount_text(Fraction(numerator, denominator))


@register.filter
def per_million(parts: int) -> str:
    """Parts per million as percent: 975000 is "97.5 %"."""
    return f"{amount_text(Fraction(parts, 10_000))}\N{NO-BREAK SPACE}%"


@register.filter
def stock_word(value: str) -> Any:
    """What a kind, source, tracking or lot policy is called in the reader's language."""
    return WORDS.get(value, value)
