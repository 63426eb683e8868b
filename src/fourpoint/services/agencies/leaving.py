"""Closes a leaver on the day: membership, sessions, contacts and invitations end together, and the records pass on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Contact, Handover, Membership, Person
from fourpoint.services.agencies import actions, contacts, invitations, sessions


class SuccessorNotAMember(Unusable):
    """Whoever takes over must be a member of the agency, and another person."""


@dataclass(frozen=True, kw_only=True)
class Closed:
    """What closing a leaver ended."""

    sessions: int
    contacts: int
    invitations: int


@transaction.atomic
def close_leaver(
    *, by: Actor, purpose: str, at: datetime, membership_id: int, successor_id: int, reason: str
) -> Closed:
    """
    End a membership now and everything that hung on it; the successor answers for the leaver's records.

    The account itself stays for another agency that the person belongs to; without one it opens nothing.

    raises  NotAllowed; NotOneself; MembershipAlreadyEnded; SuccessorNotAMember
    """
    actions.end_membership(by=by, purpose=purpose, at=at, membership_id=membership_id, reason=reason)
    row = Membership.objects.select_related("person").get(id=membership_id)
    _hand_over(row, successor_id, by=by, purpose=purpose, at=at)
    return Closed(
        sessions=sessions.close_all(row.person_id, at=at, ended="left"),
        contacts=_end_contacts(row.person, by=by, purpose=purpose, at=at),
        invitations=invitations.withdraw_all_of(by=by, purpose=purpose, at=at, person_id=row.person_id),
    )


def _hand_over(row: Membership, successor_id: int, *, by: Actor, purpose: str, at: datetime) -> None:
    held = Membership.objects.filter(person_id=successor_id, agency_id=row.agency_id, starts_at__lte=at)
    standing = any(one.ends_at is None or at < one.ends_at for one in held)
    if successor_id == row.person_id or not standing:
        raise SuccessorNotAMember("Name a colleague of the agency who takes over what this person looked after.")
    Handover.objects.create(
        agency_id=row.agency_id,
        leaver_id=row.person_id,
        successor_id=successor_id,
        made_at=at,
        made_by_id=by.person_id,
    )
    facts: trail.Facts = {"from": row.person_id, "to": successor_id}
    change = trail.Change(action="caseload.hand-over", object_kind="person", object_id=row.person_id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)


def _end_contacts(person: Person, *, by: Actor, purpose: str, at: datetime) -> int:
    rows = list(Contact.objects.filter(agency_id=actions.kept_agency(by), email=person.email, ended_at=None))
    for row in rows:
        contacts.end_row(row, by=by, purpose=purpose, at=at)
    return len(rows)
