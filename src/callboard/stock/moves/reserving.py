"""Reservations: who needs how much by when. Call these inside an action's transaction."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from callboard.stock.items.models import Item
from callboard.stock.moves.models import Reservation


def reserve(  # noqa: PLR0913 - all that a need says is named
    item: Item,
    quantity: int,
    need_on: dt.date,
    *,
    for_kind: str,
    for_id: UUID,
    label: str,
    priority: int = 5,
    at: dt.datetime,
) -> Reservation:
    """Ask for so much by a day, or change what this need asks for; a quantity of zero asks for nothing more.

    It says what is wanted, not what is there: `queries.allocations` works out who gets what.
    """
    row, _ = Reservation.objects.update_or_create(
        organization_id=item.organization_id,
        item=item,
        for_id=for_id,
        released_at=None,
        defaults={
            "quantity": max(quantity, 0),
            "need_on": need_on,
            "priority": priority,
            "for_kind": for_kind,
            "label": label[:120],
        },
        create_defaults={
            "quantity": max(quantity, 0),
            "need_on": need_on,
            "priority": priority,
            "for_kind": for_kind,
            "label": label[:120],
            "made_at": at,
        },
    )
    return row


def release(for_id: UUID, *, at: dt.datetime) -> int:
    """Let go of all that a need has reserved; returns how many reservations that were."""
    return Reservation.objects.filter(for_id=for_id, released_at=None).update(released_at=at)
