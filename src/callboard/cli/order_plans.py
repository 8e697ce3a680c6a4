"""Order-only problems for `callboard plan shoot`: read, put in order, shown in the shape of a shooting plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from callboard.formats.talent import TalentProblem, read_talent
from callboard.planner.shooting.ordering import Actor, Order, OrderProblem, Scene, best_order
from callboard.planner.shooting.plan import Component, Status
from callboard.planner.shooting.plan_json import GAP_DIGITS
from callboard.planner.shooting.stopping import Budget

MONEY = "units of the file's pay"
STATUS = {Status.OPTIMAL: "Proved optimal", Status.FEASIBLE: "Not proved: stopped before"}


@dataclass(frozen=True)
class OrderAsked:
    """How long to search for an order: whichever is over first."""

    seconds: float | None
    moves: int | None
    seed: int


@dataclass(frozen=True)
class OrderPlan:
    """What was asked and the order that was found."""

    problem: OrderProblem
    order: Order
    asked: OrderAsked

    @property
    def work_cost(self) -> int:
        """What everyone is paid for the scenes that they are in, whatever the order."""
        duration_of = {scene.key: scene.duration for scene in self.problem.scenes}
        return sum(actor.pay * sum(duration_of[key] for key in actor.scenes) for actor in self.problem.actors)

    @property
    def gap(self) -> float:
        """The part of the cost that the bound leaves open, 0 to 1."""
        return (self.order.cost - self.order.bound) / self.order.cost if self.order.cost else 0.0


def plan_order(content: bytes, asked: OrderAsked, is_stopped: Callable[[], bool]) -> OrderPlan:
    """The order in which the cast are paid least. Raises `formats.faults.Unreadable` and CannotPlan."""
    problem = order_problem(read_talent(content))
    budget = Budget(moves=asked.moves, seconds=asked.seconds, is_stopped=is_stopped)
    return OrderPlan(problem, best_order(problem, stop=budget, seed=asked.seed), asked)


def order_problem(read: TalentProblem) -> OrderProblem:
    """The file's scenes and actors; its numbers are the keys."""
    return OrderProblem(
        scenes=tuple(Scene(scene.key, scene.duration) for scene in read.scenes),
        actors=tuple(Actor(actor.key, actor.pay, frozenset(actor.scenes)) for actor in read.actors),
    )


def order_as_json(made: OrderPlan) -> dict[str, Any]:
    """As plans are printed; all scenes stand in one entry of `days` that has no date."""
    order, work = made.order, made.work_cost
    return {
        "status": order.status.value,
        "cost": order.cost,
        "bound": order.bound,
        "gap": round(made.gap, GAP_DIGITS),
        "currency": MONEY,
        "cost_by_component": {Component.CAST_WORK.value: work, Component.CAST_HOLD.value: order.cost - work},
        "days": [{"date": None, "unit": "", "key": "", "scenes": list(order.keys)}],
        "conflicts": [],
        "moves": order.moves,
        "scheduled_moves": max(order.moves, made.asked.moves or 0),
        "seed": made.asked.seed,
        "cpu_seconds": order.cpu_seconds,
        "compiled": order.compiled,
    }


def order_lines(made: OrderPlan) -> Iterator[str]:
    """The whole answer, to read in a terminal."""
    order, work = made.order, made.work_cost
    yield (
        f"{STATUS[order.status]}: cost {order.cost:,} {MONEY}, proven bound {order.bound:,}"
        f" (gap {100 * made.gap:.1f} %)"
    )
    yield f"cast worked {work:,}, cast held {order.cost - work:,}"
    yield f"Order: {', '.join(order.keys)}"
    yield (
        f"{order.moves:,} moves in {order.cpu_seconds:.1f} CPU seconds."
        f" To repeat it: --moves {order.moves} --seed {made.asked.seed}"
    )
