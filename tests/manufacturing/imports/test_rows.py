"""Rows of stock, orders, routings, suppliers and calendars."""

from __future__ import annotations

import datetime as dt

from callboard.manufacturing.imports.calendar_rows import DaysRow
from callboard.manufacturing.imports.found import Verb
from callboard.manufacturing.imports.known import KnownItem, Offer, Order, OrderedLine, Step, Way
from callboard.manufacturing.imports.rules import ImportKind
from callboard.manufacturing.imports.stock_rows import OpeningRow
from callboard.stock.moves.rules import StoreKind
from tests.manufacturing.imports.tables import checked, faults, known

BAR = KnownItem("BAR", unit="m", decimals=3, tracking="lot", source="buy")
BOLT, SCALE = KnownItem("BOLT", source="buy"), KnownItem("SCALE", tracking="serial")
FRAME = KnownItem("FRAME")
ALL = known(BAR, BOLT, SCALE, FRAME, places={"A-01": "store", "PROCESS": "in process"}, parties=("Mill & Co",))


def test_stock_rows_become_opening_balances_at_places_that_may_be_new() -> None:
    outcome = checked(
        ImportKind.STOCK,
        """Item | Location | Qty | Unit | Batch | Value | Place kind | Expires on
           BAR  | A-01     | 150 | cm   | L-7   | 12.50 |            | 2027-05-01
           BOLT | B-02     | 40  |      |       |       | line       | """,
        ALL,
    )

    assert faults(outcome) == []
    assert [one.record for one in outcome.found] == [
        OpeningRow("BAR", "A-01", 1_500, "L-7", 1_250, expires_on=dt.date(2027, 5, 1)),
        OpeningRow("BOLT", "B-02", 40, place_kind=StoreKind.LINE),
    ]
    assert outcome.adds == {"places": ("B-02",)}


def test_stock_faults_say_what_is_wrong_with_lot_place_and_quantity() -> None:
    outcome = checked(
        ImportKind.STOCK,
        """Item  | Place   | Quantity | Lot
           BAR   | A-01    | 3        |
           BOLT  | A-01    | 3        | L-1
           SCALE | A-01    | 2        | S-1
           BOLT  | a-01    | 3        |
           BOLT  | PROCESS | 3        |
           BOLT  | A-01    | 3        |
           BOLT  | A-01    | 4        | """,
        known(*ALL.items.values(), places=ALL.places, balances={("BOLT", "A-01", ""): 7}),
    )

    assert faults(outcome) == [
        "Row 3, column D (Lot): BAR is tracked by lot. Write which one this is.",
        "Row 4, column D (Lot): BOLT is not tracked by lot or serial. Say on the item that it is, or leave the cell"
        " empty.",
        "Row 5, column C (Quantity): A serial number stands for one piece, and here are 2. Give each piece a row.",
        "Row 6, column B (Place): There is no “a-01”, but there is “A-01”. Write it the same way.",
        "Row 7, column B (Place): PROCESS is there already as in process. Leave the cell empty, or give another code.",
        "Row 8, column C (Quantity): There are 7 pcs of it at this place already. Count the place, or leave the row"
        " out.",
        "Row 9, column A (Item): This is the same as row 8. Delete one of the two, or add their quantities up.",
        "Row 9, column C (Quantity): There are 7 pcs of it at this place already. Count the place, or leave the row"
        " out.",
    ]


def test_nothing_is_added_that_was_not_allowed() -> None:
    outcome = checked(ImportKind.STOCK, "Item | Place | Quantity\nBOLT | B-02 | 3", ALL, adds_missing=False)

    assert faults(outcome) == [
        "Row 3, column B (Place): There is no place “B-02” here. Add it first, or let the import add what is missing."
    ]


def test_rows_of_one_clients_number_become_one_order() -> None:
    outcome = checked(
        ImportKind.ORDERS,
        """Customer  | PO number | Item | Quantity | Due date   | Price | Ship to
           mill & co | 4711      | BAR  | 2.5      | 31.03.2027 | 3.10  | Dock 2
           Mill & Co | 4711      | BOLT | 10       | 2027-04-01 |       |
           Harbor    | 1         | BOLT | 5        | 2027-04-01 |       | """,
        ALL,
    )

    assert faults(outcome) == []
    assert [(one.rows, one.record) for one in outcome.found] == [
        (
            (3, 4),
            Order(
                "Mill & Co",
                "4711",
                "",
                (
                    OrderedLine(0, "BAR", 2_500, dt.date(2027, 3, 31), 310),
                    OrderedLine(0, "BOLT", 10, dt.date(2027, 4, 1)),
                ),
                ship_to="Dock 2",
            ),
        ),
        ((5,), Order("Harbor", "1", "", (OrderedLine(0, "BOLT", 5, dt.date(2027, 4, 1)),))),
    ]
    assert outcome.adds == {"parties": ("Harbor",)}


