"""When things will really come: lateness of components carried up to the orders and demands above them."""

from __future__ import annotations

from collections.abc import Mapping

from callboard.planner.requirements.network import ALWAYS, Need, PlannedItem, Supply, SupplyKind
from callboard.planner.requirements.problem import Item
from callboard.planner.requirements.working_days import WorkingDays

_MOST_VISITS = 100  # of one order by ways that get later and later: only where material goes round through rework


def project(
    planned: Mapping[str, PlannedItem],
    codes: Mapping[str, int],
    items: Mapping[str, Item],
    days: Mapping[str, WorkingDays],
    today: int,
) -> None:
    """Set `projected` of all supplies and needs, the deepest items first.

    An order that waits for a component starts as many working days later as the component is late for the start that
    is still possible, and comes as many later.
    """
    for key in reversed(list(codes)):
        found = planned.get(key)
        if found is None:
            continue
        for supply in found.supplies:
            _project_supply(supply, days[key], today)
        for need in found.needs:
            need.projected = max((supply.projected for supply, _ in need.pegs), default=ALWAYS)
            if items[key].phantom:
                need.projected = max([need.projected, *(part.projected for part in need.parts)])


def allowed_day(need: Need, order: Supply) -> int:
    """Until when a component of an order may come without making that order later than it is planned."""
    return need.due + order.start - order.true_start


def _project_supply(supply: Supply, days: WorkingDays, today: int) -> None:
    if supply.kind is SupplyKind.STOCK:
        return
    supply.projected = max(supply.due, today) if supply.kind is SupplyKind.OPEN else supply.due
    waits = 0
    for part in supply.parts:
        allowed = allowed_day(part, supply)
        if part.projected > allowed:
            late = days.between(allowed, part.projected)
            if late > waits or (late == waits and supply.holds_up and part.key < supply.holds_up.key):
                waits, supply.holds_up = late, part
    if waits and supply.is_needed:
        unslipped = supply.projected
        supply.projected = days.forward(unslipped, waits)
        supply.slip = supply.projected - unslipped


def waits_for(need: Need) -> Supply | None:
    """The supply that comes last of those that serve a need; ties by key."""
    late = [supply for supply, _ in need.pegs if supply.projected == need.projected]
    return min(late, key=lambda supply: supply.key, default=None)


def critical_chain(need: Need) -> list[tuple[Need, Supply]]:
    """From a need down: what comes last for it, what that waits for, and so on to what waits for nothing."""
    chain: list[tuple[Need, Supply]] = []
    current: Need | None = need
    while current is not None:
        below = [part for part in current.parts if part.projected == current.projected]
        supply = waits_for(current)
        if supply is None or (below and supply.projected < current.projected):
            current = min(below, key=lambda part: part.key, default=None)
            continue
        if any(supply is seen for _, seen in chain):
            break  # material that goes round through rework
        chain.append((current, supply))
        current = supply.holds_up
    return chain


def extra_lateness(supply: Supply, later: int) -> dict[Need, int]:
    """How many days later each client's demand would be if this supply came `later` days after its projected day.

    Slack on the way is used up first. Demands that are not made later are left out.
    """
    hurt: dict[Need, int] = {}
    shifts: dict[int, tuple[int, int]] = {}
    waiting: list[tuple[Supply | Need, int]] = [(supply, later)]
    while waiting:
        current, shift = waiting.pop()
        seen, visits = shifts.get(id(current), (0, 0))
        if seen >= shift or visits >= _MOST_VISITS:
            continue
        shifts[id(current)] = (shift, visits + 1)
        if isinstance(current, Need):
            _hurt(hurt, current, max(current.projected, current.due) + shift)
            continue
        comes = current.projected + shift
        for need, _ in current.pegs:
            parent = need.parent
            if parent is None:
                _hurt(hurt, need, comes)
                continue
            if isinstance(parent, Supply):
                later = comes - allowed_day(need, parent) - parent.slip
            else:
                later = comes - max(parent.projected, parent.due)
            if later > 0:
                waiting.append((parent, later))
    return hurt


def _hurt(hurt: dict[Need, int], need: Need, comes: int) -> None:
    extra = comes - max(need.projected, need.due)
    if need.demand is not None and extra > hurt.get(need, 0):
        hurt[need] = extra
