"""
Breaks glass and answers for it: a reason first, a limit of time, the owner told, a note after, a review.

It opens the material of one agency with which one's own has an agreement in force, up to one's own clearance. A
need-to-know list stays closed: what is on one was kept even from colleagues.
"""

from datetime import datetime, timedelta

from django.db import transaction

from fourpoint.access import trail
from fourpoint.access.checks import NotAllowed, NotOpen, may_govern
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.operations import Operation
from fourpoint.domain.sharing import Actor
from fourpoint.records.sharing.models import Emergency, EmergencyAccount
from fourpoint.services.agencies import letters
from fourpoint.services.emergency import limits
from fourpoint.services.emergency.openable import list_openable


class NoteOwed(Refused):
    """The person has not yet said what came of the last time."""


class AlreadyOpen(Refused):
    """The agency's material is open to the person already."""


class AlreadyDone(Refused):
    """It was ended, told or reviewed before."""


@transaction.atomic
def break_glass(*, by: Actor, purpose: str, at: datetime, owner_id: int, reason: str, minutes: int) -> int:
    """
    Open an agency's material to the actor from now for that many minutes, and return the emergency's id.

    raises  NotAllowed without a role that may; NotOpen for an agency without an agreement in force with the actor's;
            NoteOwed; AlreadyOpen; Unusable for a reason too short or a time outside the limits
    """
    agency_id = _check_may_break(by)
    if owner_id not in {one.agency_id for one in list_openable(agency_id, at=at)}:
        raise NotOpen("Your agency has no agreement in force with such an agency.")
    reason = _check_reason(reason)
    _check_minutes(minutes)
    _check_nothing_owed(by, owner_id, at)
    row = Emergency.objects.create(
        person_id=by.person_id,
        agency_id=agency_id,
        owner_id=owner_id,
        starts_at=at,
        ends_at=at + timedelta(minutes=minutes),
    )
    EmergencyAccount.objects.create(
        emergency=row, agency_id=agency_id, owner_id=owner_id, reason=reason, purpose=purpose
    )
    _record("emergency.open", row, by=by, purpose=purpose, at=at, facts={"minutes": minutes})
    governing = letters.members_with("governs", agency_id=owner_id, at=at)
    letters.write_to(governing, kind="broken-glass", path=f"/break-glass/{row.id}/", agency_id=owner_id, at=at)
    return row.id


