from __future__ import annotations

from fractions import Fraction

from callboard.planner.requirements.pegging import Pegging
from callboard.planner.requirements.plan import Peg
from callboard.planner.requirements.problem import BomLine, Item, LotRule, Source
from tests.planner.requirements.scenes import a_demand, a_receipt, planned, stock

MADE = {"source": Source.MAKE}


def two_products():
    """Pump and valve share a gear (2 and 1); 100 gears come with PO-1. 10 pumps for A, 20 for B, 30 valves for C."""
    return planned(
        Item("pump", lot=LotRule(minimum=40), **MADE),
        Item("valve", **MADE),
        Item("gear"),
        lines=(BomLine("pump", "gear", Fraction(2)), BomLine("valve", "gear")),
        open_orders=(a_receipt(120, 5, item="gear"),),
        demands=(a_demand(10, 5, "A"), a_demand(20, 8, "B"), a_demand(30, 6, "C", "valve")),
    )


def test_up_from_a_purchase_order_to_the_demands_that_it_serves():
    """40 pumps are made at once and take 80 gears: 20 for A, 40 for B, 20 for stock; 30 more for C; 10 are over."""
    pegging = Pegging(two_products())
    assert pegging.demands_served("PO-1") == {"A": 20, "C": 30, "B": 40}
    assert [peg.quantity for peg in pegging.served_by("PO-1")] == [80, 30]


def test_down_from_a_demand_to_everything_that_it_waits_for():
    pegging = Pegging(two_products())
    assert pegging.serving("C") == (Peg("new > valve > 1", "C", 30),)
    assert [part.key for part in pegging.parts_of("new > valve > 1")] == ["new > valve > 1 > gear"]
    assert pegging.supplies_behind("C") == ("new > valve > 1", "PO-1")


def test_through_a_phantom_the_parts_belong_to_the_demand_itself():
    plan = planned(
        Item("kit", phantom=True),
        Item("screw"),
        lines=(BomLine("kit", "screw", Fraction(4)),),
        stock=stock(3, "kit"),
        open_orders=(a_receipt(28, 2, item="screw"),),
        demands=(a_demand(10, 2, item="kit"),),
    )
    pegging = Pegging(plan)
    assert pegging.demands_served("PO-1") == {"SO-1": 28}
    assert pegging.supplies_behind("SO-1") == ("stock > kit", "PO-1")


def test_a_supply_that_nobody_needs_serves_nobody():
    pegging = Pegging(planned(open_orders=(a_receipt(5, 5),)))
    assert (pegging.demands_served("PO-1"), pegging.supplies_behind("PO-1")) == ({}, ())
