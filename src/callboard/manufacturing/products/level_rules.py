"""Low-level codes, the longest path of lead times, and circles, in a graph of who is part of whom. Pure.

Edges are (parent, component) keys. Both walks are O(items + edges).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Edge = tuple[int, int]


class GoesRound(Exception):
    """The edges hold a circle: a fault of ours, for no line that closes one is ever saved."""


def in_order(items: Iterable[int], edges: Iterable[Edge]) -> list[int]:
    """The items with every parent before its components, by key among equals. Raises GoesRound."""
    below: dict[int, set[int]] = defaultdict(set)
    above_count = dict.fromkeys(sorted(items), 0)
    for parent, component in edges:
        if parent in above_count and component in above_count and component not in below[parent]:
            below[parent].add(component)
            above_count[component] += 1
    ready, done = [item for item, count in above_count.items() if not count], []
    while ready:
        item = ready.pop()
        done.append(item)
        for component in sorted(below[item]):
            above_count[component] -= 1
            if not above_count[component]:
                ready.append(component)
    if len(done) < len(above_count):
        raise GoesRound(str(sorted(set(above_count) - set(done))))
    return done


def low_levels(items: Iterable[int], edges: Sequence[Edge], known: Mapping[int, int]) -> dict[int, int]:
    """One more than the deepest parent, 0 without one. Parents that are not among `items` have their `known` level."""
    asked = set(items)
    parents: dict[int, set[int]] = defaultdict(set)
    for parent, component in edges:
        parents[component].add(parent)
    found: dict[int, int] = {}
    for item in in_order(asked, edges):
        found[item] = max(
            (1 + (found[parent] if parent in asked else known.get(parent, 0)) for parent in parents[item]), default=0
        )
    return found


@dataclass(frozen=True, slots=True)
class LeadEdge:
    """A component that its parent waits for, from `offset_days` working days after the parent's start."""

    parent: int
    component: int
    offset_days: int = 0


def total_leads(edges: Sequence[LeadEdge], own: Mapping[int, int], known: Mapping[int, int]) -> dict[int, int]:
    """Working days from ordering the deepest part to having the item, by the longest way, for every item in `own`.

    `own` is each item's own lead time, a phantom's 0; components that are not in `own` have their `known` total.
    """
    parts: dict[int, list[LeadEdge]] = defaultdict(list)
    for edge in edges:
        parts[edge.parent].append(edge)
    found: dict[int, int] = {}
    for item in reversed(in_order(own, [(edge.parent, edge.component) for edge in edges])):
        waits = (
            (found[edge.component] if edge.component in own else known.get(edge.component, 0)) - edge.offset_days
            for edge in parts[item]
        )
        found[item] = own[item] + max(0, max(waits, default=0))
    return found


def critical_path(top: int, edges: Sequence[LeadEdge], totals: Mapping[int, int]) -> list[int]:
    """The chain of items that makes the top's total lead time, top first; ties by the lowest key."""
    parts: dict[int, list[LeadEdge]] = defaultdict(list)
    for edge in edges:
        parts[edge.parent].append(edge)
    way = [top]
    while waits := [(totals[e.component] - e.offset_days, -e.component) for e in parts[way[-1]]]:
        longest, key = max(waits)
        if longest <= 0:
            break
        way.append(-key)
    return way
