"""A new purchase order: from whom, what, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.stock.purchasing.actions import PurchaseLineTerms, create_purchase
from callboard.stock.purchasing.queries import suppliers_of
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.forms import PageForm
from callboard.web.trade_forms import CompanyForm, LineRows, line_rows, offered_items

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production


class NoteForm(PageForm):
    """What the supplier should know."""

    note = forms.CharField(
        label=gettext_lazy("Note to the supplier"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, a new purchase order; `item` and `quantity` in the address fill its first line."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.BUY, found)
    if request.method == "POST":
        return _create(request, production)
    asked = {name: request.GET[name] for name in ("item", "quantity", "due_on") if name in request.GET}
    lines = line_rows(found, sees_prices=may_see(member, DataClass.PAY), initial=[asked] if asked else None)
    company = CompanyForm(
        initial={"company": request.GET.get("supplier", "")},
        known=suppliers_of(member, found),
        company_label=_("Supplier"),
    )
    return _new_page(request, found, company, NoteForm(), lines)


@once
def _create(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    company = CompanyForm(request.POST, known=suppliers_of(member, found), company_label=_("Supplier"))
    note = NoteForm(request.POST)
    lines = line_rows(found, sees_prices=may_see(member, DataClass.PAY), data=request.POST)
    if all([company.is_valid(), note.is_valid(), lines.is_valid()]):
        with company.refusals():
            wanted, text = terms_of(lines), note.cleaned_data["note"]
            made = create_purchase(found, company.chosen(), wanted, note=text, by=member, at=now())
            messages.success(request, _("%(number)s is drafted. Send it when it is complete.") % {"number": made})
            return redirect("purchasing:purchase", production, made.public_id)
    return _new_page(request, found, company, note, lines, status=422)


def _new_page(
    request: HttpRequest,
    production: Production,
    company: CompanyForm,
    note: NoteForm,
    lines: LineRows,
    *,
    status: int = 200,
) -> HttpResponse:
    items = offered_items(member_of(request), production)
    context = {"production": production, "company": company, "note": note, "lines": lines, "items": items}
    return render(request, "pages/purchasing_new.html", context, status=status)


def terms_of(lines: LineRows) -> list[PurchaseLineTerms]:
    """A typed price is for one whole unit; without one the supplier's own price counts."""
    return [
        PurchaseLineTerms(line.item, line.steps, line.due_on, line.price, 10**line.item.decimals)
        for line in lines.typed()
    ]
