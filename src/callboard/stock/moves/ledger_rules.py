"""The ledger's arithmetic: what stock is worth, and who gets what there is. Pure: no database, no clock, no Django.

Quantities are whole steps of an item, values whole minor units. Rounding is half to even, once, and the last piece
takes the rest, so that the values of all moves add up to the value of the stock to the cent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Cost:
    """A price as a ratio: so much for so many steps."""

    value: int = 0
    quantity: int = 1

    def of(self, quantity: int) -> int:
        """What so many steps cost."""
        return half_even(self.value * quantity, self.quantity)


@dataclass(frozen=True)
class Position:
    """An item's stock in all places of ours together: how much, worth what, and what the last piece cost."""

    quantity: int = 0
    value: int = 0
    last: Cost = Cost()

    @property
    def average(self) -> Cost:
        """The moving average; below zero, what those who took it were charged; of nothing, the last cost."""
        return Cost(self.value, self.quantity) if self.quantity else self.last


@dataclass(frozen=True)
class Settlement:
    """So much had been used before it was there, at `held`; it turned out to cost `cost`."""

    quantity: int
    held: int
    cost: int


def half_even(numerator: int, denominator: int) -> int:
    """Divide and round half to even; signs may be anything, the denominator is not zero."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    whole, rest = divmod(numerator, denominator)
    return whole + (1 if rest * 2 > denominator or (rest * 2 == denominator and whole % 2) else 0)


def taken_out(position: Position, quantity: int, *, exact: int | None = None) -> tuple[Position, int]:
    """Take `quantity` out at the moving average; returns the new position and the value that moved.

    The last piece takes the rest of the value. What goes below zero is held at the last average. `exact` (a reversal
    of a receipt) is taken instead of the average while what stays keeps a value of zero or more.
    """
    there, worth = position.quantity, position.value
    if there <= 0:
        value = position.average.of(quantity)
    elif quantity == there:
        value = worth
    elif quantity > there:
        value = worth + half_even(worth * (quantity - there), there)
    elif exact is not None and exact <= worth:
        value = exact
    else:
        value = half_even(worth * quantity, there)
    return Position(there - quantity, worth - value, Cost(value, quantity)), value


def taken_in(position: Position, quantity: int, value: int | None) -> tuple[Position, int, Settlement | None]:
    """Take `quantity` in at `value`, or at the average when None; returns position, value, and what must be settled.

    Stock below zero was charged out at a guess: so much of the receipt as covers it is charged at what it really
    cost, and the difference is a settlement, so that the average of what stays never changes its sign.
    """
    there, worth = position.quantity, position.value
    if value is None:
        value = position.average.of(quantity)
    last = Cost(value, quantity)
    if there >= 0:
        return Position(there + quantity, worth + value, last), value, None
    covered = min(quantity, -there)
    held = -worth if covered == -there else half_even(-worth * covered, -there)
    cost = value if covered == quantity else half_even(value * covered, quantity)
    after = Position(there + quantity, worth + value + held - cost, last)
    return after, value, None if held == cost else Settlement(covered, held, cost)


def valued(position: Position, quantity: int) -> int:
    """What `quantity` is worth where it lies: the value of a transfer, which changes nothing of the whole."""
    return position.average.of(quantity)


def fold(position: Position, changes: Iterable[tuple[int, int | None]]) -> tuple[Position, list[int]]:
    """Run receipts (above zero, with their value) and issues (below zero) through a position; values as they moved."""
    values = []
    for quantity, value in changes:
        if quantity > 0:
            position, moved, _ = taken_in(position, quantity, value)
        else:
            position, moved = taken_out(position, -quantity)
        values.append(moved)
    return replace(position), values


@dataclass(frozen=True)
class Need:
    """Somebody needs so much by a day. A smaller priority number goes first among needs of one day."""

    key: int
    need_on: dt.date
    priority: int
    quantity: int


@dataclass(frozen=True)
class Allocation:
    """What a need gets of what is available, and what is missing."""

    allocated: int
    short: int


def allocate(needs: Iterable[Need], available: int) -> dict[int, Allocation]:
    """Hand out what is available by need date, then priority, then key: never by who asked first.

    The allocations of one item never add up to more than is available.
    """
    left, found = max(available, 0), {}
    for need in sorted(needs, key=lambda need: (need.need_on, need.priority, need.key)):
        given = min(need.quantity, left)
        left -= given
        found[need.key] = Allocation(given, need.quantity - given)
    return found


@dataclass(frozen=True)
class OnShelf:
    """So much of one lot (or of no lot) at one place, and when it expires."""

    lot_id: int | None
    store_id: int
    quantity: int
    expires_on: dt.date | None = None


def first_to_expire(shelves: Iterable[OnShelf], quantity: int) -> list[tuple[OnShelf, int]]:
    """Which lots to take: what expires first goes first, what never expires last, then the older lot.

    Takes less than asked when there is not enough; the caller sees it in the sum.
    """
    taken = []
    in_order = sorted(
        (shelf for shelf in shelves if shelf.quantity > 0),
        key=lambda shelf: (shelf.expires_on or dt.date.max, shelf.lot_id or 0, shelf.store_id),
    )
    for shelf in in_order:
        if not quantity:
            break
        part = min(shelf.quantity, quantity)
        quantity -= part
        taken.append((shelf, part))
    return taken


def is_expired(expires_on: dt.date | None, on: dt.date) -> bool:
    """A lot is out from the day that it names."""
    return expires_on is not None and expires_on <= on


@dataclass(frozen=True)
class ReorderTerms:
    """When to order more of an item, and in what sizes; zero where nothing is said."""

    point: int
    up_to: int = 0
    minimum: int = 0
    multiple: int = 0


def reorder_quantity(position: int, terms: ReorderTerms) -> int:
    """How much to order when this much is at hand or on its way beyond what is promised; zero above the point.

    The inventory position is on hand + on order - reserved, never on hand alone: that would order twice. Fills to
    `up_to`, else to the point; then the minimum, then up to the multiple.
    """
    if position > terms.point:
        return 0
    wanted = max(terms.up_to, terms.point) - position
    if wanted <= 0:
        return 0
    wanted = max(wanted, terms.minimum)
    return wanted if terms.multiple <= 0 else -(-wanted // terms.multiple) * terms.multiple
