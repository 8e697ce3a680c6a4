"""The list of what is made, and a product's page: tree, what is missing, how many now, revisions, where used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import NotFound, Refused
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.manufacturing.products.listing import SORTS, STATES, ProductSearch, codes_like, made_items, product_rows
from callboard.manufacturing.products.queries import bom_by_id, bom_tree, boms_of, can_build, routings_of, where_used
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import item_by_id, own_units
from callboard.web.asking import member_of, now, production_for
from callboard.web.products.forms import RevisionForm
from callboard.web.refusals import refusal_text
from callboard.web.templatetags.stock import WORDS

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.manufacturing.products.models import Bom
    from callboard.stock.items.models import Item

PRODUCTS_A_PAGE = 100


def today_of(production: Production) -> dt.date:
    """The plant's own date."""
    return now().astimezone(ZoneInfo(production.zone)).date()


def as_file(headings: list[str], rows: list[list[Value]], suffix: str, *, name: str) -> HttpResponse:
    """A table to take away. Raises NotFound for a kind of file that there is not."""
    if suffix == "csv":
        response = HttpResponse(as_csv(headings, rows), content_type=CSV_TYPE)
    elif suffix == "xlsx":
        response = HttpResponse(as_xlsx(headings, rows), content_type=XLSX_TYPE)
    else:
        raise NotFound()
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


@require_safe
def products(request: HttpRequest, production: UUID) -> HttpResponse:
    """What is made, by level: bill, routing, lead time."""
    found, member, search = production_for(request, production), member_of(request), _search(request)
    page = Paginator(made_items(member, found, search), PRODUCTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": found,
        "page": page,
        "rows": product_rows(list(page.object_list), today_of(found)),
        "asked": search,
        "columns": _columns(search.sort),
        "states": [
            ("released", _("released")),
            ("draft", _("with a draft")),
            ("missing", _("without a released bill")),
        ],
        "query": _query(request, without={"page"}),
        "filter_query": _query(request, without={"page", "sort"}),
        "is_empty": not page.object_list and not made_items(member, found, ProductSearch()).exists(),
    }
    return render(request, "pages/products.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The list as filtered, all of it."""
    found = production_for(request, production)
    rows = product_rows(list(made_items(member_of(request), found, _search(request))), today_of(found))
    headings = [
        _("Level"),
        _("Code"),
        _("Name"),
        _("Kind"),
        _("Own lead time"),
        _("Whole lead time"),
        _("Bill"),
        _("Routing"),
        _("Drafts"),
    ]
    lines: list[list[Value]] = [
        [
            row.low_level,
            row.item.code,
            row.item.name,
            str(WORDS[row.item.kind]),
            row.item.lead_days,
            row.total_lead_days,
            row.bom.revision if row.bom else "",
            row.routing.revision if row.routing else "",
            row.draft_count,
        ]
        for row in rows
    ]
    return as_file(headings, lines, suffix, name="products")


@require_safe
def codes(request: HttpRequest, production: UUID) -> HttpResponse:
    """Codes that fit what is being typed, for the list beside a field."""
    found = production_for(request, production)
    written = request.GET.get("component", "").replace("\0", "").strip()
    items = codes_like(member_of(request), found, written) if written else []
    return render(request, "parts/products_codes.html", {"items": items})


@require_safe
def product(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Everything about how one item is made."""
    found, member = production_for(request, production), member_of(request)
    item = item_by_id(member, found, public_id)
    asked = _asked_tree(request, item, found)
    tree = bom_tree(member, found, item, asked.quantity, on=asked.on, bom=asked.bom)
    context = {
        "production": found,
        "item": item,
        "asked": asked,
        "tree": tree,
        "unreserved": can_build(found, item, on=asked.on, leave_reserved=True, bom=asked.bom),
        "boms": boms_of(member, found).filter(item=item).order_by("-pk"),
        "routings": routings_of(member, found).filter(item=item).order_by("-pk"),
        "uses": where_used(item),
        "level": getattr(item, "level", None),
        "revision_form": RevisionForm(),
    }
    return render(request, "pages/products_product.html", context)


@dataclass(frozen=True)
class _AskedTree:
    """For how many, for orders starting when, by which bill."""

    quantity: int
    written: str
    on: dt.date
    bom: Bom | None
    fault: str = ""


def _asked_tree(request: HttpRequest, item: Item, production: Production) -> _AskedTree:
    one = 10**item.decimals
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = today_of(production)
    bom = None
    if request.GET.get("bom"):
        try:
            bom = bom_by_id(member_of(request), production, UUID(request.GET["bom"]))
        except ValueError:
            raise NotFound() from None
    written = request.GET.get("quantity", "").strip() or shown(one, item.decimals)
    try:
        quantity = read_quantity(written, item.decimals, item.unit, own_units(item))
    except Refused as refusal:
        return _AskedTree(one, written, on, bom, refusal_text(refusal))
    return _AskedTree(quantity or one, written, on, bom)


def _search(request: HttpRequest) -> ProductSearch:
    sort, state = request.GET.get("sort", ""), request.GET.get("state", "")
    return ProductSearch(
        words=request.GET.get("search", "").replace("\0", "").strip(),
        state=state if state in STATES else "",
        sort=sort if sort in SORTS else "level",
    )


def _columns(sort: str) -> list[dict[str, Any]]:
    labels = {"level": _("Level"), "code": _("Code"), "lead": _("Whole lead time")}
    found = []
    for key, label in labels.items():
        direction = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
        found.append({"label": label, "sort": f"-{key}" if direction == "ascending" else key, "direction": direction})
    return found


def _query(request: HttpRequest, *, without: set[str]) -> str:
    return urlencode([(name, value) for name, value in request.GET.items() if name not in without and value])
