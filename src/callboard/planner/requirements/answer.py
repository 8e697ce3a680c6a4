"""The finished plan as frozen values: from the planner's own network back to keys and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from callboard.planner.requirements.lateness import critical_chain
from callboard.planner.requirements.network import Need, PlannedItem, Supply, SupplyKind
from callboard.planner.requirements.plan import (
    LateDemand,
    Link,
    Message,
    MovedOrder,
    Peg,
    Plan,
    PlanFault,
    PlannedOrder,
    Requirement,
)
from callboard.planner.requirements.problem import DemandKind, Item, OrderKind, Problem, Source

_CLIENTS = {DemandKind.ORDER, DemandKind.RESERVATION}


class Days:
    """Dates of ordinals, each made once."""

    def __init__(self) -> None:
        self._made: dict[int, dt.date] = {}

    def __call__(self, day: int) -> dt.date:
        """The date of an ordinal."""
        made = self._made.get(day)
        if made is None:
            made = self._made[day] = dt.date.fromordinal(day)
        return made


def plan_of(
    problem: Problem,
    planned: Mapping[str, PlannedItem],
    codes: Mapping[str, int],
    messages: tuple[Message, ...],
    faults: tuple[PlanFault, ...],
) -> Plan:
    """Everything sorted: items by level and key, their orders as they come, their needs by date."""
    date, items = Days(), {item.key: item for item in problem.items}
    inside = [planned[key] for key in codes if key in planned]
    supplies = [supply for item in inside for supply in item.supplies]
    needs = [need for item in inside for need in item.needs]
    moved = sorted((s for s in supplies if s.kind is SupplyKind.OPEN), key=lambda supply: supply.key)
    return Plan(
        today=problem.today,
        planned_orders=tuple(
            _planned_order(supply, items[supply.item], date) for supply in supplies if supply.kind is SupplyKind.NEW
        ),
        moved_orders=tuple(_moved_order(supply, date) for supply in moved),
        requirements=tuple(
            Requirement(need.key, need.item, need.quantity, date(need.due), need.parent.key if need.parent else "")
            for need in needs
        ),
        pegs=tuple(Peg(supply.key, need.key, quantity) for need in needs for supply, quantity in need.pegs),
        messages=messages,
        late_demands=_late_demands(needs, items, problem.today.toordinal(), date),
        faults=faults,
        low_level_codes=dict(codes),
    )


def _planned_order(supply: Supply, item: Item, date: Days) -> PlannedOrder:
    share = item.good_yield
    return PlannedOrder(
        key=supply.key,
        item=supply.item,
        kind=OrderKind.WORK if item.source is Source.MAKE else OrderKind.PURCHASE,
        quantity=supply.ordered,
        usable=supply.quantity,
        start_quantity=-(-supply.ordered * share.denominator // share.numerator),
        true_start=date(supply.true_start),
        true_due=date(supply.true_due),
        start=date(supply.start),
        due=date(supply.due),
        projected_due=date(supply.projected),
    )


def _moved_order(supply: Supply, date: Days) -> MovedOrder:
    due = supply.order.due if supply.order else date(supply.due)
    return MovedOrder(
        key=supply.key,
        item=supply.item,
        quantity=supply.quantity,
        used=supply.used,
        due=due,
        planned_due=date(supply.due) if supply.is_needed else None,
        projected_due=date(supply.projected),
    )


def _late_demands(needs: list[Need], items: Mapping[str, Item], today: int, date: Days) -> tuple[LateDemand, ...]:
    late = [
        need
        for need in needs
        if need.demand is not None and need.demand.kind in _CLIENTS and max(need.projected, today) > need.due
    ]
    late.sort(key=lambda need: (need.due - max(need.projected, today), need.key))
    return tuple(_late_demand(need, items, today, date) for need in late)


def _late_demand(need: Need, items: Mapping[str, Item], today: int, date: Days) -> LateDemand:
    projected = max(need.projected, today)
    on_time = sum(quantity for supply, quantity in need.pegs if max(supply.projected, today) <= need.due)
    return LateDemand(
        demand=need.key,
        item=need.item,
        customer=need.demand.customer if need.demand else "",
        due=date(need.due),
        projected=date(projected),
        late_days=projected - need.due,
        quantity_late=need.quantity - on_time,
        chain=tuple(
            Link(
                supply=supply.key,
                item=supply.item,
                needed=date(part.due),
                available=date(max(supply.projected, today)),
                lead_days=items[supply.item].lead_days or 0,
            )
            for part, supply in critical_chain(need)
        ),
    )
