"""The sentences of a plan in the reader's language: steps as quantities, minor units as money, ISO days as days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from callboard.core.engagements.rules import show_amount
from callboard.stock.items.models import Item
from callboard.stock.items.quantity_rules import shown

QUANTITIES = frozenset({"quantity", "safety"})
"""Parameters that are steps of the item that the sentence is about."""
VALUE = "value"
"""The parameter that is money."""

NEW = "new > "
"""How the planner begins the keys of orders that it proposes."""
STOCK = "stock > "
"""How it begins the key of an item's stock."""


@dataclass(frozen=True)
class PlanReader:
    """Who reads: the plant's currency, and whether they see what things cost."""

    currency: str
    sees_costs: bool


def said(sentence: Mapping[str, Any], reader: PlanReader, item: Item | None = None) -> str:
    """One sentence of the plan. Who may not see costs is told the effect without the amount."""
    text, parameters = sentence["text"], sentence["parameters"]
    if f"%({VALUE})s" in text and not reader.sees_costs:
        return gettext("Less stock is held.")
    return gettext(text) % {name: _shown(name, value, reader, item) for name, value in parameters.items()}


def day_said(written: str) -> str:
    """An ISO day as people say it; anything else as it is."""
    if len(written) != 10 or not written[:4].isdecimal():
        return written
    try:
        return date_format(dt.date.fromisoformat(written), "D j M")
    except ValueError:
        return written


def order_said(key: str) -> str:
    """The plan's own key of a supply as people say it: "new > TUBE > 1" is the first proposal for TUBE."""
    if key.startswith(STOCK):
        return gettext("stock of %(item)s") % {"item": key.removeprefix(STOCK)}
    is_new, _, rest = key.partition(NEW)
    item, _, number = rest.rpartition(" > ")
    if is_new or not item or not number.isdecimal():
        return key
    return gettext("proposal %(number)s for %(item)s") % {"number": number, "item": item}


def _shown(name: str, value: object, reader: PlanReader, item: Item | None) -> object:
    if isinstance(value, str):
        return order_said(day_said(value))
    if name in QUANTITIES and item is not None and isinstance(value, int):
        return f"{shown(value, item.decimals)}\N{NO-BREAK SPACE}{item.unit}"
    if name == VALUE and isinstance(value, int):
        return f"{show_amount(value, reader.currency)}\N{NO-BREAK SPACE}{reader.currency}"
    return value
