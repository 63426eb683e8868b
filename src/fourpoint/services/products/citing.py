"""
Cites what a product rests on: an item of a report, a statement of a subject, a figure of a frozen edition.

Only what the author may read is cited, with its grade as it stands there. The words go along unless the source is for
named people alone: then only its number and grade do.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from fourpoint.access import audiences, context, trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.grading import Grade, LegacyGrade
from fourpoint.domain.sharing import Actor
from fourpoint.records.intelligence.models import Item, Report
from fourpoint.records.products.models import FIGURE, REPORT, STATEMENT, Citation, Product, Section
from fourpoint.records.subjects.models import Statement
from fourpoint.services.intelligence.lines import grade_of
from fourpoint.services.products.figures import Named, NothingToCite, find_citable
from fourpoint.services.products.templates import sections_of
from fourpoint.services.products.writing import NoSuchProduct, drafted, find_section, note
from fourpoint.services.sharing.restricted import check_used
from fourpoint.services.subjects.barring import SUSPECT, shown
from fourpoint.services.subjects.reading import SubjectPage, are_spared, get_said, get_subject
from fourpoint.services.subjects.words import categories

MOST_CITED = 300


@dataclass(frozen=True)
class Place:
    """Where something is cited: the product and the code of its section."""

    product_id: int
    section: str


@transaction.atomic
def cite_report(*, by: Actor, purpose: str, at: datetime, place: Place, reference: str, item: int) -> int:
    """
    Cite an item of the report of that reference and return the number of the citation.

    raises  NoSuchProduct, NotAllowed, NotBeingDrafted; NothingToCite; Unusable
    """
    row, section = _open(place, by)
    report = Report.objects.filter(reference=reference.strip().upper()[:16]).first()
    held = Item.objects.filter(report=report, number=item).first() if report else None
    if report is None or held is None:
        raise NothingToCite("No report of that reference with such an item is open to you.")
    check_used("report", report.pk)
    if report.state != Report.READY:
        raise Unusable("That report waits for its release: cite it once somebody has released it.")
    _check_apart(row, section, report_id=report.pk, item=item)
    trail.record_shown("report", [report])
    grade = grade_of(held)
    made = Citation(
        kind=REPORT,
        source_id=report.pk,
        item=item,
        readable_id=report.audience_id,
        reference=f"Report {report.reference}, item {item}",
        words=held.text if report.sanitised_of_id is not None else "",
        **_graded(grade),
    )
    return _add(made, row, section, by=by, purpose=purpose, at=at)


@transaction.atomic
def cite_statement(*, by: Actor, purpose: str, at: datetime, place: Place, statement_id: int) -> int:
    """
    Cite a statement of a subject and return the number of the citation.

    raises  NoSuchProduct, NotAllowed, NotBeingDrafted; NothingToCite; Unusable for a child or victim outside the
            section for people at risk, or a suspect within it
    """
    row, section = _open(place, by)
    rows = Statement.objects.filter(pk=statement_id if 0 < statement_id < 2**63 else 0, withdrawn_at=None)
    held = shown(rows).first()
    if held is None:
        raise NothingToCite("There is no such statement, or it is not open to you.")
    check_used("statement", held.pk)
    check_used("report", held.report_id)
    _check_statement(row, section, held)
    said = get_said(context.somebody(), held.pk)
    item = Item.objects.filter(report_id=held.report_id, number=held.item_number).first()
    if item is None:
        raise NothingToCite("The report it rests on is gone, and with it how it is to be handled.")
    made = Citation(
        kind=STATEMENT,
        source_id=held.pk,
        readable_id=held.audience_id,
        reference=f"Statement on {said.report or 'a report'}, item {held.item_number}",
        words=f"{said.what}: {said.text}",
        **_graded(grade_of(item)),
    )
    return _add(made, row, section, by=by, purpose=purpose, at=at)


@transaction.atomic
def cite_figure(*, by: Actor, purpose: str, at: datetime, place: Place, edition: Named, figure_id: str) -> int:
    """
    Cite a figure of a frozen edition and return the number of the citation.

    raises  NoSuchProduct, NotAllowed, NotBeingDrafted; NothingToCite, or NotOpen for an edition that is closed to the
            author; Unusable for a proof, and for a figure whose number is hidden or not known
    """
    row, section = _open(place, by)
    found = find_citable(edition, figure_id, who=context.somebody())
    made = Citation(
        kind=FIGURE,
        source_id=found.edition_id,
        figure=found.line.figure_id[:200],
        readable_id=found.audience_id,
        reference=found.reference,
        words=found.line.words,
    )
    return _add(made, row, section, by=by, purpose=purpose, at=at)


@transaction.atomic
def take_out(*, by: Actor, purpose: str, at: datetime, product_id: int, number: int) -> None:
    """Take a citation out of a product; raises NoSuchProduct, NotAllowed, NotBeingDrafted, NothingToCite."""
    row = drafted(product_id, by=by)
    gone, _ = Citation.objects.filter(product=row, number=number).delete()
    if not gone:
        raise NothingToCite("The product has no such citation.")
    note("product.uncite", row, by=by, purpose=purpose, at=at, citation=number)


def pictured(row: Product) -> SubjectPage | None:
    """Return the picture of the subject of a product, as far as it is open; None for a product of no subject."""
    return get_subject(context.somebody(), row.subject_id) if row.subject_id else None


# ----------------------------------------------------------------------------------------------------------------------


def _open(place: Place, by: Actor) -> tuple[Product, Section]:
    row = drafted(place.product_id, by=by)
    return row, find_section(row, place.section)


def _is_apart(row: Product, section: Section) -> bool:
    entry = sections_of(row.template).get(section.code)
    return bool(entry and entry.apart)


def _check_apart(row: Product, section: Section, *, report_id: int, item: int) -> None:
    """Whoever a report's item names as a child or a victim is cited apart, and so is the item."""
    said = Statement.objects.filter(report_id=report_id, item_number=item, withdrawn_at=None)
    about = {number for pair in said.values_list("subject_id", "object_id") for number in pair if number}
    if not _is_apart(row, section) and any(are_spared(number) for number in about):
        raise Unusable(_APART)


