"""Glass that someone of the invented world broke, with the note after, so that there is a review to do."""

from datetime import datetime, timedelta

from fourpoint.access import context
from fourpoint.records.library.models import Paper
from fourpoint.records.sharing.models import Emergency
from fourpoint.services.agencies import queries
from fourpoint.services.demo.world import DemoEmergency
from fourpoint.services.emergency import actions
from fourpoint.services.library import queries as library


def load_emergency(emergency: DemoEmergency, *, at: datetime) -> None:
    """Break glass as the world says, some hours before `at`, unless that person has broken it already."""
    person_id, owner_id = queries.find_person(emergency.person) or 0, queries.find_agency(emergency.owner) or 0
    if Emergency.objects.filter(person_id=person_id, owner_id=owner_id).exists():
        return
    began = at - timedelta(hours=emergency.hours_ago)
    with context.acting(person_id, at=began, purpose=emergency.purpose) as who:
        emergency_id = actions.break_glass(
            by=who.actor,
            purpose=emergency.purpose,
            at=began,
            owner_id=owner_id,
            reason=emergency.reason,
            minutes=emergency.minutes,
        )
    _read(person_id, owner_id, at=began + timedelta(minutes=5), purpose=emergency.purpose)
    ended = began + timedelta(minutes=emergency.minutes)
    with context.acting(person_id, at=ended, purpose=emergency.purpose) as who:
        actions.write_note(
            by=who.actor, purpose=emergency.purpose, at=ended, emergency_id=emergency_id, note=emergency.note
        )


def _read(person_id: int, owner_id: int, *, at: datetime, purpose: str) -> None:
    with context.acting(person_id, at=at, purpose=purpose) as who:
        for paper in Paper.objects.filter(owner_id=owner_id).order_by("id")[:1]:
            library.get_paper(who, paper.id)
