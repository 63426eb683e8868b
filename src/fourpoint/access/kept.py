"""
What is open to a person, kept from request to request and never served stale.

Every answer is kept with two limits. It holds for the state of the policy that it was worked out from: each request
asks the log of changes, in one query, what has changed since. And it holds from one instant at which an answer could
turn to the next. What a transaction itself changed and may still roll back is never kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from fourpoint.access import changes, in_force, shelf, standing
from fourpoint.access.ids import Ids
from fourpoint.access.shelf import Shelf
from fourpoint.access.standing import Standing
from fourpoint.domain.sharing import Actor, Sieve
from fourpoint.domain.sharing.instants import of_actor

MOST_KEPT, MOST_STEPS = 256, 64
Asked = tuple[int, str | None, int | None, Path | None]
# Every instant that lies in a row about a person: her standing is the same from one to the next.
_INSTANTS = """
    SELECT DISTINCT instant FROM (
        SELECT unnest(ARRAY[starts_at, ends_at, (recertify_on + 1)::timestamp AT TIME ZONE 'Europe/London'])
            FROM agencies_membership WHERE person_id = %(person)s
        UNION ALL SELECT unnest(ARRAY[c.confirmed_at, (c.was_due_on + 1)::timestamp AT TIME ZONE 'Europe/London'])
            FROM agencies_confirmation c JOIN agencies_membership m ON m.id = c.membership_id
            WHERE m.person_id = %(person)s
        UNION ALL SELECT unnest(ARRAY[made_at, withdrawn_at, held_from::timestamp AT TIME ZONE 'Europe/London',
            (held_until + 1)::timestamp AT TIME ZONE 'Europe/London'])
            FROM agencies_vetting WHERE person_id = %(person)s
        UNION ALL SELECT unnest(ARRAY[made_at, withdrawn_at, taken_on::timestamp AT TIME ZONE 'Europe/London',
            (valid_until + 1)::timestamp AT TIME ZONE 'Europe/London'])
            FROM agencies_trainingrecord WHERE person_id = %(person)s
    ) AS held (instant) WHERE instant IS NOT NULL
"""


@dataclass(frozen=True, kw_only=True)
class Open:
    """The ids of the audiences that are open to somebody, as `context.Acting` has them."""

    readable: Ids
    writable: Ids
    placeable: Ids


@dataclass(frozen=True, kw_only=True)
class Step:
    """One change of the policy: the audiences whose answers it can turn, and the people whose standing it can."""

    audiences: frozenset[int]
    people: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Book:
    """The policy as this process knows it, as of a snapshot; `version` counts its changes from 1, and 0 is unread."""

    seen: str = changes.NOTHING_SEEN
    shelf: Shelf = shelf.EMPTY
    version: int = 0
    steps: tuple[Step, ...] = ()

    def since(self, version: int) -> tuple[Step, ...] | None:
        """Return the steps made since a version; None when they are no longer known."""
        behind = self.version - version
        return None if behind > len(self.steps) else self.steps[len(self.steps) - behind :]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What was worked out for somebody: good for that version, from `since` until just before `until`."""

    version: int
    standing: Standing
    purpose: str
    hers: tuple[datetime, datetime]
    since: datetime
    until: datetime
    open: Open


_LOCK = threading.Lock()
_ENTRIES: OrderedDict[Asked, Entry] = OrderedDict()
_STATE: dict[str, Any] = {"book": Book()}


def forget() -> None:
    """Know nothing any more: for tests, which empty the database behind the log's back."""
    with _LOCK:
        _STATE["book"] = Book()
        _ENTRIES.clear()


def find(person_id: int, *, at: datetime, purpose: str | None, agency_id: int | None) -> tuple[Standing, Open, Shelf]:
    """Return who that person is at that instant, and what is open to her for the purpose; None takes her default."""
    book, own = _book()
    if own is not None:
        stood = standing.stand(person_id, at=at, agency_id=agency_id)
        return stood, sift(own, stood.actor, _purpose(stood, purpose), at), own
    asked = (person_id, purpose, agency_id, in_force.override())
    entry = _fresh(_ENTRIES.get(asked), book, person_id, at) or _work_out(book, asked, at)
    _keep(asked, entry)
    return entry.standing, entry.open, book.shelf


def find_open(actor: Actor, *, purpose: str, at: datetime) -> tuple[Open, Shelf]:
    """Return what is open to an actor as given, whatever is known of her by now."""
    book, own = _book()
    held = book.shelf if own is None else own
    return sift(held, actor, purpose, at), held


def stood_for(
    person_id: int, *, at: datetime, agency_id: int | None = None
) -> tuple[Standing, tuple[datetime, datetime]]:
    """Return who that person is at that instant, and from when until just before when she is that."""
    stood = standing.stand(person_id, at=at, agency_id=agency_id)
    with connection.cursor() as cursor:
        cursor.execute(_INSTANTS, {"person": person_id})
        found = {instant for (instant,) in cursor.fetchall()} | of_actor(stood.actor)
    return stood, shelf.around(at, found)


def is_changing() -> bool:
    """Return whether the transaction under way changed something by which the sharing rule decides."""
    return _book()[1] is not None


