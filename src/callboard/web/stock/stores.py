"""Places of the ledger: opened, changed, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.moves.actions import change_store, open_store
from callboard.stock.moves.queries import balances, store_by_id, stores_of
from callboard.stock.moves.rules import ON_HAND
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.stale import stale_page
from callboard.web.stock.forms import StoreForm

if TYPE_CHECKING:
    from callboard.stock.moves.models import Store


@require_safe
def all_stores(request: HttpRequest, production: UUID) -> HttpResponse:
    """Places of ours, and the world around them."""
    found = production_for(request, production)
    held: dict[int, set[int]] = {}
    for item, _lot, store in balances(found):
        held.setdefault(store, set()).add(item)
    rows = list(stores_of(found).select_related("department", "vendor"))
    context = {
        "production": found,
        "ours": [(store, len(held.get(store.pk, ()))) for store in rows if store.kind in ON_HAND],
        "world": [store for store in rows if store.kind not in ON_HAND],
    }
    return render(request, "pages/stock_stores.html", context)


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, a new place."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_CATALOG, found)
    if request.method == "POST":
        return _open(request, production)
    return render(request, "pages/stock_store.html", {"production": found, "form": StoreForm(found, member)})


@once
def _open(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    form = StoreForm(found, member, request.POST)
    if form.is_valid():
        with form.refusals():
            store = open_store(found, form.terms(), by=member, at=now())
            messages.success(request, _("Place %(code)s is open.") % {"code": store.code})
            return redirect("stock:stores", production)
    return render(request, "pages/stock_store.html", {"production": found, "form": form}, status=422)


def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, a changed place."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_CATALOG, found)
    store = store_by_id(member, found, public_id)
    if request.method == "POST":
        return _change(request, production, public_id)
    form = StoreForm(found, member, initial=_initial(store))
    return render(request, "pages/stock_store.html", {"production": found, "store": store, "form": form})


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    store, form = store_by_id(member, found, public_id), StoreForm(found, member, request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_store(store, form.terms(), by=member, at=now(), version=version_in(request))
                messages.success(request, _("Place %(code)s is changed.") % {"code": store.code})
                return redirect("stock:stores", production)
        except StaleEdit as stale:
            newest = store_by_id(member, found, public_id)
            theirs = StoreForm(found, member, initial=_initial(newest))
            back = reverse("stock:change_store", args=[production, public_id])
            return stale_page(
                request, stale, readable_fields(form), readable_fields(theirs), version=newest.version, back=back
            )
    return render(request, "pages/stock_store.html", {"production": found, "store": store, "form": form}, status=422)


def _initial(store: Store) -> dict[str, Any]:
    names = ("code", "name", "kind", "count_position", "is_active")
    department = store.department.name if store.department else None
    return {name: getattr(store, name) for name in names} | {"department": department}
