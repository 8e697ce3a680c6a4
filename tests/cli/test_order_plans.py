from __future__ import annotations

import itertools

import pytest

from callboard.cli.order_plans import OrderAsked, order_as_json, order_lines, plan_order
from callboard.formats.faults import Unreadable
from callboard.planner.shooting.ordering import cost_of_order

DZN = b"""numScenes = 4;
numActors = 3;
ia = [| 1, 0, 1, 0
      | 1, 1, 0, 1
      | 0, 1, 1, 0 |];
c = [10, 20, 5];
d = [1, 2, 3, 1];
"""
PAPER = b"""the same
4
3
1 0 1 0  10
1 1 0 1  20
0 1 1 0  5

1 2 3 1
"""


def planned(content, moves=None):
    return plan_order(content, OrderAsked(5.0, moves, 7), lambda: False)


@pytest.mark.parametrize("content", [DZN, PAPER])
def test_both_formats_give_the_order_that_costs_least(content):
    """Work is 10×4 + 20×4 + 5×5 = 145; every order of the four scenes was tried."""
    made = planned(content)
    cheapest = min(cost_of_order(made.problem, order) for order in itertools.permutations("1234"))

    form = order_as_json(made)

    scenes = form["days"][0].pop("scenes")
    assert cost_of_order(made.problem, scenes) == cheapest
    assert form | {"cpu_seconds": 0, "compiled": True} == {
        "status": "optimal",
        "cost": cheapest,
        "bound": cheapest,
        "gap": 0.0,
        "currency": "units of the file's pay",
        "cost_by_component": {"cast_work": 145, "cast_hold": cheapest - 145},
        "days": [{"date": None, "unit": "", "key": ""}],
        "conflicts": [],
        "moves": made.order.moves,
        "scheduled_moves": made.order.moves,
        "seed": 7,
        "cpu_seconds": 0,
        "compiled": True,
    }


def test_an_order_to_read_says_how_to_repeat_it():
    made = planned(DZN)
    lines = list(order_lines(made))
    assert lines[0] == (
        f"Proved optimal: cost {made.order.cost} units of the file's pay, proven bound {made.order.cost} (gap 0.0 %)"
    )
    assert lines[1] == f"cast worked 145, cast held {made.order.cost - 145}"
    assert lines[2] == f"Order: {', '.join(made.order.keys)}"
    assert lines[3].endswith(f"To repeat it: --moves {made.order.moves} --seed 7")


def test_a_file_without_scenes_that_overlap_costs_nothing_but_work():
    assert planned(b"alone\n2\n1\n1 1 0\n3 4\n").gap == 0.0


def test_what_cannot_be_read_is_refused():
    with pytest.raises(Unreadable, match="Line 1"):
        planned(b"numScenes = ;")
