"""Rules of tracking: when an order line ships, and what it waits for. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Waits(StrEnum):
    """What a line waits for."""

    NOTHING = "nothing"
    """All of it has left."""
    SHIPMENT = "shipment"
    """It is in stock."""
    WORK = "work"
    PURCHASE = "purchase"
    PROPOSALS = "proposals"
    """Orders that nobody has made firm: the day holds only if somebody does."""
    PLAN = "plan"
    """Nobody knows when the rest comes."""


class SupplyKind(StrEnum):
    """What a supply that is on its way is."""

    WORK = "work"
    PURCHASE = "purchase"
    PROPOSAL = "proposal"


_WAITS = {SupplyKind.PROPOSAL: Waits.PROPOSALS, SupplyKind.WORK: Waits.WORK, SupplyKind.PURCHASE: Waits.PURCHASE}
"""The least certain first."""


@dataclass(frozen=True)
class Coming:
    """A supply of the line that is on its way: how much, and when it will be there."""

    key: str
    quantity: int
    on: dt.date
    kind: SupplyKind = SupplyKind.WORK


@dataclass(frozen=True)
class ShipDay:
    """When what is owed can leave, and what it waits for until then."""

    on: dt.date | None
    waits: Waits


def ship_day(*, owed: int, there: int, coming: Sequence[Coming], today: dt.date) -> ShipDay:
    """The day on which all that is owed can leave: what is there at once, the rest with the last supply it needs.

    Without a plan for the rest there is no day: nobody has promised it.
    """
    if owed <= 0:
        return ShipDay(None, Waits.NOTHING)
    if there >= owed:
        return ShipDay(today, Waits.SHIPMENT)
    missing, kinds = owed - there, set()
    for supply in sorted(coming, key=lambda supply: (supply.on, supply.key)):
        missing -= supply.quantity
        kinds.add(supply.kind)
        if missing <= 0:
            return ShipDay(max(supply.on, today), next(waits for kind, waits in _WAITS.items() if kind in kinds))
    return ShipDay(None, Waits.PLAN)
