"""Works the year at its desks: takes, asks, evaluates, passes on and ends, as each officer, with moves and trail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from fourpoint.access import context, trail
from fourpoint.access.bulk import put_in
from fourpoint.domain.submissions import Priority, first_priority
from fourpoint.records.intelligence.models import Desk, Message, Move, Outcome, Told, Triage
from fourpoint.services.demo.year.courses import Course
from fourpoint.services.demo.year.sending import Sent
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.intelligence.sorting import list_levels

STATES = {"take": "in-hand", "ask": "asked", "evaluate": "evaluated", "pass": "passed", "close": "no-action"}
BASIS = "By the signs in the text; weighed again at the next meeting."
# How long before they were released words to a sender were proposed.
PROPOSED = timedelta(minutes=30)
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
    sent: Sequence[Sent], desks: Mapping[str, Desk], crews: Mapping[str, Sequence[int]], *, releaser: int, at: datetime
) -> None:
    """
    Put into the records what became of every submission.

    crews     ids of the officers of each desk, by its code; who is on duty comes first
    releaser  id of who releases the words that senders are told
    """
    for person_id, theirs in by_officer(sent, crews).items():
        with context.acting(person_id, at=at) as who:
            ways = [(one, _way(one)) for one in theirs]
            put_in((_triage(one, way, person_id, desks[one.made.stream.desk]) for one, way in ways))
            put_in((_move(one, done, person_id) for one, way in ways for done in way))
            put_in((row for one, way in ways for row in _told(one, way)))
            put_in(row for one in theirs for row in _asked(one, person_id))
            put_in(row for one in theirs for row in _proposed(one, person_id, releaser))
            changes = sorted(
                ((_change(one, done, person_id), done.at) for one, way in ways for done in way),
                key=lambda pair: pair[1],
            )
            trail.record_all(changes, by=who.actor, purpose=who.purpose)
    _tell(sent, releaser, crews, at=at)


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


def level_of(one: Sent) -> str:
    """Return the level of risk that goes with its priority, for a threat that has levels."""
    return _levels().get((one.made.stream.threat, one.made.course.priority.value), "")


@cache
def _levels() -> Mapping[tuple[str, str], str]:
    return {(level.threat, level.priority): level.id for level in list_levels()}


def _steps(one: Sent) -> Iterator[tuple[str, datetime, str]]:
    made, course = one.made, one.made.course
    if made.danger.is_urgent:
        yield "acknowledge", made.sent_at + timedelta(minutes=4), ""
    if course.priority is not first_priority(made.danger) and course.taken_at:
        yield "priority", course.taken_at - (course.taken_at - made.sent_at) / 4, WHY
    if course.taken_at:
        yield "take", course.taken_at, ""
        yield "sort", course.taken_at + timedelta(seconds=20), BASIS if level_of(one) else ""
    if course.decision and course.taken_at:
        yield "safeguarding", course.taken_at + timedelta(seconds=30), ""
    if course.asked_at:
        yield "ask", course.asked_at, ""
    if course.ended_at:
        yield course.end, course.ended_at, course.reason
    if course.outcome and course.told_at:
        yield "propose-outcome", _proposed_at(course, course.told_at), ""


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
        threat=made.stream.threat if course.taken_at else "",
        level=level_of(one) if course.taken_at else "",
        safeguarding=course.decision if safe else "",
        safeguarded_at=safe,
        safeguarded_by_id=person_id if safe else None,
    )


def _move(one: Sent, done: Done, person_id: int, *, by: int = 0) -> Move:
    return Move(
        submission_id=one.row.pk,
        audience_id=one.row.audience_id,
        step=done.step,
        state=done.state,
        priority=done.priority.value,
        owner_person_id=person_id,
        moved_at=done.at,
        moved_by_id=by or person_id,
        reason=done.reason,
    )


def _told(one: Sent, way: Sequence[Done]) -> Iterator[Told]:
    state = the_pathway().first.code
    for done in way:
        if done.state != state:
            yield Told(submission_id=one.row.pk, audience_id=one.row.audience_id, state=done.state, told_at=done.at)
        state = done.state


def _asked(one: Sent, person_id: int) -> Iterator[Message]:
    if one.made.course.asked_at:
        yield _message(one, Message.QUESTION, one.made.course.question, one.made.course.asked_at, person_id)


def _proposed(one: Sent, person_id: int, releaser: int) -> Iterator[Outcome]:
    course = one.made.course
    if course.outcome and course.told_at:
        change, words = parted(course.outcome)
        yield Outcome(
            submission_id=one.row.pk,
            audience_id=one.row.audience_id,
            change=change,
            text=words,
            proposed_at=_proposed_at(course, course.told_at),
            proposed_by_id=person_id,
            settled_at=course.told_at,
            settled_by_id=releaser,
        )


def _proposed_at(course: Course, told_at: datetime) -> datetime:
    return max(told_at - PROPOSED, course.ended_at or told_at)


def _tell(sent: Sequence[Sent], releaser: int, crews: Mapping[str, Sequence[int]], *, at: datetime) -> None:
    """Release, as the supervisor, the words that the officers proposed."""
    told = [one for one in sent if one.made.course.outcome and one.made.course.told_at]
    officers = {one.row.pk: person_id for person_id, theirs in by_officer(told, crews).items() for one in theirs}
    with context.acting(releaser, at=at) as who:
        done = [(one, replace(_way(one)[-1], step="outcome", at=one.made.course.told_at or at)) for one in told]
        messages = []
        for one, step in done:
            change, words = parted(one.made.course.outcome)
            messages.append(_message(one, Message.OUTCOME, words, step.at, releaser, change=change))
        put_in(messages)
        put_in(_move(one, step, officers[one.row.pk], by=releaser) for one, step in done)
        changes = ((_change(one, step, officers[one.row.pk]), step.at) for one, step in done)
        trail.record_all(sorted(changes, key=lambda pair: pair[1]), by=who.actor, purpose=who.purpose)


def parted(outcome: str) -> tuple[str, str]:
    """Return what changed, by its code, and the words for the sender, of "code: words"."""
    change, _, words = outcome.partition(": ")
    return change, words


def _message(one: Sent, about: str, text: str, at: datetime, person_id: int, *, change: str = "") -> Message:
    return Message(
        submission_id=one.row.pk,
        audience_id=one.row.audience_id,
        about=about,
        change=change,
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
