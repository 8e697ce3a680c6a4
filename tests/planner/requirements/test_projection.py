from __future__ import annotations

from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import Item, Stock
from callboard.planner.requirements.projection import ProjectionRow, projection
from tests.planner.requirements.scenes import a_demand, a_problem, a_receipt, day


def test_the_grid_shows_what_happens_on_each_day_and_the_stock_after_it():
    """10 in stock, 4 expire on day 3; 8 go on day 2, so those four with them; PO-1 comes; 9 on day 6 need 4 more."""
    problem = a_problem(
        Item("pump", lead_days=2),
        stock=(Stock("pump", 6, key="a"), Stock("pump", 4, key="b", expires=day(3))),
        open_orders=(a_receipt(3, 5, movable=False), a_receipt(50, 4, "PO-2", "gear")),
        demands=(a_demand(8, 2, "A"), a_demand(9, 6, "B")),
    )
    assert projection(problem, plan_requirements(problem), "pump") == (
        ProjectionRow(day(0), 0, 0, 0, 0, projected=10),
        ProjectionRow(day(2), gross=8, receipts=0, planned=0, net=0, projected=2),
        ProjectionRow(day(5), gross=0, receipts=3, planned=0, net=0, projected=5),
        ProjectionRow(day(6), gross=9, receipts=0, planned=4, net=4, projected=0),
    )


def test_stock_falls_below_zero_until_a_late_order_comes_and_expired_stock_goes():
    problem = a_problem(
        Item("pump", lead_days=4),
        stock=(Stock("pump", 5, expires=day(1)),),
        demands=(a_demand(8, 2, "A"),),
    )
    rows = projection(problem, plan_requirements(problem), "pump")
    assert [(row.date, row.projected) for row in rows] == [(day(0), 5), (day(1), 0), (day(2), -8), (day(4), 0)]
