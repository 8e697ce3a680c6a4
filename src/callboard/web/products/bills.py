"""A bill's page: its lines as a table to edit, its head, and its steps from draft to released to retired."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.errors import StaleEdit
from callboard.formats.tables import Value
from callboard.manufacturing.products.actions import (
    add_bom_line,
    change_bom,
    change_bom_line,
    copy_bom,
    create_bom,
    release_bom,
    remove_bom_line,
    retire_bom,
)
from callboard.manufacturing.products.queries import bom_by_id, bom_line_by_id, current_routing, lines_of, operations_of
from callboard.stock.items.quantity_rules import shown
from callboard.stock.items.queries import item_by_id
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.products.forms import BomHeadForm, LineForm, RevisionForm
from callboard.web.products.pages import as_file, today_of
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.manufacturing.products.models import Bom, BomLine


def _bom(request: HttpRequest, production: UUID, public_id: UUID) -> Bom:
    return bom_by_id(member_of(request), production_for(request, production), public_id)


def _line(request: HttpRequest, production: UUID, public_id: UUID) -> BomLine:
    return bom_line_by_id(member_of(request), production_for(request, production), public_id)


@require_safe
def bill(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The bill; with `?edit=` one of its lines as fields."""
    row = _bom(request, production, public_id)
    edited = next((line for line in lines_of(row) if str(line.public_id) == request.GET.get("edit")), None)
    form = LineForm(row.item.production, line=edited) if edited else None
    return _page(request, row, edited=edited, line_form=form)


def _page(
    request: HttpRequest,
    bom: Bom,
    *,
    head_form: BomHeadForm | None = None,
    line_form: LineForm | None = None,
    edited: BomLine | None = None,
    revision_form: RevisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    production = bom.item.production
    routing = current_routing(bom.item, max(today_of(production), bom.from_on or today_of(production)))
    context = {
        "production": production,
        "bom": bom,
        "item": bom.item,
        "lines": lines_of(bom),
        "head_form": head_form or BomHeadForm(bom),
        "line_form": line_form or LineForm(production),
        "edited": edited,
        "revision_form": revision_form or RevisionForm(),
        "operations": operations_of(routing) if routing else [],
        "is_draft": bom.state == "draft",
    }
    return render(request, "pages/products_bom.html", context, status=status)


@require_safe
def table(request: HttpRequest, production: UUID, public_id: UUID, suffix: str) -> HttpResponse:
    """The bill's lines to take away, quantities in the components' stock units."""
    bom = _bom(request, production, public_id)
    headings = [
        _("Position"),
        _("Component"),
        _("Name"),
        _("Quantity"),
        _("Unit"),
        _("Scrap %"),
        _("Fixed"),
        _("Operation"),
        _("From"),
        _("Before"),
        _("Alternates"),
        _("Priority"),
        _("Offset"),
        _("References"),
    ]
    rows: list[list[Value]] = [
        [
            line.position,
            line.component.code,
            line.component.name,
            Decimal(shown(line.quantity, line.component.decimals)),
            line.component.unit,
            Decimal(line.scrap_ppm).scaleb(-4),
            line.is_fixed,
            line.operation_number,
            line.from_on,
            line.to_on,
            line.alternative_group,
            line.alternative_priority if line.alternative_group else None,
            line.offset_days,
            line.references,
        ]
        for line in lines_of(bom)
    ]
    return as_file(headings, rows, suffix, name="bill")


@once
def create(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Draft the first revision, or another from nothing."""
    found, member = production_for(request, production), member_of(request)
    item = item_by_id(member, found, public_id)
    made = create_bom(item, request.POST.get("revision", ""), by=member, at=now())
    return redirect("products:bom", production, made.public_id)


@once
def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take what holds for the whole bill."""
    row = _bom(request, production, public_id)
    form = BomHeadForm(row, request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_bom(row, form.head(), by=member_of(request), at=now(), version=version_in(request))
                messages.success(request, _("The bill is changed."))
                return redirect("products:bom", production, public_id)
        except StaleEdit as stale:
            newest = _bom(request, production, public_id)
            theirs, back = readable_fields(BomHeadForm(newest)), _address(newest)
            return stale_page(request, stale, readable_fields(form), theirs, version=newest.version, back=back)
    return _page(request, _bom(request, production, public_id), head_form=form, status=422)


@once
def copy(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Draft a new revision from this one."""
    row, form = _bom(request, production, public_id), RevisionForm(request.POST)
    if form.is_valid():
        with form.refusals():
            made = copy_bom(row, form.cleaned_data["revision"], by=member_of(request), at=now())
            messages.success(request, _("Revision %(name)s is drafted.") % {"name": made.revision})
            return redirect("products:bom", production, made.public_id)
    return _page(request, row, revision_form=form, status=422)


@once
def release(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Freeze the bill for orders."""
    return _step(request, production, public_id, release_bom, _("Revision %(name)s is released. It never changes now."))


@once
def retire(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take the bill out of use."""
    return _step(request, production, public_id, retire_bom, _("Revision %(name)s is retired."))


def _step(request: HttpRequest, production: UUID, public_id: UUID, step: Callable[..., Any], said: str) -> HttpResponse:
    row = _bom(request, production, public_id)
    step(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, said % {"name": row.revision})
    return redirect("products:bom", production, public_id)


@once
def add_line(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Add a component."""
    row = _bom(request, production, public_id)
    form = LineForm(row.item.production, request.POST)
    if form.is_valid():
        with form.refusals():
            add_bom_line(row, form.terms(), by=member_of(request), at=now())
            return redirect(f"{_address(row)}#add-line")
    return _page(request, row, line_form=form, status=422)


@once
def change_line(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take a changed line."""
    line = _line(request, production, public_id)
    form = LineForm(line.bom.item.production, request.POST, line=line)
    if form.is_valid():
        try:
            with form.refusals():
                change_bom_line(line, form.terms(), by=member_of(request), at=now(), version=version_in(request))
                return redirect(f"{_address(line.bom)}#lines")
        except StaleEdit as stale:
            newest = _line(request, production, public_id)
            theirs = readable_fields(LineForm(line.bom.item.production, line=newest))
            back = _address(newest.bom)
            return stale_page(request, stale, readable_fields(form), theirs, version=newest.version, back=back)
    return _page(request, line.bom, line_form=form, edited=_line(request, production, public_id), status=422)


@once
def remove_line(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take a component out."""
    line = _line(request, production, public_id)
    address, code = _address(line.bom), line.component.code
    remove_bom_line(line, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("%(code)s is out of the bill.") % {"code": code})
    return redirect(f"{address}#lines")


def _address(bom: Bom) -> str:
    return reverse("products:bom", args=[bom.item.production.public_id, bom.public_id])
