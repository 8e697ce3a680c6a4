"""Longest paths through small graphs, against a search over every path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.products.level_rules import (
    GoesRound,
    LeadEdge,
    critical_path,
    in_order,
    low_levels,
    total_leads,
)

ITEMS = range(8)
# An edge from a lower to a higher number closes no circle; the numbers are then shuffled by `names`.
GRAPHS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(-3, 5)).filter(lambda edge: edge[0] < edge[1]),
    max_size=20,
)
NAMES = st.permutations(list(ITEMS))


def paths_from(item: int, edges: list[LeadEdge]) -> list[list[LeadEdge]]:
    """Every way down from an item, the one of no step too."""
    below = [[edge, *way] for edge in edges if edge.parent == item for way in paths_from(edge.component, edges)]
    return [[], *below]


@given(GRAPHS, NAMES)
def test_the_low_level_code_is_the_longest_way_from_any_top(
    graph: list[tuple[int, int, int]], names: list[int]
) -> None:
    edges = [LeadEdge(names[a], names[b]) for a, b, _ in graph]
    longest = dict.fromkeys(ITEMS, 0)
    for item in ITEMS:
        for way in paths_from(item, edges):
            if way:
                longest[way[-1].component] = max(longest[way[-1].component], len(way))

    assert low_levels(ITEMS, [(edge.parent, edge.component) for edge in edges], {}) == longest


@given(GRAPHS, NAMES, st.integers(0, 7))
def test_a_refresh_of_what_lies_below_gives_the_same_codes_as_one_of_everything(
    graph: list[tuple[int, int, int]], names: list[int], start: int
) -> None:
    edges = [(names[a], names[b]) for a, b, _ in graph]
    everything = low_levels(ITEMS, edges, {})
    below = {start}
    while more := {b for a, b in edges if a in below} - below:
        below |= more
    into_below = [edge for edge in edges if edge[1] in below]
    assert low_levels(below, into_below, everything) == {item: everything[item] for item in below}


@given(GRAPHS, NAMES, st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_the_lead_time_is_that_of_the_longest_way_down(
    graph: list[tuple[int, int, int]], names: list[int], days: list[int]
) -> None:
    edges = [LeadEdge(names[a], names[b], offset) for a, b, offset in graph]
    own = dict(zip(ITEMS, days, strict=True))

    def longest(item: int) -> int:
        waits = [longest(edge.component) - edge.offset_days for edge in edges if edge.parent == item]
        return own[item] + max([0, *waits])

    assert total_leads(edges, own, {}) == {item: longest(item) for item in ITEMS}


def test_the_critical_path_is_the_chain_that_makes_the_lead_time() -> None:
    """Frame 1 of plate 2 (12 days) and of tube 3 (4 days, of coil 4: 9 days), in 2 days: tube and coil make 15."""
    edges = [LeadEdge(1, 2), LeadEdge(1, 3), LeadEdge(3, 4)]
    totals = total_leads(edges, {1: 2, 2: 12, 3: 4, 4: 9}, {})
    assert (totals[1], critical_path(1, edges, totals)) == (15, [1, 3, 4])


def test_a_part_that_is_needed_late_can_wait() -> None:
    """Paint (12 days) is needed 10 days after the start only: the plate (5 days) makes the lead time."""
    edges = [LeadEdge(1, 2), LeadEdge(1, 3, offset_days=10)]
    totals = total_leads(edges, {1: 3, 2: 5, 3: 12}, {})
    assert (totals[1], critical_path(1, edges, totals)) == (8, [1, 2])


def test_a_circle_is_told_and_never_runs_for_ever() -> None:
    with pytest.raises(GoesRound):
        in_order([1, 2, 3], [(1, 2), (2, 3), (3, 1)])
