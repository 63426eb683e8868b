"""
Writes the trail in the transaction of the act itself: what was done, and every reading of marked records.

Which function: `record` for a change, `record_all` for many at once; `record_shown` for records that were opened;
`record_listed`, `record_searched` and `record_sought` for lists; `record_disclosed` for what leaves (exports, mail,
sharing); `record_erased` for disposal.
The database takes an entry only for the person of the context, and nobody can alter it afterwards. Words with a null
byte in them are Unusable, whichever it is.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from psycopg.types.json import Jsonb

from fourpoint.access import writers
from fourpoint.access.bulk import copy_in
from fourpoint.access.context import Acting, somebody
from fourpoint.domain import seals
from fourpoint.domain.errors import Unusable
from fourpoint.domain.operations import NOBODY, Operation, Recipients, check_recipients, operation_of
from fourpoint.domain.sharing import Actor
from fourpoint.records.audit.contents import FIELDS, TABLES, content_fields, letter_of, values_of
from fourpoint.records.audit.entries import Entry, EventEntry, ListingEntry, ReadingEntry
from fourpoint.records.audit.models import LONGEST_WORDS

Facts = Mapping[str, str | int | list[str]]
_EVENT_COLUMNS = (*FIELDS["E"], "mark")
# A null byte as JSON writes it, and not the six characters that somebody may type.
_NULL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    What was done to which object.

    action         a verb the agency would say, as "agreement.sign"
    before, after  SHA-256 of the content, where there is any; never the content
    facts          codes, counts and identifiers that are safe to keep as long as the trail
    operation      the statutory operation; None takes it from the action's verb
    recipients     who received what was disclosed
    owner_id       the agency that owns the object when that is not the actor's: its governance role reads the entry too
    audience_id    the audience of a marked record: whoever may change the record may read the entry
    raises         Unusable for a disclosure to nobody, recipients of anything else, or an erasure
    """

    action: str
    object_kind: str
    object_id: str | int
    reason: str = ""
    before: str = ""
    after: str = ""
    facts: Facts = field(default_factory=dict)
    operation: Operation | None = None
    recipients: Recipients = NOBODY
    owner_id: int | None = None
    audience_id: int | None = None

    def __post_init__(self) -> None:
        check_recipients(self.is_operation, self.recipients)

    @property
    def is_operation(self) -> Operation:
        """The operation, said or taken from the verb."""
        return self.operation or operation_of(self.action)


