"""Reads the trail for the governance role of an agency; row security gives nobody else a row."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event, Reading


@dataclass(frozen=True, kw_only=True)
class EventCard:
    """A change, as the trail holds it."""

    at: datetime
    person_id: int
    action: str
    object_kind: str
    object_id: str
    purpose: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReadingCard:
    """A reading, as the trail holds it; agency_id is the reader's agency."""

    at: datetime
    person_id: int
    agency_id: int
    object_kind: str
    object_id: str
    marking: str
    purpose: str


def list_events(who: Acting, *, limit: int = 100) -> tuple[EventCard, ...]:
    """Return the latest changes made for the actor's agency; raises NotAllowed without its governance role."""
    checks.check_may_govern(who.actor, agency_id=who.actor.agency_id or 0)
    return tuple(
        EventCard(
            at=row.at,
            person_id=row.person_id,
            action=row.action,
            object_kind=row.object_kind,
            object_id=row.object_id,
            purpose=row.purpose,
            reason=row.reason,
        )
        for row in Event.objects.order_by("-at")[:limit]
    )


def list_readings(who: Acting, *, limit: int = 100) -> tuple[ReadingCard, ...]:
    """Return the latest readings by the agency or of its material; raises NotAllowed without its governance role."""
    checks.check_may_govern(who.actor, agency_id=who.actor.agency_id or 0)
    return tuple(
        ReadingCard(
            at=row.at,
            person_id=row.person_id,
            agency_id=row.agency_id,
            object_kind=row.object_kind,
            object_id=row.object_id,
            marking=Marking(row.marking).words,
            purpose=row.purpose,
        )
        for row in Reading.objects.order_by("-at")[:limit]
    )
