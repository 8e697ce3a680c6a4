"""Taking an order: whose, what, by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.core.engagements.rules import show_amount
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.manufacturing.orders.actions import OrderHead, OrderLineTerms, take_order
from callboard.manufacturing.orders.queries import clients_of, order_by_id
from callboard.stock.items.quantity_rules import shown
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.forms import DayInput, PageForm
from callboard.web.trade_forms import CompanyForm, LineRows, id_typed, line_rows, offered_items, today_in

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership, Production
    from callboard.manufacturing.orders.models import ClientOrder, OrderLine


class HeadForm(PageForm):
    """What an order says above its lines."""

    client_number = forms.CharField(label=gettext_lazy("Client's own number"), max_length=60, required=False)
    ordered_on = forms.DateField(label=gettext_lazy("Ordered on"), required=False, widget=DayInput)
    ship_to = forms.CharField(label=gettext_lazy("Ship to"), max_length=300, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def head(self) -> OrderHead:
        """What was typed."""
        return OrderHead(**self.cleaned_data)


@dataclass
class NewOrder:
    """The three parts of the page for a new order."""

    client: CompanyForm
    head: HeadForm
    lines: LineRows

    def is_valid(self) -> bool:
        """Look at all three, so that every fault is shown at once."""
        return all([self.client.is_valid(), self.head.is_valid(), self.lines.is_valid()])


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, a new order; with `copy` in the address it starts as another one."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.TAKE_ORDERS, found)
    if request.method == "POST":
        return _take(request, production)
    copied = request.GET.get("copy", "")
    source = order_by_id(member, found, id_typed(copied)) if copied else None
    return _new_page(request, found, _forms(member, found, source=source))


@once
def _take(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    typed = _forms(member, found, data=request.POST)
    if typed.is_valid():
        lines = terms_of(typed.lines)
        with typed.client.refusals():
            made = take_order(found, typed.client.chosen(), lines, typed.head.head(), by=member, at=now())
            messages.success(request, _("Order %(number)s is taken.") % {"number": made.number})
            return redirect("orders:order", production, made.public_id)
    return _new_page(request, found, typed, status=422)


def _forms(
    member: Membership, production: Production, *, data: Any = None, source: ClientOrder | None = None
) -> NewOrder:
    sees_prices = may_see(member, DataClass.PAY)
    known = clients_of(member, production)
    copied = [_copied(line, production, sees_prices) for line in source.lines.all()] if source else None
    company = {"company": str(source.client.public_id)} if source else None
    head = {"ship_to": source.ship_to, "note": source.note} if source else {"ordered_on": today_in(production)}
    return NewOrder(
        CompanyForm(data, initial=company, known=known, company_label=_("Client")),
        HeadForm(data, initial=head),
        line_rows(production, sees_prices=sees_prices, has_priority=True, data=data, initial=copied),
    )


def _copied(line: OrderLine, production: Production, sees_prices: bool) -> dict[str, Any]:
    quantity = shown(line.quantity, line.item.decimals)
    copied: dict[str, Any] = {"item": line.item.code, "quantity": quantity, "priority": line.priority}
    return copied | ({"price": show_amount(line.price_minor, production.currency)} if sees_prices else {})


def _new_page(request: HttpRequest, production: Production, typed: NewOrder, *, status: int = 200) -> HttpResponse:
    items = offered_items(member_of(request), production)
    context = {"production": production, "typed": typed, "lines": typed.lines, "items": items}
    return render(request, "pages/orders_new.html", context, status=status)


def terms_of(lines: LineRows) -> list[OrderLineTerms]:
    """The typed lines as an order takes them; a price that was left out is none."""
    return [
        OrderLineTerms(line.item, line.steps, line.due_on, line.price or 0, line.priority) for line in lines.typed()
    ]
