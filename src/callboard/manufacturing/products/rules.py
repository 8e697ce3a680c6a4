"""Rules of products: states of bills and routings, and what may stand in them. Pure: no database, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from callboard.core.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from callboard.core.engagements.models import Department
    from callboard.core.people.models import Party
    from callboard.core.resources.models import Machine, Skill
    from callboard.stock.items.models import Item

MILLION = 1_000_000


class RevisionState(StrEnum):
    """Where a bill of materials or a routing stands. A released one is never changed: it is followed by a newer."""

    DRAFT = "draft"
    RELEASED = "released"
    RETIRED = "retired"


NEXT_STATES = {
    RevisionState.DRAFT: {RevisionState.RELEASED, RevisionState.RETIRED},
    RevisionState.RELEASED: {RevisionState.RETIRED},
    RevisionState.RETIRED: set[RevisionState](),
}


class RevisionMissing(Refused):
    """Orders name the revision that they were made by."""

    text = gettext_noop("Give the revision a name, such as A or 2.")


class RevisionTaken(Refused):
    """Two revisions of one name could not be told apart on an order."""

    text = gettext_noop("%(item)s has a revision %(revision)s already. Give this one another name.")


class RevisionFrozen(Refused):
    """What was released is what orders were made by."""

    text = gettext_noop(
        "Revision %(revision)s is %(state)s and never changes. Copy it to a new revision and edit that."
    )


class WrongRevisionState(Refused):
    """The step does not lead on from here."""

    text = gettext_noop("Revision %(revision)s is %(state)s, so it cannot become %(wanted)s.")


class EndsBeforeItBegins(Refused):
    """A revision or a line that is in effect on no day."""

    text = gettext_noop("It ends on %(to_on)s and begins on %(from_on)s. The last day must lie behind the first.")


class QuantityMissing(Refused):
    """A component of which nothing is needed."""

    text = gettext_noop("Say how much of %(code)s is needed: more than zero.")


class ScrapTooHigh(Refused):
    """If everything is lost, no quantity is enough."""

    text = gettext_noop("A scrap of %(percent)s %% leaves nothing. Give less than 100 %%.")


class SuppliesStayOut(Refused):
    """Supplies are charged to departments, never to a product."""

    text = gettext_noop("%(code)s is a supply: it is charged to a department and stays out of bills of materials.")


class ItemOfAnotherPlant(Refused):
    """A bill lists what lies in its own plant."""

    text = gettext_noop("%(code)s belongs to another plant. Add the item to this one first.")


class BillGoesRound(Refused):
    """An item that is, some levels down, made of itself could never be begun."""

    text = gettext_noop("This would make %(code)s a part of itself: %(path)s. Take one of these lines out first.")


class EmptyBill(Refused):
    """Nothing can be made of nothing."""

    text = gettext_noop("Revision %(revision)s lists no component yet. Add its lines before releasing it.")


class EmptyRouting(Refused):
    """An order without operations could not be worked."""

    text = gettext_noop("Revision %(revision)s has no operation yet. Add one before releasing it.")


class ComponentsRetired(Refused):
    """A released bill must be one that can be bought and issued."""

    text = gettext_noop("These components are retired: %(codes)s. Replace them before releasing the bill.")


class OperationsUnknown(Refused):
    """A component issued at an operation that the item does not have would never be issued."""

    text = gettext_noop("Components are issued at operations that the routing does not have: %(numbers)s.")


class PrioritiesEqual(Refused):
    """Of two alternatives one comes first."""

    text = gettext_noop("In the group “%(group)s” two alternatives have the priority %(priority)s. Give each its own.")


class NotMadeHere(Refused):
    """A bill belongs to something that is made."""

    text = gettext_noop(
        "%(code)s is bought. Say on its page that it is made here before giving it a bill or a routing."
    )


class NumberTaken(Refused):
    """Operations follow each other by number."""

    text = gettext_noop("There is an operation %(number)s already. Give this one a number of its own.")


class YieldTooLow(Refused):
    """If nothing comes out good, no start quantity is enough."""

    text = gettext_noop("Operation %(number)s: the yield must be more than 0 %% and at most 100 %%.")


class OperationIncomplete(Refused):
    """What an operation must say before anybody can be sent to do it."""

    text = gettext_noop("Give the operation a name and a department, and work at a vendor its vendor.")


class OfAnotherDepartment(Refused):
    """A machine stands in one department."""

    text = gettext_noop("%(machine)s stands in another department. Choose a machine of %(department)s.")


@dataclass(frozen=True)
class BomHead:
    """What holds for a whole bill. `batch_quantity` in steps of the item; None is one whole stock unit.

    It is in effect for orders that start in [from_on, to_on).
    """

    batch_quantity: int | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class BomLineTerms:
    """One component of a bill: steps of it for a batch of the parent, or for the whole order when fixed.

    `position` 0 is the next free one. Lines of one `alternative_group` stand in for each other, lowest priority first.
    """

    component: Item
    quantity: int
    is_fixed: bool = False
    scrap_ppm: int = 0
    operation_number: int | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    alternative_group: str = ""
    alternative_priority: int = 1
    offset_days: int = 0
    references: str = ""
    is_backflushed: bool = True
    position: int = 0


@dataclass(frozen=True)
class RoutingHead:
    """What holds for a whole routing: in effect for orders that start in [from_on, to_on)."""

    from_on: dt.date | None = None
    to_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class OperationTerms:
    """One step of a routing. `number` 0 is the next ten; `run_seconds` are for `run_quantity` steps of the item."""

    name: str
    department: Department
    number: int = 0
    instructions: str = ""
    machine: Machine | None = None
    skill: Skill | None = None
    skill_level: int = 1
    crew_size: int = 1
    setup_minutes: int = 0
    run_seconds: int = 0
    run_quantity: int = 1
    batch_quantity: int = 0
    batch_minutes: int = 0
    queue_minutes: int = 0
    wait_minutes: int = 0
    move_minutes: int = 0
    yield_ppm: int = MILLION
    setup_family: str = ""
    is_outside: bool = False
    vendor: Party | None = None
    outside_days: int = 0
    outside_price_minor: int = 0


class InEffect(Protocol):
    """Something that holds in a half-open window of days."""

    @property
    def from_on(self) -> dt.date | None:
        """The first day; None is since ever."""

    @property
    def to_on(self) -> dt.date | None:
        """The first day no more; None is for ever."""


class Revision(InEffect, Protocol):
    """A bill or a routing as far as choosing between revisions goes."""

    @property
    def released_at(self) -> dt.datetime | None:
        """When it was released."""


_R = TypeVar("_R", bound=Revision)


def in_effect(row: InEffect, on: dt.date) -> bool:
    """Whether a day lies in [from_on, to_on)."""
    return (row.from_on is None or row.from_on <= on) and (row.to_on is None or on < row.to_on)


def revision_on(revisions: Iterable[_R], on: dt.date) -> _R | None:
    """Of released revisions the one for orders that start on a day: the latest to begin, then the latest released."""
    holding = [row for row in revisions if in_effect(row, on)]
    return max(holding, key=_precedence, default=None)


def _precedence(row: Revision) -> tuple[dt.date, float]:
    return row.from_on or dt.date.min, row.released_at.timestamp() if row.released_at else 0.0


Window = tuple[dt.date | None, dt.date | None]
"""Half-open; None is without end on that side."""


def windows_of(revisions: Sequence[_R]) -> list[tuple[_R, Window]]:
    """Which of an item's released revisions rules when: windows that never overlap, in order of time."""
    turns = sorted({day for row in revisions for day in (row.from_on, row.to_on) if day is not None})
    found: list[tuple[_R, Window]] = []
    for begins, ends in zip((None, *turns), (*turns, None), strict=True):
        ruling = revision_on(revisions, begins or dt.date.min)
        if ruling is None:
            continue
        if found and found[-1][0] is ruling and found[-1][1][1] == begins:
            found[-1] = (ruling, (found[-1][1][0], ends))
        else:
            found.append((ruling, (begins, ends)))
    return found


