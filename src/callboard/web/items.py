"""The catalog: a list with search, filter and export; one item's page; adding, changing and retiring items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import NotFound, StaleEdit
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from callboard.stock.items.actions import change_item, create_item, restore_item, retire_item
from callboard.stock.items.queries import (
    SORTS,
    chargeable_departments,
    found_items,
    item_by_id,
    item_terms,
    items_of,
    own_units,
    with_suppliers,
)
from callboard.stock.items.rules import KIND_DEFAULTS, ItemKind, ItemSearch, ItemTerms, Source, is_supply, kinds_for
from callboard.stock.moves.queries import StockLine, stock_of
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.item_forms import ItemForm
from callboard.web.item_page import item_page
from callboard.web.item_table import item_table
from callboard.web.stale import stale_page
from callboard.web.templatetags.stock import WORDS

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.items.models import Item

app_name = "items"

ITEMS_A_PAGE = 100
KIND_NAMES = frozenset(kind.value for kind in ItemKind)


@dataclass(frozen=True)
class Row:
    """An item of the list and where it stands."""

    item: Item
    stock: StockLine

    @property
    def is_below_safety(self) -> bool:
        """Whether what is free has fallen under the safety stock or the reorder point."""
        floor = max(self.item.safety_stock, self.item.reorder_point)
        return self.item.is_active and bool(floor) and self.stock.free < floor


@require_safe
def catalog(request: HttpRequest, production: UUID) -> HttpResponse:
    """The catalog as asked for, page by page, with what is on hand and free."""
    found, member = production_for(request, production), member_of(request)
    search = _search(request)
    rows = with_suppliers(found_items(member, found, search))
    page = Paginator(rows, ITEMS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": found,
        "page": page,
        "rows": _rows(found, page.object_list),
        "asked": search,
        "kinds": [(kind, WORDS[kind]) for kind in kinds_for(found.kind)],
        "sources": [(source, WORDS[source]) for source in Source],
        "columns": _columns(search.sort),
        "query": _query(request, without={"page"}),
        "filter_query": _query(request, without={"page", "sort"}),
        "is_empty": not page.object_list and not items_of(member, found).exists(),
    }
    return render(request, "pages/items.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The catalog as filtered, all of it, as a table to take away."""
    found, member = production_for(request, production), member_of(request)
    rows = with_suppliers(found_items(member, found, _search(request)))
    headings, lines = item_table(rows, stock_of(found), found.currency, sees_prices=may_see(member, DataClass.PAY))
    if suffix == "csv":
        response = HttpResponse(as_csv(headings, lines), content_type=CSV_TYPE)
    elif suffix == "xlsx":
        response = HttpResponse(as_xlsx(headings, lines, sheet=_("Items")), content_type=XLSX_TYPE)
    else:
        raise NotFound()
    response["Content-Disposition"] = f'attachment; filename="items.{suffix}"'
    return response


