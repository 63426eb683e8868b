"""
What of an entry is sealed: every column, as one JSON array, in the same words for writer, sealer and checker.

The array begins with the table's letter and ends with the mark. PostgreSQL writes it when it seals and when a check
reads; Python writes it, without the mark, when the entry is made. A change of columns is a new letter for the entries
that have them, and a migration that makes the sealing function anew: what is sealed already keeps its text.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from fourpoint.domain.seals import GENESIS
from fourpoint.records.audit.entries import Entry, EventEntry, ListingEntry, ReadingEntry

GENESIS_SQL = f"decode('{GENESIS.hex()}', 'hex')"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
TABLES = {"E": "audit_event", "R": "audit_reading", "L": "audit_listing"}
_ENTRIES = {"E": EventEntry, "R": ReadingEntry, "L": ListingEntry}
FIELDS: dict[str, tuple[str, ...]] = {
    letter: tuple(field.name for field in fields(entry)) for letter, entry in _ENTRIES.items()
}
_VALUES: dict[str, Callable[[Entry], tuple[Any, ...]]] = {
    letter: attrgetter(*names) for letter, names in FIELDS.items()
}


def content_sql(letter: str, row: str) -> str:
    """Return the SQL expression of the content of that table's row."""
    # Instants in whole microseconds, so that no session's time zone changes the text.
    columns = (
        f"(extract(epoch from {row}.at) * 1000000)::bigint" if field == "at" else f"{row}.{field}"
        for field in FIELDS[letter]
    )
    return f"jsonb_build_array('{letter}', {', '.join(columns)}, {row}.mark)::text"


def values_of(letter: str, entry: Entry) -> tuple[Any, ...]:
    """Return what the columns of that table hold for an entry, but for its mark, in the order of FIELDS."""
    return _VALUES[letter](entry)


def content_fields(letter: str, values: tuple[Any, ...]) -> list[Any]:
    """Return those values of an entry about to be written as JSON will hold them, the table's letter before them."""
    return [letter, *map(_plain, values)]


def _plain(value: Any) -> Any:
    plain = _PLAIN.get(type(value))
    return plain(value) if plain else value


_PLAIN: dict[type, Callable[[Any], Any]] = {
    UUID: str,
    # Not timestamp() * 1e6: a float does not hold every microsecond.
    datetime: lambda at: (at - EPOCH) // MICROSECOND,
    Jsonb: lambda document: document.obj,
}
