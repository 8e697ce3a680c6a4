"""The values of one packing list: what is in a shipment, for the client's receiving dock.

Every text is already written for its reader: quantities and weights with separators and units, an unknown is "".
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Address:
    """A name and the lines below it, as on an envelope."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShippedLine:
    """One line of a client's order in this shipment; `remaining` is still to come after it."""

    item: str
    ordered: str
    shipped_now: str
    shipped_before: str = ""
    remaining: str = ""
    unit: str = ""
    name: str = ""
    client_item: str = ""
    client_order: str = ""
    lot: str = ""
    package: str = ""
    note: str = ""


@dataclass(frozen=True)
class Package:
    """One handling unit of the shipment; sizes and weights as printed ("80 × 60 × 40 cm", "12.4 kg")."""

    number: str
    kind: str = ""
    size: str = ""
    net_weight: str = ""
    gross_weight: str = ""
    contents: str = ""


@dataclass(frozen=True)
class PackingList:
    """A complete packing list; `client_orders` are the client's own order numbers, printed in the head.

    `address` becomes the QR code (the shipment's page); "" puts the shipment number into it.
    """

    shipment_number: str
    sender: Address
    client: Address
    shipped_on: str = ""
    ship_to: Address | None = None
    client_orders: tuple[str, ...] = ()
    carrier: str = ""
    tracking: str = ""
    address: str = ""
    lines: tuple[ShippedLine, ...] = ()
    packages: tuple[Package, ...] = ()
    total_net_weight: str = ""
    total_gross_weight: str = ""
    notes: tuple[str, ...] = field(default=())
    printed: str = ""
