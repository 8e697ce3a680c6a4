"""Gross to net down through the levels of one product, and how many can be built from what is there. Pure.

Quantities are whole steps. Each item is netted once, after everything that may need it, so that a part that is shared
by two branches is counted once. An order takes one alternative of each group, and takes it wholly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from callboard.manufacturing.products.demand_rules import rounded_up
from callboard.manufacturing.products.level_rules import in_order

MOST = 10**12
"""Where the search ends: whoever can build so many is stopped by nothing."""
MOST_CHOICES = 1_024
"""More ways of choosing alternatives than these are not all tried; the answer then says that it is a lower bound."""

Group = tuple[int, str]
"""Parent and the name of its group of alternatives."""


@dataclass(frozen=True, slots=True)
class Use:
    """A component: `per` steps of it for one good step of its parent, or `fixed` ones for the order as a whole."""

    component: int
    per: Fraction = Fraction(0)
    fixed: int = 0
    group: str = ""
    priority: int = 1
    line: int = 0

    def need(self, quantity: int) -> int:
        """Steps for an order of so many steps of the parent, rounded up once."""
        return rounded_up(quantity * self.per) + self.fixed if quantity else 0


Parts = Mapping[int, Sequence[Use]]
"""What each item that is made or blown through is made of; what is not named here must be bought."""
Stock = Mapping[int, int]
Choice = Mapping[Group, int]
"""The component taken of each group; a group that is not named takes its first by priority."""


@dataclass(frozen=True, slots=True)
class Netting:
    """What an order of `quantity` takes: per item what is needed, what stock gives, what is made, what is missing."""

    quantity: int
    gross: dict[int, int]
    from_stock: dict[int, int]
    made: dict[int, int]
    short: dict[int, int]


@dataclass(frozen=True, slots=True)
class Buildable:
    """The answer: so many, and by what the next one is stopped.

    `count` is None when nothing stops it. `short` names the missing steps per item for one more than `count`.
    """

    count: int | None
    short: dict[int, int]
    choice: dict[Group, int]
    is_exact: bool = True


def reachable(top: int, parts: Parts) -> set[int]:
    """The item and everything below it, over all alternatives."""
    seen, waiting = {top}, [top]
    while waiting:
        fresh = {use.component for use in parts.get(waiting.pop(), ())} - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def taken_uses(item: int, parts: Parts, choice: Choice) -> list[Use]:
    """An item's lines with one of each group of alternatives."""
    uses = parts.get(item, ())
    if not any(use.group for use in uses):
        return list(uses)
    found: list[Use] = []
    first: set[str] = set()
    for use in sorted(uses, key=lambda each: (each.group, each.priority, each.component)):
        if use.group:
            wanted = choice.get((item, use.group))
            if (wanted is None and use.group in first) or (wanted is not None and use.component != wanted):
                continue
            if wanted is not None and use.group in first:
                continue
            first.add(use.group)
        found.append(use)
    return found


def netted(top: int, quantity: int, parts: Parts, stock: Stock, choice: Choice | None = None) -> Netting:
    """Explode and net an order level by level. The top's own stock counts nothing: it is no part of what is built."""
    return _netted(_order(top, parts), top, quantity, parts, stock, choice or {})


def _order(top: int, parts: Parts) -> list[int]:
    return in_order(reachable(top, parts), [(item, use.component) for item in parts for use in parts[item]])


def _netted(order: list[int], top: int, quantity: int, parts: Parts, stock: Stock, choice: Choice) -> Netting:
    gross, found = {top: quantity}, Netting(quantity, {}, {}, {}, {})
    for item in order:
        needed = gross.get(item, 0)
        if not needed:
            continue
        found.gross[item] = needed
        there = 0 if item == top else min(max(stock.get(item, 0), 0), needed)
        if there:
            found.from_stock[item] = there
        if needed == there:
            continue
        if item in parts:
            found.made[item] = needed - there
            for use in taken_uses(item, parts, choice):
                gross[use.component] = gross.get(use.component, 0) + use.need(needed - there)
        else:
            found.short[item] = needed - there
    return found


def most_buildable(top: int, parts: Parts, stock: Stock) -> Buildable:
    """The largest quantity of `top` whose netting is covered by stock, over every choice of alternatives.

    For one choice the needs only grow with the quantity, so the largest is found by halving; ties between choices go
    to the first by priority. Cost: choices × log(count) nettings.
    """
    if top not in parts:
        return Buildable(0, {top: 1}, {})
    order, groups = _order(top, parts), _groups(top, parts)
    count_of_choices = 1
    for components in groups.values():
        count_of_choices *= len(components)
    best, taken = -1, dict[Group, int]()
    for choice in islice(_choices(groups), MOST_CHOICES):
        if best >= MOST or _netted(order, top, best + 1, parts, stock, choice).short:
            continue
        best, taken = _largest(best + 1, order, top, parts, stock, choice), dict(choice)
    if best >= MOST:
        return Buildable(None, {}, taken)
    after = _netted(order, top, best + 1, parts, stock, taken)
    return Buildable(best, after.short, taken, count_of_choices <= MOST_CHOICES)


def best_choice(top: int, quantity: int, parts: Parts, stock: Stock) -> dict[Group, int]:
    """The first choice of alternatives by which stock covers the order, or by which the fewest parts are missing."""
    order = _order(top, parts)
    ranked = (
        (len(_netted(order, top, quantity, parts, stock, choice).short), place, choice)
        for place, choice in enumerate(islice(_choices(_groups(top, parts)), MOST_CHOICES))
    )
    return dict(min(ranked, key=lambda each: each[:2])[2])


def _largest(feasible: int, order: list[int], top: int, parts: Parts, stock: Stock, choice: Choice) -> int:
    low, step = feasible, 1
    while low + step <= MOST and not _netted(order, top, low + step, parts, stock, choice).short:
        low, step = low + step, step * 2
    if low + step > MOST and not _netted(order, top, MOST, parts, stock, choice).short:
        return MOST
    high = min(low + step, MOST)
    while high - low > 1:
        middle = (low + high) // 2
        if _netted(order, top, middle, parts, stock, choice).short:
            high = middle
        else:
            low = middle
    return low


def _groups(top: int, parts: Parts) -> dict[Group, list[int]]:
    """The components of each group by priority, for groups that leave a choice."""
    found: dict[Group, list[int]] = {}
    for item in sorted(reachable(top, parts)):
        for use in sorted(parts.get(item, ()), key=lambda each: (each.group, each.priority, each.component)):
            if use.group:
                found.setdefault((item, use.group), []).append(use.component)
    return {group: list(dict.fromkeys(components)) for group, components in found.items()}


def _choices(groups: Mapping[Group, Sequence[int]]) -> Iterator[Choice]:
    """Every way to choose, the first by priority first."""
    names = list(groups)
    for components in product(*(groups[name] for name in names)):
        yield dict(zip(names, components, strict=True))
