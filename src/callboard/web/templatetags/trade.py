"""Template words of orders, purchases and shipments: states, kinds of dates, and how a date stands to today."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.rules import show_amount
from callboard.manufacturing.orders.rules import OrderDateKind, Standing
from callboard.stock.items.quantity_rules import shown
from callboard.stock.purchasing.rules import PurchaseDateKind, PurchaseState, Receiving
from callboard.stock.shipping.rules import ShipmentState

register = template.Library()

WORDS: dict[str, Any] = {
    Standing.OPEN: _("Open"),
    Standing.PART_SHIPPED: _("Part shipped"),
    Standing.SHIPPED: _("Shipped"),
    Standing.CANCELED: _("Canceled"),
    OrderDateKind.REQUESTED: _("Requested"),
    OrderDateKind.PROMISED: _("Promised"),
    OrderDateKind.ACKNOWLEDGED: _("Acknowledged"),
    OrderDateKind.REVISED: _("Revised"),
    PurchaseState.DRAFT: _("Draft"),
    PurchaseState.SENT: _("Sent"),
    PurchaseState.CONFIRMED: _("Confirmed"),
    PurchaseState.CLOSED: _("Closed"),
    PurchaseDateKind.ASKED: _("Asked"),
    PurchaseDateKind.SLIPPED: _("Slipped"),
    Receiving.NOTHING: _("Nothing received"),
    Receiving.PART: _("Part received"),
    Receiving.ALL: _("Received"),
    ShipmentState.PACKING: _("Packing"),
    ShipmentState.DELIVERED: _("Delivered"),
}
_CLASSES: dict[str, str] = {
    Standing.PART_SHIPPED: "state-wait",
    Standing.SHIPPED: "state-ok",
    PurchaseState.SENT: "state-wait",
    PurchaseState.CONFIRMED: "state-ok",
    OrderDateKind.REVISED: "state-warn",
    PurchaseDateKind.SLIPPED: "state-warn",
    Receiving.PART: "state-wait",
    Receiving.ALL: "state-ok",
    ShipmentState.PACKING: "state-wait",
    ShipmentState.DELIVERED: "state-ok",
}


@register.filter
def trade_word(value: str) -> Any:
    """What a state or a kind of date is called in the reader's language."""
    return WORDS.get(value, value)


@register.filter
def trade_class(value: str) -> str:
    """The class of a state's mark; the word says it too."""
    return _CLASSES.get(value, "")


@register.filter
def late_on(row: Any, today: Any) -> bool:
    """Whether an order, a purchase or a line of one is late on that day."""
    return bool(row.is_late(today))


@register.filter
def of(mapping: dict[Any, Any], key: Any) -> Any:
    """What a mapping holds for a key; nothing when it holds nothing."""
    return mapping.get(key, ())


@register.filter
def amount(minor: int, currency: str) -> str:
    """Minor units as a bare number, for fields."""
    return show_amount(minor, currency)


@register.filter
def kilograms(grams: int) -> str:
    """Grams as kilograms: 12400 is "12.4"."""
    return shown(grams, 3)