def test_an_order_with_a_bad_date_stays_out_whole() -> None:
    outcome = checked(
        ImportKind.ORDERS,
        """Client | Client's number | Item | Quantity | Due        | Currency
           Harbor | 1               | BOLT | 5        | 30.02.2027 |
           Harbor | 1               | BAR  | 5        | 2027-03-01 |
           Harbor | 2               | BAR  | 5        | 03/04/2027 | EUR""",
        ALL,
    )

    assert faults(outcome) == [
        "Row 3, column E (Due): “30.02.2027” is no date. Write year, month and day, such as 2027-03-31.",
        "Row 5, column E (Due): “03/04/2027” can mean 2027-04-03 or 2027-03-04. Say which comes first, or write"
        " 2027-04-03.",
        "Row 5, column F (Currency): Orders here are in USD. Write the price in USD, or leave the row out.",
    ]
    assert (outcome.found, dict(outcome.held), outcome.adds) == ((), {4: 3}, {"parties": ()})


def test_an_order_that_is_there_is_not_taken_twice() -> None:
    line = OrderedLine(1, "BOLT", 5, dt.date(2027, 3, 1))
    there = known(BOLT, parties=("Harbor",), orders=(Order("Harbor", "1", "SO-1001", (line,)),))
    head = "Client | Client's number | Item | Quantity | Due\n"

    same = checked(ImportKind.ORDERS, f"{head}Harbor | 1 | BOLT | 5 | 2027-03-01", there)
    other = checked(ImportKind.ORDERS, f"{head}Harbor | 1 | BOLT | 6 | 2027-03-01", there)

    assert [one.verb for one in same.found] == [Verb.SAME]
    assert faults(other) == [
        "Row 3, column B (Client's number): Order SO-1001 of Harbor is there already and says otherwise. Change it on"
        " its page, or leave the row out."
    ]


def test_rows_of_operations_become_a_routing() -> None:
    outcome = checked(
        ImportKind.ROUTINGS,
        """Item  | Op | Operation | Department | Machine | Setup minutes | Run seconds | Run per | Yield %
           FRAME | 20 | Paint     | Paint shop |         |               | 600         | 10      | 98
           FRAME | 10 | Weld      | Welding    | WELD-1  | 15            | 90          |         | """,
        ALL,
    )

    assert faults(outcome) == []
    assert [one.record for one in outcome.found] == [
        Way(
            "FRAME",
            "1",
            "released",
            (
                Step(10, "Weld", "Welding", "WELD-1", setup_minutes=15, run_seconds=90),
                Step(20, "Paint", "Paint shop", run_seconds=600, run_quantity=10, yield_ppm=980_000),
            ),
        )
    ]
    assert outcome.adds == {
        "departments": ("Paint shop", "Welding"),
        "machines": ("WELD-1",),
        "skills": (),
        "parties": (),
    }


def test_routing_faults() -> None:
    outcome = checked(
        ImportKind.ROUTINGS,
        """Item  | Number | Operation | Department | Machine | Outside
           BOLT  | 10     | Turn      | Mill       |         |
           FRAME | 10     | Weld      | Welding    | SAW-1   |
           FRAME | 10     | Weld      | Welding    |         |
           FRAME | 20     |           |            |         | yes""",
        known(BOLT, FRAME, machines={"SAW-1": "Saw shop"}),
    )

    assert [(fault.row, fault.title) for fault in outcome.faults] == [
        (3, "Item"),
        (4, "Machine"),
        (6, "vendor"),
        (6, "Operation"),
        (6, "Department"),
    ]
    assert dict(outcome.held) == {5: 4}


def test_suppliers_prices_are_for_a_quantity() -> None:
    outcome = checked(
        ImportKind.SUPPLIERS,
        """Item | Supplier  | SKU | Price | Per | Unit | MOQ | Currency | Preferred
           BAR  | Mill & Co | X-1 | 18.90 | 6   | m    | 600 | EUR      | yes
           BAR  | Mill & Co | X-1 | 19    | 6   | m    |     | Euros    | """.replace("SKU", "Supplier code"),
        ALL,
    )

    assert [one.record for one in outcome.found] == [
        Offer("BAR", "Mill & Co", "X-1", 1_890, 6_000, "EUR", minimum=600_000, is_preferred=True)
    ]
    assert [(fault.row, fault.title) for fault in outcome.faults] == [(4, "Currency")]


def test_a_calendar_row_is_a_day_or_several() -> None:
    outcome = checked(
        ImportKind.CALENDAR,
        """Date       | Until      | Worked | Reason
           2027-05-01 |            |        | Labor Day
           2027-12-24 | 2027-12-26 |        | Holidays
           2027-12-25 |            | yes    |
           2027-06-02 | 2027-06-01 |        | """,
        known(days={dt.date(2027, 5, 1): (False, "Labor Day")}),
    )

    assert [(one.verb, one.record) for one in outcome.found] == [
        (Verb.SAME, DaysRow((dt.date(2027, 5, 1),), False, "Labor Day")),
        (Verb.NEW, DaysRow(tuple(dt.date(2027, 12, day) for day in (24, 25, 26)), False, "Holidays")),
    ]
    assert faults(outcome) == [
        "Row 5, column A (Date): The day is listed in row 4 already. Delete one of the two.",
        "Row 6, column B (Until): It ends on 2027-06-01 and begins on 2027-06-02. The last day must lie behind the"
        " first.",
    ]
