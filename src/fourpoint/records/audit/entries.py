"""
Entries of the trail as they are written: what a row of each table says, but for its mark.

The order of fields is the order in which they are marked and sealed, and no other. Every page makes entries: these are
plain objects, at a fifth of what a model's cost. What is read back are rows of the models.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb


@dataclass(slots=True, kw_only=True)
class EventEntry:
    """An `Event` to be written."""

    id: UUID
    at: datetime
    person_id: int
    agency_id: int | None
    owner_id: int | None = None
    audience_id: int | None = None
    operation: str
    action: str
    object_kind: str
    object_id: str
    purpose: str
    reason: str = ""
    words: str = ""
    agencies: list[int] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)
    before: str = ""
    after: str = ""
    facts: Jsonb


@dataclass(slots=True, kw_only=True)
class ReadingEntry:
    """A `Reading` to be written."""

    id: UUID
    at: datetime
    person_id: int
    agency_id: int
    object_kind: str
    object_id: str
    audience_id: int
    owner_id: int
    marking: str
    purpose: str


@dataclass(slots=True, kw_only=True)
class ListingEntry:
    """A `Listing` to be written."""

    id: UUID
    event_id: UUID
    at: datetime
    person_id: int
    agency_id: int
    owner_id: int
    object_kind: str
    object_ids: list[str]
    audience_ids: list[int]
    purpose: str


Entry = EventEntry | ReadingEntry | ListingEntry
