"""The indented tree of a product: what each place needs, what the whole is short of, and the longest way down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from callboard.manufacturing.products.build_rules import Group, Netting, best_choice, netted, taken_uses
from callboard.manufacturing.products.level_rules import LeadEdge, critical_path, total_leads
from callboard.manufacturing.products.models import BomLine
from callboard.manufacturing.products.structures import Structure
from callboard.stock.items.models import Item

MOST_ROWS = 2_000
"""Rows of a tree that one page shows."""


@dataclass(frozen=True)
class Missing:
    """A part that stops the next one: so many steps more are needed."""

    item: Item
    short: int


@dataclass(frozen=True)
class CanBuild:
    """So many steps of the item can be built from what is there, and by what the next one is stopped.

    `count` is None where nothing stops it. With `is_exact` false there were too many alternatives to try them all.
    """

    count: int | None
    stopped_by: tuple[Missing, ...]
    has_bill: bool = True
    is_exact: bool = True
    alternatives: tuple[Item, ...] = ()
    """The components taken where there was a choice."""


@dataclass(frozen=True)
class TreeRow:
    """One place of an item in the tree, in reading order. `need` is what the bill asks for here, before any stock.

    `in_all`, `there`, `short` are the item's over the whole tree, shared parts counted once; `path` names the place.
    """

    path: str
    depth: int
    item: Item
    line: BomLine | None
    need: int
    in_all: int
    there: int
    made: int
    short: int
    total_lead_days: int
    has_parts: bool
    is_critical: bool
    is_taken: bool
    """False for an alternative that is not used."""


@dataclass(frozen=True)
class BomTree:
    """A product down to what is bought, for one order, with what is missing and how many could be built instead."""

    rows: tuple[TreeRow, ...]
    is_cut: bool
    """There are more rows than a page can show."""
    short: tuple[Missing, ...]
    critical: tuple[Item, ...]
    """The chain that makes the lead time, product first."""
    lead_days: int
    can_build: CanBuild


def tree_of(structure: Structure, item: Item, quantity: int, there: Mapping[int, int], answer: CanBuild) -> BomTree:
    """The tree from a structure and stock that are read already."""
    choice = best_choice(item.pk, quantity, structure.parts, there)
    netting = netted(item.pk, quantity, structure.parts, there, choice)
    edges = _lead_edges(structure, choice)
    own = {key: 0 if each.is_phantom else each.lead_days for key, each in structure.items.items()}
    totals = total_leads(edges, own, {})
    critical = critical_path(item.pk, edges, totals)
    walk = _Walk(structure, netting, there, totals, critical, choice)
    rows = list(islice(walk.below(item, None, quantity, "0", is_taken=True, is_critical=True), MOST_ROWS + 1))
    missing = (Missing(structure.items[key], short) for key, short in netting.short.items())
    return BomTree(
        rows=tuple(rows[:MOST_ROWS]),
        is_cut=len(rows) > MOST_ROWS,
        short=tuple(sorted(missing, key=lambda each: each.item.code)),
        critical=tuple(structure.items[key] for key in critical),
        lead_days=totals[item.pk],
        can_build=answer,
    )


def _lead_edges(structure: Structure, choice: Mapping[Group, int]) -> list[LeadEdge]:
    """What each item waits for: all its lines but the alternates that are not taken."""
    found = []
    for parent, lines in structure.lines.items():
        taken = {use.line for use in taken_uses(parent, structure.parts, choice)}
        waited = (line for line in lines if line.pk in taken or not line.alternative_group)
        found += [LeadEdge(parent, line.component_id, line.offset_days) for line in waited]
    return found


@dataclass(frozen=True)
class _Walk:
    structure: Structure
    netting: Netting
    there: Mapping[int, int]
    totals: Mapping[int, int]
    critical: list[int]
    choice: Mapping[Group, int]

    def below(
        self, item: Item, line: BomLine | None, need: int, path: str, *, is_taken: bool, is_critical: bool
    ) -> Iterator[TreeRow]:
        """The row of an item, and then the rows of what it is made of."""
        key, depth = item.pk, path.count(".")
        lines = self.structure.lines.get(key, [])
        yield TreeRow(
            path=path,
            depth=depth,
            item=item,
            line=line,
            need=need,
            in_all=self.netting.gross.get(key, 0),
            there=self.there.get(key, 0),
            made=self.netting.made.get(key, 0),
            short=self.netting.short.get(key, 0) if is_taken else 0,
            total_lead_days=self.totals[key],
            has_parts=bool(lines),
            is_critical=is_critical,
            is_taken=is_taken,
        )
        uses = {use.line: use for use in self.structure.parts.get(key, [])}
        taken = {use.line for use in taken_uses(key, self.structure.parts, self.choice)}
        for number, each in enumerate(lines):
            use = uses.get(each.pk)
            on_way = self.critical[depth + 1 : depth + 2] == [each.component_id]
            yield from self.below(
                each.component,
                each,
                use.need(need) if use else 0,
                f"{path}.{number}",
                is_taken=is_taken and (use is None or each.pk in taken),
                is_critical=is_critical and on_way,
            )
