"""Changes to the people of an agency. Each needs a role that administers the agency, and leaves its trace."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.domain.errors import Refused
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.services.agencies.founding import check_roles


class PersonAlreadyKnown(Refused):
    """Someone of that e-mail address is on the system."""


class MembershipsOverlap(Refused):
    """The person has a membership of the agency in part of that period."""


class MembershipAlreadyEnded(Refused):
    """The membership was ended before."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a membership gives: roles and the default purpose are catalogue codes."""

    roles: tuple[str, ...]
    clearance: Marking
    default_purpose: str
    starts_at: datetime
    ends_at: datetime | None = None


@transaction.atomic
def invite_person(*, by: Actor, purpose: str, at: datetime, email: str, name: str, password: str | None = None) -> int:
    """
    Make an account for someone and return the person id; without a password the account cannot be entered yet.

    raises  NotAllowed; PersonAlreadyKnown
    """
    checks.check_may_administer(by, agency_id=by.agency_id or 0)
    if Person.objects.filter(email=email.lower()).exists():
        raise PersonAlreadyKnown("Someone of that e-mail address is already on this system.")
    person = Person.objects.create(
        email=email.lower(), name=name, password=make_password(password), created_at=at, created_by_id=by.person_id
    )
    change = trail.Change(action="person.invite", object_kind="person", object_id=person.id)
    trail.record(change, by=by, purpose=purpose, at=at)
    return person.id


@transaction.atomic
def grant_membership(*, by: Actor, purpose: str, at: datetime, person_id: int, post: Post) -> int:
    """
    Make a person a member of the actor's agency and return the membership id.

    raises  NotAllowed; MembershipsOverlap; Refused for a role that the catalogue does not know
    """
    agency_id = by.agency_id or 0
    checks.check_may_administer(by, agency_id=agency_id)
    check_roles(post.roles)
    held = Membership.objects.filter(person_id=person_id, agency_id=agency_id)
    if any(_overlaps(row, post) for row in held):
        raise MembershipsOverlap("This person is already a member of the agency in part of that period.")
    row = Membership.objects.create(
        person_id=person_id,
        agency_id=agency_id,
        roles=list(post.roles),
        clearance=post.clearance.value,
        default_purpose=post.default_purpose,
        starts_at=post.starts_at,
        ends_at=post.ends_at,
        granted_at=at,
        granted_by_id=by.person_id,
    )
    facts: dict[str, str | int | list[str]] = {
        "person": person_id,
        "roles": list(post.roles),
        "clearance": post.clearance.words,
    }
    change = trail.Change(action="membership.grant", object_kind="membership", object_id=row.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.id


@transaction.atomic
def end_membership(*, by: Actor, purpose: str, at: datetime, membership_id: int, reason: str) -> None:
    """
    End a membership of the actor's agency now; the person loses what it opened at her next request.

    raises  NotAllowed; MembershipAlreadyEnded
    """
    row = Membership.objects.select_for_update().get(id=membership_id)
    checks.check_may_administer(by, agency_id=row.agency_id)
    if row.ends_at is not None and row.ends_at <= at:
        raise MembershipAlreadyEnded("This membership has ended already.")
    row.ends_at, row.ended_at, row.ended_by_id = at, at, by.person_id
    row.save(update_fields=["ends_at", "ended_at", "ended_by"])
    change = trail.Change(action="membership.end", object_kind="membership", object_id=row.id, reason=reason)
    trail.record(change, by=by, purpose=purpose, at=at)


def _overlaps(row: Membership, post: Post) -> bool:
    starts_before_row_ends = row.ends_at is None or post.starts_at < row.ends_at
    return starts_before_row_ends and (post.ends_at is None or row.starts_at < post.ends_at)
