"""`callboard check` on installations with one thing wrong each."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.installations import ROOT, Installation


def not_ok(installation: Installation, *, code: int) -> dict[str, tuple[str, str]]:
    """What is not well: name → level and fix."""
    found = json.loads(installation.callboard("check", "--json", code=code))
    assert found["ok"] is (code == 0)
    return {one["name"]: (one["level"], one["fix"]) for one in found["findings"] if one["level"] != "ok"}


def test_a_new_installation_is_sound_and_told_what_is_not_set_up(installation: Installation) -> None:
    found = not_ok(installation, code=0)
    assert {name: level for name, (level, _) in found.items()} == {"address": "warn", "mail": "warn"}
    assert "CALLBOARD_URL" in found["address"][1]
    assert "CALLBOARD_SMTP_HOST" in found["mail"][1]


def test_what_is_wrong_is_said_with_its_fix(installation: Installation) -> None:
    secrets = installation.data / "secrets.json"
    secrets.chmod(0o644)
    (installation.data / "files.before-restore").mkdir()
    connection = sqlite3.connect(installation.data / "callboard.sqlite3")
    connection.execute("DROP TRIGGER core_auditentry_refuses_delete")
    connection.commit()
    connection.close()

    found = not_ok(installation, code=1)

    assert {name for name, (level, _) in found.items() if level == "fail"} == {"keys", "files", "triggers"}
    assert found["keys"][1] == f"chmod 600 {secrets}"
    assert "callboard migrate" in found["triggers"][1]


def test_a_planner_without_compiled_kernels_is_said_with_what_to_install(tmp_path: Path) -> None:
    package = tmp_path / "src" / "callboard"
    shutil.copytree(ROOT / "src" / "callboard", package, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    (package / "planner" / "solvers" / "toy.py").write_text("import cython\n")
    here = Installation(tmp_path)

    done = subprocess.run(
        [sys.executable, "-m", "callboard.cli.main", "check", "--json"],
        env=here.environment | {"PYTHONPATH": str(package.parent)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    [found] = [one for one in json.loads(done.stdout)["findings"] if one["name"] == "planner"]
    assert (found["level"], found["says"]) == ("warn", "runs uncompiled: the same plans, about a hundred times slower")
    assert "gcc libc6-dev python3-dev" in found["fix"]


def test_a_missing_migration_fails(installation: Installation) -> None:
    connection = sqlite3.connect(installation.data / "callboard.sqlite3")
    connection.execute("DELETE FROM django_migrations WHERE app = 'film'")
    connection.commit()
    connection.close()
    assert not_ok(installation, code=1)["migrations"] == ("fail", "callboard migrate")


def test_a_database_that_does_not_answer_fails(tmp_path: Path) -> None:
    lost = Installation(tmp_path, "postgresql://nobody:x@127.0.0.1:9/none")
    level, fix = not_ok(lost, code=1)["database"]
    assert (level, fix.split(";")[0]) == ("fail", "Start it, or mend DATABASE_URL")


@pytest.mark.postgresql
def test_postgresql_is_durable(tmp_path: Path, empty_postgresql: str) -> None:
    installation = Installation(tmp_path, empty_postgresql)
    installation.callboard("migrate")
    found = json.loads(installation.callboard("check", "--json"))["findings"]
    levels = {one["name"]: one["level"] for one in found}
    names = ("database", "fsync", "full_page_writes", "synchronous_commit", "clock", "migrations", "triggers")
    assert {name: levels[name] for name in names} == dict.fromkeys(names, "ok")
