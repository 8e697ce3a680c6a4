"""Rows of bills of materials: one component each. Whole bills come of them, or none of a bill. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.bom_cycles import closing_edges
from callboard.manufacturing.imports.found import (
    BILL_GOES_ROUND,
    DIFFERS_IN_GROUP,
    DUPLICATE,
    NOT_MADE_HERE,
    NOTHING_LEFT,
    OPERATION_UNKNOWN,
    POSITION_TWICE,
    PRIORITY_TWICE,
    RELEASED_ALREADY,
    RETIRED_COMPONENT,
    SUPPLY_IN_BILL,
    Found,
    Outcome,
    Verb,
    held_back,
)
from callboard.manufacturing.imports.known import Bill, BillLine, Known, KnownItem
from callboard.manufacturing.imports.row_reading import (
    Reader,
    Words,
    check_window,
    given,
    item_in,
    ppm_in,
    quantity_in,
    text_most,
    unit_in,
    whole_from,
    yes_no,
)
from callboard.manufacturing.imports.rules import Settings
from callboard.manufacturing.products.rules import RevisionState
from callboard.stock.items.rules import Source, is_supply

STATES = {
    RevisionState.DRAFT: ("draft", "in work"),
    RevisionState.RELEASED: ("released", "active"),
    RevisionState.RETIRED: ("retired", "obsolete"),
}
_HEAD = ("batch", "state", "from_on", "to_on")
_COLUMN_OF_HEAD = {"batch": "batch", "state": "state", "from_on": "revision_from", "to_on": "revision_to"}
MOST_SMALL = 32_767


_STATES = Words(STATES)
_READERS: Mapping[str, Reader] = {
    "position": whole_from(1, MOST_SMALL),
    "is_fixed": yes_no,
    "operation": whole_from(1, MOST_SMALL),
    "alternative_group": text_most(20),
    "alternative_priority": whole_from(1, MOST_SMALL),
    "offset_days": whole_from(-3_650, 3_650),
    "references": text_most(300),
    "is_backflushed": yes_no,
}


@dataclass
class LineRow:
    """A row as far as it could be read. `batch` to `to_on` are about the whole bill, None where the cell is empty."""

    cells: RowCells
    parent: KnownItem | None
    component: KnownItem | None
    line: BillLine | None
    revision: str = ""
    batch: int | None = None
    state: str | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None

    @property
    def number(self) -> int:
        """The row in the file."""
        return self.cells.row.number


def check_pairs(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[Bill]:
    """Rows of parent and component."""
    lines = [read_line(row, item_in(row, "parent", known), known) for row in rows]
    return bills_of(lines, known, settings)


def check_flat(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[Bill]:
    """Rows of components, all of the one product that the settings name (it is there: the action looked)."""
    product = known.items[settings.product]
    return bills_of([read_line(row, product, known) for row in rows], known, settings)


def read_line(row: RowCells, parent: KnownItem | None, known: Known) -> LineRow:
    """One component with its quantity, and what its row says of the whole bill."""
    component = item_in(row, "component", known)
    unit = unit_in(row, "unit", component) if component else None
    quantity = quantity_in(row, "quantity", component, unit, is_required=True)
    from_on, to_on = check_window(row, "from_on", "to_on")
    line: dict[str, Any] = {"position": 0, "from_on": from_on, "to_on": to_on, **given(row, _READERS)}
    line["operation_number"] = line.pop("operation", None)
    line["scrap_ppm"] = _scrap(row)
    read = LineRow(row, parent, component, None, revision=row.text("revision", most=20))
    read.batch = quantity_in(row, "batch", parent, parent.unit if parent else None)
    read.state = _STATES.read(row, "state")
    read.from_on, read.to_on = check_window(row, "revision_from", "revision_to")
    _check_line(read, line, known)
    if component is not None and quantity is not None:
        read.line = BillLine(component=component.code, quantity=quantity, **line)
    return read


def bills_of(lines: Sequence[LineRow], known: Known, settings: Settings) -> Outcome[Bill]:
    """Whole bills from rows."""
    groups: dict[tuple[str, str], list[LineRow]] = {}
    for line in lines:
        if line.parent is not None:
            groups.setdefault((line.parent.code, line.revision), []).append(line)
    bills = [(group, _bill(group, known, settings)) for group in groups.values()]
    _check_circles(bills, known)
    faults = [fault for line in lines for fault in line.cells.faults]
    faulty = {fault.row for fault in faults}
    whole = [(tuple(line.number for line in group), bill) for group, bill in bills]
    found = tuple(
        Found(numbers, _verb(bill, known, group), bill)
        for (numbers, bill), (group, _) in zip(whole, bills, strict=True)
        if bill is not None and not faulty & set(numbers)
    )
    held = held_back((numbers for numbers, _ in whole), faulty)
    return Outcome(found, tuple(faults), held)


def _scrap(row: RowCells) -> int:
    scrap = ppm_in(row, "scrap") if "scrap" in row.matching.columns else 0
    if scrap == 1_000_000:
        row.fault("scrap", NOTHING_LEFT)
        return 0
    return scrap or 0


def _check_line(read: LineRow, line: dict[str, Any], known: Known) -> None:
    row, parent, component = read.cells, read.parent, read.component
    if component is not None and is_supply(component.kind):
        row.fault("component", SUPPLY_IN_BILL)
    if component is not None and not component.is_active:
        row.fault("component", RETIRED_COMPONENT)
    if parent is None:
        return
    if parent.source != Source.MAKE and not parent.is_phantom:
        row.fault("parent", NOT_MADE_HERE, value=parent.code)
    ways = [way for way in known.ways.get(parent.code, ()) if way.state == RevisionState.RELEASED]
    numbers = sorted({step.number for way in ways for step in way.steps})
    if ways and line["operation_number"] is not None and line["operation_number"] not in numbers:
        row.fault("operation", OPERATION_UNKNOWN, item=parent.code, known=", ".join(map(str, numbers)))


def _bill(group: Sequence[LineRow], known: Known, settings: Settings) -> Bill | None:
    """The bill that the rows make together; what does not fit together is left as faults at its rows."""
    head = _head(group)
    _check_apart(group)
    parent = group[0].parent
    if parent is None or any(line.cells.faults or line.line is None for line in group):
        return None
    bill = Bill(
        item=parent.code,
        revision=group[0].revision,
        state=head["state"] or (RevisionState.RELEASED if settings.releases else RevisionState.DRAFT),
        batch_quantity=head["batch"] or 10**parent.decimals,
        from_on=head["from_on"],
        to_on=head["to_on"],
        lines=tuple(_numbered(line.line for line in group if line.line)),
    )
    return _named(bill, group[0], known)


def _head(group: Sequence[LineRow]) -> dict[str, Any]:
    head: dict[str, Any] = dict.fromkeys(_HEAD)
    said_in: dict[str, int] = {}
    for line in group:
        for name in _HEAD:
            value = getattr(line, name)
            if value is None:
                continue
            if name in said_in and head[name] != value:
                line.cells.fault(
                    _COLUMN_OF_HEAD[name], DIFFERS_IN_GROUP, what="bill", other=said_in[name], known=str(head[name])
                )
            elif name not in said_in:
                head[name], said_in[name] = value, line.number
    return head


def _check_apart(group: Sequence[LineRow]) -> None:
    """Lines of a bill differ in their component, or in operation, dates or alternative."""
    keys: dict[tuple[object, ...], int] = {}
    positions: dict[int, int] = {}
    priorities: dict[tuple[str, int], int] = {}
    for read in group:
        line = read.line
        if line is None:
            continue
        key = (line.component, line.operation_number, line.from_on, line.to_on, line.alternative_group, line.is_fixed)
        if (other := keys.setdefault(key, read.number)) != read.number:
            read.cells.fault("component", DUPLICATE, other=other)
        if line.position and (other := positions.setdefault(line.position, read.number)) != read.number:
            read.cells.fault("position", POSITION_TWICE, other=other)
        rank = (line.alternative_group, line.alternative_priority)
        if line.alternative_group and (other := priorities.setdefault(rank, read.number)) != read.number:
            read.cells.fault("alternative_priority", PRIORITY_TWICE, group=rank[0], priority=rank[1], other=other)


def _numbered(lines: Iterable[BillLine]) -> Iterator[BillLine]:
    """Positions as given; the others follow in tens, as `write_bom` numbers them."""
    position = 0
    for line in lines:
        position = line.position or position + 10
        yield replace(line, position=position)


def _named(bill: Bill, first: LineRow, known: Known) -> Bill | None:
    """The bill under its revision: as given, as that of the bill that says the same, or the next number."""
    there = known.bills.get(bill.item, ())
    if not bill.revision:
        same = next((old for old in there if old.says_the_same(bill) and old.state != RevisionState.RETIRED), None)
        return replace(bill, revision=same.revision if same else next_revision(old.revision for old in there))
    old = next((one for one in there if one.revision == bill.revision), None)
    if old is None or old.state == RevisionState.DRAFT or old.says_the_same(bill):
        return bill
    first.cells.fault("revision", RELEASED_ALREADY, revision=bill.revision, item=bill.item, state=str(old.state))
    return None


def next_revision(taken: Iterable[str]) -> str:
    """The next number for a revision that was not named."""
    taken = list(taken)
    numbers = [int(name) for name in taken if name.isascii() and name.isdigit()]
    names = set(taken)
    number = max(numbers, default=0) + 1
    return next(str(one) for one in range(number, number + len(names) + 2) if str(one) not in names)


def _verb(bill: Bill, known: Known, group: Sequence[LineRow]) -> Verb:
    old = next((one for one in known.bills.get(bill.item, ()) if one.revision == bill.revision), None)
    if old is None:
        return Verb.NEW
    asked = next((line.state for line in group if line.state), None)
    return Verb.SAME if old.says_the_same(bill) and asked in {None, old.state} else Verb.CHANGED


def _check_circles(bills: Sequence[tuple[list[LineRow], Bill | None]], known: Known) -> None:
    replaced = {(bill.item, bill.revision) for _, bill in bills if bill is not None}
    there = (
        (old.item, line.component)
        for olds in known.bills.values()
        for old in olds
        if (old.item, old.revision) not in replaced
        for line in old.lines
    )
    rows = [line for group, _ in bills for line in group if line.parent is not None and line.line is not None]
    closing = closing_edges([(line.parent.code, line.line.component) for line in rows], there)  # type: ignore[union-attr]
    for line in rows:
        path = closing.get((line.parent.code, line.line.component))  # type: ignore[union-attr]
        if path:
            line.cells.fault("component", BILL_GOES_ROUND, code=path[0], path=" → ".join(path))
