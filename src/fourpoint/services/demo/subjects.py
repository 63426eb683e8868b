"""Lets the demonstration's officers write reports and state what these say of subjects. Safe to repeat."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from fourpoint.access import context
from fourpoint.catalogue import reading
from fourpoint.domain.grading import Grade, InformationGrade, SourceGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling
from fourpoint.records.subjects.models import Subject
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.intelligence import desks, reporting
from fourpoint.services.subjects import stating
from fourpoint.services.subjects.finding import Clue, find


@dataclass(frozen=True, kw_only=True)
class DemoReport:
    """A report of one item; what it states rests on its sanitised twin when somebody `releases` one."""

    code: str
    by: str
    title: str
    text: str
    source: str
    information: str
    releases: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoSubject:
    """A subject with its first statement."""

    code: str
    kind: str
    report: str
    states: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DemoStatement:
    """A further statement of a subject: of words, of another subject (`to`) or of a category."""

    subject: str
    report: str
    states: str
    text: str = ""
    to: str = ""
    category: str = ""
    basis: str = ""
    recheck_in_days: int = 0


def load_subjects(*, path: Path, at: datetime) -> int:
    """Make the subjects of that file, if there is one, and return how many; raises CatalogueError for a bad file."""
    if not path.is_file():
        return 0
    reports = reading.entries(path, "reports", DemoReport)
    with context.acting(find_person(reports[0].by) or 0, at=at):
        if Subject.objects.exists():
            return 0
    numbers = {one.code: _report(one, at=at) for one in reports}
    writers = {one.code: find_person(one.by) or 0 for one in reports}
    made: dict[str, int] = {}
    for subject in reading.entries(path, "subjects", DemoSubject):
        made[subject.code] = _subject(subject, by=writers[subject.report], report_id=numbers[subject.report], at=at)
    for one in reading.entries(path, "statements", DemoStatement):
        _state(one, made, by=writers[one.report], report_id=numbers[one.report], at=at)
    return len(made)


# ----------------------------------------------------------------------------------------------------------------------


def _report(one: DemoReport, *, at: datetime) -> int:
    grade = Grade(
        source=SourceGrade(one.source), information=InformationGrade(one.information), handling=Handling.PERMITTED
    )
    items = (reporting.ItemDraft(text=one.text, grade=grade),)
    with context.acting(find_person(one.by) or 0, at=at) as who:
        by, purpose = who.actor, who.purpose
        agency_id = who.actor.agency_id
        desk = next(held for held in desks.list_desks() if held.agency_id == agency_id)
        draft = reporting.ReportDraft(title=one.title, desk_id=desk.desk_id, items=items)
        number = reporting.write_report(by=by, purpose=purpose, at=at, report=draft)
        if one.releases:
            number = reporting.sanitise(by=by, purpose=purpose, at=at, report_id=number, title=one.title, items=items)
    if one.releases:
        with context.acting(find_person(one.releases) or 0, at=at) as who:
            reporting.release(
                by=who.actor,
                purpose=who.purpose,
                at=at,
                report_id=number,
                marking=Marking.OFFICIAL_SENSITIVE,
                reason="Synthetic: nothing points to the source.",
            )
    return number


def _subject(one: DemoSubject, *, by: int, report_id: int, at: datetime) -> int:
    with context.acting(by, at=at) as who:
        seen = [other.subject_id for other in find((Clue(code=one.states, text=one.text),), kind=one.kind)]
        first = stating.StatementDraft(code=one.states, report_id=report_id, item_number=1, text=one.text)
        return stating.create(by=who.actor, purpose=who.purpose, at=at, kind=one.kind, first=first, seen=seen)


def _state(one: DemoStatement, made: dict[str, int], *, by: int, report_id: int, at: datetime) -> None:
    recheck_on = timezone.localdate(at) + timedelta(days=one.recheck_in_days) if one.recheck_in_days else None
    draft = stating.StatementDraft(
        code=one.states,
        report_id=report_id,
        item_number=1,
        text=one.text,
        object_id=made[one.to] if one.to else None,
        category=one.category,
        basis=one.basis,
        recheck_on=recheck_on,
    )
    with context.acting(by, at=at) as who:
        stating.state(by=who.actor, purpose=who.purpose, at=at, subject_id=made[one.subject], statement=draft)
