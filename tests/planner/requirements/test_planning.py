"""Whole plans of small plants: the published cases, then one scene for each rule."""

from __future__ import annotations

from fractions import Fraction

import pytest

from callboard.planner.requirements.plan import FaultKind
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import (
    AlternativeUse,
    BomLine,
    Calendar,
    DemandKind,
    Item,
    LotKind,
    LotRule,
    OrderKind,
    OrderStatus,
    Source,
    Stock,
)
from callboard.planner.requirements.projection import projection
from callboard.planner.requirements.refusals import BillsGoRound
from tests.planner.requirements.oracles import those
from tests.planner.requirements.scenes import (
    WEEKDAYS_ONLY,
    a_demand,
    a_problem,
    a_receipt,
    day,
    lots,
    moved,
    needs,
    orders,
    pegs,
    planned,
    stock,
)

WEEKS = 8
MULTIPLES = {"frame_mult320": ("frame", LotRule(multiple=320)), "wood_mult70": ("wood", LotRule(multiple=70))}
NAMES = {"shutter": "shutter", "frame_x2_lt2": "frame", "wood_x4_lt1": "wood"}


def shutters(**rules):
    """M7: a shutter has two frames and four woods; 70 wood come in week 1 and may not be moved."""
    return a_problem(
        Item("shutter", lead_days=7, source=Source.MAKE),
        Item("frame", lead_days=14, lot=rules.get("frame", LotRule())),
        Item("wood", lead_days=7, lot=rules.get("wood", LotRule())),
        lines=(BomLine("shutter", "frame", Fraction(2)), BomLine("shutter", "wood", Fraction(4))),
        open_orders=(a_receipt(70, 0, item="wood", movable=False),),
        demands=(a_demand(100, 21, "week 4", "shutter"), a_demand(150, 49, "week 8", "shutter")),
    )


def by_week(problem, item):
    """The rows of the textbooks' grid."""
    plan = plan_requirements(problem)
    grid = {row.date: row for row in projection(problem, plan, item)}
    days = [day(7 * week) for week in range(WEEKS)]
    pab, balance = [], 0
    for at in days:
        balance = grid[at].projected if at in grid else balance
        pab.append(balance)
    new = [order for order in plan.planned_orders if order.item == item]
    return {
        "gross": [grid[at].gross if at in grid else 0 for at in days],
        "sched": [grid[at].receipts if at in grid else 0 for at in days],
        "pab": pab,
        "receipts": [sum(order.usable for order in new if order.due == at) for at in days],
        "releases": [sum(order.quantity for order in new if order.start == at) for at in days],
        "past_due": sum(order.quantity for order in new if order.is_past_due),
    }


@pytest.mark.parametrize(
    ("item", "case"), [(item, case[item]) for _, case in those("mrp_shutters_l4l") for item in case]
)
def test_shutters_lot_for_lot(item, case):
    found = by_week(shutters(), NAMES[item])
    assert found == {row: case[row] for row in found}
    assert case["net"] == case["receipts"]  # lot for lot, so one row says both


@pytest.mark.parametrize(
    ("name", "case"), [(name, case[name]) for _, case in those("mrp_shutters_lots") for name in case]
)
def test_shutters_in_multiples(name, case):
    """320 frames each time leave 120, then 140; wood by 70 leaves 20, then 50."""
    item, rule = MULTIPLES[name]
    problem = shutters(**{item: rule})
    found = by_week(problem, item)
    assert found == {row: case[row] for row in found}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (LotRule(), [(10, 0), (6, 3), (2, 14)]),
        (LotRule(LotKind.PERIOD_OF_DAYS, periods=7), [(16, 0), (2, 14)]),
    ],
)
def test_safety_stock_rebuilt_at_once(rule, expected):
    """M6: stock 5, safety 15: 10 now, 6 on day 3; after the receipt 25 are there and day 7 needs nothing."""
    plan = planned(
        Item("pump", safety_stock=15, rebuild_safety_at_once=True, lot=rule),
        stock=stock(5),
        demands=(a_demand(6, 3, "a"), a_demand(12, 14, "b")),
        open_orders=(a_receipt(10, 7, movable=False),),
    )
    assert lots(plan) == expected


