"""`callboard`: the same actions from a shell. Knows every command by name and imports only the one that is called."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import version

import click

from callboard.core.errors import Refused

# name → where the command lives, and its line in `callboard --help`. A new command adds its line here.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("callboard.config.supervisor:run", "Prepare the database, then serve pages and worker until Ctrl-C."),
    "serve": ("callboard.config.server:serve", "Serve the pages and the API, without the worker."),
    "worker": ("callboard.config.supervisor:worker", "Deliver messages and make plans, without the pages."),
    "migrate": ("callboard.cli.database:migrate", "Bring the database to this version."),
    "found": ("callboard.cli.found:found", "Make an organization with its first coordinator."),
    "demo": ("callboard.cli.demo:demo", "Load the demo production into an empty database."),
    "script": ("callboard.cli.script:script", "Read a screenplay and print its breakdown; needs no database."),
    "plan": ("callboard.cli.plan:plan", "Plan a shoot, or what to make and buy; needs no database."),
    "table": ("callboard.cli.table:table", "Show what a CSV or XLSX table holds; needs no database."),
    "convert": ("callboard.cli.convert:convert", "Turn another program's data into tables to import and to plan."),
    "check": ("callboard.cli.check:check", "Say what is wrong with this installation, and how to mend it."),
    "backup": ("callboard.cli.backup:backup", "Write every row and file into one archive."),
    "restore": ("callboard.cli.backup:restore", "Bring a backup back into an empty database."),
}

# Steps that other commands start; not listed.
HIDDEN: dict[str, str] = {"prepare": "callboard.cli.database:prepare"}

REFUSED = 2


class Registry(click.Group):
    """Commands from COMMANDS, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the registry: a newcomer reads `run` first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Import the one command that was named."""
        places = {name: place for name, (place, _) in COMMANDS.items()} | HIDDEN
        if cmd_name not in places:
            return None
        module, _, attribute = places[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Registry, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("callboard"), prog_name="callboard")
def cli() -> None:
    """The board that tells everyone in a production where to be, when, and for what.

    Start with `callboard run --demo` and open the address it prints. `callboard COMMAND --help` explains a command.

    Exit codes: 0 done, 1 a fault, 2 refused with a message that says what to do.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run a command; a refusal becomes one message and exit code 2."""
    try:
        cli.main(arguments, prog_name="callboard")
    except Refused as refused:
        click.echo(f"callboard: {said(refused)}", err=True)
        sys.exit(REFUSED)


def said(refused: Refused) -> str:
    """The refusal in the language of the installation, in English before there is one."""
    from django.conf import settings

    if not settings.configured:
        return str(refused)
    from django.utils.translation import gettext

    return gettext(refused.text) % refused.parameters


if __name__ == "__main__":
    main()
