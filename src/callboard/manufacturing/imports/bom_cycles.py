"""Bills that go round: the rows that close a circle, each with its path. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

Edge = tuple[str, str]
"""Parent and component."""


def closing_edges(edges: Iterable[Edge], there: Iterable[Edge]) -> dict[Edge, tuple[str, ...]]:
    """The edges that close a circle over `edges` and those that are `there`, each with the path round.

    What is there alone is taken to be free of circles, so an edge of `edges` is always the one to blame: of a circle
    that is found on an edge which is there, its last new edge. Without the edges to blame nothing goes round. Depth
    first with three colors (Cormen and others, Introduction to Algorithms, 22.3), without recursion; linear in items
    and edges for each round, and there is a second round only where circles lead over edges that are there.
    """
    left, kept = dict.fromkeys(edges), list(there)
    closing: dict[Edge, tuple[str, ...]] = {}
    while found := _one_round(left, kept):
        closing |= found
        left = {edge: None for edge in left if edge not in found}
    return closing


def _one_round(new: Mapping[Edge, None], there: Iterable[Edge]) -> dict[Edge, tuple[str, ...]]:
    below: dict[str, list[str]] = {}
    for parent, component in (*new, *there):
        below.setdefault(parent, []).append(component)
    closing: dict[Edge, tuple[str, ...]] = {}
    done: set[str] = set()
    for top in list(below):
        if top in done:
            continue
        for path in _circles(top, below, done):
            blamed = next((step for step in reversed(list(pairwise(path))) if step in new), None)
            if blamed is not None:
                closing.setdefault(blamed, path)
    return closing


def _circles(top: str, below: Mapping[str, list[str]], done: set[str]) -> Iterator[tuple[str, ...]]:
    """Every way from an item back to itself that the search from `top` meets; marks what it has looked at as done."""
    way, place = [top], {top: 0}
    rest = [iter(below.get(top, ()))]
    while way:
        component = next(rest[-1], None)
        if component is None:
            rest.pop()
            done.add(way.pop())
            continue
        if component in place and place[component] < len(way) and way[place[component]] == component:
            yield (*way[place[component] :], component)
        elif component not in done:
            place[component] = len(way)
            way.append(component)
            rest.append(iter(below.get(component, ())))
