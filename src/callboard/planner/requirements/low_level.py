"""Low-level codes: how deep an item lies below the products, by the longest path over every line there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise

from callboard.planner.requirements.problem import BomLine
from callboard.planner.requirements.refusals import BillsGoRound


def low_level_codes(items: Iterable[str], lines: Iterable[BomLine]) -> dict[str, int]:
    """0 for what is in no bill, else one more than its deepest parent; sorted by code, then key.

    All lines count, whatever their dates, alternatives and phantoms: an item is planned once, after all who may need
    it. O(lines). Raises BillsGoRound with the path of a circle.
    """
    below, above_count = _edges(items, lines)
    codes = dict.fromkeys(above_count, 0)
    ready = [item for item, count in above_count.items() if not count]
    done = 0
    while ready:
        item = ready.pop()
        done += 1
        code = codes[item] + 1
        for component in below.get(item, ()):
            codes[component] = max(codes[component], code)
            above_count[component] -= 1
            if not above_count[component]:
                ready.append(component)
    if done < len(codes):
        left = {item for item, count in above_count.items() if count}
        raise BillsGoRound(path=" → ".join(_circle(below, left)))
    return dict(sorted(codes.items(), key=lambda pair: (pair[1], pair[0])))


def planning_codes(items: Iterable[str], lines: Iterable[BomLine], frozen: Iterable[BomLine]) -> dict[str, int]:
    """Low-level codes in which the frozen bills of open work orders count too, as far as they do not go round.

    A rework order that takes its own product, or what is made of it, is legal: it goes through stock, and its line
    only does not decide who is planned first. Raises BillsGoRound for a circle of the bills themselves.
    """
    keys, bills = list(items), list(lines)
    counted = {(line.parent, line.component): line for line in frozen if line.parent != line.component}
    while True:
        try:
            return low_level_codes(keys, [*bills, *counted.values()])
        except BillsGoRound as refusal:
            way = str(refusal.parameters["path"]).split(" → ")
            open_circle = [pair for pair in pairwise(way) if pair in counted]
            if not open_circle:
                raise
            for pair in open_circle:
                del counted[pair]


def _edges(items: Iterable[str], lines: Iterable[BomLine]) -> tuple[dict[str, list[str]], dict[str, int]]:
    below: dict[str, list[str]] = {}
    above_count = dict.fromkeys(items, 0)
    seen: set[tuple[str, str]] = set()
    for line in lines:
        pair = (line.parent, line.component)
        if pair in seen:
            continue
        seen.add(pair)
        below.setdefault(line.parent, []).append(line.component)
        above_count.setdefault(line.parent, 0)
        above_count[line.component] = above_count.get(line.component, 0) + 1
    return below, above_count


def _circle(below: Mapping[str, list[str]], left: set[str]) -> list[str]:
    """A shortest circle among the items left over, the same whatever the order of the lines."""
    found = (_way_back(below, left, start) for start in sorted(left))
    return next(way for way in found if way)


def _way_back(below: Mapping[str, list[str]], left: set[str], start: str) -> list[str]:
    waiting: list[tuple[int, list[str]]] = [(1, [start])]
    heapify(waiting)
    visited: set[str] = set()
    while waiting:
        length, way = heappop(waiting)
        for component in sorted(below.get(way[-1], ())):
            if component == start:
                return [*way, start]
            if component in left and component not in visited:
                visited.add(component)
                heappush(waiting, (length + 1, [*way, component]))
    return []
