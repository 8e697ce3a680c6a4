"""What the plant has before an import: the mirror in which rows are checked. Pure; `queries.known_of` fills it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

_JOINTS = re.compile(r"[\s_-]+")


@dataclass(frozen=True)
class KnownItem:
    """An item as far as rows about it are concerned. `values` are its fields, where items themselves come in."""

    code: str
    unit: str = "pcs"
    decimals: int = 0
    kind: str = "component"
    tracking: str = "none"
    source: str = "make"
    is_active: bool = True
    is_phantom: bool = False
    own_units: Mapping[str, Fraction] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class BillLine:
    """One component of a bill, in steps of the component."""

    position: int
    component: str
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


@dataclass(frozen=True)
class Bill:
    """One revision of a bill of materials. Its lines are for `batch_quantity` steps of the item."""

    item: str
    revision: str
    state: str
    batch_quantity: int
    lines: tuple[BillLine, ...]
    from_on: dt.date | None = None
    to_on: dt.date | None = None

    def says_the_same(self, other: Bill) -> bool:
        """Whether both make the item of the same things; how revisions are called and lines numbered is left out."""
        return _bare(self) == _bare(other)


def _bare(bill: Bill) -> tuple[object, ...]:
    lines = [replace(line, position=0) for line in sorted(bill.lines, key=lambda line: line.position)]
    return bill.batch_quantity, bill.from_on, bill.to_on, tuple(lines)


@dataclass(frozen=True)
class Step:
    """One operation of a routing."""

    number: int
    name: str
    department: str
    machine: str = ""
    skill: str = ""
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
    yield_ppm: int = 1_000_000
    setup_family: str = ""
    is_outside: bool = False
    vendor: str = ""
    outside_days: int = 0
    outside_price_minor: int = 0
    instructions: str = ""


@dataclass(frozen=True)
class Way:
    """One revision of a routing."""

    item: str
    revision: str
    state: str
    steps: tuple[Step, ...]
    from_on: dt.date | None = None
    to_on: dt.date | None = None

    def says_the_same(self, other: Way) -> bool:
        """Whether both make the item in the same way."""
        return (self.steps, self.from_on, self.to_on) == (other.steps, other.from_on, other.to_on)

    def called(self, revision: str) -> Way:
        """The same under a revision's name."""
        return replace(self, revision=revision)


@dataclass(frozen=True)
class OrderedLine:
    """One item of a client's order, in steps and minor units."""

    position: int
    item: str
    quantity: int
    due_on: dt.date
    price_minor: int = 0
    priority: int = 5


@dataclass(frozen=True)
class Order:
    """A client's order. `number` is ours; empty is the next."""

    client: str
    client_number: str
    number: str
    lines: tuple[OrderedLine, ...]
    ordered_on: dt.date | None = None
    currency: str = ""
    ship_to: str = ""
    note: str = ""


@dataclass(frozen=True)
class Offer:
    """What a supplier asks for an item: `price_minor` for `price_quantity` steps."""

    item: str
    supplier: str
    supplier_code: str = ""
    price_minor: int = 0
    price_quantity: int = 1
    currency: str = ""
    minimum: int = 0
    multiple: int = 0
    lead_days: int = 0
    is_preferred: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class Known:
    """The plant, as far as one kind of table needs it. Names are looked up by their folded spelling."""

    items: Mapping[str, KnownItem] = field(default_factory=dict)
    bills: Mapping[str, tuple[Bill, ...]] = field(default_factory=dict)
    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """Code → kind of place."""
    balances: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """Item, place and lot ("" for none) → steps."""
    parties: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    machines: Mapping[str, str] = field(default_factory=dict)
    """Code → department."""
    skills: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    offers: Mapping[tuple[str, str, str], Offer] = field(default_factory=dict)
    days: Mapping[dt.date, tuple[bool, str]] = field(default_factory=dict)
    """Date → whether it is worked, and why."""
    currency: str = "USD"
    currency_places: int = 2
    today: dt.date = dt.date.min

    @cached_property
    def item_spellings(self) -> Mapping[str, str]:
        """Codes by their folded spelling."""
        return spellings(self.items)


def folded(text: str) -> str:
    """A code without what people vary when they copy it by hand: case, and blanks for hyphens or underscores.

    "bracket 1", "BRACKET-1" and "Bracket_1" are one; "1.0R" and "10R" stay two.
    """
    return _JOINTS.sub("-", unicodedata.normalize("NFKC", text).strip().casefold())


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Names by their folded spelling; of two that fold alike the first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return found
