"""Rules of imports: what can come in, who may bring it, and how far a draft is. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from callboard.core.errors import Refused, gettext_noop
from callboard.core.organizations.rules import Permission


class ImportKind(StrEnum):
    """What a table holds."""

    ITEMS = "items"
    BOM_PAIRS = "bill of materials, parent and component"
    BOM_LEVELS = "bill of materials, indented levels"
    BOM_FLAT = "bill of materials of one product"
    STOCK = "stock"
    ORDERS = "clients' orders"
    ROUTINGS = "routings"
    CALENDAR = "calendar"
    SUPPLIERS = "suppliers' prices"


BOM_KINDS = frozenset({ImportKind.BOM_PAIRS, ImportKind.BOM_LEVELS, ImportKind.BOM_FLAT})


class ImportState(StrEnum):
    """How far an import is."""

    MATCHING = "matching columns"
    CHECKED = "checked"
    TAKEN = "taken"
    DROPPED = "dropped"


NEXT_STATES: dict[ImportState, frozenset[ImportState]] = {
    ImportState.MATCHING: frozenset({ImportState.MATCHING, ImportState.CHECKED, ImportState.DROPPED}),
    ImportState.CHECKED: frozenset({ImportState.MATCHING, ImportState.CHECKED, ImportState.TAKEN, ImportState.DROPPED}),
    ImportState.TAKEN: frozenset(),
    ImportState.DROPPED: frozenset(),
}

PERMISSIONS: dict[ImportKind, Permission] = {
    ImportKind.ITEMS: Permission.CHANGE_CATALOG,
    ImportKind.SUPPLIERS: Permission.CHANGE_CATALOG,
    ImportKind.BOM_PAIRS: Permission.CHANGE_PRODUCTS,
    ImportKind.BOM_LEVELS: Permission.CHANGE_PRODUCTS,
    ImportKind.BOM_FLAT: Permission.CHANGE_PRODUCTS,
    ImportKind.ROUTINGS: Permission.CHANGE_PRODUCTS,
    ImportKind.STOCK: Permission.MOVE_STOCK,
    ImportKind.ORDERS: Permission.TAKE_ORDERS,
    ImportKind.CALENDAR: Permission.CHANGE_PRODUCTION,
}
"""What a person must be allowed by hand, they must be allowed by the thousand."""


class TakeMode(StrEnum):
    """What to do when some rows have faults. There is no third way."""

    EVERYTHING = "all or nothing"
    GOOD_ROWS = "good rows only"


@dataclass(frozen=True)
class Settings:
    """How a person wants the table read."""

    decimal_sign: str = ""
    """"." or ","; empty: each column's numbers prove it."""
    is_day_first: bool | None = None
    product: str = ""
    """The item whose bill a flat list is."""
    adds_missing: bool = True
    """Whether places, departments, machines, skills and parties that are not there yet are added."""
    releases: bool = True
    """Whether bills and routings without a state of their own come in released."""

    @classmethod
    def of(cls, kept: dict[str, object]) -> Settings:
        """The settings that a draft keeps."""
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Counts:
    """What a check found: every row of the table is in exactly one of the first four numbers or blank."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    faulty: int = 0
    """Rows with a fault of their own."""
    held: int = 0
    """Rows without a fault that would be half a bill, routing or order without their faulty neighbors."""
    faults: int = 0
    adds: dict[str, int] = field(default_factory=dict)
    """What else would be added: "places" → 3."""


class FileUnreadable(Refused):
    """The file is no table, or too large a one; `reason` is the reader's own sentence."""

    text = gettext_noop("%(reason)s")


class KindUnknown(Refused):
    """The headings do not tell what the table holds."""

    text = gettext_noop(
        "The headings of “%(sheet)s” do not tell what the table holds: %(headings)s. Choose what it is from the list."
    )


class ColumnsMissing(Refused):
    """Required columns are not matched yet."""

    text = gettext_noop("Say which column holds %(fields)s, then check again.")


class ColumnTwice(Refused):
    """One column was given to two fields."""

    text = gettext_noop("The column %(column)s is chosen for %(first)s and for %(second)s. Choose another for one.")


class ProductMissing(Refused):
    """A flat list does not say whose components it lists."""

    text = gettext_noop("Choose the product whose components the list holds, then check again.")


class ImportOver(Refused):
    """The draft was taken or dropped."""

    text = gettext_noop("This import is %(state)s already. Upload the file again to start another.")


class NotChecked(Refused):
    """Nobody has looked at what would come in."""

    text = gettext_noop("Check the table first, and look at what would come in.")


class FaultsLeft(Refused):
    """All or nothing, and not all of it is good: nothing was changed."""

    text = gettext_noop(
        "Faults are left (%(faults)s, in rows: %(rows)s), so nothing was changed."
        " Mend them in the file, or take the good rows only."
    )


class NothingToTake(Refused):
    """No row is new or changed."""

    text = gettext_noop("There is nothing to take: no good row is new or changed. Nothing was changed.")


def check_can_become(state: ImportState, wanted: ImportState) -> None:
    """Refuse a step that the state does not allow."""
    if state in {ImportState.TAKEN, ImportState.DROPPED}:
        raise ImportOver(state=state)
    if wanted not in NEXT_STATES[state]:
        raise NotChecked()


def check_can_take(counts: Counts, mode: TakeMode) -> None:
    """All or nothing means it; and an import that changes nothing is refused rather than recorded."""
    if mode is TakeMode.EVERYTHING and counts.faults:
        raise FaultsLeft(faults=counts.faults, rows=counts.faulty)
    if not counts.new and not counts.changed:
        raise NothingToTake()
