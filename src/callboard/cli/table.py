"""`callboard table FILE`: what a table holds and how its columns would be matched, without a database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from callboard.formats.columns import match_columns
from callboard.formats.faults import Unreadable
from callboard.formats.limits import MAX_SHEETS_BYTES
from callboard.formats.sheets import read_sheets_in_child
from callboard.formats.tabular import Sheet, column_letters
from callboard.manufacturing.imports.rules import ImportKind
from callboard.manufacturing.imports.tables import COLUMNS, fields_of, guessed_kind, titles_of

REFUSED = 2
KINDS = {kind.name.lower().replace("_", "-"): kind for kind in ImportKind}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--kind", type=click.Choice(sorted(KINDS)), help="What the table holds; else its headings tell.")
@click.option("--columns", is_flag=True, help="List every kind of table with its columns, * for required ones.")
def table(file: Path | None, *, kind: str | None, columns: bool) -> None:
    """Read a CSV or XLSX table and show what it holds, which column is taken for what, and what cannot be read.

    Needs no database and writes nothing. Exit code 2 if the file is refused.
    """
    if columns or file is None:
        for name, one in KINDS.items():
            required = {field.titles[0] for field in COLUMNS[one] if field.is_required}
            click.echo(f"{name}: " + ", ".join(f"{title}{'*' * (title in required)}" for title in titles_of(one)))
        return
    with file.open("rb") as opened:
        content = opened.read(MAX_SHEETS_BYTES + 1)
    try:
        sheets = read_sheets_in_child(content, file_name=file.name)
    except Unreadable as refusal:
        click.echo(f"{file}: {refusal}", err=True)
        sys.exit(REFUSED)
    for sheet in sheets:
        _print_sheet(sheet, KINDS[kind] if kind else guessed_kind(sheet.headings))


def _print_sheet(sheet: Sheet, kind: ImportKind | None) -> None:
    click.echo(f"{sheet.name}: {len(sheet.rows)} rows, {kind.value if kind else 'headings of no known table'}")
    if kind is not None:
        matching, fields = match_columns(sheet.headings, COLUMNS[kind]), fields_of(kind)
        for name, column in sorted(matching.columns.items(), key=lambda found: found[1]):
            click.echo(f"  {column_letters(column)} {sheet.headings[column]} → {fields[name].titles[0]}")
        for column in matching.unmatched:
            click.echo(f"  {column_letters(column)} {sheet.headings[column]} is not read")
        for name in matching.missing:
            click.echo(f"  missing: {fields[name].titles[0]}")
    for finding in (*sheet.faults, *sheet.notes):
        click.echo(f"  row {finding.line}: {finding.message}")
