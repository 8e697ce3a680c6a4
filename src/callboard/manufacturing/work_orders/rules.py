"""Rules of work orders: their states (domain 3.7). Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from callboard.core.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from callboard.manufacturing.orders.models import OrderLine
    from callboard.stock.moves.models import Store

SHORTEST_REASON = 10
LONGEST_REASON = 300


class WorkState(StrEnum):
    """Where a work order stands."""

    PLANNED = "planned"
    FIRM = "firm"
    RELEASED = "released"
    IN_PROCESS = "in process"
    HELD = "on hold"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELED = "canceled"


_S = WorkState
NEXT_STATES: dict[WorkState, frozenset[WorkState]] = {
    _S.PLANNED: frozenset({_S.FIRM, _S.CANCELED}),
    _S.FIRM: frozenset({_S.RELEASED, _S.PLANNED, _S.CANCELED}),
    _S.RELEASED: frozenset({_S.IN_PROCESS, _S.HELD, _S.CANCELED}),
    # In process it is canceled only after its material went back.
    _S.IN_PROCESS: frozenset({_S.COMPLETED, _S.HELD, _S.CANCELED}),
    _S.HELD: frozenset({_S.RELEASED, _S.IN_PROCESS}),  # back to where it was held
    _S.COMPLETED: frozenset({_S.CLOSED, _S.IN_PROCESS}),
    _S.CLOSED: frozenset(),
    _S.CANCELED: frozenset(),
}
OPEN = frozenset({_S.PLANNED, _S.FIRM, _S.RELEASED, _S.IN_PROCESS, _S.HELD})
ON_THE_FLOOR = frozenset({_S.RELEASED, _S.IN_PROCESS})
STARTED = frozenset({_S.RELEASED, _S.IN_PROCESS, _S.HELD})
"""With materials and operations of their own, and not done."""
CHANGEABLE = frozenset({_S.PLANNED, _S.FIRM})
"""Before release; afterwards only split, hold or cancel."""
SPLITTABLE = frozenset({_S.PLANNED, _S.FIRM, _S.RELEASED})


class WrongWorkState(Refused):
    """The step does not lead on from here."""

    text = gettext_noop("%(number)s is %(state)s, so it cannot become %(wanted)s.")


class WorkFrozen(Refused):
    """What was released is on paper on the floor."""

    text = gettext_noop("%(number)s is %(state)s and is no longer changed. Split it, hold it or cancel it.")


class NothingToMake(Refused):
    """An order for nothing."""

    text = gettext_noop("Say how many of %(item)s to make: more than zero.")


class NotMade(Refused):
    """It is bought."""

    text = gettext_noop("%(item)s is bought, not made. Order it from its supplier, or say on its page that it is made.")


class DueBeforeStart(Refused):
    """Done before it is begun."""

    text = gettext_noop("It is due on %(due_on)s and starts on %(start_on)s. The start must not lie behind.")


class RoutingMissing(Refused):
    """Nobody could be sent to work."""

    text = gettext_noop("%(item)s has no released routing for %(on)s. Release one on the page of the product first.")


class NotReady(Refused):
    """Something is short or down; a written reason lets it go all the same."""

    text = gettext_noop(
        "%(number)s is not ready: %(blockers)s Write why it is released all the same, in %(shortest)s characters or "
        "more, or wait."
    )


class HoldReasonMissing(Refused):
    """Somebody will ask why it stands."""

    text = gettext_noop("Write why %(number)s is held.")


class SplitTooLarge(Refused):
    """A part is less than the whole."""

    text = gettext_noop("Split off at least one and fewer than the %(quantity)s of %(number)s.")


class MaterialStillIssued(Refused):
    """Canceling would lose it."""

    text = gettext_noop("%(number)s still has %(codes)s. Return it to stock first, then cancel.")


class NothingToPick(Refused):
    """All there is has been picked, or nothing is needed."""

    text = gettext_noop("Nothing of %(number)s is left to pick from stock.")


class MoreThanIssued(Refused):
    """What was not issued cannot come back."""

    text = gettext_noop("Only %(issued)s of %(item)s was issued to %(number)s. Return no more than that.")


def check_can_move(state: WorkState | str, to: WorkState, *, number: str = "", held_from: str = "") -> None:
    """Refuse a step that does not lead on from the state; an order on hold goes back to where it was held only."""
    now = WorkState(state)
    leads = to in NEXT_STATES[now] and (now is not WorkState.HELD or to == held_from)
    if not leads:
        raise WrongWorkState(number=number, state=now, wanted=to)


def can_move(state: WorkState | str, to: WorkState, *, held_from: str = "") -> bool:
    """Whether the step leads on."""
    try:
        check_can_move(state, to, held_from=held_from)
    except WrongWorkState:
        return False
    return True


def check_terms(item: str, quantity: int, start_on: dt.date, due_on: dt.date) -> None:
    """Refuse an order for nothing, and one that is due before it starts."""
    if quantity <= 0:
        raise NothingToMake(item=item)
    if due_on < start_on:
        raise DueBeforeStart(start_on=start_on.isoformat(), due_on=due_on.isoformat())


def sound_release_reason(reason: str) -> str:
    """The reason without spaces around it; "" when it is too short to tell anybody anything."""
    said = " ".join(reason.split())
    return said[:LONGEST_REASON] if len(said) >= SHORTEST_REASON else ""


@dataclass(frozen=True)
class WorkOrderTerms:
    """What may be said of an order until it is released."""

    quantity: int
    due_on: dt.date
    start_on: dt.date | None = None
    priority: int = 5
    note: str = ""
    order_line: OrderLine | None = None
    to_store: Store | None = None


def split_share(total: int, part: int, whole: int) -> int:
    """The share of a total that goes with `part` of `whole`: rounded up, so that what is split off lacks nothing."""
    return min(total, -(-total * part // whole))


def builds(available: int, per: Fraction) -> int:
    """How many whole pieces the available steps of one component make."""
    return int(available // per) if per > 0 else 0
