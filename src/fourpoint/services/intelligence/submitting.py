"""
Takes what somebody passes on and puts it on a desk, once, whatever happens on the way.

The submission is the receiving agency's from that moment, and the first rows of its triage are put in by the sender's
own act: it has an owner and a running clock before she reads the receipt.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from fourpoint.access import trail
from fourpoint.access.outbox import own_sendings
from fourpoint.domain import likeness
from fourpoint.domain.days import day_of
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.operations import NOBODY, Operation, Recipients
from fourpoint.domain.sharing import Actor
from fourpoint.domain.soon import read_day
from fourpoint.domain.submissions import LONGEST_REFERENCE, Channel, Danger, Written, first_priority
from fourpoint.records.intelligence.models import (
    Desk,
    Draft,
    LikenessKeys,
    Move,
    Submission,
    SubmissionSubject,
    Told,
    Triage,
)
from fourpoint.services.intelligence import escalating
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.sharing.days import first_review

REVIEW_GROUP = "group-3"
# Without letters and digits that are taken for one another on the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NotSentByYou(Refused):
    """Somebody else sent something under that key: nothing is said of it."""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """
    What is sent, to which desk.

    key               made where the draft was begun; the same key sent twice is one submission
    sender_reference  the number that the sender's own system has for it; sent twice, it is one submission too
    requirement_id    the requirement that it answers
    """

    key: uuid.UUID
    desk_id: int
    danger: Danger
    written: Written
    channel: Channel = Channel.FORM
    sender_reference: str = ""
    requirement_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """
    What the sender gets at once; it says nothing of the content.

    again  whether this had been sent before, and nothing was added now
    """

    submission_id: int
    reference: str
    desk: str
    received_at: datetime
    again: bool


@transaction.atomic
def submit(*, by: Actor, purpose: str, at: datetime, sending: Sending) -> Receipt:
    """
    Put a submission on its desk and return the receipt; what was sent under that key or number is not sent again.

    raises  Unusable, in one sentence, for what cannot be taken; NotSentByYou for a key that is somebody else's
    """
    if by.agency_id is None:
        raise Refused("You are a member of no agency now, and what is passed on is passed on for one.")
    desk = Desk.objects.filter(pk=sending.desk_id).first()
    if desk is None:
        raise Unusable("Choose the desk that it goes to from the list.")
    if len(sending.sender_reference) > LONGEST_REFERENCE:
        raise Unusable(f"Shorten your own reference: {LONGEST_REFERENCE} characters are the most.")
    with own_sendings():
        if sent := _sent_before(sending, by):
            return _receipt(sent, again=True)
        try:
            with transaction.atomic():
                row = _add(sending, desk, by=by, at=at)
        except IntegrityError:
            # Sent twice at the same moment: the other was quicker, and both get its receipt.
            sent = _sent_before(sending, by)
            if sent is None:
                raise NotSentByYou("That key is in use: begin a new draft.") from None
            return _receipt(sent, again=True)
        _open_triage(row, desk, by=by, at=at)
        if sending.danger.is_urgent:
            escalating.page(row, at=at)
    Draft.objects.filter(key=sending.key).delete()
    _record(row, by=by, purpose=purpose, at=at)
    return _receipt(row, again=False)


# ----------------------------------------------------------------------------------------------------------------------


def _sent_before(sending: Sending, by: Actor) -> Submission | None:
    """What this sender sent under the key, or her agency under its own number."""
    own = Submission.objects.filter(sender_agency_id=by.agency_id, made_by_id=by.person_id)
    found = own.filter(key=sending.key).first()
    if found is None and sending.sender_reference:
        found = own.filter(sender_reference=sending.sender_reference).first()
    return found


def _add(sending: Sending, desk: Desk, *, by: Actor, at: datetime) -> Submission:
    written = sending.written
    row = Submission.objects.create(
        owner_id=desk.agency_id,
        audience_id=desk.arrivals_id,
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        key=sending.key,
        reference=_reference(),
        desk=desk,
        sender_agency_id=by.agency_id or 0,
        sender_reference=sending.sender_reference,
        channel=sending.channel.value,
        danger=sending.danger.value,
        what=written.what,
        who=written.who,
        place=written.place,
        postcode=written.postcode,
        point=written.point,
        happened=written.when,
        soon=written.soon,
        soon_on=read_day(written.soon, day_of(at)),
        how_known=written.how_known,
        who_else=written.who_else,
        comes_back=written.comes_back,
        may_contact=written.may_contact,
        contact=written.contact,
        requirement_id=sending.requirement_id,
    )
    SubmissionSubject.objects.bulk_create(
        SubmissionSubject(submission=row, audience_id=row.audience_id, number=number, kind=one.kind, words=one.words)
        for number, one in enumerate(written.about, start=1)
    )
    LikenessKeys.objects.create(submission=row, audience_id=row.audience_id, keys=list(likeness.keys(written.what)))
    return row


def _open_triage(row: Submission, desk: Desk, *, by: Actor, at: datetime) -> None:
    pathway, priority = the_pathway(), first_priority(Danger(row.danger))
    state = pathway.first
    Triage.objects.create(
        submission=row,
        audience_id=row.audience_id,
        state=state.code,
        priority=priority.value,
        since=at,
        due_at=pathway.due_at(state.code, priority=priority.value, since=at),
        owner_person_id=desk.on_duty_id,
    )
    Move.objects.create(
        submission=row,
        audience_id=row.audience_id,
        step="arrive",
        state=state.code,
        priority=priority.value,
        owner_person_id=desk.on_duty_id,
        moved_at=at,
        moved_by_id=by.person_id,
    )
    Told.objects.create(submission=row, audience_id=row.audience_id, state=state.code, told_at=at)


def _record(row: Submission, *, by: Actor, purpose: str, at: datetime) -> None:
    """To another agency it is a disclosure, and that agency's governance role reads the entry as well."""
    given = row.owner_id != by.agency_id
    change = trail.Change(
        action="submission.submit",
        operation=Operation.DISCLOSURE if given else Operation.COLLECTION,
        object_kind="submission",
        object_id=row.pk,
        owner_id=row.owner_id,
        audience_id=row.audience_id,
        recipients=Recipients(agencies=(row.owner_id,)) if given else NOBODY,
        facts={"desk": row.desk_id, "channel": row.channel, "danger": row.danger},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _receipt(row: Submission, *, again: bool) -> Receipt:
    return Receipt(
        submission_id=row.pk, reference=row.reference, desk=row.desk.name, received_at=row.made_at, again=again
    )


def _reference() -> str:
    """A number that says nothing of how many there are, or when this one came."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"S-{signs[:4]}-{signs[4:]}"
