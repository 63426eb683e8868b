"""What somebody passed on, as she may read it again: her words, what she was told and asked, and her answers."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, QuerySet, When

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.cleaning import clean_text, show_hidden
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.operations import NOBODY, Operation, Recipients
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import LONGEST_ANSWER, Danger, first_priority
from fourpoint.records.intelligence.models import Message, Submission, SubmissionSubject, Told
from fourpoint.services.agencies import letters
from fourpoint.services.intelligence.outcomes import OTHER, told_words
from fourpoint.services.intelligence.pathway import the_pathway

# What one page lists.
PAGE = 20
DAY, HOUR = 24 * 60, 60


class NotSent(checks.NotOpen):
    """The reader sent nothing under that reference."""


@dataclass(frozen=True, kw_only=True)
class SentLine:
    """
    One submission in the list of its sender; nothing of what it says.

    told      where it stands, in the safe words of the pathway
    asks      whether a question of the desk waits for her answer
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
    """

    line: SentLine
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

    raises  NotSent; Refused when no question waits; Unusable for no words, or too many
    """
    said = clean_text(text)
    if not said:
        raise Unusable("Write your answer: it is empty.")
    if len(said) > LONGEST_ANSWER:
        raise Unusable(f"Shorten your answer: it has {len(said):,} characters, and {LONGEST_ANSWER:,} are the most.")
    with own_sendings():
        row = find_own(by, reference)
        messages = list(Message.objects.filter(submission=row).order_by("written_at", "pk"))
        if not is_asked([one.about for one in messages]):
            raise Refused("There is no question that waits for an answer: what is new goes as something new.")
        Message.objects.create(
            submission=row,
            audience_id=row.audience_id,
            about=Message.ANSWER,
            text=said,
            written_at=at,
            written_by_id=by.person_id,
        )
    asked = next(one.written_by_id for one in reversed(messages) if one.about == Message.QUESTION)
    letters.write_to(
        {asked, row.desk.on_duty_id},
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
        states = list(Told.objects.filter(submission=row).order_by("told_at", "pk").values_list("state", "told_at"))
        messages = tuple(
            Line(about=one.about, heading=_heading(one), text=one.text, at=one.written_at)
            for one in Message.objects.filter(submission=row).order_by("written_at", "pk")
        )
        about = SubmissionSubject.objects.filter(submission=row).order_by("number").values_list("kind", "words")
        subjects = tuple((kind, show_hidden(words)) for kind, words in about)
    said = [one.about for one in messages]
    return SentPage(
        line=_line(row, state=states[-1][0], said=said),
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
        said = _said(own)
        asked = [submission_id for submission_id, about in said.items() if is_asked(about)]
        total = own.count()
        pages = max(1, -(-total // PAGE))
        page = min(max(page, 1), pages)
        first = Case(When(pk__in=asked, then=0), default=1)
        rows = list(own.select_related("desk").order_by(first, "-made_at", "-pk")[(page - 1) * PAGE : page * PAGE])
        ids = [row.pk for row in rows]
        told = dict(
            Told.objects.filter(submission_id__in=ids).order_by("told_at").values_list("submission_id", "state")
        )
    lines = tuple(_line(row, state=told[row.pk], said=said.get(row.pk, [])) for row in rows)
    return SentList(lines=lines, total=total, page=page, pages=pages)


def is_asked(said: list[str]) -> bool:
    """Return whether, of messages by what they are about and in order, a question waits for an answer."""
    asked = [about for about in said if about != Message.OUTCOME]
    return bool(asked) and asked[-1] == Message.QUESTION


# ----------------------------------------------------------------------------------------------------------------------


def _own(by: Actor) -> QuerySet[Submission]:
    """What the reader sent; the desk's people read others' too, and this is not their desk."""
    return Submission.objects.filter(made_by_id=by.person_id, sender_agency_id=by.agency_id)


def _said(own: QuerySet[Submission]) -> dict[int, list[str]]:
    """What messages about each of them are about, in order; those without any are left out."""
    said: dict[int, list[str]] = {}
    held = Message.objects.filter(submission__in=own).order_by("written_at")
    for submission_id, about in held.values_list("submission_id", "about"):
        said.setdefault(submission_id, []).append(about)
    return said


def _line(row: Submission, *, state: str, said: list[str]) -> SentLine:
    return SentLine(
        reference=row.reference,
        desk=row.desk.name,
        sent_at=row.made_at,
        told=the_pathway().state(state).told,
        asks=is_asked(said),
        outcomes=said.count(Message.OUTCOME),
    )


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
