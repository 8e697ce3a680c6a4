"""A routing's page: its operations with their times, and its steps from draft to released to retired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.engagements.queries import departments_of
from callboard.core.errors import Refused, StaleEdit
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.core.resources.queries import machines_of, skills_of
from callboard.formats.tables import Value
from callboard.manufacturing.products.actions import (
    add_operation,
    change_operation,
    change_routing,
    copy_routing,
    create_routing,
    release_routing,
    remove_operation,
    retire_routing,
)
from callboard.manufacturing.products.demand_rules import operation_starts, work_minutes
from callboard.manufacturing.products.queries import operation_by_id, operations_of, routing_by_id
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import item_by_id, own_units, suppliers_of
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.products.forms import OperationForm, RevisionForm, RoutingHeadForm
from callboard.web.products.pages import as_file
from callboard.web.refusals import refusal_text
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.manufacturing.products.models import Operation, Routing
    from callboard.stock.items.models import Item


@dataclass(frozen=True)
class Row:
    """An operation, how many steps start there for the asked quantity, and what that takes."""

    operation: Operation
    starts: int
    work_minutes: int

    @property
    def total_minutes(self) -> int:
        """With queue, wait and move."""
        row = self.operation
        return row.queue_minutes + self.work_minutes + row.wait_minutes + row.move_minutes


def _routing(request: HttpRequest, production: UUID, public_id: UUID) -> Routing:
    return routing_by_id(member_of(request), production_for(request, production), public_id)


def _operation(request: HttpRequest, production: UUID, public_id: UUID) -> Operation:
    return operation_by_id(member_of(request), production_for(request, production), public_id)


@require_safe
def routing(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The routing, and what it takes for `?quantity=`."""
    return _page(request, _routing(request, production, public_id))