@transaction.atomic
def end_early(*, by: Actor, purpose: str, at: datetime, emergency_id: int) -> None:
    """
    Close it now: by who broke glass, or by the owner's information governance role.

    raises  NotOpen for one that is not the actor's to close; AlreadyDone
    """
    row = _find(emergency_id)
    if by.person_id != row.person_id and not may_govern(by, agency_id=row.owner_id):
        raise NotOpen("There is no such emergency.")
    if row.ends_at <= at:
        raise AlreadyDone("This emergency has ended already.")
    row.ends_at = at
    row.save(update_fields=["ends_at"])
    _record("emergency.end", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def write_note(*, by: Actor, purpose: str, at: datetime, emergency_id: int, note: str) -> None:
    """
    Say what came of it, which ends it too: once, by who broke glass.

    raises  NotOpen; AlreadyDone; Unusable for an empty note
    """
    row = _find(emergency_id)
    account = _account(row)
    if by.person_id != row.person_id:
        raise NotOpen("There is no such emergency.")
    if account.noted_at is not None:
        raise AlreadyDone("The note has been written already, and the trail keeps it as it is.")
    if not note.strip():
        raise Unusable("Say what you read, what you did with it, and whether anyone is still in danger.")
    account.note, account.noted_at = note.strip(), at
    account.save(update_fields=["note", "noted_at"])
    if row.ends_at > at:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    _record("emergency.note", row, by=by, purpose=purpose, at=at, facts={"length": len(note)})


@transaction.atomic
def mark_seen(*, by: Actor, purpose: str, at: datetime, emergency_id: int) -> None:
    """Record that the owner agency has been told; the first time counts. Raises NotOpen for anyone else."""
    row = _find(emergency_id)
    if not may_govern(by, agency_id=row.owner_id):
        raise NotOpen("There is no such emergency.")
    account = _account(row)
    if account.seen_at is None:
        account.seen_at, account.seen_by_id = at, by.person_id
        account.save(update_fields=["seen_at", "seen_by"])
        _record("emergency.acknowledge", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def review(*, by: Actor, purpose: str, at: datetime, emergency_id: int, finding: str, words: str) -> None:
    """
    Record what the owner's information governance role finds, once it has ended.

    finding  a code of the catalogue's emergency findings
    raises   NotOpen; AlreadyDone; Refused while it is open or of one's own; Unusable without a finding or words
    """
    row = _find(emergency_id)
    if not may_govern(by, agency_id=row.owner_id):
        raise NotOpen("There is no such emergency.")
    account = _account(row)
    _check_reviewable(row, account, by=by, at=at)
    if finding not in {known.id for known in limits.findings()}:
        raise Unusable("Choose what you find.")
    if not words.strip():
        raise Unusable("Say why you find so: the reader and their agency are told.")
    account.finding, account.finding_words = finding, words.strip()
    account.reviewed_at, account.reviewed_by_id = at, by.person_id
    account.save(update_fields=["finding", "finding_words", "reviewed_at", "reviewed_by"])
    _record("emergency.review", row, by=by, purpose=purpose, at=at, facts={"finding": finding})


def record_request(*, by: Actor, purpose: str, at: datetime, emergency_id: int, owner_id: int, address: str) -> None:
    """Record that a page was asked for while glass was broken; `address` is the page's name, never its words."""
    change = trail.Change(
        action="emergency.request",
        object_kind="emergency",
        object_id=emergency_id,
        owner_id=owner_id,
        operation=Operation.CONSULTATION,
        facts={"address": address},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _check_may_break(by: Actor) -> int:
    membership = by.membership
    if membership is None or not membership.breaks_glass or not by.is_active:
        raise NotAllowed("Only a duty officer, or another role that may break glass, can do this.")
    return membership.agency_id


def _check_reason(reason: str) -> str:
    least = limits.amount("shortest-reason")
    if len(reason.strip()) < least:
        raise Unusable(f"Say who is in danger and why it cannot wait, in at least {least} characters.")
    return reason.strip()


def _check_minutes(minutes: int) -> None:
    low, high = limits.amount("shortest"), limits.amount("longest")
    if not low <= minutes <= high:
        raise Unusable(f"Choose a time between {low} and {high} minutes.")


def _check_nothing_owed(by: Actor, owner_id: int, at: datetime) -> None:
    mine = Emergency.objects.filter(person_id=by.person_id, agency_id=by.agency_id or 0)
    if mine.filter(owner_id=owner_id, starts_at__lte=at, ends_at__gt=at).exists():
        raise AlreadyOpen("This agency's material is open to you already: end that first.")
    if mine.filter(ends_at__lte=at, account__noted_at=None).exists():
        raise NoteOwed("Say first what came of the last time: a note is owed for an emergency that has ended.")


def _check_reviewable(row: Emergency, account: EmergencyAccount, *, by: Actor, at: datetime) -> None:
    if row.person_id == by.person_id:
        raise Refused("Nobody reviews what they did themselves.")
    if row.ends_at > at:
        raise Refused("It is still open: end it first, or wait until it ends.")
    if account.reviewed_at is not None:
        raise AlreadyDone("This emergency has been reviewed already.")


def _find(emergency_id: int) -> Emergency:
    row = Emergency.objects.select_for_update().filter(id=emergency_id).first()
    if row is None:
        raise NotOpen("There is no such emergency.")
    return row


def _account(row: Emergency) -> EmergencyAccount:
    account = EmergencyAccount.objects.filter(emergency=row).first()
    if account is None:
        raise NotOpen("There is no such emergency.")
    return account


def _record(
    action: str, row: Emergency, *, by: Actor, purpose: str, at: datetime, facts: dict[str, str | int] | None = None
) -> None:
    # The owner's governance role reads the entry too, whichever agency acted.
    change = trail.Change(
        action=action, object_kind="emergency", object_id=row.id, owner_id=row.owner_id, facts=dict(facts or {})
    )
    trail.record(change, by=by, purpose=purpose, at=at)
