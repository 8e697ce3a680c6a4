"""The list of work orders, and what can be built now; both to search, filter and take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from callboard.core.engagements.queries import departments_of
from callboard.core.errors import NotFound
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.manufacturing.work_orders.queries import (
    SORTS,
    ClearLine,
    WorkFilter,
    clear_to_build,
    made_so_far,
    work_orders_of,
)
from callboard.manufacturing.work_orders.rules import OPEN, WorkState
from callboard.stock.items.quantity_rules import shown
from callboard.web.asking import member_of, now, production_for
from callboard.web.templatetags.work import STATES

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.manufacturing.work_orders.models import WorkOrder

ORDERS_A_PAGE = 100
SORT_WORDS = {
    "due": gettext_lazy("Due"),
    "start": gettext_lazy("Start"),
    "number": gettext_lazy("Number"),
    "item": gettext_lazy("Item"),
    "priority": gettext_lazy("Priority"),
}


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    order: WorkOrder
    good: int
    clear: ClearLine | None
    is_late: bool

    @property
    def percent(self) -> int:
        """How much of the quantity is in stock."""
        return min(100, 100 * max(self.good, 0) // self.order.quantity)


def today_in(production: Production) -> dt.date:
    """The date in the plant."""
    return now().astimezone(ZoneInfo(production.zone)).date()


@require_safe
def work_orders(request: HttpRequest, production: UUID) -> HttpResponse:
    """The orders as asked for, page by page."""
    found, member = production_for(request, production), member_of(request)
    asked, is_clear = _asked(request, found)
    orders: Any = work_orders_of(member, found, asked)
    clear = {line.order.pk: line for line in clear_to_build(found)}
    if is_clear:
        orders = [order for order in orders if order.pk in clear and clear[order.pk].is_clear]
    page = Paginator(orders, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": found,
        "page": page,
        "rows": _rows(found, page.object_list, clear),
        "asked": asked,
        "only_clear": is_clear,
        "states": [("open", _("Open")), ("", _("All")), *((state, word) for state, (word, _class) in STATES.items())],
        "departments": departments_of(member, found),
        "sorts": SORT_WORDS.items(),
        "query": urlencode({name: value for name, value in request.GET.items() if name != "page"}),
        "is_empty": not page.object_list and not work_orders_of(member, found).exists(),
    }
    return render(request, "pages/work_orders.html", context)


def _asked(request: HttpRequest, production: Production) -> tuple[WorkFilter, bool]:
    department = request.GET.get("department", "")
    try:
        place = UUID(department) if department else None
    except ValueError:
        place = None  # not an id of ours: filters nothing
    asked = WorkFilter(
        search=request.GET.get("search", "").replace("\0", "")[:80],
        state=request.GET.get("state", "open"),
        department=place,
        is_late=bool(request.GET.get("late")),
        today=today_in(production),
        sort=request.GET.get("sort", "due") if request.GET.get("sort", "due") in SORTS else "due",
    )
    known = {"", "open", *(state.value for state in WorkState)}
    return (asked if asked.state in known else WorkFilter()), bool(request.GET.get("clear"))


def _rows(production: Production, orders: Iterable[WorkOrder], clear: dict[int, ClearLine]) -> list[Row]:
    shown_orders = list(orders)
    good, today = made_so_far(shown_orders), today_in(production)
    return [
        Row(order, good[order.pk], clear.get(order.pk), order.due_on < today and order.state in OPEN)
        for order in shown_orders
    ]


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The list as filtered, all of it, as a table."""
    found, member = production_for(request, production), member_of(request)
    asked, is_clear = _asked(request, found)
    clear = {line.order.pk: line for line in clear_to_build(found)}
    rows = _rows(found, work_orders_of(member, found, asked), clear)
    headings = [
        _("Number"),
        _("Item"),
        _("Name"),
        _("Quantity"),
        _("Good"),
        _("Unit"),
        _("State"),
        _("Start"),
        _("Due"),
        _("Priority"),
        _("Clear to build"),
        _("Short"),
    ]
    lines: list[list[Value]] = [
        _line(row) for row in rows if not is_clear or (row.clear is not None and row.clear.is_clear)
    ]
    return as_table(headings, lines, suffix, name="work-orders", sheet=_("Work orders"))


def _line(row: Row) -> list[Value]:
    order, item = row.order, row.order.item
    short = (
        ", ".join(f"{one.item.code} {shown(one.short, one.item.decimals)}" for one in row.clear.shorts)
        if row.clear
        else ""
    )
    return [
        order.number,
        item.code,
        item.name,
        Decimal(shown(order.quantity, item.decimals)),
        Decimal(shown(row.good, item.decimals)),
        item.unit,
        str(STATES[order.state][0]),
        order.start_on,
        order.due_on,
        order.priority,
        row.clear.is_clear if row.clear else None,
        short,
    ]


@require_safe
def clear(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every open order: clear, or what is short and until when."""
    found, member = production_for(request, production), member_of(request)
    known = set(work_orders_of(member, found).values_list("pk", flat=True))
    lines = [line for line in clear_to_build(found) if line.order.pk in known]
    show = request.GET.get("show", "")
    kept = [line for line in lines if not show or line.is_clear is (show == "clear")]
    context = {
        "production": found,
        "lines": kept,
        "show": show,
        "clear_count": sum(line.is_clear for line in lines),
        "short_count": sum(not line.is_clear for line in lines),
        "today": today_in(found),
    }
    return render(request, "pages/work_orders_clear.html", context)


@require_safe
def clear_table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """One row for each component that is short, and one for each order that is clear."""
    found, member = production_for(request, production), member_of(request)
    known = set(work_orders_of(member, found).values_list("pk", flat=True))
    headings = [_("Number"), _("Item"), _("Start"), _("Builds now"), _("Short"), _("Quantity"), _("Unit"), _("Until")]
    lines: list[list[Value]] = []
    for line in clear_to_build(found):
        order = line.order
        if order.pk not in known:
            continue
        head: list[Value] = [
            order.number,
            order.item.code,
            order.start_on,
            Decimal(shown(line.builds, order.item.decimals)),
        ]
        lines += [
            [*head, one.item.code, Decimal(shown(one.short, one.item.decimals)), one.item.unit, one.until]
            for one in line.shorts
        ] or [[*head, "", None, "", None]]
    return as_table(headings, lines, suffix, name="clear-to-build", sheet=_("Clear to build"))


def as_table(
    headings: Sequence[str], lines: Sequence[Sequence[Value]], suffix: str, *, name: str, sheet: str
) -> HttpResponse:
    """A table to take away, as CSV or XLSX. Raises NotFound for anything else."""
    if suffix == "csv":
        response = HttpResponse(as_csv(headings, lines), content_type=CSV_TYPE)
    elif suffix == "xlsx":
        response = HttpResponse(as_xlsx(headings, lines, sheet=sheet), content_type=XLSX_TYPE)
    else:
        raise NotFound()
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
