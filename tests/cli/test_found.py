"""`callboard found`: whoever runs the server lets the first member in, and nobody twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from callboard.cli.main import cli
from tests.cli.installations import Installation

ADA = ("Lantern Street Pictures", "--name", "Ada Lindqvist", "--email", "ada@callboard.example")
PASSWORD = "a long sentence that nobody else would write"
LOGS_IN = """
import django, sys; django.setup()
from django.contrib.auth import authenticate
from callboard.core.organizations.queries import memberships_of
user = authenticate(username=sys.argv[1], password=sys.argv[2])
print([(m.organization.name, m.name, m.role) for m in memberships_of(user)] if user else "refused")
"""


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    return file


def log_in(installation: Installation, email: str, password: str, monkeypatch: pytest.MonkeyPatch) -> str:
    changed = installation.environment | {"DJANGO_SETTINGS_MODULE": "callboard.config.settings"}
    monkeypatch.setattr(Installation, "environment", changed)
    return installation.python("-c", LOGS_IN, email, password).strip()


def organizations(installation: Installation) -> list[str]:
    with sqlite3.connect(installation.data / "callboard.sqlite3") as database:
        return [name for (name,) in database.execute("SELECT name FROM core_organization ORDER BY id")]


def test_the_first_coordinator_can_log_in(
    installation: Installation, password_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = installation.callboard("found", *ADA, "--password-file", password_file)

    assert said == (
        "Lantern Street Pictures is founded. Ada Lindqvist logs in as ada@callboard.example, coordinator.\n"
    )
    assert log_in(installation, "ada@callboard.example", PASSWORD, monkeypatch) == (
        "[('Lantern Street Pictures', 'Ada Lindqvist', 'coordinator')]"
    )


def test_whoever_founds_a_second_organization_keeps_their_password(
    installation: Installation, password_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.callboard("found", *ADA, "--password-file", password_file)
    said = installation.callboard("found", "Second House", "--name", "Ada L.", "--email", "ADA@callboard.example")

    assert said.splitlines()[1] == "They log in here already, and keep the password they have."
    assert log_in(installation, "ada@callboard.example", PASSWORD, monkeypatch) == (
        "[('Lantern Street Pictures', 'Ada Lindqvist', 'coordinator'), ('Second House', 'Ada L.', 'coordinator')]"
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ADA, "callboard: ada@callboard.example is already a member here. Change their role instead.\n"),
        (
            ("lantern street pictures", "--name", "Bob", "--email", "bob@callboard.example"),
            "callboard: There is an organization Lantern Street Pictures already. One of its coordinators adds "
            "further members on the page Members.\n",
        ),
    ],
)
def test_nothing_is_founded_twice(
    installation: Installation, password_file: Path, asked: tuple[str, ...], said: str
) -> None:
    installation.callboard("found", *ADA, "--password-file", password_file)

    assert installation.callboard("found", *asked, "--password-file", password_file, code=2) == said

    assert organizations(installation) == ["Lantern Street Pictures"]


@pytest.mark.parametrize(
    ("asked", "password", "said"),
    [
        (ADA, "short", "callboard: Choose another password. This password is too short."),
        (ADA, "ada lindqvist", "callboard: Choose another password. The password is too similar to the first name."),
        (ADA, "", "callboard: Choose another password. This password is too short."),
        ((*ADA[:3], "--email", "ada"), PASSWORD, "callboard: “ada” is not an e-mail address."),
        (("Lantern Street Pictures", "--name", " ", "--email", "ada@callboard.example"), PASSWORD, "callboard: Give"),
    ],
)
def test_what_is_refused_founds_nothing(
    installation: Installation, tmp_path: Path, asked: tuple[str, ...], password: str, said: str
) -> None:
    (tmp_path / "password").write_text(password)

    assert installation.callboard("found", *asked, "--password-file", tmp_path / "password", code=2).startswith(said)

    assert organizations(installation) == []


def test_a_database_of_another_version_is_refused(tmp_path: Path, password_file: Path) -> None:
    said = Installation(tmp_path / "empty").callboard("found", *ADA, "--password-file", password_file, code=2)
    assert said == "callboard: The database is not of this version. Run `callboard migrate` first.\n"


@pytest.mark.django_db
def test_without_a_file_the_password_is_asked_for_twice_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_DATA", str(tmp_path))

    result = CliRunner().invoke(cli, ["found", *ADA], input=f"{PASSWORD}\na slip\n{PASSWORD}\n{PASSWORD}\n")

    assert result.output.splitlines() == [
        "Password: ",
        "The same again: ",
        "Error: The two entered values do not match.",
        "Password: ",
        "The same again: ",
        "Lantern Street Pictures is founded. Ada Lindqvist logs in as ada@callboard.example, coordinator.",
    ]
