"""Reads who a person is at an instant: which agency she acts for and what her roles let her do there."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from fourpoint.catalogue import loader
from fourpoint.catalogue.entries import PurposeEntry, RoleEntry
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Membership
from fourpoint.records.agencies import models

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
    # A membership that reads nothing opens nothing.
    membership = _membership(row) if _reads(row) else None
    actor = Actor(person_id=person_id, is_active=row.person.is_active, membership=membership)
    return Standing(actor=actor, default_purpose=row.default_purpose)


def purposes() -> tuple[PurposeEntry, ...]:
    """Return the purposes of the catalogue in force here."""
    return loader.read_entries("purposes", PurposeEntry, _override())


def roles() -> dict[str, RoleEntry]:
    """Return the roles of the catalogue in force here, by code."""
    return {role.id: role for role in loader.read_entries("roles", RoleEntry, _override())}


def _override() -> Path | None:
    return getattr(settings, "FOURPOINT_CATALOGUE_OVERRIDE", None)


def _reads(row: models.Membership) -> bool:
    known = roles()
    return all(known[code].reads for code in row.roles if code in known)


def _membership(row: models.Membership) -> Membership:
    known = roles()
    # A role that the catalogue does not know gives no power.
    held = [known[code] for code in row.roles if code in known]
    return Membership(
        agency_id=row.agency_id,
        clearance=Marking(row.clearance),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        roles=frozenset(role.id for role in held),
        safeguards=any(role.safeguards for role in held),
        changes=any(role.changes for role in held),
        governs=any(role.governs for role in held),
        administers=any(role.administers for role in held),
    )
