"""The drill: back up, restore somewhere else, compare every row and every file without our own code."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.installations import ROOT, Installation


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation in use; the tests of this file read it only."""
    installation = Installation(tmp_path_factory.mktemp("filled"))
    installation.fill()
    return installation


@pytest.fixture(scope="module")
def archive(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "backup.zip"
    filled.callboard("backup", path)
    return path


@pytest.fixture
def fresh(tmp_path: Path, migrated: Installation, filled: Installation) -> Installation:
    """An empty installation of the same version, with the keys of the old one."""
    shutil.copytree(migrated.data, tmp_path / "fresh")
    installation = Installation(tmp_path / "fresh")
    installation.take_keys_of(filled)
    return installation


def test_every_row_and_file_comes_back(filled: Installation, archive: Path, fresh: Installation) -> None:
    said = fresh.callboard("restore", archive)

    assert said.startswith("Restored ")
    assert fresh.rows() == filled.rows()
    assert fresh.files() == filled.files()
    assert len(fresh.files()) == 2
    filled_tables = [table for table, rows in fresh.rows().items() if rows]
    assert len(filled_tables) >= 15


def test_after_a_restore_facts_are_final_and_new_rows_follow_the_old(archive: Path, fresh: Installation) -> None:
    fresh.callboard("restore", archive)
    connection = sqlite3.connect(fresh.data / "callboard.sqlite3")
    with pytest.raises(sqlite3.IntegrityError, match="facts are only added"):
        connection.execute("UPDATE core_auditentry SET verb = 'other'")
    connection.close()
    fresh.python("-m", "tests.cli.filled")
    assert "triggers: facts can only be added" in fresh.callboard("check")


def test_keys_and_log_ins_are_not_in_the_archive(filled: Installation, archive: Path) -> None:
    secrets = json.loads((filled.data / "secrets.json").read_text())
    with zipfile.ZipFile(archive) as parts:
        names = parts.namelist()
        content = b"".join(parts.read(name) for name in names)
    assert [name for name in names if "session" in name or "secret" in name] == []
    assert [name for name, secret in secrets.items() if secret.encode() in content] == []


def test_other_keys_are_refused_unless_said(
    tmp_path: Path, migrated: Installation, filled: Installation, archive: Path
) -> None:
    stranger = Installation(tmp_path / "stranger")
    shutil.copytree(migrated.data, stranger.data)

    assert "belongs to other keys" in stranger.callboard("restore", archive, code=2)
    assert stranger.rows()["core_organization"] == []

    stranger.callboard("restore", archive, "--without-keys")
    assert stranger.rows() == filled.rows()


def test_a_used_installation_is_replaced_only_when_said(
    filled: Installation, archive: Path, fresh: Installation
) -> None:
    fresh.python("-m", "tests.cli.filled")
    before, files_before = fresh.rows(), fresh.files()

    assert "is not empty" in fresh.callboard("restore", archive, code=2)
    assert (fresh.rows(), fresh.files()) == (before, files_before)

    fresh.callboard("restore", archive, "--replace")
    assert (fresh.rows(), fresh.files()) == (filled.rows(), filled.files())
    assert sorted(path.name for path in fresh.data.iterdir() if path.is_dir()) == ["files"]


def test_a_database_that_is_not_migrated_is_refused(tmp_path: Path, filled: Installation, archive: Path) -> None:
    bare = Installation(tmp_path / "bare")
    bare.take_keys_of(filled)
    assert "Run `callboard migrate` first" in bare.callboard("restore", archive, code=2)
    assert "Run `callboard migrate` first" in bare.callboard("backup", tmp_path / "none.zip", code=2)
    assert not (tmp_path / "none.zip").exists()


def test_a_damaged_archive_changes_nothing(archive: Path, fresh: Installation, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.zip"
    whole = archive.read_bytes()
    damaged.write_bytes(whole[: len(whole) // 2])

    assert "is not a whole backup" in fresh.callboard("restore", damaged, code=2)
    assert "is not a whole backup" in fresh.callboard("restore", "--check", damaged, code=2)
    assert fresh.rows()["core_organization"] == []
    assert fresh.callboard("restore", "--check", archive).startswith("Whole: ")


def test_a_backup_under_load_is_one_moment(migrated: Installation, tmp_path: Path) -> None:
    """A writer adds organizations two at a time; no backup ever holds an odd one."""
    busy = Installation(tmp_path / "busy")
    shutil.copytree(migrated.data, busy.data)
    writer = subprocess.Popen([sys.executable, "-m", "tests.cli.pairs"], env=busy.environment, cwd=ROOT)
    try:
        for number in range(3):
            busy.callboard("backup", tmp_path / f"{number}.zip")
    finally:
        writer.terminate()
        writer.wait(30)
    for number in range(3):
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as parts:
            assert parts.read("tables/core_organization.jsonl").count(b"\n") % 2 == 0
    assert len(busy.rows()["core_organization"]) > 0


@pytest.mark.postgresql
def test_every_row_comes_back_on_postgresql(tmp_path: Path, empty_postgresql: str) -> None:
    old = Installation(tmp_path / "old", empty_postgresql)
    old.fill()
    rows, files = old.rows(), old.files()
    old.callboard("backup", tmp_path / "backup.zip")
    old.python("-m", "tests.cli.filled")
    assert old.rows() != rows

    old.callboard("restore", "--replace", tmp_path / "backup.zip")

    assert (old.rows(), old.files()) == (rows, files)
    assert "triggers: facts can only be added" in old.callboard("check")
    old.python("-m", "tests.cli.filled")  # new rows are numbered after the restored ones


@pytest.mark.postgresql
def test_an_installation_moves_to_postgresql_and_back(
    filled: Installation, archive: Path, fresh: Installation, tmp_path: Path, empty_postgresql: str
) -> None:
    moved = Installation(tmp_path / "moved", empty_postgresql)
    moved.take_keys_of(filled)
    moved.callboard("migrate")
    moved.callboard("restore", archive)
    moved.callboard("backup", tmp_path / "moved.zip")

    fresh.callboard("restore", tmp_path / "moved.zip")

    assert fresh.rows() == filled.rows()
    assert fresh.files() == moved.files() == filled.files()
