"""Rules of shipping: states, how much may be packed, numbers of packages. Pure: no database, no clock, no Django."""

from __future__ import annotations

from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop
from callboard.stock.items.quantity_rules import shown


class ShipmentState(StrEnum):
    """Where a shipment stands."""

    PACKING = "packing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELED = "canceled"


_S = ShipmentState
NEXT_STATES: dict[ShipmentState, frozenset[ShipmentState]] = {
    _S.PACKING: frozenset({_S.SHIPPED, _S.CANCELED}),
    # What left the dock cannot be canceled: a return is a move of its own.
    _S.SHIPPED: frozenset({_S.DELIVERED}),
    _S.DELIVERED: frozenset(),
    _S.CANCELED: frozenset(),
}

SSCC_DIGITS = 18


class WrongShipmentState(Refused):
    """The shipment is past this step, or not there yet."""

    text = gettext_noop("Shipment %(number)s is %(state)s: this step is not open. Reload the page and look again.")


class NothingPacked(Refused):
    """An empty truck is no shipment."""

    text = gettext_noop("Nothing is packed into shipment %(number)s yet. Pack a line first.")


class QuantityMissing(Refused):
    """Nothing of something cannot be packed."""

    text = gettext_noop("Give a quantity greater than zero for %(item)s.")


class MoreThanOutstanding(Refused):
    """The client would get more than they ordered."""

    text = gettext_noop(
        "%(label)s: %(asked)s of %(item)s is more than the %(outstanding)s still to be shipped and not yet packed. "
        "Pack less, or change the order first."
    )


class NothingOutstanding(Refused):
    """Nobody waits for this."""

    text = gettext_noop("%(label)s waits for no %(item)s: it is shipped, packed already, or canceled.")


class NotInThisPlace(Refused):
    """The place does not hold so much that is not packed already."""

    text = gettext_noop(
        "%(store)s holds %(there)s of %(item)s that is not packed already, not %(asked)s. "
        "Choose another place, or count."
    )


class PromisedToOthers(Refused):
    """The stock is there, but orders due earlier get it first."""

    text = gettext_noop(
        "%(label)s may have %(allocated)s of %(item)s now: the rest is kept for whoever needs it earlier. "
        "Pack less, or change the date or priority of the order."
    )


class CannotShipFrom(Refused):
    """Stock in quarantine, at a vendor or on its way is not ready for a client."""

    text = gettext_noop("Nothing ships from %(store)s (%(kind)s). Move it to a shelf or to the shipping dock first.")


class LotIsHeld(Refused):
    """A lot on quality hold does not leave the house."""

    text = gettext_noop("Lot %(lot)s is on hold (%(reason)s). Take another lot, or have it released first.")


class NameMissing(Refused):
    """A delivery is proved by a name."""

    text = gettext_noop("Give the name of whoever took the delivery.")


class NotASscc(Refused):
    """A serial shipping container code that a scanner would refuse."""

    text = gettext_noop(
        "“%(written)s” is no SSCC: give 18 digits whose last is the check digit, or 17 and we add it. "
        "The right check digit here would be %(digit)s."
    )


class NotAShippingSupply(Refused):
    """Goods are packed in boxes and pallets, not in products."""

    text = gettext_noop("%(item)s is not a shipping supply. Choose a box, bag or pallet.")


def check_next(number: str, state: ShipmentState, following: ShipmentState) -> None:
    """Refuse a step that the state table does not have."""
    if following not in NEXT_STATES[state]:
        raise WrongShipmentState(number=number, state=state)


def check_still_packing(number: str, state: ShipmentState) -> None:
    """Refuse to change what left or was given up."""
    if state is not ShipmentState.PACKING:
        raise WrongShipmentState(number=number, state=state)


def check_outstanding(*, label: str, item: str, asked: int, outstanding: int, decimals: int = 0) -> None:
    """Refuse to give a client more than they still wait for; `outstanding` is ordered − shipped − packed elsewhere.

    Both in steps of an item with so many decimals.
    """
    if outstanding <= 0:
        raise NothingOutstanding(label=label, item=item)
    if asked > outstanding:
        left = shown(outstanding, decimals)
        raise MoreThanOutstanding(label=label, item=item, asked=shown(asked, decimals), outstanding=left)


def sscc_check_digit(body: str) -> int:
    """The last digit of a number on a GS1 label, for the 17 digits before it.

    From the right the digits weigh 3, 1, 3, 1 …; the check digit fills their sum up to a multiple of ten
    (GS1 General Specifications, 7.9.1).
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -total % 10


def read_sscc(written: str) -> str:
    """An SSCC of 18 digits from what was typed or scanned: spaces and the (00) before it are left out; "" stays "".

    17 digits get their check digit. Raises NotASscc.
    """
    digits = "".join(written.split()).removeprefix("(00)")
    if not digits:
        return ""
    if len(digits) == SSCC_DIGITS + 2 and digits.startswith("00"):
        digits = digits[2:]
    is_number = digits.isascii() and digits.isdecimal()
    if not is_number or len(digits) not in {SSCC_DIGITS - 1, SSCC_DIGITS}:
        raise NotASscc(written=written, digit="–")
    right = sscc_check_digit(digits[: SSCC_DIGITS - 1])
    if len(digits) == SSCC_DIGITS and int(digits[-1]) != right:
        raise NotASscc(written=written, digit=right)
    return f"{digits[: SSCC_DIGITS - 1]}{right}"


def following_sscc(last: str) -> str:
    """The SSCC after another: its 17 digits counted on, with a fresh check digit.

    The serial part runs on inside the company's own number space; "" when there is none before, or it is used up.
    """
    body = last[: SSCC_DIGITS - 1]
    if len(body) < SSCC_DIGITS - 1 or set(body[-7:]) == {"9"}:
        return ""
    counted = f"{int(body) + 1:0{SSCC_DIGITS - 1}d}"
    return f"{counted}{sscc_check_digit(counted)}"
