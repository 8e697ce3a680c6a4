"""Indented bills: levels become parents."""

from __future__ import annotations

import pytest

from callboard.manufacturing.imports.known import KnownItem
from callboard.manufacturing.imports.rules import ImportKind
from tests.manufacturing.imports.tables import checked, faults, known

PLANT = known(*(KnownItem(code) for code in ("BIKE", "FRAME", "WHEEL", "TUBE", "HUB", "SPOKE")))


def lines(outcome: object) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (one.record.item, [(line.component, line.quantity) for line in one.record.lines])
        for one in outcome.found  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(
    "levels",
    [
        ("0", "1", "2", "1", "2", "2"),
        ("1", "2", "3", "2", "3", "3"),
        ("0", ".1", "..2", ".1", "..2", "..2"),
        ("1", "1.1", "1.1.1", "1.2", "1.2.1", "1.2.2"),
    ],
    ids=["from 0", "from 1", "dots", "paths"],
)
def test_levels_become_bills_however_they_are_written(levels: tuple[str, ...]) -> None:
    items = ("BIKE | 1", "FRAME | 1", "TUBE | 3", "WHEEL | 2", "HUB | 1", "SPOKE | 32")
    rows = "\n".join(f"{level} | {item}" for level, item in zip(levels, items, strict=True))

    outcome = checked(ImportKind.BOM_LEVELS, f"Level | Item | Quantity\n{rows}", PLANT)

    assert faults(outcome) == []
    assert lines(outcome) == [
        ("BIKE", [("FRAME", 1), ("WHEEL", 2)]),
        ("FRAME", [("TUBE", 3)]),
        ("WHEEL", [("HUB", 1), ("SPOKE", 32)]),
    ]
    assert sorted(row for one in outcome.found for row in one.rows) == [3, 4, 5, 6, 7, 8]


def test_a_jump_is_a_fault_and_what_hangs_on_it_is_held_back() -> None:
    outcome = checked(
        ImportKind.BOM_LEVELS,
        """Level | Item  | Quantity
           0     | BIKE  |
           1     | FRAME | 1
           3     | TUBE  | 3
           1     | WHEEL | 2
           2     | HUB   | 1""",
        PLANT,
    )

    assert faults(outcome) == [
        "Row 5, column A (Level): The level jumps from 1 to 3, so the part above is missing. Add its row, or write"
        " level 2."
    ]
    assert lines(outcome) == [("BIKE", [("FRAME", 1), ("WHEEL", 2)]), ("WHEEL", [("HUB", 1)])]


def test_below_an_unknown_part_nothing_comes_in() -> None:
    outcome = checked(
        ImportKind.BOM_LEVELS,
        """Level | Item  | Quantity
           0     | BIKE  |
           1     | FRAMM | 1
           2     | TUBE  | 3
           1     | WHEEL | 2
           2     | HUB   | 1
           x     | SPOKE | 32""",
        PLANT,
    )

    assert [(fault.row, fault.title) for fault in outcome.faults] == [(4, "Item"), (8, "Level")]
    assert dict(outcome.held) == {3: 4, 5: 4, 6: 4}
    assert lines(outcome) == [("WHEEL", [("HUB", 1)])]


def test_a_part_broken_down_twice_is_one_bill_if_both_say_the_same() -> None:
    table = """Level | Item  | Quantity
               0     | BIKE  |
               1     | WHEEL | 1
               2     | HUB   | 1
               1     | FRAME | 1
               2     | WHEEL | 2
               3     | HUB   | {quantity}"""

    same = checked(ImportKind.BOM_LEVELS, table.format(quantity=1), PLANT)
    differing = checked(ImportKind.BOM_LEVELS, table.format(quantity=5), PLANT)

    assert faults(same) == []
    assert [one.rows for one in same.found if one.record.item == "WHEEL"] == [(5, 8)]
    assert faults(differing) == [
        "Row 8, column B (Item): The parts of WHEEL differ here from those listed below row 4. Make both lists the"
        " same, or list the parts once."
    ]
