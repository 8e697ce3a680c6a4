from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.planner.requirements.master_schedule import (
    Consumption,
    Fences,
    accumulated_atp,
    consumed_forecast,
    cumulative_atp,
    discrete_atp,
    master_schedule,
    period_atp,
    projected_balance,
)
from tests.planner.requirements.oracles import those

FLOORS = {"mps_pumps": 0, "mps_pumps_floor10": 10, "mps_lot75": 0}


@pytest.mark.parametrize(("name", "case"), those(*FLOORS))
def test_lots_balance_and_promises_of_the_published_schedules(name, case):
    """M1 and its variants: a lot is added while the projected balance is under the floor."""
    made = master_schedule(
        on_hand=case["start"], forecast=case["forecast"], orders=case["orders"], lot=case["lot"], floor=FLOORS[name]
    )
    assert list(made.projected) == case["pab"]
    assert list(made.lots) == case["mps"]
    assert discrete_atp(on_hand=case["start"], lots=made.lots, orders=case["orders"]) == case["atp"]
    if "atp_cum_lookahead" in case:
        answer = cumulative_atp(on_hand=case["start"], lots=made.lots, orders=case["orders"])
        assert answer == case["atp_cum_lookahead"]


@pytest.mark.parametrize(("name", "case"), those("atp_oracle"))
def test_backward_consumption_and_accumulation(name, case):
    """M3: the shortage of 2 in period 4 takes what is left in period 2, the rest stays short and is not carried on."""
    assert projected_balance(case["supply"], case["demand"]) == case["projected"]
    assert period_atp(case["supply"], case["demand"]) == case["period_atp"]
    assert accumulated_atp(case["supply"], case["demand"]) == case["atp_backward_accumulate"]


def test_inside_the_demand_fence_only_orders_count_and_inside_the_planning_fence_lots_are_proposed():
    """Bucket 1: orders 5, forecast 30 ignored. Bucket 2 would need a lot, but it is inside the planning fence."""
    made = master_schedule(
        on_hand=10, forecast=[30, 30, 30], orders=[5, 2, 0], lot=50, fences=Fences(demand=1, planning=2)
    )
    assert (made.demand, made.projected) == ((5, 30, 30), (5, -25, 45))
    assert (made.lots, made.proposed) == ((0, 0, 100), (0, 50, 0))


def test_one_bucket_may_need_several_lots():
    made = master_schedule(on_hand=0, forecast=[120], orders=[], lot=50)
    assert (made.lots, made.projected) == ((150,), (30,))


def test_a_shortage_is_taken_from_the_nearest_earlier_lot_then_stays_red():
    """Lots of 10 in buckets 1, 2 and 3, orders 4, 8 and 23: bucket 3 lacks 13; 2 of bucket 2, 6 of bucket 1, −5."""
    assert discrete_atp(on_hand=0, lots=[10, 10, 10], orders=[4, 8, 23]) == [0, 0, -5]


def test_orders_eat_forecast_once_own_bucket_then_back_then_ahead():
    """25 in bucket 1: its own 10, then 10 of bucket 0, then 5 of bucket 2. 20 more there: 5 left, 15 too many."""
    assert consumed_forecast([10, 10, 10], [(1, 25), (1, 20)], back=1, ahead=1) == Consumption((0, 0, 0), (0, 15))


def test_a_canceled_order_gives_its_forecast_back():
    assert consumed_forecast([10, 10], [], back=1, ahead=1) == Consumption((10, 10), (0,) * 0)


rows = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@given(st.integers(0, 60), rows, rows)
def test_promising_what_the_look_ahead_allows_never_makes_a_later_sum_negative(on_hand, lots, orders):
    """If all orders can be kept, so can they with the answer of any bucket promised there in addition."""
    length = max(len(lots), len(orders))
    lots, orders = lots + [0] * (length - len(lots)), orders + [0] * (length - len(orders))
    sums = [on_hand + sum(lots[: end + 1]) - sum(orders[: end + 1]) for end in range(length)]
    answers = cumulative_atp(on_hand=on_hand, lots=lots, orders=orders)
    for bucket, answer in enumerate(answers):
        least = min(sums[bucket:])
        assert answer == max(0, least)


def test_a_lot_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        master_schedule(on_hand=0, forecast=[1], orders=[], lot=0)
