"""Works the year at its desks: takes, asks, evaluates, passes on and ends, as each officer, with moves and trail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fourpoint.access import context, trail
from fourpoint.access.bulk import put_in
from fourpoint.domain.submissions import Priority, first_priority
from fourpoint.records.intelligence.models import Desk, Message, Move, Told, Triage
from fourpoint.services.demo.year.sending import Sent
from fourpoint.services.intelligence.pathway import the_pathway

STATES = {"take": "in-hand", "ask": "asked", "evaluate": "evaluated", "pass": "passed", "close": "no-action"}
WHY = "Read at once: it does not wait as long as the others."


@dataclass(frozen=True, kw_only=True)
class Done:
    """One thing that an officer did with a submission, and where that left it."""

    step: str
    at: datetime
    state: str
    priority: Priority
    reason: str = ""


def work_all(
    sent: Sequence[Sent], desks: Mapping[str, Desk], crews: Mapping[str, Sequence[int]], *, at: datetime
) -> None:
    """
    Put into the records what became of every submission.

    crews  ids of the officers of each desk, by its code; who is on duty comes first
    """
    for person_id, theirs in by_officer(sent, crews).items():
        with context.acting(person_id, at=at) as who:
            ways = [(one, _way(one)) for one in theirs]
            put_in((_triage(one, way, person_id, desks[one.made.stream.desk]) for one, way in ways))
            put_in((_move(one, done, person_id) for one, way in ways for done in way))
            put_in((row for one, way in ways for row in _told(one, way)))
            put_in(row for one in theirs for row in _said(one, person_id))
            changes = sorted(
                ((_change(one, done, person_id), done.at) for one, way in ways for done in way),
                key=lambda pair: pair[1],
            )
            trail.record_all(changes, by=who.actor, purpose=who.purpose)


def by_officer(sent: Iterable[Sent], crews: Mapping[str, Sequence[int]]) -> dict[int, list[Sent]]:
    """Return what each officer works, by her id."""
    found: dict[int, list[Sent]] = {}
    for one in sent:
        crew = crews[one.made.stream.desk]
        found.setdefault(crew[one.made.course.officer % len(crew)], []).append(one)
    return found


# ----------------------------------------------------------------------------------------------------------------------


def _way(one: Sent) -> list[Done]:
    """Everything that was done with it, in order."""
    way: list[Done] = []
    state, priority = the_pathway().first.code, first_priority(one.made.danger)
    for step, at, reason in _steps(one):
        state = STATES.get(step, state)
        priority = one.made.course.priority if step == "priority" else priority
        way.append(Done(step=step, at=at, state=state, priority=priority, reason=reason))
    return way


def _steps(one: Sent) -> Iterator[tuple[str, datetime, str]]:
    made, course = one.made, one.made.course
    if made.danger.is_urgent:
        yield "acknowledge", made.sent_at + timedelta(minutes=4), ""
    if course.priority is not first_priority(made.danger) and course.taken_at:
        yield "priority", course.taken_at - (course.taken_at - made.sent_at) / 4, WHY
    if course.taken_at:
        yield "take", course.taken_at, ""
    if course.decision and course.taken_at:
        yield "safeguarding", course.taken_at + timedelta(seconds=30), ""
    if course.asked_at:
        yield "ask", course.asked_at, ""
    if course.ended_at:
        yield course.end, course.ended_at, course.reason
    if course.outcome and course.told_at:
        yield "outcome", course.told_at, ""


def _triage(one: Sent, way: Sequence[Done], person_id: int, desk: Desk) -> Triage:
    made, course = one.made, one.made.course
    state = way[-1].state if way else the_pathway().first.code
    moved = [done for done in way if done.step in STATES]
    since = moved[-1].at if moved else made.sent_at
    priority = way[-1].priority if way else first_priority(made.danger)
    acknowledged = next((done.at for done in way if done.step in ("acknowledge", "take")), None)
    safe = next((done.at for done in way if done.step == "safeguarding"), None)
    return Triage(
        submission_id=one.row.pk,
        audience_id=one.row.audience_id,
        state=state,
        priority=priority.value,
        since=since,
        due_at=the_pathway().due_at(state, priority=priority.value, since=since),
        owner_person_id=person_id if course.taken_at else desk.on_duty_id,
        acknowledged_at=acknowledged,
        safeguarding=course.decision if safe else "",
        safeguarded_at=safe,
        safeguarded_by_id=person_id if safe else None,
    )


def _move(one: Sent, done: Done, person_id: int) -> Move:
    return Move(
        submission_id=one.row.pk,
        audience_id=one.row.audience_id,
        step=done.step,
        state=done.state,
        priority=done.priority.value,
        owner_person_id=person_id,
        moved_at=done.at,
        moved_by_id=person_id,
        reason=done.reason,
    )


def _told(one: Sent, way: Sequence[Done]) -> Iterator[Told]:
    state = the_pathway().first.code
    for done in way:
        if done.state != state:
            yield Told(submission_id=one.row.pk, audience_id=one.row.audience_id, state=done.state, told_at=done.at)
        state = done.state


def _said(one: Sent, person_id: int) -> Iterator[Message]:
    course = one.made.course
    for about, text, at in (
        (Message.QUESTION, course.question, course.asked_at),
        (Message.OUTCOME, course.outcome, course.told_at),
    ):
        if text and at:
            yield Message(
                submission_id=one.row.pk,
                audience_id=one.row.audience_id,
                about=about,
                text=text,
                written_at=at,
                written_by_id=person_id,
            )


def _change(one: Sent, done: Done, person_id: int) -> trail.Change:
    return trail.Change(
        action=f"submission.{done.step}",
        object_kind="submission",
        object_id=one.row.pk,
        audience_id=one.row.audience_id,
        facts={"state": done.state, "priority": done.priority.value, "owner": person_id},
    )
