"""Entries of the trail as they are added: every column as it was said, in one call, in nobody else's name."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.types.json import Jsonb

from fourpoint.access import context, trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.operations import Recipients
from fourpoint.records.audit.contents import FIELDS, letter_of, values_of
from fourpoint.records.audit.entries import EventEntry, ListingEntry, ReadingEntry
from fourpoint.records.audit.models import Event, Listing, Reading
from fourpoint.records.profiles.models import Profile
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db

MODELS = {"E": Event, "R": Reading, "L": Listing}
LAST_MICROSECOND = datetime(2199, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
AWKWARD = 'Zoë O\'Neill, \\ "quoted" %s\n\u2028 {1,2} \U0001f600'


@pytest.fixture
def cast():
    return load_cast()


def _event(person_id, **given):
    said = {
        "id": UUID(int=1),
        "at": AT,
        "person_id": person_id,
        "agency_id": None,
        "owner_id": 5,
        "operation": "alteration",
        "action": "thing.change",
        "object_kind": "thing",
        "object_id": "7",
        "purpose": "local-profile",
        "facts": Jsonb({}),
    }
    return EventEntry(**said | given)


def _reading(person_id):
    return ReadingEntry(
        id=UUID(int=2),
        at=LAST_MICROSECOND,
        person_id=person_id,
        agency_id=2**62,
        object_kind="thing",
        object_id=AWKWARD,
        audience_id=6,
        owner_id=5,
        marking="O",
        purpose="local-profile",
    )


def _listing(person_id):
    return ListingEntry(
        id=UUID(int=3),
        event_id=UUID(int=1),
        at=AT,
        person_id=person_id,
        agency_id=4,
        owner_id=5,
        object_kind="thing",
        object_ids=["7", "12", AWKWARD, "", "NULL"],
        audience_ids=[9, 2**62, 1],
        purpose="local-profile",
    )


def _disclosed(person_id):
    words = {"reason": AWKWARD, "words": AWKWARD, "before": "a" * 64, "audience_id": 6}
    facts = Jsonb({"pages": 2, "codes": ["b", "a"], "said": AWKWARD})
    return _event(person_id, operation="disclosure", agencies=[7, 9], persons=[2**62], facts=facts, **words)


@pytest.mark.parametrize("made", [_event, _disclosed, _reading, _listing])
def test_every_column_holds_what_the_entry_says(cast, made):
    entry = made(cast.asha)

    with context.acting(cast.asha, at=AT):
        trail._write([entry])
        held = _rows(letter_of(entry), entry.id, agency_id=entry.agency_id or entry.owner_id)

    assert held == [_plain(values_of(letter_of(entry), entry))]


def test_entries_of_different_tables_are_added_by_one_call(cast):
    with context.acting(cast.asha, at=AT):
        rows = list(Profile.objects.order_by("id")[:3])
        with CaptureQueriesContext(connection) as asked:
            trail.record_listed("profile", rows)
            trail.record_disclosed("profile", rows, to=Recipients(agencies=(7,)))

    assert [query["sql"].split("(")[0] for query in asked] == ["CALL fourpoint_add_entries"] * 2


def test_plan_that_is_kept_asks_each_time_whose_entry_it_is(cast):
    """PostgreSQL keeps one plan for all values from the sixth call on; the next person is held to it as the first."""
    for number in range(10, 20):
        with context.acting(cast.asha, at=AT):
            trail._write([_event(cast.asha, id=UUID(int=number))])
    with context.acting(cast.bev, at=AT):
        trail._write([_event(cast.bev, id=UUID(int=20))])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            trail._write([_event(cast.asha, id=UUID(int=21))])


def test_one_entry_that_is_refused_takes_the_others_with_it(cast):
    with context.acting(cast.asha, at=AT):
        with pytest.raises(DatabaseError, match="event_has_purpose"), transaction.atomic():
            trail._write([_reading(cast.asha), _event(cast.asha, purpose="")])

        assert _rows("R", UUID(int=2), agency_id=2**62) == []


@pytest.mark.parametrize("given", [{"words": "Ann\0a"}, {"reason": "\\\0"}, {"facts": Jsonb({"names": ["Ann\0a"]})}])
def test_null_byte_is_refused_without_the_words_around_it(cast, given):
    with context.acting(cast.asha, at=AT), pytest.raises(Unusable, match="holds a null byte") as refused:
        trail._write([_event(cast.asha, **given)])

    assert "Ann" not in str(refused.value)


@pytest.mark.parametrize("words", ["\\u0000", "\\\\u0000", "u0000", "\u2400"])
def test_words_that_look_like_a_null_byte_are_kept(cast, words):
    with context.acting(cast.asha, at=AT):
        trail._write([_event(cast.asha, words=words)])

        assert _rows("E", UUID(int=1), agency_id=5)[0][FIELDS["E"].index("words")] == words


def _rows(letter, entry_id, *, agency_id):
    """What the governance role of that agency reads of an entry, in the order of its fields."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.governs', %s, true)", [str(agency_id)])
    return list(MODELS[letter].objects.filter(id=entry_id).values_list(*FIELDS[letter]))


def _plain(values):
    return tuple(value.obj if isinstance(value, Jsonb) else value for value in values)
