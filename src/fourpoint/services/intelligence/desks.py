"""Opens and staffs intelligence desks: who reads what arrives is a need-to-know list, and one of them is on duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Audience, Named
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.intelligence.models import (
    Answer,
    Desk,
    Item,
    Message,
    Move,
    Report,
    Submission,
    SubmissionFile,
    SubmissionSubject,
    Told,
    Triage,
)
from fourpoint.records.subjects.models import Identity, Statement
from fourpoint.services.sharing.actions import intern_audience

# What arrives is not yet assessed, so it is kept as sensitive until somebody has read it.
MARKING = Marking.OFFICIAL_SENSITIVE
MOST_IN_A_DAY = 100_000
# What lies on a desk. Most parts follow their record by themselves; what the database has moved is not found again.
_HELD: tuple[Any, ...] = (
    Submission,
    SubmissionSubject,
    SubmissionFile,
    Message,
    Told,
    Triage,
    Move,
    Answer,
    Report,
    Item,
    Statement,
    Identity,
)


class NoSuchDesk(Refused):
    """There is no such desk."""


@dataclass(frozen=True, kw_only=True)
class DeskDraft:
    """
    A desk to open.

    people      ids of those who work at it, for the actor's agency; everyone else, colleagues too, reads nothing there
    on_duty     one of them: owns whatever arrives, and is paged when someone is in danger
    area_codes  published codes of the areas it serves
    capacity    submissions that it can evaluate in a day
    """

    code: str
    name: str
    people: tuple[int, ...]
    on_duty: int
    area_codes: tuple[str, ...]
    capacity: int


@dataclass(frozen=True, kw_only=True)
class DeskCard:
    """A desk as anybody may know it."""

    desk_id: int
    code: str
    name: str
    agency_id: int
    agency: str
    area_codes: tuple[str, ...]


@transaction.atomic
def open_desk(*, by: Actor, purpose: str, at: datetime, desk: DeskDraft) -> int:
    """
    Open a desk for the actor's agency and return its id.

    raises  NotAllowed unless the actor staffs the desk; Unusable for nobody at it, nobody on duty, or a code in use
    """
    agency_id = by.agency_id or 0
    checks.check_has_duty(by, duty=Duty.RELEASE, agency_id=agency_id)
    _check(desk)
    if Desk.objects.filter(code=desk.code).exists():
        raise Unusable(f"There is a desk '{desk.code}' already: choose another code.")
    row = Desk.objects.create(
        agency_id=agency_id,
        code=desk.code,
        name=desk.name.strip(),
        arrivals_id=_audience(desk.people, by=by, purpose=purpose, at=at),
        on_duty_id=desk.on_duty,
        area_codes=sorted(set(desk.area_codes)),
        capacity=desk.capacity,
        opened_at=at,
        opened_by_id=by.person_id,
    )
    facts: trail.Facts = {"people": len(set(desk.people)), "audience": row.arrivals_id}
    change = trail.Change(action="desk.open", object_kind="desk", object_id=row.pk, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def staff_desk(*, by: Actor, purpose: str, at: datetime, desk_id: int, people: Sequence[int], on_duty: int) -> None:
    """
    Say anew who works at the desk and who is on duty. What lies there moves to them; who is left out reads it no more.

    raises  NoSuchDesk; NotAllowed unless the actor staffs this desk and stays on it; Unusable as `open_desk`
    """
    row = Desk.objects.select_for_update().filter(pk=desk_id, agency_id=by.agency_id or 0).first()
    if row is None:
        raise NoSuchDesk("Your agency has no such desk.")
    checks.check_has_duty(by, duty=Duty.RELEASE, agency_id=row.agency_id)
    if by.person_id not in people:
        raise checks.NotAllowed("Who staffs a desk works at it: put yourself on the list.")
    _check_people(tuple(people), on_duty)
    before = row.arrivals_id
    row.arrivals_id, row.on_duty_id = _audience(tuple(people), by=by, purpose=purpose, at=at), on_duty
    row.save(update_fields=["arrivals", "on_duty"])
    for model in _HELD:
        model.objects.filter(audience_id=before).update(audience_id=row.arrivals_id)
    facts: trail.Facts = {"people": len(set(people)), "before": before, "audience": row.arrivals_id}
    change = trail.Change(action="desk.staff", object_kind="desk", object_id=row.pk, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)


@transaction.atomic
def set_capacity(*, by: Actor, purpose: str, at: datetime, desk_id: int, capacity: int) -> None:
    """
    Say how many submissions the desk can evaluate in a day, for the forecast of its workload.

    raises  NoSuchDesk; NotAllowed unless the actor staffs the desk; Unusable for fewer than one
    """
    row = Desk.objects.select_for_update().filter(pk=desk_id, agency_id=by.agency_id or 0).first()
    if row is None:
        raise NoSuchDesk("Your agency has no such desk.")
    checks.check_has_duty(by, duty=Duty.RELEASE, agency_id=row.agency_id)
    _check_capacity(capacity)
    facts: trail.Facts = {"before": row.capacity, "capacity": capacity}
    row.capacity = capacity
    row.save(update_fields=["capacity"])
    change = trail.Change(action="desk.capacity", object_kind="desk", object_id=row.pk, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)


def list_desks() -> tuple[DeskCard, ...]:
    """Return every desk, by its agency's name and its own: whom anybody may pass something on to."""
    rows = Desk.objects.select_related("agency").order_by("agency__name", "name")
    return tuple(
        DeskCard(
            desk_id=row.pk,
            code=row.code,
            name=row.name,
            agency_id=row.agency_id,
            agency=row.agency.name,
            area_codes=tuple(row.area_codes),
        )
        for row in rows
    )


