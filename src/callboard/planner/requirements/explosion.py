"""Bills of material, ready to be multiplied: what an order of so many, started on a day, needs of its components."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from callboard.planner.requirements.network import NEVER
from callboard.planner.requirements.problem import AlternativeUse, BomLine, Item

Share = tuple[str, int, int, int]  # component, numerator and denominator of the quantity, offset days


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line with its factors multiplied out: quantity = order × numerator ÷ denominator + fixed."""

    component: str
    numerator: int
    denominator: int
    fixed: int
    valid_from: int
    valid_until: int
    offset_days: int

    def quantity(self, numerator: int, denominator: int) -> tuple[int, int]:
        """For an order of numerator ÷ denominator, not rounded."""
        over = self.denominator * denominator
        return numerator * self.numerator + self.fixed * over, over


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Lines of one group, by priority."""

    lines: tuple[BillLine, ...]
    use: AlternativeUse


@dataclass(frozen=True, slots=True)
class Bill:
    """All lines of a parent, sorted, so that the plan does not depend on the order they were listed in."""

    lines: tuple[BillLine, ...]
    groups: tuple[Alternatives, ...]

    def needs(self, quantity: tuple[int, int], start: int, free: Callable[[str], Free]) -> Iterator[Share]:
        """What an order of `quantity` (a fraction) that starts on `start` needs; `free` is stock for alternatives."""
        numerator, denominator = quantity
        for line in self.lines:
            if line.valid_from <= start < line.valid_until:
                yield line.component, *line.quantity(numerator, denominator), line.offset_days
        for group in self.groups:
            valid = [line for line in group.lines if line.valid_from <= start < line.valid_until]
            if valid:
                yield from _shared(group.use, valid, quantity, free)


@dataclass(slots=True)
class Free:
    """Stock of a component that alternatives may still count on."""

    quantity: int


def _shared(
    use: AlternativeUse, lines: list[BillLine], quantity: tuple[int, int], free: Callable[[str], Free]
) -> Iterator[Share]:
    wanted = [Fraction(*line.quantity(*quantity)) for line in lines]
    if use is AlternativeUse.ALL_OR_NOTHING:
        holding = (n for n, line in enumerate(lines) if free(line.component).quantity >= wanted[n])
        chosen = next(holding, 0)
        parts = [(lines[chosen], wanted[chosen])]
    else:
        parts = _used_up(lines, wanted, free)
    for line, need in parts:
        stock = free(line.component)
        stock.quantity = max(0, stock.quantity - -(-need.numerator // need.denominator))
        yield line.component, need.numerator, need.denominator, line.offset_days


def _used_up(
    lines: list[BillLine], wanted: list[Fraction], free: Callable[[str], Free]
) -> list[tuple[BillLine, Fraction]]:
    parts, open_share = [], Fraction(1)
    for line, whole in zip(lines[:-1], wanted[:-1], strict=True):
        need = min(whole * open_share, Fraction(free(line.component).quantity))
        if need > 0:
            parts.append((line, need))
            open_share -= need / whole
    if open_share:
        parts.append((lines[-1], wanted[-1] * open_share))
    return parts


def compiled_bills(lines: Iterable[BomLine], items: Mapping[str, Item]) -> dict[str, Bill]:
    """A bill for every parent. Lines of one component with the same dates and offset become one: rounded up once."""
    ordered = sorted(lines, key=lambda line: (line.parent, line.group, line.priority, line.component))
    return {
        parent: _bill(list(of_parent), items[parent])
        for parent, of_parent in groupby(ordered, lambda line: line.parent)
    }


def _bill(lines: list[BomLine], parent: Item) -> Bill:
    merged: dict[tuple[str, int, int, int], tuple[Fraction, int]] = {}
    groups = []
    for group, of_group in groupby(lines, lambda line: line.group):
        if group:
            members = list(of_group)
            groups.append(Alternatives(tuple(_line(line, parent) for line in members), members[0].use))
            continue
        for line in of_group:
            place = (line.component, *_dates(line), line.offset_days)
            factor, fixed = merged.get(place, (Fraction(0), 0))
            merged[place] = (factor + _factor(line, parent), fixed + line.fixed)
    single = [
        BillLine(component, factor.numerator, factor.denominator, fixed, valid_from, valid_until, offset)
        for (component, valid_from, valid_until, offset), (factor, fixed) in sorted(merged.items())
    ]
    return Bill(tuple(single), tuple(groups))


def _line(line: BomLine, parent: Item) -> BillLine:
    factor = _factor(line, parent)
    return BillLine(line.component, factor.numerator, factor.denominator, line.fixed, *_dates(line), line.offset_days)


def _factor(line: BomLine, parent: Item) -> Fraction:
    """Start quantity Q ÷ yield, × per ÷ batch, ÷ (1 − scrap): a scrap of 10 % is ÷ 0.9, not × 1.1."""
    if line.scrap == 0 and line.batch == 1 and parent.good_yield == 1:
        return line.per
    return line.per / (line.batch * parent.good_yield * (1 - line.scrap))


def _dates(line: BomLine) -> tuple[int, int]:
    return (
        line.valid_from.toordinal() if line.valid_from else 0,
        line.valid_until.toordinal() if line.valid_until else NEVER,
    )
