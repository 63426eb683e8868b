"""
What a desk does with a submission: takes it, hands it over, asks, passes it on, ends it. Change and trail together.

Every act names who answers for it from then on, sets the clock of the state it leads to, and tells the sender the safe
category of that state, when it is another one, or when its way ends or begins again.
"""

from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import LONGEST_ANSWER, Danger, Priority
from fourpoint.records.intelligence.models import Message, Move, Submission, Told, Triage
from fourpoint.services.agencies import letters
from fourpoint.services.intelligence.desks import works_at
from fourpoint.services.intelligence.pathway import the_pathway

LONGEST_REASON = 1_000


class NoSuchSubmission(checks.NotOpen):
    """No such submission lies on a desk of the reader's."""


class NotSafeguarded(Refused):
    """It tells of danger, and nobody has recorded what was decided about that."""


class NotToBeAsked(Refused):
    """The sender asked not to be contacted about it."""


@transaction.atomic
def take_step(*, by: Actor, purpose: str, at: datetime, submission_id: int, step: str, reason: str = "") -> None:
    """
    Take a step of the pathway; who takes it answers for the submission from then on.

    raises  NoSuchSubmission, NotAllowed; StepNotOpen; NotSafeguarded for an end without a decision about the danger
    """
    row = locked(submission_id, by)
    reason = clean_reason(reason, "the reason")
    after = the_pathway().take(step, state=row.state, reason=reason)
    if after.ends and Danger(row.submission.danger).is_urgent and not row.safeguarding:
        raise NotSafeguarded("It tells of danger: record what was decided about that first, and then end it.")
    before = the_pathway().state(row.state)
    row.state, row.since, row.owner_person_id, row.escalations = after.code, at, by.person_id, 0
    row.acknowledged_at = row.acknowledged_at or at
    _set_clock(row, since=at)
    row.save(update_fields=["state", "since", "owner_person", "escalations", "acknowledged_at", "due_at"])
    # By the last state that she was told, her page knows whether a question still waits.
    if (after.told, after.ends) != (before.told, before.ends):
        Told.objects.create(submission_id=row.pk, audience_id=row.audience_id, state=after.code, told_at=at)
    keep(row, step, reason=reason, by=by, purpose=purpose, at=at)


@transaction.atomic
def acknowledge(*, by: Actor, purpose: str, at: datetime, submission_id: int) -> None:
    """
    Say that one has it: the actor answers for it, and has the whole clock of its state from now on.

    Who has acknowledged it already gains no time by saying so again.

    raises  NoSuchSubmission, NotAllowed
    """
    row = locked(submission_id, by)
    if row.acknowledged_at is not None and row.owner_person_id == by.person_id:
        return
    row.acknowledged_at, row.owner_person_id = at, by.person_id
    _set_clock(row, since=at)
    row.save(update_fields=["acknowledged_at", "owner_person", "due_at"])
    keep(row, "acknowledge", by=by, purpose=purpose, at=at)


@transaction.atomic
def hand_over(*, by: Actor, purpose: str, at: datetime, submission_id: int, to: int, reason: str) -> None:
    """
    Have another of the desk answer for it, who is told.

    raises  NoSuchSubmission, NotAllowed; Unusable without a reason, or for somebody who is not on the desk's list
    """
    row = locked(submission_id, by)
    reason = clean_reason(reason, "the reason")
    if not reason:
        raise Unusable("Say why it is handed over: whoever gets it reads that first.")
    if not works_at(row.submission.desk_id, to, row.submission.owner_id):
        raise Unusable("Choose somebody who works at this desk.")
    row.owner_person_id, row.acknowledged_at = to, None
    row.save(update_fields=["owner_person", "acknowledged_at"])
    keep(row, "hand-over", reason=reason, by=by, purpose=purpose, at=at)
    if to != by.person_id:
        _write_to(to, row, at=at)


@transaction.atomic
def set_priority(*, by: Actor, purpose: str, at: datetime, submission_id: int, priority: Priority, reason: str) -> None:
    """
    Say how soon it is looked at; its clock runs from when it came to its state, as that priority's.

    raises  NoSuchSubmission, NotAllowed; Unusable without a reason
    """
    row = locked(submission_id, by)
    reason = clean_reason(reason, "the reason")
    if not reason:
        raise Unusable("Say why the priority changes: it decides what is looked at first.")
    row.priority = priority.value
    _set_clock(row, since=row.since)
    row.save(update_fields=["priority", "due_at"])
    keep(row, "priority", reason=reason, by=by, purpose=purpose, at=at)


