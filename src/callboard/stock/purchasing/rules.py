"""Rules of purchasing: states, dates, how much may come, what it costs. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from callboard.core.errors import Refused, gettext_noop
from callboard.stock.items.quantity_rules import shown


class PurchaseState(StrEnum):
    """Where a purchase order stands. Part received and received follow from its receipts."""

    DRAFT = "draft"
    SENT = "sent"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    CANCELED = "canceled"


class PurchaseDateKind(StrEnum):
    """Who said when goods will come."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    SLIPPED = "slipped"


class Receiving(StrEnum):
    """How much of an order has come, from its receipts."""

    NOTHING = "nothing received"
    PART = "part received"
    ALL = "received"


_S = PurchaseState
NEXT_STATES: dict[PurchaseState, frozenset[PurchaseState]] = {
    _S.DRAFT: frozenset({_S.SENT, _S.CANCELED}),
    # Small suppliers never confirm: goods of a sent order may come, and the order may be closed.
    _S.SENT: frozenset({_S.CONFIRMED, _S.CLOSED, _S.CANCELED}),
    # Confirmed again when the supplier names other dates.
    _S.CONFIRMED: frozenset({_S.CONFIRMED, _S.CLOSED, _S.CANCELED}),
    _S.CLOSED: frozenset(),
    _S.CANCELED: frozenset(),
}
ON_ORDER = frozenset({_S.SENT, _S.CONFIRMED})
"""States in which goods may still come."""

TOLERANCE_PERCENT = 5
"""So much more than ordered is taken without asking: nobody counts washers."""


class WrongPurchaseState(Refused):
    """The order is past this step, or not there yet."""

    text = gettext_noop(
        "Purchase order %(number)s is %(state)s: this step is not open. Reload the page and look again."
    )


class NothingOrdered(Refused):
    """An order without lines tells a supplier nothing."""

    text = gettext_noop("Add at least one line with an item and a quantity first.")


class QuantityMissing(Refused):
    """Nothing of something cannot be ordered or received."""

    text = gettext_noop("Give a quantity greater than zero for %(item)s.")


class PriceNegative(Refused):
    """A price below zero is a typing error; a credit is not a purchase."""

    text = gettext_noop("The price of %(item)s is below zero. Check it.")


class MoreThanOrdered(Refused):
    """More came than was ordered and is usual."""

    text = gettext_noop(
        "%(received)s of %(item)s is more than the %(outstanding)s still to come and the tolerance of %(percent)d %%. "
        "Count again; if it is right, tick “Take more than ordered”."
    )


class LineEnded(Refused):
    """The line was canceled."""

    text = gettext_noop("This line is canceled. Add a new line or a new order.")


class ReasonMissing(Refused):
    """Whoever waits for the goods will ask why."""

    text = gettext_noop("Say why: it stands in the history and whoever waits for it will ask.")


class DatesMissing(Refused):
    """A confirmation that leaves a line open confirms nothing."""

    text = gettext_noop("Give the confirmed date of every line; line %(position)s has none.")


class GoodsCame(Refused):
    """What is in the store cannot be canceled."""

    text = gettext_noop("Goods of %(number)s were received: close the order instead of canceling it.")


class CannotReceiveHere(Refused):
    """Goods go to a shelf, a line side, the dock or quarantine."""

    text = gettext_noop("%(store)s holds no stock of ours. Choose a shelf, a line side, the dock or quarantine.")


class LotMissing(Refused):
    """A tracked item without its lot or serial number could never be called back."""

    text = gettext_noop("%(item)s is tracked: give the lot or serial number that is printed on it.")


class NotACompany(Refused):
    """Suppliers are companies that the office knows."""

    text = gettext_noop("%(name)s is not a company. Choose a company, or add a new one by name.")


@dataclass(frozen=True)
class PromisedLine:
    """One line of an order as the supplier's record shows it."""

    ordered: int
    promised_on: dt.date
    """The first date the supplier confirmed; without one, the date we asked for."""
    receipts: tuple[tuple[dt.date, int], ...]
    """When how much came."""


@dataclass(frozen=True)
class Performance:
    """How a supplier kept their dates. `due` is the denominator and is shown with the share."""

    due: int
    on_time: int
    late: int
    open_past_due: int

    @property
    def percent(self) -> int | None:
        """On time per hundred lines due, rounded down; None while nothing was due."""
        return self.on_time * 100 // self.due if self.due else None


def check_next(number: str, state: PurchaseState, following: PurchaseState) -> None:
    """Refuse a step that the state table does not have."""
    if following not in NEXT_STATES[state]:
        raise WrongPurchaseState(number=number, state=state)


def check_can_receive(number: str, state: PurchaseState) -> None:
    """Refuse goods of an order that was not sent, or is over."""
    if state not in ON_ORDER:
        raise WrongPurchaseState(number=number, state=state)


def check_receipt(
    *, item: str, ordered: int, received: int, quantity: int, takes_more: bool, decimals: int = 0
) -> None:
    """Refuse to take nothing, or more than ordered and the tolerance, unless somebody said so.

    The tolerance is a whole share of what was ordered, rounded down, over all receipts together.
    """
    if quantity <= 0:
        raise QuantityMissing(item=item)
    most = ordered + ordered * TOLERANCE_PERCENT // 100
    if received + quantity > most and not takes_more:
        left = shown(outstanding(ordered, received), decimals)
        came = shown(quantity, decimals)
        raise MoreThanOrdered(item=item, received=came, outstanding=left, percent=TOLERANCE_PERCENT)


def check_reason(reason: str) -> None:
    """Refuse an empty reason."""
    if not reason.strip():
        raise ReasonMissing()


def outstanding(ordered: int, received: int) -> int:
    """How much of a line is still to come, never below zero."""
    return max(ordered - received, 0)


def receiving(lines: Iterable[tuple[int, int]]) -> Receiving:
    """How much of an order came, from (ordered, received) of the lines that were not canceled."""
    pairs = list(lines)
    if not any(received for _, received in pairs):
        return Receiving.NOTHING
    return Receiving.ALL if all(received >= ordered for ordered, received in pairs) else Receiving.PART


def value_of(quantity: int, price_minor: int, price_quantity: int) -> int:
    """What so many steps cost when `price_quantity` steps cost `price_minor`; half goes to the even minor unit."""
    return round(Fraction(quantity * price_minor, price_quantity))


def performance(lines: Sequence[PromisedLine], *, today: dt.date) -> Performance:
    """How dates were kept, over the lines whose promised date is past or that have wholly come.

    On time: the whole ordered quantity was there on the promised date. The first promise counts, not a later one.
    """
    judged = [(line, _complete_on(line)) for line in lines]
    due = [(line, came) for line, came in judged if came is not None or line.promised_on < today]
    on_time = sum(came is not None and came <= line.promised_on for line, came in due)
    still_open = sum(came is None for _, came in due)
    return Performance(len(due), on_time, late=len(due) - on_time - still_open, open_past_due=still_open)


def _complete_on(line: PromisedLine) -> dt.date | None:
    total = 0
    for on, quantity in sorted(line.receipts):
        total += quantity
        if total >= line.ordered:
            return on
    return None