def test_safety_stock_is_a_floor_and_ordered_with_the_next_need_only():
    """Stock 5, safety 15, a need of 6 on day 3: 16 then, nothing now; without a need, nothing at all."""
    item = Item("pump", safety_stock=15)
    assert lots(planned(item, stock=stock(5), demands=(a_demand(6, 3),))) == [(16, 3)]
    assert lots(planned(item, stock=stock(5))) == []


def test_safety_stock_is_counted_once_over_several_needs():
    item = Item("pump", safety_stock=15)
    plan = planned(item, demands=(a_demand(6, 3, "a"), a_demand(6, 4, "b")))
    assert lots(plan) == [(21, 3), (6, 4)]


def test_safety_time_brings_receipts_forward_and_leaves_the_demand_where_it_is():
    plan = planned(Item("pump", lead_days=2, safety_days=3), demands=(a_demand(6, 9),))
    assert (orders(plan), needs(plan, "pump")) == ([(6, 4, 6)], [(6, 9)])


def test_lead_time_runs_over_the_calendar():
    """Due Monday the 9th, three working days before, Wednesday closed: Tuesday the 3rd."""
    closed = Calendar("plant", closed=frozenset({day(2)}))
    plan = planned(Item("pump", lead_days=3, calendar="plant"), calendars=(closed,), demands=(a_demand(1, 7),))
    assert orders(plan) == [(1, 1, 7)]


def test_a_start_that_is_over_keeps_both_dates_and_its_components_stay_at_the_true_one():
    """Due on day 3 with 5 days to make: day −2. It can start today; the gear was needed on day −2."""
    plan = planned(
        Item("pump", lead_days=5, source=Source.MAKE),
        Item("gear", lead_days=1),
        lines=(BomLine("pump", "gear"),),
        demands=(a_demand(4, 3),),
    )
    pump, gear = plan.planned_orders
    assert (pump.true_start, pump.start, pump.true_due, pump.due) == (day(-2), day(0), day(3), day(5))
    assert pump.is_past_due
    assert needs(plan, "gear") == [(4, -2)]
    assert (gear.true_start, gear.start, gear.due) == (day(-3), day(0), day(1))
    assert pump.projected_due == day(6)  # the gear comes on day 1, one day after the pump's new start


def test_open_orders_are_moved_before_new_ones_are_proposed():
    """40 are out for day 20; 30 are needed on day 5, 10 on day 30: bring it forward, propose nothing."""
    plan = planned(open_orders=(a_receipt(40, 20),), demands=(a_demand(30, 5, "a"), a_demand(10, 30, "b")))
    assert (lots(plan), moved(plan)) == ([], {"PO-1": 5})


def test_an_open_order_that_cannot_come_in_time_is_used_if_a_new_one_would_be_no_earlier():
    """Lead time 10: a new order comes on day 10. The open one can come on day 8, so it is moved there."""
    plan = planned(
        Item("pump", lead_days=10),
        open_orders=(a_receipt(40, 20, earliest=day(8)),),
        demands=(a_demand(40, 5),),
    )
    assert (lots(plan), moved(plan)) == ([], {"PO-1": 8})


def test_a_new_order_is_proposed_where_moving_cannot_help():
    """A new one comes in 2 days, the open one on day 8 at the earliest: order for day 5; the open one serves day 30."""
    plan = planned(
        Item("pump", lead_days=2),
        open_orders=(a_receipt(40, 20, earliest=day(8)),),
        demands=(a_demand(40, 5, "a"), a_demand(40, 30, "b")),
    )
    assert (lots(plan), moved(plan)) == ([(40, 5)], {"PO-1": 30})


def test_what_may_not_move_comes_on_its_day():
    plan = planned(open_orders=(a_receipt(40, 20, movable=False),), demands=(a_demand(40, 5),))
    assert (lots(plan), moved(plan)) == ([(40, 5)], {"PO-1": 20})


def test_nothing_is_moved_or_proposed_inside_the_fence():
    """Frozen for 10 days: the receipt of day 4 stays, the need of day 6 gets its order on day 10, late."""
    plan = planned(
        Item("pump", lead_days=1, fence_days=10),
        open_orders=(a_receipt(5, 4),),
        demands=(a_demand(5, 2, "a"), a_demand(5, 6, "b")),
    )
    assert moved(plan) == {"PO-1": 4}
    assert [(order.true_due, order.due) for order in plan.planned_orders] == [(day(6), day(10))]


