from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.problem import BomLine, Calendar, Item, LotKind, LotRule, Stock
from callboard.planner.requirements.refusals import TooManyOrders, WrongProblem
from tests.planner.requirements.scenes import a_demand, a_problem, a_receipt, stock


def refused(*items, **parts):
    with pytest.raises(WrongProblem) as wrong:
        plan_requirements(a_problem(*items, **parts))
    return [str(sentence) for sentence in wrong.value.sentences]


def test_everything_wrong_is_said_at_once():
    found = refused(
        Item("pump", safety_stock=-1, good_yield=Fraction(0), shrinkage=Fraction(1)),
        lines=(BomLine("pump", "gear", batch=0, scrap=Fraction(3, 2)),),
        stock=stock(-2),
        demands=(a_demand(-3, 1),),
    )
    assert found == [
        "Item pump: safety_stock is -1, which must not be below 0.",
        "Item pump: the yield is 0; give a share over 0, up to 1.",
        "Item pump: shrinkage is 1; give a share from 0 to less than 1.",
        "Bill pump → gear: batch is 0, which must not be below 1.",
        "Bill pump → gear: scrap is 3/2; give a share from 0 to less than 1.",
        "Stock pump: quantity is -2, which must not be below 0.",
        "Demand SO-1: quantity is -3, which must not be below 0.",
    ]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"demands": (a_demand(1, 1), a_demand(2, 2))}, "Demand SO-1 is there twice: give each its own key."),
        ({"stock": (Stock("pump", 1), Stock("pump", 2))}, "Stock pump is there twice: give each its own key."),
        (
            {"open_orders": (a_receipt(1, 1, "lot"),), "stock": (Stock("pump", 1, key="lot"),)},
            "Order lot is there twice: give each its own key.",
        ),
        (
            {"demands": (a_demand(1, 1, "a > b"),)},
            "A key of Demand is empty or holds “ > ”, which the plan's own keys are made with: a > b",
        ),
        ({"calendars": (Calendar("c", frozenset()),)}, "Calendar c has no weekday on which it is worked."),
        (
            {"stock": (Stock("pump", 1, expires=dt.date(9999, 1, 1)),)},
            "Stock pump: the date 9999-01-01 is outside the years 1970–2199.",
        ),
    ],
)
def test_keys_calendars_and_dates(parts, sentence):
    assert refused(**parts) == [sentence]


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (Item("pump", lot=LotRule(LotKind.FIXED)), "Item pump: its lot rule needs quantity of at least 1."),
        (
            Item("pump", lot=LotRule(LotKind.PERIOD_OF_DAYS, periods=0)),
            "Item pump: its lot rule needs periods of at least 1.",
        ),
        (
            Item("pump", lot=LotRule(multiple=9, maximum=5)),
            "Item pump: the lot multiple is greater than the largest lot.",
        ),
        (
            Item("pump", shrinkage=Fraction(1, 2), lot=LotRule(maximum=1)),
            "Item pump: its largest lot leaves nothing usable after shrinkage.",
        ),
        (Item("pump", lead_days=10_001), "Item pump: lead_days is 10001, which must not be over 10000."),
        (
            Item("pump", unit_value=Fraction(-1), lot=LotRule(hold_cost=Fraction(-1, 2))),
            "Item pump: unit_value is -1, which must not be below 0.",
        ),
    ],
)
def test_lot_rules_and_lead_times(item, sentence):
    assert refused(item)[0] == sentence


def test_a_need_that_would_become_a_heap_of_orders_is_refused():
    item = Item("pump", lot=LotRule(maximum=1))
    with pytest.raises(TooManyOrders, match="Item pump: a need of 10001 would become more than 10000 orders"):
        plan_requirements(a_problem(item, demands=(a_demand(10_001, 5),)))
