"""Stock on hand: by item, or shelf by shelf, as filtered, on a page and as a table."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from callboard.core.engagements.rules import show_amount
from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.formats.tables import Value
from callboard.stock.items.queries import found_items
from callboard.stock.items.rules import ItemSearch, kinds_for
from callboard.stock.moves.ledger_rules import Cost, is_expired
from callboard.stock.moves.queries import StockLine, balances, lots_of_all, stock_of, stores_of
from callboard.stock.moves.rules import AVAILABLE, ON_HAND, StoreKind
from callboard.web.asking import member_of, production_for
from callboard.web.stock.showing import amount, file_of, page_of, query_without, today_of
from callboard.web.templatetags.stock import WORDS

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.items.models import Item, Lot
    from callboard.stock.moves.models import Store

ONLY = {
    "": gettext_lazy("everything"),
    "free": gettext_lazy("free"),
    "short": gettext_lazy("promised beyond what is there"),
    "quarantine": gettext_lazy("in quarantine"),
    "held": gettext_lazy("held or expired"),
    "negative": gettext_lazy("below zero"),
}


@dataclass(frozen=True)
class ItemRow:
    """An item and where it stands."""

    item: Item
    line: StockLine

    @property
    def average_minor(self) -> int | None:
        """The moving average of one whole unit; None of nothing."""
        if not self.line.on_hand:
            return None
        return Cost(self.line.value_minor, self.line.on_hand).of(10**self.item.decimals)


@dataclass(frozen=True)
class ShelfRow:
    """So much of an item, and lot, in one place."""

    item: Item
    store: Store
    lot: Lot | None
    quantity: int
    is_expired: bool


@require_safe
def on_hand(request: HttpRequest, production: UUID) -> HttpResponse:
    """What there is, by item or by place."""
    found, member = production_for(request, production), member_of(request)
    view = "places" if request.GET.get("view") == "places" else "items"
    rows = _shelves(request, member, found) if view == "places" else _items(request, member, found)
    sees_value = may_see(member, DataClass.PAY)
    context: dict[str, Any] = {
        "production": found,
        "view": view,
        "rows": page_of(request, rows),
        "sees_value": sees_value,
        "total_minor": sum(row.line.value_minor for row in rows if isinstance(row, ItemRow)) if sees_value else None,
        "asked": {name: request.GET.get(name, "") for name in ("search", "kind", "place", "only")},
        "kinds": [(kind, WORDS[kind]) for kind in kinds_for(found.kind)],
        "places": [store for store in stores_of(found) if _is_shown(store)],
        "only": ONLY.items(),
        "query": query_without(request),
        "view_query": query_without(request, "view"),
    }
    return render(request, "pages/stock.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The same as a table, all of it."""
    found, member = production_for(request, production), member_of(request)
    if request.GET.get("view") == "places":
        headings, lines = _shelf_table(_shelves(request, member, found))
    else:
        headings, lines = _item_table(
            _items(request, member, found), found.currency, sees_value=may_see(member, DataClass.PAY)
        )
    return file_of(suffix, "stock", headings, lines, sheet=_("Stock"))


def _items(request: HttpRequest, member: Membership, production: Production) -> list[ItemRow]:
    stock = stock_of(production, on=today_of(production))
    if place := request.GET.get("place", ""):
        there = {store.pk for store in stores_of(production) if str(store.public_id) == place}
        in_place = {item for item, _, store in balances(production) if store in there}
        stock = {pk: line for pk, line in stock.items() if pk in in_place}
    only = request.GET.get("only", "")
    stock = {pk: line for pk, line in stock.items() if _fits(line, only)}
    return [ItemRow(item, stock[item.pk]) for item in _searched(request, member, production, stock)]


def _shelves(request: HttpRequest, member: Membership, production: Production) -> list[ShelfRow]:
    there, day = balances(production), today_of(production)
    items = {item.pk: item for item in _searched(request, member, production, {key[0] for key in there})}
    stores = {store.pk: store for store in stores_of(production)}
    lots = {lot.pk: lot for lot in lots_of_all(member, production)}
    place, only = request.GET.get("place", ""), request.GET.get("only", "")
    rows = []
    for (item, lot_id, store), quantity in there.items():
        lot = lots.get(lot_id) if lot_id else None
        if item in items and place in {"", str(stores[store].public_id)}:
            row = ShelfRow(items[item], stores[store], lot, quantity, is_expired(lot.expires_on if lot else None, day))
            if _shelf_fits(row, only):
                rows.append(row)
    return sorted(
        rows,
        key=lambda row: (
            row.store.count_position,
            row.store.code,
            row.item.code,
            row.lot.code if row.lot else "",
        ),
    )


def _searched(request: HttpRequest, member: Membership, production: Production, among: Container[int]) -> list[Item]:
    asked = ItemSearch(words=request.GET.get("search", ""), kind=request.GET.get("kind", ""), active="all")
    return [item for item in found_items(member, production, asked) if item.pk in among]


def _fits(line: StockLine, only: str) -> bool:
    return {
        "free": line.free > 0,
        "short": line.reserved > line.available,
        "quarantine": line.quarantine != 0,
        "held": line.held != 0,
        "negative": line.on_hand < 0,
    }.get(only, True)


def _shelf_fits(row: ShelfRow, only: str) -> bool:
    is_held = row.is_expired or bool(row.lot and row.lot.held_since)
    return {
        "free": not is_held and row.quantity > 0 and row.store.kind in AVAILABLE,
        "quarantine": row.store.kind == StoreKind.QUARANTINE,
        "held": is_held,
        "negative": row.quantity < 0,
    }.get(only, True)


def _is_shown(store: Store) -> bool:
    return store.kind in ON_HAND


def _item_table(rows: list[ItemRow], currency: str, *, sees_value: bool) -> tuple[list[str], list[list[Value]]]:
    parts = ("on_hand", "available", "reserved", "free", "quarantine", "held", "in_transit", "at_vendor")
    headings = [_("Code"), _("Name"), _("Unit"), _("On hand"), _("Available"), _("Reserved"), _("Free")]
    headings += [_("In quarantine"), _("Held or expired"), _("In transit"), _("At a vendor")]
    headings += [_("Value"), _("Average"), _("Currency")] if sees_value else []
    lines: list[list[Value]] = []
    for row in rows:
        line: list[Value] = [row.item.code, row.item.name, row.item.unit]
        line += [amount(getattr(row.line, part), row.item) for part in parts]
        if sees_value:
            line += [show_amount(row.line.value_minor, currency), show_amount(row.average_minor, currency), currency]
        lines.append(line)
    return headings, lines


def _shelf_table(rows: list[ShelfRow]) -> tuple[list[str], list[list[Value]]]:
    headings = [_("Place"), _("Kind of place"), _("Code"), _("Name"), _("Lot"), _("Expires"), _("Quantity"), _("Unit")]
    lines: list[list[Value]] = [
        [
            row.store.code,
            str(WORDS[row.store.kind]),
            row.item.code,
            row.item.name,
            row.lot.code if row.lot else "",
            row.lot.expires_on if row.lot else None,
            amount(row.quantity, row.item),
            row.item.unit,
        ]
        for row in rows
    ]
    return headings, lines
