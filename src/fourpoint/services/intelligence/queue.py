"""
The queue of a desk, as one of its people reads it: danger first, then what presses most.

Order: danger; whose clock ran out, or where the day has come by which its sender says that something will happen;
priority; the day on which the clock runs out, or that day where it is earlier; what answers a requirement; age.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Least, TruncDate

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.cleaning import show_hidden
from fourpoint.domain.days import HERE, day_of
from fourpoint.domain.duties import Duty
from fourpoint.domain.paging import cut
from fourpoint.domain.submissions import Danger, Priority
from fourpoint.records.intelligence.models import Desk, Message, Outcome, Requirement, Submission, Triage
from fourpoint.services.intelligence import sorting
from fourpoint.services.intelligence.pathway import ended_states, the_pathway
from fourpoint.services.library.places import threat_names

PAGE, LATELY, FIRST_WORDS = 50, timedelta(days=28), 180
URGENT = tuple(one.value for one in Danger if one.is_urgent)


class Show(StrEnum):
    """Which part of a desk is shown: what is not done with, but for DONE, and RELEASE: words that wait for release."""

    ALL = "all"
    MINE = "mine"
    WAITING = "waiting"
    DANGER = "danger"
    ANSWERED = "answered"
    RELEASE = "release"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One submission in the queue.

    words        its first words
    level        of risk, in words, empty for none; `alerts` that somebody raised, in words
    soon         whether something is about to happen, in the sender's first words; soon_on the day read from them
    requirement  the question that it answers, as far as it is open to the reader
    is_answered  whether the newest message is the sender's answer
    """

    submission_id: int
    reference: str
    state: str
    state_name: str
    ends: bool
    priority: Priority
    is_danger: bool
    is_acknowledged: bool
    is_safeguarded: bool
    is_answered: bool
    is_mine: bool
    owner: str
    received_at: datetime
    due_at: datetime | None
    agency: str
    words: str
    level: str
    alerts: tuple[str, ...]
    soon: str
    soon_on: date | None
    requirement: str


@dataclass(frozen=True, kw_only=True)
class Threat:
    """The queue of one threat on the reader's desks: how many are not done with, and how many at each level."""

    code: str
    name: str
    count: int
    levels: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Queue:
    """
    One page of what lies on the reader's desks.

    desks    their names
    danger   what tells of danger and is not done with, whatever else is shown
    counts   of each part, of what the reader may see
    threats  the queues into which something was sorted; `threat` and `level` are those that are shown, empty for all
    """

    desks: tuple[str, ...]
    show: Show
    threat: str
    level: str
    threats: tuple[Threat, ...]
    lines: tuple[Line, ...]
    danger: tuple[Line, ...]
    counts: Mapping[Show, int]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Around:
    """The references before and after one submission in the queue, empty where there is none."""

    before: str
    after: str


def get_queue(who: Acting, *, show: Show = Show.ALL, page: int = 1, threat: str = "", level: str = "") -> Queue:
    """
    Return one page of what lies on the reader's desks, or of a threat's queue there; a page past the end is the last.

    raises  NotAllowed for somebody without the duty of triage
    """
    check_works(who)
    sorted_into = {name: code for name, code in (("threat", threat), ("level", level)) if code}
    counts = {one: _shown(who, one).filter(**sorted_into).count() for one in Show}
    part = cut(counts[show], size=PAGE, number=page)
    chosen = list(_ordered(who, show).filter(**sorted_into)[part.rows])
    danger = list(_ordered(who, Show.DANGER)[:PAGE])
    held = {row.pk: row for row in (*chosen, *danger)}
    trail.record_listed("submission", [row.submission for row in held.values()], total=max(counts[show], len(held)))
    lines = {line.submission_id: line for line in _lines(who, held)}
    desks = Desk.objects.filter(agency_id=who.actor.agency_id or 0, arrivals_id__in=tuple(who.readable))
    return Queue(
        desks=tuple(desks.order_by("name").values_list("name", flat=True)),
        show=show,
        threat=threat,
        level=level,
        threats=_threats(who),
        lines=tuple(lines[row.pk] for row in chosen),
        danger=tuple(lines[row.pk] for row in danger),
        counts=counts,
        page=part.number,
        pages=part.pages,
    )


def get_around(who: Acting, submission_id: int) -> Around:
    """Return what comes before and after that submission; for one that is done with, the first of the queue."""
    held = list(_ordered(who, Show.ALL).values_list("pk", "submission__reference"))
    numbers = [number for number, _ in held]
    place = numbers.index(submission_id) if submission_id in numbers else None
    names = [name for _, name in held]
    if place is None:
        return Around(before="", after=names[0] if names else "")
    return Around(
        before=names[place - 1] if place else "",
        after=names[place + 1] if place + 1 < len(names) else names[0] if place else "",
    )


