"""Empty databases for installations under test."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.cli.installations import Installation

TRIES = 20


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation of this version with nothing in it; tests work on copies."""
    made = Installation(tmp_path_factory.mktemp("migrated") / "data")
    made.callboard("migrate")
    return made


@pytest.fixture
def installation(tmp_path: Path, migrated: Installation) -> Installation:
    """An empty installation of a test's own."""
    shutil.copytree(migrated.data, tmp_path / "here")
    return Installation(tmp_path / "here")


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    """The address of an empty database of our own on the test server."""
    if "CALLBOARD_TEST_POSTGRES" not in os.environ:
        pytest.skip("no PostgreSQL (CALLBOARD_TEST_POSTGRES)")
    server = urlsplit(os.environ["CALLBOARD_TEST_POSTGRES"])
    name = f"callboard_drill_{uuid4().hex[:12]}"
    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")  # template1 may be in use elsewhere
        yield server._replace(path=f"/{name}").geturl()
        drop_database(connection, name)


def drop_database(connection: psycopg.Connection[object], name: str) -> None:
    """Drop it with whoever is still connected; the server's own vacuum may be there and ends by itself."""
    for tries_left in reversed(range(TRIES)):
        try:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            if not tries_left:
                raise
            time.sleep(0.5)
        else:
            return
