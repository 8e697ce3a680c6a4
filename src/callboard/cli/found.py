"""`callboard found`: an organization and the member who lets the others in."""

from __future__ import annotations

from typing import TextIO

import click

from callboard.cli.start import data_option, start_django


@click.command()
@click.argument("organization")
@click.option("--name", required=True, help="The first coordinator's name, as the history shows it.")
@click.option("--email", required=True, help="The address they log in with.")
@click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="Read the password from this file's first line (- is standard input) instead of asking for it.",
)
@data_option
def found(organization: str, name: str, email: str, password_file: TextIO | None) -> None:
    """Make ORGANIZATION with its first coordinator, who then adds the others on the page Members.

    Asks for a password twice. Somebody who logs in here already keeps the password they have.
    """
    start_django()
    from django.utils import timezone

    from callboard.cli.backup import check_migrated
    from callboard.core.members.founding import check_can_found, found_organization, has_user

    check_migrated()
    check_can_found(organization, member_name=name, email=email)
    is_known = has_user(email)
    password = "" if is_known else _password(password_file)
    member = found_organization(organization, member_name=name, email=email, password=password, at=timezone.now())
    click.echo(f"{member.organization} is founded. {member.name} logs in as {member.user.email}, coordinator.")
    if is_known:
        click.echo("They log in here already, and keep the password they have.")


def _password(file: TextIO | None) -> str:
    if file is not None:
        return file.readline().rstrip("\r\n")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same again")
    return asked
