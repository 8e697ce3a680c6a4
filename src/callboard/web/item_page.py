"""One item's page: terms, units with a converter, suppliers, lots, stock by place, where used, files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.errors import Refused
from callboard.core.organizations.permissions import may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.manufacturing.products.queries import where_used
from callboard.stock.items.quantity_rules import QuantityTooFine, amount_text, read_measure, to_steps
from callboard.stock.items.queries import files_of, item_by_id, lots_of, own_units, supplier_items, suppliers_of
from callboard.stock.items.rules import Tracking, is_supply
from callboard.stock.items.unit_rules import equivalents
from callboard.stock.moves.queries import StockLine, balances, stock_of, stores_of
from callboard.web.asking import member_of, now, production_for
from callboard.web.item_forms import FileForm, LotForm, SupplierForm, UnitForm
from callboard.web.refusals import refusal_text

if TYPE_CHECKING:
    from django import forms

    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.items.models import Item

_SHORTEST_DECIMALS = 6


@dataclass(frozen=True)
class Converted:
    """What somebody typed into the converter, the same amount in every unit, or why that cannot be."""

    written: str = ""
    amounts: list[tuple[str, str]] = field(default_factory=list)
    """A sign, = or ≈, and the amount that stands behind it."""
    remark: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Shelf:
    """So much of the item in one place, of one lot."""

    place: str
    kind: str
    lot: str
    quantity: int


def item_page(
    request: HttpRequest, production: UUID, public_id: UUID, *, open_form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The page, with a refused form open where it stands."""
    found, member = production_for(request, production), member_of(request)
    item = item_by_id(member, found, public_id)
    own = own_units(item)
    context = {
        "production": found,
        "item": item,
        "is_supply": is_supply(item.kind),
        "is_tracked": item.tracking != Tracking.NONE,
        "sees_prices": may_see(member, DataClass.PAY),
        "stock": stock_of(found, [item.pk]).get(item.pk, StockLine()),
        "shelves": _shelves(found, item),
        "units": item.units.order_by("unit"),
        "converted": converted(request.GET.get("amount", ""), item, own),
        "suppliers": supplier_items(item),
        "lots": lots_of(item),
        "uses": where_used(item) if found.kind == "plant" else [],
        "files": files_of(item),
        "today": now().date(),
        **_forms(member, found, item, own, open_form),
    }
    return render(request, "pages/item.html", context, status=status)


def converted(written: str, item: Item, own: Mapping[str, Fraction]) -> Converted:
    """The converter's answer. An amount that the item cannot be counted in exactly says so."""
    if not written.strip():
        return Converted()
    try:
        amount, unit = read_measure(written, item.unit, own)
        found = equivalents(amount, unit, item.unit, own)
    except Refused as refusal:
        return Converted(written, fault=refusal_text(refusal))
    amounts = [_amount(value, code) for code, value in found if code != unit]
    first = ("", f"{amount_text(amount)}\N{NO-BREAK SPACE}{unit}")
    try:
        to_steps(found[0][1], item.decimals)
    except QuantityTooFine as refusal:
        return Converted(written, [first, *amounts], remark=refusal_text(refusal))
    return Converted(written, [first, *amounts])


def _amount(value: Fraction, code: str) -> tuple[str, str]:
    """Exactly where six decimals are enough, else rounded and marked as such."""
    rounded = round(value, _SHORTEST_DECIMALS)
    return "=" if rounded == value else "≈", f"{amount_text(rounded)}\N{NO-BREAK SPACE}{code}"


def _shelves(production: Production, item: Item) -> list[Shelf]:
    stores = {store.pk: store for store in stores_of(production)}
    lots = dict(item.lots.values_list("pk", "code"))
    found = [
        Shelf(str(stores[store]), stores[store].kind, lots.get(lot, "") if lot else "", quantity)
        for (_, lot, store), quantity in balances(production, [item.pk]).items()
    ]
    return sorted(found, key=lambda shelf: (shelf.place, shelf.lot))


def _forms(
    member: Membership, production: Production, item: Item, own: Mapping[str, Fraction], open_form: forms.Form | None
) -> dict[str, Any]:
    """The forms of the page for those who may use them; a refused one in place of its empty twin."""
    made: dict[str, Any] = {"open_form": type(open_form).__name__ if open_form else ""}
    if may(member, Permission.CHANGE_CATALOG):
        sees_prices = may_see(member, DataClass.PAY)
        made |= {
            "unit_form": UnitForm(item=item, prefix="unit"),
            "supplier_form": SupplierForm(item=item, own_units=own, sees_prices=sees_prices, prefix="supplier"),
            "file_form": FileForm(prefix="file"),
            "known_suppliers": suppliers_of(member, production),
        }
    if may(member, Permission.MOVE_STOCK):
        made["lot_form"] = LotForm(prefix="lot")
    if open_form is not None:
        made[_NAMES[type(open_form)]] = open_form
    return made


_NAMES: dict[type, str] = {
    UnitForm: "unit_form",
    SupplierForm: "supplier_form",
    LotForm: "lot_form",
    FileForm: "file_form",
}
