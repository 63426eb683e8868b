"""
What of an entry is sealed: every column, as one JSON array, in the same words for writer, sealer and checker.

The array begins with the table's letter and ends with the mark. PostgreSQL writes it when it seals and when a check
reads; Python writes it, without the mark, when the entry is made. A change of columns is a new letter for the entries
that have them, and a migration that makes the sealing function anew: what is sealed already keeps its text.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from fourpoint.domain.seals import GENESIS

GENESIS_SQL = f"decode('{GENESIS.hex()}', 'hex')"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
TABLES = {"E": "audit_event", "R": "audit_reading", "L": "audit_listing"}
FIELDS: dict[str, tuple[str, ...]] = {
    "E": (
        *("id", "at", "person_id", "agency_id", "owner_id", "audience_id", "operation", "action", "object_kind"),
        *("object_id", "purpose", "reason", "words", "agencies", "persons", "before", "after", "facts"),
    ),
    "R": (
        *("id", "at", "person_id", "agency_id", "object_kind", "object_id", "audience_id", "owner_id", "marking"),
        "purpose",
    ),
    "L": (
        *("id", "event_id", "at", "person_id", "agency_id", "owner_id", "object_kind", "object_ids", "audience_ids"),
        "purpose",
    ),
}


def content_sql(letter: str, row: str) -> str:
    """Return the SQL expression of the content of that table's row."""
    # Instants in whole microseconds, so that no session's time zone changes the text.
    columns = (
        f"(extract(epoch from {row}.at) * 1000000)::bigint" if field == "at" else f"{row}.{field}"
        for field in FIELDS[letter]
    )
    return f"jsonb_build_array('{letter}', {', '.join(columns)}, {row}.mark)::text"


def content_fields(letter: str, row: Model) -> list[Any]:
    """Return the fields of an entry about to be written, without its mark, as JSON will hold them."""
    return [letter, *(_plain(getattr(row, field)) for field in FIELDS[letter])]


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        # Not timestamp() * 1e6: a float does not hold every microsecond.
        return (value - EPOCH) // MICROSECOND
    return value