@dataclass(frozen=True, kw_only=True)
class Erased:
    """
    What was disposed of, with nothing in it that could name a person: there is no field for words.

    object_id  the number (or UUID) that the record had
    rule       the code of the catalogue rule by which it went, as a review group
    counts     how many rows went with it, by the code of what they were
    """

    object_kind: str
    object_id: int | uuid.UUID
    rule: str
    counts: Mapping[str, int] = field(default_factory=dict)
    owner_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list on a page: the records that were shown, and how many the whole list has, None where these are all."""

    object_kind: str
    rows: Sequence["Protected"]
    total: int | None = None


@dataclass(frozen=True, kw_only=True)
class Read:
    """A marked record that was shown."""

    object_kind: str
    object_id: str | int
    audience_id: int


class Protected(Protocol):
    """A row of a table that is protected by audience."""

    @property
    def pk(self) -> int:
        """Its number."""

    @property
    def audience_id(self) -> int:
        """Its audience."""


def record(change: Change, *, by: Actor, purpose: str, at: datetime) -> None:
    """Record what the actor of the context did."""
    _write([_event(change, by=by, purpose=purpose, at=at)])


def record_all(changes: Iterable[tuple[Change, datetime]], *, by: Actor, purpose: str) -> None:
    """Record many things that the actor of the context did, each with its instant, in the order given."""
    entries = [_event(change, by=by, purpose=purpose, at=at) for change, at in changes]
    if entries:
        rows = [(*values_of("E", entry), mark) for entry, _, mark in _marked(entries)]
        copy_in(TABLES["E"], _EVENT_COLUMNS, rows)


def record_erased(erased: Erased, *, by: Actor, purpose: str, at: datetime) -> None:
    """Record that the actor of the context disposed of a record; the database refuses anything personal in it."""
    entry = EventEntry(
        id=uuid.uuid4(),
        at=at,
        person_id=by.person_id,
        agency_id=by.agency_id,
        owner_id=erased.owner_id,
        operation=Operation.ERASURE.value,
        action=f"{erased.object_kind}.erase",
        object_kind=erased.object_kind,
        object_id=str(erased.object_id),
        purpose=purpose,
        facts=Jsonb({"rule": erased.rule, **erased.counts}),
    )
    _write([entry])


def record_disclosed(
    object_kind: str, rows: Iterable[Protected], *, to: Recipients, reason: str = "", facts: Facts | None = None
) -> None:
    """
    Record that the person of the context gave each of these protected rows to those recipients.

    raises  Unusable without a recipient; RuntimeError outside a context
    """
    who = somebody()
    changes = (
        Change(
            action=f"{object_kind}.disclose",
            object_kind=object_kind,
            object_id=row.pk,
            reason=reason,
            facts=facts or {},
            operation=Operation.DISCLOSURE,
            recipients=to,
            owner_id=who.readable[row.audience_id].owner_id,
            audience_id=row.audience_id,
        )
        for row in rows
    )
    _write([_event(change, by=who.actor, purpose=who.purpose, at=who.at) for change in changes])


def record_readings(who: Acting, read: Iterable[Read]) -> None:
    """Record that these records were shown to the person who acts; each must lie in an audience open to her."""
    agency_id = who.actor.agency_id
    assert agency_id is not None, "nothing is open to someone who acts for no agency"  # noqa: S101
    readings = [
        ReadingEntry(
            id=uuid.uuid4(),
            at=who.at,
            person_id=who.actor.person_id,
            agency_id=agency_id,
            object_kind=one.object_kind,
            object_id=str(one.object_id),
            audience_id=one.audience_id,
            owner_id=audience.owner_id,
            marking=audience.marking.value,
            purpose=who.purpose,
        )
        for one in read
        for audience in (who.readable[one.audience_id],)
    ]
    _write(readings)


def record_shown(object_kind: str, rows: Iterable[Protected]) -> None:
    """
    Record that these protected rows are shown to the person of the context, each once in a context.

    raises  RuntimeError outside a context, where nobody could have read them
    """
    who = somebody()
    shown = [Read(object_kind=object_kind, object_id=row.pk, audience_id=row.audience_id) for row in rows]
    new = [read for read in shown if (read.object_kind, str(read.object_id)) not in who.recorded]
    if new:
        record_readings(who, new)
        who.recorded.add((read.object_kind, str(read.object_id)) for read in new)


def record_listed(object_kind: str, rows: Iterable[Protected], *, total: int | None = None) -> None:
    """
    Record that a list was shown: one entry, and one more for each owner of records on it.

    rows   the records on the page that was shown
    total  how many the whole list has, where that is more than the page
    raises RuntimeError outside a context
    """
    record_lists([Listed(object_kind=object_kind, rows=list(rows), total=total)])


def record_lists(lists: Iterable[Listed]) -> None:
    """Record that these lists were shown on one page: each as `record_listed` does, all in as few writes as one."""
    _record_lookups(
        _Lookup(
            action=f"{one.object_kind}.list",
            object_kind=one.object_kind,
            held={one.object_kind: one.rows},
            total=one.total,
        )
        for one in lists
    )


def record_searched(object_kind: str, rows: Iterable[Protected], *, words: str, total: int | None = None) -> None:
    """
    Record that a search was made and what it showed, also when it found nothing; else as `record_listed`.

    words  what was searched for, as typed. Only the governance role of the searcher's own agency reads them: an owner
           whose record was found learns that it was, not what somebody else was looking for.
    """
    held = {object_kind: list(rows)}
    action = f"{object_kind}.search"
    _record_lookups([_Lookup(action=action, object_kind=object_kind, held=held, words=words.strip(), total=total)])


def record_sought(shown: Mapping[str, Iterable[Protected]], *, words: str, total: int, reason: str = "") -> None:
    """
    Record that everything was searched at once and what that showed, by kind; also when it found nothing.

    words, reason  what was searched for and, where that was asked, why: for the searcher's own governance role alone
    """
    held = {kind: list(rows) for kind, rows in shown.items()}
    sought = _Lookup(
        action="record.search",
        object_kind="record",
        held=held,
        words=words.strip(),
        total=total,
        reason=reason.strip(),
    )
    _record_lookups([sought])


# ----------------------------------------------------------------------------------------------------------------------


def _event(change: Change, *, by: Actor, purpose: str, at: datetime) -> EventEntry:
    return EventEntry(
        id=uuid.uuid4(),
        at=at,
        person_id=by.person_id,
        agency_id=by.agency_id,
        owner_id=change.owner_id,
        audience_id=change.audience_id,
        operation=change.is_operation.value,
        action=change.action,
        object_kind=change.object_kind,
        object_id=str(change.object_id),
        purpose=purpose,
        reason=change.reason,
        agencies=sorted(set(change.recipients.agencies)),
        persons=sorted(set(change.recipients.persons)),
        before=change.before,
        after=change.after,
        facts=Jsonb(dict(change.facts)),
    )


def _write(entries: Sequence[Entry]) -> None:
    """Write these entries in one message, each as what is marked: a third less than by an INSERT for each table."""
    if entries:
        said = seals.canonical([[*fields, mark] for _, fields, mark in _marked(entries)])
        # PostgreSQL would refuse it with the words around it, and what it answers is logged.
        if "u0000" in said and _NULL.search(said):
            raise Unusable("What you entered holds a null byte, which no text can hold: take it out.")
        with connection.cursor() as cursor:
            cursor.execute("CALL fourpoint_add_entries(%s)", [said])


def _marked(entries: Sequence[Entry]) -> list[tuple[Entry, list[Any], str]]:
    """Each entry with its fields, and a mark so that nobody without the key can write or remove one unnoticed."""
    key, marked = settings.FOURPOINT_TRAIL_KEYS[0], []
    for entry, place in zip(entries, writers.take_places(len(entries)), strict=True):
        letter = letter_of(entry)
        fields = content_fields(letter, values_of(letter, entry))
        marked.append((entry, fields, seals.mark(key, fields, place)))
    return marked


@dataclass(frozen=True, kw_only=True)
class _Lookup:
    action: str
    object_kind: str
    held: Mapping[str, Sequence[Protected]]
    total: int | None
    words: str = ""
    reason: str = ""

    @property
    def shown(self) -> tuple[str, str]:
        """What a context remembers of it, so that one page is one entry."""
        records = " ".join(f"{kind} {row.pk}" for kind, rows in self.held.items() for row in rows)
        return f"{self.action} {self.words[:LONGEST_WORDS]}", records


def _record_lookups(lookups: Iterable[_Lookup]) -> None:
    who = somebody()
    # To someone without agency or purpose nothing is open: such a list is empty, and no search has been made.
    if who.actor.agency_id is None or not who.purpose:
        return
    fresh = {one.shown: one for one in lookups}
    fresh = {shown: one for shown, one in fresh.items() if shown not in who.recorded}
    events = [(_looked_up(who, one), one) for one in fresh.values()]
    listings = [
        listing
        for event, one in events
        for kind, rows in one.held.items()
        for listing in _listings(who, event, kind, rows)
    ]
    _write([*(event for event, _ in events), *listings])
    who.recorded.add(fresh)


def _looked_up(who: Acting, lookup: _Lookup) -> EventEntry:
    count = sum(len(rows) for rows in lookup.held.values())
    return EventEntry(
        id=uuid.uuid4(),
        at=who.at,
        person_id=who.actor.person_id,
        agency_id=who.actor.agency_id,
        operation=Operation.CONSULTATION.value,
        action=lookup.action,
        object_kind=lookup.object_kind,
        object_id="",
        purpose=who.purpose,
        reason=lookup.reason,
        words=lookup.words[:LONGEST_WORDS],
        facts=Jsonb({"shown": count, "total": count if lookup.total is None else lookup.total}),
    )


def _listings(who: Acting, lookup: EventEntry, kind: str, rows: Sequence[Protected]) -> list[ListingEntry]:
    agency_id = who.actor.agency_id
    assert agency_id is not None, "nothing is open to someone who acts for no agency"  # noqa: S101
    by_owner: dict[int, list[Protected]] = {}
    for row in rows:
        by_owner.setdefault(who.readable[row.audience_id].owner_id, []).append(row)
    return [
        ListingEntry(
            id=uuid.uuid4(),
            event_id=lookup.id,
            at=lookup.at,
            person_id=lookup.person_id,
            agency_id=agency_id,
            owner_id=owner_id,
            object_kind=kind,
            object_ids=[str(row.pk) for row in theirs],
            audience_ids=sorted({row.audience_id for row in theirs}),
            purpose=lookup.purpose,
        )
        for owner_id, theirs in by_owner.items()
    ]
