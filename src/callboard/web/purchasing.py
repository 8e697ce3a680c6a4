"""Purchase orders: the list, one order from draft to receipt, suppliers and how they keep their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.stock.items.quantity_rules import shown
from callboard.stock.items.rules import Tracking
from callboard.stock.moves.queries import our_stores, store_by_id
from callboard.stock.purchasing.actions import (
    Delivery,
    add_purchase_line,
    cancel_purchase,
    cancel_purchase_line,
    change_purchase_line,
    close_purchase,
    confirm_purchase,
    receive_purchase,
    send_purchase,
    slip_line,
)
from callboard.stock.purchasing.queries import (
    PurchaseFilter,
    dates_of,
    hurt_by,
    purchase_by_id,
    purchase_line_by_id,
    purchase_row,
    purchase_rows,
    purchases_of,
    receipts_of,
    supplier_records,
)
from callboard.stock.purchasing.rules import ON_ORDER, PurchaseState
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.purchasing_new import new, terms_of
from callboard.web.trade_forms import (
    LineRows,
    day_typed,
    id_typed,
    line_rows,
    offered_items,
    price_in,
    steps_of,
    table_answer,
    taken,
    today_in,
)
from callboard.web.trade_tables import purchase_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from callboard.core.organizations.models import Membership
    from callboard.stock.purchasing.models import PurchaseLine, PurchaseOrder

app_name = "purchasing"

SHOWS = [
    ("open", gettext_lazy("On order")),
    ("late", gettext_lazy("Late")),
    ("week", gettext_lazy("Due this week")),
    ("draft", gettext_lazy("Drafts")),
    ("all", gettext_lazy("All")),
]
ORDERS_A_PAGE = 100


@require_safe
def purchases(request: HttpRequest, production: UUID) -> HttpResponse:
    """The purchase orders as asked for."""
    found, member = production_for(request, production), member_of(request)
    asked, today = _asked(request), today_in(found)
    rows = purchase_rows(member, found, asked, today=today)
    page = Paginator(rows, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": found,
        "page": page,
        "asked": asked,
        "today": today,
        "shows": SHOWS,
        "sees_prices": may_see(member, DataClass.PAY),
        "is_empty": not page.object_list and not purchases_of(member, found).exists(),
    }
    return render(request, "pages/purchasing.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The purchase orders as filtered, line by line, as a table to take away."""
    found, member = production_for(request, production), member_of(request)
    sees_prices = may_see(member, DataClass.PAY)
    rows = purchase_rows(member, found, _asked(request), today=today_in(found))
    return table_answer("purchases", suffix, *purchase_table(rows, sees_prices=sees_prices))


@require_safe
def suppliers(request: HttpRequest, production: UUID) -> HttpResponse:
    """How each supplier kept their dates, with what it was counted over."""
    found, member = production_for(request, production), member_of(request)
    context = {"production": found, "records": supplier_records(member, found, today=today_in(found))}
    return render(request, "pages/purchasing_suppliers.html", context)


