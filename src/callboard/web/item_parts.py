"""What belongs to an item: its own units, suppliers, lots and files. Each form comes back open when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.stock.items.actions import (
    add_item_unit,
    add_supplier_item,
    attach_file,
    change_supplier_item,
    create_lot,
    create_supplier,
    detach_file,
    remove_item_unit,
)
from callboard.stock.items.queries import (
    file_of,
    item_by_id,
    item_unit_by_id,
    own_units,
    supplier_item_by_id,
    suppliers_of,
)
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.item_forms import FileForm, LotForm, SupplierForm, UnitForm
from callboard.web.item_page import item_page
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.stock.items.models import Item, SupplierItem


def _asked(request: HttpRequest, production: UUID, public_id: UUID) -> Item:
    return item_by_id(member_of(request), production_for(request, production), public_id)


def _back(row: Item, part: str) -> HttpResponse:
    address = reverse("items:item", args=[row.production.public_id, row.public_id])
    return redirect(f"{address}#{part}")


@once
def add_unit(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Give the item a unit of its own."""
    row = _asked(request, production, public_id)
    form = UnitForm(request.POST, item=row, prefix="unit")
    if form.is_valid():
        with form.refusals():
            add_item_unit(row, form.cleaned_data["unit"], form.cleaned_data["factor"], by=member_of(request), at=now())
            return _back(row, "units")
    return item_page(request, production, public_id, open_form=form, status=422)


@once
def remove_unit(request: HttpRequest, production: UUID, public_id: UUID, unit: UUID) -> HttpResponse:
    """Take one of its own units off the item."""
    row = _asked(request, production, public_id)
    remove_item_unit(item_unit_by_id(row, unit), by=member_of(request), at=now())
    return _back(row, "units")


@once
def add_supplier(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Say who supplies the item and on what terms; a name nobody knows yet becomes a company."""
    row, member = _asked(request, production, public_id), member_of(request)
    form = _supplier_form(request, row)
    if form.is_valid():
        with form.refusals():
            found = production_for(request, production)
            name = form.cleaned_data["supplier"].strip()
            known = suppliers_of(member, found).filter(name__iexact=name).first()
            supplier = known or create_supplier(found, name, by=member, at=now())
            add_supplier_item(row, supplier, form.terms(), by=member, at=now())
            messages.success(request, _("%(name)s supplies it from now on.") % {"name": supplier.name})
            return _back(row, "suppliers")
    return item_page(request, production, public_id, open_form=form, status=422)


def change_supplier(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Show, or take, changed terms of a supplier."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_CATALOG, found)
    row = item_by_id(member, found, public_id)
    supplied = supplier_item_by_id(row, line)
    if request.method == "POST":
        return _change_supplier(request, production, public_id, line)
    return _supplier_page(request, found, row, supplied, _supplier_form(request, row, supplied, typed=False))


@once
def _change_supplier(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    found, row = production_for(request, production), _asked(request, production, public_id)
    supplied = supplier_item_by_id(row, line)
    form = _supplier_form(request, row, supplied)
    if form.is_valid():
        try:
            with form.refusals():
                version = version_in(request)
                change_supplier_item(supplied, form.terms(), by=member_of(request), at=now(), version=version)
                messages.success(request, _("%(name)s's terms are changed.") % {"name": supplied.supplier.name})
                return _back(row, "suppliers")
        except StaleEdit as stale:
            newest = supplier_item_by_id(row, line)
            theirs = _supplier_form(request, row, newest, typed=False)
            return stale_page(request, stale, readable_fields(form), readable_fields(theirs), version=newest.version)
    return _supplier_page(request, found, row, supplied, form, status=422)


def _supplier_page(
    request: HttpRequest, production: Production, row: Item, line: SupplierItem, form: SupplierForm, status: int = 200
) -> HttpResponse:
    context = {"production": production, "item": row, "line": line, "form": form}
    return render(request, "pages/items_supplier.html", context, status=status)


def _supplier_form(
    request: HttpRequest, row: Item, line: SupplierItem | None = None, *, typed: bool = True
) -> SupplierForm:
    return SupplierForm(
        request.POST if typed else None,
        item=row,
        own_units=own_units(row),
        sees_prices=may_see(member_of(request), DataClass.PAY),
        line=line,
        prefix="supplier",
    )


@once
def add_lot(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Name a lot or serial number."""
    row = _asked(request, production, public_id)
    form = LotForm(request.POST, prefix="lot")
    if form.is_valid():
        with form.refusals():
            create_lot(row, by=member_of(request), at=now(), **form.cleaned_data)
            return _back(row, "lots")
    return item_page(request, production, public_id, open_form=form, status=422)


@once
def add_file(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Keep a file with the item."""
    row = _asked(request, production, public_id)
    form = FileForm(request.POST, request.FILES, prefix="file")
    if form.is_valid():
        with form.refusals():
            file = form.cleaned_data["file"]
            attach_file(row, file.read(), file.name, by=member_of(request), at=now())
            return _back(row, "files")
    return item_page(request, production, public_id, open_form=form, status=422)


@once
def remove_file(request: HttpRequest, production: UUID, public_id: UUID, file: UUID) -> HttpResponse:
    """Take a file off the item."""
    row = _asked(request, production, public_id)
    detach_file(file_of(row, file), by=member_of(request), at=now())
    return _back(row, "files")


urlpatterns = [
    path("units/", add_unit, name="add_unit"),
    path("units/<uuid:unit>/remove/", remove_unit, name="remove_unit"),
    path("suppliers/", add_supplier, name="add_supplier"),
    path("suppliers/<uuid:line>/", change_supplier, name="change_supplier"),
    path("lots/", add_lot, name="add_lot"),
    path("files/", add_file, name="add_file"),
    path("files/<uuid:file>/remove/", remove_file, name="remove_file"),
]
