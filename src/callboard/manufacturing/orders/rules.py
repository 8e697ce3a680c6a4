"""Rules of clients' orders: states, dates, what is owed, how promises were kept. Pure: no database, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from callboard.core.errors import Refused, gettext_noop


class OrderState(StrEnum):
    """Where a client's order stands. Part shipped follows from its shipments."""

    OPEN = "open"
    SHIPPED = "shipped"
    CANCELED = "canceled"


class OrderDateKind(StrEnum):
    """Which date was named: by the client, or by us."""

    REQUESTED = "requested"
    PROMISED = "promised"
    ACKNOWLEDGED = "acknowledged"
    REVISED = "revised"


class Standing(StrEnum):
    """How far an order or a line is, from its shipments."""

    OPEN = "open"
    PART_SHIPPED = "part shipped"
    SHIPPED = "shipped"
    CANCELED = "canceled"


_S = OrderState
NEXT_STATES: dict[OrderState, frozenset[OrderState]] = {
    _S.OPEN: frozenset({_S.SHIPPED, _S.CANCELED}),
    # A line is added to an order that was thought complete, or a shipment came back.
    _S.SHIPPED: frozenset({_S.OPEN}),
    _S.CANCELED: frozenset(),
}
PROMISES = frozenset({OrderDateKind.PROMISED, OrderDateKind.ACKNOWLEDGED})
"""Dates by which we bind ourselves; the first of them is what we are measured by."""


class WrongOrderState(Refused):
    """The order is past this step."""

    text = gettext_noop("Order %(number)s is %(state)s: this step is not open. Reload the page and look again.")


class NothingOrdered(Refused):
    """An order without lines asks for nothing."""

    text = gettext_noop("Add at least one line with an item and a quantity first.")


class QuantityMissing(Refused):
    """Nothing of something cannot be ordered."""

    text = gettext_noop("Give a quantity greater than zero for %(item)s.")


class PriceNegative(Refused):
    """A price below zero is a typing error."""

    text = gettext_noop("The price of %(item)s is below zero. Check it.")


class LessThanShipped(Refused):
    """What left the house, or is packed, cannot be unordered."""

    text = gettext_noop(
        "%(gone)s of %(item)s are shipped or packed already: the quantity cannot go below that. "
        "Unpack first, or cancel what is left of the line."
    )


class LineEnded(Refused):
    """The line was canceled."""

    text = gettext_noop("Line %(position)s of %(number)s is canceled. Add a new line instead.")


class NothingLeft(Refused):
    """Everything of the line left the house."""

    text = gettext_noop("Line %(position)s of %(number)s is wholly shipped: there is nothing left to cancel.")


class LineIsPacked(Refused):
    """What stands packed at the dock would leave all the same."""

    text = gettext_noop("Line %(position)s of %(number)s is packed into a shipment. Unpack it first.")


class StillOwed(Refused):
    """An order is closed when nothing is owed on it."""

    text = gettext_noop("%(number)s still owes its client line %(position)s. Ship it, or cancel what is left of it.")


class NothingOwed(Refused):
    """An order that is complete stays closed."""

    text = gettext_noop("Everything of %(number)s has left: add a line if the client wants more.")


class ReasonMissing(Refused):
    """Whoever promised the old date must be able to say why there is a new one."""

    text = gettext_noop("Say why: it stands in the history of the order and the client will ask.")


class NotACompany(Refused):
    """Clients are companies that the office knows."""

    text = gettext_noop("%(name)s is not a company. Choose a company, or add a new one by name.")


class AnotherClients(Refused):
    """Goods of two clients do not travel in one shipment."""

    text = gettext_noop("%(label)s is for %(client)s; shipment %(shipment)s goes to %(other)s.")


class PriorityUnknown(Refused):
    """Priorities run from 1 to 9."""

    text = gettext_noop("Give a priority from 1 (goes first) to 9.")


