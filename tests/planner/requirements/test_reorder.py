from __future__ import annotations

import pytest

from callboard.planner.requirements.reorder import (
    Price,
    best_purchase,
    cost_of_quantity,
    economic_order_quantity,
    minimum_maximum_order,
    needs_per_order,
    order_up_to_level,
    reorder_point,
    stock_position,
)
from tests.planner.requirements.oracles import those


@pytest.mark.parametrize(("name", "case"), those("eoq"))
def test_the_economic_order_quantity(name, case):
    """L7: Q 252.98, set-ups and holding 60.72; with the units 1020.72."""
    terms = {"demand": case["D"], "setup_cost": case["K"], "hold_cost": case["h"]}
    quantity = economic_order_quantity(**terms)
    assert quantity == pytest.approx(case["Q"], rel=1e-12)
    assert cost_of_quantity(quantity, **terms) == pytest.approx(case["relevant"], rel=1e-12)
    assert cost_of_quantity(quantity, **terms) + case["D"] * case["v"] == pytest.approx(1020.72, abs=0.005)


def test_all_units_discount():
    """L7: K 8, i 0.3, D 1300, prices 0.75, 0.72 from 400, 0.68 from 800: buy 800 at a time, 978.60 in all."""
    prices = [Price(1, 0.75), Price(400, 0.72), Price(800, 0.68)]
    found = best_purchase(prices, demand=1300, setup_cost=8, hold_rate=0.3)
    assert (found.quantity, found.unit_price) == (800, 0.68)
    assert found.cost == pytest.approx(978.6)


def test_a_discount_beyond_the_cheapest_quantity_is_not_taken():
    """EOQ at the full price is 304; the break at 5,000 would hold stock for more than it saves."""
    found = best_purchase([Price(1, 0.75), Price(5000, 0.74)], demand=1300, setup_cost=8, hold_rate=0.3)
    assert (round(found.quantity), found.unit_price) == (304, 0.75)


def test_the_order_point_of_steady_demand_is_what_the_lead_time_uses():
    """L7: 2,400 a year, one month: 200."""
    assert reorder_point(demand=2400, lead_time=1 / 12) == pytest.approx(200)


def test_the_order_point_holds_the_spread_of_demand_and_of_the_lead_time():
    """100 a week, 4 weeks, σ_d 30, σ_L 0.5, z 2: 400 + 2·√(4·900 + 10,000·0.25) = 400 + 2·√6100 = 556.2."""
    found = reorder_point(
        demand=100, lead_time=4, service_factor=2, demand_deviation=30, lead_time_deviation=0.5
    )  # fmt: skip
    assert found == pytest.approx(400 + 2 * 6100**0.5)


def test_the_level_of_a_periodic_review():
    """100 a week, lead 4, review 5, σ 30, z 2: 900 + 2·30·3."""
    assert order_up_to_level(
        demand=100, lead_time=4, review_time=5, service_factor=2, demand_deviation=30
    ) == pytest.approx(1080)  # fmt: skip


def test_what_is_on_order_is_not_ordered_again():
    """10 on hand, under the minimum of 50; but 60 are on order and 5 owed: position 65, nothing to order."""
    position = stock_position(on_hand=10, on_order=60, back_orders=5)
    assert (position, minimum_maximum_order(position, minimum=50, maximum=100)) == (65, 0)
    assert minimum_maximum_order(50, minimum=50, maximum=100) == 50


def test_a_period_has_at_least_one_need():
    assert (needs_per_order(quantity=73, mean_need=27), needs_per_order(quantity=5, mean_need=27)) == (3, 1)
