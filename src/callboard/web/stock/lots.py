"""Lots: which there are, where one went and what is in it, hold and release; and what waits in quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import NotFound, Refused
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.items.quantity_rules import read_quantity
from callboard.stock.items.queries import item_by_id, items_of, own_units
from callboard.stock.moves.actions import StockTerms, hold_lot, release_from_quarantine, release_lot
from callboard.stock.moves.queries import (
    balances,
    found_lots,
    lot_by_id,
    lots_of_all,
    our_stores,
    store_by_id,
    stores_of,
)
from callboard.stock.moves.rules import StoreKind
from callboard.stock.moves.tracing import genealogy
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.refusals import refusal_text
from callboard.web.stock.forms import ReasonForm
from callboard.web.stock.showing import page_of, query_without, today_of

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.items.models import Item, Lot
    from callboard.stock.moves.models import Store


@dataclass(frozen=True)
class LotRow:
    """A lot and how much of it is on hand."""

    lot: Lot
    on_hand: int


@dataclass(frozen=True)
class Waiting:
    """So much of an item, and lot, that waits for inspection."""

    item: Item
    lot: Lot | None
    store: Store
    quantity: int


@require_safe
def all_lots(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every lot, held ones first."""
    found, member = production_for(request, production), member_of(request)
    day = today_of(found)
    asked = {name: request.GET.get(name, "").strip() for name in ("search", "only")}
    lots = found_lots(member, found, words=asked["search"], only=asked["only"], on=day)
    page = page_of(request, lots)
    there: dict[int, int] = {}
    for (_item, lot_id, _store), quantity in balances(found, {lot.item_id for lot in page}).items():
        if lot_id is not None:
            there[lot_id] = there.get(lot_id, 0) + quantity
    context = {
        "production": found,
        "page": page,
        "rows": [LotRow(lot, there.get(lot.pk, 0)) for lot in page],
        "today": day,
        "asked": asked,
        "query": query_without(request),
    }
    return render(request, "pages/stock_lots.html", context)


@require_safe
def lot(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One lot, both ways, and what a recall would have to find."""
    found, member = production_for(request, production), member_of(request)
    return _page(request, found, lot_by_id(member, found, public_id), ReasonForm())


@once
def hold(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Put the lot on hold."""
    found, member = production_for(request, production), member_of(request)
    row, form = lot_by_id(member, found, public_id), ReasonForm(request.POST)
    check_may(member, Permission.RECONCILE, found)
    if form.is_valid():
        with form.refusals():
            hold_lot(row, reason=form.cleaned_data["reason"], by=member, at=now(), version=version_in(request))
            messages.success(request, _("Lot %(lot)s is on hold.") % {"lot": row.code})
            return redirect("stock:lot", production, public_id)
    return _page(request, found, row, form, status=422)


@once
def release(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Let the lot be used again."""
    found, member = production_for(request, production), member_of(request)
    row, form = lot_by_id(member, found, public_id), ReasonForm(request.POST)
    check_may(member, Permission.RECONCILE, found)
    if form.is_valid():
        with form.refusals():
            release_lot(row, reason=form.cleaned_data["reason"], by=member, at=now(), version=version_in(request))
            messages.success(request, _("Lot %(lot)s may be used again.") % {"lot": row.code})
            return redirect("stock:lot", production, public_id)
    return _page(request, found, row, form, status=422)


@require_safe
def quarantine(request: HttpRequest, production: UUID) -> HttpResponse:
    """What waits for inspection."""
    found, member = production_for(request, production), member_of(request)
    return _quarantine_page(request, found, member)


@once
def release_quarantine(request: HttpRequest, production: UUID) -> HttpResponse:
    """Release some of one line into a place where it may be used."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.RECONCILE, found)
    item = item_by_id(member, found, _key(request, "item"))
    row = lot_by_id(member, found, _key(request, "lot")) if request.POST.get("lot") else None
    source, target = (store_by_id(member, found, _key(request, name)) for name in ("from", "to"))
    try:
        quantity = read_quantity(request.POST.get("quantity", ""), item.decimals, item.unit, own_units(item))
        terms = StockTerms(item, quantity, lot=row)
        release_from_quarantine(found, terms, source, target, by=member, at=now())
    except Refused as refusal:
        return _quarantine_page(request, found, member, refusal=refusal_text(refusal), status=422)
    messages.success(request, _("%(item)s is released to %(place)s.") % {"item": item.code, "place": target.code})
    return redirect("stock:quarantine", production)


def _page(
    request: HttpRequest, production: Production, row: Lot, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    traced = genealogy(row)
    context = {
        "production": production,
        "lot": row,
        "traced": traced,
        "inferred_count": len(traced.recall) - traced.certain_count,
        "today": today_of(production),
        "form": form,
    }
    return render(request, "pages/stock_lot.html", context, status=status)


def _quarantine_page(
    request: HttpRequest, production: Production, member: Membership, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    cages = {store.pk: store for store in stores_of(production) if store.kind == StoreKind.QUARANTINE}
    waiting = {key: quantity for key, quantity in balances(production).items() if key[2] in cages}
    items = {item.pk: item for item in items_of(member, production).filter(pk__in={key[0] for key in waiting})}
    lots = {row.pk: row for row in lots_of_all(member, production).filter(pk__in={key[1] for key in waiting if key[1]})}
    rows = [
        Waiting(items[item], lots.get(lot_id) if lot_id else None, cages[store], quantity)
        for (item, lot_id, store), quantity in waiting.items()
    ]
    context = {
        "production": production,
        "rows": sorted(rows, key=lambda row: (row.item.code, row.lot.code if row.lot else "", row.store.code)),
        "targets": our_stores(production).exclude(kind=StoreKind.QUARANTINE),
        "refusal": refusal,
    }
    return render(request, "pages/stock_quarantine.html", context, status=status)


def _key(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotFound() from None
