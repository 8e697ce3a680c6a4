"""Rules of counting: classes, how often, tolerance, recount. Pure: no database, no clock, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop


class CountState(StrEnum):
    """Where one line of a count stands."""

    TO_COUNT = "to count"
    RECOUNT = "recount"
    COUNTED = "counted"
    POSTED = "posted"


COUNTS_A_YEAR = {"A": 12, "B": 4, "C": 1}
TOLERANCE_PPM = {"A": 2_000, "B": 10_000, "C": 50_000}
"""How far a count may be off the book before somebody counts again: 0.2 %, 1 % and 5 %."""


class NothingToCount(Refused):
    """A list without lines."""

    text = gettext_noop(
        "Nothing in stock fits this choice, or it stands on an open list already. Choose other classes or places."
    )


class CountClosed(Refused):
    """A closed list takes no counts."""

    text = gettext_noop("%(number)s is closed. Open another list to count again.")


class CountedAlready(Refused):
    """A line that waits for no count."""

    text = gettext_noop("%(item)s at %(place)s is counted already. Open another list to count it again.")


class CountBelowZero(Refused):
    """Nobody finds less than nothing."""

    text = gettext_noop("%(item)s at %(place)s: a count is zero or more.")


class NothingCounted(Refused):
    """A posting without a finished count."""

    text = gettext_noop("No line of %(number)s is ready to post. Count it first, and recount what is off.")


class StillToPost(Refused):
    """A list is closed when what was counted is posted."""

    text = gettext_noop("%(count)s counted lines of %(number)s are not posted yet. Post them, then close the list.")


class AlreadyListed(Refused):
    """One thing stands on a list once."""

    text = gettext_noop("%(item)s at %(place)s stands on this list already.")


@dataclass(frozen=True)
class CountTerms:
    """What a list is made of: everything, or certain classes, places or items, or only what is due."""

    title: str = ""
    classes: tuple[str, ...] = ()
    store_ids: tuple[int, ...] = ()
    item_ids: tuple[int, ...] | None = None
    only_due: bool = False


@dataclass(frozen=True)
class Tally:
    """What was counted, and what the book said at that moment."""

    counted: int
    book: int

    @property
    def difference(self) -> int:
        """Found beyond the book; below zero: missing."""
        return self.counted - self.book


def class_of(abc_class: str) -> str:
    """A, B or C; what nobody classified is counted like a C."""
    return abc_class if abc_class in COUNTS_A_YEAR else "C"


def days_between(abc_class: str) -> int:
    """How many days may pass between two counts."""
    return 365 // COUNTS_A_YEAR[class_of(abc_class)]


def due_on(abc_class: str, last_on: dt.date | None) -> dt.date | None:
    """The day of the next count; None for what was never counted: it is due now."""
    return None if last_on is None else last_on + dt.timedelta(days=days_between(abc_class))


def is_within(tally: Tally, abc_class: str) -> bool:
    """Whether the difference is small enough for the class, measured by the book. An empty book tolerates nothing."""
    return abs(tally.difference) * 1_000_000 <= TOLERANCE_PPM[class_of(abc_class)] * max(tally.book, 0)


def state_after(tallies: Sequence[Tally], abc_class: str) -> CountState:
    """Where a line stands after these counts, oldest first.

    A count within tolerance stands. One that is off is counted again, until two counts find the same difference.
    """
    last = tallies[-1]
    is_confirmed = any(earlier.difference == last.difference for earlier in tallies[:-1])
    return CountState.COUNTED if is_confirmed or is_within(last, abc_class) else CountState.RECOUNT
