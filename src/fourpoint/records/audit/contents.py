"""
What of an entry is sealed: every column, as one JSON array, in the same words for writer, sealer and checker.

The array begins with the table's letter and ends with the mark. Python writes it when the entry is made, and PostgreSQL
takes the row's columns out of it; PostgreSQL writes it when it seals and when a check reads. A change of columns is a
new letter for the entries that have them, and a migration that makes these functions anew: what is sealed already keeps
its text.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, get_type_hints
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
_LETTERS = {entry: letter for letter, entry in _ENTRIES.items()}
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


def columns_sql(letter: str, content: str) -> str:
    """Return the SQL expressions of that table's columns, the mark last, out of such an array: jsonb of that name."""
    types = get_type_hints(_ENTRIES[letter])
    columns = (
        _COLUMN_SQL[types[field]].format(held=f"{content} -> {place}", text=f"({content} ->> {place})")
        for place, field in enumerate(FIELDS[letter], start=1)
    )
    return f"{', '.join(columns)}, {content} ->> -1"


def letter_of(entry: Entry) -> str:
    """Return the letter of the entry's table."""
    return _LETTERS[type(entry)]


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
_COLUMN_SQL: dict[Any, str] = {
    UUID: "{text}::uuid",
    # Whole microseconds stay whole in the floating point of this product until the year 2255.
    datetime: "timestamptz 'epoch' + {text}::bigint * interval '1 microsecond'",
    int: "{text}::bigint",
    int | None: "{text}::bigint",
    str: "{text}",
    list[int]: "ARRAY(SELECT jsonb_array_elements_text({held})::bigint)",
    list[str]: "ARRAY(SELECT jsonb_array_elements_text({held}))",
    Jsonb: "{held}",
}
