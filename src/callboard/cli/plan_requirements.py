"""`callboard plan requirements DIR`: a requirements plan from CSV files, without a database."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

from callboard.planner.refusals import CannotPlan
from callboard.planner.requirements.plan import Plan
from callboard.planner.requirements.plan_json import plan_as_json
from callboard.planner.requirements.planning import plan_requirements
from callboard.planner.requirements.plant_tables import COLUMNS, read_plant
from callboard.planner.requirements.problem import Problem
from callboard.planner.requirements.tables import MOST_BYTES

REFUSED = 2
MOST_MESSAGES = 20
ORDER_ROW = "{:<28} {:<16} {:>10}  {:<10} {:<10} {}"
LATE_ROW = "{:<16} {:<16} {:<10} {:<10} {:>5}  {}"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Plan as if this were the day (YYYY-MM-DD).")
@click.option("--json", "as_json", is_flag=True, help="Print the whole plan as JSON.")
def requirements(folder: Path, *, today: dt.datetime | None, as_json: bool) -> None:
    """Plan what to make and buy from items.csv, bom.csv, stock.csv, receipts.csv and demand.csv in DIR.

    Needs no database and writes nothing. Exit code 2 with every fault of the files, each with row, column and fix.
    """
    day = today.date() if today else dt.datetime.now().astimezone().date()
    problem = _read(folder, day)
    try:
        made = plan_requirements(problem)
    except CannotPlan as refusal:
        click.echo(f"{folder}: {refusal}", err=True)
        sys.exit(REFUSED)
    if as_json:
        click.echo(json.dumps(plan_as_json(made, is_said=True), ensure_ascii=False, indent=2))
    else:
        _print_plan(made)


def _read(folder: Path, today: dt.date) -> Problem:
    contents = {}
    for file in COLUMNS:
        path = folder / file
        if path.is_file():
            with path.open("rb") as opened:
                contents[file] = opened.read(MOST_BYTES + 1)
    problem, faults = read_plant(contents, today)
    for fault in faults:
        click.echo(fault.message, err=True)
    if faults:
        sys.exit(REFUSED)
    return problem


def _print_plan(made: Plan) -> None:
    click.echo(f"Requirements on {made.today}: {len(made.planned_orders)} new orders, {len(made.messages)} messages")
    click.echo(ORDER_ROW.format("New order", "Item", "Quantity", "Start", "Due", "").rstrip())
    for order in made.planned_orders:
        note = f"should have started {order.true_start}" if order.is_past_due else ""
        row = ORDER_ROW.format(order.key, order.item, order.quantity, str(order.start), str(order.due), note)
        click.echo(row.rstrip())
    for rank, message in enumerate(made.messages[:MOST_MESSAGES], start=1):
        click.echo(f"{rank}. {message.reason} {message.benefit}")
    if len(made.messages) > MOST_MESSAGES:
        click.echo(f"… and {len(made.messages) - MOST_MESSAGES} more (--json has them all)")
    if made.late_demands:
        click.echo(LATE_ROW.format("Late demand", "Item", "Due", "Comes", "Days", "Because of"))
    for late in made.late_demands:
        chain = " ← ".join(link.supply for link in late.chain)
        click.echo(LATE_ROW.format(late.demand, late.item, str(late.due), str(late.projected), late.late_days, chain))
    for fault in made.faults:
        click.echo(f"fault: {fault.sentence}")
