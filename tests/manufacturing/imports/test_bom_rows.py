"""Rows of bills: pairs and flat lists become whole bills, or none of a bill."""

from __future__ import annotations

import datetime as dt

from callboard.manufacturing.imports.found import Verb
from callboard.manufacturing.imports.known import Bill, BillLine, KnownItem, Step, Way
from callboard.manufacturing.imports.rules import ImportKind
from tests.manufacturing.imports.tables import checked, faults, known

BRACKET, FRAME = KnownItem("BRACKET"), KnownItem("FRAME")
BAR = KnownItem("BAR", unit="m", decimals=3, source="buy")
BOLT, TAPE = KnownItem("BOLT", source="buy"), KnownItem("TAPE", kind="shipping supply")
PLANT = known(BRACKET, FRAME, BAR, BOLT, TAPE)


def test_rows_of_one_parent_become_one_bill() -> None:
    outcome = checked(
        ImportKind.BOM_PAIRS,
        """Parent  | Component | Quantity | Unit | Scrap % | Valid from | Fixed | Per
           BRACKET | BAR       | 150      | cm   | 10      | 2027-01-01 |       |
           BRACKET | BOLT      | 4        |      |         |            | yes   |
           FRAME   | BRACKET   | 2        |      |         |            |       | 10""",
        PLANT,
    )

    assert faults(outcome) == []
    assert [(one.rows, one.verb, one.record) for one in outcome.found] == [
        (
            (3, 4),
            Verb.NEW,
            Bill(
                "BRACKET",
                "1",
                "released",
                1,
                (
                    BillLine(10, "BAR", 1_500, scrap_ppm=100_000, from_on=dt.date(2027, 1, 1)),
                    BillLine(20, "BOLT", 4, is_fixed=True),
                ),
            ),
        ),
        ((5,), Verb.NEW, Bill("FRAME", "1", "released", 10, (BillLine(10, "BRACKET", 2),))),
    ]


def test_every_fault_has_row_column_and_fix() -> None:
    outcome = checked(
        ImportKind.BOM_PAIRS,
        """Parent  | Component | Quantity | Unit
           FRAME   | bar       | 1        |
           FRAME   | NOTHING   | 1        |
           FRAME   | BAR       | -        |
           FRAME   | BAR       | 0        |
           FRAME   | BAR       | -2       |
           FRAME   | BAR       | 1        | kg
           FRAME   | BAR       | 1        | ells
           FRAME   | BAR       | 0.0005   |
           FRAME   | TAPE      | 1        |
           BOLT    | BAR       | 1        |
           FRAME   | BOLT      | 1        |
           FRAME   | BOLT      | 2        | """,
        PLANT,
    )

    assert faults(outcome) == [
        "Row 3, column B (Component): There is no “bar”, but there is “BAR”. Write it the same way.",
        "Row 4, column B (Component): There is no item “NOTHING”. Import or add the item first, or correct the code.",
        "Row 5, column C (Quantity): “-” is no quantity. Write how much it is, or leave the row out.",
        "Row 6, column C (Quantity): The quantity is 0. Write how much it is, or leave the row out.",
        "Row 7, column C (Quantity): The quantity is less than 0. Write how much it is, or leave the row out.",
        "Row 8, column D (Unit): kg cannot be turned into m, in which BAR is kept. Write the quantity in m, or say on"
        " the item how many m one kg is.",
        "Row 9, column D (Unit): There is no unit “ells”. BAR is kept in m; write a known unit, or give the item this"
        " unit first.",
        "Row 10, column C (Quantity): 0.0005 m is finer than BAR is counted: in steps of 0.001 m. Round it, write it"
        " for a larger quantity, or give the item more decimals.",
        "Row 11, column B (Component): TAPE is a supply: it is charged to a department and stays out of bills of"
        " materials. Delete the row.",
        "Row 12, column A (Parent): BOLT is bought. Say on the item that it is made here, then it can have a bill.",
        "Row 14, column B (Component): This is the same as row 13. Delete one of the two, or add their quantities up.",
    ]
    assert outcome.found == ()
    assert dict(outcome.held) == {13: 3}


