"""`callboard migrate`, and what `callboard run` does before it serves."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from callboard.cli.start import data_option, start_django


@click.command()
@data_option
def migrate() -> None:
    """Create the database or bring it to this version. Does nothing when it is there already."""
    start_django()
    bring_to_this_version(verbosity=1)


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="Load the demo production when the database is empty.")
@click.pass_context
@data_option
def prepare(context: click.Context, with_demo: bool) -> None:
    """Do all that `run` needs before it serves, in one process."""
    start_django()
    bring_to_this_version(verbosity=0)
    gather_static()
    if with_demo:
        from callboard.cli.demo import demo

        context.invoke(demo)


def bring_to_this_version(*, verbosity: int) -> None:
    """Run the migrations that are missing."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=verbosity)


def gather_static() -> None:
    """Lay scripts and styles under names that carry their hash, so that browsers may keep them for ever.

    Skipped while none of them changed: hashing and compressing all takes seconds.
    """
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    total = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            total.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    stamp = Path(settings.STATIC_ROOT) / ".gathered-from"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == total.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(total.hexdigest(), encoding="utf-8")
