"""What was reported and does not add up yet, and how it was put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.stock.moves.actions import settle_discrepancy
from callboard.stock.moves.queries import discrepancies_of, discrepancy_by_id
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.stock.forms import ReasonForm
from callboard.web.stock.showing import page_of, query_without

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.stock.moves.models import Discrepancy


@dataclass(frozen=True)
class Row:
    """A discrepancy in the reader's language."""

    discrepancy: Discrepancy

    @property
    def text(self) -> str:
        """The sentence with its places filled."""
        filled: str = _(self.discrepancy.what) % self.discrepancy.parameters
        return filled


@require_safe
def reconcile(request: HttpRequest, production: UUID) -> HttpResponse:
    """The list, open ones first."""
    return _page(request, production_for(request, production))


@once
def settle(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Say how one was put right."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.RECONCILE, found)
    row, form = discrepancy_by_id(member, found, public_id), ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            version = version_in(request)
            settle_discrepancy(row, settlement=form.cleaned_data["reason"], by=member, at=now(), version=version)
            messages.success(request, _("Settled."))
            return redirect("stock:reconcile", production)
    return _page(request, found, form=form, status=422)


def _page(
    request: HttpRequest, production: Production, *, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    rows = discrepancies_of(member_of(request), production)
    if request.GET.get("show") != "all":
        rows = rows.filter(settled_at=None)
    page = page_of(request, rows)
    context = {
        "production": production,
        "page": page,
        "rows": [Row(row) for row in page],
        "shows_all": request.GET.get("show") == "all",
        "form": form,
        "query": query_without(request),
    }
    return render(request, "pages/stock_reconcile.html", context, status=status)
