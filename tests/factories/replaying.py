"""
Runs a costly loading of rows once in a process, and its statements again in every later test, as one message.

Every test's transaction is rolled back, so each begins with the same empty tables. Sequences are not rolled back: they
are set to where they stood before the first time, so that the same rows get the same numbers.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from fourpoint.access import writers
from fourpoint.records.agencies.models import Person
from tests import database

READS = ("SELECT", "WITH")
ROOM = 1_000


@dataclass
class Recording:
    """Where the sequences stood, what was sent after that, and what the loading returned."""

    sequences: list[tuple[str, int, bool]]
    statements: list[str] = field(default_factory=list)
    result: Any = None

    def hear(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Keep a statement that changes rows or settings, as it is sent."""
        for given in params if many else [params]:
            if not sql.lstrip().upper().startswith(READS) or "set_config" in sql:
                self.statements.append(context["cursor"].cursor.mogrify(sql, given))
        return execute(sql, params, many, context)


_RECORDINGS: dict[Hashable, Recording] = {}


def replayed(key: Hashable, load: Callable[[], Any], *, beside: bool = False) -> Any:
    """
    Return what the loading returned, with its rows in the database.

    key     the same for loadings that are the same; a table that already holds people is loaded into plainly
    beside  whether the rows stand beside those of another loading, which was then always the same one; numbers are
            left free for what is done between the two
    """
    if Person.objects.exists() and not beside:
        return load()
    # Entries of the trail keep the places that their writer gave them the first time: the next writer is another.
    writers.forget()
    if key in _RECORDINGS:
        return _replay(_RECORDINGS[key])
    recording = Recording(sequences=[(name, value + beside * ROOM, called) for name, value, called in _sequences()])
    _set(recording.sequences)
    with connection.execute_wrapper(recording.hear):
        recording.result = load()
    _RECORDINGS[key] = recording
    return recording.result


def _replay(recording: Recording) -> Any:
    _set(recording.sequences)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(recording.statements))
    return recording.result


def _set(sequences: list[tuple[str, int, bool]]) -> None:
    with database.owner() as owner:
        for name, value, called in sequences:
            owner.execute("SELECT setval(%s, %s, %s)", (name, value, called))


def _sequences() -> list[tuple[str, int, bool]]:
    query = """
        SELECT quote_ident(sequencename), coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences
    """
    with database.owner() as owner:
        return owner.execute(query).fetchall()
