"""One item's stock over time, as the plan has it: asked for one item at a time, for a page or a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from callboard.planner.requirements.plan import Plan
from callboard.planner.requirements.problem import Problem


@dataclass(frozen=True, slots=True)
class ProjectionRow:
    """What happens to an item on one day: gross needs, open orders as moved, planned orders, and the stock after it.

    `net` is how much of the gross need planned orders serve. `projected` may be below zero until a late order comes.
    """

    date: dt.date
    gross: int
    receipts: int
    planned: int
    net: int
    projected: int


def projection(problem: Problem, plan: Plan, item: str) -> tuple[ProjectionRow, ...]:
    """The days on which something happens, the planning day first; what is overdue stands on the planning day.

    Open orders that the plan cancels are left out, stock that expires goes on its day.
    """
    opening = sum(lot.quantity for lot in problem.stock if lot.item == item)
    rows: dict[dt.date, list[int]] = {plan.today: [0, 0, 0, 0, 0]}
    net = _served_by_new(plan, item)
    for requirement in plan.requirements:
        if requirement.item == item:
            row = rows.setdefault(max(requirement.due, plan.today), [0, 0, 0, 0, 0])
            row[0] += requirement.quantity
            row[3] += net.get(requirement.key, 0)
    for moved in plan.moved_orders:
        if moved.item == item and moved.planned_due is not None:
            rows.setdefault(max(moved.planned_due, plan.today), [0, 0, 0, 0, 0])[1] += moved.quantity
    for order in plan.planned_orders:
        if order.item == item:
            rows.setdefault(order.due, [0, 0, 0, 0, 0])[2] += order.usable
    for day, quantity in _expiring(problem, plan, item).items():
        rows.setdefault(max(day, plan.today), [0, 0, 0, 0, 0])[4] += quantity
    return _summed(rows, opening)


def _summed(rows: dict[dt.date, list[int]], opening: int) -> tuple[ProjectionRow, ...]:
    balance, found = opening, []
    for day in sorted(rows):
        gross, receipts, planned, net, expired = rows[day]
        balance += receipts + planned - gross - expired
        found.append(ProjectionRow(day, gross, receipts, planned, net, balance))
    return tuple(found)


def _served_by_new(plan: Plan, item: str) -> dict[str, int]:
    new = {order.key for order in plan.planned_orders if order.item == item}
    served: dict[str, int] = {}
    for peg in plan.pegs:
        if peg.supply in new:
            served[peg.requirement] = served.get(peg.requirement, 0) + peg.quantity
    return served


def _expiring(problem: Problem, plan: Plan, item: str) -> dict[dt.date, int]:
    """What is left of lots on the day they expire."""
    lots = {lot.key or f"stock > {item}": lot for lot in problem.stock if lot.item == item and lot.expires is not None}
    left = {key: lot.quantity for key, lot in lots.items()}
    for peg in plan.pegs:
        if peg.supply in left:
            left[peg.supply] -= peg.quantity
    gone: dict[dt.date, int] = {}
    for key, lot in lots.items():
        if lot.expires is not None and left[key]:
            gone[lot.expires] = gone.get(lot.expires, 0) + left[key]
    return gone
