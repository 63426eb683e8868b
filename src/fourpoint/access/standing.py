"""Reads who a person is at an instant: which agency she acts for and what her roles let her do there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from fourpoint.access import in_force
from fourpoint.catalogue.entries import PurposeEntry, RoleEntry
from fourpoint.domain.days import end_of, start_of
from fourpoint.domain.duties import Duty
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Acceptance, Actor, Emergency, Membership, SignUp, Training
from fourpoint.records.agencies import models
from fourpoint.records.sharing.models import Acceptance as SharingAcceptance
from fourpoint.records.sharing.models import Emergency as SharingEmergency
from fourpoint.records.sharing.models import SignUp as SharingSignUp

NOBODY = Actor(person_id=0, is_active=False, membership=None)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An actor, and the purpose that her membership starts her with (empty when she has none)."""

    actor: Actor
    default_purpose: str


def stand(person_id: int, *, at: datetime, agency_id: int | None = None) -> Standing:
    """
    Return the standing of that person at that instant.

    agency_id  the agency she chose to act for; without a membership there, the one whose membership she was given first

    A person unknown to the system, or without a membership in force, gets a standing that opens nothing.
    """
    held = models.Membership.objects.filter(person_id=person_id).select_related("person").order_by("id")
    current = [row for row in held if _membership(row).in_force(at)]
    row = next((row for row in current if row.agency_id == agency_id), current[0] if current else None)
    if row is None:
        active = models.Person.objects.filter(id=person_id, is_active=True).exists()
        return Standing(actor=Actor(person_id=person_id, is_active=active, membership=None), default_purpose="")
    actor = Actor(
        person_id=person_id,
        is_active=row.person.is_active,
        membership=replace(_membership(row), vetted_until=_vetted_until(row, at)),
        signed_up=_signed_up(row, since=_member_since(row, held)),
        accepted=_accepted(row),
        trained=_trained(row),
        emergencies=_emergencies(row),
    )
    return Standing(actor=actor, default_purpose=row.default_purpose)


def purposes() -> tuple[PurposeEntry, ...]:
    """Return the purposes of the catalogue in force here."""
    return in_force.read_entries("purposes", PurposeEntry)


def roles() -> dict[str, RoleEntry]:
    """Return the roles of the catalogue in force here, by code."""
    return {role.id: role for role in in_force.read_entries("roles", RoleEntry)}


def keeps_people(codes: Iterable[str]) -> bool:
    """Return whether one of these roles keeps the people of an agency."""
    known = roles()
    return any(known[code].keeps_people for code in codes if code in known)


def has_duty(codes: Iterable[str], duty: Duty) -> bool:
    """Return whether one of these roles carries that duty."""
    known = roles()
    return any(duty in known[code].duties for code in codes if code in known)


def _member_since(row: models.Membership, held: Iterable[models.Membership]) -> datetime:
    """When the person's unbroken time in that agency began: one membership may follow another without a gap."""
    since = row.starts_at
    for before in sorted(held, key=lambda one: one.starts_at, reverse=True):
        if before.agency_id == row.agency_id and before.starts_at < since and before.ends_at == since:
            since = before.starts_at
    return since


def _signed_up(row: models.Membership, *, since: datetime) -> frozenset[SignUp]:
    """Who left and came back signs up anew: leaving ended what was signed before."""
    held = SharingSignUp.objects.filter(person_id=row.person_id, agency_id=row.agency_id, signed_at__gte=since)
    return frozenset(
        SignUp(agreement_id=agreement_id, signed_at=signed_at, withdrawn_at=withdrawn_at)
        for agreement_id, signed_at, withdrawn_at in held.values_list("agreement_id", "signed_at", "withdrawn_at")
    )


def _accepted(row: models.Membership) -> frozenset[Acceptance]:
    held = SharingAcceptance.objects.filter(person_id=row.person_id, agency_id=row.agency_id)
    return frozenset(
        Acceptance(
            owner_id=one.owner_id,
            agreement_id=one.agreement_id,
            conditions=tuple(sorted(one.conditions)),
            accepted_at=one.accepted_at,
        )
        for one in held
    )


def _emergencies(row: models.Membership) -> frozenset[Emergency]:
    held = SharingEmergency.objects.filter(person_id=row.person_id, agency_id=row.agency_id)
    return frozenset(Emergency(owner_id=one.owner_id, starts_at=one.starts_at, ends_at=one.ends_at) for one in held)


def _trained(row: models.Membership) -> frozenset[Training]:
    held = models.TrainingRecord.objects.filter(person_id=row.person_id, agency_id=row.agency_id)
    return frozenset(
        Training(
            course=one.course,
            taken_at=start_of(one.taken_on),
            valid_until=_first(_end(one.valid_until), one.withdrawn_at),
        )
        for one in held
    )


def _vetted_until(row: models.Membership, at: datetime) -> datetime | None:
    """Until when what the agency recorded holds; None when it recorded nothing."""
    held = models.Vetting.objects.filter(person_id=row.person_id, agency_id=row.agency_id)
    begun = [one for one in held if start_of(one.held_from) <= at]
    ends = [_first(_end(one.held_until), one.withdrawn_at) for one in begun]
    return max((end for end in ends if end is not None), default=None)


def _first(*instants: datetime | None) -> datetime | None:
    return min((one for one in instants if one is not None), default=None)


def _end(day: date | None) -> datetime | None:
    """When a last day has passed, here; None for no last day."""
    return None if day is None else end_of(day)


def _membership(row: models.Membership) -> Membership:
    known = roles()
    # A role that the catalogue does not know gives no power.
    held = [known[code] for code in row.roles if code in known]
    return Membership(
        agency_id=row.agency_id,
        clearance=Marking(row.clearance),
        reads=all(role.reads for role in held),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        recertify_at=_end(row.recertify_on),
        roles=frozenset(role.id for role in held),
        safeguards=any(role.safeguards for role in held),
        changes=any(role.changes for role in held),
        governs=any(role.governs for role in held),
        administers=any(role.administers for role in held),
        breaks_glass=any(role.breaks_glass for role in held),
    )
