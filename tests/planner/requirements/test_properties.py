"""What holds for every plant: quantities add up, nothing depends on order, no shortage beyond the lead time."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.planner.requirements.pegging import Pegging
from callboard.planner.requirements.plan_json import plan_as_json, plan_from_json
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import DemandKind, Item, LotRule, Problem
from callboard.planner.requirements.problem_json import problem_as_json, problem_from_json
from callboard.planner.requirements.projection import projection
from callboard.planner.requirements.working_days import working_days
from tests.planner.requirements.plants import CALENDAR, KEYS, problems
from tests.planner.requirements.scenes import MONDAY, a_demand, a_problem, a_receipt, lots, stock


def supplied(problem, plan):
    """Quantity and item of every supply that the plan counts on: stock, open orders not canceled, new orders."""
    sizes = {lot.key or f"stock > {lot.item}": (lot.quantity, lot.item) for lot in problem.stock}
    sizes |= {order.key: (order.quantity, order.item) for order in plan.moved_orders if order.planned_due is not None}
    sizes |= {order.key: (order.usable, order.item) for order in plan.planned_orders}
    return sizes


@settings(max_examples=150)
@given(problems())
def test_what_is_pegged_out_of_a_supply_is_never_more_than_it_holds(problem):
    plan = plan_requirements(problem)
    out = Counter()
    for peg in plan.pegs:
        assert peg.quantity > 0
        out[peg.supply] += peg.quantity
    sizes = supplied(problem, plan)
    assert {key for key in out if out[key] > sizes[key][0]} == set()


@settings(max_examples=150)
@given(problems())
def test_every_need_is_pegged_in_full_and_stock_and_receipts_are_needs_and_excess(problem):
    """Per item; of a phantom the rest goes through to its components."""
    plan = plan_requirements(problem)
    phantoms = {item.key for item in problem.items if item.phantom}
    into, item_of = Counter(), {need.key: need.item for need in plan.requirements}
    pegged = Counter()
    for peg in plan.pegs:
        into[peg.requirement] += peg.quantity
        pegged[item_of[peg.requirement]] += peg.quantity
    wrong = [
        need.key
        for need in plan.requirements
        if into[need.key] != need.quantity and (need.item not in phantoms or into[need.key] > need.quantity)
    ]
    assert wrong == []
    held = Counter()
    for quantity, item in supplied(problem, plan).values():
        held[item] += quantity
    for item in set(KEYS) - phantoms:
        needed = sum(need.quantity for need in plan.requirements if need.item == item)
        excess = held[item] - pegged[item]
        assert (held[item], excess >= 0) == (needed + excess, True)


@settings(max_examples=100)
@given(problems(), st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_of_anything(problem, chance):
    """Regenerative equals net change: there is one way to plan, whatever was entered first."""

    def shuffled(parts):
        return tuple(chance.sample(parts, len(parts)))

    again = replace(
        problem,
        items=shuffled(problem.items),
        lines=shuffled(problem.lines),
        stock=shuffled(problem.stock),
        open_orders=shuffled(problem.open_orders),
        demands=shuffled(problem.demands),
    )
    assert plan_requirements(again) == plan_requirements(problem)


@settings(max_examples=100)
@given(problems())
def test_no_stock_is_projected_below_zero_once_a_new_order_can_come(problem):
    plan = plan_requirements(problem)
    for item in problem.items:
        if item.phantom:
            continue
        days = working_days(CALENDAR if item.calendar else None, problem.today)
        first = days.forward(problem.today.toordinal(), max(item.lead_days, item.fence_days))
        short = [
            row for row in projection(problem, plan, item.key) if row.date.toordinal() >= first and row.projected < 0
        ]
        assert short == []


@settings(max_examples=100)
@given(problems())
def test_one_message_at_most_about_each_order(problem):
    messages = plan_requirements(problem).messages
    assert [order for order, count in Counter(message.order for message in messages).items() if count > 1] == []
    assert all(str(message.reason) and str(message.benefit) and str(message.if_nothing_is_done) for message in messages)


@settings(max_examples=60)
@given(problems())
def test_problems_and_plans_cross_as_json_unchanged(problem):
    plan = plan_requirements(problem)
    assert problem_from_json(json.loads(json.dumps(problem_as_json(problem)))) == problem
    assert plan_from_json(json.loads(json.dumps(plan_as_json(plan)))) == plan


@settings(max_examples=60)
@given(problems())
def test_a_supply_serves_demands_with_no_more_than_it_holds(problem):
    """Through all levels, in its own units."""
    plan = plan_requirements(problem)
    pegging = Pegging(plan)
    for key, (size, _) in supplied(problem, plan).items():
        assert sum(pegging.demands_served(key).values()) <= size


events = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 50)), max_size=12)


@given(st.integers(0, 60), st.integers(0, 10), events, events)
def test_lot_for_lot_is_what_a_day_by_day_ledger_finds(on_hand, safety, needed, coming):
    """One item without lead time; receipts that stay. A dictionary of days, walked through, is the model."""
    problem = a_problem(
        Item("pump", safety_stock=safety),
        stock=stock(on_hand),
        open_orders=tuple(a_receipt(q, d, f"PO-{n}", movable=False) for n, (d, q) in enumerate(coming)),
        demands=tuple(a_demand(q, d, f"SO-{n}") for n, (d, q) in enumerate(needed)),
    )
    balance, expected = on_hand, []
    for at in range(31):
        balance += sum(q for d, q in coming if d == at) - sum(q for d, q in needed if d == at)
        if balance < safety and any(d == at for d, _ in needed):
            expected.append((safety - balance, at))
            balance = safety
    assert lots(plan_requirements(problem)) == expected


def test_a_plan_of_nothing_is_empty():
    plan = plan_requirements(Problem(MONDAY, ()))
    assert (plan.planned_orders, plan.pegs, plan.messages, plan.low_level_codes) == ((), (), (), {})


def test_a_large_order_of_small_lots_is_the_same_twice():
    """The same problem planned twice in one process, with another plan between them."""
    chance = random.Random(1)
    problem = a_problem(
        Item("pump", lot=LotRule(maximum=3)),
        demands=tuple(a_demand(chance.randint(1, 90), chance.randint(0, 60), f"SO-{n}") for n in range(50)),
    )
    first = plan_requirements(problem)
    plan_requirements(a_problem(demands=(a_demand(1, 1, kind=DemandKind.FORECAST),)))
    assert plan_requirements(problem) == first
