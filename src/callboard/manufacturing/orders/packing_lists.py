"""The packing list of a shipment: what the client ordered, what is in it, what is still to come."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from callboard.core.organizations.models import Membership
from callboard.core.organizations.permissions import check_may, may, may_see
from callboard.core.organizations.rules import DataClass, Permission
from callboard.formats.pdf.packing_list import Address, PackingList, ShippedLine
from callboard.formats.pdf.packing_list import Package as PrintedPackage
from callboard.formats.pdf.plant_labels import PACKING_LIST_LABELS
from callboard.formats.pdf.process import render_in_child
from callboard.manufacturing.orders.queries import LineRow, rows_of
from callboard.stock.items.quantity_rules import shown
from callboard.stock.shipping.models import Shipment, ShipmentLine
from callboard.stock.shipping.rules import ShipmentState

_GRAMS = 3
"""Weights are kept in grams and printed in kilograms."""


def packing_list_pdf(member: Membership, shipment: Shipment, *, address: str, at: dt.datetime) -> bytes:
    """The packing list in the client's language, as PDF; `address` is the shipment's page. Raises RenderingFailed.

    Where it goes stands on it for those who ship it or see such addresses.
    """
    check_may(member, Permission.SEE_PRODUCTION, shipment.production)
    sees_address = may(member, Permission.SHIP) or may_see(member, DataClass.CONTACT)
    language = shipment.client.language or settings.LANGUAGE_CODE
    with translation.override(language):
        return render_in_child(
            packing_list(shipment, address=address, at=at, sees_address=sees_address),
            paper="us-letter" if shipment.production.paper == "us-letter" else "a4",
            language=language.split("-")[0],
            labels={key: _(text) for key, text in PACKING_LIST_LABELS.items()},
        )


def packing_list(shipment: Shipment, *, address: str, at: dt.datetime, sees_address: bool = True) -> PackingList:
    """The values of the packing list, in the language that is on."""
    production = shipment.production
    lines = list(shipment.lines.select_related("item", "lot", "package").order_by("label", "pk"))
    rows = {row.line.public_id: row for row in rows_of(line.for_id for line in lines)}
    orders = [row.line.order for row in rows.values()]
    packages = shipment.packages.select_related("supply").order_by("number")
    weight = sum(package.weight_grams for package in packages)
    shipped_at = shipment.shipped_at.astimezone(ZoneInfo(production.zone)) if shipment.shipped_at else None
    return PackingList(
        shipment_number=shipment.number,
        sender=Address(production.company or production.title),
        client=Address(shipment.client.name),
        shipped_on=formats.date_format(shipped_at, "Y-m-d") if shipped_at else "",
        ship_to=_ship_to(shipment) if sees_address else None,
        client_orders=tuple(sorted({order.client_number for order in orders if order.client_number})),
        carrier=shipment.carrier,
        tracking=shipment.tracking,
        address=address,
        lines=tuple(_line(shipment, line, rows.get(line.for_id), lines) for line in lines),
        packages=tuple(
            PrintedPackage(
                number=package.sscc or str(package.number),
                kind=package.supply.name if package.supply else "",
                gross_weight=_weight(package.weight_grams),
                contents=", ".join(_contents(line) for line in lines if line.package_id == package.pk),
            )
            for package in packages
        ),
        total_gross_weight=_weight(weight),
        notes=(shipment.note,) if shipment.note else (),
        printed=formats.date_format(at.astimezone(ZoneInfo(production.zone)), "Y-m-d H:i"),
    )


def _line(shipment: Shipment, line: ShipmentLine, row: LineRow | None, lines: list[ShipmentLine]) -> ShippedLine:
    """One line: shipped before are the shipments that left earlier; to come is what is owed after this one."""
    decimals = line.item.decimals
    here = sum(each.quantity for each in lines if each.for_id == line.for_id)
    before, remaining, ordered = 0, 0, here
    order_number = ""
    if row is not None:
        before = sum(each.quantity for each in row.departures if _is_before(each.shipment, shipment))
        ordered, order_number = row.line.quantity, row.line.order.client_number or row.line.order.number
        remaining = 0 if row.line.canceled_at else max(ordered - before - here, 0)
    return ShippedLine(
        item=line.item.code,
        name=line.item.name,
        ordered=shown(ordered, decimals),
        shipped_now=shown(line.quantity, decimals),
        shipped_before=shown(before, decimals),
        remaining=shown(remaining, decimals),
        unit=line.item.unit,
        client_order=order_number,
        lot=line.lot.code if line.lot else "",
        package=str(line.package.number) if line.package else "",
    )


def _is_before(other: Shipment, this: Shipment) -> bool:
    if other.pk == this.pk or other.shipped_at is None:
        return False
    if this.state == ShipmentState.PACKING or this.shipped_at is None:
        return True
    return (other.shipped_at, other.pk) < (this.shipped_at, this.pk)


def _ship_to(shipment: Shipment) -> Address | None:
    lines = [part.strip() for part in shipment.address.replace("\n", ",").split(",") if part.strip()]
    return Address(shipment.client.name, tuple(lines)) if lines else None


def _contents(line: ShipmentLine) -> str:
    return f"{shown(line.quantity, line.item.decimals)} {line.item.unit} {line.item.code}"


def _weight(grams: int) -> str:
    return f"{shown(grams, _GRAMS)} kg" if grams else ""
