"""Writing hundreds of thousands of rows of one run: PostgreSQL takes them as one stream, others in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from django.db import connection, models

from callboard.core.organizations.models import TenantModel

BATCH = 2000


def write_rows(table: type[TenantModel], same: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write new rows by column ("item_id"); `same` holds the columns that are alike in all of them.

    Values are plain: whole numbers, texts and days. What is left out gets the field's default.
    """
    if connection.vendor == "postgresql":
        _stream(table, same, rows)
        return
    left = iter(rows)
    while batch := [table(**same, **row) for row in islice(left, BATCH)]:
        table.objects.bulk_create(batch)


def _stream(table: type[TenantModel], same: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
    fields = [field for field in table._meta.concrete_fields if not field.primary_key]
    readers = [_reader(field, same) for field in fields]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields if field.column)
    statement = f"COPY {quoted(table._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([read(row) for read in readers])


def _reader(field: models.Field[Any, Any], same: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Any]:
    name = field.attname
    if name in same:
        value = same[name]
        return lambda _row: value
    if callable(field.default):
        return lambda row: row[name] if name in row else field.get_default()
    usual = _plain(field.get_default())
    return lambda row: row.get(name, usual)


def _plain(value: Any) -> Any:
    """A state's own text: the driver would write the name of the member."""
    return str(value) if isinstance(value, str) else value
