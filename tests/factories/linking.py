"""Reports, subjects and statements made for tests through their services, all of it made up."""

from fourpoint.access import context
from fourpoint.domain.grading import Grade, InformationGrade, SourceGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.disclosure.recalls import Recalling, recall
from fourpoint.services.intelligence import reporting
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.subjects import stating
from tests.factories.cast import AT
from tests.factories.records import shared
from tests.factories.sending import desk_id, ivy, sol

PLAIN = Grade(source=SourceGrade.UNTESTED, information=InformationGrade.KNOWN_DIRECTLY, handling=Handling.PERMITTED)
TEXT = "Synthetic: Jay Hollow drives a grey van AB12 CDE to 4 Quay Lane CT9 1AA and answers on 07700 900123."


def do(person_id, act, /, *, at=AT, **given):
    """Act as that person."""
    with context.acting(person_id, at=at) as who:
        return act(by=who.actor, purpose=who.purpose, at=at, **given)


def original(text: str = TEXT, *, at=AT, grade=PLAIN) -> int:
    """Write an original report of one item on the force's desk."""
    item = reporting.ItemDraft(text=text, grade=grade)
    draft = reporting.ReportDraft(title="Night deliveries", desk_id=desk_id(), items=(item,))
    return do(ivy(), reporting.write_report, at=at, report=draft)


def released(text: str = TEXT, *, at=AT, of: int | None = None, marking: Marking = Marking.OFFICIAL) -> int:
    """Sanitise an original and release it, so that the whole force reads it."""
    item = reporting.ItemDraft(text=text, grade=PLAIN)
    number = do(
        ivy(), reporting.sanitise, at=at, report_id=of or original(text, at=at), title="Deliveries", items=(item,)
    )
    do(sol(), reporting.release, at=at, report_id=number, marking=marking, reason="Nothing points to the source.")
    return number


def draft(report_id: int, code: str = "name", text: str = "", **changes) -> stating.StatementDraft:
    """A statement of the report's first item."""
    return stating.StatementDraft(report_id=report_id, item_number=1, code=code, text=text, **changes)


def create(report_id: int, text: str, *, kind: str = "person", code: str = "name", by=None, at=AT, seen=()) -> int:
    """Make a subject."""
    first = draft(report_id, code, text)
    return do(by or ivy(), stating.create, at=at, kind=kind, first=first, seen=seen)


def state(subject_id: int, report_id: int, code: str, text: str = "", *, by=None, at=AT, **changes) -> int:
    """State something of a subject."""
    made = draft(report_id, code, text, **changes)
    return do(by or ivy(), stating.state, at=at, subject_id=subject_id, statement=made)


def share(report_id: int, *, at=AT) -> None:
    """Share a report of the force with the council, under the agreement of profiles."""
    audience = shared(find_agency("invicta"), find_agency("thanet"))
    given = Placing(kind="report", record_id=report_id, audience=audience, reason="They asked.")
    do(ivy(), place, at=at, placing=given)


def take_back(report_id: int, *, at=AT) -> None:
    """Recall it from the council."""
    given = Recalling(kind="report", record_id=report_id, reason="The wrong man.", known_as="A report")
    do(ivy(), recall, at=at, recalling=given)
