"""
Puts rows into a table past Django's own INSERT, as the person of the context: row security and every check hold.

For what is brought in whole: a year of work, an older register. What a person does goes through the actions.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Model
from psycopg.types.json import Jsonb

Row = TypeVar("Row", bound=Model)
Columns = tuple[str, ...]


def put_in(rows: Iterable[Row]) -> Sequence[Row]:
    """Put the rows, all of one model, into its table and return them with their keys."""
    held = number(rows)
    if held:
        model = type(held[0])
        columns, names, documents = _columns(model)
        values = (
            [Jsonb(getattr(row, name)) if name in documents else getattr(row, name) for name in names] for row in held
        )
        copy_in(model._meta.db_table, columns, values)
    for row in held:
        row._state.adding = False
    return held


def copy_in(table: str, columns: Columns, rows: Iterable[Sequence[Any]]) -> None:
    """
    Put many rows of values into a table.

    PostgreSQL takes no COPY into a table with row security, so they are copied into one of the transaction's own and
    put in from there by one statement: a fifth of the time of as many rows in INSERT statements.
    """
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS brought_{table} (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY brought_{table} ({named}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({named}) SELECT {named} FROM brought_{table}")  # noqa: S608
        cursor.execute(f"TRUNCATE brought_{table}")


def number(rows: Iterable[Row]) -> Sequence[Row]:
    """Give those of the rows that have no key, where the table counts its keys, the next ones; return all of them."""
    held = list(rows)
    fresh = [row for row in held if row.pk is None]
    if fresh:
        meta = type(fresh[0])._meta
        with connection.cursor() as cursor:
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [meta.db_table, meta.pk.column, len(fresh)])
            for row, (key,) in zip(fresh, cursor.fetchall(), strict=True):
                row.pk = key
    return held


# ----------------------------------------------------------------------------------------------------------------------


@lru_cache
def _columns(model: type[Model]) -> tuple[Columns, Columns, frozenset[str]]:
    """The columns of a table, quoted, and the attributes that fill them; which of those are JSON."""
    fields = model._meta.concrete_fields
    columns = tuple(connection.ops.quote_name(field.column or "") for field in fields)
    documents = frozenset(field.attname for field in fields if isinstance(field, models.JSONField))
    return columns, tuple(field.attname for field in fields), documents
