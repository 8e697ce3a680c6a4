"""What a check of a table finds: rows that can be taken, faults with their fix, rows held back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from callboard.core.errors import gettext_noop
from callboard.formats.cells import CellFault
from callboard.manufacturing.imports.rules import Counts

Record = TypeVar("Record")

UNKNOWN_ITEM = gettext_noop("There is no item “%(value)s”. Import or add the item first, or correct the code.")
OTHER_SPELLING = gettext_noop("There is no “%(value)s”, but there is “%(known)s”. Write it the same way.")
CODE_SPELLED_TWICE = gettext_noop(
    "“%(value)s” looks like “%(known)s” of row %(other)s. Write both the same way, or give them codes that differ."
)
DUPLICATE = gettext_noop("This is the same as row %(other)s. Delete one of the two, or add their quantities up.")
NO_QUANTITY = gettext_noop("“%(value)s” is no quantity. Write how much it is, or leave the row out.")
ZERO_QUANTITY = gettext_noop("The quantity is 0. Write how much it is, or leave the row out.")
BELOW_ZERO = gettext_noop("The quantity is less than 0. Write how much it is, or leave the row out.")
UNKNOWN_UNIT = gettext_noop(
    "There is no unit “%(value)s”. %(item)s is kept in %(unit)s; write a known unit, or give the item this unit first."
)
OTHER_DIMENSION = gettext_noop(
    "%(value)s cannot be turned into %(unit)s, in which %(item)s is kept."
    " Write the quantity in %(unit)s, or say on the item how many %(unit)s one %(value)s is."
)
FINER_THAN_STEP = gettext_noop(
    "%(value)s is finer than %(item)s is counted: in steps of %(step)s %(unit)s."
    " Round it, write it for a larger quantity, or give the item more decimals."
)
TOO_MUCH = gettext_noop("%(value)s is more than can be counted here. Look at the unit.")
BILL_GOES_ROUND = gettext_noop(
    "This would make %(code)s a part of itself: %(path)s. Delete the row, or correct one of the two codes."
)
SUPPLY_IN_BILL = gettext_noop(
    "%(value)s is a supply: it is charged to a department and stays out of bills of materials. Delete the row."
)
NOT_MADE_HERE = gettext_noop("%(value)s is bought. Say on the item that it is made here, then it can have a bill.")
RELEASED_ALREADY = gettext_noop(
    "Revision %(revision)s of %(item)s is %(state)s and never changes. Give what comes in another revision."
)
DIFFERS_IN_GROUP = gettext_noop(
    "Here stands %(value)s, in row %(other)s of the same %(what)s %(known)s. Write the same in both."
)
NOTHING_LEFT = gettext_noop("A scrap of %(value)s %% leaves nothing. Write less than 100.")
RETIRED_COMPONENT = gettext_noop("%(value)s is retired. Replace it, or take it into use again on its page.")
OPERATION_UNKNOWN = gettext_noop(
    "The routing of %(item)s has no operation %(value)s. Write one of: %(known)s, or leave the cell empty."
)
POSITION_TWICE = gettext_noop("Row %(other)s has this position, too. Give each line its own, or leave both empty.")
LEVEL_JUMP = gettext_noop(
    "The level jumps from %(before)s to %(level)s, so the part above is missing. Add its row, or write level %(most)s."
)
NO_LEVEL = gettext_noop("“%(value)s” is no level. Write 0 for the product, 1 for its parts, 2 for their parts.")
BUILT_DIFFERENTLY = gettext_noop(
    "The parts of %(value)s differ here from those listed below row %(other)s. Make both lists the same,"
    " or list the parts once."
)
ENDS_BEFORE = gettext_noop("It ends on %(to_on)s and begins on %(from_on)s. The last day must lie behind the first.")
PRIORITY_TWICE = gettext_noop(
    "In the group “%(group)s” row %(other)s has the priority %(priority)s, too. Give each alternative its own."
)
NO_SUCH_THING = gettext_noop(
    "There is no %(what)s “%(value)s” here. Add it first, or let the import add what is missing."
)
LOT_NEEDED = gettext_noop("%(item)s is tracked by %(tracking)s. Write which one this is.")
LOT_NOT_TRACKED = gettext_noop(
    "%(item)s is not tracked by lot or serial. Say on the item that it is, or leave the cell empty."
)
SERIAL_IS_ONE = gettext_noop("A serial number stands for one piece, and here are %(value)s. Give each piece a row.")
STOCK_THERE = gettext_noop(
    "There are %(there)s %(unit)s of it at this place already. Count the place, or leave the row out."
)
OTHER_KIND = gettext_noop("%(code)s is there already as %(known)s. Leave the cell empty, or give another code.")
ORDER_THERE = gettext_noop(
    "Order %(number)s of %(client)s is there already and says otherwise. Change it on its page, or leave the row out."
)
OTHER_CURRENCY = gettext_noop("Orders here are in %(known)s. Write the price in %(known)s, or leave the row out.")
CURRENCY_UNKNOWN = gettext_noop("“%(value)s” is no currency. Write three letters, such as EUR or USD.")
UNIT_IS_FIXED = gettext_noop(
    "%(item)s has %(known)s here, and its stock and bills were counted so. Leave the cell empty, or write %(known)s."
)
OWN_UNIT_UNREADABLE = gettext_noop(
    "“%(value)s” does not say how much a unit is. Write it as roll=25, and several with a semicolon between."
)
CODE_IN_OTHER_SPELLING = gettext_noop(
    "There is an item “%(known)s” already. Write its code the same way to change it, or choose a code that differs."
)
NOT_BOTH = gettext_noop("The day is listed in row %(other)s already. Delete one of the two.")
TOO_MANY_DAYS = gettext_noop(
    "From %(from_on)s to %(to_on)s are %(days)s days; %(most)s are the most. Look at the dates."
)
MACHINE_ELSEWHERE = gettext_noop("%(value)s stands in %(known)s. Write that department, or choose another machine.")
VENDOR_NEEDED = gettext_noop("Work done outside needs its vendor. Write who does it.")
HELD_BACK = gettext_noop(
    "This row is right, but row %(other)s belongs with it and is not. They come in together or not at all."
)


class Verb(StrEnum):
    """What taking a record would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"