def count_alarms(who: Acting) -> int:
    """Return how many submissions that tell of danger wait for somebody of the reader's desks to acknowledge them."""
    if not checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0):
        return 0
    return _shown(who, Show.DANGER).filter(acknowledged_at=None).count()


def check_works(who: Acting) -> None:
    """Raise NotAllowed unless a role of the reader lets her triage for her agency."""
    checks.check_has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0)


# ----------------------------------------------------------------------------------------------------------------------


def _shown(who: Acting, show: Show) -> QuerySet[Triage]:
    rows = Triage.objects.filter(submission__owner_id=who.actor.agency_id or 0)
    if show is Show.DONE:
        return rows.filter(state__in=ended_states(), since__gt=who.at - LATELY)
    if show is Show.RELEASE:
        return rows.filter(submission_id__in=Outcome.objects.filter(settled_at=None).values("submission_id"))
    rows = rows.exclude(state__in=ended_states())
    match show:
        case Show.MINE:
            return rows.filter(owner_person_id=who.actor.person_id)
        case Show.WAITING:
            return rows.filter(state=the_pathway().first.code)
        case Show.DANGER:
            return rows.filter(submission__danger__in=URGENT)
        case Show.ANSWERED:
            return rows.annotate(newest=_newest()).filter(newest=Message.ANSWER)
        case _:
            return rows


def _threats(who: Acting) -> tuple[Threat, ...]:
    rows = _shown(who, Show.ALL).exclude(threat="").values_list("threat", "level").annotate(count=Count("pk"))
    counts = {(threat, level): count for threat, level, count in rows}
    names, levels = threat_names(), sorting.list_levels()
    return tuple(
        Threat(
            code=code,
            name=names.get(code, code),
            count=sum(count for (threat, _), count in counts.items() if threat == code),
            levels=tuple(
                (one.id, one.name, counts.get((code, one.id), 0)) for one in reversed(levels) if one.threat == code
            ),
        )
        for code in sorted({threat for threat, _ in counts}, key=lambda code: names.get(code, code))
    )


def _ordered(who: Acting, show: Show) -> QuerySet[Triage]:
    rows = _shown(who, show).select_related("submission__sender_agency", "owner_person")
    if show is Show.DONE:
        return rows.order_by("-since", "-pk")
    return rows.order_by(
        _first(Q(submission__danger__in=URGENT)),
        _first(Q(due_at__lte=who.at) | Q(submission__soon_on__lte=day_of(who.at))),
        Case(*(When(priority=one.value, then=Value(one.rank)) for one in Priority), output_field=IntegerField()),
        # Of two days the earlier, and of one that one: LEAST passes over what is not there.
        Least(TruncDate("due_at", tzinfo=HERE), "submission__soon_on").asc(nulls_last=True),
        _first(Q(submission__requirement_id__isnull=False)),
        F("due_at").asc(nulls_last=True),
        "submission__made_at",
        "pk",
    )


def _first(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())


def _newest() -> Subquery:
    said = Message.objects.filter(submission_id=OuterRef("pk")).order_by("-written_at", "-id")
    return Subquery(said.values("about")[:1])


def _lines(who: Acting, rows: Mapping[int, Triage]) -> list[Line]:
    asked = {number for row in rows.values() if (number := row.submission.requirement_id) is not None}
    questions = dict(Requirement.objects.filter(id__in=asked).values_list("id", "question"))
    newest: dict[int, str] = {}
    said = Message.objects.filter(submission_id__in=rows).order_by("written_at", "id")
    for number, about in said.values_list("submission_id", "about"):
        newest[number] = about
    return [_line(who, row, questions, newest.get(row.pk, "")) for row in rows.values()]


def _line(who: Acting, row: Triage, questions: Mapping[int, str], newest: str) -> Line:
    sent: Submission = row.submission
    state = the_pathway().state(row.state)
    return Line(
        submission_id=row.pk,
        reference=sent.reference,
        state=state.code,
        state_name=state.name,
        ends=state.ends,
        priority=Priority(row.priority),
        is_danger=sent.danger in URGENT,
        is_acknowledged=row.acknowledged_at is not None,
        is_safeguarded=bool(row.safeguarding),
        is_answered=newest == Message.ANSWER and not state.ends,
        is_mine=row.owner_person_id == who.actor.person_id,
        owner=row.owner_person.name,
        received_at=sent.made_at,
        due_at=row.due_at,
        agency=sent.sender_agency.name,
        words=shorten(sent.what),
        level=sorting.level_name(row.level),
        alerts=tuple(sorting.alert_name(code) for code in row.alerts),
        soon=shorten(sent.soon),
        soon_on=sent.soon_on,
        requirement=questions.get(sent.requirement_id or 0, ""),
    )


def shorten(text: str) -> str:
    """Return the first words of a text on one line, hidden characters written out."""
    words = " ".join(show_hidden(text).split())
    return words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS].rsplit(" ", 1)[0] + " …"
