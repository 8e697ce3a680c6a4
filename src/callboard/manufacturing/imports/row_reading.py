"""Cells of a row as items, quantities, money and names of the plant; each fault is left at its cell. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from callboard.formats.cells import plain_word
from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.found import (
    BELOW_ZERO,
    ENDS_BEFORE,
    FINER_THAN_STEP,
    NO_QUANTITY,
    NO_SUCH_THING,
    OTHER_DIMENSION,
    OTHER_SPELLING,
    TOO_MUCH,
    UNKNOWN_ITEM,
    UNKNOWN_UNIT,
    ZERO_QUANTITY,
    Found,
)
from callboard.manufacturing.imports.known import Known, KnownItem, folded, spellings
from callboard.stock.items.quantity_rules import QuantityTooFine, QuantityTooLarge, shown, to_steps
from callboard.stock.items.unit_rules import DimensionsDiffer, UnknownUnit, convert, unit_code

Choice = TypeVar("Choice")
LONGEST_CODE = 60
_DASHES = frozenset("-–—−")
MOST_MONEY = 10**12


def item_in(row: RowCells, name: str, known: Known) -> KnownItem | None:
    """The item whose code the cell holds; of another spelling the right one is named."""
    code = row.text(name, most=LONGEST_CODE, is_required=True)
    if not code:
        return None
    if code in known.items:
        return known.items[code]
    other = known.item_spellings.get(folded(code))
    if other is None:
        row.fault(name, UNKNOWN_ITEM, value=code)
    else:
        row.fault(name, OTHER_SPELLING, value=code, known=other)
    return None


def unit_in(row: RowCells, name: str, item: KnownItem) -> str | None:
    """The code of the unit in the cell, the item's stock unit if it is empty."""
    written = row.text(name, most=20)
    if not written or written == item.unit:
        return item.unit
    try:
        return unit_code(written, {item.unit: Fraction(1), **item.own_units})
    except UnknownUnit:
        row.fault(name, UNKNOWN_UNIT, value=written, item=item.code, unit=item.unit)
        return None


def quantity_in(
    row: RowCells,
    name: str,
    item: KnownItem | None,
    unit: str | None,
    *,
    is_required: bool = False,
    may_be_0: bool = False,
) -> int | None:
    """Steps of the item for the number in the cell, given in `unit`; None after a fault or if the cell is empty."""
    cell = row.cell(name)
    if cell is not None and isinstance(cell.value, str) and cell.value.strip() in _DASHES:
        row.fault(name, NO_QUANTITY)
        return None
    amount = row.decimal(name, is_required=is_required)
    if amount is None:
        return None
    if amount < 0 or (amount == 0 and not may_be_0):
        row.fault(name, ZERO_QUANTITY if amount == 0 else BELOW_ZERO)
        return None
    return _steps(row, name, amount, item, unit) if item and unit else None


def _steps(row: RowCells, name: str, amount: Decimal, item: KnownItem, unit: str) -> int | None:
    unit_cell = "unit" if row.cell("unit") is not None else name
    try:
        if unit == item.unit:
            return to_steps(amount, item.decimals)
        exact = convert(amount, unit, item.unit, item.own_units, stock_unit=item.unit)
        return to_steps(exact, item.decimals)
    except DimensionsDiffer:
        row.fault(unit_cell, OTHER_DIMENSION, value=unit, item=item.code, unit=item.unit)
    except QuantityTooFine:
        step = shown(1, item.decimals)
        written = f"{amount.normalize():f} {unit}"
        row.fault(name, FINER_THAN_STEP, value=written, item=item.code, unit=item.unit, step=step)
    except QuantityTooLarge:
        row.fault(name, TOO_MUCH)
    return None


class Words(Generic[Choice]):
    """Choices by the words people write for them, folded once instead of in every row."""

    def __init__(self, choices: Mapping[Choice, Sequence[str]]) -> None:
        self.choices = choices
        self.by_word = {plain_word(word): choice for choice, words in choices.items() for word in words}

    def read(self, row: RowCells, name: str) -> Choice | None:
        """The choice whose word the cell holds; `RowCells.choice` finds the sentence for what is none."""
        cell = row.cell(name)
        if cell is None or cell.value is None:
            return None
        found = self.by_word.get(plain_word(str(cell.value)))
        return found if found is not None else row.choice(name, self.choices)


Reader = Callable[[RowCells, str], Any]


def given(row: RowCells, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """What the filled cells of these fields say; a field without a column costs nothing, which is most of them."""
    found = {name: readers[name](row, name) for name in row.matching.columns if name in readers}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def text_most(most: int) -> Reader:
    """A reader of text of so many characters."""
    return lambda row, name: row.text(name, most=most)


def whole_from(least: int, most: int) -> Reader:
    """A reader of whole numbers in a range."""
    return lambda row, name: row.whole_number(name, least=least, most=most)


def yes_no(row: RowCells, name: str) -> bool | None:
    """A reader of yes and no."""
    return row.yes_or_no(name)


def ppm_in(row: RowCells, name: str, *, most: int = 100) -> int | None:
    """Parts per million for a percentage in the cell."""
    percent = row.decimal(name, least=0, most=most, places=4)
    return None if percent is None else int(percent * 10_000)


def minor_in(row: RowCells, name: str, places: int) -> int | None:
    """Minor units for an amount of money in the cell."""
    amount = row.decimal(name, least=0, most=MOST_MONEY, places=places)
    return None if amount is None else int(amount.scaleb(places))


def check_window(row: RowCells, from_name: str, to_name: str) -> tuple[dt.date | None, dt.date | None]:
    """The days [from, to) in two cells, with a fault if none lies between them."""
    if not row.matching.columns.keys() & {from_name, to_name}:
        return None, None
    from_on, to_on = row.date(from_name), row.date(to_name)
    if from_on is not None and to_on is not None and to_on <= from_on:
        row.fault(to_name, ENDS_BEFORE, from_on=from_on.isoformat(), to_on=to_on.isoformat())
    return from_on, to_on


@dataclass
class Names:
    """Names of one sort (departments, places …): what is there, and what rows add to it."""

    what: str
    known: Mapping[str, str]
    """Spelling folded → as it is written."""
    may_add: bool
    added: dict[str, str] = field(default_factory=dict)
    added_in: dict[str, set[int]] = field(default_factory=dict)
    """The rows that use an added name."""

    @classmethod
    def of(cls, what: str, names: Iterable[str], *, may_add: bool) -> Names:
        """The names that are there."""
        return cls(what, spellings(names), may_add)

    def read(self, row: RowCells, name: str, *, most: int, is_required: bool = False) -> str:
        """The name in the cell as it is written here; a new one is added if that is allowed, else a fault."""
        written = row.text(name, most=most, is_required=is_required)
        if not written:
            return ""
        key = folded(written)
        if there := self.known.get(key):
            return there
        if not self.may_add:
            row.fault(name, NO_SUCH_THING, what=self.what, value=written)
            return ""
        self.added_in.setdefault(key, set()).add(row.row.number)
        return self.added.setdefault(key, written)

    def added_by(self, found: Iterable[Found[Any]]) -> tuple[str, ...]:
        """The added names that rows use which can be taken."""
        good = {number for one in found for number in one.rows}
        return tuple(name for key, name in self.added.items() if self.added_in[key] & good)