def test_a_fault_holds_back_its_whole_bill_and_no_other() -> None:
    outcome = checked(
        ImportKind.BOM_PAIRS,
        """Parent  | Component | Quantity
           FRAME   | BRACKET   | 2
           BRACKET | BAR       | 1.5
           FRAME   | NOTHING   | 1""",
        PLANT,
    )

    assert [one.record.item for one in outcome.found] == ["BRACKET"]
    assert dict(outcome.held) == {3: 5}
    assert (outcome.counts.new, outcome.counts.faulty, outcome.counts.held) == (1, 1, 1)


def test_a_circle_is_refused_with_its_path_even_over_what_is_there() -> None:
    there = {"BRACKET": (Bill("BRACKET", "A", "retired", 1, (BillLine(10, "FRAME", 1),)),)}

    outcome = checked(
        ImportKind.BOM_PAIRS,
        "Parent | Component | Quantity\nFRAME | BRACKET | 2",
        known(BRACKET, FRAME, bills=there),
    )

    assert faults(outcome) == [
        "Row 3, column B (Component): This would make FRAME a part of itself: FRAME → BRACKET → FRAME. Delete the row,"
        " or correct one of the two codes."
    ]
    itself = checked(ImportKind.BOM_PAIRS, "Parent | Component | Quantity\nFRAME | FRAME | 2", known(FRAME))
    assert "FRAME → FRAME" in faults(itself)[0]


def test_what_a_bill_says_of_itself_is_said_once() -> None:
    outcome = checked(
        ImportKind.BOM_PAIRS,
        """Parent | Component | Quantity | Per | State
           FRAME  | BRACKET   | 2        | 10  | draft
           FRAME  | BOLT      | 2        | 12  | released""",
        PLANT,
    )

    assert [(fault.row, fault.title) for fault in outcome.faults] == [(4, "Per"), (4, "State")]


def test_a_revision_that_is_released_stays() -> None:
    there = {"FRAME": (Bill("FRAME", "1", "released", 1, (BillLine(10, "BRACKET", 2),)),)}
    plant = known(BRACKET, FRAME, BOLT, bills=there)
    same = checked(ImportKind.BOM_PAIRS, "Parent | Component | Quantity\nFRAME | BRACKET | 2", plant)
    new = checked(ImportKind.BOM_PAIRS, "Parent | Component | Quantity\nFRAME | BRACKET | 3", plant)
    named = checked(ImportKind.BOM_PAIRS, "Parent | Component | Quantity | Rev\nFRAME | BRACKET | 3 | 1", plant)

    assert [(one.verb, one.record.revision) for one in same.found] == [(Verb.SAME, "1")]
    assert [(one.verb, one.record.revision) for one in new.found] == [(Verb.NEW, "2")]
    assert faults(named) == [
        "Row 3, column D (Rev): Revision 1 of FRAME is released and never changes. Give what comes in another revision."
    ]


def test_a_draft_of_that_revision_is_written_anew() -> None:
    there = {"FRAME": (Bill("FRAME", "1", "draft", 1, (BillLine(10, "BRACKET", 2),)),)}
    outcome = checked(
        ImportKind.BOM_PAIRS,
        "Parent | Component | Quantity | Rev\nFRAME | BRACKET | 3 | 1",
        known(BRACKET, FRAME, bills=there),
    )

    assert [one.verb for one in outcome.found] == [Verb.CHANGED]


def test_a_component_is_issued_at_an_operation_that_the_routing_has() -> None:
    ways = {"FRAME": (Way("FRAME", "1", "released", (Step(10, "Weld", "Weld"), Step(20, "Paint", "Paint"))),)}
    outcome = checked(
        ImportKind.BOM_PAIRS,
        "Parent | Component | Quantity | Operation\nFRAME | BRACKET | 3 | 30",
        known(BRACKET, FRAME, ways=ways),
    )

    assert faults(outcome) == [
        "Row 3, column D (Operation): The routing of FRAME has no operation 30. Write one of: 10, 20, or leave the cell"
        " empty."
    ]


def test_a_flat_list_is_the_bill_of_the_product_that_was_chosen() -> None:
    outcome = checked(
        ImportKind.BOM_FLAT, "Part number | Qty | Designators\nBOLT | 4 | B1, B2\nBAR | 0.25 |", PLANT, product="FRAME"
    )

    (one,) = outcome.found
    assert one.record == Bill(
        "FRAME", "1", "released", 1, (BillLine(10, "BOLT", 4, references="B1, B2"), BillLine(20, "BAR", 250))
    )