def test_scrap_divides_and_rounds_up_once_at_the_end():
    """60 brackets of 1,500 mm with 10 % scrap: 90,000 ÷ 0.9 = 100,000 mm, not 99,000."""
    plan = planned(
        Item("bracket", source=Source.MAKE),
        Item("bar"),
        lines=(BomLine("bracket", "bar", Fraction(1500), scrap=Fraction(1, 10)),),
        demands=(a_demand(60, 9, item="bracket"),),
    )
    assert needs(plan, "bar") == [(100_000, 9)]


def test_yield_batch_scrap_and_fixed_quantity():
    """100 good at a yield of 0.8 start 125; 3 kg per 50, ÷ 0.95, and 2 kg to set up: 7.89… + 2 → 10."""
    plan = planned(
        Item("pump", source=Source.MAKE, good_yield=Fraction(4, 5)),
        Item("paint"),
        lines=(BomLine("pump", "paint", Fraction(3), batch=50, scrap=Fraction(1, 20), fixed=2),),
        demands=(a_demand(100, 9),),
    )
    assert plan.planned_orders[0].start_quantity == 125
    assert needs(plan, "paint") == [(10, 9)]


def test_a_fixed_quantity_is_paid_by_every_lot():
    plan = planned(
        Item("pump", source=Source.MAKE, lot=LotRule(maximum=50)),
        Item("paint"),
        lines=(BomLine("pump", "paint", Fraction(0), fixed=2),),
        demands=(a_demand(120, 9),),
    )
    assert (lots(plan), needs(plan, "paint")) == ([(50, 9), (50, 9), (20, 9)], [(2, 9)] * 3)


def test_shrinkage_is_added_before_the_multiple():
    """90 wanted, 10 % lost: 100 ordered, up to 120 by 40; 108 of them can be used, 18 are over for the next need."""
    item = Item("pump", shrinkage=Fraction(1, 10), lot=LotRule(multiple=40))
    plan = planned(item, demands=(a_demand(90, 9, "a"), a_demand(18, 10, "b")))
    assert [(order.quantity, order.usable) for order in plan.planned_orders] == [(120, 108)]


def test_a_phantoms_own_stock_is_used_first_and_the_rest_blown_through():
    """10 pumps of 2 kits each; 5 kits are in stock: 15 kits more, of 4 screws: 60. No order for the kit."""
    plan = planned(
        Item("pump", lead_days=2, source=Source.MAKE),
        Item("kit", lead_days=9, phantom=True),
        Item("screw"),
        lines=(BomLine("pump", "kit", Fraction(2)), BomLine("kit", "screw", Fraction(4))),
        stock=stock(5, "kit"),
        demands=(a_demand(10, 9),),
    )
    assert (needs(plan, "kit"), needs(plan, "screw")) == ([(5, 7)], [(60, 7)])
    assert [order.item for order in plan.planned_orders] == ["pump", "screw"]
    assert [need.parent for need in plan.requirements if need.item == "screw"] == ["new > pump > 1"]


def test_what_an_order_needs_along_two_ways_is_rounded_up_once():
    """Half a sheet in the pump and half a sheet in its phantom cover: one sheet, not two."""
    plan = planned(
        Item("pump", source=Source.MAKE),
        Item("cover", phantom=True),
        Item("sheet"),
        lines=(
            BomLine("pump", "sheet", Fraction(1, 2)),
            BomLine("pump", "cover"),
            BomLine("cover", "sheet", Fraction(1, 2)),
        ),
        demands=(a_demand(1, 9),),
    )
    assert needs(plan, "sheet") == [(1, 9)]


def test_a_kit_that_is_sold_goes_straight_through_to_its_parts():
    plan = planned(
        Item("kit", phantom=True),
        Item("screw", lead_days=3),
        lines=(BomLine("kit", "screw", Fraction(4)),),
        demands=(a_demand(10, 2, item="kit"),),
    )
    assert orders(plan, "screw") == [(40, -1, 2)]
    assert [(late.demand, late.late_days, late.quantity_late) for late in plan.late_demands] == [("SO-1", 1, 10)]