@require_safe
def item(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Everything about one item."""
    return item_page(request, production, public_id)


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Ask what kind it is, show the form with that kind's defaults, take it."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_CATALOG, found)
    if request.method == "POST":
        return _create(request, production)
    kind = request.GET.get("kind", "")
    if kind not in KIND_NAMES:
        kinds = [(each, WORDS[each], is_supply(each), KIND_DEFAULTS[each]) for each in kinds_for(found.kind)]
        return render(request, "pages/items_new.html", {"production": found, "kinds": kinds})
    context = {"production": found, "form": _form(member, found, ItemTerms.of_kind(kind, code="", name=""))}
    return render(request, "pages/items_edit.html", context)


@once
def _create(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    kind = request.POST.get("kind", "")
    base = ItemTerms.of_kind(kind if kind in KIND_NAMES else ItemKind.COMPONENT, code="", name="")
    form = _form(member, found, base, request.POST)
    if form.is_valid():
        with form.refusals():
            made = create_item(found, form.terms(), by=member, at=now())
            messages.success(request, _("%(name)s is in the catalog.") % {"name": made})
            return redirect("items:item", production, made.public_id)
    return render(request, "pages/items_edit.html", {"production": found, "form": form}, status=422)


def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, changed terms."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_CATALOG, found)
    row = item_by_id(member, found, public_id)
    if request.method == "POST":
        return _change(request, production, public_id)
    context = {"production": found, "item": row, "form": _form_of(member, found, row)}
    return render(request, "pages/items_edit.html", context)


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row = item_by_id(member, found, public_id)
    form = _form_of(member, found, row, request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_item(row, form.terms(), by=member, at=now(), version=version_in(request))
                messages.success(request, _("%(name)s is changed.") % {"name": row})
                return redirect("items:item", production, public_id)
        except StaleEdit as stale:
            newest = item_by_id(member, found, public_id)
            theirs, back = _form_of(member, found, newest), reverse("items:change", args=[production, public_id])
            return stale_page(
                request, stale, readable_fields(form), readable_fields(theirs), version=newest.version, back=back
            )
    return render(request, "pages/items_edit.html", {"production": found, "item": row, "form": form}, status=422)


@once
def retire(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take an item out of use."""
    row = item_by_id(member_of(request), production_for(request, production), public_id)
    retire_item(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("%(name)s is retired. It is offered nowhere; its history stays.") % {"name": row})
    return redirect("items:item", production, public_id)


@once
def restore(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take a retired item into use again."""
    row = item_by_id(member_of(request), production_for(request, production), public_id)
    restore_item(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("%(name)s is in use again.") % {"name": row})
    return redirect("items:item", production, public_id)


def _form(member: Membership, production: Production, base: ItemTerms, typed: Any = None, **more: Any) -> ItemForm:
    departments = [row.name for row in chargeable_departments(member, production)]
    sees_costs = may_see(member, DataClass.PAY)
    return ItemForm(typed, base=base, production=production, departments=departments, sees_costs=sees_costs, **more)


def _form_of(member: Membership, production: Production, row: Item, typed: Any = None) -> ItemForm:
    return _form(member, production, item_terms(row), typed, own_units=own_units(row))


def _search(request: HttpRequest) -> ItemSearch:
    asked = request.GET
    sort = asked.get("sort", "")
    return ItemSearch(
        words=asked.get("search", "").replace("\0", "").strip(),
        kind=asked.get("kind", ""),
        source=asked.get("source", ""),
        active=asked.get("active", "yes"),
        sort=sort if sort in SORTS else "code",
    )


def _rows(production: Production, items: Iterable[Item]) -> list[Row]:
    listed = list(items)
    stock = stock_of(production, [row.pk for row in listed])
    return [Row(row, stock.get(row.pk, StockLine())) for row in listed]


@dataclass(frozen=True)
class Column:
    """A heading that sorts: the label, what its link asks for, and how it sorts now."""

    label: str
    sort: str
    direction: str
    is_detail: bool
    """Left out where the screen is narrow: stock comes first there."""


def _columns(sort: str) -> list[Column]:
    labels = {"code": _("Code"), "name": _("Name"), "kind": _("Kind"), "source": _("Source"), "lead": _("Lead time")}
    directions = {key: {key: "ascending", f"-{key}": "descending"}.get(sort, "") for key in labels}
    return [
        Column(
            label, f"-{key}" if directions[key] == "ascending" else key, directions[key], key not in {"code", "name"}
        )
        for key, label in labels.items()
    ]


def _query(request: HttpRequest, *, without: set[str]) -> str:
    return urlencode([(name, value) for name, value in request.GET.items() if name not in without and value])


urlpatterns = [
    path("", catalog, name="list"),
    path("table.<str:suffix>", table, name="table"),
    path("new/", new, name="new"),
    path("<uuid:public_id>/", item, name="item"),
    path("<uuid:public_id>/change/", change, name="change"),
    path("<uuid:public_id>/retire/", retire, name="retire"),
    path("<uuid:public_id>/restore/", restore, name="restore"),
    path("<uuid:public_id>/", include("callboard.web.item_parts")),
]
