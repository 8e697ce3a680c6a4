"""A bill as indented levels: each row's part goes into the nearest row above that is one level up. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from callboard.formats.columns import RowCells
from callboard.manufacturing.imports.bom_rows import LineRow, bills_of, read_line
from callboard.manufacturing.imports.found import (
    BUILT_DIFFERENTLY,
    LEVEL_JUMP,
    NO_LEVEL,
    Outcome,
    held_back,
)
from callboard.manufacturing.imports.known import Bill, Known, KnownItem
from callboard.manufacturing.imports.row_reading import item_in
from callboard.manufacturing.imports.rules import Settings

_DOTS = re.compile(r"([.\s>-]*)([0-9]+)", re.ASCII)
_PATH = re.compile(r"[0-9]+(?:\.[0-9]+)+", re.ASCII)
MOST_LEVELS = 99


@dataclass
class _Node:
    """A row in the tree: its level, the row above it, and the rows below."""

    row: RowCells
    level: int | None
    above: _Node | None = None
    item: KnownItem | None = None
    line: LineRow | None = None
    below: list[_Node] = field(default_factory=list)
    is_lost: bool = False
    """It is right itself, but the part above it could not be read."""

    @property
    def number(self) -> int:
        return self.row.row.number


def check_levels(rows: Iterable[RowCells], known: Known, settings: Settings) -> Outcome[Bill]:
    """Rows in the order of the tree, with levels as 0, 1, 2, as "..2", or as "1.2.3".

    The level of the first row is that of products. A part that appears twice may be broken down in both places, if the
    same, or in one.
    """
    rows = list(rows)
    has_paths = any(_PATH.fullmatch(_written(row)) for row in rows)
    nodes = [_Node(row, _level(row, has_paths=has_paths)) for row in rows]
    _link(nodes)
    for node in nodes:
        _read(node, known)
    same = _same_below(nodes)
    lines = [node.line for node in nodes if node.line is not None and node.number not in same]
    outcome = bills_of(lines, known, settings)
    return _whole(outcome, nodes)


def _written(row: RowCells) -> str:
    cell = row.cell("level")
    return "" if cell is None or cell.value is None else str(cell.value).strip()


def _level(row: RowCells, *, has_paths: bool) -> int | None:
    """The level in the cell. Where others are paths ("1.2"), a plain number is one of a single step."""
    text = _written(row)
    if has_paths and (_PATH.fullmatch(text) or text.isdecimal()):
        return text.count(".")
    match = _DOTS.fullmatch(text)
    level = int(match[2]) if match else MOST_LEVELS + 1
    if level > MOST_LEVELS:
        row.fault("level", NO_LEVEL)
        return None
    return level


def _link(nodes: Sequence[_Node]) -> None:
    """Give every row the row above it: on the stack is the way from a product down to the row before."""
    base = next((node.level for node in nodes if node.level is not None), 0)
    way: list[_Node] = []
    for node in nodes:
        if node.level is None:
            node.level = len(way) + base  # as deep as what stands before it, so that what follows finds its own way
            node.is_lost = True
        depth = max(node.level - base, 0)
        if depth > len(way):
            before = way[-1].level if way else base
            most = (before or 0) + 1 if way else base
            node.row.fault("level", LEVEL_JUMP, before=str(before), level=str(node.level), most=str(most))
            depth = len(way)
        way = way[:depth]
        if way:
            node.above = way[-1]
            way[-1].below.append(node)
        way.append(node)


def _read(node: _Node, known: Known) -> None:
    above = node.above
    if above is None:
        node.item = item_in(node.row, "component", known)
        return
    node.line = read_line(node.row, above.item, known)
    node.item = node.line.component
    node.is_lost = above.is_lost or above.item is None


def _same_below(nodes: Sequence[_Node]) -> set[int]:
    """Rows that break a part down again, just as rows above did."""
    first: dict[str, _Node] = {}
    same: set[int] = set()
    for node in nodes:
        if not node.below or node.item is None:
            continue
        before = first.setdefault(node.item.code, node)
        if before is node:
            continue
        if _parts(before) != _parts(node):
            node.below[0].row.fault("component", BUILT_DIFFERENTLY, value=node.item.code, other=before.number)
        same.update(below.number for below in node.below)
    return same


def _parts(node: _Node) -> list[tuple[object, ...]]:
    return [
        (below.line.revision, below.line.line, below.line.batch, below.line.state, below.line.from_on, below.line.to_on)
        for below in node.below
        if below.line is not None
    ]


def _whole(outcome: Outcome[Bill], nodes: Sequence[_Node]) -> Outcome[Bill]:
    """Rows of a bill are those of all places where it is broken down; a product's own row goes with its bill."""
    group_of: dict[int, tuple[str, str]] = {}
    rows: dict[tuple[str, str], list[int]] = {}
    for node in nodes:
        if node.above is None or node.above.item is None or node.line is None:
            continue
        key = group_of[node.number] = (node.above.item.code, node.line.revision)
        if node.above.above is None and node.above.number not in group_of:
            group_of[node.above.number] = key
            rows.setdefault(key, []).append(node.above.number)
        rows.setdefault(key, []).append(node.number)
    faults = tuple(fault for node in nodes for fault in node.row.faults)
    faulty = {fault.row for fault in faults}
    held = held_back(rows.values(), faulty)
    for node in nodes:
        if node.is_lost and node.above is not None and node.number not in faulty:
            held[node.number] = held.get(node.above.number, node.above.number)
    found = [replace(one, rows=tuple(rows[group_of[one.rows[0]]])) for one in outcome.found]
    return Outcome(tuple(one for one in found if not set(one.rows) & (faulty | set(held))), faults, held)