@transaction.atomic
def decide_safeguarding(*, by: Actor, purpose: str, at: datetime, submission_id: int, decision: str) -> None:
    """
    Record what was decided about the danger that it tells of, and done: without it, such a submission is not ended.

    raises  NoSuchSubmission, NotAllowed; Unusable for no words, or too many
    """
    row = locked(submission_id, by)
    row.safeguarding = clean_reason(decision, "the decision")
    if not row.safeguarding:
        raise Unusable("Say what was decided, by whom, and what was done.")
    row.safeguarded_at, row.safeguarded_by_id = at, by.person_id
    row.save(update_fields=["safeguarding", "safeguarded_at", "safeguarded_by"])
    keep(row, "safeguarding", by=by, purpose=purpose, at=at)


@transaction.atomic
def ask_sender(*, by: Actor, purpose: str, at: datetime, submission_id: int, question: str) -> None:
    """
    Ask the sender, who is told by mail that there is something for her to read.

    raises  NoSuchSubmission, NotAllowed; StepNotOpen; Unusable for no question; NotToBeAsked when she said No
    """
    row = locked(submission_id, by)
    if row.submission.may_contact is False:
        raise NotToBeAsked("The sender asked not to be contacted about this: nothing was sent.")
    text = clean_message(question, "the question")
    take_step(by=by, purpose=purpose, at=at, submission_id=submission_id, step="ask")
    _post(row, Message.QUESTION, text, by=by, at=at)
    letters.write_to(
        (row.submission.made_by_id,),
        kind="question",
        path=f"/intelligence/sent/{row.submission.reference}/",
        agency_id=row.submission.sender_agency_id,
        at=at,
    )


def locked(submission_id: int, by: Actor) -> Triage:
    """
    Return the row, locked; the duty is asked of those to whom it is open, so that a refusal tells nobody else of it.

    raises  NoSuchSubmission, NotAllowed
    """
    rows = Triage.objects.select_for_update(of=("self",)).select_related("submission")
    row = rows.filter(pk=submission_id).first() if 0 < submission_id < 2**63 else None
    if row is None:
        raise NoSuchSubmission("There is no such submission on a desk of yours.")
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=row.submission.owner_id)
    return row


def raise_priority(row: Triage, priority: Priority, *, at: datetime) -> None:
    """Raise the priority of a locked row: the clock of the new one runs from now, and never ends later than before."""
    before = row.due_at
    row.priority = priority.value
    _set_clock(row, since=at)
    row.due_at = min((one for one in (before, row.due_at) if one is not None), default=None)
    row.save(update_fields=["priority", "due_at"])


def keep(row: Triage, step: str, *, by: Actor, purpose: str, at: datetime, reason: str = "") -> None:
    """Write the move down, in the submission's history and in the trail."""
    Move.objects.create(
        submission_id=row.pk,
        audience_id=row.audience_id,
        step=step,
        state=row.state,
        priority=row.priority,
        owner_person_id=row.owner_person_id,
        moved_at=at,
        moved_by_id=by.person_id,
        reason=reason,
    )
    change = trail.Change(
        action=f"submission.{step}",
        object_kind="submission",
        object_id=row.pk,
        audience_id=row.audience_id,
        facts={"state": row.state, "priority": row.priority, "owner": row.owner_person_id},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def clean_reason(text: str, what: str) -> str:
    """Return a short text as it is kept, which may be empty; raises Unusable for one that is too long."""
    held = clean_text(text)
    if len(held) > LONGEST_REASON:
        raise Unusable(f"Shorten {what}: it has {len(held):,} characters, and {LONGEST_REASON:,} are the most.")
    return held


def clean_message(text: str, what: str) -> str:
    """Return words to a sender as they are kept; raises Unusable for none, or too many."""
    held = clean_text(text)
    if not held:
        raise Unusable(f"Write {what}: it is empty.")
    if len(held) > LONGEST_ANSWER:
        raise Unusable(f"Shorten {what}: it has {len(held):,} characters, and {LONGEST_ANSWER:,} are the most.")
    return held


# ----------------------------------------------------------------------------------------------------------------------


def _set_clock(row: Triage, *, since: datetime) -> None:
    row.due_at = the_pathway().due_at(row.state, priority=row.priority, since=since)


def _post(row: Triage, about: str, text: str, *, by: Actor, at: datetime) -> None:
    Message.objects.create(
        submission_id=row.pk,
        audience_id=row.audience_id,
        about=about,
        text=text,
        written_at=at,
        written_by_id=by.person_id,
    )


def _write_to(person_id: int, row: Triage, *, at: datetime) -> None:
    submission: Submission = row.submission
    letters.write_to(
        (person_id,),
        kind="submission",
        path=f"/intelligence/desk/{submission.reference}/",
        agency_id=submission.owner_id,
        at=at,
    )
