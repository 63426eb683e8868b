"""
Writes the trail: changes, and readings of marked records, in the transaction of the act itself.

The database takes a row only for the person of the context, and nobody can alter it afterwards.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from fourpoint.access.context import Acting, current
from fourpoint.domain.sharing import Actor
from fourpoint.records.audit.models import Event, Reading


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    What was done to which object.

    action         a verb the agency would say, as "agreement.sign"
    before, after  SHA-256 of the content, where there is any; never the content
    facts          codes, counts and identifiers that are safe to keep as long as the trail
    """

    action: str
    object_kind: str
    object_id: str | int
    reason: str = ""
    before: str = ""
    after: str = ""
    facts: dict[str, str | int | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Read:
    """A marked record that was shown."""

    object_kind: str
    object_id: str | int
    audience_id: int


class Protected(Protocol):
    """A row of a table that is protected by audience."""

    pk: int
    audience_id: int


def record(change: Change, *, by: Actor, purpose: str, at: datetime) -> None:
    """Record a change made by the actor of the context."""
    Event.objects.create(
        id=uuid.uuid4(),
        at=at,
        person_id=by.person_id,
        agency_id=by.agency_id,
        action=change.action,
        object_kind=change.object_kind,
        object_id=str(change.object_id),
        purpose=purpose,
        reason=change.reason,
        before=change.before,
        after=change.after,
        facts=change.facts,
    )


def record_readings(who: Acting, read: Iterable[Read]) -> None:
    """Record that these records were shown to the person who acts; each must lie in an audience open to her."""
    agency_id = who.actor.agency_id
    assert agency_id is not None, "nothing is open to someone who acts for no agency"  # noqa: S101
    Reading.objects.bulk_create(
        Reading(
            id=uuid.uuid4(),
            at=who.at,
            person_id=who.actor.person_id,
            agency_id=agency_id,
            object_kind=one.object_kind,
            object_id=str(one.object_id),
            audience_id=one.audience_id,
            owner_id=who.readable[one.audience_id].owner_id,
            marking=who.readable[one.audience_id].marking.value,
            purpose=who.purpose,
        )
        for one in read
    )


def record_shown(object_kind: str, rows: Iterable[Protected]) -> None:
    """
    Record that these protected rows are shown to the person of the context, each once in a context.

    raises  RuntimeError outside a context, where nobody could have read them
    """
    who = current()
    if who is None:
        raise RuntimeError("Protected rows are shown to someone: enter a context first.")
    shown = [Read(object_kind=object_kind, object_id=row.pk, audience_id=row.audience_id) for row in rows]
    new = [read for read in shown if (read.object_kind, str(read.object_id)) not in who.recorded]
    if new:
        record_readings(who, new)
        who.recorded.update((read.object_kind, str(read.object_id)) for read in new)
