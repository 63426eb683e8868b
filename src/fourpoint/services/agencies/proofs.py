"""What an agency records of a person beside the membership: vetting and training. Rows are added and withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.catalogue.entries import CourseEntry, VettingEntry
from fourpoint.domain.dates import months_later
from fourpoint.domain.days import day_of
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Membership, TrainingRecord, Vetting
from fourpoint.services.agencies.actions import check_not_oneself, kept_agency
from fourpoint.services.agencies.words import entries


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Names one entry: of which table, and its number there."""

    kind: Literal["vetting", "training"]
    proof_id: int


@transaction.atomic
def record_vetting(
    *, by: Actor, purpose: str, at: datetime, person_id: int, level: str, held: tuple[date, date]
) -> int:
    """
    Record a person's vetting and return the row's id.

    held    the first and the last day on which it is held
    raises  NotAllowed; NotOpen for someone who is not of the agency; Unusable for a level or days that cannot be
    """
    agency_id = _check(by, person_id, at=at)
    if level not in entries("vetting", VettingEntry):
        raise Unusable("That level of vetting is not in the catalogue: choose one from the list.")
    if held[1] < held[0]:
        raise Unusable("The last day of the vetting is before its first: check both days.")
    row = Vetting.objects.create(
        person_id=person_id,
        agency_id=agency_id,
        level=level,
        held_from=held[0],
        held_until=held[1],
        made_at=at,
        made_by_id=by.person_id,
    )
    facts: trail.Facts = {"person": person_id, "level": level, "until": held[1].isoformat()}
    change = trail.Change(action="vetting.record", object_kind="vetting", object_id=row.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.id


@transaction.atomic
def record_training(*, by: Actor, purpose: str, at: datetime, person_id: int, course: str, taken_on: date) -> int:
    """
    Record that a person took a course and return the row's id; until when it counts comes from the catalogue.

    raises  NotAllowed; NotOpen for someone who is not of the agency; Unusable for a course or a day that cannot be
    """
    agency_id = _check(by, person_id, at=at)
    known = entries("training", CourseEntry)
    if course not in known:
        raise Unusable("That course is not in the catalogue: choose one from the list.")
    if taken_on > day_of(at):
        raise Unusable("The day on which the course was taken lies in the future: give the day it was taken.")
    months = known[course].months
    row = TrainingRecord.objects.create(
        person_id=person_id,
        agency_id=agency_id,
        course=course,
        taken_on=taken_on,
        valid_until=None if months is None else months_later(taken_on, months),
        made_at=at,
        made_by_id=by.person_id,
    )
    facts: trail.Facts = {"person": person_id, "course": course, "taken": taken_on.isoformat()}
    change = trail.Change(action="training.record", object_kind="training", object_id=row.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.id


@transaction.atomic
def withdraw(*, by: Actor, purpose: str, at: datetime, proof: Proof, reason: str) -> None:
    """
    Withdraw a vetting or a training record: it counts no more from now on.

    raises  NotAllowed; NotOneself; NotOpen for one that is not the agency's or was withdrawn
    """
    table: type[Vetting] | type[TrainingRecord] = Vetting if proof.kind == "vetting" else TrainingRecord
    agency_id = kept_agency(by)
    row = table.objects.select_for_update().filter(id=proof.proof_id, agency_id=agency_id, withdrawn_at=None).first()
    if row is None:
        raise checks.NotOpen("There is no such entry.")
    check_not_oneself(by, row.person_id)
    row.withdrawn_at, row.withdrawn_by_id = at, by.person_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    change = trail.Change(
        action=f"{proof.kind}.withdraw",
        object_kind=proof.kind,
        object_id=row.id,
        reason=reason,
        facts={"person": row.person_id},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _check(by: Actor, person_id: int, *, at: datetime) -> int:
    agency_id = kept_agency(by)
    check_not_oneself(by, person_id)
    held = Membership.objects.filter(person_id=person_id, agency_id=agency_id, starts_at__lte=at)
    if not any(row.ends_at is None or at < row.ends_at for row in held):
        raise checks.NotOpen("Nobody of that number is a member of the agency.")
    return agency_id
