"""The file of a backup: a zip of JSON lines and files with a manifest, sealed by a hash over every byte of it.

    tables/<table>.jsonl   one row a line          files/<path>   what people uploaded and what was printed
    manifest.json          version, migrations, and for each table and file its size and SHA-256

The last 64 bytes (the end of the zip's comment) are the SHA-256 of all bytes before them.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from callboard.core.errors import Refused, gettext_noop

FORMAT = 1
DIGEST_BYTES = 64
COMMENT = b"callboard backup, sha256:" + b"0" * DIGEST_BYTES
MANIFEST = "manifest.json"
MEGABYTE = 1 << 20


class NotABackup(Refused):
    """The file is not a backup, or not all of it, or not as it was written."""

    text = gettext_noop("%(path)s is not a whole backup: %(reason)s. Nothing was changed; use another backup.")


class FileExists(Refused):
    """A backup never overwrites."""

    text = gettext_noop("%(path)s is there already. Choose another name, or remove it first.")


@dataclass(frozen=True)
class TablePart:
    """What the archive says of one table."""

    table: str
    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class FilePart:
    """What the archive says of one file."""

    path: str
    bytes: int
    sha256: str


@dataclass
class Manifest:
    """What is in the archive, and what the installation was that made it."""

    version: str
    made_at: str
    database: str
    keys: str
    migrations: list[list[str]]
    tables: list[TablePart] = field(default_factory=list)
    files: list[FilePart] = field(default_factory=list)
    format: int = FORMAT

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(part.rows for part in self.tables)


class ArchiveWriter:
    """Writes parts one by one; the file gets its name only when it is whole."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        if path.exists():
            raise FileExists(path=path)
        self.path = path
        self.manifest = manifest
        self.aside = path.with_name(f".{path.name}.{os.getpid()}.part")
        descriptor = os.open(self.aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self.stream: IO[bytes] = os.fdopen(descriptor, "w+b")
        self.zip = zipfile.ZipFile(self.stream, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._finish()
        else:
            self.zip.close()
            self.stream.close()
            self.aside.unlink()

    def add_table(self, table: str, columns: list[str], lines: Iterable[bytes]) -> None:
        """Add the rows of one table."""
        rows, total = 0, hashlib.sha256()
        with self.zip.open(f"tables/{table}.jsonl", "w", force_zip64=True) as member:
            for line in lines:
                rows += 1
                total.update(line)
                member.write(line)
        self.manifest.tables.append(TablePart(table, columns, rows, total.hexdigest()))

    def add_file(self, name: str, source: Path) -> None:
        """Add one file under its path within the store."""
        size, total = 0, hashlib.sha256()
        with source.open("rb") as stream, self.zip.open(f"files/{name}", "w", force_zip64=True) as member:
            while chunk := stream.read(MEGABYTE):
                size += len(chunk)
                total.update(chunk)
                member.write(chunk)
        self.manifest.files.append(FilePart(name, size, total.hexdigest()))

    def _finish(self) -> None:
        self.zip.writestr(MANIFEST, json.dumps(asdict(self.manifest), indent=1))
        self.zip.comment = COMMENT
        self.zip.close()
        self.stream.flush()
        sealed = _digest_of_all_but_the_last(self.stream)
        self.stream.seek(-DIGEST_BYTES, os.SEEK_END)
        self.stream.write(sealed.encode())
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        os.link(self.aside, self.path)  # unlike a rename, refuses to overwrite
        self.aside.unlink()


class Archive:
    """A backup opened for reading; opening it reads every byte and refuses it unless all are as they were written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stream = self._open()
        try:
            self.zip = zipfile.ZipFile(self.stream)
            self.manifest = self._read_manifest()
            self._check_names()
            for table in self.manifest.tables:
                self._check_part(table)
            for file in self.manifest.files:
                self._check_part(file)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError) as fault:
            self.stream.close()
            raise NotABackup(path=path, reason=f"it cannot be read ({fault})") from fault
        except Refused:
            self.stream.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()
        self.stream.close()

    def lines(self, part: TablePart) -> Iterator[bytes]:
        """Rows of one table."""
        with self.zip.open(f"tables/{part.table}.jsonl") as member:
            yield from member

    def extract(self, part: FilePart, target: Path) -> None:
        """Write one file; refused when its bytes are not those of the manifest."""
        total = hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.zip.open(f"files/{part.path}") as member, target.open("wb") as stream:
            while chunk := member.read(MEGABYTE):
                total.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        target.chmod(0o640)
        if total.hexdigest() != part.sha256:
            raise NotABackup(path=self.path, reason=f"{part.path} differs from the manifest")

    def _open(self) -> IO[bytes]:
        try:
            stream = self.path.open("rb")
        except OSError as fault:
            raise NotABackup(path=self.path, reason=fault.strerror) from fault
        size = stream.seek(0, os.SEEK_END)
        if size > len(COMMENT):
            stream.seek(-DIGEST_BYTES, os.SEEK_END)
            if stream.read().decode(errors="replace") == _digest_of_all_but_the_last(stream):
                return stream
        stream.close()
        reason = "it is empty" if size == 0 else "its end is missing or bytes were changed"
        raise NotABackup(path=self.path, reason=reason)

    def _read_manifest(self) -> Manifest:
        raw: dict[str, Any] = json.loads(self.zip.read(MANIFEST))
        if raw["format"] != FORMAT:
            raise NotABackup(path=self.path, reason=f"its format {raw['format']} is newer than this version reads")
        tables = [TablePart(**part) for part in raw.pop("tables")]
        files = [FilePart(**part) for part in raw.pop("files")]
        return Manifest(**raw, tables=tables, files=files)

    def _check_names(self) -> None:
        tables = [f"tables/{part.table}.jsonl" for part in self.manifest.tables]
        files = [f"files/{part.path}" for part in self.manifest.files]
        if sorted(self.zip.namelist()) != sorted([*tables, *files, MANIFEST]):
            raise NotABackup(path=self.path, reason="it holds other parts than its manifest names")
        for part in self.manifest.files:
            path = PurePosixPath(part.path)
            if path.is_absolute() or ".." in path.parts:
                raise NotABackup(path=self.path, reason=f"it names a file outside the store ({part.path})")

    def _check_part(self, part: TablePart | FilePart) -> None:
        name = f"tables/{part.table}.jsonl" if isinstance(part, TablePart) else f"files/{part.path}"
        total, lines, size = hashlib.sha256(), 0, 0
        with self.zip.open(name) as member:
            while chunk := member.read(MEGABYTE):
                total.update(chunk)
                lines += chunk.count(b"\n")
                size += len(chunk)
        counted = (lines, part.rows) if isinstance(part, TablePart) else (size, part.bytes)
        if total.hexdigest() != part.sha256 or counted[0] != counted[1]:
            raise NotABackup(path=self.path, reason=f"{name} differs from the manifest")


def _digest_of_all_but_the_last(stream: IO[bytes]) -> str:
    """Hash everything before the last 64 bytes."""
    left = stream.seek(0, os.SEEK_END) - DIGEST_BYTES
    stream.seek(0)
    total = hashlib.sha256()
    while left > 0 and (chunk := stream.read(min(left, MEGABYTE))):
        total.update(chunk)
        left -= len(chunk)
    return total.hexdigest()
