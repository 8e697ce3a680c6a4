"""The words that the papers of a plant add to their values, in English; translations come in by the same keys."""

from __future__ import annotations

from collections.abc import Mapping

from callboard.formats.faults import gettext_noop
from callboard.formats.pdf.labels import STATUS_LABELS

PAGE_LABELS: Mapping[str, str] = {
    "page_of": gettext_noop("Page %(page)s of %(pages)s"),
    "scan": gettext_noop("Scan to open the current state."),
    "bars": gettext_noop("Bar code %(text)s"),
}

ORDER_LABELS: Mapping[str, str] = {
    "component": gettext_noop("Component"),
    "due": gettext_noop("Due"),
    "item": gettext_noop("Item"),
    "lot": gettext_noop("Lot"),
    "notes": gettext_noop("Notes"),
    "operation_number": gettext_noop("Op."),
    "place": gettext_noop("Place"),
    "quantity": gettext_noop("Quantity"),
    "unit": gettext_noop("Unit"),
}

TRAVELER_LABELS: Mapping[str, str] = {
    **PAGE_LABELS,
    **ORDER_LABELS,
    "client": gettext_noop("Client"),
    "client_order": gettext_noop("Client's order"),
    "good": gettext_noop("Good"),
    "initials": gettext_noop("Initials"),
    "machine": gettext_noop("Department and machine"),
    "materials": gettext_noop("Materials"),
    "minutes": gettext_noop("Time"),
    "operation": gettext_noop("Operation"),
    "operations": gettext_noop("Operations"),
    "outside": gettext_noop("OUTSIDE"),
    "revision": gettext_noop("Revision"),
    "run_minutes": gettext_noop("Run (min)"),
    "scrap": gettext_noop("Scrap"),
    "setup_minutes": gettext_noop("Setup (min)"),
    "start": gettext_noop("Start"),
    "traveler": gettext_noop("Traveler"),
}

ITEM_LABEL_LABELS: Mapping[str, str] = {
    "bars": PAGE_LABELS["bars"],
    "labels": gettext_noop("Labels"),
    "scan": PAGE_LABELS["scan"],
}

PACKING_LIST_LABELS: Mapping[str, str] = {
    **PAGE_LABELS,
    "carrier": gettext_noop("Carrier"),
    "client": gettext_noop("Client"),
    "client_orders": gettext_noop("Your orders"),
    "contents": gettext_noop("Contents"),
    "gross_weight": gettext_noop("Gross weight"),
    "item": gettext_noop("Item"),
    "kind": gettext_noop("Kind"),
    "lines": gettext_noop("Contents of this shipment"),
    "lot": gettext_noop("Lot"),
    "net_weight": gettext_noop("Net weight"),
    "notes": gettext_noop("Notes"),
    "order": gettext_noop("Order"),
    "ordered": gettext_noop("Ordered"),
    "package": gettext_noop("Package"),
    "packages": gettext_noop("Packages"),
    "packing_list": gettext_noop("Packing list"),
    "receipt": gettext_noop("Received in full and undamaged, unless noted"),
    "receipt_date": gettext_noop("Date and time"),
    "receipt_name": gettext_noop("Name in print"),
    "receipt_signature": gettext_noop("Signature"),
    "remaining": gettext_noop("To come"),
    "sender": gettext_noop("From"),
    "ship_to": gettext_noop("Ship to"),
    "shipped_before": gettext_noop("Before"),
    "shipped_now": gettext_noop("Shipped"),
    "shipped_on": gettext_noop("Shipped on"),
    "size": gettext_noop("Size"),
    "total": gettext_noop("Total"),
    "tracking": gettext_noop("Tracking"),
    "unit": gettext_noop("Unit"),
    "your_item": gettext_noop("Your item"),
}

DISPATCH_LIST_LABELS: Mapping[str, str] = {
    **PAGE_LABELS,
    **STATUS_LABELS,
    "department_minutes": gettext_noop("%(minutes)s min planned"),
    "dispatch_list": gettext_noop("Dispatch list"),
    "due": gettext_noop("Due %(when)s"),
    "item": gettext_noop("Item and operation"),
    "issued": gettext_noop("Issued %(when)s"),
    "issued_by": gettext_noop("Issued %(when)s by %(who)s"),
    "machine": gettext_noop("Machine"),
    "material": gettext_noop("Material"),
    "material_missing": gettext_noop("missing"),
    "material_partly": gettext_noop("partly"),
    "material_ready": gettext_noop("ready"),
    "material_unknown": gettext_noop("not checked"),
    "minutes": gettext_noop("Min"),
    "nothing_planned": gettext_noop("Nothing is planned here for this shift."),
    "order": gettext_noop("Order"),
    "person": gettext_noop("Person"),
    "quantity": gettext_noop("Qty"),
    "scan_edition": gettext_noop("Scan to see whether this list is current."),
    "sequence": gettext_noop("No."),
    "start": gettext_noop("Start"),
    "started": gettext_noop("STARTED"),
    "supervisor": gettext_noop("Supervisor"),
    "void_list": gettext_noop("This list is void. Do not work from it."),
    "your_copy": gettext_noop("Copy for %(name)s"),
}

PICK_LIST_LABELS: Mapping[str, str] = {
    **PAGE_LABELS,
    **ORDER_LABELS,
    "deliver_to": gettext_noop("Deliver to"),
    "order": gettext_noop("Work order"),
    "pick_list": gettext_noop("Pick list"),
    "picked": gettext_noop("Picked"),
    "picked_by": gettext_noop("Picked by"),
    "picked_on": gettext_noop("Date and time"),
    "short": gettext_noop("%(quantity)s short"),
    "take": gettext_noop("Take"),
}
