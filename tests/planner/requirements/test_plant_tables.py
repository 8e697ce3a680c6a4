from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from callboard.planner.requirements import tables
from callboard.planner.requirements.plant_tables import COLUMNS, read_plant
from callboard.planner.requirements.problem import (
    AlternativeUse,
    BomLine,
    Calendar,
    Demand,
    DemandKind,
    Item,
    LotKind,
    LotRule,
    OpenOrder,
    OrderKind,
    OrderStatus,
    Problem,
    Source,
    Stock,
)
from tests.planner.requirements.scenes import MONDAY, day

DOCS = Path(__file__).parents[3] / "docs" / "algorithms" / "requirements.md"
EMPTY = {file: ",".join(column.heading for column in columns) for file, columns in COLUMNS.items()}


def read(**files):
    """Files by the name before .csv; the others have their headings only."""
    contents = EMPTY | {f"{name}.csv": content for name, content in files.items()}
    return read_plant({name: content.encode() for name, content in contents.items()}, MONDAY)


def faults(**files):
    return [fault.message for fault in read(**files)[1]]


def test_every_column_becomes_its_field():
    problem, found = read(
        items="item,lead_days,source,lot_rule,lot_quantity,lot_periods,lot_minimum,lot_multiple,lot_maximum,setup_cost,"
        "hold_cost,bucket_days,safety_stock,safety_days,rebuild_safety,yield,shrinkage,phantom,fence_days,calendar,"
        "unit_value,planner\n"
        "pump,5,make,period of days,1,7,2,3,90,400,0.5,7,15,2,yes,95%,1/50,no,4,plant,12.5,Ada\n"
        "gear,,,,,,,,,,,,,,,,,,,,,\n",
        bom="parent,component,per,batch,scrap,fixed,from,until,group,priority,use,offset_days\n"
        "pump,gear,2/3,50,10%,1,2026-03-02,2026-03-12,alt,2,use-up,3\n",
        stock="item,quantity,stock,reserved_for,expires\ngear,7,lot 1,SO-1,2026-03-04\n",
        receipts="order,item,quantity,due,kind,status,movable,earliest\nWO-1,pump,9,2026-03-05,work,firm,no,2026-03-03\n",
        demand="demand,item,quantity,due,kind,priority,client,order\nSO-1,gear,3,2026-03-06,component,5,Kestrel,WO-1\n",
        calendars="calendar,weekdays,closed,opened\nplant,mon tue WED,2026-03-03 2026-03-04,2026-03-07\n",
    )
    rule = LotRule(LotKind.PERIOD_OF_DAYS, 1, 7, 2, 3, 90, 400, Fraction(1, 2), 7)
    assert found == []
    assert problem == Problem(
        MONDAY,
        items=(
            Item("pump", 5, Source.MAKE, rule, 15, 2, True, Fraction(19, 20), Fraction(1, 50), False, 4, "plant",
                 Fraction(25, 2), "Ada"),
            Item("gear", lead_days=None),
        ),
        calendars=(Calendar("plant", frozenset({0, 1, 2}), frozenset({day(1), day(2)}), frozenset({day(5)})),),
        lines=(
            BomLine("pump", "gear", Fraction(2, 3), 50, Fraction(1, 10), 1, day(0), day(10), "alt", 2,
                    AlternativeUse.USE_UP, 3),
        ),
        stock=(Stock("gear", 7, "SO-1", day(2), "lot 1"),),
        open_orders=(OpenOrder("WO-1", "pump", 9, day(3), OrderKind.WORK, OrderStatus.FIRM, False, day(1)),),
        demands=(Demand("SO-1", "gear", 3, day(4), DemandKind.COMPONENT, 5, "Kestrel", "WO-1"),),
    )  # fmt: skip