def _check_statement(row: Product, section: Section, held: Statement) -> None:
    about = [number for number in (held.subject_id, held.object_id) if number]
    apart = _is_apart(row, section)
    entry = categories().get(held.category)
    cared = bool(entry and (entry.first or entry.never_suspect)) or any(are_spared(number) for number in about)
    if cared and not apart:
        raise Unusable(_APART)
    if apart and held.category == SUSPECT:
        raise Unusable("Nobody in this section is suspected of anything: cite this where people involved stand.")


_APART = (
    "It is about a child, a victim or somebody in need of care: cite it in the section for people at risk, where they"
    " stand apart."
)


def _graded(grade: Grade | LegacyGrade) -> dict[str, object]:
    if isinstance(grade, LegacyGrade):
        return {"grade": grade.text}
    return {
        "grade": grade.text,
        "source_grade": grade.source.value,
        "information_grade": grade.information.value,
        "handling": grade.handling.value,
        "conditions": sorted(grade.conditions),
    }


def _add(made: Citation, row: Product, section: Section, *, by: Actor, purpose: str, at: datetime) -> int:
    readable = audiences.find(made.readable_id)
    if readable is None:
        raise NoSuchProduct("There is no such product, or it is not open to you.")
    rows = Citation.objects.filter(product=row)
    same = rows.filter(section=section.code, kind=made.kind, source_id=made.source_id, item=made.item)
    if same.filter(figure=made.figure).exists():
        raise Unusable("This section cites it already.")
    if rows.count() >= MOST_CITED:
        raise Unusable(f"A product cites at most {MOST_CITED} sources.")
    # What only named people read keeps its words: the product names it by number and grade.
    made.words = "" if readable.compartment else made.words
    made.product, made.audience_id, made.section = row, row.audience_id, section.code
    made.number = (rows.aggregate(most=Max("number"))["most"] or 0) + 1
    made.cited_at, made.cited_by_id = at, by.person_id
    made.save()
    note(
        "product.cite", row, by=by, purpose=purpose, at=at, citation=made.number, source=f"{made.kind} {made.source_id}"
    )
    return made.number
