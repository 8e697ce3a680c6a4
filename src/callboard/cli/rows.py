"""Rows of every table as JSON lines, the same text from SQLite and PostgreSQL, and back."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_iso_string

LEFT_OUT = {"django_session"}  # log-ins are credentials: after a restore everybody logs in anew
MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}  # filled in every new database, replaced by a restore
CHUNK = 500
SNAPSHOT = "snapshot"

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]


def kept_models() -> list[type[models.Model]]:
    """Every table a backup holds, in a fixed order."""
    every = apps.get_models(include_auto_created=True)
    kept = [model for model in every if model._meta.managed and not model._meta.proxy]
    return sorted(
        (model for model in kept if model._meta.db_table not in LEFT_OUT), key=lambda model: model._meta.db_table
    )


def kept_fields(model: type[models.Model]) -> list[AnyField]:
    """The columns that are stored; the database computes the others."""
    fields = cast("list[AnyField]", model._meta.local_concrete_fields)
    return [field for field in fields if not getattr(field, "generated", False)]


def column_names(model: type[models.Model]) -> list[str]:
    """Their names in the database."""
    return [field.column for field in kept_fields(model) if field.column is not None]


def lines_of(model: type[models.Model], *, using: str) -> Iterator[bytes]:
    """Each row as one JSON list in the order of `kept_fields`, by primary key.

    Asks the table itself: managers show one organization's rows only.
    """
    names = [field.attname for field in kept_fields(model)]
    rows: models.QuerySet[models.Model, tuple[Any, ...]] = (
        models.QuerySet(model=model, using=using).order_by("pk").values_list(*names)
    )
    for row in rows.iterator(chunk_size=CHUNK):
        values = [_plain(value) for value in row]
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def fingerprint(lines: Iterable[bytes]) -> tuple[int, str]:
    """How many rows, and one hash over all of them."""
    count, total = 0, hashlib.sha256()
    for line in lines:
        count += 1
        total.update(line)
    return count, total.hexdigest()


def write_rows(model: type[models.Model], lines: Iterable[bytes], *, connection: BaseDatabaseWrapper) -> None:
    """Insert rows as `lines_of` gave them, keys and all."""
    fields = kept_fields(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in column_names(model))
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
    pending = iter(lines)
    with connection.cursor() as cursor:
        while chunk := list(islice(pending, CHUNK)):
            cursor.executemany(statement, [_stored(fields, json.loads(line), connection) for line in chunk])


def delete_rows(connection: BaseDatabaseWrapper) -> None:
    """Empty every table, log-ins included. Foreign keys are checked at the end of the transaction."""
    with connection.cursor() as cursor:
        for table in [*(model._meta.db_table for model in kept_models()), *sorted(LEFT_OUT)]:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of ours


def tables_with_rows(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Tables that hold anything beyond what migrating puts there."""
    asked = (model for model in kept_models() if model._meta.db_table not in MADE_BY_MIGRATING)
    return [model._meta.db_table for model in asked if models.QuerySet(model=model, using=using).exists()]


def renew_sequences(connection: BaseDatabaseWrapper) -> None:
    """Let new rows be numbered after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


def applied_migrations(*, using: str = DEFAULT_DB_ALIAS) -> list[list[str]]:
    """Which migrations the database has had, as [app, name]."""
    return sorted([app, name] for app, name in MigrationRecorder(connections[using]).applied_migrations())


@contextmanager
def snapshot() -> Iterator[str]:
    """Give the alias of a database that stands still while it is read; writers are not held up."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0")
            yield DEFAULT_DB_ALIAS
    else:
        with (
            TemporaryDirectory(prefix="callboard-backup-") as folder,
            _sqlite_copy(connection, Path(folder) / "snapshot.sqlite3"),
        ):
            yield SNAPSHOT


@contextmanager
def _sqlite_copy(connection: BaseDatabaseWrapper, path: Path) -> Iterator[None]:
    import sqlite3

    connection.ensure_connection()
    target = sqlite3.connect(path)
    try:
        connection.connection.backup(target)
    finally:
        target.close()
    connections.databases[SNAPSHOT] = {**connections.databases[DEFAULT_DB_ALIAS], "NAME": path}
    try:
        yield
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def _plain(value: Any) -> Any:
    """A value as JSON has it; `Field.to_python` reads each of these back."""
    match value:
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case date() | time():  # a datetime is a date
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case _:
            return value


def _stored(fields: list[AnyField], values: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    pairs = zip(fields, values, strict=True)
    return [field.get_db_prep_save(field.to_python(value), connection) for field, value in pairs]
