"""`callboard check`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from callboard.cli.start import data_option, start_django

COLORS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@data_option
def check(as_json: bool) -> None:
    """Say what is wrong with this installation, and how to mend it.

    Each line is ok, warn or fail; exit code 1 when anything fails.
    """
    start_django()
    from callboard.cli.findings import Level, findings

    found = list(findings())
    is_sound = all(finding.level is not Level.FAIL for finding in found)
    if as_json:
        click.echo(json.dumps({"ok": is_sound, "findings": [asdict(finding) for finding in found]}, indent=1))
    else:
        for finding in found:
            level = click.style(f"{finding.level:4}", fg=COLORS[finding.level])
            click.echo(f"{level}  {finding.name}: {finding.says}")
            if finding.fix:
                click.echo(f"      → {finding.fix}")
    sys.exit(0 if is_sound else 1)
