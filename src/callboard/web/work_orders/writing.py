"""Making a work order, and changing one that is not released yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.manufacturing.work_orders.actions import change_work_order, create_work_order
from callboard.manufacturing.work_orders.queries import work_order_by_id
from callboard.manufacturing.work_orders.rules import WorkState
from callboard.stock.items.queries import items_of
from callboard.stock.items.rules import Source
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.stale import stale_page
from callboard.web.work_orders.forms import ITEM_LIST, WorkOrderForm, typed_before

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production

OFFERED_ITEMS = 300


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, a new order."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.PLAN_WORK, found)
    if request.method == "POST":
        return _create(request, production)
    form = WorkOrderForm(found, initial={"item": request.GET.get("item", ""), "priority": 5})
    return _page(request, found, form)


@once
def _create(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    form = WorkOrderForm(found, request.POST)
    if form.is_valid() and form.found is not None:
        with form.refusals():
            terms = form.terms()
            order = create_work_order(
                found,
                form.found,
                terms.quantity,
                terms.due_on,
                start_on=terms.start_on,
                state=WorkState.PLANNED if request.POST.get("planned") else WorkState.FIRM,
                priority=terms.priority,
                note=terms.note,
                to_store=terms.to_store,
                by=member,
                at=now(),
            )
            messages.success(request, _("%(number)s is made.") % {"number": order.number})
            return redirect("work_orders:order", production, order.public_id)
    return _page(request, found, form, status=422)


def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, changed terms."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.PLAN_WORK, found)
    order = work_order_by_id(member, found, public_id)
    if request.method == "POST":
        return _change(request, production, public_id)
    return _page(request, found, WorkOrderForm(found, order=order, initial=typed_before(order)))


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    order = work_order_by_id(member, found, public_id)
    form = WorkOrderForm(found, request.POST, order=order)
    if form.is_valid():
        try:
            with form.refusals():
                change_work_order(order, form.terms(), by=member, at=now(), version=version_in(request))
                messages.success(request, _("%(number)s is changed.") % {"number": order.number})
                return redirect("work_orders:order", production, public_id)
        except StaleEdit as stale:
            newest = work_order_by_id(member, found, public_id)
            back = reverse("work_orders:change", args=[production, public_id])
            theirs = WorkOrderForm(found, order=newest, initial=typed_before(newest))
            mine, others = readable_fields(form), readable_fields(theirs)
            return stale_page(request, stale, mine, others, version=newest.version, back=back)
    return _page(request, found, form, status=422)


def _page(request: HttpRequest, production: Production, form: WorkOrderForm, *, status: int = 200) -> HttpResponse:
    made = items_of(member_of(request), production).filter(source=Source.MAKE.value, is_active=True)
    context: dict[str, Any] = {
        "production": production,
        "form": form,
        "order": form.order,
        "item_list": ITEM_LIST,
        "items": made.values_list("code", "name")[:OFFERED_ITEMS],
    }
    return render(request, "pages/work_orders_edit.html", context, status=status)
