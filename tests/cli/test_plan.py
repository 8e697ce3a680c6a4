from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from callboard.cli.plan import plan

FILES = {
    "items.csv": "item,lead_days,source,calendar,unit_value\nbracket,3,make,plant,500\nbar,20,buy,plant,2\n",
    "bom.csv": "parent,component,per,scrap\nbracket,bar,1500,10%\n",
    "stock.csv": "item,quantity\nbar,80000\n",
    "receipts.csv": "order,item,quantity,due,movable\nPO-7,bar,40000,2026-03-20,no\n",
    "demand.csv": "demand,item,quantity,due,client\nSO-1,bracket,60,2026-03-13,Kestrel\n",
    "calendars.csv": "calendar\nplant\n",
}


@pytest.fixture
def plant(tmp_path):
    """60 brackets of 1.5 m with 10 % scrap: 100 m of bar, 80 in stock, 40 on the way, late and not to be moved."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(plan, ["requirements", *map(str, arguments), "--today", "2026-03-02"])


def test_json_is_the_whole_plan(plant):
    done = run(plant, "--json")

    made = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert [(order["item"], order["quantity"], order["start"]) for order in made["planned_orders"]] == [
        ("bracket", 60, "2026-03-10"),
    ]
    assert [(peg["supply"], peg["quantity"]) for peg in made["pegs"]] == [
        ("new > bracket > 1", 60),
        ("stock > bar", 80_000),
        ("PO-7", 20_000),
    ]
    assert [(late["demand"], late["late_days"]) for late in made["late_demands"]] == [("SO-1", 12)]
    assert made["low_level_codes"] == {"bracket": 0, "bar": 1}


def test_without_json_it_is_a_table_to_read(plant):
    assert run(plant).stdout.splitlines() == [
        "Requirements on 2026-03-02: 1 new orders, 0 messages",
        "New order                    Item               Quantity  Start      Due",
        "new > bracket > 1            bracket                  60  2026-03-10 2026-03-13",
        "Late demand      Item             Due        Comes       Days  Because of",
        "SO-1             bracket          2026-03-13 2026-03-25    12  new > bracket > 1 ← PO-7",
    ]


def test_messages_and_faults_are_shown(plant):
    (plant / "receipts.csv").write_text("order,item,quantity,due\nPO-7,bar,40000,2026-03-20\n")
    (plant / "items.csv").write_text("item,lead_days,source\nbracket,,make\nbar,10,buy\n")

    shown = run(plant).stdout.splitlines()

    assert "1. Bring PO-7 forward: 40000 of bar are due on 2026-03-20, but new > bracket > 1 needs" in shown[3]
    assert shown[-1] == (
        "fault: Item bracket has no lead time: its orders are planned as if they took no time. Give it one."
    )


def test_every_fault_is_listed_with_exit_code_2_and_nothing_is_written(plant):
    (plant / "bom.csv").write_text("parent,component,per\nbracket,rod,1500\nbar,bracket,x\n")
    (plant / "stock.csv").unlink()
    before = sorted(plant.iterdir())

    done = run(plant, "--json")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "bom.csv, row 2, column component: There is no item “rod” in items.csv. Add it there, or correct the name.",
        "bom.csv, row 3, column per: “x” is no number. Write 0.05, 5% or 1/20.",
        "stock.csv: The file is missing. Add it; its headings alone will do if it has no rows.",
    ]
    assert sorted(plant.iterdir()) == before


def test_a_plan_that_cannot_be_made_is_refused_with_exit_code_2(plant):
    (plant / "items.csv").write_text("item,lot_maximum\nbracket,1\nbar,\n")
    (plant / "demand.csv").write_text("demand,item,quantity,due\nSO-1,bracket,99999,2026-03-13\n")

    done = run(plant)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{plant}: Item bracket: a need of 99999 would become more than 10000 orders.")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    done = run(tmp_path / "nowhere")
    assert (done.exit_code, "does not exist" in done.stderr) == (2, True)
