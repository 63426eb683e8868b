"""
Changes to the memberships of an agency. Each needs a role that keeps its people, and leaves its trace.

Nobody changes a membership of their own, and who keeps people without administering the agency hands out no role that
governs, administers or breaks glass: a delegate cannot raise anybody above themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import checks, standing, trail
from fourpoint.catalogue.entries import RoleEntry
from fourpoint.domain.errors import Refused
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Confirmation, Membership, Person
from fourpoint.records.sharing.models import StandIn
from fourpoint.services.agencies import limits
from fourpoint.services.agencies.founding import check_roles
from fourpoint.services.agencies.passwords import PasswordHash, no_password


class PersonAlreadyKnown(Refused):
    """Someone of that e-mail address is on the system."""


class MembershipsOverlap(Refused):
    """The person has a membership of the agency in part of that period."""


class MembershipAlreadyEnded(Refused):
    """The membership was ended before."""


class NotOneself(Refused):
    """Somebody else must decide about one's own place."""


class RoleAboveOneself(Refused):
    """A role whose powers the giver may not hand out."""


class RolesApart(Refused):
    """Roles that one person may not hold together."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """
    What a membership gives: roles and the default purpose are catalogue codes.

    recertify_on  the day by which it must be confirmed; None takes the catalogue's term
    """

    roles: tuple[str, ...]
    clearance: Marking
    default_purpose: str
    starts_at: datetime
    ends_at: datetime | None = None
    recertify_on: date | None = None


@transaction.atomic
def invite_person(
    *, by: Actor, purpose: str, at: datetime, email: str, name: str, password: PasswordHash | None = None
) -> int:
    """
    Make an account for someone and return the person id; without a password the account cannot be entered yet.

    raises  NotAllowed; PersonAlreadyKnown
    """
    kept_agency(by)
    if Person.objects.filter(email=email.lower()).exists():
        raise PersonAlreadyKnown("Someone of that e-mail address is already on this system.")
    person = Person.objects.create(
        email=email.lower(), name=name, password=password or no_password(), created_at=at, created_by_id=by.person_id
    )
    change = trail.Change(action="person.invite", object_kind="person", object_id=person.id)
    trail.record(change, by=by, purpose=purpose, at=at)
    return person.id


@transaction.atomic
def grant_membership(*, by: Actor, purpose: str, at: datetime, person_id: int, post: Post) -> int:
    """
    Make a person a member of the actor's agency and return the membership id.

    raises  NotAllowed; MembershipsOverlap; Refused for a role that the catalogue does not know or that may not be given
    """
    agency_id = kept_agency(by)
    check_may_give(by, post.roles)
    check_not_oneself(by, person_id)
    row = place(agency_id=agency_id, person_id=person_id, post=post, by_id=by.person_id, at=at)
    trail.record(_granted(row), by=by, purpose=purpose, at=at)
    return row.id


def place(*, agency_id: int, person_id: int, post: Post, by_id: int, at: datetime) -> Membership:
    """Add the membership, its roles checked by the caller; raises MembershipsOverlap."""
    held = Membership.objects.filter(person_id=person_id, agency_id=agency_id)
    if any(_overlaps(row, post) for row in held):
        raise MembershipsOverlap("This person is already a member of the agency in part of that period.")
    # Whoever comes back takes her own place on lists again.
    stood_in = StandIn.objects.filter(agency_id=agency_id, leaver_id=person_id, ended_at=None)
    stood_in.update(ended_at=max(at, post.starts_at), ended_by_id=by_id)
    return Membership.objects.create(
        person_id=person_id,
        agency_id=agency_id,
        roles=list(post.roles),
        clearance=post.clearance.value,
        default_purpose=post.default_purpose,
        starts_at=post.starts_at,
        ends_at=post.ends_at,
        granted_at=at,
        granted_by_id=by_id,
        recertify_on=post.recertify_on or limits.recertify_on(at),
    )


def _granted(row: Membership) -> trail.Change:
    facts: trail.Facts = {"person": row.person_id, "roles": list(row.roles), "clearance": Marking(row.clearance).words}
    return trail.Change(action="membership.grant", object_kind="membership", object_id=row.id, facts=facts)


@transaction.atomic
def change_post(*, by: Actor, purpose: str, at: datetime, membership_id: int, post: Post, reason: str) -> int:
    """
    End a membership and grant another from the same instant; return the new one's id. What was held stays on record.

    raises  NotAllowed; NotOneself; MembershipAlreadyEnded; Refused for a role that may not be given
    """
    row = _current(membership_id, by=by, at=at)
    check_may_give(by, tuple(code for code in post.roles if code not in row.roles))
    # A role above the giver is not taken away by them either.
    check_may_give(by, tuple(code for code in row.roles if code not in post.roles))
    check_together(post.roles)
    _end(row, by=by, at=at)
    new = place(
        agency_id=row.agency_id,
        person_id=row.person_id,
        post=replace(post, starts_at=at),
        by_id=by.person_id,
        at=at,
    )
    facts: trail.Facts = {"person": row.person_id, "from": list(row.roles), "to": list(post.roles), "was": row.id}
    change = trail.Change(
        action="membership.change", object_kind="membership", object_id=new.id, reason=reason, facts=facts
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    return new.id


@transaction.atomic
def recertify(*, by: Actor, purpose: str, at: datetime, membership_id: int) -> None:
    """
    Say that the person still needs the membership as it is, which then stands for another term.

    raises  NotAllowed; NotOneself; MembershipAlreadyEnded
    """
    row = _current(membership_id, by=by, at=at)
    Confirmation.objects.create(
        membership=row, was_due_on=row.recertify_on, confirmed_at=at, confirmed_by_id=by.person_id
    )
    row.recertify_on, row.recertified_at, row.recertified_by_id = limits.recertify_on(at), at, by.person_id
    row.save(update_fields=["recertify_on", "recertified_at", "recertified_by"])
    facts: trail.Facts = {"person": row.person_id, "until": row.recertify_on.isoformat()}
    change = trail.Change(action="membership.recertify", object_kind="membership", object_id=row.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)


@transaction.atomic
def end_membership(*, by: Actor, purpose: str, at: datetime, membership_id: int, reason: str) -> None:
    """
    End a membership of the actor's agency now; the person loses what it opened at her next request.

    raises  NotAllowed; NotOneself; MembershipAlreadyEnded
    """
    row = _current(membership_id, by=by, at=at)
    check_may_give(by, tuple(row.roles))
    _end(row, by=by, at=at)
    change = trail.Change(action="membership.end", object_kind="membership", object_id=row.id, reason=reason)
    trail.record(change, by=by, purpose=purpose, at=at)


def check_may_end(*, by: Actor, at: datetime, membership_id: int) -> None:
    """Raise as `end_membership` would, and hold the membership until the transaction ends."""
    check_may_give(by, tuple(_current(membership_id, by=by, at=at).roles))


def kept_agency(by: Actor) -> int:
    """Return the agency whose people the actor keeps, the one acted for; raises NotAllowed."""
    agency_id = by.agency_id or 0
    checks.check_may_keep_people(by, agency_id=agency_id)
    return agency_id


def check_may_give(by: Actor, codes: tuple[str, ...]) -> None:
    """
    Raise unless the actor may hand out, or take away, these roles, and one person may hold them together.

    raises  Refused for a role the catalogue does not know; RoleAboveOneself; RolesApart
    """
    if codes:
        check_roles(codes)
        check_together(codes)
    known = standing.roles()
    above = [known[code].name for code in codes if _is_above(known[code])]
    if above and not (by.membership and by.membership.administers):
        raise RoleAboveOneself(
            f"Only someone who administers the agency gives or takes the role {', '.join(above)}:"
            " ask its information governance lead."
        )


def check_together(codes: tuple[str, ...]) -> None:
    """Raise RolesApart when one of several roles reads nothing: whoever runs the platform holds no other role."""
    known = standing.roles()
    apart = [known[code].name for code in codes if code in known and not known[code].reads]
    if apart and len(set(codes)) > 1:
        raise RolesApart(
            f"{apart[0]} is held alone: it takes reading away, and another role would be no use beside it."
        )


def check_not_oneself(by: Actor, person_id: int) -> None:
    """Raise NotOneself when somebody decides about their own place."""
    if by.person_id == person_id:
        raise NotOneself("Nobody decides about their own place: ask a colleague who keeps the people of the agency.")


def hold_power(codes: Iterable[str]) -> bool:
    """Return whether one of these roles is one that only somebody who administers the agency hands out."""
    known = standing.roles()
    return any(_is_above(known[code]) for code in codes if code in known)


def _is_above(role: RoleEntry) -> bool:
    return role.governs or role.administers or role.breaks_glass or role.keeps_people or not role.reads


def _current(membership_id: int, *, by: Actor, at: datetime) -> Membership:
    row = Membership.objects.select_for_update().filter(id=membership_id).first()
    if row is None:
        raise checks.NotOpen("There is no such membership.")
    checks.check_may_keep_people(by, agency_id=row.agency_id)
    check_not_oneself(by, row.person_id)
    if row.ends_at is not None and row.ends_at <= at:
        raise MembershipAlreadyEnded("This membership has ended already.")
    return row


def _end(row: Membership, *, by: Actor, at: datetime) -> None:
    row.ends_at, row.ended_at, row.ended_by_id = at, at, by.person_id
    row.save(update_fields=["ends_at", "ended_at", "ended_by"])


def _overlaps(row: Membership, post: Post) -> bool:
    starts_before_row_ends = row.ends_at is None or post.starts_at < row.ends_at
    return starts_before_row_ends and (post.ends_at is None or row.starts_at < post.ends_at)
