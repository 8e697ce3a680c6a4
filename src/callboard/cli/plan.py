"""`callboard plan`: the planner from a shell, without a database."""

from __future__ import annotations

import click

from callboard.cli.plan_requirements import requirements
from callboard.cli.plan_shoot import shoot


@click.group()
def plan() -> None:
    """Plan what to make and buy, or when to shoot which scene. Needs no database and writes nothing."""


plan.add_command(requirements)
plan.add_command(shoot)
