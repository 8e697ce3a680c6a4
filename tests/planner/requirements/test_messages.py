from __future__ import annotations

from fractions import Fraction

import pytest

from callboard.planner.requirements.plan import MessageKind
from callboard.planner.requirements.problem import BomLine, Item, LotRule, MessageRules, Source
from tests.planner.requirements.scenes import a_demand, a_receipt, day, planned, said, stock

PUMP = Item("pump", lead_days=4, unit_value=Fraction(250), owner="Ada")


def test_an_order_that_is_needed_earlier_is_expedited_with_its_reason_benefit_and_consequence():
    """Due on day 20, needed on day 5: the client's demand would be 15 days late."""
    [message] = planned(PUMP, open_orders=(a_receipt(8, 20),), demands=(a_demand(8, 5),)).messages
    assert (message.kind, message.order, message.owner) == (MessageKind.EXPEDITE, "PO-1", "Ada")
    assert (message.from_date, message.to_date, message.days) == (day(20), day(5), 15)
    assert (message.late_days_avoided, message.value, message.demands) == (15, 2000, ("SO-1",))
    assert str(message.reason) == (
        "Bring PO-1 forward: 8 of pump are due on 2026-03-22, but SO-1 needs them by 2026-03-07."
    )
    assert str(message.benefit) == "Keeps 1 client demands from 15 more days of lateness, most of all SO-1."
    assert str(message.if_nothing_is_done) == "1 client demands get later, SO-1 by 15 days; 15 days in all."


def test_slack_on_the_way_up_is_used_before_a_client_is_hurt():
    """The gear comes on day 9 instead of day 4. Its pump has 2 days of slack before day 8: 3 late."""
    plan = planned(
        Item("pump", lead_days=2, safety_days=2, source=Source.MAKE),
        Item("gear", lead_days=20),
        lines=(BomLine("pump", "gear"),),
        open_orders=(a_receipt(4, 9, item="gear"),),
        demands=(a_demand(4, 8),),
    )
    [message] = [message for message in plan.messages if message.order == "PO-1"]
    assert (message.kind, message.days, message.late_days_avoided) == (MessageKind.EXPEDITE, 5, 3)


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        ({"open_orders": (a_receipt(8, 5),), "demands": (a_demand(8, 20),)}, ("defer", "PO-1")),
        ({"open_orders": (a_receipt(8, 5),)}, ("cancel", "PO-1")),
        ({"open_orders": (a_receipt(8, 5),), "demands": (a_demand(5, 5),)}, ("decrease", "PO-1")),
        ({"open_orders": (a_receipt(8, -3),), "demands": (a_demand(8, 5),)}, ("past_due_receipt", "PO-1")),
        ({"demands": (a_demand(8, 5),)}, ("release", "new > pump > 1")),
        ({"demands": (a_demand(8, 2),)}, ("past_due_start", "new > pump > 1")),
    ],
)
def test_one_message_for_each_situation(scene, expected):
    assert said(planned(PUMP, **scene)) == [expected]


def test_an_order_in_its_place_needs_no_message():
    assert said(planned(PUMP, open_orders=(a_receipt(8, 5),), demands=(a_demand(8, 5),))) == []


def test_an_order_far_ahead_is_not_yet_to_be_released():
    """Start on day 6, five days of looking ahead."""
    assert said(planned(PUMP, demands=(a_demand(8, 10),))) == []
    assert said(planned(PUMP, demands=(a_demand(8, 9),))) == [("release", "new > pump > 1")]


def test_an_order_is_made_smaller_only_down_to_what_the_lot_rule_would_order():
    """30 out, 12 needed, by tens: 20 would do, so 10 less. At least 25: 5 less."""
    for rule, less in ((LotRule(multiple=10), 10), (LotRule(minimum=25), 5)):
        item = Item("pump", lead_days=4, lot=rule)
        [message] = planned(item, open_orders=(a_receipt(30, 5),), demands=(a_demand(12, 5),)).messages
        assert (message.kind, message.quantity) == (MessageKind.DECREASE, less)


def test_an_order_is_never_made_smaller_into_the_safety_stock():
    item = Item("pump", lead_days=4, safety_stock=18)
    assert said(planned(item, open_orders=(a_receipt(30, 5),), demands=(a_demand(12, 5),))) == []


def test_an_order_that_only_fills_the_safety_stock_is_not_canceled():
    """Nothing is needed, but 10 of 15 are missing: the order stays where it is."""
    item = Item("pump", safety_stock=15)
    assert said(planned(item, stock=stock(5), open_orders=(a_receipt(10, 7),))) == []


def test_safety_stock_that_cannot_be_rebuilt_in_time_is_said_as_such():
    """10 in stock, safety 10, 6 go on day 2: they are served, the floor is not, until day 4."""
    item = Item("pump", lead_days=4, safety_stock=10)
    plan = planned(item, stock=stock(10), demands=(a_demand(6, 2),))
    assert (said(plan), plan.late_demands) == ([("below_safety", "new > pump > 1")], ())


def test_a_need_inside_the_frozen_time_is_short():
    item = Item("pump", lead_days=1, fence_days=10)
    plan = planned(item, demands=(a_demand(5, 6),))
    assert said(plan) == [("short_inside_lead_time", "new > pump > 1")]


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        (MessageRules(defer_days=5), "PO-1 stays"),
        (MessageRules(defer_days=4), "PO-1 moves"),
        (MessageRules(defer_days=4, least_quantity=9), "PO-1 stays"),
        (MessageRules(defer_days=4, least_value=2001), "PO-1 stays"),
        (MessageRules(defer_days=4, least_value=2000), "PO-1 moves"),
    ],
)
def test_small_moves_are_left_where_they_are(rules, left):
    """8 pieces of 250, four days too early."""
    plan = planned(PUMP, open_orders=(a_receipt(8, 5),), demands=(a_demand(8, 9),), rules=rules)
    stays = left == "PO-1 stays"
    assert said(plan) == ([] if stays else [("defer", "PO-1")])
    assert plan.moved_orders[0].planned_due == day(5 if stays else 9)


def test_what_helps_clients_most_comes_first_then_value_then_days():
    """A client is 6 days late without PO-b, 2 without PO-a; canceling saves money only, the dearer first."""
    plan = planned(
        Item("a", lead_days=30),
        Item("b", lead_days=30),
        Item("c", unit_value=Fraction(5)),
        Item("d", unit_value=Fraction(9)),
        open_orders=(
            a_receipt(1, 12, "PO-a", "a"),
            a_receipt(1, 16, "PO-b", "b"),
            a_receipt(1, 16, "PO-c", "c"),
            a_receipt(1, 16, "PO-d", "d"),
        ),
        demands=(a_demand(1, 10, "SO-a", "a"), a_demand(1, 10, "SO-b", "b")),
    )
    assert said(plan) == [("expedite", "PO-b"), ("expedite", "PO-a"), ("cancel", "PO-d"), ("cancel", "PO-c")]


def test_a_release_is_worth_what_waiting_for_the_next_review_would_cost():
    """Start on day 1, next review on day 7: six days late."""
    [message] = planned(PUMP, demands=(a_demand(8, 5, customer="Kestrel"),)).messages
    assert (message.kind, message.late_days_avoided) == (MessageKind.RELEASE, 6)
