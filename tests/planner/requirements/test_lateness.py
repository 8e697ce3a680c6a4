from __future__ import annotations

from callboard.planner.requirements.plan import LateDemand, Link
from callboard.planner.requirements.problem import BomLine, DemandKind, Item, OrderKind, Source
from tests.planner.requirements.scenes import a_demand, a_receipt, day, planned, stock

MADE = {"source": Source.MAKE}


def test_a_late_demand_names_the_chain_down_to_what_holds_it_up():
    """Pump (2 days) ← gear (3 days) ← steel, bought in 10: needed on day 1, there on day 10; so 9 days late."""
    plan = planned(
        Item("pump", lead_days=2, **MADE),
        Item("gear", lead_days=3, **MADE),
        Item("cover", lead_days=1),
        Item("steel", lead_days=10),
        lines=(BomLine("pump", "gear"), BomLine("pump", "cover"), BomLine("gear", "steel")),
        demands=(a_demand(4, 6, customer="Kestrel"),),
    )
    assert plan.late_demands == (
        LateDemand(
            demand="SO-1",
            item="pump",
            customer="Kestrel",
            due=day(6),
            projected=day(15),
            late_days=9,
            quantity_late=4,
            chain=(
                Link("new > pump > 1", "pump", needed=day(6), available=day(15), lead_days=2),
                Link("new > gear > 1", "gear", needed=day(4), available=day(13), lead_days=3),
                Link("new > steel > 1", "steel", needed=day(1), available=day(10), lead_days=10),
            ),
        ),
    )


def test_a_purchase_order_that_may_not_move_is_named_as_the_cause():
    """The gear is out with PO-1 for day 8, firmly; a new one would take 20 days. The pump waits from day 4 to day 8."""
    plan = planned(
        Item("pump", lead_days=2, **MADE),
        Item("gear", lead_days=20),
        lines=(BomLine("pump", "gear"),),
        open_orders=(a_receipt(4, 8, item="gear", movable=False),),
        demands=(a_demand(4, 6),),
    )
    [late] = plan.late_demands
    assert (late.late_days, [link.supply for link in late.chain]) == (4, ["new > pump > 1", "PO-1"])


def test_only_the_part_that_comes_late_is_late():
    plan = planned(Item("pump", lead_days=9), stock=stock(3), demands=(a_demand(10, 4),))
    [late] = plan.late_demands
    assert (late.quantity_late, late.late_days) == (7, 5)


def test_what_was_due_yesterday_and_is_in_stock_is_late_by_a_day():
    plan = planned(stock=stock(5), demands=(a_demand(5, -1),))
    [late] = plan.late_demands
    assert (late.late_days, late.projected, late.quantity_late) == (1, day(0), 5)
    assert [link.supply for link in late.chain] == ["stock > pump"]


def test_an_open_work_order_waits_for_its_late_component():
    """The work order is due on day 5 and needs a gear on day 2; the gear comes on day 6, four days late."""
    plan = planned(
        Item("pump", **MADE),
        Item("gear", lead_days=6),
        open_orders=(a_receipt(1, 5, "WO-1", kind=OrderKind.WORK),),
        demands=(a_demand(1, 5), a_demand(1, 2, "WO-1 gear", "gear", kind=DemandKind.COMPONENT, parent="WO-1")),
    )
    assert plan.moved_orders[0].projected_due == day(9)
    [late] = plan.late_demands
    assert (late.late_days, [link.supply for link in late.chain]) == (4, ["WO-1", "new > gear > 1"])


def test_forecasts_are_never_late_and_demands_in_time_are_not_listed():
    forecast = a_demand(4, 2, "F", kind=DemandKind.FORECAST)
    plan = planned(Item("pump", lead_days=9), demands=(forecast, a_demand(4, 9)))
    assert plan.late_demands == ()
