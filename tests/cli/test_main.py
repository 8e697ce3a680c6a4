"""The command line itself: what it lists, what it imports, how it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from callboard.cli.main import COMMANDS, HIDDEN, cli
from tests.cli.installations import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "here")


def test_help_lists_every_command_without_loading_any() -> None:
    program = (
        "import sys\n"
        "from callboard.cli.main import main\n"
        "try:\n    main(['--help'])\n"
        "finally:\n    print([name for name in ('django', 'granian', 'callboard.cli.backup') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    listed = [line.split()[0] for line in done.stdout.split("Commands:\n")[1].splitlines() if line.startswith("  ")]
    assert listed == list(COMMANDS)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", [*COMMANDS, *HIDDEN])
def test_every_command_explains_itself(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert isinstance(command, click.Command)
    assert command.help
    result = CliRunner().invoke(cli, [name, "--help"])
    assert (result.exit_code, result.output.splitlines()[0].split()[:3]) == (0, ["Usage:", "cli", name])


def test_an_unknown_command_is_refused_with_exit_code_2(installation: Installation) -> None:
    assert "No such command 'publsh'" in installation.callboard("publsh", code=2)


def test_a_refusal_is_one_line_that_says_what_to_do(installation: Installation) -> None:
    said = installation.callboard("backup", installation.data / "b.zip", code=2)
    assert said == "callboard: The database is not of this version. Run `callboard migrate` first.\n"


def test_a_data_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = Installation(tmp_path / "file" / "data").callboard("check", code=2)
    assert said.startswith("callboard: Cannot write to the data directory")
    assert said.endswith("Choose another with --data.\n")


def test_data_may_be_named_on_the_command_line(installation: Installation, tmp_path: Path) -> None:
    installation.callboard("migrate", "--data", tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere" / "callboard.sqlite3").is_file()
    assert not installation.data.exists()
