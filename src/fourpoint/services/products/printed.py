"""What is printed of an issued product: every word that its reader may read anyway, with grades, key and caveats."""

from fourpoint.access.context import Acting
from fourpoint.domain.days import day_of
from fourpoint.domain.errors import Unusable
from fourpoint.domain.months import day_in_words
from fourpoint.domain.printing import CitedLine, Passage, Printed
from fourpoint.services.intelligence.printed import care_of, marking_line
from fourpoint.services.products.cited import key_of
from fourpoint.services.products.reading import APART, SectionCard, facts_of, read_row, sections_as_read
from fourpoint.services.products.templates import template_name
from fourpoint.services.sharing.codes import condition_words, words


def to_print(who: Acting, product_id: int) -> tuple[Printed, int]:
    """
    Return what is printed of an issued product, with the id of its audience, and record that it was read.

    raises  NoSuchProduct; Unusable for one that is not issued
    """
    row = read_row(product_id)
    if row.issued_at is None:
        raise Unusable("A product that is not issued is not printed: a second person reviews it first.")
    audience, key = who.readable[row.audience_id], key_of(row)
    issued = day_of(row.issued_at)
    facts = (
        *facts_of(row),
        ("Issued", day_in_words(issued)),
        ("To be looked at again", day_in_words(row.review_on)),
    )
    return (
        Printed(
            kind=template_name(row.template),
            reference=f"{row.reference}, version {row.version}",
            title=row.title,
            owner=row.owner.name,
            marking=marking_line(audience),
            handling=words("handling", audience.handling.value),
            conditions=tuple(condition_words(code) for code in sorted(set(audience.conditions))),
            markings=care_of(audience),
            facts=facts,
            passages=tuple(_passage(card) for card in sections_as_read(row, own=False) if card.text or card.cited),
            key=tuple((line.part.capitalize(), line.code, line.words) for line in key.lines),
            caveats=key.caveats,
            made_on=(issued.year, issued.month, issued.day),
        ),
        row.audience_id,
    )


def _passage(card: SectionCard) -> Passage:
    return Passage(
        heading=card.name,
        note=APART if card.is_apart else "",
        paragraphs=card.paragraphs,
        cited=tuple(
            CitedLine(number=one.number, words=one.words, grade=one.grade, source=one.reference) for one in card.cited
        ),
    )