@dataclass(frozen=True)
class LineRecord:
    """One line as the record of kept promises needs it. Dates are days in the plant's zone."""

    ordered: int
    requested_on: dt.date | None
    promised_on: dt.date | None
    """The first date by which we bound ourselves."""
    departures: tuple[tuple[dt.date, int], ...]


@dataclass(frozen=True)
class Otif:
    """On time, in full, and both, per order line. `lines` is the denominator of all three, and is shown with them."""

    lines: int
    on_time: int
    in_full: int
    both: int
    without_date: int
    """Lines that were left out because nobody named such a date."""

    def percent(self, count: int) -> int | None:
        """So many per hundred of the lines, rounded down; None while there is nothing to judge."""
        return count * 100 // self.lines if self.lines else None


def check_open(number: str, state: OrderState) -> None:
    """Refuse to change an order that is over."""
    if state is not OrderState.OPEN:
        raise WrongOrderState(number=number, state=state)


def check_next(number: str, state: OrderState, following: OrderState) -> None:
    """Refuse a step that the state table does not have."""
    if following not in NEXT_STATES[state]:
        raise WrongOrderState(number=number, state=state)


def check_terms(item: str, quantity: int, price_minor: int, priority: int) -> None:
    """Refuse a line that asks for nothing, costs less than nothing, or is ranked out of range."""
    if quantity <= 0:
        raise QuantityMissing(item=item)
    if price_minor < 0:
        raise PriceNegative(item=item)
    if not 1 <= priority <= 9:
        raise PriorityUnknown()


def check_reason(reason: str) -> None:
    """Refuse an empty reason."""
    if not reason.strip():
        raise ReasonMissing()


def outstanding(ordered: int, shipped: int, *, is_canceled: bool = False) -> int:
    """How much of a line is still owed, never below zero; nothing of a canceled line."""
    return 0 if is_canceled else max(ordered - shipped, 0)


def line_standing(ordered: int, shipped: int, *, is_canceled: bool) -> Standing:
    """How far a line is. What was canceled after a part left counts as shipped: nothing is owed on it."""
    if is_canceled:
        return Standing.SHIPPED if shipped else Standing.CANCELED
    if shipped >= ordered:
        return Standing.SHIPPED
    return Standing.PART_SHIPPED if shipped else Standing.OPEN


def order_standing(lines: Iterable[Standing]) -> Standing:
    """How far an order is, from its lines; canceled lines do not count beside others."""
    found = set(lines)
    live = found - {Standing.CANCELED}
    if not live:
        return Standing.CANCELED if found else Standing.OPEN
    if live == {Standing.SHIPPED}:
        return Standing.SHIPPED
    return Standing.OPEN if live == {Standing.OPEN} else Standing.PART_SHIPPED


def value_of(quantity: int, price_minor: int, decimals: int) -> int:
    """What so many steps cost when one whole unit (10 ** decimals steps) costs `price_minor`; half goes to even."""
    return round(Fraction(quantity * price_minor, 10**decimals))


def otif_of(lines: Sequence[LineRecord], *, today: dt.date, against: str = "promised") -> Otif:
    """Fold the lines into on time, in full, and both, against the first promise or (`against="requested"`) the wish.

    Judged are lines whose date is past, and those that are complete; a line whose date is still to come is neither
    kept nor broken. On time: something left, and nothing after the date. In full: all that was ordered has left.
    Both: all that was ordered left by the date. The joint share is counted, never the product of the two.
    """
    judged, without_date = 0, 0
    on_time = in_full = both = 0
    for line in lines:
        due_on = line.promised_on if against == "promised" else line.requested_on
        if due_on is None:
            without_date += 1
            continue
        left = sum(quantity for _, quantity in line.departures)
        is_full = left >= line.ordered
        if due_on >= today and not is_full:
            continue
        is_on_time = bool(line.departures) and all(on <= due_on for on, _ in line.departures)
        judged += 1
        on_time += is_on_time
        in_full += is_full
        both += sum(quantity for on, quantity in line.departures if on <= due_on) >= line.ordered
    return Otif(judged, on_time, in_full, both, without_date)
