"""Rules of a requirements run: keys, states of runs, proposals and messages. Pure: no database, no clock, no Django."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop

DAYS_AROUND = 3 * 365
"""How far from the day of the run public holidays are looked up, both ways."""
RUNS_KEPT = 3
"""Older runs are thrown away: they are proposals, not facts."""
LONGEST_SNOOZE_DAYS = 90


class RunState(StrEnum):
    """Where a run stands."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


UNDER_WAY = frozenset({RunState.ASKED, RunState.RUNNING})


class ProposalState(StrEnum):
    """What became of a proposed order."""

    PROPOSED = "proposed"
    FIRMED = "firmed"
    DISMISSED = "dismissed"


class MessageState(StrEnum):
    """What became of an action message."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"


class RunUnderWay(Refused):
    """One run at a time: two would propose the same orders twice."""

    text = gettext_noop("The plan is being made already. Wait until it is done, or stop it.")


class RunIsOld(Refused):
    """A newer plan was made: what this one proposed may be wrong by now."""

    text = gettext_noop("A newer plan was made since. Look at that one and decide there.")


class AlreadySettled(Refused):
    """The message or proposal was decided before."""

    text = gettext_noop("This was decided already: %(state)s. Take that back first.")


class NothingToTakeBack(Refused):
    """An open message cannot be taken back."""

    text = gettext_noop("This is still open: there is nothing to take back.")


class SnoozeTooLong(Refused):
    """Out of sight until a day that is over, or so far away that nobody will remember."""

    text = gettext_noop("Choose a day after today, at most %(days)s days away.")


class NobodySellsIt(Refused):
    """There is no supplier to order from."""

    text = gettext_noop("No supplier is known for %(item)s. Name one on the item's page, then accept this.")


class DoneSince(Refused):
    """What accepting made was worked on since, so that it cannot simply be taken back."""

    text = gettext_noop("%(order)s was worked on since. Cancel it there.")


class CannotTakeBack(Refused):
    """It went outside the house, or ended an order."""

    text = gettext_noop("What was done about %(order)s stays: it was canceled, released, or the supplier was asked.")


def line_key(number: str, position: int) -> str:
    """A client's line in the plan: SO-1001/2."""
    return f"{number}/{position}"


def purchase_key(number: str, position: int) -> str:
    """A purchase line in the plan: PO-1004/1."""
    return f"{number}/{position}"


def material_key(order_number: str, component: str, position: int) -> str:
    """What an open work order still takes of a component."""
    return f"{order_number} · {component} · {position}"


def check_undecided(state: MessageState | ProposalState) -> None:
    """Refuse to decide twice. Raises AlreadySettled."""
    if state not in {MessageState.OPEN, MessageState.SNOOZED, ProposalState.PROPOSED}:
        raise AlreadySettled(state=state.value)


def counts_by_kind(kinds: Iterable[str]) -> dict[str, int]:
    """How many messages of each kind."""
    found: dict[str, int] = {}
    for kind in kinds:
        found[kind] = found.get(kind, 0) + 1
    return found
