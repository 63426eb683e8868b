"""What somebody passed on, as she may read it again: her words, what she was told and asked, and her answers."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.cleaning import clean_text, show_hidden
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.operations import NOBODY, Operation, Recipients
from fourpoint.domain.paging import cut
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import LONGEST_ANSWER, Asked, Danger, first_priority
from fourpoint.records.intelligence.models import Message, Submission, SubmissionSubject, Told
from fourpoint.services.agencies import letters
from fourpoint.services.intelligence.outcomes import OTHER, told_words
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.intelligence.standing import Standing, find_standings, in_order

# What one page lists.
PAGE = 20
DAY, HOUR = 24 * 60, 60
CLOSED = "The desk closed this without an answer to its question: pass on what is new as something new."
NONE_WAITS = "There is no question that waits for an answer: pass on what is new as something new."


class NotSent(checks.NotOpen):
    """The reader sent nothing under that reference."""


class NoQuestionWaits(Refused):
    """The question was answered before, or the desk closed the submission without an answer."""


@dataclass(frozen=True, kw_only=True)
class SentLine:
    """
    One submission in the list of its sender; nothing of what it says.

    told      where it stands, in the safe words of the pathway
    asks      whether a question of the desk waits for her answer: none does once the submission has ended
    outcomes  how often the desk told her what came of it
    """

    reference: str
    desk: str
    sent_at: datetime
    told: str
    asks: bool
    outcomes: int


@dataclass(frozen=True, kw_only=True)
class SentList:
    """One page of the list of what somebody sent; `total` counts all of it."""

    lines: tuple[SentLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """
    What the sender of a submission is shown at once, and may come back to; nothing of what it says.

    within  for how long it may wait before somebody else is told, in words; empty when no clock runs
    """

    reference: str
    desk: str
    sent_at: datetime
    is_urgent: bool
    within: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message: a question of the desk, an answer of the sender, or what came of it, under which heading."""

    about: str
    heading: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SentPage:
    """
    One submission as its sender reads it again.

    wrote     what she wrote, field by field in the order of the form, hidden characters written out
    subjects  those kept apart: kind and words
    told      where it stood and since when, in the safe words of the pathway, the latest last
    asked     whether the desk asked something that she has not answered
    """

    line: SentLine
    asked: Asked
    danger: Danger
    sender_reference: str
    may_contact: bool | None
    wrote: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, datetime], ...]
    messages: tuple[Line, ...]


_SAID = {Message.QUESTION: "The desk asked", Message.ANSWER: "You answered"}
_WROTE = (
    *("what", "who", "place", "postcode", "point", "happened", "soon"),
    *("how_known", "who_else", "comes_back", "contact"),
)


@transaction.atomic
def send_answer(*, by: Actor, purpose: str, at: datetime, reference: str, text: str) -> None:
    """
    Answer the question that waits; the desk's people who asked it and are on duty are told.

    raises  NotSent; NoQuestionWaits; Unusable for no words, or too many
    """
    with own_sendings():
        row = find_own(by, reference)
        asked = find_standings([row])[row.pk].asked
        if asked is not Asked.WAITS:
            raise NoQuestionWaits(CLOSED if asked is Asked.CLOSED else NONE_WAITS)
        said = _cleaned(text)
        question = Message.objects.filter(submission=row, about=Message.QUESTION).latest("written_at", "pk")
        Message.objects.create(
            submission=row,
            audience_id=row.audience_id,
            about=Message.ANSWER,
            text=said,
            written_at=at,
            written_by_id=by.person_id,
        )
    letters.write_to(
        {question.written_by_id, row.desk.on_duty_id},
        kind="submission",
        path=f"/intelligence/desk/{row.reference}/",
        agency_id=row.owner_id,
        at=at,
    )
    _record(row, by=by, purpose=purpose, at=at)