def test_a_line_is_valid_by_the_start_of_the_order_from_included_until_excluded():
    """The old gear until day 10, the new one from day 10; orders start on days 9 and 10."""
    plan = planned(
        Item("pump", lead_days=5, source=Source.MAKE),
        Item("old gear"),
        Item("new gear"),
        lines=(BomLine("pump", "old gear", valid_until=day(10)), BomLine("pump", "new gear", valid_from=day(10))),
        demands=(a_demand(1, 14, "a"), a_demand(2, 15, "b")),
    )
    assert (needs(plan, "old gear"), needs(plan, "new gear")) == ([(1, 9)], [(2, 10)])


def test_a_component_is_needed_some_days_after_the_start():
    """Start on Thursday; two working days later is Monday."""
    plan = planned(
        Item("pump", lead_days=5, source=Source.MAKE, calendar="plant"),
        Item("label"),
        calendars=(WEEKDAYS_ONLY,),
        lines=(BomLine("pump", "label", offset_days=2),),
        demands=(a_demand(1, 10),),
    )
    assert (orders(plan), needs(plan, "label")) == ([(1, 3, 10)], [(1, 7)])


def bearings(use, **held):
    return planned(
        Item("pump", source=Source.MAKE),
        Item("steel"),
        Item("brass"),
        lines=(
            BomLine("pump", "steel", Fraction(2), group="bearing", priority=1, use=use),
            BomLine("pump", "brass", Fraction(3), group="bearing", priority=2, use=use),
        ),
        stock=tuple(Stock(item, quantity) for item, quantity in held.items()),
        demands=(a_demand(10, 9),),
    )


def test_alternatives_all_or_nothing_take_the_first_whose_stock_holds_everything():
    """20 steel are needed, 19 there; 30 brass are needed and there. With 29 brass: steel is bought."""
    all_or_nothing = AlternativeUse.ALL_OR_NOTHING
    plan = bearings(all_or_nothing, steel=19, brass=30)
    assert (needs(plan, "steel"), needs(plan, "brass")) == ([], [(30, 9)])
    plan = bearings(all_or_nothing, steel=19, brass=29)
    assert (needs(plan, "steel"), lots(plan, "steel"), needs(plan, "brass")) == ([(20, 9)], [(1, 9)], [])


def test_alternatives_are_used_up_in_turn_and_the_last_is_bought():
    """8 of 20 steel: two fifths of the order. The other three fifths are 18 brass, of which 5 are there."""
    plan = bearings(AlternativeUse.USE_UP, steel=8, brass=5)
    assert (needs(plan, "steel"), needs(plan, "brass"), lots(plan, "brass")) == ([(8, 9)], [(18, 9)], [(13, 9)])


def test_circles_are_refused_before_anything_is_planned():
    with pytest.raises(BillsGoRound, match="gear → pump → gear"):
        planned(Item("pump"), Item("gear"), lines=(BomLine("pump", "gear"), BomLine("gear", "pump")))


def test_stock_that_is_reserved_serves_its_demand_and_nobody_else():
    """10 in stock, 6 of them for the later order: the earlier one of 8 gets 4, and 4 new."""
    plan = planned(
        stock=(Stock("pump", 4), Stock("pump", 6, reserved_for="late", key="lot 7")),
        demands=(a_demand(8, 3, "early"), a_demand(6, 20, "late")),
    )
    assert pegs(plan) == [("stock > pump", "early", 4), ("new > pump > 1", "early", 4), ("lot 7", "late", 6)]


def test_a_lot_cannot_be_used_from_the_day_it_expires_on():
    """Two lots: what expires on day 5 goes first, is used on day 4, and what is left of it helps nobody on day 5."""
    plan = planned(
        stock=(Stock("pump", 10, key="fresh"), Stock("pump", 10, key="old", expires=day(5))),
        demands=(a_demand(6, 4, "a"), a_demand(12, 5, "b")),
    )
    assert pegs(plan) == [("old", "a", 6), ("fresh", "b", 10), ("new > pump > 1", "b", 2)]
    assert [(fault.kind, fault.subject) for fault in plan.faults] == [(FaultKind.STOCK_EXPIRES_UNUSED, "old")]


