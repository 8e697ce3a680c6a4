"""Shipments: what is packed for a client, in which packages, sending it off, and the proof that it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from callboard.core.errors import NotFound
from callboard.core.organizations.permissions import check_may, may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.formats.pdf.process import RenderingFailed
from callboard.manufacturing.orders.packing_lists import packing_list_pdf
from callboard.manufacturing.orders.queries import (
    LineRow,
    clients_waiting,
    lines_to_pack,
    order_by_id,
    order_line_by_id,
    rows_of,
)
from callboard.manufacturing.orders.shipments import Parcel, begin_shipment, pack_order_line, ship_orders
from callboard.stock.items.quantity_rules import read_quantity, shown
from callboard.stock.items.queries import item_by_id
from callboard.stock.moves.queries import lot_by_id, store_by_id
from callboard.stock.shipping.actions import (
    PackageTerms,
    ShipmentTerms,
    add_package,
    cancel_shipment,
    change_package,
    change_shipment,
    confirm_delivery,
    create_shipment,
    remove_package,
    unpack,
)
from callboard.stock.shipping.queries import (
    PlaceToPick,
    ShipmentFilter,
    boxes_of,
    offered_sscc,
    package_by_id,
    places_to_pick,
    shipment_by_id,
    shipment_line_by_id,
    shipments_of,
)
from callboard.stock.shipping.rules import ShipmentState
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.trade_forms import id_typed, steps_of, table_answer, taken, today_in
from callboard.web.trade_tables import shipment_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from callboard.core.organizations.models import Membership, Production
    from callboard.stock.shipping.models import Shipment

app_name = "shipping"

SHOWS = [
    ("open", gettext_lazy("Packing or under way")),
    ("packing", gettext_lazy("Packing")),
    ("shipped", gettext_lazy("Shipped")),
    ("all", gettext_lazy("All")),
]
SHIPMENTS_A_PAGE = 100
GRAMS = 3
"""Weights are kept in grams and typed in kilograms."""


@dataclass(frozen=True)
class ToPack:
    """A line that waits, and the places from which it can be packed."""

    row: LineRow
    places: tuple[PlaceToPick, ...]

    @property
    def suggested(self) -> int:
        """As much as is owed and lies in the first place."""
        return min(self.row.to_pack, self.places[0].there) if self.places else 0


@require_safe
def shipments(request: HttpRequest, production: UUID) -> HttpResponse:
    """The shipments as asked for."""
    found, member = production_for(request, production), member_of(request)
    asked = _asked(request)
    page = Paginator(shipments_of(member, found, asked), SHIPMENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": found,
        "page": page,
        "asked": asked,
        "shows": SHOWS,
        "is_empty": not page.object_list and not shipments_of(member, found).exists(),
    }
    return render(request, "pages/shipping.html", context)


@require_safe
def table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The shipments as filtered, line by line, as a table to take away."""
    found, member = production_for(request, production), member_of(request)
    rows = shipments_of(member, found, _asked(request))
    return table_answer("shipments", suffix, *shipment_table(rows))


