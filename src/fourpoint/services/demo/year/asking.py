"""Asks what the year asked, takes the answers to the desk, and closes what was settled: all by everyday actions."""

from datetime import datetime, timedelta

from fourpoint.access import context
from fourpoint.domain.grading import Grade, InformationGrade, SourceGrade
from fourpoint.domain.sharing import Handling
from fourpoint.records.intelligence.models import Desk
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.demo.requirements import DemoAnswer, load_answer, load_requirement
from fourpoint.services.demo.year.written import Year, YearRequirement
from fourpoint.services.intelligence import evaluating, requirements, triage
from fourpoint.services.intelligence.reporting import ItemDraft, ReportDraft
from fourpoint.services.intelligence.submitting import Receipt

NOTHING = "It says that nothing is known, which is an answer too."


def ask_all(year: Year, *, officer: str, at: datetime) -> None:
    """Raise, answer and close the requirements of the year; the officer judges and evaluates what was answered."""
    for one in year.requirements:
        made = load_requirement(one, at=at)
        for answer in (answer for answer in year.answers if answer.to == one.code):
            receipt = load_answer(answer, made, judge=officer, at=at)
            _evaluate(one, answer, receipt, officer=officer, at=at - timedelta(days=answer.days_ago - 1))
        if one.closed_days_ago:
            _close(one, made, at=at - timedelta(days=one.closed_days_ago))


# ----------------------------------------------------------------------------------------------------------------------


def _evaluate(asked: YearRequirement, answer: DemoAnswer, receipt: Receipt, *, officer: str, at: datetime) -> None:
    with context.acting(find_person(officer) or 0, at=at) as who:
        by, purpose, number = who.actor, who.purpose, receipt.submission_id
        if answer.worth == "does-not":
            triage.take_step(by=by, purpose=purpose, at=at, submission_id=number, step="take")
            triage.take_step(by=by, purpose=purpose, at=at, submission_id=number, step="close", reason=NOTHING)
            return
        grade = Grade(
            source=SourceGrade.RELIABLE, information=InformationGrade.KNOWN_INDIRECTLY, handling=Handling.PERMITTED
        )
        draft = ReportDraft(
            title="An answer to what was asked",
            desk_id=Desk.objects.values_list("pk", flat=True).get(name=receipt.desk),
            items=(ItemDraft(text=answer.what, grade=grade),),
            collection="tasked",
            threat=asked.threat,
            area_codes=asked.area_codes,
            submission_id=number,
        )
        evaluating.evaluate(by=by, purpose=purpose, at=at, report=draft)


def _close(asked: YearRequirement, requirement_id: int, *, at: datetime) -> None:
    with context.acting(find_person(asked.by) or 0, at=at) as who:
        requirements.close(
            by=who.actor, purpose=who.purpose, at=at, requirement_id=requirement_id, outcome=asked.outcome
        )
