"""Boxes and pallets are used up when a shipment leaves, and charged to their department. A step inside shipping."""

from __future__ import annotations

import datetime as dt

from callboard.core.organizations.models import Membership
from callboard.stock.items.models import Item, Lot
from callboard.stock.moves.models import Store
from callboard.stock.moves.posting import MoveDraft, record_moves, world
from callboard.stock.moves.queries import balances
from callboard.stock.moves.rules import AVAILABLE, MoveKind, StoreKind
from callboard.stock.shipping.models import Shipment

PACKAGE_SOURCE = "package"
"""What the move of a used-up box calls its cause."""


def use_up_supplies(shipment: Shipment, *, by: Membership, at: dt.datetime) -> None:
    """Charge each package's box to its department.

    The boxes are on the truck, whatever the book says: what the book lacks is flagged to be reconciled.
    """
    packages = list(shipment.packages.exclude(supply=None).select_related("supply__charged_to").order_by("number"))
    if not packages:
        return
    production = shipment.production
    left = balances(production, [box.supply_id for box in packages if box.supply_id])
    stores = {row.pk: row for row in Store.objects.filter(production=production, kind__in=[*AVAILABLE])}
    drafts = []
    for box in packages:
        supply = box.supply
        if supply is None:
            continue
        one = 10**supply.decimals
        lot_id, store = _where_boxes_lie(supply, left, stores) or (None, world(production, StoreKind.DOCK))
        left[supply.pk, lot_id, store.pk] = left.get((supply.pk, lot_id, store.pk), 0) - one
        drafts.append(
            MoveDraft(
                item=supply,
                quantity=one,
                kind=MoveKind.ISSUE,
                from_store=store,
                to_store=world(production, StoreKind.DEPARTMENT),
                lot=Lot.objects.filter(pk=lot_id).first() if lot_id else None,
                source_kind=PACKAGE_SOURCE,
                source=box.public_id,
                label=f"{shipment.number} · {box.number}",
                charged_to=supply.charged_to,
            )
        )
    record_moves(production, drafts, by=by, at=at, from_floor=True)


def _where_boxes_lie(
    supply: Item, left: dict[tuple[int, int | None, int], int], stores: dict[int, Store]
) -> tuple[int | None, Store] | None:
    """The place with the most boxes; None when the book knows of none."""
    found = [
        (amount, store_id, lot_id)
        for (item_id, lot_id, store_id), amount in left.items()
        if item_id == supply.pk and store_id in stores and amount > 0
    ]
    if not found:
        return None
    _, store_id, lot_id = max(found, key=lambda each: (each[0], -each[1]))
    return lot_id, stores[store_id]
