from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from callboard.cli.script import script

SCRIPT = """Title: The Harbor Light

EXT. HARBOR - DAWN #1#

ADA
Gone.

NARRATOR (V.O.)
She was right.

INT. BOATHOUSE - CONTINUOUS #2#

Nobody.

.OMITTED #3#
"""


@pytest.fixture
def harbor(tmp_path):
    path = tmp_path / "harbor.fountain"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_json_is_the_breakdown(harbor):
    done = CliRunner().invoke(script, [str(harbor), "--json"])

    breakdown = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert list(breakdown) == ["title", "format", "scenes", "faults", "notes"]
    assert [(scene["number"], scene["cast"], scene["omitted"]) for scene in breakdown["scenes"]] == [
        ("1", ["ADA"], False),
        ("2", [], False),
        ("3", [], True),
    ]
    assert [note["line"] for note in breakdown["notes"]] == [11]


def test_without_json_it_is_a_table_to_read(harbor):
    done = CliRunner().invoke(script, [str(harbor)])

    assert done.stdout.splitlines() == [
        "The Harbor Light (fountain)",
        "Scene     Pages  I/E      Set                                    Time           Cast",
        "1          2/8~  EXT      HARBOR                                 DAWN           ADA, NARRATOR (V.O.)",
        "2          1/8~  INT      BOATHOUSE                              DAWN*",
        "3             0           OMITTED",
        "3 scenes, 1 omitted, 3/8 pages",
        "~ length estimated, * time of day taken from the scene before",
        "line 11: note: “INT. BOATHOUSE - CONTINUOUS”: the time of day, DAWN, is taken from the scene before.",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.4", "Line 1: this is a PDF"),
        (b"<FinalDraft>\n<Content>\n", "Line 3: the file breaks off here"),
        (b"", "Line 1: the file is empty"),
        (b"INT. A - DAY\n\0", "Line 2: there are bytes here that no text has"),
        (b"x" * 10_000_001, "Line 1: the file is larger than 10 MB"),
    ],
)
def test_a_refusal_names_file_line_and_mending_with_exit_code_2(tmp_path, content, message):
    path = tmp_path / "bad.fdx"
    path.write_bytes(content)
    before = sorted(tmp_path.iterdir())

    done = CliRunner().invoke(script, [str(path), "--json"])

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}: {message}")
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_and_a_missing_file_are_refused_alike(tmp_path):
    folder = CliRunner().invoke(script, [str(tmp_path)])
    missing = CliRunner().invoke(script, [str(tmp_path / "none.fdx")])

    assert (folder.exit_code, missing.exit_code) == (2, 2)
    assert folder.stderr == f"{tmp_path}: Line 1: this is not a file that can be read. Give the script file itself.\n"
    assert missing.stderr == (
        f"{tmp_path}/none.fdx: Line 1: No such file or directory. Give the path of a script that you may read.\n"
    )


def test_the_command_loads_no_framework():
    code = "import sys, callboard.cli.script; print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