def find_desk(agency_id: int) -> DeskCard | None:
    """
    Return the desk that people of that agency are offered first: their own, else one that serves an area of theirs,
    else the only one there is; None when they must choose.
    """
    desks = list_desks()
    own = [desk for desk in desks if desk.agency_id == agency_id]
    said = Agency.objects.filter(id=agency_id).values_list("area_code", "districts").first()
    areas = {said[0], *said[1]} - {""} if said else set()
    serving = [desk for desk in desks if areas & set(desk.area_codes)]
    return next(iter((*own, *serving)), desks[0] if len(desks) == 1 else None)


def has_desk(actor: Actor) -> bool:
    """Return whether the actor is on the list of any desk of the agency she acts for."""
    agency_id = actor.agency_id or 0
    listed = Desk.objects.filter(
        agency_id=agency_id, arrivals__members__person_id=actor.person_id, arrivals__members__agency_id=agency_id
    )
    return listed.exists()


def works_at(desk_id: int, person_id: int, agency_id: int) -> bool:
    """Return whether the person is on the list of that desk."""
    listed = Desk.objects.filter(
        pk=desk_id, arrivals__members__person_id=person_id, arrivals__members__agency_id=agency_id
    )
    return listed.exists()


def _check(desk: DeskDraft) -> None:
    if not desk.name.strip():
        raise Unusable("Name the desk: it is what people see whom they pass something on to.")
    _check_capacity(desk.capacity)
    _check_people(desk.people, desk.on_duty)


def _check_capacity(capacity: int) -> None:
    if not 1 <= capacity <= MOST_IN_A_DAY:
        raise Unusable("Say how many submissions the desk can evaluate in a day: one at least.")


def _check_people(people: Sequence[int], on_duty: int) -> None:
    if not people:
        raise Unusable("Name the people who work at the desk: nobody else reads what arrives.")
    if on_duty not in people:
        raise Unusable("Choose who is on duty from the people who work at the desk.")
    if Person.objects.filter(id__in=people, is_active=True).count() != len(set(people)):
        raise Unusable("Somebody on the list has no account that is open: choose from the people of your agency.")


def _audience(people: Sequence[int], *, by: Actor, purpose: str, at: datetime) -> int:
    agency_id = by.agency_id or 0
    listed = frozenset(Named(person_id=one, agency_id=agency_id) for one in people)
    value = Audience(owner_id=agency_id, marking=MARKING, compartment=listed)
    return intern_audience(by=by, purpose=purpose, at=at, audience=value)