def test_equal_dates_are_served_by_priority_then_key():
    plan = planned(
        stock=stock(5),
        demands=(a_demand(5, 3, "b"), a_demand(5, 3, "a"), a_demand(5, 3, "c", priority=1)),
    )
    assert [peg for peg in pegs(plan) if peg[0] == "stock > pump"] == [("stock > pump", "c", 5)]


def an_open_work_order(status, **more):
    """A work order for 10 pumps due on day 10, which still needs 10 gears on day 6."""
    return {
        "open_orders": (a_receipt(10, 10, "WO-1", kind=OrderKind.WORK, status=status),),
        "lines": (BomLine("pump", "gear", Fraction(99)),),
        **more,
    }


GEARS = a_demand(10, 6, "WO-1 gear", "gear", kind=DemandKind.COMPONENT, parent="WO-1")


def test_an_open_work_order_needs_what_its_own_bill_says_and_takes_it_along_when_it_moves():
    """Moved from day 10 to day 14, so the gears from day 6 to day 10; the bill of today (99 gears) does not matter."""
    plan = planned(
        Item("pump", source=Source.MAKE),
        Item("gear"),
        **an_open_work_order(OrderStatus.RELEASED, demands=(a_demand(10, 14), GEARS)),
    )
    assert (moved(plan), needs(plan, "gear")) == ({"WO-1": 14}, [(10, 10)])
    assert [need.parent for need in plan.requirements if need.item == "gear"] == ["WO-1"]


@pytest.mark.parametrize(("status", "left"), [(OrderStatus.FIRM, []), (OrderStatus.RELEASED, [(10, 6)])])
def test_a_work_order_that_nobody_needs_frees_its_components_unless_it_is_released(status, left):
    plan = planned(Item("pump", source=Source.MAKE), Item("gear"), **an_open_work_order(status, demands=(GEARS,)))
    assert (moved(plan), needs(plan, "gear")) == ({"WO-1": None}, left)


def test_a_period_of_needs_covers_the_next_buckets_that_have_one():
    """Weekly buckets with needs in weeks 1, 2 and 5: two lots of two needs and one."""
    rule = LotRule(LotKind.PERIOD_OF_NEEDS, periods=2, bucket_days=7)
    demands = (a_demand(3, 1, "a"), a_demand(4, 8, "b"), a_demand(5, 30, "c"))
    assert lots(planned(Item("pump", lot=rule), demands=demands)) == [(7, 1), (5, 30)]


def test_a_dynamic_rule_weighs_what_open_orders_leave():
    """Set-up 100, holding 1 a day and piece: 30 on day 0 with 20 on day 2 (40 < 100); day 9 is covered by PO-1."""
    rule = LotRule(LotKind.WAGNER_WHITIN, setup_cost=100, hold_cost=Fraction(1))
    plan = planned(
        Item("pump", lot=rule),
        open_orders=(a_receipt(50, 9, movable=False),),
        demands=(a_demand(30, 0, "a"), a_demand(20, 2, "b"), a_demand(50, 9, "c"), a_demand(40, 12, "d")),
    )
    assert lots(plan) == [(50, 0), (40, 12)]


def test_what_is_missing_in_the_data_is_said_and_the_rest_planned():
    plan = planned(
        Item("pump", lead_days=None, source=Source.MAKE, calendar="moon"),
        lines=(BomLine("pump", "ghost"),),
        stock=stock(1, reserved_for="nobody", key="lot 1"),
        demands=(
            a_demand(3, 5),
            a_demand(9, -1, "F-1", kind=DemandKind.FORECAST),
            a_demand(1, 5, "WO part", kind=DemandKind.COMPONENT, parent="WO-9"),
        ),
    )
    assert [(fault.kind.value, fault.subject) for fault in plan.faults] == [
        ("bill_missing", "pump"),
        ("forecast_over", "F-1"),
        ("lead_time_missing", "pump"),
        ("unknown_calendar", "pump"),
        ("unknown_item", "ghost"),
        ("unknown_order", "WO part"),
        ("unknown_order", "lot 1"),
    ]
    assert sum(quantity for quantity, _ in lots(plan)) == 4
    assert all(str(fault.sentence).endswith(".") for fault in plan.faults)
