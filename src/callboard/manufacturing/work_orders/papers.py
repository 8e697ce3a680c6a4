"""Papers of a work order: traveler, pick list, labels. Values in the language that is on, rendered as PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _

from callboard.core.organizations.models import Production
from callboard.formats.pdf.item_labels import ItemLabel, LabelSheet, LabelSize
from callboard.formats.pdf.pick_list import PickLine, PickList
from callboard.formats.pdf.plant_labels import ITEM_LABEL_LABELS, PICK_LIST_LABELS, TRAVELER_LABELS
from callboard.formats.pdf.process import render_in_child
from callboard.formats.pdf.traveler import MaterialLine, OperationLine, Traveler
from callboard.manufacturing.work_orders.kits import Pick, pick_list
from callboard.manufacturing.work_orders.models import WorkMaterial, WorkOperation, WorkOrder
from callboard.manufacturing.work_orders.queries import operation_code, operations_of
from callboard.stock.items.quantity_rules import shown

MOST_LABELS = 480


def traveler_pdf(order: WorkOrder, *, address: str, at: dt.datetime) -> bytes:
    """The paper that goes with the order; `address` is the order's page. Raises RenderingFailed."""
    return _rendered(traveler_of(order, address=address, at=at), order.production, TRAVELER_LABELS)


def pick_list_pdf(order: WorkOrder, *, address: str, at: dt.datetime) -> bytes:
    """What to take where; `address` is the kit's page. Raises RenderingFailed."""
    return _rendered(pick_list_of(order, address=address, at=at), order.production, PICK_LIST_LABELS)


def labels_pdf(order: WorkOrder, *, address: str, count: int, size: LabelSize) -> bytes:
    """Stickers for the order's boxes. Raises RenderingFailed."""
    return _rendered(labels_of(order, address=address, count=count, size=size), order.production, ITEM_LABEL_LABELS)


def _rendered(document: Traveler | PickList | LabelSheet, production: Production, words: Mapping[str, str]) -> bytes:
    return render_in_child(
        document,
        paper="us-letter" if production.paper == "us-letter" else "a4",
        language=(translation.get_language() or "en").split("-")[0],
        labels={key: _(text) for key, text in words.items()},
    )


def traveler_of(order: WorkOrder, *, address: str, at: dt.datetime) -> Traveler:
    """The values of the traveler."""
    line = order.order_line
    return Traveler(
        company=order.production.company or order.production.title,
        order_number=order.number,
        item=order.item.code,
        item_name=order.item.name,
        quantity=shown(order.quantity, order.item.decimals),
        unit=order.item.unit,
        revision=" / ".join(row.revision for row in (order.bom, order.routing) if row is not None),
        lot=order.lot.code if order.lot else "",
        start=_day(order.start_on),
        due=_day(order.due_on),
        client=line.order.client.name if line else "",
        client_order=(line.order.client_number or line.order.number) if line else "",
        address=address,
        printed=_moment(order.production, at),
        materials=tuple(
            _material(row)
            for row in WorkMaterial.objects.filter(work_order=order)
            .select_related("component", "from_store")
            .order_by("position")
        ),
        operations=tuple(_operation(order, row) for row in operations_of(order)),
        notes=(order.note,) if order.note else (),
    )


def _material(row: WorkMaterial) -> MaterialLine:
    return MaterialLine(
        component=row.component.code,
        name=row.component.name,
        quantity=shown(row.quantity, row.component.decimals),
        unit=row.component.unit,
        place=row.from_store.code if row.from_store else "",
        operation=str(row.operation_number or ""),
        note="" if row.is_backflushed else _("pick"),
    )


def _operation(order: WorkOrder, row: WorkOperation) -> OperationLine:
    row.work_order = order
    return OperationLine(
        number=str(row.number),
        name=row.name,
        department=row.department.name,
        machine=row.vendor.name if row.is_outside and row.vendor else row.machine.code if row.machine else "",
        setup_minutes=str(row.setup_minutes or ""),
        run_minutes=str(row.run_minutes or ""),
        instructions=row.instructions,
        code=operation_code(row),
        is_outside=row.is_outside,
    )


def pick_list_of(order: WorkOrder, *, address: str, at: dt.datetime) -> PickList:
    """The values of the pick list. What is nowhere is a line without a place."""
    departments = sorted({operation.department.name for operation in operations_of(order)})
    return PickList(
        company=order.production.company or order.production.title,
        order_number=order.number,
        item=order.item.code,
        item_name=order.item.name,
        quantity=shown(order.quantity, order.item.decimals),
        unit=order.item.unit,
        due=_day(order.due_on),
        deliver_to=", ".join(departments),
        address=address,
        printed=_moment(order.production, at),
        lines=tuple(_pick(pick) for pick in pick_list(order)),
    )


def _pick(pick: Pick) -> PickLine:
    item = pick.material.component
    amount = shown(pick.quantity, item.decimals)
    return PickLine(
        place=pick.store.code if pick.store else "",
        component=item.code,
        name=item.name,
        quantity=amount if pick.store else "0",
        unit=item.unit,
        lot=pick.lot.code if pick.lot else "",
        operation=str(pick.material.operation_number or ""),
        short="" if pick.store else amount,
    )


def labels_of(order: WorkOrder, *, address: str, count: int, size: LabelSize) -> LabelSheet:
    """So many equal stickers with the order's number as bar code."""
    facts = [
        (_("Item"), order.item.code),
        (_("Quantity"), f"{shown(order.quantity, order.item.decimals)} {order.item.unit}"),
        (_("Due"), _day(order.due_on)),
    ]
    if order.lot:
        facts.append((_("Lot"), order.lot.code))
    label = ItemLabel(code=order.number, name=order.item.name, facts=tuple(facts), address=address)
    return LabelSheet((label,) * min(max(count, 1), MOST_LABELS), size=size)


def _day(day: dt.date) -> str:
    return formats.date_format(day, "Y-m-d")


def _moment(production: Production, at: dt.datetime) -> str:
    return formats.date_format(at.astimezone(ZoneInfo(production.zone)), "Y-m-d H:i")
