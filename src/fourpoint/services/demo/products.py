"""
Lets the demonstration's desk disseminate reports to a forum, and write products. Safe to repeat.

One report waits for its conditions to be accepted, one was received and read, one was taken back; one product waits for
its review, one is issued. Each act is its own person's, at a moment of the past.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fourpoint.access import context
from fourpoint.catalogue import reading
from fourpoint.domain.days import day_of
from fourpoint.domain.grading import Grade, InformationGrade, SourceGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling
from fourpoint.records.disclosure.models import Forum
from fourpoint.records.intelligence.models import Report
from fourpoint.records.products.models import Product, Section
from fourpoint.records.subjects.models import Statement
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.disclosure import dissemination, forums, recalls
from fourpoint.services.disclosure.choices import Choice
from fourpoint.services.intelligence import desks, reporting
from fourpoint.services.intelligence import reading as reports
from fourpoint.services.products import citing, issuing, writing
from fourpoint.services.sharing.actions import find_terms


@dataclass(frozen=True, kw_only=True)
class DemoForum:
    """A forum and who founds it."""

    by: str
    name: str
    words: str
    agreement: str
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DemoGiven:
    """
    A released report that is given to the forum of that name, and what became of it.

    read_by   reads it, and with `use` confirms the receipt; recalled: why it was taken back
    """

    title: str
    text: str
    by: str
    released_by: str
    days_ago: int
    forum: str
    purposes: tuple[str, ...]
    necessity: str
    words: str = ""
    condition: str = ""
    read_by: str = ""
    use: str = ""
    recalled: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoProduct:
    """
    A product; `sections` are "code: words", `cites` "code: title of a report". What is not issued waits for its review.

    named    the name of its subject; whose statements the section `states` cites
    """

    template: str
    title: str
    by: str
    senior: str
    question: str
    scope: str
    requester: str
    days_ago: int
    sections: tuple[str, ...]
    cites: tuple[str, ...] = ()
    named: str = ""
    states: str = ""
    threat: str = ""
    area_codes: tuple[str, ...] = ()
    issued: str = ""


def load_products(*, path: Path, at: datetime) -> int:
    """Load what the file lists, if there is one, and return how many products are new; raises CatalogueError."""
    if not path.is_file():
        return 0
    for forum in reading.entries(path, "forums", DemoForum):
        _found(forum, at=at)
    for given in reading.entries(path, "given", DemoGiven):
        _give(given, at=at - timedelta(days=given.days_ago))
    made = [
        _write(product, at=at - timedelta(days=product.days_ago))
        for product in reading.entries(path, "products", DemoProduct)
    ]
    return sum(made)


# ----------------------------------------------------------------------------------------------------------------------


def _found(one: DemoForum, *, at: datetime) -> None:
    terms = find_terms(one.agreement)
    with context.acting(_person(one.by), at=at) as who:
        if terms is None or Forum.objects.filter(name=one.name).exists():
            return
        draft = forums.ForumDraft(
            name=one.name,
            words=one.words,
            agreement_id=terms.agreement_id,
            members=frozenset(find_agency(code) or 0 for code in one.members),
        )
        forums.found_forum(by=who.actor, purpose=who.purpose, at=at, forum=draft)


def _give(one: DemoGiven, *, at: datetime) -> None:
    with context.acting(_person(one.by), at=at):
        if Report.objects.filter(title=one.title).exists():
            return
    number = _released(one, at=at)
    with context.acting(_person(one.released_by), at=at + timedelta(hours=1)) as who:
        forum = Forum.objects.get(name=one.forum)
        giving = dissemination.Giving(
            kind="report",
            record_id=number,
            forum=forum.code,
            choice=Choice(purposes=frozenset(one.purposes)),
            necessity=one.necessity,
            words=one.words,
        )
        reference = dissemination.disseminate(who=who, giving=giving)
    if one.read_by:
        with context.acting(_person(one.read_by), at=at + timedelta(hours=3), purpose=one.purposes[0]) as who:
            reports.get_report(who, number)
            if one.use:
                dissemination.receive(who=who, reference=reference, use=one.use)
    if one.recalled:
        with context.acting(_person(one.released_by), at=at + timedelta(hours=6)) as who:
            taking = recalls.Recalling(kind="report", record_id=number, reason=one.recalled, known_as=one.title)
            recalls.recall(by=who.actor, purpose=who.purpose, at=who.at, recalling=taking)


def _released(one: DemoGiven, *, at: datetime) -> int:
    grade = Grade(
        source=SourceGrade.UNTESTED,
        information=InformationGrade.KNOWN_DIRECTLY,
        handling=Handling.CONDITIONS if one.condition else Handling.PERMITTED,
        conditions=frozenset({one.condition} - {""}),
    )
    items = (reporting.ItemDraft(text=one.text, grade=grade),)
    with context.acting(_person(one.by), at=at) as who:
        by, purpose = who.actor, who.purpose
        desk = next(held for held in desks.list_desks() if held.agency_id == who.actor.agency_id)
        draft = reporting.ReportDraft(title=one.title, desk_id=desk.desk_id, items=items)
        original = reporting.write_report(by=by, purpose=purpose, at=at, report=draft)
        number = reporting.sanitise(by=by, purpose=purpose, at=at, report_id=original, title=one.title, items=items)
    with context.acting(_person(one.released_by), at=at) as who:
        why = "Synthetic: nothing points to the source."
        reporting.release(
            by=who.actor, purpose=who.purpose, at=at, report_id=number, marking=Marking.OFFICIAL, reason=why
        )
    return number


def _write(one: DemoProduct, *, at: datetime) -> bool:
    with context.acting(_person(one.by), at=at) as who:
        if Product.objects.filter(title=one.title).exists():
            return False
        by, purpose, subject = who.actor, who.purpose, _subject(one)
        number = writing.begin(
            by=by, purpose=purpose, at=at, template=one.template, terms=_terms(one, at), subject_id=subject
        )
        for said in one.sections:
            code, _, words = said.partition(": ")
            writing.write_section(by=by, purpose=purpose, at=at, product_id=number, section=code, text=words)
        for cites in one.cites:
            code, _, title = cites.partition(": ")
            found = Report.objects.exclude(released_at=None).filter(title=title)[0]
            place = citing.Place(product_id=number, section=code)
            citing.cite_report(by=by, purpose=purpose, at=at, place=place, reference=found.reference, item=1)
        for statement in Statement.objects.filter(subject_id=subject or -1, code__in=("name", "drives", "uses")):
            place = citing.Place(product_id=number, section=one.states)
            citing.cite_statement(by=by, purpose=purpose, at=at, place=place, statement_id=statement.pk)
        for empty in Section.objects.filter(product_id=number, text=""):
            words = "Synthetic: nothing is known."
            writing.write_section(by=by, purpose=purpose, at=at, product_id=number, section=empty.code, text=words)
        writing.submit(by=by, purpose=purpose, at=at, product_id=number)
    if one.issued:
        with context.acting(_person(one.senior), at=at + timedelta(hours=5)) as who:
            issuing.issue(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                product_id=number,
                marking=Marking.OFFICIAL,
                reason=one.issued,
            )
    return True


def _terms(one: DemoProduct, at: datetime) -> writing.Terms:
    today = day_of(at)
    return writing.Terms(
        title=one.title,
        question=one.question,
        scope=one.scope,
        period_from=today - timedelta(days=180),
        period_to=today,
        requester=one.requester,
        due_on=today + timedelta(days=21),
        senior_id=_person(one.senior),
        threat=one.threat,
        area_codes=one.area_codes,
    )


def _subject(one: DemoProduct) -> int:
    rows = Statement.objects.filter(code="name", text=one.named).values_list("subject_id", flat=True)
    return (rows.first() or 0) if one.named else 0


def _person(email: str) -> int:
    return find_person(email) or 0
