"""The people of one agency as whoever keeps them sees them. Nothing here speaks of a membership elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from fourpoint.access import checks, standing
from fourpoint.catalogue.entries import CourseEntry, VettingEntry
from fourpoint.domain.days import day_of, last_day_before
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor
from fourpoint.domain.sharing.standing import within
from fourpoint.records.agencies.models import Invitation, Membership, Person, SignIn, TrainingRecord, Vetting
from fourpoint.services.agencies import limits, lockouts
from fourpoint.services.agencies.actions import kept_agency
from fourpoint.services.agencies.words import entries, name_of


@dataclass(frozen=True, kw_only=True)
class Proven:
    """A vetting or a course: its words, until when it counts (None for ever), and whether it counts today."""

    proof_id: int
    words: str
    since: date
    until: date | None
    counts: bool
    withdrawn: bool


# Vetting, then training.
Proofs = tuple[tuple[Proven, ...], tuple[Proven, ...]]


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """
    A member in the list.

    wants   what somebody should see to, in words; empty when nothing
    """

    person_id: int
    name: str
    email: str
    roles: tuple[str, ...]
    clearance: str
    recertify_on: date | None
    seen_at: datetime | None
    wants: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Held:
    """One membership of the person in the agency, now or in the past."""

    membership_id: int
    roles: tuple[str, ...]
    role_codes: tuple[str, ...]
    clearance: str
    clearance_code: str
    default_purpose: str
    starts_at: datetime
    ends_at: datetime | None
    last_day: date | None
    in_force: bool
    recertify_on: date | None
    recertified_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PersonFile:
    """Everything the agency keeps of one person."""

    person_id: int
    name: str
    email: str
    current: Held | None
    past: tuple[Held, ...]
    vetting: tuple[Proven, ...]
    training: tuple[Proven, ...]
    open_sessions: int
    is_locked_out: bool
    wants: tuple[str, ...]
    is_oneself: bool


@dataclass(frozen=True, kw_only=True)
class InvitationCard:
    """An invitation that nobody has taken up yet."""

    invitation_id: int
    name: str
    email: str
    roles: tuple[str, ...]
    expires_at: datetime
    expired: bool


def list_people(actor: Actor, *, at: datetime) -> tuple[PersonLine, ...]:
    """Return the members of the actor's agency by name; raises NotAllowed."""
    agency_id = kept_agency(actor)
    rows = [row for row in _memberships(agency_id) if within(at, row.starts_at, row.ends_at)]
    proofs = _proofs(agency_id, [row.person_id for row in rows], at=at)
    seen = _seen(row.person_id for row in rows)
    lines = (_line(row, proofs[row.person_id], seen.get(row.person_id), at=at) for row in rows)
    return tuple(sorted(lines, key=lambda line: line.name))


def list_due(actor: Actor, *, at: datetime) -> tuple[PersonLine, ...]:
    """Return the members whose place must be confirmed soon or should have been, the earliest first."""
    edge = day_of(at) + limits.length("recertification-notice")
    due = [line for line in list_people(actor, at=at) if line.recertify_on is not None and line.recertify_on <= edge]
    return tuple(sorted(due, key=lambda line: (line.recertify_on or edge, line.name)))


def list_invitations(actor: Actor, *, at: datetime) -> tuple[InvitationCard, ...]:
    """Return the invitations of the actor's agency that wait or ran out, the latest first; raises NotAllowed."""
    rows = Invitation.objects.filter(agency_id=kept_agency(actor), accepted_at=None, withdrawn_at=None)
    return tuple(
        InvitationCard(
            invitation_id=row.id,
            name=row.name,
            email=row.email,
            roles=_role_names(row.roles),
            expires_at=row.expires_at,
            expired=row.expires_at <= at,
        )
        for row in rows.order_by("-made_at", "-id")
    )


def get_person(actor: Actor, person_id: int, *, at: datetime) -> PersonFile:
    """
    Return what the actor's agency keeps of a person, who may have left.

    raises  NotAllowed; NotOpen for somebody who never was a member of it
    """
    agency_id = kept_agency(actor)
    rows = list(_memberships(agency_id).filter(person_id=person_id).order_by("-starts_at"))
    if not rows:
        raise checks.NotOpen("Nobody of that number is or was a member of the agency.")
    person, held = rows[0].person, [_held(row, at=at) for row in rows]
    vetting, training = _proofs(agency_id, [person_id], at=at)[person_id]
    current = next((one for one in held if one.in_force), None)
    return PersonFile(
        person_id=person.id,
        name=person.name,
        email=person.email,
        current=current,
        past=tuple(one for one in held if one is not current),
        vetting=vetting,
        training=training,
        open_sessions=SignIn.objects.filter(person_id=person_id, ended_at=None).count() if current else 0,
        is_locked_out=current is not None and lockouts.is_closed(person.email, at=at),
        wants=_wants(rows[0], vetting, training, at=at) if current else (),
        is_oneself=actor.person_id == person.id,
    )


