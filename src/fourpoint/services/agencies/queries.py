"""Reads agencies and people as frozen values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from fourpoint.access import standing
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing.standing import within
from fourpoint.records.agencies.models import Agency, Membership, Person


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A membership as its holder sees it."""

    agency_id: int
    agency: str
    roles: tuple[str, ...]
    clearance: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Self:
    """A person as she sees herself."""

    person_id: int
    name: str
    email: str
    postings: tuple[Posting, ...]


def agency_names(agency_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those agencies by id."""
    wanted = set(agency_ids)
    if not wanted:
        return {}
    # In SQL, as most pages ask: Django takes longer to put this together than PostgreSQL to answer it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM agencies_agency WHERE id = ANY(%s)", [list(wanted)])
        return dict(cursor.fetchall())


def find_person(email: str) -> int | None:
    """Return the id of the person of that e-mail address, whatever its capitals."""
    return Person.objects.filter(email=email.lower()).values_list("id", flat=True).first()


def find_agency(code: str) -> int | None:
    """Return the id of the agency of that code."""
    return Agency.objects.filter(code=code).values_list("id", flat=True).first()


def members_of(agency_id: int, *, at: datetime) -> frozenset[int]:
    """Return the people who have a place in that agency at that instant."""
    held = Membership.objects.filter(agency_id=agency_id, starts_at__lte=at, person__is_active=True)
    return frozenset(row.person_id for row in held if row.ends_at is None or at < row.ends_at)


def get_self(person_id: int, *, at: datetime) -> Self:
    """Return the person with the memberships in force at that instant; raises Person.DoesNotExist."""
    person = Person.objects.get(id=person_id)
    held = Membership.objects.filter(person_id=person_id).select_related("agency").order_by("id")
    current = [row for row in held if within(at, row.starts_at, row.ends_at)]
    return Self(
        person_id=person.id,
        name=person.name,
        email=person.email,
        postings=tuple(_posting(row) for row in current),
    )


def _posting(row: Membership) -> Posting:
    known = standing.roles()
    return Posting(
        agency_id=row.agency_id,
        agency=row.agency.name,
        roles=tuple(known[code].name for code in row.roles if code in known),
        clearance=Marking(row.clearance).words,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
