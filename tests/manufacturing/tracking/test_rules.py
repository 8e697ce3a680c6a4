"""When a line ships, and what it waits for."""

from __future__ import annotations

import datetime as dt

from callboard.manufacturing.tracking.rules import Coming, ShipDay, SupplyKind, Waits, ship_day

TODAY = dt.date(2027, 3, 5)
MONDAY, FRIDAY = dt.date(2027, 3, 8), dt.date(2027, 3, 12)


def coming(quantity: int, on: dt.date, kind: SupplyKind = SupplyKind.WORK) -> Coming:
    return Coming(f"{kind} {on}", quantity, on, kind)


def test_what_has_left_waits_for_nothing_and_what_is_there_ships_today() -> None:
    assert ship_day(owed=0, there=0, coming=[], today=TODAY) == ShipDay(None, Waits.NOTHING)
    assert ship_day(owed=10, there=10, coming=[], today=TODAY) == ShipDay(TODAY, Waits.SHIPMENT)


def test_the_rest_ships_with_the_last_supply_that_it_needs() -> None:
    supplies = [coming(4, FRIDAY), coming(4, MONDAY), coming(50, dt.date(2027, 4, 1))]
    assert ship_day(owed=10, there=3, coming=supplies, today=TODAY) == ShipDay(FRIDAY, Waits.WORK)
    assert ship_day(owed=10, there=6, coming=supplies, today=TODAY) == ShipDay(MONDAY, Waits.WORK)


def test_the_least_certain_of_the_supplies_is_named() -> None:
    proposed, bought = coming(5, FRIDAY, SupplyKind.PROPOSAL), coming(5, MONDAY, SupplyKind.PURCHASE)
    assert ship_day(owed=5, there=0, coming=[proposed, bought], today=TODAY).waits is Waits.PURCHASE
    assert ship_day(owed=6, there=0, coming=[proposed, bought], today=TODAY).waits is Waits.PROPOSALS


def test_a_supply_that_should_have_come_ships_today_at_the_earliest() -> None:
    late = [coming(5, dt.date(2027, 3, 1))]
    assert ship_day(owed=5, there=0, coming=late, today=TODAY) == ShipDay(TODAY, Waits.WORK)


def test_without_enough_on_its_way_no_day_is_known() -> None:
    assert ship_day(owed=5, there=1, coming=[coming(3, MONDAY)], today=TODAY) == ShipDay(None, Waits.PLAN)
