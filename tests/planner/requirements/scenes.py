"""A small plant to plan in tests: day 0 is a Monday, every day is worked unless a calendar says otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

from callboard.planner.requirements.plan import Plan
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import Calendar, Demand, Item, MessageRules, OpenOrder, Problem, Stock

MONDAY = dt.date(2026, 3, 2)
WEEKDAYS_ONLY = Calendar("plant")
# Every move is worth its message, so that a scene shows the rule and not the damper.
WIDE_AWAKE = MessageRules(expedite_days=1, defer_days=1)


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def number(of: dt.date) -> int:
    return (of - MONDAY).days


def a_demand(quantity: int, due: int, key: str = "SO-1", item: str = "pump", **more: Any) -> Demand:
    return Demand(key, item, quantity, day(due), **more)


def a_receipt(quantity: int, due: int, key: str = "PO-1", item: str = "pump", **more: Any) -> OpenOrder:
    return OpenOrder(key, item, quantity, day(due), **more)


def planned(*items: Item, **parts: Any) -> Plan:
    return plan_requirements(a_problem(*items, **parts))


def a_problem(*items: Item, **parts: Any) -> Problem:
    return Problem(MONDAY, items or (Item("pump"),), **{"rules": WIDE_AWAKE, **parts})


def stock(quantity: int, item: str = "pump", **more: Any) -> tuple[Stock, ...]:
    return (Stock(item, quantity, **more),)


def orders(plan: Plan, item: str = "pump") -> list[tuple[int, int, int]]:
    """Quantity, true start and true due of the new orders of an item."""
    return [
        (order.quantity, number(order.true_start), number(order.true_due))
        for order in plan.planned_orders
        if order.item == item
    ]


def lots(plan: Plan, item: str = "pump") -> list[tuple[int, int]]:
    """Quantity and true due day of the new orders of an item."""
    return [(quantity, due) for quantity, _, due in orders(plan, item)]


def moved(plan: Plan) -> dict[str, int | None]:
    """The day on which the plan has each open order; None for canceled."""
    return {order.key: None if order.planned_due is None else number(order.planned_due) for order in plan.moved_orders}


def needs(plan: Plan, item: str) -> list[tuple[int, int]]:
    """Quantity and day of the gross requirements of an item."""
    return [(need.quantity, number(need.due)) for need in plan.requirements if need.item == item]


def pegs(plan: Plan) -> list[tuple[str, str, int]]:
    return [(peg.supply, peg.requirement, peg.quantity) for peg in plan.pegs]


def said(plan: Plan) -> list[tuple[str, str]]:
    """Kind and order of the messages, as ranked."""
    return [(message.kind.value, message.order) for message in plan.messages]