def get_sent(who: Acting, reference: str) -> SentPage:
    """Return what the reader sent under that reference; raises NotSent."""
    with own_sendings():
        row = find_own(who.actor, reference)
        standing = find_standings([row])[row.pk]
        states = list(Told.objects.filter(submission=row).order_by("told_at", "pk").values_list("state", "told_at"))
        messages = tuple(
            Line(about=one.about, heading=_heading(one), text=one.text, at=one.written_at)
            for one in Message.objects.filter(submission=row).order_by("written_at", "pk")
        )
        about = SubmissionSubject.objects.filter(submission=row).order_by("number").values_list("kind", "words")
        subjects = tuple((kind, show_hidden(words)) for kind, words in about)
    return SentPage(
        line=_line(row, standing),
        asked=standing.asked,
        danger=Danger(row.danger),
        sender_reference=row.sender_reference,
        may_contact=row.may_contact,
        wrote=tuple((name, show_hidden(getattr(row, name))) for name in _WROTE if getattr(row, name)),
        subjects=subjects,
        told=tuple((the_pathway().state(state).told, at) for state, at in states),
        messages=messages,
    )


def get_receipt(who: Acting, reference: str) -> Receipt:
    """Return the receipt of what the reader sent under that reference; raises NotSent."""
    with own_sendings():
        row = find_own(who.actor, reference)
    danger = Danger(row.danger)
    due = the_pathway().due_at(the_pathway().first.code, priority=first_priority(danger).value, since=row.made_at)
    return Receipt(
        reference=row.reference,
        desk=row.desk.name,
        sent_at=row.made_at,
        is_urgent=danger.is_urgent,
        within="" if due is None else _length(int((due - row.made_at).total_seconds()) // 60),
    )


def find_sent(who: Acting, key: uuid.UUID) -> str | None:
    """Return the reference of what the reader sent from the draft of that key, None for nothing."""
    with own_sendings():
        return _own(who.actor).filter(key=key).values_list("reference", flat=True).first()


def find_own(by: Actor, reference: str) -> Submission:
    """Return the row of what the actor sent under that reference, within `own_sendings`; raises NotSent."""
    row = _own(by).select_related("desk").filter(reference=reference).first()
    if row is None:
        raise NotSent("You sent nothing under that reference.")
    return row


def list_sent(who: Acting, *, page: int = 1) -> SentList:
    """
    Return one page of what the reader sent for the agency she acts for; past the end the last.

    What waits for an answer of hers comes first, then the newest.
    """
    with own_sendings():
        own = _own(who.actor)
        total = own.count()
        part = cut(total, size=PAGE, number=page)
        rows = list(in_order(own.select_related("desk"))[part.rows])
        standings = find_standings(rows)
    lines = tuple(_line(row, standings[row.pk]) for row in rows)
    return SentList(lines=lines, total=total, page=part.number, pages=part.pages)


# ----------------------------------------------------------------------------------------------------------------------


def _own(by: Actor) -> QuerySet[Submission]:
    """What the reader sent; the desk's people read others' too, and this is not their desk."""
    return Submission.objects.filter(made_by_id=by.person_id, sender_agency_id=by.agency_id)


def _line(row: Submission, standing: Standing) -> SentLine:
    return SentLine(
        reference=row.reference,
        desk=row.desk.name,
        sent_at=row.made_at,
        told=the_pathway().state(standing.state).told,
        asks=standing.asked is Asked.WAITS,
        outcomes=standing.outcomes,
    )


def _cleaned(text: str) -> str:
    said = clean_text(text)
    if not said:
        raise Unusable("Write your answer: it is empty.")
    if len(said) > LONGEST_ANSWER:
        raise Unusable(f"Shorten your answer: it has {len(said):,} characters, and {LONGEST_ANSWER:,} are the most.")
    return said


def _heading(row: Message) -> str:
    return told_words(row.change or OTHER) if row.about == Message.OUTCOME else _SAID[row.about]


def _record(row: Submission, *, by: Actor, purpose: str, at: datetime) -> None:
    """To another agency it is a disclosure, as the submission was."""
    given = row.owner_id != by.agency_id
    change = trail.Change(
        action="submission.reply",
        operation=Operation.DISCLOSURE if given else Operation.COLLECTION,
        object_kind="submission",
        object_id=row.pk,
        owner_id=row.owner_id,
        audience_id=row.audience_id,
        recipients=Recipients(agencies=(row.owner_id,)) if given else NOBODY,
        facts={"desk": row.desk_id},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _length(minutes: int) -> str:
    """Return a length of time in words: "15 minutes", "8 hours", "3 days"."""
    for size, name in ((DAY, "day"), (HOUR, "hour")):
        if minutes >= size and minutes % size == 0:
            return f"{minutes // size} {name}{'' if minutes == size else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
