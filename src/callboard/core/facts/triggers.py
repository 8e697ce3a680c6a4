"""Triggers that hold two promises in the database itself: facts stay, and no row points into another organization."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from callboard.core.organizations.models import TenantModel


@dataclass(frozen=True)
class Trigger:
    """One trigger, with the statements that make it on each kind of database."""

    name: str
    table: str
    sqlite: str
    postgresql: str


def declared_triggers() -> list[Trigger]:
    """Every trigger the models ask for, derived from their declarations."""
    return [trigger for model in _tenant_models() for trigger in (*_final_rows(model), *_same_organization(model))]


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """(Re)install all. Called after every migration: SQLite drops triggers when it rebuilds a table."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in declared_triggers():
            if trigger.table in tables:
                _drop(cursor, connection.vendor, trigger)
                for statement in getattr(trigger, connection.vendor).split("\n--\n"):
                    cursor.execute(statement)


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take all away, for a restore into an empty database; `install_triggers` brings them back."""
    with connection.cursor() as cursor:
        for trigger in declared_triggers():
            _drop(cursor, connection.vendor, trigger)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of declared triggers that the database's own catalog does not show."""
    catalog = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalog)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(trigger.name for trigger in declared_triggers() if trigger.name not in present)


def _tenant_models() -> Iterator[type[TenantModel]]:
    return (model for model in apps.get_models() if issubclass(model, TenantModel))


def _drop(cursor: object, vendor: str, trigger: Trigger) -> None:
    on_table = "" if vendor == "sqlite" else f' ON "{trigger.table}"'
    cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{on_table}')  # type: ignore[attr-defined]


def _final_rows(model: type[TenantModel]) -> Iterator[Trigger]:
    if not model.append_only:
        return
    table = model._meta.db_table
    for verb in ("UPDATE", "DELETE"):
        name = _short(f"{table}_refuses_{verb.lower()}")
        message = f"{table}: facts are only added"
        yield Trigger(
            name,
            table,
            f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" BEGIN SELECT RAISE(ABORT, \'{message}\'); END',
            _pg_function(name, f"RAISE EXCEPTION '{message}';")
            + f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        )
    name = _short(f"{table}_refuses_truncate")
    # SQLite has no TRUNCATE: the same name stands there for a DELETE that is refused once more.
    yield Trigger(
        name,
        table,
        f'CREATE TRIGGER "{name}" BEFORE DELETE ON "{table}" BEGIN SELECT RAISE(ABORT, \'{table}: facts stay\'); END',
        _pg_function(name, f"RAISE EXCEPTION '{table}: facts stay';")
        + f'CREATE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
    )


def _same_organization(model: type[TenantModel]) -> Iterator[Trigger]:
    table = model._meta.db_table
    for field in model._meta.local_fields:
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if isinstance(target, type) and issubclass(target, TenantModel) and field.column:
            for verb in ("INSERT", "UPDATE"):
                yield _same_organization_trigger(table, field.column, target._meta.db_table, verb)


def _same_organization_trigger(table: str, column: str, target: str, verb: str) -> Trigger:
    name = _short(f"{table}_{column}_same_org_{verb.lower()}")
    foreign = (
        f'NEW."{column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{target}" '  # noqa: S608 - names of our own tables
        f'WHERE id = NEW."{column}" AND organization_id = NEW.organization_id)'
    )
    message = f"{table}.{column} points into another organization"
    timing = f'BEFORE {verb}{f" OF {column}, organization_id" if verb == "UPDATE" else ""} ON "{table}" FOR EACH ROW'
    return Trigger(
        name,
        table,
        f"CREATE TRIGGER \"{name}\" {timing} WHEN {foreign} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        _pg_function(name, f"IF {foreign} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW;")
        + f'CREATE TRIGGER "{name}" {timing} EXECUTE FUNCTION "{name}"()',
    )


def _short(name: str) -> str:
    """PostgreSQL cuts names at 63 bytes: keep the head and tell two long ones apart by a digest."""
    if len(name) <= 63:
        return name
    return f"{name[:50]}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _pg_function(name: str, body: str) -> str:
    return f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$\n--\n'
