"""Rules of the ledger: kinds of places and moves. Pure: no database, no clock, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callboard.core.errors import Refused, gettext_noop


class StoreKind(StrEnum):
    """What a place in the ledger is. Every move goes from one to another, so that nothing appears or is lost."""

    STORE = "store"
    LINE = "line"  # point of use beside the machines
    QUARANTINE = "quarantine"
    TRANSIT = "in transit"
    DOCK = "shipping dock"
    VENDOR = "at a vendor"
    # The world around the plant: counted, but not on hand.
    SUPPLIER = "suppliers"
    CLIENT = "clients"
    PROCESS = "in process"  # materials issued to work, and products born from it
    SCRAP = "scrap"
    DEPARTMENT = "charged to departments"
    COUNT = "count differences"


ON_HAND = frozenset(
    {StoreKind.STORE, StoreKind.LINE, StoreKind.QUARANTINE, StoreKind.TRANSIT, StoreKind.DOCK, StoreKind.VENDOR}
)
"""Places whose stock is ours and can be counted."""
AVAILABLE = frozenset({StoreKind.STORE, StoreKind.LINE, StoreKind.DOCK})
"""Places whose stock may be reserved and used."""


class MoveKind(StrEnum):
    """Why something moved."""

    RECEIVE = "receive"
    ISSUE = "issue"
    TRANSFER = "transfer"
    PRODUCE = "produce"
    SCRAP = "scrap"
    RETURN = "return"
    SHIP = "ship"
    COUNT = "count"
    OPENING = "opening balance"


class Objection(Refused):
    """What is refused at a desk and believed from the floor: `accepted` is what the list to reconcile then says."""

    accepted: ClassVar[str]


class NotEnough(Objection):
    """More was asked of a place than lies there."""

    text = gettext_noop(
        "%(item)s: %(place)s holds %(there)s, and %(asked)s were asked for. Take less, take it from another place, "
        "or count the place first."
    )
    accepted = gettext_noop(
        "%(item)s: %(asked)s were taken from %(place)s, where the book had %(there)s. Count the place."
    )


class NothingToMove(Refused):
    """A move of nothing, or of less than nothing."""

    text = gettext_noop("%(item)s: give a quantity above zero.")


class SamePlace(Refused):
    """A move that goes nowhere."""

    text = gettext_noop("%(item)s: choose another place to move to than %(place)s.")


class LotMissing(Objection):
    """An item that is tracked by lot was moved without saying which."""

    text = gettext_noop("%(item)s is tracked by lot or serial number: say which one.")
    accepted = gettext_noop("%(item)s was moved without saying which lot. Find out which one it was.")


class LotOfAnother(Refused):
    """A lot of one item was named for another."""

    text = gettext_noop("Lot %(lot)s does not belong to %(item)s. Choose one of its own lots.")


class SerialIsOne(Objection):
    """A serial number stands for one piece in one place."""

    text = gettext_noop("%(item)s: serial number %(lot)s stands for one single piece, which is in one place only.")
    accepted = gettext_noop("%(item)s: serial number %(lot)s was reported twice. Look which piece it was.")


class LotOnHold(Objection):
    """A lot on quality hold was about to be used."""

    text = gettext_noop("%(item)s: lot %(lot)s is on quality hold. Release it first, or take another lot.")
    accepted = gettext_noop("%(item)s: lot %(lot)s was used while it was on quality hold. Find where it went.")


class LotExpired(Objection):
    """A lot was about to be used on or after the day it expires."""

    text = gettext_noop("%(item)s: lot %(lot)s expired on %(expired)s. Take another lot, or scrap it.")
    accepted = gettext_noop("%(item)s: lot %(lot)s was used after it expired on %(expired)s. Find where it went.")


class InQuarantine(Objection):
    """What waits for inspection was about to be used."""

    text = gettext_noop("%(item)s: what lies at %(place)s waits for inspection. Release it from quarantine first.")
    accepted = gettext_noop("%(item)s was used from %(place)s before it was inspected. Find where it went.")


class NotYetHappened(Refused):
    """A move was dated in the future."""

    text = gettext_noop("%(item)s: this is dated after now. A move is recorded when it has happened.")


class ValueBelowZero(Refused):
    """A receipt that is worth less than nothing."""

    text = gettext_noop("%(item)s: the value of a receipt is zero or more.")


class ReasonMissing(Refused):
    """A correction that nobody could understand later."""

    text = gettext_noop("Say why: others will read it when the stock does not add up.")


class ReversedAlready(Refused):
    """A move is reversed once."""

    text = gettext_noop("This move of %(item)s is reversed already.")


class ReversalIsFinal(Refused):
    """A reversal is not reversed: the move is recorded anew."""

    text = gettext_noop("This is itself a reversal of %(item)s. Record the move anew instead.")


class StoreCodeTaken(Refused):
    """Two places of one code would be mixed up."""

    text = gettext_noop("There is a place with the code %(code)s already. Give this one another code.")


class StoreCodeMissing(Refused):
    """A place that no label could name."""

    text = gettext_noop("Give the place a code, such as A-01.")


class StoreNotEmpty(Refused):
    """A place is closed only when nothing lies there."""

    text = gettext_noop("%(code)s still holds stock. Move it elsewhere first, then close the place.")


class WorldIsFixed(Refused):
    """The places of the world outside are made by the ledger itself."""

    text = gettext_noop("%(code)s stands for the world outside the plant and is kept by the ledger itself.")


class NotOnHand(Refused):
    """A place of the world outside was named where one of ours is needed."""

    text = gettext_noop("%(place)s is not a place of ours that holds stock. Choose another.")


class NotInQuarantine(Refused):
    """A release of what does not wait for inspection."""

    text = gettext_noop("%(place)s is not a quarantine place: there is nothing to release.")


class AlreadyHeld(Refused):
    """A lot is held once."""

    text = gettext_noop("Lot %(lot)s is on hold already.")


class NotHeld(Refused):
    """A lot that is not held cannot be released."""

    text = gettext_noop("Lot %(lot)s is not on hold.")


class SettledAlready(Refused):
    """A discrepancy is settled once."""

    text = gettext_noop("This is settled already.")


USES_UP = frozenset({MoveKind.ISSUE, MoveKind.SHIP})
"""Moves that need stock which may be used: neither held, nor expired, nor waiting for inspection."""


@dataclass(frozen=True)
class StoreTerms:
    """What is said about a place of ours."""

    code: str
    kind: StoreKind = StoreKind.STORE
    name: str = ""
    department_id: int | None = None
    count_position: int = 0
    is_active: bool = True


def check_store(terms: StoreTerms) -> None:
    """Refuse a place without a code, and one of the world outside."""
    if not terms.code.strip():
        raise StoreCodeMissing()
    if terms.kind not in ON_HAND:
        raise WorldIsFixed(code=terms.code)


def check_reason(reason: str) -> None:
    """Refuse a correction without a reason."""
    if not reason.strip():
        raise ReasonMissing()
