"""Products made for tests through their services: profiles and briefings, all of it made up."""

from datetime import timedelta

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.records.products.models import Section
from fourpoint.services.products import citing, issuing, writing
from tests.factories.cast import AT
from tests.factories.linking import do
from tests.factories.sending import ivy, sol

SAID = "Synthetic: on nine nights parcels were carried in.\n\nSynthetic: who sends them is not known."


def terms(at=AT, **changes) -> writing.Terms:
    """Terms of reference with the force's supervisor as senior officer."""
    given = {
        "title": "Deliveries by night",
        "question": "Synthetic: who brings parcels to the flat, and for whom?",
        "scope": "Synthetic: the flat and whoever comes there; not the shop below.",
        "period_from": at.date() - timedelta(days=90),
        "period_to": at.date(),
        "requester": "Synthetic: the district's tasking meeting",
        "due_on": at.date() + timedelta(days=14),
        "senior_id": sol(),
    }
    return writing.Terms(**given | changes)


def begin(template: str = "briefing", *, by: int | None = None, at=AT, subject_id: int = 0, **changes) -> int:
    """Begin a product on the force's desk."""
    return do(by or ivy(), writing.begin, at=at, template=template, terms=terms(at, **changes), subject_id=subject_id)


def write(product: int, *sections: str, by: int | None = None, at=AT, text: str = SAID) -> None:
    """Write those sections, or all."""
    with context.acting(by or ivy(), at=at):
        rows = Section.objects.filter(product_id=product).order_by("number")
        codes = sections or tuple(rows.values_list("code", flat=True))
    for code in codes:
        do(by or ivy(), writing.write_section, at=at, product_id=product, section=code, text=text)


def cite_report(product: int, reference: str, *, section: str = "detail", by=None, at=AT, item: int = 1) -> int:
    """Cite an item of a report."""
    place = citing.Place(product_id=product, section=section)
    return do(by or ivy(), citing.cite_report, at=at, place=place, reference=reference, item=item)


def cite_statement(product: int, statement_id: int, *, section: str, by=None, at=AT) -> int:
    """Cite a statement of a subject."""
    place = citing.Place(product_id=product, section=section)
    return do(by or ivy(), citing.cite_statement, at=at, place=place, statement_id=statement_id)


def issue(product: int, *, by: int | None = None, at=AT, marking: Marking = Marking.OFFICIAL, **changes) -> None:
    """Issue a product as the force's supervisor."""
    given = {"reason": "Synthetic: every judgement has its source."} | changes
    do(by or sol(), issuing.issue, at=at, product_id=product, marking=marking, **given)


def submitted(template: str = "briefing", *, at=AT, **changes) -> int:
    """Write a product whole and send it to review."""
    product = begin(template, at=at, **changes)
    write(product, at=at)
    do(ivy(), writing.submit, at=at, product_id=product)
    return product


def issued(*references: str, at=AT, **changes) -> int:
    """Write a briefing that cites those reports, and issue it."""
    product = begin(at=at)
    write(product, at=at)
    for reference in references:
        cite_report(product, reference, at=at)
    do(ivy(), writing.submit, at=at, product_id=product)
    issue(product, at=at, **changes)
    return product