def sift(held: Shelf, actor: Actor, purpose: str, at: datetime, *, among: Iterable[int] | None = None) -> Open:
    """Run the sharing rule over every audience that can concern the actor, or over those of them given."""
    sieve, readable, writable, placeable = Sieve(actor, purpose, at), [], [], []
    for audience_id in _concerning(held, actor) if among is None else among:
        audience = held.audiences.get(audience_id)
        if audience is None or not sieve.reads(audience, terms := held.find_terms(audience)):
            continue
        readable.append(audience_id)
        if sieve.changes(audience):
            writable.append(audience_id)
            if sieve.places(terms):
                placeable.append(audience_id)
    return Open(readable=Ids(readable), writable=Ids(writable), placeable=Ids(placeable))


def _concerning(held: Shelf, actor: Actor) -> frozenset[int]:
    agencies = {actor.agency_id, *(one.owner_id for one in actor.emergencies)} - {None}
    return frozenset().union(*(held.concerning.get(one, shelf.NOBODYS) for one in agencies if one is not None))


def _purpose(stood: Standing, purpose: str | None) -> str:
    return stood.default_purpose if purpose is None else purpose


# The book: what the process knows, brought up to date by every request.


def _book() -> tuple[Book, Shelf | None]:
    """Return the policy as committed; and beside it, when this transaction changed some of it, the policy with that."""
    book: Book = _STATE["book"]
    told = changes.news(book.seen)
    if told.own_stamp is not None:
        return book, _own(book, told)
    if book.version and not told.committed and told.is_later:
        return _seen(book, told), None
    return _turn(), None


def _seen(book: Book, told: changes.News) -> Book:
    """Note that nothing had changed, so that the next request asks about less."""
    with _LOCK:
        if _STATE["book"] is book:
            _STATE["book"] = book = replace(book, seen=told.seen)
        return book


def _turn() -> Book:
    """Read again what changed. One thread does; the others wait, and find it done."""
    with _LOCK:
        book: Book = _STATE["book"]
        told = changes.news(book.seen)
        if not (book.version and told.is_later):
            _ENTRIES.clear()
            _STATE["book"] = book = Book(seen=told.seen, shelf=shelf.full(), version=book.version + 1)
        elif told.committed:
            turned, touched = book.shelf.after(told.committed)
            step = Step(audiences=touched, people=_people(told.committed))
            steps = (*book.steps, step)[-MOST_STEPS:]
            _STATE["book"] = book = Book(seen=told.seen, shelf=turned, version=book.version + 1, steps=steps)
        return book


def _people(changed: Iterable[changes.Changed]) -> frozenset[int]:
    return frozenset(row_id for kind, row_id in changed if kind == "person")


def _own(book: Book, told: changes.News) -> Shelf:
    """Return the policy with what the transaction under way changed; kept on its connection until it changes more."""
    known = getattr(connection, "fourpoint_own", None)
    if known is None or known[0] != (told.own_stamp, told.committed, id(book.shelf)):
        turned = book.shelf.after(told.committed | told.own)[0] if book.version and told.is_later else shelf.full()
        known = ((told.own_stamp, told.committed, id(book.shelf)), turned, book.shelf)
        connection.fourpoint_own = known  # type: ignore[attr-defined]
    return known[1]


# What was worked out for people.


def _fresh(entry: Entry | None, book: Book, person_id: int, at: datetime) -> Entry | None:
    """Return the entry brought up to this version of the policy; None when it has to be worked out from the start."""
    steps = book.since(entry.version) if entry else None
    if entry is None or steps is None or not entry.since <= at < entry.until:
        return None
    if any(person_id in step.people for step in steps):
        return None
    if not steps:
        return entry
    touched = frozenset().union(*(step.audiences for step in steps))
    return _entry(book, entry.standing, entry.purpose, entry.hers, at, _again(entry, book.shelf, touched, at))


def _again(entry: Entry, held: Shelf, touched: frozenset[int], at: datetime) -> Open:
    """Return what is open after the answers about these audiences alone are worked out again."""
    actor, before = entry.standing.actor, entry.open
    new = sift(held, actor, entry.purpose, at, among=touched & _concerning(held, actor))
    if not touched:
        return before
    return Open(
        readable=Ids((set(before.readable) - touched) | set(new.readable)),
        writable=Ids((set(before.writable) - touched) | set(new.writable)),
        placeable=Ids((set(before.placeable) - touched) | set(new.placeable)),
    )


def _work_out(book: Book, asked: Asked, at: datetime) -> Entry:
    person_id, purpose, agency_id, _ = asked
    stood, hers = stood_for(person_id, at=at, agency_id=agency_id)
    chosen = _purpose(stood, purpose)
    return _entry(book, stood, chosen, hers, at, sift(book.shelf, stood.actor, chosen, at))


def _entry(
    book: Book, stood: Standing, purpose: str, hers: tuple[datetime, datetime], at: datetime, found: Open
) -> Entry:
    since, until = book.shelf.period(at)
    return Entry(
        version=book.version,
        standing=stood,
        purpose=purpose,
        hers=hers,
        since=max(since, hers[0]),
        until=min(until, hers[1]),
        open=found,
    )


def _keep(asked: Asked, entry: Entry) -> None:
    with _LOCK:
        _ENTRIES[asked] = entry
        _ENTRIES.move_to_end(asked)
        while len(_ENTRIES) > MOST_KEPT:
            _ENTRIES.popitem(last=False)
