"""What a converter hands back: tables in the import's columns, receipts for planning, and what it did with the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from callboard.formats.faults import Unreadable, gettext_noop
from callboard.formats.tables import Value
from callboard.formats.tabular import Cell, Sheet, SheetRow

MOST_BYTES = 100_000_000
MOST_DECIMALS = 6

ITEMS = (
    "Code", "Name", "Description", "Kind", "Unit", "Decimals", "Tracking", "Make or buy", "Active", "Lead days",
    "Safety stock", "Lot minimum", "Lot multiple", "Lot maximum", "Planner", "Standard cost",
)  # fmt: skip
SUPPLIERS = (
    "Item", "Supplier", "Supplier's code", "Price", "Currency", "Minimum", "Multiple", "Lead days", "Preferred",
)  # fmt: skip
ROUTINGS = (
    "Item", "Number", "Operation", "Department", "Machine", "Skill", "Crew", "Setup minutes", "Run seconds",
    "Wait minutes",
)  # fmt: skip
BOM = (
    "Parent", "Component", "Quantity", "Per", "Fixed", "Scrap %", "Operation", "Valid from", "Valid to",
    "Alternative group", "Alternative priority", "References",
)  # fmt: skip
STOCK = ("Item", "Place", "Quantity", "Lot", "Value", "Place kind", "Expires on", "Supplier's lot")
ORDERS = ("Client", "Client's number", "Ordered on", "Item", "Quantity", "Due", "Price", "Priority", "Note")
CALENDAR = ("Date", "Worked", "Reason")
TABLES: Mapping[str, tuple[str, ...]] = {
    "items": ITEMS,
    "suppliers": SUPPLIERS,
    "routings": ROUTINGS,
    "bom": BOM,
    "stock": STOCK,
    "orders": ORDERS,
    "calendar": CALENDAR,
}
"""Every table with its headings, in the order in which they are to be taken."""


class NotThatData(Unreadable):
    """The file is no JSON fixture, or not of the program that was named."""

    text = gettext_noop(
        "This is no data of %(program)s: %(reason)s. Export its tables as JSON (Django's dumpdata) and take that file."
    )


@dataclass(frozen=True)
class Remark:
    """Something a person should know: `text` is a message id, `count` how often, `example` the first case."""

    text: str
    count: int
    example: str

    @property
    def message(self) -> str:
        """The remark in English."""
        return self.text % {"count": self.count, "example": self.example}


@dataclass(frozen=True)
class Receipt:
    """What is on order and not here yet. It is planned with, but orders to suppliers are not imported."""

    number: str
    item: str
    quantity: Decimal
    due: str


@dataclass(frozen=True)
class Converted:
    """Tables by name (those of TABLES), what is on order, and remarks. `today` is the day the data speaks of, or ""."""

    tables: Mapping[str, Sheet]
    receipts: tuple[Receipt, ...]
    remarks: tuple[Remark, ...]
    today: str = ""


@dataclass
class Collector:
    """Rows and remarks as they come together."""

    rows: dict[str, list[dict[str, Value]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    receipts: list[Receipt] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)

    def add(self, table: str, cells: Mapping[str, Value]) -> None:
        """Add a row by headings; those that are left out stay empty."""
        unknown = set(cells) - set(TABLES[table])
        if unknown:
            raise KeyError(f"no such headings in {table}: {sorted(unknown)}")
        self.rows[table].append(dict(cells))

    def remark(self, text: str, example: object) -> None:
        """Count something a person should know."""
        self.said.setdefault(text, []).append(str(example))

    def converted(self, today: str = "") -> Converted:
        """Everything that was collected."""
        return Converted(
            {name: as_sheet(name, TABLES[name], rows) for name, rows in self.rows.items()},
            tuple(self.receipts),
            tuple(Remark(text, len(cases), cases[0]) for text, cases in self.said.items()),
            today,
        )


def as_sheet(name: str, headings: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> Sheet:
    """Rows by headings as a sheet such as `formats.sheets` reads: the headings are row 1, empty is None."""
    return Sheet(
        name,
        tuple(headings),
        tuple(
            SheetRow(number, tuple(_cell(row.get(heading)) for heading in headings))
            for number, row in enumerate(rows, start=2)
        ),
    )


def _cell(value: Value) -> Cell:
    return None if value == "" else value


def records_in(content: bytes, program: str, *, needs: str) -> list[dict[str, Any]]:
    """The records of a JSON fixture (a list of model, pk and fields). Raises NotThatData."""
    if len(content) > MOST_BYTES:
        raise NotThatData(program=program, reason=f"it is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotThatData(program=program, reason="it is no JSON") from error
    if not isinstance(found, list) or not all(
        isinstance(one, dict) and isinstance(one.get("fields"), dict) and "model" in one for one in found
    ):
        raise NotThatData(program=program, reason="it is no list of records with model and fields")
    if not any(one["model"] == needs for one in found):
        raise NotThatData(program=program, reason=f"it has no record of {needs}")
    return found


def decimals_of(numbers: Iterable[Decimal]) -> int:
    """The most decimals that the numbers need, MOST_DECIMALS at most."""
    return min(max((_places(number) for number in numbers), default=0), MOST_DECIMALS)


def plain(number: Decimal) -> Value:
    """A number for a cell, without zeros behind the decimals."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
