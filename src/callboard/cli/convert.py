"""`callboard convert PROGRAM FILE DIR`: another program's data as tables to import and to plan, without a database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from callboard.formats.converters.converted import MOST_BYTES, Converted
from callboard.formats.converters.frepple import read_frepple
from callboard.formats.converters.inventree import read_inventree
from callboard.formats.converters.planning import planning_tables
from callboard.formats.faults import Unreadable
from callboard.formats.tables import Value, as_csv

REFUSED = 2
READERS: dict[str, Callable[[bytes], Converted]] = {"inventree": read_inventree, "frepple": read_frepple}


@click.command()
@click.argument("program", type=click.Choice(sorted(READERS)))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def convert(program: str, file: Path, folder: Path) -> None:
    """Write another program's data (its tables as JSON) into DIR as CSV files.

    DIR/import holds the tables of the import page, numbered in the order in which to take them. DIR/plan holds what
    `callboard plan requirements` reads. What was left out, guessed or added up is printed with its count. Needs no
    database; DIR must be empty or not there. Exit code 2 if the file is refused.
    """
    if folder.exists() and any(folder.iterdir()):
        _refuse(f"{folder} is not empty. Give a folder that is empty or not there yet.")
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    try:
        converted = READERS[program](content)
    except Unreadable as refusal:
        _refuse(f"{file}: {refusal}")
    _write_import(converted, folder / "import")
    _write_plan(converted, folder / "plan")
    for remark in converted.remarks:
        click.echo(f"note: {remark.message}")
    if converted.today:
        click.echo(f"The data speaks of {converted.today}: callboard plan requirements … --today {converted.today}")


def _refuse(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(REFUSED)


def _write_import(converted: Converted, folder: Path) -> None:
    filled = [sheet for sheet in converted.tables.values() if sheet.rows]
    for number, sheet in enumerate(filled, start=1):
        _write(folder / f"{number}-{sheet.name}.csv", sheet.headings, (row.cells for row in sheet.rows))


def _write_plan(converted: Converted, folder: Path) -> None:
    for name, (headings, rows) in planning_tables(converted).items():
        _write(folder / name, headings, rows)


def _write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = list(rows)
    path.write_bytes(as_csv(headings, lines))
    click.echo(f"{path}: {len(lines)} rows")
