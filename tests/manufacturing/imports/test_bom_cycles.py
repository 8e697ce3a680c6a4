"""Circles in bills."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from callboard.manufacturing.imports.bom_cycles import closing_edges

NAMES = st.sampled_from("ABCDEF")
EDGES = st.lists(st.tuples(NAMES, NAMES), max_size=14)


def goes_round(edges: list[tuple[str, str]]) -> bool:
    """By taking away, again and again, whatever has nothing below it."""
    left = set(edges)
    while left:
        parents = {parent for parent, _ in left}
        kept = {edge for edge in left if edge[1] in parents}
        if kept == left:
            return True
        left = kept
    return False


@given(EDGES)
def test_without_the_closing_edges_nothing_goes_round(edges: list[tuple[str, str]]) -> None:
    closing = closing_edges(edges, [])

    assert bool(closing) == goes_round(edges)
    assert not goes_round([edge for edge in edges if edge not in closing])


@given(EDGES)
def test_each_path_leads_over_its_edge_and_back_to_where_it_began(edges: list[tuple[str, str]]) -> None:
    for edge, path in closing_edges(edges, []).items():
        steps = list(pairwise(path))
        assert path[0] == path[-1]
        assert edge in steps
        assert set(steps) <= set(edges)


@given(EDGES, EDGES)
def test_what_was_there_is_never_to_blame(edges: list[tuple[str, str]], there: list[tuple[str, str]]) -> None:
    sound = [edge for edge in there if edge[0] < edge[1]]
    new = [edge for edge in edges if edge not in sound]

    closing = closing_edges(new, sound)

    assert set(closing) <= set(new)
    assert not goes_round([*sound, *(edge for edge in new if edge not in closing)])


def test_ten_thousand_levels_are_no_matter() -> None:
    chain = [(str(level), str(level + 1)) for level in range(10_000)]

    assert closing_edges(chain, []) == {}
    assert list(closing_edges([("10000", "0")], chain)) == [("10000", "0")]


def test_two_ways_round_over_what_was_there_are_both_found() -> None:
    there = [("B", "A")]
    new = [("A", "X"), ("X", "B"), ("A", "Y"), ("Y", "B")]

    closing = closing_edges(new, there)

    assert closing == {("X", "B"): ("A", "X", "B", "A"), ("Y", "B"): ("A", "Y", "B", "A")}
