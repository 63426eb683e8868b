"""What is marked of an entry of the trail, to the letter: all that were ever written are checked against it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from fourpoint.records.audit.contents import content_fields, content_sql, values_of
from fourpoint.records.audit.entries import EventEntry, ListingEntry, ReadingEntry

ID, OTHER = UUID(int=1), UUID(int=2)
AT = datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=UTC)
MICROSECONDS = 1_772_442_000_000_001

EVENT = EventEntry(
    id=ID,
    at=AT,
    person_id=3,
    agency_id=4,
    owner_id=5,
    audience_id=6,
    operation="alteration",
    action="note.change",
    object_kind="note",
    object_id="7",
    purpose="local-profile",
    reason="a slip",
    words="sought",
    agencies=[8],
    persons=[9],
    before="old",
    after="new",
    facts=Jsonb({"pages": 1}),
)
READING = ReadingEntry(
    id=ID,
    at=AT,
    person_id=3,
    agency_id=4,
    object_kind="note",
    object_id="7",
    audience_id=6,
    owner_id=5,
    marking="OFFICIAL",
    purpose="local-profile",
)
LISTING = ListingEntry(
    id=ID,
    event_id=OTHER,
    at=AT,
    person_id=3,
    agency_id=4,
    owner_id=5,
    object_kind="note",
    object_ids=["7"],
    audience_ids=[6],
    purpose="local-profile",
)
MARKED = [
    (
        "E",
        EVENT,
        [
            *("E", str(ID), MICROSECONDS, 3, 4, 5, 6, "alteration", "note.change", "note", "7"),
            *("local-profile", "a slip", "sought", [8], [9], "old", "new", {"pages": 1}),
        ],
    ),
    ("R", READING, ["R", str(ID), MICROSECONDS, 3, 4, "note", "7", 6, 5, "OFFICIAL", "local-profile"]),
    ("L", LISTING, ["L", str(ID), str(OTHER), MICROSECONDS, 3, 4, 5, "note", ["7"], [6], "local-profile"]),
]


@pytest.mark.parametrize(("letter", "entry", "marked"), MARKED)
def test_entry_is_marked_in_the_order_of_those_already_written(letter, entry, marked):
    """Another order would have every older entry called forged. A change of columns is a new letter."""
    assert content_fields(letter, values_of(letter, entry)) == marked


def test_database_writes_the_fields_in_that_order_too():
    columns = content_sql("R", "x").removeprefix("jsonb_build_array(").removesuffix(")::text").split(", ")

    assert columns == [
        *("'R'", "x.id", "(extract(epoch from x.at) * 1000000)::bigint", "x.person_id", "x.agency_id"),
        *("x.object_kind", "x.object_id", "x.audience_id", "x.owner_id", "x.marking", "x.purpose", "x.mark"),
    ]
