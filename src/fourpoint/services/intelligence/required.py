"""What is asked and what is known, as each reader may see it: requirements, their answers, and the gaps of an area."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.answering import Measure, Worth, measure_answers
from fourpoint.domain.days import day_of
from fourpoint.records.intelligence.models import Answer, Ask, Desk, Requirement, Submission
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.intelligence import ageing, requirements
from fourpoint.services.library.places import area_names, threat_names

MOST_LISTED = 200
# In SQL as what is known is: Django takes longer to put it together than PostgreSQL to answer it.
_UNSETTLED = """
    SELECT id, audience_id, threat, question FROM intelligence_requirement
    WHERE area_codes @> ARRAY[%(area)s]::varchar[] AND state <> %(closed)s ORDER BY due_on, id LIMIT %(most)s
"""
STATE_WORDS = {Requirement.OPEN: "Open", Requirement.ANSWERED: "Answered", Requirement.CLOSED: "Closed"}


@dataclass(frozen=True, kw_only=True)
class RequirementLine:
    """
    A requirement in a list.

    may_answer  whether the reader's agency was asked, and answers are still taken
    is_overdue  whether its day is over and nothing has settled it
    """

    requirement_id: int
    reference: str
    question: str
    why: str
    owner: str
    state: str
    due_on: date
    is_overdue: bool
    threat: str
    areas: tuple[str, ...]
    may_answer: bool


@dataclass(frozen=True, kw_only=True)
class AnswerCard:
    """An answer as the people of its desk see it in the list; what it says is read at the desk."""

    reference: str
    agency: str
    sent_at: datetime
    worth: str


@dataclass(frozen=True, kw_only=True)
class AskedCard:
    """An agency that was asked; how many answers it sent, None for readers who do not know."""

    agency: str
    asked_at: datetime
    answers: int | None


@dataclass(frozen=True, kw_only=True)
class RequirementPage:
    """
    A requirement.

    area      code of the area whose profile it was raised from, empty if none
    answers   what was answered, and `measures` how well: for the people of the desk alone, else empty
    own       references of what the reader answered herself
    """

    line: RequirementLine
    desk: str
    raised_by: str
    raised_at: datetime
    area: str
    outcome: str
    asked: tuple[AskedCard, ...]
    answers: tuple[AnswerCard, ...]
    measures: tuple[Measure, ...]
    own: tuple[str, ...]
    is_owner: bool
    may_judge: bool
    may_close: bool


@dataclass(frozen=True, kw_only=True)
class Required:
    """An open requirement beside what is known: enough to lead to it."""

    requirement_id: int
    question: str


@dataclass(frozen=True, kw_only=True)
class KnownLine:
    """
    What is known and required of a threat in an area: how many released reports, and which open requirements.

    code  of the threat, empty for none in particular
    old   how many of the reports tell of nothing later than the catalogue's number of months
    """

    code: str
    threat: str
    known: int
    old: int
    required: tuple[Required, ...]


@dataclass(slots=True)
class _Unsettled:
    pk: int
    audience_id: int
    threat: str
    question: str


def list_requirements(who: Acting) -> tuple[RequirementLine, ...]:
    """Return the requirements open to the person, those still open first and by their day; the newest 200."""
    rows = list(Requirement.objects.select_related("owner").order_by("-made_at", "-pk")[:MOST_LISTED])
    trail.record_listed(requirements.KIND, rows)
    order = tuple(STATE_WORDS)
    return tuple(sorted(_lines(rows, who), key=lambda line: (order.index(line.state), line.due_on)))


def get_requirement(who: Acting, requirement_id: int) -> RequirementPage:
    """Return a requirement and record that it was read; raises NoSuchRequirement unless it is open to the person."""
    row = requirements.get_row(requirement_id)
    trail.record_shown(requirements.KIND, [row])
    at_desk, is_owner = requirements.may_judge(who.actor, row), row.owner_id == who.actor.agency_id
    given = list(Submission.objects.filter(requirement_id=row.pk).order_by("made_at", "pk")) if at_desk else []
    if given:
        trail.record_listed("submission", given)
    asks = list(Ask.objects.filter(requirement=row).select_related("agency").order_by("agency__name"))
    worths = _worths(row) if at_desk else {}
    sent = Counter(one.sender_agency_id for one in given)
    return RequirementPage(
        line=_lines([row], who)[0],
        desk=Desk.objects.values_list("name", flat=True).get(pk=row.desk_id),
        raised_by=row.made_by.name,
        raised_at=row.made_at,
        area=_area(row) if is_owner else "",
        outcome=row.outcome,
        asked=tuple(
            AskedCard(agency=one.agency.name, asked_at=one.asked_at, answers=sent[one.agency_id] if at_desk else None)
            for one in asks
        ),
        answers=_answers(given, worths),
        measures=_measures(asks, given, worths) if at_desk else (),
        own=_own(row, who),
        is_owner=is_owner,
        may_judge=at_desk and row.state != Requirement.CLOSED,
        may_close=is_owner and requirements.may_raise(who.actor) and row.state != Requirement.CLOSED,
    )


def list_known(who: Acting, area_code: str) -> tuple[KnownLine, ...]:
    """
    Return what is known and what is required of an area, by threat, as far as it is open to the person.

    Known are released intelligence reports, required are requirements that are not closed. The trail holds that the
    reports were counted, and of the requirements, whose questions are told, which they were.
    """
    known, rows, names = ageing.count_released(area_code, at=who.at), _required(area_code), threat_names()
    lists = (
        trail.Listed(object_kind="report", rows=(), total=sum(held for held, _ in known.values())),
        trail.Listed(object_kind=requirements.KIND, rows=rows),
    )
    trail.record_lists(one for one in lists if one.rows or one.total)
    required: dict[str, list[Required]] = {code: [] for code in (*names, "")}
    for row in rows:
        lines = required[row.threat if row.threat in names else ""]
        lines.append(Required(requirement_id=row.pk, question=row.question))
    found = (
        KnownLine(
            code=code,
            threat=names.get(code, "No threat in particular"),
            known=known.get(code, (0, 0))[0],
            old=known.get(code, (0, 0))[1],
            required=tuple(required[code]),
        )
        for code in (*names, "")
    )
    return tuple(one for one in found if one.known or one.required)


# ----------------------------------------------------------------------------------------------------------------------


def _required(area_code: str) -> list[_Unsettled]:
    asked: dict[str, str | int] = {"area": area_code, "closed": Requirement.CLOSED, "most": MOST_LISTED}
    with connection.cursor() as cursor:
        cursor.execute(_UNSETTLED, asked)
        return [_Unsettled(*row) for row in cursor.fetchall()]


def _lines(rows: Iterable[Requirement], who: Acting) -> list[RequirementLine]:
    held = list(rows)
    areas, threats, today = area_names(), threat_names(), day_of(who.at)
    asked = set(
        Ask.objects.filter(requirement_id__in=[row.pk for row in held], agency_id=who.actor.agency_id or 0).values_list(
            "requirement_id", flat=True
        )
    )
    names = agency_names({row.owner_id for row in held})
    return [
        RequirementLine(
            requirement_id=row.pk,
            reference=row.reference,
            question=row.question,
            why=row.why,
            owner=names[row.owner_id],
            state=row.state,
            due_on=row.due_on,
            is_overdue=row.state == Requirement.OPEN and row.due_on < today,
            threat=threats.get(row.threat, row.threat),
            areas=tuple(areas.get(code, code) for code in row.area_codes),
            may_answer=row.pk in asked and row.state != Requirement.CLOSED,
        )
        for row in held
    ]


def _area(row: Requirement) -> str:
    kind, _, code = row.raised_from.partition(" ")
    return code if kind == "profile" else ""


def _worths(row: Requirement) -> dict[int, Worth]:
    judged = Answer.objects.filter(requirement_id=row.pk).exclude(worth="")
    return {submission: Worth(worth) for submission, worth in judged.values_list("submission_id", "worth")}


def _answers(given: list[Submission], worths: dict[int, Worth]) -> tuple[AnswerCard, ...]:
    names = agency_names({one.sender_agency_id for one in given})
    return tuple(
        AnswerCard(
            reference=one.reference,
            agency=names[one.sender_agency_id],
            sent_at=one.made_at,
            worth=worths[one.pk].value if one.pk in worths else "",
        )
        for one in given
    )


def _measures(asks: list[Ask], given: list[Submission], worths: dict[int, Worth]) -> tuple[Measure, ...]:
    asked = {one.agency_id: one.asked_at for one in asks}
    first: dict[int, int] = {}
    for one in given:
        if one.sender_agency_id in asked:
            first.setdefault(one.sender_agency_id, (one.made_at - asked[one.sender_agency_id]).days)
    return measure_answers(asked=asked.keys(), first_days=first, worths=[worths.get(one.pk) for one in given])


def _own(row: Requirement, who: Acting) -> tuple[str, ...]:
    with own_sendings():
        sent = Submission.objects.filter(
            requirement_id=row.pk, made_by_id=who.actor.person_id, sender_agency_id=who.actor.agency_id or 0
        )
        return tuple(sent.order_by("made_at").values_list("reference", flat=True))