@require_safe
def purchase(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One purchase order with everything that was said and received."""
    return _page(request, production, public_id)


@require_safe
def paper(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The purchase order, to print and hand over."""
    found, member = production_for(request, production), member_of(request)
    row = purchase_row(purchase_by_id(member, found, public_id))
    context = {"production": found, "row": row, "at": now(), "sees_prices": may_see(member, DataClass.PAY)}
    return render(request, "pages/purchasing_paper.html", context)


@once
def add_line(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Add lines to a draft."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.BUY, found)
    row = purchase_by_id(member, found, public_id)
    lines = line_rows(found, sees_prices=may_see(member, DataClass.PAY), data=request.POST)
    if not lines.is_valid():
        return _page(request, production, public_id, lines=lines, status=422)

    def do() -> str:
        for terms in terms_of(lines):
            add_purchase_line(row, terms, by=member, at=now())
        return _("The lines are added.")

    return taken(request, do, back=_address(row), again=lambda: _page(request, production, public_id, lines=lines))


@once
def send(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Send the order to its supplier."""

    def do(member: Membership, row: PurchaseOrder) -> str:
        send_purchase(row, by=member, at=now(), version=version_in(request))
        if row.supplier.email:
            return _("%(number)s goes to %(name)s by mail.") % {"number": row.number, "name": row.supplier.name}
        return _("%(number)s counts as sent. %(name)s has no e-mail address: print it and hand it over.") % {
            "number": row.number,
            "name": row.supplier.name,
        }

    return _on_order(request, production, public_id, do)


@once
def confirm(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take down the dates that the supplier confirmed."""

    def do(member: Membership, row: PurchaseOrder) -> str:
        dates = {
            line.public_id: day_typed(request.POST.get(f"on-{line.public_id}", ""))
            for line in row.lines.all()
            if line.canceled_at is None
        }
        number = request.POST.get("supplier_number", "")
        confirm_purchase(row, dates, supplier_number=number, by=member, at=now(), version=version_in(request))
        return _("The dates of %(number)s are confirmed.") % {"number": row.number}

    return _on_order(request, production, public_id, do)


@once
def close(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Wait for nothing more."""

    def do(member: Membership, row: PurchaseOrder) -> str:
        close_purchase(row, by=member, at=now(), version=version_in(request))
        return _("%(number)s is closed.") % {"number": row.number}

    return _on_order(request, production, public_id, do)


@once
def cancel(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Cancel an order of which nothing came."""

    def do(member: Membership, row: PurchaseOrder) -> str:
        reason = request.POST.get("reason", "")
        cancel_purchase(row, reason=reason, by=member, at=now(), version=version_in(request))
        return _("%(number)s is canceled. Tell the supplier.") % {"number": row.number}

    return _on_order(request, production, public_id, do)


@once
def change_line(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Change quantity and price of a draft's line."""

    def do(member: Membership, row: PurchaseLine) -> str:
        change_purchase_line(
            row,
            quantity=steps_of(request.POST.get("quantity", ""), row.item),
            price_minor=price_in(request, row.order.production, otherwise=row.price_minor),
            by=member,
            at=now(),
            version=version_in(request),
        )
        return _("Line %(position)s is changed.") % {"position": row.position}

    return _on_line(request, production, public_id, line, do)


@once
def slip(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Take down that a line comes on another day."""

    def do(member: Membership, row: PurchaseLine) -> str:
        on, reason = day_typed(request.POST.get("on", "")), request.POST.get("reason", "")
        slip_line(row, on, reason, by=member, at=now(), version=version_in(request))
        hurt = ", ".join(each.reservation.label for each in hurt_by(row))
        if hurt:
            return _("Line %(position)s comes on %(on)s. Short of it: %(hurt)s.") % {
                "position": row.position,
                "on": on.isoformat(),
                "hurt": hurt,
            }
        return _("Line %(position)s comes on %(on)s. Nobody is short of it now.") % {
            "position": row.position,
            "on": on.isoformat(),
        }

    return _on_line(request, production, public_id, line, do)


@once
def receive(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Put what came into stock."""

    def do(member: Membership, row: PurchaseLine) -> str:
        typed, expires = request.POST, request.POST.get("expires_on", "")
        delivery = Delivery(
            quantity=steps_of(typed.get("quantity", ""), row.item),
            to_store=store_by_id(member, row.order.production, id_typed(typed.get("store", ""))),
            lot_code=typed.get("lot_code", ""),
            supplier_lot=typed.get("supplier_lot", ""),
            expires_on=day_typed(expires) if expires else None,
            takes_more="takes_more" in typed,
        )
        move = receive_purchase(row, delivery, by=member, at=now())
        return _("%(quantity)s %(unit)s of %(item)s are in %(store)s.") % {
            "quantity": shown(move.quantity, row.item.decimals),
            "unit": row.item.unit,
            "item": row.item.code,
            "store": move.to_store.code,
        }

    return _on_line(request, production, public_id, line, do)


@once
def cancel_line(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Give up what is still to come of a line."""

    def do(member: Membership, row: PurchaseLine) -> str:
        reason = request.POST.get("reason", "")
        cancel_purchase_line(row, reason=reason, by=member, at=now(), version=version_in(request))
        return _("Line %(position)s is canceled.") % {"position": row.position}

    return _on_line(request, production, public_id, line, do)


def _on_order(
    request: HttpRequest, production: UUID, public_id: UUID, do: Callable[[Membership, PurchaseOrder], str]
) -> HttpResponse:
    member = member_of(request)
    row = purchase_by_id(member, production_for(request, production), public_id)
    again = lambda: _page(request, production, public_id)  # noqa: E731 - the same page, said once
    return taken(request, lambda: do(member, row), back=_address(row), again=again)


def _on_line(
    request: HttpRequest, production: UUID, public_id: UUID, line: UUID, do: Callable[[Membership, PurchaseLine], str]
) -> HttpResponse:
    member, found = member_of(request), production_for(request, production)
    purchase_by_id(member, found, public_id)
    row = purchase_line_by_id(member, found, line)
    again = lambda: _page(request, production, public_id)  # noqa: E731 - the same page, said once
    return taken(request, lambda: do(member, row), back=_address(row.order), again=again)


def _page(
    request: HttpRequest, production: UUID, public_id: UUID, *, lines: LineRows | None = None, status: int = 200
) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row = purchase_row(purchase_by_id(member, found, public_id))
    sees_prices, is_draft = may_see(member, DataClass.PAY), row.order.state == PurchaseState.DRAFT
    late = [each.line for each in row.live if each.outstanding] if row.order.state in ON_ORDER else []
    context: dict[str, Any] = {
        "production": found,
        "row": row,
        "order": row.order,
        "today": today_in(found),
        "is_draft": is_draft,
        "is_on_order": row.order.state in ON_ORDER,
        "dates": dates_of(row.order),
        "receipts": receipts_of(row.order),
        "hurt": {line.pk: hurt_by(line) for line in late},
        "stores": our_stores(found),
        "untracked": Tracking.NONE,
        "sees_prices": sees_prices,
        "sees_contact": may_see(member, DataClass.CONTACT),
        "lines": (lines or line_rows(found, sees_prices=sees_prices)) if is_draft else None,
        "is_adding": lines is not None,
        "items": offered_items(member, found) if is_draft else [],
    }
    return render(request, "pages/purchasing_purchase.html", context, status=status)


def _asked(request: HttpRequest) -> PurchaseFilter:
    return PurchaseFilter(show=request.GET.get("show", "open"), search=request.GET.get("search", ""))


def _address(row: PurchaseOrder) -> str:
    return reverse("purchasing:purchase", args=[row.production.public_id, row.public_id])


urlpatterns = [
    path("", purchases, name="list"),
    path("purchases.<str:suffix>", table, name="table"),
    path("suppliers/", suppliers, name="suppliers"),
    path("new/", new, name="new"),
    path("<uuid:public_id>/", purchase, name="purchase"),
    path("<uuid:public_id>/paper/", paper, name="paper"),
    path("<uuid:public_id>/lines/", add_line, name="add_line"),
    path("<uuid:public_id>/send/", send, name="send"),
    path("<uuid:public_id>/confirm/", confirm, name="confirm"),
    path("<uuid:public_id>/close/", close, name="close"),
    path("<uuid:public_id>/cancel/", cancel, name="cancel"),
    path("<uuid:public_id>/lines/<uuid:line>/", change_line, name="change_line"),
    path("<uuid:public_id>/lines/<uuid:line>/slip/", slip, name="slip"),
    path("<uuid:public_id>/lines/<uuid:line>/receive/", receive, name="receive"),
    path("<uuid:public_id>/lines/<uuid:line>/cancel/", cancel_line, name="cancel_line"),
]
