"""From a bill to an order's materials: yields, scrap, phantoms, alternatives, effectivity."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from callboard.manufacturing.work_orders.explosion_rules import Bill, BillGoesInCircles, Line, explode

DAY = dt.date(2027, 3, 5)
TABLE, LEG, FRAME, SCREW, BOLT = 1, 2, 3, 4, 5


def needs(bill: Bill, quantity: int = 10, **further: object) -> list[tuple[int, int]]:
    bills = {TABLE: bill} | further.pop("bills", {})  # type: ignore[operator]
    return [(need.component, need.quantity) for need in explode(TABLE, quantity, DAY, bills, **further)]  # type: ignore[arg-type]


def test_scrap_divides_and_is_rounded_up_once() -> None:
    assert needs(Bill(1, (Line(LEG, 4, scrap_ppm=100_000),)), 10) == [(LEG, 45)]  # 40 / 0.9 = 44.4
    assert needs(Bill(1, (Line(LEG, 1, scrap_ppm=100_000),)), 900) == [(LEG, 1000)]


def test_a_component_follows_the_yield_of_its_operation_and_those_behind() -> None:
    good = {10: Fraction(72, 100), 20: Fraction(9, 10)}  # 80 %, then 90 %
    bill = Bill(1, (Line(LEG, 1), Line(SCREW, 1, operation_number=20)))
    found = explode(TABLE, 72, DAY, {TABLE: bill}, good=good)
    assert [(need.component, need.quantity, need.per) for need in found] == [(LEG, 100, 1), (SCREW, 80, 1)]


def test_fixed_quantities_are_needed_once_for_each_order() -> None:
    assert needs(Bill(1, (Line(SCREW, 7, is_fixed=True),)), 1000) == [(SCREW, 7)]


def test_lines_are_in_effect_from_a_day_on_and_up_to_another() -> None:
    old = Line(LEG, 4, to_on=DAY)
    new = Line(FRAME, 1, from_on=DAY)
    assert needs(Bill(1, (old, new))) == [(FRAME, 10)]


def test_a_phantom_is_blown_through_to_its_parts() -> None:
    bill = Bill(1, (Line(FRAME, 2, is_phantom=True, operation_number=20),))
    bills = {FRAME: Bill(1, (Line(BOLT, 3), Line(SCREW, 1, operation_number=10)))}
    found = explode(TABLE, 10, DAY, {TABLE: bill} | bills)
    assert [(n.component, n.quantity, n.operation_number) for n in found] == [(BOLT, 60, 20), (SCREW, 20, 20)]


def test_a_phantom_uses_its_own_stock_first() -> None:
    bill = Bill(1, (Line(FRAME, 2, is_phantom=True),))
    bills = {FRAME: Bill(1, (Line(BOLT, 3),))}
    assert needs(bill, bills=bills, free={FRAME: 5}) == [(FRAME, 5), (BOLT, 45)]
    assert needs(bill, bills=bills, free={FRAME: 20}) == [(FRAME, 20)]


def test_a_phantom_inside_itself_is_refused() -> None:
    bill = Bill(1, (Line(FRAME, 1, is_phantom=True),))
    with pytest.raises(BillGoesInCircles):
        needs(bill, bills={FRAME: Bill(1, (Line(FRAME, 1, is_phantom=True),))})


def test_of_alternatives_the_first_that_is_there_is_taken_else_the_first() -> None:
    legs = (
        Line(LEG, 4, alternative_group="leg", alternative_priority=1),
        Line(FRAME, 1, alternative_group="leg", alternative_priority=2),
    )
    assert needs(Bill(1, legs), free={LEG: 40, FRAME: 10}) == [(LEG, 40)]
    assert needs(Bill(1, legs), free={LEG: 39, FRAME: 10}) == [(FRAME, 10)]
    assert needs(Bill(1, legs)) == [(LEG, 40)]


def test_one_component_on_two_lines_of_an_operation_is_one_need_rounded_once() -> None:
    bill = Bill(3, (Line(BOLT, 1, references="B1"), Line(BOLT, 1, references="B2")))
    [need] = explode(TABLE, 10, DAY, {TABLE: bill})
    assert (need.quantity, need.per, need.references) == (7, Fraction(2, 3), "B1, B2")


def test_an_item_without_a_bill_needs_nothing() -> None:
    assert explode(TABLE, 10, DAY, {}) == []
