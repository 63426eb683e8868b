"""One submission as somebody of its desk opens it: what was sent, what was said since, and what can be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.domain.cleaning import show_hidden
from fourpoint.domain.pathways import Step
from fourpoint.domain.submissions import Asked, Danger, Priority, find_asked
from fourpoint.records.agencies.models import Person
from fourpoint.records.intelligence.models import Message, Move, Report, Requirement, SubmissionSubject, Triage
from fourpoint.records.sharing.models import AudienceMember
from fourpoint.services.agencies.queries import members_of
from fourpoint.services.intelligence.likeness import Alike, find_alike
from fourpoint.services.intelligence.outcomes import Changed, Proposed, list_changes, list_proposed, told_words
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.intelligence.queue import check_works
from fourpoint.services.intelligence.sorting import Sorted, get_sorted
from fourpoint.services.intelligence.triage import NoSuchSubmission


@dataclass(frozen=True, kw_only=True)
class Said:
    """A question of the desk, the sender's answer, or what she was told came of it, under which heading."""

    about: str
    heading: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One move of the submission; `owner` answers for it from then on."""

    step: str
    name: str
    by: str
    owner: str
    priority: Priority
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Opened:
    """
    A submission with everything that its desk knows of it.

    written      label and text of each thing that the sender answered, as she wrote it, hidden characters written out
    subjects     kind and words of each subject that she kept apart
    asked        whether a question of the desk waits for the sender's answer, or went without one
    may_ask      whether she may be contacted: only her No forbids it
    colleagues   id and name of those who can answer for it instead
    reports      id and reference of the reports that were made of it
    steps        what can be done with it now
    alike        what may tell the same, of what is open to the reader
    changes      what it changed, as the records have it
    proposed     words for the sender that wait for a second person
    sorted       the queue of a threat, level of risk and alerts
    """

    submission_id: int
    reference: str
    desk: str
    danger: Danger
    received_at: datetime
    sender: str
    agency: str
    written: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]
    asked: Asked
    may_ask: bool
    requirement: str
    state: str
    state_name: str
    ends: bool
    priority: Priority
    owner: str
    is_mine: bool
    due_at: datetime | None
    acknowledged_at: datetime | None
    safeguarding: str
    safeguarded_at: datetime | None
    safeguarded_by: str
    messages: tuple[Said, ...]
    moves: tuple[Moved, ...]
    steps: tuple[Step, ...]
    colleagues: tuple[tuple[int, str], ...]
    reports: tuple[tuple[int, str], ...]
    alike: tuple[Alike, ...]
    changes: tuple[Changed, ...]
    proposed: tuple[Proposed, ...]
    sorted: Sorted

    @property
    def needs_decision(self) -> bool:
        """Whether it tells of danger and nobody recorded what was decided about that."""
        return self.danger.is_urgent and not self.safeguarding


def open_submission(who: Acting, reference: str) -> Opened:
    """
    Return the submission of that reference; that it was read is recorded.

    raises  NoSuchSubmission unless it lies on a desk of the reader's; NotAllowed for one without the duty
    """
    rows = Triage.objects.select_related("submission__desk", "submission__sender_agency", "submission__made_by")
    row = rows.filter(submission__reference=reference, submission__owner_id=who.actor.agency_id or 0).first()
    if row is None:
        raise NoSuchSubmission("There is no such submission on a desk of yours.")
    check_works(who)
    trail.record_shown("submission", [row.submission])
    return _opened(who, row)


# ----------------------------------------------------------------------------------------------------------------------


def _opened(who: Acting, row: Triage) -> Opened:
    sent, pathway = row.submission, the_pathway()
    state = pathway.state(row.state)
    moves = list(Move.objects.filter(submission_id=row.pk).order_by("moved_at", "id"))
    messages = list(Message.objects.filter(submission_id=row.pk).order_by("written_at", "id"))
    colleagues = _colleagues(who, row)
    names = _names(row, moves, messages, colleagues)
    asked = Requirement.objects.filter(pk=sent.requirement_id or 0)
    return Opened(
        submission_id=row.pk,
        reference=sent.reference,
        desk=sent.desk.name,
        danger=Danger(sent.danger),
        received_at=sent.made_at,
        sender=sent.made_by.name,
        agency=sent.sender_agency.name,
        written=_written(row),
        subjects=_subjects(row),
        asked=_asked(messages, ends=state.ends),
        may_ask=sent.may_contact is not False,
        requirement=asked.values_list("question", flat=True).first() or "",
        state=state.code,
        state_name=state.name,
        ends=state.ends,
        priority=Priority(row.priority),
        owner=names[row.owner_person_id],
        is_mine=row.owner_person_id == who.actor.person_id,
        due_at=row.due_at,
        acknowledged_at=row.acknowledged_at,
        safeguarding=row.safeguarding,
        safeguarded_at=row.safeguarded_at,
        safeguarded_by=names.get(row.safeguarded_by_id or 0, ""),
        messages=tuple(
            Said(
                about=one.about,
                heading=told_words(one.change) if one.change else "",
                text=show_hidden(one.text),
                by=names[one.written_by_id],
                at=one.written_at,
            )
            for one in messages
        ),
        moves=tuple(_moved(one, names) for one in moves),
        steps=pathway.open_steps(row.state),
        colleagues=tuple((number, names[number]) for number in colleagues if number != row.owner_person_id),
        reports=tuple(Report.objects.filter(submission_id=row.pk).order_by("id").values_list("id", "reference")),
        alike=find_alike(sent),
        changes=list_changes(sent),
        sorted=get_sorted(row),
        proposed=list_proposed(sent, reader=who.actor.person_id),
    )


def _asked(messages: list[Message], *, ends: bool) -> Asked:
    said = [one.about for one in messages if one.about != Message.OUTCOME]
    return find_asked(said[-1] if said else "", ends=ends)


def _subjects(row: Triage) -> tuple[tuple[str, str], ...]:
    rows = SubmissionSubject.objects.filter(submission_id=row.pk).order_by("number")
    return tuple((kind, show_hidden(words)) for kind, words in rows.values_list("kind", "words"))


def _written(row: Triage) -> tuple[tuple[str, str], ...]:
    sent = row.submission
    said = (
        ("What", sent.what),
        ("Who", sent.who),
        ("Where", sent.place),
        ("Postcode", sent.postcode),
        ("Marked on a map", sent.point),
        ("When", sent.happened),
        ("About to happen", sent.soon),
        ("How the sender knows", sent.how_known),
        ("Who else knows", sent.who_else),
        ("What could come back on anyone", sent.comes_back),
        ("How to reach the sender", sent.contact),
        ("The sender's own reference", sent.sender_reference),
    )
    return tuple((label, show_hidden(text)) for label, text in said if text)


def _colleagues(who: Acting, row: Triage) -> list[int]:
    """Who is on the desk's list and a member of the agency now."""
    listed = AudienceMember.objects.filter(
        audience_id=row.submission.desk.arrivals_id, agency_id=row.submission.owner_id
    )
    return sorted(set(listed.values_list("person_id", flat=True)) & members_of(row.submission.owner_id, at=who.at))


def _names(row: Triage, moves: list[Move], messages: list[Message], colleagues: list[int]) -> Mapping[int, str]:
    people = {row.owner_person_id, row.safeguarded_by_id or row.owner_person_id, *colleagues}
    people |= {number for one in moves for number in (one.owner_person_id, one.moved_by_id)}
    people |= {one.written_by_id for one in messages}
    return dict(Person.objects.filter(id__in=people).values_list("id", "name"))


def _moved(row: Move, names: Mapping[int, str]) -> Moved:
    step = next((one for one in the_pathway().steps if one.code == row.step), None)
    return Moved(
        step=row.step,
        name=step.name if step else row.step,
        by=names[row.moved_by_id],
        owner=names[row.owner_person_id],
        priority=Priority(row.priority),
        reason=row.reason,
        at=row.moved_at,
    )
