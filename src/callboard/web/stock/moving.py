"""Moving stock by hand: one form for each kind of move, made to be filled again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from callboard.core.errors import NotFound
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.items.quantity_rules import shown
from callboard.stock.items.queries import items_of
from callboard.stock.moves.actions import (
    issue_stock,
    receive_stock,
    return_stock,
    return_to_supplier,
    scrap_stock,
    transfer_stock,
)
from callboard.stock.moves.queries import moves_of, our_stores
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.stock.forms import MOVES, MoveForm
from callboard.web.stock.showing import MOST_IN_LIST
from callboard.web.templatetags.stock import WORDS

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.moves.models import Move

_KEPT = ("from_store", "to_store", "department", "label")
"""What stays typed for the next move of the same kind."""


def move(request: HttpRequest, production: UUID, kind: str) -> HttpResponse:
    """Show the form of a kind of move, or take it."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.MOVE_STOCK, found)
    if kind not in MOVES:
        raise NotFound()
    if request.method == "POST":
        return _take(request, production, kind)
    initial = {name: request.GET[name] for name in (*_KEPT, "item", "lot") if name in request.GET}
    return _page(request, found, member, MoveForm(kind, found, member, initial=initial))


@once
def _take(request: HttpRequest, production: UUID, kind: str) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    form = MoveForm(kind, found, member, request.POST)
    if form.is_valid():
        with form.refusals():
            moved = _ACTIONS[kind](form, member)
            messages.success(request, _said(moved))
            kept = urlencode({name: request.POST[name] for name in _KEPT if request.POST.get(name)})
            return redirect(f"{reverse('stock:move', args=[production, kind])}?{kept}")
    return _page(request, found, member, form, status=422)


def _page(
    request: HttpRequest, production: Production, member: Membership, form: MoveForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "production": production,
        "form": form,
        "kind": form.kind,
        "kinds": [(kind, label, kind[0]) for kind, (label, _fields) in MOVES.items()],
        "has_places": our_stores(production).exists(),
        "codes": items_of(member, production).filter(is_active=True).values_list("code", "name")[:MOST_IN_LIST],
        "last": moves_of(member, production)[:8],
    }
    return render(request, "pages/stock_move.html", context, status=status)


def _said(moved: Move) -> str:
    parts = {
        "quantity": f"{shown(moved.quantity, moved.item.decimals)} {moved.item.unit}",
        "item": moved.item.code,
        "from": moved.from_store.code if moved.from_store.is_ours else WORDS[moved.from_store.kind],
        "to": moved.to_store.code if moved.to_store.is_ours else WORDS[moved.to_store.kind],
    }
    return _("%(quantity)s of %(item)s: from %(from)s to %(to)s.") % parts


_ACTIONS: dict[str, Callable[[MoveForm, Membership], Move]] = {
    "receive": lambda form, by: receive_stock(form.production, form.terms(), form.target, by=by, at=now()),
    "issue": lambda form, by: issue_stock(form.production, form.terms(), form.source, form.charged, by=by, at=now()),
    "transfer": lambda form, by: transfer_stock(
        form.production, form.terms(), form.source, form.target, by=by, at=now()
    ),
    "scrap": lambda form, by: scrap_stock(form.production, form.terms(), form.source, by=by, at=now()),
    "return": lambda form, by: return_stock(form.production, form.terms(), form.target, form.charged, by=by, at=now()),
    "supplier-return": lambda form, by: return_to_supplier(form.production, form.terms(), form.source, by=by, at=now()),
}