def test_every_fault_of_every_file_is_told_at_once_with_row_column_and_fix():
    assert faults(
        items="item,lead_days,yield\npump,5,1.5\ngear,soon,\npump,,\n,3,\n",
        bom="parent,component,per\npump,gear,two\npump,ghost,1\n",
        stock="item,quantity\npump,-4\npump,1\npump,2\n",
        receipts="order,item,quantity,due,kind\nPO-1,pump,1.5,31.3.2026,loan\n",
        demand="demand,item,quantity,due,order\nSO-1,pump,4,2026-03-09,WO-7\nSO-1,pump,4,2026-03-09,\n",
    ) == [
        "items.csv, row 2, column yield: Item pump: the yield is 3/2; give a share over 0, up to 1.",
        "items.csv, row 3, column lead_days: “soon” is no whole number."
        " Write digits only, in the item's smallest step.",
        "items.csv, row 4, column item: “pump” is already in row 2. Give each row its own, or delete one.",
        "items.csv, row 5, column item: The cell is empty. Fill it in, or delete the row.",
        "bom.csv, row 2, column per: “two” is no number. Write 0.05, 5% or 1/20.",
        "bom.csv, row 3, column component: There is no item “ghost” in items.csv. Add it there, or correct the name.",
        "stock.csv, row 2, column quantity: -4 is below 0. Write 0 or more.",
        "stock.csv, row 4, column stock: Item “pump” has another row of stock, 3."
        " Name each in the column stock, or add them up.",
        "receipts.csv, row 2, column quantity: “1.5” is no whole number."
        " Write digits only, in the item's smallest step.",
        "receipts.csv, row 2, column due: “31.3.2026” is no date. Write it as 2026-03-31.",
        "receipts.csv, row 2, column kind: “loan” is not known here. Write one of: purchase, work.",
        "demand.csv, row 2, column order: There is no order “WO-7” in receipts.csv. Add it there, or correct the name.",
        "demand.csv, row 3, column demand: “SO-1” is already in row 2. Give each row its own, or delete one.",
    ]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"stock": "item,quantity,how\n"}, "stock.csv, row 1, column how: No such heading is known."),
        ({"stock": "item\n"}, "stock.csv, row 1, column quantity: There is no column of this heading."),
        ({"stock": "item,quantity,item\n"}, "stock.csv, row 1, column item: This heading is there twice."),
        ({"stock": ""}, "stock.csv, row 1: The file is empty. Its first row must hold the headings: item, quantity"),
        ({"stock": 'item,quantity\n"pump,3\n'}, "stock.csv: This is not CSV (unexpected end of data)."),
        ({"items": "item\na,b\n"}, "items.csv, row 2: The row has 2 cells, the table 1 columns."),
        ({"items": "item\na > b\n"}, "items.csv, row 2, column item: “a > b” holds “ > ”"),
        ({"items": "item,phantom\na,maybe\n"}, "items.csv, row 2, column phantom: “maybe” is neither yes nor no."),
        ({"items": "item,calendar\na,moon\n"}, "items.csv, row 2, column calendar: There is no calendar “moon”"),
        ({"items": "item,lot_rule\na,fixed\n"}, "items.csv, row 2, column lot_quantity: Item a: its lot rule needs"),
        ({"calendars": "calendar,weekdays\na,mon doomsday\n"}, "calendars.csv, row 2, column weekdays: “mon doomsday”"),
        (
            {"items": "item\na\n", "demand": "demand,item,quantity,due\nx,a,1,2345-01-01\n"},
            "demand.csv, row 2, column due: 2345-01-01 is outside the years 1970–2199.",
        ),
        (
            {"items": "item\na\n", "stock": "item,quantity,reserved_for\na,1,SO-9\n"},
            "stock.csv, row 2, column reserved_for: There is no demand “SO-9” in demand.csv.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_one_file(files, message):
    [found] = faults(**files)
    assert found.startswith(message)


def test_a_circle_is_named_at_the_row_that_closes_it():
    [found] = faults(items="item\na\nb\nc\n", bom="parent,component,per\nc,a,1\n\na,b,1\nb,a,2\n")
    assert found.startswith("bom.csv, row 4, column component: The bills of material go round in a circle: a → b → a.")


def test_semicolons_a_byte_order_mark_and_empty_rows_are_read():
    problem, found = read(items="\ufeffItem;Lead_Days\r\npump;5\r\n;\r\n\r\ngear;2\r\n")
    assert (found, [(item.key, item.lead_days) for item in problem.items]) == ([], [("pump", 5), ("gear", 2)])


def test_files_that_are_missing_too_large_or_in_another_encoding(monkeypatch):
    monkeypatch.setattr(tables, "MOST_BYTES", 1_000_000)
    contents = {
        "items.csv": b"item\npump\n",
        "bom.csv": b"x" * 1_000_001,
        "stock.csv": b"item\n\xff",
        "demand.csv": b"x",
    }
    found = [fault.message for fault in read_plant(contents, MONDAY)[1]]
    assert [message.partition(".csv")[0] for message in found] == ["bom", "stock", "receipts", "demand"] + [
        "demand"
    ] * 4
    assert found[0].startswith("bom.csv: The file is larger than 1 MB.")
    assert found[1].startswith("stock.csv: The letters are not UTF-8.")
    assert found[2].startswith("receipts.csv: The file is missing.")


def test_faults_beyond_a_thousand_are_counted():
    found = faults(items="item,lead_days\n" + "".join(f"i{n},x\n" for n in range(1200)))
    assert (len(found), found[-1]) == (1001, "items.csv: 200 more faults in this file. Mend these first.")


def test_a_table_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    assert faults(items="item\na\nb\nc\n") == ["items.csv: The file has more than 2 rows. Leave old rows out."]


@pytest.mark.parametrize("file", COLUMNS)
def test_the_docs_describe_every_column(file):
    section = DOCS.read_text().partition(f"### {file}")[2].partition("###")[0]
    described = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
    assert described == [column.heading for column in COLUMNS[file]]
