"""Rules of the floor: what may be reported, and what it leaves behind. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from callboard.core.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from callboard.core.engagements.models import Engagement


class ReportKind(StrEnum):
    """What happened at an operation."""

    START = "start"
    STOP = "stop"  # work stands still, with a reason
    GOOD = "good"
    SCRAP = "scrap"
    REWORK = "rework"  # out of the flow, to be mended
    REWORKED = "reworked"  # back into the flow
    SEND = "send"  # on its way to the next department or to a vendor
    ACCEPT = "accept"
    DISPUTE = "dispute"  # sent, and not there
    FOUND = "found"  # disputed, and found after all
    LOST = "lost"  # disputed, and gone


TIMES = frozenset({ReportKind.START, ReportKind.STOP})
"""Without a quantity."""
NEEDS_REASON = frozenset({ReportKind.STOP, ReportKind.SCRAP, ReportKind.REWORK, ReportKind.LOST})
FROM_THE_STATION = frozenset({ReportKind.GOOD, ReportKind.SCRAP, ReportKind.REWORK})
"""They take from what waits at the operation."""
MAKES = frozenset({ReportKind.GOOD, ReportKind.SCRAP})
"""They used material: backflush follows them."""


class Disposition(StrEnum):
    """What is to be done with what is not right."""

    USE_AS_IS = "use as is"
    REWORK = "rework"
    SCRAP = "scrap"
    RETURN = "return to vendor"


class NotOnTheFloor(Refused):
    """Nobody can have worked on it."""

    text = gettext_noop("%(number)s is %(state)s: it is not on the floor. Check the number, or ask for its release.")


class HeldNow(Refused):
    """Work must not begin on what is held."""

    text = gettext_noop("%(number)s is on hold: %(reason)s. Do not start it; ask whoever held it.")


class QuantityMissing(Refused):
    """How many?"""

    text = gettext_noop("Say how many: a whole number of steps above zero.")


class ReasonMissing(Refused):
    """A scrapped piece or a stop without a reason teaches nobody anything."""

    text = gettext_noop("Say why: a word is enough.")


class NoHandover(Refused):
    """Pieces go on in the same department, or there is no next operation."""

    text = gettext_noop("Nothing is handed over here: the next operation is in the same department, or there is none.")


class MoreThanDisputed(Refused):
    """A dispute is settled for what it is about."""

    text = gettext_noop("Only %(disputed)s are disputed here. Settle no more than that.")


class AlreadyReversed(Refused):
    """A report is taken back once."""

    text = gettext_noop("This report was taken back already.")


class ReversalStays(Refused):
    """A reversal is a fact as well."""

    text = gettext_noop("This is itself a reversal. Report anew what really happened.")


class StillOnTheFloor(Refused):
    """Completing would lose sight of pieces that exist."""

    text = gettext_noop(
        "%(number)s still has %(quantity)s between its first operation and the store. "
        "Accept, settle or scrap them first."
    )


class AlreadyDecided(Refused):
    """One decision for one nonconformance."""

    text = gettext_noop("%(number)s was decided already: %(disposition)s.")


class NothingThere(Refused):
    """A nonconformance is about something."""

    text = gettext_noop("Say what is not right, and how many: more than zero.")


class NotYetHappened(Refused):
    """A report from tomorrow."""

    text = gettext_noop("This is dated after now. Report what has happened.")


class NotOutside(Refused):
    """It is done here."""

    text = gettext_noop("%(operation)s is done in the plant, not at a vendor.")


class CodeUnknown(Refused):
    """A scanner read something else."""

    text = gettext_noop("Nothing here has the code “%(code)s”. Scan the traveler again, or type the order's number.")


class NotReleasedYet(Refused):
    """It has no operations so far."""

    text = gettext_noop("%(number)s is not released yet, so there is nothing to report. Ask for its release.")


class NothingMissing(Refused):
    """There is nothing to make up."""

    text = gettext_noop("%(number)s lacks nothing: what is on the floor and in stock makes up its quantity.")


OVER_REPORTED = gettext_noop("%(number)s, %(operation)s: %(quantity)s reported as %(kind)s, %(most)s could be.")
WHILE_HELD = gettext_noop("%(number)s, %(operation)s: %(quantity)s reported as %(kind)s while the order is %(state)s.")
REVERSED_BELOW = gettext_noop("%(number)s, %(operation)s: after a report was taken back, %(pool)s is %(quantity)s.")
"""What the list to reconcile says; message ids with places for their parameters."""


@dataclass(frozen=True)
class Said:
    """What somebody reports: how many steps of the order's item, why, whose work, when, from which device."""

    kind: ReportKind
    quantity: int = 0
    reason: str = ""
    operator: Engagement | None = None
    happened_at: dt.datetime | None = None
    device: str = ""


def check_report(kind: ReportKind, quantity: int, reason: str) -> None:
    """Refuse a report that does not say what its kind must say."""
    if kind in TIMES:
        if quantity:
            raise QuantityMissing()
    elif quantity <= 0:
        raise QuantityMissing()
    if kind in NEEDS_REASON and not reason.strip():
        raise ReasonMissing()