@dataclass(frozen=True)
class Found(Generic[Record]):
    """Something that can be taken: one record, and the rows of the file that say it."""

    rows: tuple[int, ...]
    verb: Verb
    record: Record


@dataclass(frozen=True)
class Outcome(Generic[Record]):
    """All that a check finds. `held` are rows by number, with the row whose fault holds each back."""

    found: tuple[Found[Record], ...]
    faults: tuple[CellFault, ...]
    held: Mapping[int, int] = field(default_factory=dict)
    adds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    row_count: int = 0

    @property
    def counts(self) -> Counts:
        """The outcome in numbers."""
        by_verb = dict.fromkeys(Verb, 0)
        for one in self.found:
            by_verb[one.verb] += len(one.rows)
        return Counts(
            rows=self.row_count,
            new=by_verb[Verb.NEW],
            changed=by_verb[Verb.CHANGED],
            same=by_verb[Verb.SAME],
            faulty=len({fault.row for fault in self.faults}),
            held=len(self.held),
            faults=len(self.faults),
            adds={what: len(names) for what, names in self.adds.items() if names},
        )


def held_back(groups: Iterable[Sequence[int]], faulty: set[int]) -> dict[int, int]:
    """Rows without a fault whose group has one: row → the first faulty row of its group."""
    held: dict[int, int] = {}
    for rows in groups:
        bad = next((row for row in rows if row in faulty), None)
        if bad is not None:
            held.update((row, bad) for row in rows if row not in faulty)
    return held
