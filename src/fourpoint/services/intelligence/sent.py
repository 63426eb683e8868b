"""What somebody passed on, as she may read it again: her words, what she was told and asked, and her answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from fourpoint.access.context import Acting
from fourpoint.access.outbox import own_sendings
from fourpoint.records.intelligence.models import Message, Submission, Told
from fourpoint.services.intelligence.pathway import the_pathway

# What one page lists: the newest.
MOST_LISTED = 100


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


def list_sent(who: Acting) -> tuple[SentLine, ...]:
    """Return what the reader sent for the agency she acts for, the newest first."""
    with own_sendings():
        rows = list(_own(who).select_related("desk").order_by("-made_at", "-pk")[:MOST_LISTED])
        ids = [row.pk for row in rows]
        told = dict(
            Told.objects.filter(submission_id__in=ids).order_by("told_at").values_list("submission_id", "state")
        )
        said: dict[int, list[str]] = {}
        held = Message.objects.filter(submission_id__in=ids).order_by("written_at")
        for submission_id, about in held.values_list("submission_id", "about"):
            said.setdefault(submission_id, []).append(about)
    return tuple(
        SentLine(
            reference=row.reference,
            desk=row.desk.name,
            sent_at=row.made_at,
            told=the_pathway().state(told[row.pk]).told,
            asks=is_asked(said.get(row.pk, [])),
            outcomes=said.get(row.pk, []).count(Message.OUTCOME),
        )
        for row in rows
    )


def is_asked(said: list[str]) -> bool:
    """Return whether, of messages by what they are about and in order, a question waits for an answer."""
    asked = [about for about in said if about != Message.OUTCOME]
    return bool(asked) and asked[-1] == Message.QUESTION


# ----------------------------------------------------------------------------------------------------------------------


def _own(who: Acting) -> QuerySet[Submission]:
    """What the reader sent; the desk's people read others' too, and this is not their desk."""
    return Submission.objects.filter(made_by_id=who.actor.person_id, sender_agency_id=who.actor.agency_id)
