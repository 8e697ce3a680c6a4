"""`callboard script FILE`: what is in a script, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from callboard.formats.eighths import eighths_text
from callboard.formats.faults import Unreadable
from callboard.formats.reading import read_script_file
from callboard.formats.scenes import Screenplay, ScriptScene
from callboard.formats.screenplay_json import breakdown_as_json

COLUMNS = "{:<8} {:>6}  {:<8} {:<38} {:<14} {}"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the breakdown as JSON.")
def script(file: Path, *, as_json: bool) -> None:
    """Show the scenes of a Fountain or Final Draft (.fdx) script, and what could not be read.

    Needs no database and writes nothing. Exit code 2 if the file is refused.
    """
    try:
        screenplay = read_script_file(file)
    except Unreadable as refusal:
        _refuse(file, str(refusal))
    except OSError as error:
        _refuse(file, f"Line 1: {error.strerror or error}. Give the path of a script that you may read.")
    if as_json:
        click.echo(json.dumps(breakdown_as_json(screenplay), ensure_ascii=False, indent=2))
    else:
        _print_table(screenplay)


def _refuse(file: Path, message: str) -> None:
    click.echo(f"{file}: {message}", err=True)
    sys.exit(2)


def _print_table(screenplay: Screenplay) -> None:
    click.echo(f"{screenplay.title} ({screenplay.format})")
    click.echo(COLUMNS.format("Scene", "Pages", "I/E", "Set", "Time", "Cast"))
    for scene in screenplay.scenes:
        click.echo(_row(scene).rstrip())
    total = sum(scene.eighths for scene in screenplay.scenes)
    omitted = sum(scene.omitted for scene in screenplay.scenes)
    click.echo(f"{len(screenplay.scenes)} scenes, {omitted} omitted, {eighths_text(total)} pages")
    if any(scene.eighths_estimated for scene in screenplay.scenes):
        click.echo("~ length estimated, * time of day taken from the scene before")
    for kind, findings in (("fault", screenplay.faults), ("note", screenplay.notes)):
        for finding in findings:
            click.echo(f"line {finding.line}: {kind}: {finding.message}")


def _row(scene: ScriptScene) -> str:
    pages = eighths_text(scene.eighths) + ("~" if scene.eighths_estimated else "")
    time = scene.time_of_day + ("*" if scene.time_of_day_inferred else "")
    voices = tuple(f"{name} (V.O.)" for name in scene.voices)
    place = "OMITTED" if scene.omitted else scene.set
    return COLUMNS.format(scene.number or "-", pages, scene.int_ext, place[:38], time, ", ".join(scene.cast + voices))
