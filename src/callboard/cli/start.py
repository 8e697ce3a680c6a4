"""How a command starts: the data directory, then Django, only for the commands that need it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from callboard.core.errors import Refused, gettext_noop

SETTINGS = "callboard.config.settings"
Command = TypeVar("Command", bound=Callable[..., Any])


class NoDataDirectory(Refused):
    """The data directory cannot be made or written."""

    text = gettext_noop("Cannot write to the data directory %(path)s: %(reason)s. Choose another with --data.")


class AlreadyRunning(Refused):
    """Something holds the data directory: a running group, or a restore."""

    text = gettext_noop(
        "Callboard already runs with the data directory %(path)s. Stop it, or choose another directory with --data."
    )


def _choose(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> None:
    if path is not None:
        os.environ["CALLBOARD_DATA"] = str(path.absolute())


def data_option(command: Command) -> Command:
    """Give a command `--data DIR`; the environment's CALLBOARD_DATA and ./var stand behind it."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        is_eager=True,
        expose_value=False,
        callback=_choose,
        help="Directory of the database, the files and the keys.  [default: $CALLBOARD_DATA or ./var]",
    )(command)


def data_directory() -> Path:
    """The data directory, made when it is not there; refused when it cannot be written."""
    path = Path(os.environ.setdefault("CALLBOARD_DATA", "var")).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise NoDataDirectory(path=path, reason=fault.strerror) from fault
    if not os.access(path, os.W_OK | os.X_OK):
        raise NoDataDirectory(path=path, reason="no permission")
    return path


def start_django() -> None:
    """Load settings, models and wiring. Commands call it before they touch anything of the database."""
    data_directory()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


@contextmanager
def hold_data_directory() -> Iterator[None]:
    """Keep others out while this runs; the kernel gives it back when this process ends, however it ends."""
    path = data_directory()
    with (path / "running.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise AlreadyRunning(path=path) from fault
        yield