@require_safe
def shipment(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One shipment: what is in it, what waits for it, and its packages."""
    return _page(request, production, public_id)


@require_safe
def packing_list(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponseBase:
    """The packing list as PDF."""
    found, member = production_for(request, production), member_of(request)
    row = shipment_by_id(member, found, public_id)
    try:
        content = packing_list_pdf(member, row, address=request.build_absolute_uri(_address(row)), at=now())
    except RenderingFailed as failed:
        return render(request, "pages/refusal.html", {"message": _(failed.text) % failed.parameters}, status=422)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return response


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Choose whom to ship to; with `order` in the address the shipment is begun for that order's client."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.SHIP, found)
    if request.method == "POST":
        return _create(request, production)
    return render(request, "pages/shipping_new.html", {"production": found, "clients": clients_waiting(member, found)})


@once
def _create(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    order = request.POST.get("order", "")
    if order:
        made = begin_shipment(order_by_id(member, found, id_typed(order)), by=member, at=now())
    else:
        wanted = id_typed(request.POST.get("client", ""))
        client = next((party for party in clients_waiting(member, found) if party.public_id == wanted), None)
        if client is None:
            raise NotFound()
        made = create_shipment(found, client, by=member, at=now())
    messages.success(request, _("Shipment %(number)s is begun.") % {"number": made.number})
    return redirect("shipping:shipment", production, made.public_id)


@once
def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Change address, carrier, tracking number and note."""

    def do(member: Membership, row: Shipment) -> str:
        names = ("address", "carrier", "tracking", "note")
        limits = {"address": 300, "carrier": 80, "tracking": 80, "note": 2000}
        typed = {name: request.POST.get(name, "")[: limits[name]] for name in names}
        if not may_see(member, DataClass.CONTACT):
            typed["address"] = row.address
        change_shipment(row, ShipmentTerms(**typed), by=member, at=now(), version=version_in(request))
        return _("Shipment %(number)s is changed.") % {"number": row.number}

    return _on_shipment(request, production, public_id, do)


@once
def pack(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Pack so much of an order line. The place is typed as the public id of the store, and of the lot behind it."""

    def do(member: Membership, row: Shipment) -> str:
        line = order_line_by_id(member, row.production, id_typed(request.POST.get("line", "")))
        store, _colon, lot = request.POST.get("place", "").partition(":")
        package = request.POST.get("package", "")
        parcel = Parcel(
            quantity=steps_of(request.POST.get("quantity", ""), line.item),
            from_store=store_by_id(member, row.production, id_typed(store)),
            lot=lot_by_id(member, row.production, id_typed(lot)) if lot else None,
            package=package_by_id(row, id_typed(package)) if package else None,
        )
        packed = pack_order_line(row, line, parcel, by=member, at=now())
        return _("%(quantity)s %(unit)s of %(label)s are packed.") % {
            "quantity": shown(packed.quantity, line.item.decimals),
            "unit": line.item.unit,
            "label": packed.label,
        }

    return _on_shipment(request, production, public_id, do)


@once
def take_out(request: HttpRequest, production: UUID, public_id: UUID, line: UUID) -> HttpResponse:
    """Take a line out again."""

    def do(member: Membership, row: Shipment) -> str:
        packed = shipment_line_by_id(row, line)
        unpack(packed, by=member, at=now())
        return _("%(label)s is taken out.") % {"label": packed.label}

    return _on_shipment(request, production, public_id, do)


@once
def new_package(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Add a box or pallet."""

    def do(member: Membership, row: Shipment) -> str:
        made = add_package(row, _package_terms(request, member, row), by=member, at=now())
        return _("Package %(number)s is added.") % {"number": made.number}

    return _on_shipment(request, production, public_id, do)


@once
def save_package(request: HttpRequest, production: UUID, public_id: UUID, package: UUID) -> HttpResponse:
    """Change a box or pallet."""

    def do(member: Membership, row: Shipment) -> str:
        box = package_by_id(row, package)
        terms = _package_terms(request, member, row)
        change_package(box, terms, by=member, at=now(), version=version_in(request))
        return _("Package %(number)s is changed.") % {"number": box.number}

    return _on_shipment(request, production, public_id, do)


@once
def drop_package(request: HttpRequest, production: UUID, public_id: UUID, package: UUID) -> HttpResponse:
    """Take a box or pallet out."""

    def do(member: Membership, row: Shipment) -> str:
        box = package_by_id(row, package)
        remove_package(box, by=member, at=now())
        return _("Package %(number)s is removed; what was in it is still in the shipment.") % {"number": box.number}

    return _on_shipment(request, production, public_id, do)


@once
def ship(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Send the shipment off."""

    def do(member: Membership, row: Shipment) -> str:
        ship_orders(row, by=member, at=now(), version=version_in(request))
        return _("Shipment %(number)s has left.") % {"number": row.number}

    return _on_shipment(request, production, public_id, do)


@once
def deliver(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take down who signed for it."""

    def do(member: Membership, row: Shipment) -> str:
        name = request.POST.get("name", "")[:200]
        confirm_delivery(row, name, by=member, at=now(), version=version_in(request))
        return _("Shipment %(number)s is delivered.") % {"number": row.number}

    return _on_shipment(request, production, public_id, do)


@once
def cancel(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Give the shipment up before it leaves."""

    def do(member: Membership, row: Shipment) -> str:
        cancel_shipment(row, by=member, at=now(), version=version_in(request))
        return _("Shipment %(number)s is canceled; what was packed is free again.") % {"number": row.number}

    return _on_shipment(request, production, public_id, do)


def _on_shipment(
    request: HttpRequest, production: UUID, public_id: UUID, do: Callable[[Membership, Shipment], str]
) -> HttpResponse:
    member = member_of(request)
    row = shipment_by_id(member, production_for(request, production), public_id)
    again = lambda: _page(request, production, public_id)  # noqa: E731 - the same page, said once
    return taken(request, lambda: do(member, row), back=_address(row), again=again)


def _page(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row = shipment_by_id(member, found, public_id)
    lines = list(row.lines.all())
    is_packing = row.state == ShipmentState.PACKING
    may_pack = is_packing and may(member, Permission.SHIP)
    orders = {each.line.public_id: each for each in rows_of(line.for_id for line in lines)}
    context: dict[str, Any] = {
        "production": found,
        "shipment": row,
        "lines": [(line, orders.get(line.for_id)) for line in lines],
        "packages": list(row.packages.all()),
        "weight": sum(package.weight_grams for package in row.packages.all()),
        "is_packing": is_packing,
        "to_pack": _to_pack(member, found, row) if may_pack else [],
        "boxes": boxes_of(found) if may_pack else [],
        "sscc": offered_sscc(found) if may_pack else "",
        "today": today_in(found),
        "sees_contact": may_see(member, DataClass.CONTACT),
    }
    return render(request, "pages/shipping_shipment.html", context)


def _to_pack(member: Membership, production: Production, row: Shipment) -> list[ToPack]:
    waiting = lines_to_pack(member, production, row.client)
    places = places_to_pick(production, {each.line.item_id for each in waiting})
    return [ToPack(each, tuple(places.get(each.line.item_id, ()))) for each in waiting]


def _package_terms(request: HttpRequest, member: Membership, row: Shipment) -> PackageTerms:
    supply, weight = request.POST.get("supply", ""), request.POST.get("weight", "").strip()
    return PackageTerms(
        supply=item_by_id(member, row.production, id_typed(supply)) if supply else None,
        sscc=request.POST.get("sscc", ""),
        weight_grams=read_quantity(weight, GRAMS, "kg") if weight else 0,
    )


def _asked(request: HttpRequest) -> ShipmentFilter:
    return ShipmentFilter(show=request.GET.get("show", "open"), search=request.GET.get("search", ""))


def _address(row: Shipment) -> str:
    return reverse("shipping:shipment", args=[row.production.public_id, row.public_id])


urlpatterns = [
    path("", shipments, name="list"),
    path("shipments.<str:suffix>", table, name="table"),
    path("new/", new, name="new"),
    path("<uuid:public_id>/", shipment, name="shipment"),
    path("<uuid:public_id>/packing-list.pdf", packing_list, name="packing_list"),
    path("<uuid:public_id>/change/", change, name="change"),
    path("<uuid:public_id>/pack/", pack, name="pack"),
    path("<uuid:public_id>/lines/<uuid:line>/unpack/", take_out, name="unpack"),
    path("<uuid:public_id>/packages/", new_package, name="new_package"),
    path("<uuid:public_id>/packages/<uuid:package>/", save_package, name="save_package"),
    path("<uuid:public_id>/packages/<uuid:package>/remove/", drop_package, name="drop_package"),
    path("<uuid:public_id>/ship/", ship, name="ship"),
    path("<uuid:public_id>/deliver/", deliver, name="deliver"),
    path("<uuid:public_id>/cancel/", cancel, name="cancel"),
]
