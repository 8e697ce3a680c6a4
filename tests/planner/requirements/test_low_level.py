from __future__ import annotations

import pytest

from callboard.planner.requirements.low_level import low_level_codes, planning_codes
from callboard.planner.requirements.problem import BomLine
from callboard.planner.requirements.refusals import BillsGoRound


def lines(*pairs):
    return [BomLine(*pair.split()) for pair in pairs]


def test_the_code_is_the_longest_way_down_not_the_shortest():
    """A screw is in the pump itself, in its cover, and in the cover's hinge: three levels down."""
    codes = low_level_codes(
        ["pump", "box"], lines("pump screw", "pump cover", "cover hinge", "cover screw", "hinge screw")
    )
    assert list(codes.items()) == [("box", 0), ("pump", 0), ("cover", 1), ("hinge", 2), ("screw", 3)]


@pytest.mark.parametrize("turn", range(3))
def test_a_circle_is_refused_with_its_path_whatever_the_order_of_the_lines(turn):
    """The pump is outside the circle; the path names only who goes round."""
    bills = lines("pump gear", "gear shaft", "shaft key", "key gear")
    with pytest.raises(BillsGoRound, match="in a circle: gear → shaft → key → gear"):
        low_level_codes(["pump"], bills[turn:] + bills[:turn])


def test_an_item_in_its_own_bill_goes_round():
    with pytest.raises(BillsGoRound, match="pump → pump"):
        low_level_codes(["pump"], lines("pump pump"))


def test_frozen_bills_count_unless_they_go_round_through_stock():
    """A rework order takes pumps to make gears: it stays legal. Another frozen bill puts seals below gears."""
    frozen = lines("gear pump", "gear gear", "gear seal")
    codes = planning_codes(["seal"], lines("pump gear"), frozen)
    assert codes == {"pump": 0, "gear": 1, "seal": 2}


def test_a_circle_of_the_bills_themselves_stays_refused():
    with pytest.raises(BillsGoRound, match="gear → pump → gear"):
        planning_codes([], lines("pump gear", "gear pump"), lines("pump seal"))
