"""Which column holds which field, and the cells of a row read by field with every fault collected."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from callboard.formats.cells import (
    NOTHING_THERE,
    CellAt,
    CellFault,
    Choice,
    DecimalSign,
    choice_of,
    date_of,
    decimal_of,
    decimal_sign_in,
    fault_at,
    plain_word,
    text_of,
    whole_number_of,
    yes_or_no_of,
)
from callboard.formats.tabular import Sheet, SheetRow

Value = TypeVar("Value")

_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


@dataclass(frozen=True)
class Field:
    """Something a table can tell: its name in code and the titles a column of it may have, the best first."""

    name: str
    titles: tuple[str, ...]
    is_required: bool = False


@dataclass(frozen=True)
class Matching:
    """Which column (from 0) holds which field.

    `unmatched` are columns with a heading that no field took, `doubled` those of them whose heading fits a field that
    another column already holds, `missing` the names of required fields without a column.
    """

    columns: Mapping[str, int]
    unmatched: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


def match_columns(
    headings: Sequence[str], fields: Sequence[Field], *, chosen: Mapping[str, int | None] | None = None
) -> Matching:
    """Match by title: case, accents, spaces and punctuation do not matter, nor a bracket at the end ("Weight (kg)").

    A field's name is a title too. A field takes the column with its earliest title, on a tie the leftmost one; full
    headings go before those without their bracket. `chosen` are a person's own decisions by field name (None: no
    column), which go before everything.
    """
    columns = {name: column for name, column in (chosen or {}).items() if column is not None}
    for words in ([plain_word(heading) for heading in headings], [_bare(heading) for heading in headings]):
        for one in fields:
            if one.name in columns or (chosen and one.name in chosen):
                continue
            fits = [
                (titles.index(word), column)
                for titles in [_titles(one)]
                for column, word in enumerate(words)
                if word in titles and column not in columns.values()
            ]
            if fits:
                columns[one.name] = min(fits)[1]
    unmatched = [at for at, heading in enumerate(headings) if heading.strip() and at not in columns.values()]
    known = {title for one in fields if one.name in columns for title in _titles(one)}
    return Matching(
        columns,
        tuple(unmatched),
        tuple(at for at in unmatched if {plain_word(headings[at]), _bare(headings[at])} & known),
        tuple(one.name for one in fields if one.is_required and one.name not in columns),
    )


def rows_of(
    sheet: Sheet,
    matching: Matching,
    *,
    decimal_sign: DecimalSign = "",
    is_day_first: bool | None = None,
) -> Iterator[RowCells]:
    """The sheet's rows, to be read by field. Where `decimal_sign` is not given, each column's numbers may prove it."""
    signs = {
        name: decimal_sign or decimal_sign_in((row.cells[column] for row in sheet.rows), separator=sheet.separator)
        for name, column in matching.columns.items()
    }
    for row in sheet.rows:
        yield RowCells(row, sheet.headings, matching, signs, is_day_first)


@dataclass
class RowCells:
    """One row, read field by field; a cell with a fault gives None (text: "") and its fault is kept in `faults`.

    A field without a column reads as an empty cell. `is_required` makes an empty cell a fault.
    """

    row: SheetRow
    headings: Sequence[str]
    matching: Matching
    decimal_signs: Mapping[str, DecimalSign] = field(default_factory=dict)
    is_day_first: bool | None = None
    faults: list[CellFault] = field(default_factory=list)

    def cell(self, name: str) -> CellAt | None:
        """The cell of a field and its place, None if no column holds it."""
        column = self.matching.columns.get(name)
        if column is None:
            return None
        return CellAt(self.row.number, column, self.headings[column], self.row.cells[column])

    def fault(self, name: str, text: str, **parameters: str | int) -> None:
        """Add a fault of the caller's own ("no such item") at the cell of a field, or at the row if it has none."""
        cell = self.cell(name)
        at_row = CellFault(self.row.number, "", name, text, parameters)
        self.faults.append(fault_at(cell, text, **parameters) if cell else at_row)

    def text(self, name: str, *, most: int = 200, is_required: bool = False) -> str:
        """The cell as text, "" if empty."""
        return self._read(name, lambda cell: text_of(cell, most=most) or None, is_required=is_required) or ""

    def whole_number(
        self, name: str, *, least: int | None = None, most: int | None = None, is_required: bool = False
    ) -> int | None:
        """The cell as a whole number."""
        sign = self.decimal_signs.get(name, "")
        return self._read(
            name,
            lambda cell: whole_number_of(cell, least=least, most=most, decimal_sign=sign),
            is_required=is_required,
        )

    def decimal(
        self,
        name: str,
        *,
        least: int | Decimal | None = None,
        most: int | Decimal | None = None,
        places: int | None = None,
        is_required: bool = False,
    ) -> Decimal | None:
        """The cell as an exact number."""
        sign = self.decimal_signs.get(name, "")
        return self._read(
            name,
            lambda cell: decimal_of(cell, least=least, most=most, places=places, decimal_sign=sign),
            is_required=is_required,
        )

    def date(self, name: str, *, is_required: bool = False) -> dt.date | None:
        """The cell as a day."""
        return self._read(name, lambda cell: date_of(cell, is_day_first=self.is_day_first), is_required=is_required)

    def yes_or_no(
        self, name: str, *, more_yes: Sequence[str] = (), more_no: Sequence[str] = (), is_required: bool = False
    ) -> bool | None:
        """The cell as yes or no."""
        return self._read(
            name, lambda cell: yes_or_no_of(cell, more_yes=more_yes, more_no=more_no), is_required=is_required
        )

    def choice(self, name: str, choices: Mapping[Choice, Sequence[str]], *, is_required: bool = False) -> Choice | None:
        """The choice whose word the cell holds."""
        return self._read(name, lambda cell: choice_of(cell, choices), is_required=is_required)

    def _read(
        self, name: str, parse: Callable[[CellAt], Value | CellFault | None], *, is_required: bool
    ) -> Value | None:
        cell = self.cell(name)
        found = parse(cell) if cell else None
        if isinstance(found, CellFault):
            self.faults.append(found)
            return None
        if found is None and is_required:
            self.fault(name, NOTHING_THERE)
        return found


def _titles(one: Field) -> list[str]:
    return [plain_word(title) for title in (*one.titles, one.name)]


def _bare(heading: str) -> str:
    return plain_word(_IN_BRACKETS.sub("", heading))