def _page(
    request: HttpRequest,
    routing: Routing,
    *,
    head_form: RoutingHeadForm | None = None,
    revision_form: RevisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    item, fault = routing.item, ""
    written = request.GET.get("quantity", "").strip() or shown(10**item.decimals, item.decimals)
    try:
        quantity = read_quantity(written, item.decimals, item.unit, own_units(item)) or 10**item.decimals
    except Refused as refusal:
        quantity, fault = 10**item.decimals, refusal_text(refusal)
    rows = _rows(routing, quantity)
    context = {
        "production": item.production,
        "routing": routing,
        "item": item,
        "rows": rows,
        "written": written,
        "quantity": quantity,
        "fault": fault,
        "work_minutes": sum(row.work_minutes for row in rows),
        "total_minutes": sum(row.total_minutes for row in rows),
        "outside_days": sum(row.operation.outside_days for row in rows if row.operation.is_outside),
        "head_form": head_form or RoutingHeadForm(routing),
        "revision_form": revision_form or RevisionForm(),
        "is_draft": routing.state == "draft",
        "sees_prices": may_see(member_of(request), DataClass.PAY),
    }
    return render(request, "pages/products_routing.html", context, status=status)


def _rows(routing: Routing, quantity: int) -> list[Row]:
    operations = list(operations_of(routing))
    starts = operation_starts(quantity, {row.number: row.yield_ppm for row in operations}, routing.item.yield_ppm)
    return [
        Row(
            row,
            starts[row.number],
            work_minutes(
                starts[row.number],
                setup_minutes=row.setup_minutes,
                run_seconds=row.run_seconds,
                run_quantity=row.run_quantity,
                batch_quantity=row.batch_quantity,
                batch_minutes=row.batch_minutes,
            ),
        )
        for row in operations
    ]


@require_safe
def table(request: HttpRequest, production: UUID, public_id: UUID, suffix: str) -> HttpResponse:
    """The operations to take away."""
    row = _routing(request, production, public_id)
    headings = [
        _("Number"),
        _("Name"),
        _("Department"),
        _("Machine"),
        _("Skill"),
        _("Level of the skill"),
        _("People"),
        _("Setup, minutes"),
        _("Run, seconds"),
        _("The run time is for"),
        _("Queue before, minutes"),
        _("Wait after, minutes"),
        _("Move, minutes"),
        _("Vendor"),
    ]
    rows: list[list[Value]] = [
        [
            each.number,
            each.name,
            each.department.name,
            each.machine.code if each.machine else "",
            each.skill.name if each.skill else "",
            each.skill_level if each.skill else None,
            each.crew_size,
            each.setup_minutes,
            each.run_seconds,
            shown(each.run_quantity, row.item.decimals),
            each.queue_minutes,
            each.wait_minutes,
            each.move_minutes,
            each.vendor.name if each.vendor else "",
        ]
        for each in operations_of(row)
    ]
    return as_file(headings, rows, suffix, name="routing")


@once
def create(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Draft the first revision, or another from nothing."""
    found, member = production_for(request, production), member_of(request)
    item = item_by_id(member, found, public_id)
    made = create_routing(item, request.POST.get("revision", ""), by=member, at=now())
    return redirect("products:routing", production, made.public_id)


@once
def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take what holds for the whole routing."""
    row = _routing(request, production, public_id)
    form = RoutingHeadForm(row, request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_routing(row, form.head(), by=member_of(request), at=now(), version=version_in(request))
                messages.success(request, _("The routing is changed."))
                return redirect("products:routing", production, public_id)
        except StaleEdit as stale:
            newest = _routing(request, production, public_id)
            theirs = readable_fields(RoutingHeadForm(newest))
            back = _address(newest)
            return stale_page(request, stale, readable_fields(form), theirs, version=newest.version, back=back)
    return _page(request, _routing(request, production, public_id), head_form=form, status=422)


@once
def copy(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Draft a new revision from this one."""
    row, form = _routing(request, production, public_id), RevisionForm(request.POST)
    if form.is_valid():
        with form.refusals():
            made = copy_routing(row, form.cleaned_data["revision"], by=member_of(request), at=now())
            messages.success(request, _("Revision %(name)s is drafted.") % {"name": made.revision})
            return redirect("products:routing", production, made.public_id)
    return _page(request, row, revision_form=form, status=422)


@once
def release(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Freeze the routing for orders."""
    said = _("Revision %(name)s is released. It never changes now.")
    return _step(request, production, public_id, release_routing, said)


@once
def retire(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take the routing out of use."""
    return _step(request, production, public_id, retire_routing, _("Revision %(name)s is retired."))


def _step(request: HttpRequest, production: UUID, public_id: UUID, step: Callable[..., Any], said: str) -> HttpResponse:
    row = _routing(request, production, public_id)
    step(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, said % {"name": row.revision})
    return redirect("products:routing", production, public_id)


def add(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, a new operation."""
    row = _routing(request, production, public_id)
    check_may(member_of(request), Permission.CHANGE_PRODUCTS, row.item.production)
    if request.method == "POST":
        return _add(request, production, public_id)
    return _form_page(request, row, _form(request, row.item))


@once
def _add(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    row = _routing(request, production, public_id)
    form = _form(request, row.item, request.POST)
    if form.is_valid():
        with form.refusals():
            add_operation(row, form.terms(), by=member_of(request), at=now())
            return redirect(_address(row))
    return _form_page(request, row, form, status=422)


def change_one(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, a changed operation."""
    row = _operation(request, production, public_id)
    check_may(member_of(request), Permission.CHANGE_PRODUCTS, row.routing.item.production)
    if request.method == "POST":
        return _change_one(request, production, public_id)
    form = _form(request, row.routing.item, operation=row)
    return _form_page(request, row.routing, form, operation=row)


@once
def _change_one(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    row = _operation(request, production, public_id)
    form = _form(request, row.routing.item, request.POST, operation=row)
    if form.is_valid():
        try:
            with form.refusals():
                change_operation(row, form.terms(), by=member_of(request), at=now(), version=version_in(request))
                return redirect(_address(row.routing))
        except StaleEdit as stale:
            newest = _operation(request, production, public_id)
            theirs = readable_fields(_form(request, row.routing.item, operation=newest))
            back = reverse("products:change_operation", args=[production, public_id])
            return stale_page(request, stale, readable_fields(form), theirs, version=newest.version, back=back)
    return _form_page(request, row.routing, form, operation=row, status=422)


@once
def remove(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take an operation out."""
    row = _operation(request, production, public_id)
    routing, name = row.routing, str(row)
    remove_operation(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("%(name)s is out of the routing.") % {"name": name})
    return redirect(_address(routing))


def _form(request: HttpRequest, item: Item, typed: Any = None, *, operation: Operation | None = None) -> OperationForm:
    member, production = member_of(request), item.production
    machines = [row for row in machines_of(member, production) if row.is_active]
    if operation is not None and operation.machine is not None and operation.machine not in machines:
        machines.append(operation.machine)
    rows = {
        "department": departments_of(member, production),
        "machine": machines,
        "skill": skills_of(member, production),
        "vendor": suppliers_of(member, production),
    }
    sees_prices = may_see(member, DataClass.PAY)
    return OperationForm(item, rows, typed, operation=operation, sees_prices=sees_prices)


def _form_page(
    request: HttpRequest,
    routing: Routing,
    form: OperationForm,
    *,
    operation: Operation | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "production": routing.item.production,
        "routing": routing,
        "item": routing.item,
        "form": form,
        "operation": operation,
    }
    return render(request, "pages/products_operation.html", context, status=status)


def _address(routing: Routing) -> str:
    return reverse("products:routing", args=[routing.item.production.public_id, routing.public_id])
