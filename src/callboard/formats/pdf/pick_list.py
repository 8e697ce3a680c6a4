"""The values of one pick list: the kit of a work order, in the order a person walks past the places.

Every text is already written for its reader; an unknown is "".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PickLine:
    """Take `quantity` of one lot at one place; a component in two places is two lines.

    `short` is how much of the need is nowhere in stock ("" when all is there), printed beside the quantity.
    """

    place: str
    component: str
    quantity: str
    unit: str = ""
    name: str = ""
    lot: str = ""
    operation: str = ""
    short: str = ""
    note: str = ""


@dataclass(frozen=True)
class PickList:
    """A complete pick list. The renderer sorts `lines` by place as people count ("A-2" before "A-10").

    `address` becomes the QR code (the kit's page); "" puts the order number into it.
    """

    company: str
    order_number: str
    item: str
    quantity: str
    lines: tuple[PickLine, ...]
    unit: str = ""
    item_name: str = ""
    due: str = ""
    deliver_to: str = ""
    address: str = ""
    printed: str = ""
    notes: tuple[str, ...] = ()
