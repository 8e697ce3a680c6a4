"""`callboard convert` and `callboard table`: other programs' data to files, and what a file holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from callboard.cli.convert import convert
from callboard.cli.table import table
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.plant_tables import COLUMNS, read_plant

FILES = {
    "inventree": ("inventree", "inventree_demo_subset.json", dt.date(2022, 6, 1)),
    "furniture": ("frepple", "frepple/manufacturing_demo.json", dt.date(2021, 1, 1)),
    "flow line": ("frepple", "frepple/flow_line.json", dt.date(2021, 1, 1)),
    "job shop": ("frepple", "frepple/jobshop.json", dt.date(2014, 1, 1)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_real_plant_is_converted_and_plans_without_a_fault(shared_data: Path, tmp_path: Path, name: str) -> None:
    program, file, today = FILES[name]

    done = CliRunner().invoke(convert, [program, str(shared_data / "manufacturing" / file), str(tmp_path / "out")])

    assert done.exit_code == 0, done.output
    contents = {one: (tmp_path / "out" / "plan" / one).read_bytes() for one in COLUMNS if one != "calendars.csv"}
    problem, faults = read_plant(contents, today)
    assert faults == []
    assert list(plan_requirements(problem).faults) == []
    assert problem.demands


def test_tables_are_numbered_in_the_order_in_which_to_take_them(shared_data: Path, tmp_path: Path) -> None:
    file = shared_data / "manufacturing" / "frepple" / "manufacturing_demo.json"

    CliRunner().invoke(convert, ["frepple", str(file), str(tmp_path)])

    assert sorted(path.name for path in (tmp_path / "import").iterdir()) == [
        "1-items.csv",
        "2-suppliers.csv",
        "3-routings.csv",
        "4-bom.csv",
        "5-stock.csv",
        "6-orders.csv",
        "7-calendar.csv",
    ]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path.parent / "x.json").write_text("[]")

    done = CliRunner().invoke(convert, ["frepple", str(tmp_path.parent / "x.json"), str(tmp_path)])

    assert (done.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["mine.txt"])
    assert "is not empty. Give a folder that is empty or not there yet." in done.output


def test_what_is_not_the_programs_data_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("[]")

    done = CliRunner().invoke(convert, ["inventree", str(file), str(tmp_path / "out")])

    assert done.exit_code == 2
    assert "This is no data of InvenTree: it has no record of part.part." in done.output
    assert not (tmp_path / "out").exists()


def test_a_table_is_told_by_its_headings(tmp_path: Path) -> None:
    file = tmp_path / "parts.csv"
    file.write_text("Part number;Description;Color\nB-1;Bolt;red\n")

    done = CliRunner().invoke(table, [str(file)])

    assert done.output.splitlines() == [
        "parts: 1 rows, items",
        "  A Part number → Code",
        "  B Description → Description",
        "  C Color is not read",
    ]


def test_every_kind_of_table_is_listed_with_its_columns() -> None:
    done = CliRunner().invoke(table, ["--columns"])

    assert "stock: Item*, Place*, Quantity*, Unit, Lot, Value" in done.output


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"%PDF-1.7")

    assert CliRunner().invoke(table, [str(file)]).exit_code == 2