def overlap(one: Window, other: Window) -> Window | None:
    """The days that lie in both; None where there are none."""
    if one == (None, None):
        return other
    begins = max((day for day in (one[0], other[0]) if day is not None), default=None)
    ends = min((day for day in (one[1], other[1]) if day is not None), default=None)
    return None if begins is not None and ends is not None and ends <= begins else (begins, ends)


def check_window(from_on: dt.date | None, to_on: dt.date | None) -> None:
    """Refuse a window without a day in it."""
    if from_on is not None and to_on is not None and to_on <= from_on:
        raise EndsBeforeItBegins(from_on=from_on.isoformat(), to_on=to_on.isoformat())


def sound_revision(name: str, item: str, taken: Collection[str]) -> str:
    """The revision's name without spaces around it. Raises RevisionMissing, RevisionTaken."""
    said = name.strip()
    if not said:
        raise RevisionMissing()
    if said in taken:
        raise RevisionTaken(item=item, revision=said)
    return said


def check_draft(state: str, revision: str) -> None:
    """Only a draft is edited."""
    if state != RevisionState.DRAFT:
        raise RevisionFrozen(revision=revision, state=str(state))


def check_step(state: str, wanted: RevisionState, revision: str) -> None:
    """Refuse a step that does not lead on from the state."""
    if wanted not in NEXT_STATES[RevisionState(state)]:
        raise WrongRevisionState(revision=revision, state=str(state), wanted=str(wanted))


def check_scrap(scrap_ppm: int) -> None:
    """Refuse a share of scrap that leaves nothing."""
    if not 0 <= scrap_ppm < MILLION:
        raise ScrapTooHigh(percent=scrap_ppm * 100 / MILLION)


def check_priorities(ranked: Iterable[tuple[str, int]]) -> None:
    """Refuse two equal priorities in one group of alternatives; lines without a group are no alternatives."""
    seen: set[tuple[str, int]] = set()
    for group, priority in ranked:
        if group and (group, priority) in seen:
            raise PrioritiesEqual(group=group, priority=priority)
        seen.add((group, priority))


def next_number(taken: Iterable[int]) -> int:
    """The next ten: room is left between two for what was forgotten."""
    return (max(taken, default=0) // 10 + 1) * 10


def way_to(goal: int, starts: Iterable[int], found_from: Mapping[int, int]) -> list[int]:
    """Walk back from the goal to one of the starts, by where each was found from; in walking order from the start."""
    first, way = set(starts), [goal]
    while way[-1] not in first:
        way.append(found_from[way[-1]])
    return way[::-1]
