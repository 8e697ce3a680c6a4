"""`callboard demo`: load the demonstration into an empty database, through the actions that people use."""

from __future__ import annotations

import click

from callboard.cli.start import data_option, start_django

PASSWORD = "tide-clock-demo"  # noqa: S105 - the demonstration's log-ins are printed for everyone to see
LOGINS = (
    ("ada@demo.example", "coordinator: sees and does everything"),
    ("bea@demo.example", "1st AD: board, calls, publishing"),
    ("gus@demo.example", "head of department: reads, sees who has confirmed"),
    ("kit@demo.example", "crew: reads the schedule, no pay, no private data"),
)
PLANT_LOGINS = (
    ("pia@demo.example", "plant, buyer: plan, purchasing, catalog"),
    ("otto@demo.example", "plant, supervisor: work orders, floor, dispatch"),
    ("samir@demo.example", "plant, storekeeper: stock, counts, shipments"),
)


@click.command()
@data_option
def demo() -> None:
    """Load the demo productions into an empty database, and print their log-ins.

    A short series with two episodes, a board, calls that were published and partly confirmed, a contract wall with
    gaps, a one-day commercial, and a plant that makes lanterns with thirty open orders. Does nothing when the
    database holds an organization already.
    """
    start_django()
    from django.utils import timezone

    from callboard.cli.demo.story import load_demo
    from callboard.core.members.founding import is_empty

    if is_empty():
        click.echo("Loading the demo: a short series, a commercial and a plant …")
        load_demo(at=timezone.now())
    click.echo("Log in with one of these, password “" + PASSWORD + "”:")
    for email, what in (*LOGINS, *PLANT_LOGINS):
        click.echo(f"  {email:<20} {what}")
