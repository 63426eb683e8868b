"""Closes a leaver on the day: membership, sessions, contacts and invitations end, and the caseload passes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import context, trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Contact, Handover, Membership, Person
from fourpoint.services.agencies import actions, contacts, invitations, sessions
from fourpoint.services.agencies.caseload import Caseload, Leaving


class SuccessorNotAMember(Unusable):
    """Whoever takes over must be a member of the agency, and another person."""


@dataclass(frozen=True, kw_only=True)
class Closed:
    """
    What closing a leaver ended.

    left  the names of caseloads of which nobody can take something over: somebody must see to it
    """

    sessions: int
    contacts: int
    invitations: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Going:
    """Which membership ends, who takes over, and why; caseloads are those of `services/caseload/registered.py`."""

    membership_id: int
    successor_id: int
    reason: str
    caseloads: Iterable[Caseload]


@transaction.atomic
def close_leaver(*, by: Actor, purpose: str, at: datetime, going: Going) -> Closed:
    """
    End a membership now and everything that hung on it; the successor answers for the leaver's records and caseload.

    The account itself stays for another agency that the person belongs to; without one it opens nothing.

    raises  NotAllowed; NotOneself; MembershipAlreadyEnded; SuccessorNotAMember
    """
    actions.check_may_end(by=by, at=at, membership_id=going.membership_id)
    row = Membership.objects.select_related("person").get(id=going.membership_id)
    _check_successor(row, going.successor_id, at=at)
    # While the leaver still has the place: some of it is open to nobody else but her successor.
    left = _hand_over(row, going, by=by, purpose=purpose, at=at)
    actions.end_membership(by=by, purpose=purpose, at=at, membership_id=going.membership_id, reason=going.reason)
    return Closed(
        sessions=sessions.close_all(row.person_id, at=at, ended="left"),
        contacts=_end_contacts(row.person, by=by, purpose=purpose, at=at),
        invitations=invitations.withdraw_all_of(by=by, purpose=purpose, at=at, person_id=row.person_id),
        left=left,
    )


def _check_successor(row: Membership, successor_id: int, *, at: datetime) -> None:
    held = Membership.objects.filter(person_id=successor_id, agency_id=row.agency_id, starts_at__lte=at)
    standing = any(one.ends_at is None or at < one.ends_at for one in held)
    if successor_id == row.person_id or not standing:
        raise SuccessorNotAMember("Name a colleague of the agency who takes over what this person looked after.")


def _hand_over(row: Membership, going: Going, *, by: Actor, purpose: str, at: datetime) -> tuple[str, ...]:
    Handover.objects.create(
        agency_id=row.agency_id,
        leaver_id=row.person_id,
        successor_id=going.successor_id,
        made_at=at,
        made_by_id=by.person_id,
    )
    leaving = Leaving(
        agency_id=row.agency_id,
        leaver_id=row.person_id,
        successor_id=going.successor_id,
        closed_by_id=by.person_id,
        at=at,
    )
    passed, left = _pass_on(leaving, going.caseloads)
    facts: trail.Facts = {"from": row.person_id, "to": going.successor_id, **passed}
    change = trail.Change(action="caseload.hand-over", object_kind="person", object_id=row.person_id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
    return left


def _pass_on(leaving: Leaving, caseloads: Iterable[Caseload]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Hand every caseload over; return how many rows of each passed on, and the names of those that did not wholly."""
    passed: dict[str, int] = {}
    left: dict[str, int] = {}
    for caseload in caseloads:
        for person_id in (leaving.leaver_id, leaving.successor_id):
            with context.acting(person_id, at=leaving.at, agency_id=leaving.agency_id):
                done = caseload.hand_over(leaving)
            passed[caseload.code] = passed.get(caseload.code, 0) + done.count
            left[caseload.name] = max(left.get(caseload.name, 0), done.left)
    return {code: count for code, count in passed.items() if count}, tuple(
        name for name, count in left.items() if count
    )


def _end_contacts(person: Person, *, by: Actor, purpose: str, at: datetime) -> int:
    rows = list(Contact.objects.filter(agency_id=actions.kept_agency(by), email=person.email, ended_at=None))
    for row in rows:
        contacts.end_row(row, by=by, purpose=purpose, at=at)
    return len(rows)
