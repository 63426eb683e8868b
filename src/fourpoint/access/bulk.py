"""
Puts many rows into a table at once, as the person of the context: row security and every check hold for each of them.

For material that is brought in whole (a year of work, an older register). What a person does goes through the actions.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import connection, models
from django.db.models import Model
from psycopg.types.json import Jsonb

Row = TypeVar("Row", bound=Model)


def put_in(rows: Iterable[Row]) -> Sequence[Row]:
    """
    Put the rows, all of one model, into its table and return them with their keys.

    PostgreSQL takes no COPY into a table with row security, so they are copied into one of the transaction's own and
    put in from there by one statement: a fifth of the time of as many rows in INSERT statements.
    """
    held = number(rows)
    if held:
        _put(type(held[0]), held)
    return held


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


def _put(model: type[Model], rows: Sequence[Model]) -> None:
    table, fields = model._meta.db_table, model._meta.concrete_fields
    names = [field.attname for field in fields]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    documents = {place for place, field in enumerate(fields) if isinstance(field, models.JSONField)}
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS brought_{table} (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY brought_{table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                values = [getattr(row, name) for name in names]
                for place in documents:
                    values[place] = Jsonb(values[place])
                copy.write_row(values)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM brought_{table}")  # noqa: S608
        cursor.execute(f"TRUNCATE brought_{table}")
    for row in rows:
        row._state.adding = False
