"""
Opens to a person, for the length of a block, what she put into another agency's post box.

Outside it her own sendings are as closed to her as to anybody: what treats all records alike (lists, reviews, searches,
sharing) never meets a row whose audience is not open to its reader.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SETTING = "fourpoint.outbox"


@contextmanager
def own_sendings() -> Iterator[None]:
    """Let the person of the context send, and read what she sent; blocks may nest."""
    with transaction.atomic():
        before = _get()
        _set("on")
        yield
        # Only on success: a failure rolls the setting back with the savepoint.
        _set(before)


def _get() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, value])
