"""Lets the invented agencies ask each other for what is not known, and answer, each as its own person. Repeatable."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fourpoint.access import context
from fourpoint.catalogue import reading
from fourpoint.domain.answering import Worth
from fourpoint.domain.days import day_of
from fourpoint.domain.submissions import Danger, Written
from fourpoint.records.intelligence.models import Requirement
from fourpoint.services.agencies import queries
from fourpoint.services.intelligence import requirements
from fourpoint.services.intelligence.desks import list_desks
from fourpoint.services.intelligence.submitting import Receipt


@dataclass(frozen=True, kw_only=True)
class DemoAnswer:
    """An answer to the requirement of that code, and what the one who asked found it worth."""

    to: str
    by: str
    what: str
    days_ago: int
    worth: str
    when: str = ""
    place: str = ""
    how_known: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoRequirement:
    """A requirement; its day is counted from now, so that an open one stays open and an overdue one overdue."""

    code: str
    by: str
    question: str
    why: str
    agreement: str
    agencies: tuple[str, ...]
    area_codes: tuple[str, ...]
    asked_days_ago: int
    due_in_days: int
    threat: str = ""
    raised_from: str = ""


def load_requirements(*, path: Path, at: datetime) -> None:
    """Load what the file lists, if there is one; raises CatalogueError with file, key and reason."""
    if not path.is_file():
        return
    answers = reading.entries(path, "answers", DemoAnswer)
    for one in reading.entries(path, "requirements", DemoRequirement):
        made = load_requirement(one, at=at)
        for answer in answers if made else ():
            if answer.to == one.code:
                load_answer(answer, made, judge=one.by, at=at)


def load_requirement(asked: DemoRequirement, *, at: datetime) -> int:
    """Raise the requirement and return its id; 0 when it is there already."""
    begun = at - timedelta(days=asked.asked_days_ago)
    with context.acting(_person(asked.by), at=begun) as who:
        if Requirement.objects.filter(question=asked.question).exists():
            return 0
        desk = next(one for one in list_desks() if one.agency_id == who.actor.agency_id)
        draft = requirements.RequirementDraft(
            question=asked.question,
            why=asked.why,
            desk_id=desk.desk_id,
            due_on=day_of(at + timedelta(days=asked.due_in_days)),
            agreement=asked.agreement,
            agencies=frozenset(queries.find_agency(code) or 0 for code in asked.agencies),
            threat=asked.threat,
            area_codes=asked.area_codes,
            raised_from=asked.raised_from,
        )
        return requirements.raise_requirement(by=who.actor, purpose=who.purpose, at=begun, requirement=draft)


def load_answer(one: DemoAnswer, requirement_id: int, *, judge: str, at: datetime) -> Receipt:
    """Send the answer, have somebody of the desk judge it, and return its receipt."""
    sent_at = at - timedelta(days=one.days_ago)
    written = Written(what=one.what, when=one.when, place=one.place, how_known=one.how_known)
    draft = requirements.AnswerDraft(requirement_id=requirement_id, key=uuid.uuid4(), danger=Danger.NO, written=written)
    with context.acting(_person(one.by), at=sent_at) as who:
        receipt = requirements.answer(by=who.actor, purpose=who.purpose, at=sent_at, answer=draft)
    later = sent_at + timedelta(hours=20)
    with context.acting(_person(judge), at=later) as who:
        requirements.judge(
            by=who.actor,
            purpose=who.purpose,
            at=later,
            requirement_id=requirement_id,
            reference=receipt.reference,
            worth=Worth(one.worth),
        )
    return receipt


# ----------------------------------------------------------------------------------------------------------------------


def _person(email: str) -> int:
    return queries.find_person(email) or 0
