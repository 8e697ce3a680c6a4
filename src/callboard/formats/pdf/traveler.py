"""The values of one traveler: the paper that goes with a work order from department to department.

Every text is already written for its reader: quantities with their decimals and separators ("1,250"), dates and
minutes as printed, an unknown is "". The renderer adds labels, codes, blank boxes and layout and computes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MaterialLine:
    """One component to issue to the order; `operation` is the number of the operation that uses it."""

    component: str
    quantity: str
    unit: str = ""
    name: str = ""
    lot: str = ""
    place: str = ""
    operation: str = ""
    note: str = ""


@dataclass(frozen=True)
class OperationLine:
    """One step of the routing; good, scrap, initials and time are blank boxes for the operator's pen.

    `code` becomes a Code 128 that a scanner at the machine reads; "" prints none.
    """

    number: str
    name: str
    department: str = ""
    machine: str = ""
    setup_minutes: str = ""
    run_minutes: str = ""
    instructions: str = ""
    code: str = ""
    is_outside: bool = False


@dataclass(frozen=True)
class Traveler:
    """A complete traveler.

    `address` becomes the QR code (the order's page); "" puts the order number into it. The order number is also
    printed as Code 128, unless it has letters beyond ASCII or is too long for bars that a scanner can read.
    """

    company: str
    order_number: str
    item: str
    quantity: str
    unit: str = ""
    item_name: str = ""
    revision: str = ""
    lot: str = ""
    start: str = ""
    due: str = ""
    client: str = ""
    client_order: str = ""
    address: str = ""
    printed: str = ""
    materials: tuple[MaterialLine, ...] = ()
    operations: tuple[OperationLine, ...] = ()
    notes: tuple[str, ...] = ()
