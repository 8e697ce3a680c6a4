from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.planner.requirements.lots import (
    first_lot_span,
    lots_for,
    modified,
    net_needs,
    plan_cost,
    wagner_whitin_spans,
)
from callboard.planner.requirements.problem import LotKind, LotRule
from tests.planner.requirements.oracles import those

KINDS = {
    "l4l": LotKind.LOT_FOR_LOT,
    "silver_meal": LotKind.SILVER_MEAL,
    "luc": LotKind.LEAST_UNIT_COST,
    "ww": LotKind.WAGNER_WHITIN,
}


def sized(net, rule):
    """Lots and their cost, as the oracles state them."""
    lots = lots_for(net, rule)
    return [lots, plan_cost(lots, net, setup_cost=rule.setup_cost, hold_cost=rule.hold_cost)]


@pytest.mark.parametrize(("name", "case"), those("ww_snyder_3_9"))
def test_wagner_and_whitin_of_snyder_and_shen(name, case):
    """L1: K 500, h 2, needs 90 120 80 70: lots 210 and 150, cost 1380."""
    rule = LotRule(LotKind.WAGNER_WHITIN, setup_cost=case["K"], hold_cost=Fraction(case["h"]))
    assert sized(case["d"], rule) == case["result"]


@pytest.mark.parametrize(
    ("kind", "case"), [(kind, case) for _, case in those("sm_nahmias14") for kind in ("silver_meal", "ww", "luc")]
)
def test_nahmias_problem_14_by_three_rules(kind, case):
    """L4, with the closing stock of 8 that a published solution forgot."""
    rule = LotRule(KINDS[kind], setup_cost=case["K"], hold_cost=Fraction(case["h"]))
    assert sized(case["d"], rule) == case[kind]


@pytest.mark.parametrize(
    ("kind", "case"),
    [(kind, case) for _, case in those("lots_ten_weeks") for kind in ("l4l", "silver_meal", "luc", "ww")],
)
def test_ten_weeks_by_four_rules(kind, case):
    """L5: weeks without a need count as weeks but start no lot."""
    net = net_needs(case["gross"], on_hand=case["onhand"])
    rule = LotRule(KINDS[kind], setup_cost=case["K"], hold_cost=Fraction(case["h"]))
    assert sized(net, rule) == case[kind]


@pytest.mark.parametrize(("name", "case"), those("lots_ten_weeks"))
def test_ten_weeks_by_a_fixed_quantity(name, case):
    """Lots of 73; what is left of each serves the next needs."""
    net = net_needs(case["gross"], on_hand=case["onhand"])
    rule = LotRule(LotKind.FIXED, quantity=73, setup_cost=case["K"], hold_cost=Fraction(case["h"]))
    assert sized(net, rule) == case["eoq73"]


L6 = [120, 150, 50, 120, 80, 40, 130, 115, 90, 80]


@pytest.mark.parametrize(
    ("kind", "lots", "cost"),
    [
        (LotKind.SILVER_MEAL, [320, 240, 335, 80], Fraction("992.5")),
        (LotKind.WAGNER_WHITIN, [320, 240, 245, 170], Fraction("942.5")),
    ],
)
def test_where_silver_and_meal_lose(kind, lots, cost):
    """L6: K 160, h 0.5; the constant cost of the units is left out, as it must be."""
    found, found_cost = sized(L6, LotRule(kind, setup_cost=160, hold_cost=Fraction(1, 2)))
    assert ([lot for lot in found if lot], found_cost) == (lots, cost)


@pytest.mark.parametrize(
    ("net", "rule", "quantity"),
    [
        (7, LotRule(), 7),
        (7, LotRule(minimum=20), 20),  # at least the minimum
        (21, LotRule(minimum=20, multiple=8), 24),  # then up to the multiple
        (7, LotRule(minimum=20, multiple=8), 24),  # the minimum is raised to it too, in this order
        (90, LotRule(multiple=8, maximum=50), 48),  # the maximum cuts to a whole multiple
        (210, LotRule(LotKind.FIXED, quantity=100), 300),
        (210, LotRule(LotKind.FIXED, quantity=100, maximum=100), 100),
    ],
)
def test_modifiers_in_their_fixed_order(net, rule, quantity):
    assert modified(net, rule) == quantity


def test_a_maximum_splits_and_the_rest_obeys_the_minimum():
    """130 by orders of at most 50, at least 40: 50, 50, and 40 for the 30 that are left."""
    rule = LotRule(minimum=40, maximum=50)
    assert [modified(wanted, rule) for wanted in (130, 80, 30)] == [50, 50, 40]
    assert lots_for([130, 0, 10], rule) == [140, 0, 0]


def test_a_period_of_days_and_a_period_of_needs():
    """Needs on buckets 0, 3 and 9: seven days hold two of them, two needs are two wherever they are."""
    needs = [(0, 10), (3, 6), (9, 2)]
    assert first_lot_span(needs, LotRule(LotKind.PERIOD_OF_DAYS, periods=7)) == 2
    assert first_lot_span(needs, LotRule(LotKind.PERIOD_OF_NEEDS, periods=2)) == 2
    assert first_lot_span(needs, LotRule(LotKind.PERIOD_OF_NEEDS, periods=9)) == 3


def test_equally_cheap_plans_take_the_fewer_orders():
    """Holding 10 for one bucket costs 100, exactly a set-up: one order."""
    assert wagner_whitin_spans([(0, 5), (1, 10)], 100, Fraction(10)) == [2]


def test_nothing_is_paid_where_nothing_is_needed():
    assert sized([0, 0, 0], LotRule(LotKind.WAGNER_WHITIN, setup_cost=100, hold_cost=Fraction(1))) == [[0, 0, 0], 0]


def test_lots_that_leave_a_need_unmet_have_no_cost():
    with pytest.raises(ValueError, match="unmet"):
        plan_cost([5], [6], setup_cost=1, hold_cost=Fraction(1))


net_rows = st.lists(st.integers(0, 60), min_size=1, max_size=9)
costs = st.tuples(st.integers(0, 300), st.fractions(0, 5, max_denominator=4))


@given(net_rows, costs, st.sampled_from(list(LotKind)), st.integers(1, 80), st.integers(1, 5))
def test_no_rule_is_cheaper_than_wagner_and_whitin(net, cost, kind, quantity, periods):
    setup, hold = cost
    other = LotRule(kind, quantity=quantity, periods=periods, setup_cost=setup, hold_cost=hold)
    exact = LotRule(LotKind.WAGNER_WHITIN, setup_cost=setup, hold_cost=hold)
    assert sized(net, exact)[1] <= sized(net, other)[1]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), costs)
def test_wagner_and_whitin_find_what_trying_every_plan_finds(net, cost):
    """Every choice of buckets to order in, each order up to the next one."""
    setup, hold = cost
    best = None
    for orders in product((False, True), repeat=len(net)):
        lots, place = [0] * len(net), None
        for bucket, need in enumerate(net):
            place = bucket if orders[bucket] else place
            if place is None and need:
                break
            if need:
                lots[place] += need
        else:
            found = plan_cost(lots, net, setup_cost=setup, hold_cost=hold)
            best = found if best is None else min(best, found)
    exact = LotRule(LotKind.WAGNER_WHITIN, setup_cost=setup, hold_cost=hold)
    assert sized(net, exact)[1] == best
