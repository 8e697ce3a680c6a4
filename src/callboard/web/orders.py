"""Clients' orders: the list, one order with its history of dates and shipments, taking and changing orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.manufacturing.orders.actions import (
    LineChange,
    acknowledge_order,
    add_order_line,
    cancel_order_line,
    change_order,
    change_order_line,
    close_order,
    name_date,
    reopen_order,
)
from callboard.manufacturing.orders.queries import (
    OrderFilter,
    dates_of,
    order_by_id,
    order_line_by_id,
    order_row,
    order_rows,
    orders_of,
    otif,
)
from callboard.manufacturing.orders.rules import OrderDateKind
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.orders_new import HeadForm, new, terms_of
from callboard.web.stale import stale_page
from callboard.web.templatetags.trade import WORDS
from callboard.web.trade_forms import (
    LineRows,
    day_typed,
    line_rows,
    offered_items,
    price_in,
    steps_of,
    table_answer,
    taken,
    today_in,
)
from callboard.web.trade_tables import order_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from callboard.core.organizations.models import Membership
    from callboard.manufacturing.orders.models import ClientOrder, OrderLine

app_name = "orders"

SHOWS = [
    ("open", gettext_lazy("Open")),
    ("late", gettext_lazy("Late")),
    ("part shipped", gettext_lazy("Part shipped")),
    ("shipped", gettext_lazy("Shipped")),
    ("all", gettext_lazy("All")),
]
SORTS = [("due", gettext_lazy("due")), ("number", gettext_lazy("number")), ("client", gettext_lazy("client"))]
NAMED = (OrderDateKind.PROMISED, OrderDateKind.REVISED, OrderDateKind.ACKNOWLEDGED, OrderDateKind.REQUESTED)
ORDERS_A_PAGE = 100


@require_safe
def orders(request: HttpRequest, production: UUID) -> HttpResponse:
    """The orders as asked for, and how promises were kept."""
    found, member = production_for(request, production), member_of(request)
    asked, today = _asked(request), today_in(found)
    page = Paginator(order_rows(member, found, asked, today=today), ORDERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": found,
        "page": page,
        "asked": asked,
        "today": today,
        "shows": SHOWS,
        "sorts": SORTS,
        "kept": otif(member, found, today=today),
        "sees_prices": may_see(member, DataClass.PAY),
        "is_empty": not page.object_list and not orders_of(member, found).exists(),
    }
    return render(request, "pages/orders.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The orders as filtered, line by line, as a table to take away."""
    found, member = production_for(request, production), member_of(request)
    sees_prices = may_see(member, DataClass.PAY)
    rows = order_rows(member, found, _asked(request), today=today_in(found))
    return table_answer("orders", suffix, *order_table(rows, sees_prices=sees_prices))


