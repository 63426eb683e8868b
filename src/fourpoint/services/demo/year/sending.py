"""Sends the year: each sender's submissions in one act of hers, through the post box, with the trail."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import context, trail
from fourpoint.access.bulk import put_in
from fourpoint.access.context import Acting
from fourpoint.access.outbox import own_sendings
from fourpoint.domain import likeness
from fourpoint.domain.operations import NOBODY, Operation, Recipients
from fourpoint.domain.submissions import first_priority
from fourpoint.records.intelligence.models import Desk, LikenessKeys, Message, Move, Submission, Told
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.demo.year.courses import Made
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.intelligence.submitting import REVIEW_GROUP
from fourpoint.services.sharing.days import first_review

NAMES = uuid.UUID("3b0c7a52-5f1b-4f3e-8a54-7d9f1a5f40c2")
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Sent:
    """A submission of the year with its row."""

    made: Made
    row: Submission


def send_all(year: Sequence[Made], desks: Mapping[str, Desk], *, at: datetime) -> list[Sent]:
    """Put every submission on its desk as its own sender, and return them in their order."""
    by_sender: dict[str, list[Made]] = {}
    for one in year:
        by_sender.setdefault(one.sender, []).append(one)
    sent = [one for email, theirs in by_sender.items() for one in _send(email, theirs, desks, at=at)]
    return sorted(sent, key=lambda one: one.made.sent_at)


def reference(number: int, letter: str) -> str:
    """Return a reference of eight signs, as the desk gives, that is the same for one number."""
    signs = "".join(_SIGNS[number // len(_SIGNS) ** place % len(_SIGNS)] for place in range(8))
    return f"{letter}-{signs[:4]}-{signs[4:]}"


# ----------------------------------------------------------------------------------------------------------------------


def _send(email: str, theirs: Sequence[Made], desks: Mapping[str, Desk], *, at: datetime) -> list[Sent]:
    with context.acting(find_person(email) or 0, at=at) as who, own_sendings():
        rows = [_row(one, desks[one.stream.desk], who) for one in theirs]
        sent = [Sent(one, row) for one, row in zip(theirs, put_in(rows), strict=True)]
        put_in(
            LikenessKeys(
                submission_id=one.row.pk, audience_id=one.row.audience_id, keys=list(likeness.keys(one.row.what))
            )
            for one in sent
        )
        first = the_pathway().first.code
        put_in(_told(one, first, one.made.sent_at) for one in sent)
        put_in(_arrival(one, desks[one.made.stream.desk], first) for one in sent)
        put_in(_answer(one, then) for one in sent if (then := one.made.course.answered_at))
        trail.record_all(((_change(one, who), one.made.sent_at) for one in sent), by=who.actor, purpose=who.purpose)
        return sent


def _row(one: Made, desk: Desk, who: Acting) -> Submission:
    return Submission(
        owner_id=desk.agency_id,
        audience_id=desk.arrivals_id,
        made_at=one.sent_at,
        made_by_id=who.actor.person_id,
        review_on=first_review(REVIEW_GROUP, at=one.sent_at),
        review_group=REVIEW_GROUP,
        key=uuid.uuid5(NAMES, str(one.number)),
        reference=reference(one.number, "S"),
        desk=desk,
        sender_agency_id=who.actor.agency_id or 0,
        channel="form",
        danger=one.danger.value,
        what=one.text.whole,
        who=one.who,
        place=one.text.place,
        happened=one.happened,
        how_known=one.how_known,
        comes_back=one.comes_back,
        may_contact=one.may_contact,
    )


def _told(one: Sent, state: str, at: datetime) -> Told:
    return Told(submission_id=one.row.pk, audience_id=one.row.audience_id, state=state, told_at=at)


def _arrival(one: Sent, desk: Desk, first: str) -> Move:
    return Move(
        submission_id=one.row.pk,
        audience_id=one.row.audience_id,
        step="arrive",
        state=first,
        priority=first_priority(one.made.danger).value,
        owner_person_id=desk.on_duty_id,
        moved_at=one.made.sent_at,
        moved_by_id=one.row.made_by_id,
    )


def _answer(one: Sent, at: datetime) -> Message:
    return Message(
        submission_id=one.row.pk,
        audience_id=one.row.audience_id,
        about=Message.ANSWER,
        text=one.made.course.answer,
        written_at=at,
        written_by_id=one.row.made_by_id,
    )


def _change(one: Sent, who: Acting) -> trail.Change:
    row, given = one.row, one.row.owner_id != who.actor.agency_id
    return trail.Change(
        action="submission.submit",
        operation=Operation.DISCLOSURE if given else Operation.COLLECTION,
        object_kind="submission",
        object_id=row.pk,
        owner_id=row.owner_id,
        audience_id=row.audience_id,
        recipients=Recipients(agencies=(row.owner_id,)) if given else NOBODY,
        facts={"desk": row.desk_id, "channel": row.channel, "danger": row.danger},
    )
