"""Installations as an operator has them: a directory, commands as processes, rows read without our code."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[2]
SET_BY_US = ("CALLBOARD_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


@dataclass
class Installation:
    """One installation; its database is the SQLite file in its directory unless `database_url` says otherwise."""

    data: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(SET_BY_US)}
        ours["CALLBOARD_DATA"] = str(self.data)
        return ours | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def callboard(self, *arguments: str | Path, code: int = 0) -> str:
        """Run a command; returns what it printed, on standard output or on error."""
        return self.python("-m", "callboard.cli.main", *map(str, arguments), code=code)

    def python(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def fill(self) -> None:
        """Migrate, and put rows of many kinds and two files in."""
        self.callboard("migrate")
        self.python("-m", "tests.cli.filled")

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but the log-ins, read by the driver alone."""
        return _postgresql_rows(self.database_url) if self.database_url else _sqlite_rows(self.data)

    def files(self) -> dict[str, bytes]:
        store = self.data / "files"
        return {path.relative_to(store).as_posix(): path.read_bytes() for path in store.rglob("*") if path.is_file()}

    def take_keys_of(self, other: Installation) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        target = self.data / "secrets.json"
        target.write_bytes((other.data / "secrets.json").read_bytes())
        target.chmod(0o600)


LOG_INS = "django_session"
WHEN_MIGRATED = "django_migrations"  # tells when this very database was made


def _sqlite_rows(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(data / "callboard.sqlite3")
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        tables = [name for (name,) in names if name not in {LOG_INS, WHEN_MIGRATED}]
        return {table: _sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables}
    finally:
        connection.close()


def _postgresql_rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = [name for (name,) in names if name not in {LOG_INS, WHEN_MIGRATED}]
        return {table: _sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables}


def _sorted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(map(_comparable, row)) for row in rows), key=repr)


def _comparable(value: Any) -> Any:
    """JSON by its meaning: PostgreSQL keeps no order of keys."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        return json.dumps(json.loads(value), sort_keys=True)
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value