@require_safe
def order(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One order with everything that was said and sent."""
    return _page(request, production, public_id)


@require_safe
def acknowledgement(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The order acknowledgement, to print."""
    found, member = production_for(request, production), member_of(request)
    row = order_row(order_by_id(member, found, public_id))
    context = {"production": found, "row": row, "at": now(), "sees_prices": may_see(member, DataClass.PAY)}
    return render(request, "pages/orders_acknowledgement.html", context)


def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, what an order says above its lines."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.TAKE_ORDERS, found)
    row = order_by_id(member, found, public_id)
    if request.method == "POST":
        return _change(request, production, public_id)
    return render(request, "pages/orders_change.html", {"production": found, "order": row, "form": _head_of(row)})


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row, form = order_by_id(member, found, public_id), HeadForm(request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_order(row, form.head(), by=member, at=now(), version=version_in(request))
                messages.success(request, _("Order %(number)s is changed.") % {"number": row.number})
                return redirect("orders:order", production, public_id)
        except StaleEdit as stale:
            newest = order_by_id(member, found, public_id)
            back = reverse("orders:order", args=[production, public_id])
            ours, theirs = _said(form), _said(_head_of(newest))
            return stale_page(request, stale, ours, theirs, version=newest.version, back=back)
    return render(request, "pages/orders_change.html", {"production": found, "order": row, "form": form}, status=422)


@once
def acknowledge(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Bind ourselves to the dates that the lines have now."""

    def do(member: Membership, row: ClientOrder) -> str:
        acknowledge_order(row, by=member, at=now())
        return _("The dates of %(number)s are acknowledged. Print or send the acknowledgement.") % {
            "number": row.number
        }

    return _on_order(request, production, public_id, do)


@once
def close(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Close an order on which nothing is owed."""

    def do(member: Membership, row: ClientOrder) -> str:
        close_order(row, by=member, at=now(), version=version_in(request))
        return _("Order %(number)s is closed.") % {"number": row.number}

    return _on_order(request, production, public_id, do)


@once
def reopen(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Owe again what came back."""

    def do(member: Membership, row: ClientOrder) -> str:
        reopen_order(row, by=member, at=now(), version=version_in(request))
        return _("Order %(number)s is open again.") % {"number": row.number}

    return _on_order(request, production, public_id, do)


@once
def add_line(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Add lines to an order."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.TAKE_ORDERS, found)
    row = order_by_id(member, found, public_id)
    lines = line_rows(found, sees_prices=may_see(member, DataClass.PAY), has_priority=True, data=request.POST)
    if not lines.is_valid():
        return _page(request, production, public_id, lines=lines, status=422)

    def do() -> str:
        for terms in terms_of(lines):
            add_order_line(row, terms, by=member, at=now())
        return _("The lines are added.")

    return taken(request, do, back=_address(row), again=lambda: _page(request, production, public_id, lines=lines))


@once
def change_line(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Change quantity, price or priority of a line."""

    def do(member: Membership, row: OrderLine) -> str:
        priority = request.POST.get("priority", "")
        change_order_line(
            row,
            LineChange(
                quantity=steps_of(request.POST.get("quantity", ""), row.item),
                price_minor=price_in(request, row.order.production, otherwise=row.price_minor),
                priority=int(priority) if priority.isascii() and priority.isdecimal() else 0,
            ),
            by=member,
            at=now(),
            version=version_in(request),
        )
        return _("Line %(position)s is changed.") % {"position": row.position}

    return _on_line(request, production, public_id, line, do)


@once
def date_line(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Name a date for a line."""

    def do(member: Membership, row: OrderLine) -> str:
        kind = next((each for each in NAMED if each == request.POST.get("kind")), OrderDateKind.REVISED)
        on = day_typed(request.POST.get("on", ""))
        name_date(row, kind, on, request.POST.get("reason", ""), by=member, at=now())
        return _("The date of line %(position)s is named.") % {"position": row.position}

    return _on_line(request, production, public_id, line, do)


@once
def cancel_line(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Cancel what is left of a line."""

    def do(member: Membership, row: OrderLine) -> str:
        reason = request.POST.get("reason", "")
        cancel_order_line(row, reason, by=member, at=now(), version=version_in(request))
        return _("What was left of line %(position)s is canceled.") % {"position": row.position}

    return _on_line(request, production, public_id, line, do)


def _on_order(
    request: HttpRequest, production: UUID, public_id: UUID, do: Callable[[Membership, ClientOrder], str]
) -> HttpResponse:
    member = member_of(request)
    row = order_by_id(member, production_for(request, production), public_id)
    again = lambda: _page(request, production, public_id)  # noqa: E731 - the same page, said once
    return taken(request, lambda: do(member, row), back=_address(row), again=again)


def _on_line(
    request: HttpRequest, production: UUID, public_id: UUID, line: UUID, do: Callable[[Membership, OrderLine], str]
) -> HttpResponse:
    member, found = member_of(request), production_for(request, production)
    order_by_id(member, found, public_id)
    row = order_line_by_id(member, found, line)
    again = lambda: _page(request, production, public_id)  # noqa: E731 - the same page, said once
    return taken(request, lambda: do(member, row), back=_address(row.order), again=again)


def _page(
    request: HttpRequest, production: UUID, public_id: UUID, *, lines: LineRows | None = None, status: int = 200
) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row = order_row(order_by_id(member, found, public_id))
    sees_prices = may_see(member, DataClass.PAY)
    context: dict[str, Any] = {
        "production": found,
        "row": row,
        "order": row.order,
        "today": today_in(found),
        "dates": dates_of(each.line for each in row.lines),
        "kinds": [(kind, WORDS[kind]) for kind in NAMED],
        "priorities": range(1, 10),
        "sees_prices": sees_prices,
        "sees_contact": may_see(member, DataClass.CONTACT),
        "lines": lines or line_rows(found, sees_prices=sees_prices, has_priority=True),
        "is_adding": lines is not None,
        "items": offered_items(member, found),
    }
    return render(request, "pages/orders_order.html", context, status=status)


def _head_of(row: ClientOrder) -> HeadForm:
    return HeadForm(initial={name: getattr(row, name) for name in HeadForm.base_fields})


def _said(form: HeadForm) -> dict[str, object]:
    return {str(field.label): str(field.value() or "") for field in form}


def _asked(request: HttpRequest) -> OrderFilter:
    show, sort = request.GET.get("show", "open"), request.GET.get("sort", "due")
    return OrderFilter(show=show, search=request.GET.get("search", ""), sort=sort)


def _address(row: ClientOrder) -> str:
    return reverse("orders:order", args=[row.production.public_id, row.public_id])


urlpatterns = [
    path("", orders, name="list"),
    path("orders.<str:suffix>", table, name="table"),
    path("new/", new, name="new"),
    path("<uuid:public_id>/", order, name="order"),
    path("<uuid:public_id>/change/", change, name="change"),
    path("<uuid:public_id>/acknowledgement/", acknowledgement, name="acknowledgement"),
    path("<uuid:public_id>/acknowledge/", acknowledge, name="acknowledge"),
    path("<uuid:public_id>/close/", close, name="close"),
    path("<uuid:public_id>/reopen/", reopen, name="reopen"),
    path("<uuid:public_id>/lines/", add_line, name="add_line"),
    path("<uuid:public_id>/lines/<uuid:line>/", change_line, name="change_line"),
    path("<uuid:public_id>/lines/<uuid:line>/date/", date_line, name="date_line"),
    path("<uuid:public_id>/lines/<uuid:line>/cancel/", cancel_line, name="cancel_line"),
]
