"""From a bill of materials to the materials of one order: phantoms blown through, alternatives chosen. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from callboard.core.errors import Refused, gettext_noop
from callboard.manufacturing.products.demand_rules import need_per_step, rounded_up, share, yield_at
from callboard.manufacturing.products.rules import in_effect

MILLION = 1_000_000


class BillGoesInCircles(Refused):
    """A phantom that contains itself."""

    text = gettext_noop("The bill of materials goes in circles at item %(item)s. Mend it before releasing the order.")


@dataclass(frozen=True)
class Line:
    """One line of a bill, as far as its arithmetic goes."""

    component: int
    quantity: int
    is_fixed: bool = False
    scrap_ppm: int = 0
    operation_number: int | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    alternative_group: str = ""
    alternative_priority: int = 1
    offset_days: int = 0
    references: str = ""
    is_backflushed: bool = True
    is_phantom: bool = False
    yield_ppm: int = MILLION
    """Good parts per million of a phantom, whose own parts are then needed so many times more."""


@dataclass(frozen=True)
class Bill:
    """A bill in effect: lines for a batch of the parent."""

    batch_quantity: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Need:
    """A component for the whole order. `per` is for one step that enters the operation, 0 when fixed."""

    component: int
    quantity: int
    per: Fraction
    is_fixed: bool
    operation_number: int | None
    offset_days: int
    references: str
    is_backflushed: bool


@dataclass(frozen=True)
class _Scene:
    quantity: int
    on: dt.date
    bills: Mapping[int, Bill]
    good: Mapping[int, Fraction]
    item_yield_ppm: int
    free: dict[int, int]

    def entering(self, operation_number: int | None) -> Fraction:
        """Steps that enter an operation, before rounding."""
        return self.quantity / yield_at(operation_number, self.good, self.item_yield_ppm)


@dataclass(frozen=True)
class _Raw:
    line: Line
    per: Fraction
    """For one step that enters the operation."""
    fixed: int = 0


def explode(
    item: int,
    quantity: int,
    on: dt.date,
    bills: Mapping[int, Bill],
    *,
    good: Mapping[int, Fraction] | None = None,
    item_yield_ppm: int = MILLION,
    free: Mapping[int, int] | None = None,
) -> list[Need]:
    """What an order of so many good steps needs, rounded up once per component and operation.

    `bills` holds those in effect for the order's start; lines are tested at the same day (frozen into the order).
    `good` is `good_yields` of the routing. Phantoms use their own free stock first, then their parts are needed.
    Of alternatives the first whose free stock suffices is taken, else the one of first priority.
    """
    bill = bills.get(item)
    if bill is None:
        return []
    scene = _Scene(quantity, on, bills, good or {}, item_yield_ppm, dict(free or {}))
    return _merged(scene, _walk(scene, bill, Fraction(1), None, (item,)))


def _walk(scene: _Scene, bill: Bill, times: Fraction, operation: int | None, path: tuple[int, ...]) -> Iterable[_Raw]:
    for line in _chosen(scene, bill, times):
        at = operation if len(path) > 1 else line.operation_number
        here = replace(line, operation_number=at)
        per = (
            Fraction(0)
            if line.is_fixed
            else times * need_per_step(line.quantity, bill.batch_quantity, line.scrap_ppm, Fraction(1))
        )
        raw = _Raw(here, per, line.quantity if line.is_fixed else 0)
        yield from _through(scene, raw, path) if line.is_phantom else (raw,)


def _through(scene: _Scene, raw: _Raw, path: tuple[int, ...]) -> Iterable[_Raw]:
    """A phantom: its own stock first, then its parts for the rest."""
    phantom = raw.line.component
    if phantom in path:
        raise BillGoesInCircles(item=phantom)
    need = raw.fixed + scene.entering(raw.line.operation_number) * raw.per
    bill = scene.bills.get(phantom)
    taken = min(scene.free.get(phantom, 0), rounded_up(need)) if bill else rounded_up(need)
    if bill is None:
        yield raw  # a phantom without a bill is fetched like any part
        return
    scene.free[phantom] = scene.free.get(phantom, 0) - taken
    if taken >= need:
        yield raw
        return
    if taken:
        yield _Raw(raw.line, Fraction(0), taken)
    rest = (need - taken) / need / share(raw.line.yield_ppm)
    whole = raw.per + Fraction(raw.fixed) / scene.entering(raw.line.operation_number)
    yield from _walk(scene, bill, whole * rest, raw.line.operation_number, (*path, phantom))


def _chosen(scene: _Scene, bill: Bill, times: Fraction) -> list[Line]:
    """The lines in effect, one of each group of alternatives."""
    groups: dict[str, list[Line]] = {}
    chosen: list[Line | str] = []
    for line in bill.lines:
        if not in_effect(line, scene.on):
            continue
        if line.alternative_group:
            if line.alternative_group not in groups:
                chosen.append(line.alternative_group)
            groups.setdefault(line.alternative_group, []).append(line)
        else:
            chosen.append(line)
    return [_best(scene, bill, groups[one], times) if isinstance(one, str) else one for one in chosen]


def _best(scene: _Scene, bill: Bill, alternatives: Sequence[Line], times: Fraction) -> Line:
    ranked = sorted(alternatives, key=lambda line: line.alternative_priority)
    for line in ranked:
        per = times * need_per_step(line.quantity, bill.batch_quantity, line.scrap_ppm, Fraction(1))
        need = line.quantity if line.is_fixed else rounded_up(scene.entering(line.operation_number) * per)
        if scene.free.get(line.component, 0) >= need:
            return line
    return ranked[0]


def _merged(scene: _Scene, raws: Iterable[_Raw]) -> list[Need]:
    """One need per component, operation and way of issuing, in the order of the bill."""
    found: dict[tuple[int, int | None, bool, bool], list[_Raw]] = {}
    for raw in raws:
        line = raw.line
        key = (line.component, line.operation_number, bool(raw.fixed), line.is_backflushed)
        found.setdefault(key, []).append(raw)
    return [_need(scene, same) for same in found.values()]


def _need(scene: _Scene, same: Sequence[_Raw]) -> Need:
    line, per = same[0].line, sum((raw.per for raw in same), Fraction(0))
    fixed = sum(raw.fixed for raw in same)
    return Need(
        component=line.component,
        quantity=fixed or rounded_up(scene.entering(line.operation_number) * per),
        per=per,
        is_fixed=bool(fixed),
        operation_number=line.operation_number,
        offset_days=min(raw.line.offset_days for raw in same),
        references=", ".join(raw.line.references for raw in same if raw.line.references)[:300],
        is_backflushed=line.is_backflushed,
    )
