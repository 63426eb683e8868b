"""
Sets the row security context of a transaction: who acts, for what purpose, and which audiences that opens.

The context lives in settings that PostgreSQL drops at the end of the transaction, so a pooled connection carries
nothing over to the next person. Outside a context the settings are empty and no protected row exists.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection, transaction

from fourpoint.access import kept
from fourpoint.access.ids import Ids
from fourpoint.access.recorded import Recorded
from fourpoint.access.shelf import Readable, Shelf
from fourpoint.access.standing import NOBODY
from fourpoint.domain.sharing import Actor, Audience

SETTINGS = (
    "fourpoint.person",
    "fourpoint.agency",
    "fourpoint.governs",
    "fourpoint.readable",
    "fourpoint.writable",
    "fourpoint.placeable",
)


@dataclass(frozen=True, kw_only=True)
class Acting:
    """
    Someone acting for a purpose at an instant, with the audiences that are open to her.

    readable  the audiences she may read, by id
    writable  ids of those whose rows she may also write
    placeable  ids of those that she may give rows: writable, and what the audience names stands behind it now
    recorded  what the trail already holds as read in this context, so that one page is one reading of each record
    """

    actor: Actor
    purpose: str
    at: datetime
    readable: Mapping[int, Audience] = field(default_factory=dict)
    writable: Set[int] = frozenset()
    placeable: Set[int] = frozenset()
    recorded: Recorded = field(default_factory=Recorded, compare=False, repr=False)


_CURRENT: ContextVar[Acting | None] = ContextVar("fourpoint_acting", default=None)


@contextmanager
def acting(
    person_id: int, *, at: datetime, purpose: str | None = None, agency_id: int | None = None
) -> Iterator[Acting]:
    """
    Run the block in one transaction as that person; for commands, jobs and tests. Contexts nest.

    purpose    a purpose of the catalogue; None takes the default of the membership
    agency_id  the agency to act for, for someone who belongs to several
    """
    is_nested, outer = connection.in_atomic_block, _CURRENT.get()
    with transaction.atomic():
        before = _settings() if is_nested else None
        who = person(person_id, at=at, purpose=purpose, agency_id=agency_id)
        enter(who)
        try:
            yield who
        finally:
            _CURRENT.set(outer)
        # A failure rolls the settings back with the transaction, and the end of a transaction drops them.
        if before is not None:
            _set(before)


@contextmanager
def looking_as(person_id: int, *, purpose: str, agency_id: int) -> Iterator[Acting]:
    """
    Run the block of a read as that person would see it, of what is open to the person of the context as well.

    She has no power there but to read, and nothing of the block stays: what it writes, its entries in the trail too, is
    rolled back. Whoever looks records that she did.
    """
    own = somebody()
    theirs = person(person_id, at=own.at, purpose=purpose, agency_id=agency_id)
    if theirs.actor.membership is None:
        raise RuntimeError("Only as somebody who acts for an agency can a record be looked at.")
    reads = replace(theirs.actor.membership, changes=False, governs=False, administers=False, breaks_glass=False)
    point = transaction.savepoint()
    try:
        limited = replace(
            theirs,
            actor=replace(theirs.actor, membership=reads, emergencies=frozenset()),
            readable={key: theirs.readable[key] for key in theirs.readable if key in own.readable},
            writable=frozenset(),
            placeable=frozenset(),
            recorded=Recorded(),
        )
        enter(limited)
        yield limited
    finally:
        _CURRENT.set(own)
        # The settings of the context go back with the savepoint.
        transaction.savepoint_rollback(point)


def person(person_id: int, *, at: datetime, purpose: str | None = None, agency_id: int | None = None) -> Acting:
    """Return what is open to that person, without entering the context."""
    standing, found, shelf = kept.find(person_id, at=at, purpose=purpose, agency_id=agency_id)
    return _acting(standing.actor, standing.default_purpose if purpose is None else purpose, at, found, shelf)


def nobody(at: datetime) -> Acting:
    """Return the acting of a stranger, to whom nothing is open."""
    return Acting(actor=NOBODY, purpose="", at=at)


def allowed_audiences(actor: Actor, *, purpose: str, at: datetime) -> Acting:
    """Run the sharing rule over every audience that can concern the actor."""
    found, shelf = kept.find_open(actor, purpose=purpose, at=at)
    return _acting(actor, purpose, at, found, shelf)


def is_closing(who: Acting, *, at: datetime) -> bool:
    """Return whether anything that was open to her in this context is closed at that later instant."""
    if who.actor is NOBODY:
        return False
    now = person(who.actor.person_id, at=at, purpose=who.purpose, agency_id=who.actor.agency_id)
    before, after = _ids(who.readable), _ids(now.readable)
    return before != after and any(audience_id not in after for audience_id in before)


def enter(who: Acting) -> None:
    """
    Make this the context of the transaction under way.

    raises  RuntimeError outside a transaction, where the settings would be lost at once
    """
    _CURRENT.set(who)
    membership = who.actor.membership
    stands = membership is not None and who.actor.is_active and membership.in_force(who.at)
    agency = str(who.actor.agency_id) if stands else ""
    _set(
        (
            str(who.actor.person_id) if who.actor is not NOBODY else "",
            agency,
            agency if membership is not None and membership.governs else "",
            _ids(who.readable).text,
            _ids(who.writable).text,
            _ids(who.placeable).text,
        )
    )


def current() -> Acting | None:
    """Return whose context this is, None outside every context."""
    return _CURRENT.get()


def somebody() -> Acting:
    """Return whose context this is; raises RuntimeError outside every context, which is a fault of ours."""
    who = current()
    if who is None:
        raise RuntimeError("Protected rows are shown to and changed by someone: enter a context first.")
    return who


def leave() -> None:
    """Forget whose context this was, when its transaction has ended."""
    _CURRENT.set(None)


def _acting(actor: Actor, purpose: str, at: datetime, found: kept.Open, shelf: Shelf) -> Acting:
    return Acting(
        actor=actor,
        purpose=purpose,
        at=at,
        readable=Readable(found.readable, shelf),
        writable=found.writable,
        placeable=found.placeable,
    )


def _ids(given: Iterable[int]) -> Ids:
    held = given.ids if isinstance(given, Readable) else given
    return held if isinstance(held, Ids) else Ids(held)


def _settings() -> tuple[str, ...]:
    asked = ", ".join(["current_setting(%s, true)"] * len(SETTINGS))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", SETTINGS)
        return tuple(value or "" for value in cursor.fetchone())


def _set(values: tuple[str, ...]) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A row security context needs a transaction: open transaction.atomic() first.")
    asked = ", ".join(["set_config(%s, %s, true)"] * len(SETTINGS))
    with connection.cursor() as cursor:
        given = [part for pair in zip(SETTINGS, values, strict=True) for part in pair]
        cursor.execute(f"SELECT {asked}", given)