def list_colleagues(actor: Actor, *, but: int, at: datetime) -> tuple[tuple[int, str], ...]:
    """Return the members of the actor's agency with their names, without one of them; raises NotAllowed."""
    return tuple((line.person_id, line.name) for line in list_people(actor, at=at) if line.person_id != but)


def _memberships(agency_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(agency_id=agency_id, person__kind=Person.PERSON).select_related("person")


def _seen(person_ids: Iterable[int]) -> dict[int, datetime]:
    rows = SignIn.objects.filter(person_id__in=set(person_ids)).values_list("person_id")
    return dict(rows.annotate(latest=Max("seen_at")))


def _line(row: Membership, proofs: Proofs, seen_at: datetime | None, *, at: datetime) -> PersonLine:
    vetting, training = proofs
    return PersonLine(
        person_id=row.person_id,
        name=row.person.name,
        email=row.person.email,
        roles=_role_names(row.roles),
        clearance=Marking(row.clearance).words,
        recertify_on=row.recertify_on,
        seen_at=seen_at,
        wants=_wants(row, vetting, training, at=at),
    )


def _wants(
    row: Membership, vetting: tuple[Proven, ...], training: tuple[Proven, ...], *, at: datetime
) -> tuple[str, ...]:
    said = []
    if not any(one.counts for one in vetting):
        said.append("Vetting has lapsed" if vetting else "No vetting recorded")
    latest = {one.words: one for one in sorted(training, key=lambda one: one.since) if not one.withdrawn}
    said += [f"Training has lapsed: {words}" for words, one in latest.items() if not one.counts]
    if row.recertify_on is not None and row.recertify_on <= day_of(at) + limits.length("recertification-notice"):
        said.append("Recertification is due")
    return tuple(said)


def _held(row: Membership, *, at: datetime) -> Held:
    return Held(
        membership_id=row.id,
        roles=_role_names(row.roles),
        role_codes=tuple(row.roles),
        clearance=Marking(row.clearance).words,
        clearance_code=row.clearance,
        default_purpose=row.default_purpose,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        last_day=last_day_before(row.ends_at) if row.ends_at else None,
        in_force=within(at, row.starts_at, row.ends_at),
        recertify_on=row.recertify_on,
        recertified_at=row.recertified_at,
    )


def _proofs(agency_id: int, person_ids: Iterable[int], *, at: datetime) -> dict[int, Proofs]:
    """What the agency recorded of each person: vetting and training, the latest first."""
    people, today = list(person_ids), day_of(at)
    vetting = Vetting.objects.filter(agency_id=agency_id, person_id__in=people).order_by("-held_until", "-id")
    training = TrainingRecord.objects.filter(agency_id=agency_id, person_id__in=people).order_by("-taken_on", "-id")
    vetted = [(row.person_id, _vetting(row, today)) for row in vetting]
    trained = [(row.person_id, _training(row, today)) for row in training]
    return {
        person: (
            tuple(one for key, one in vetted if key == person),
            tuple(one for key, one in trained if key == person),
        )
        for person in people
    }


def _vetting(row: Vetting, today: date) -> Proven:
    known = entries("vetting", VettingEntry).get(row.level)
    return Proven(
        proof_id=row.id,
        words=known.name if known else row.level,
        since=row.held_from,
        until=row.held_until,
        counts=row.withdrawn_at is None and row.held_from <= today <= row.held_until,
        withdrawn=row.withdrawn_at is not None,
    )


def _training(row: TrainingRecord, today: date) -> Proven:
    return Proven(
        proof_id=row.id,
        words=name_of("training", CourseEntry, row.course),
        since=row.taken_on,
        until=row.valid_until,
        counts=row.withdrawn_at is None and (row.valid_until is None or today <= row.valid_until),
        withdrawn=row.withdrawn_at is not None,
    )


def _role_names(codes: Iterable[str]) -> tuple[str, ...]:
    known = standing.roles()
    return tuple(known[code].name if code in known else code for code in codes)
