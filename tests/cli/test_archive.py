"""The archive: whole or refused, whatever byte is missing or changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from callboard.cli.archive import Archive, ArchiveWriter, FileExists, Manifest, NotABackup
from tests.cli.installations import ROOT

LINES = [b'[1,"Ada"]\n', '[2,"Zoë"]\n'.encode()]


def an_archive(path: Path) -> Path:
    source = path.with_name("sheet.pdf")
    source.write_bytes(b"%PDF" * 300)
    manifest = Manifest("1.0", "2027-03-05T17:00:00+00:00", "sqlite", "0123", [["core", "0001_initial"]])
    with ArchiveWriter(path, manifest) as archive:
        archive.add_table("core_user", ["id", "name"], LINES)
        archive.add_table("core_empty", ["id"], [])
        archive.add_file("ab/abcd", source)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    with Archive(an_archive(tmp_path / "b.zip")) as archive:
        users, empty = archive.manifest.tables
        assert list(archive.lines(users)) == LINES
        assert list(archive.lines(empty)) == []
        archive.extract(archive.manifest.files[0], tmp_path / "out" / "abcd")
    assert (tmp_path / "out" / "abcd").read_bytes() == b"%PDF" * 300
    assert (users.rows, empty.rows, archive.manifest.row_count) == (2, 0, 2)


def test_no_byte_can_be_changed_unseen(tmp_path: Path) -> None:
    whole = an_archive(tmp_path / "b.zip").read_bytes()
    damaged = tmp_path / "damaged.zip"
    for place in range(len(whole)):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        with pytest.raises(NotABackup):
            Archive(damaged)


def test_no_part_can_be_missing(tmp_path: Path) -> None:
    whole = an_archive(tmp_path / "b.zip").read_bytes()
    short = tmp_path / "short.zip"
    for length in [*range(0, len(whole), 7), len(whole) - 1]:
        short.write_bytes(whole[:length])
        with pytest.raises(NotABackup):
            Archive(short)
    short.write_bytes(whole + b"\n")
    with pytest.raises(NotABackup):
        Archive(short)


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NotABackup):
        Archive(ROOT / "pyproject.toml")
    with pytest.raises(NotABackup):
        Archive(tmp_path / "not there")


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_text("mine")
    with pytest.raises(FileExists):
        an_archive(path)
    assert path.read_text() == "mine"


def test_a_backup_that_was_broken_off_leaves_nothing(tmp_path: Path) -> None:
    manifest = Manifest("1.0", "", "sqlite", "", [])
    with pytest.raises(ZeroDivisionError), ArchiveWriter(tmp_path / "b.zip", manifest) as archive:
        archive.add_table("core_user", ["id"], (b"%d\n" % (1 // (2 - n)) for n in range(5)))
    assert list(tmp_path.iterdir()) == []
