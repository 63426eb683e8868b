"""What readers and writers of products see: lists, and a product with its sources as far as each is open."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.domain.grading import GradeKey
from fourpoint.domain.months import day_in_words
from fourpoint.domain.printing import paragraphs
from fourpoint.domain.sharing import Audience
from fourpoint.records.agencies.models import Person
from fourpoint.records.products.models import (
    DRAFTING,
    IN_REVIEW,
    ISSUED,
    REPLACED,
    Citation,
    Decision,
    Product,
    Section,
)
from fourpoint.records.subjects.models import Statement, Subject
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.library.places import area_names, threat_names
from fourpoint.services.products.cited import GONE, Cited, Sources, key_of
from fourpoint.services.products.reach import find_wider
from fourpoint.services.products.templates import sections_of, template_name
from fourpoint.services.products.writing import get_row

MOST_LISTED = 200
STATE_WORDS = {DRAFTING: "Being written", IN_REVIEW: "In review", ISSUED: "Issued", REPLACED: "Replaced"}
DECISION_WORDS = {
    "submitted": "Sent to review",
    "returned": "Returned",
    "approved": "Issued",
    "wider": "May be read more widely than its sources",
}
APART = "Nobody in this section is suspected of anything."


@dataclass(frozen=True, kw_only=True)
class ProductLine:
    """A product in a list."""

    product_id: int
    reference: str
    version: int
    title: str
    template: str
    state: str
    owner: str
    author: str
    senior: str
    due_on: date
    issued_at: datetime | None
    review_on: date
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class SectionCard:
    """A section with what it must say and what it cites."""

    code: str
    name: str
    asks: str
    is_required: bool
    is_apart: bool
    text: str
    paragraphs: tuple[str, ...]
    cited: tuple[Cited, ...]


@dataclass(frozen=True, kw_only=True)
class DecisionCard:
    """What was decided of a product; told to its owner's agency alone."""

    kind: str
    what: str
    at: datetime
    by: str
    words: str
    agencies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProductPage:
    """
    A product, for one reader.

    facts       (label, words) of its terms of reference
    subject     (id, reference) of its subject when that is open to the reader
    wider       why its sources stand against its reaching the agency as a whole; told to whoever reviews it
    gone        numbers of citations that were withdrawn or taken back since, for its owner
    versions    (id, version) of the others, as far as they are open to the reader
    """

    line: ProductLine
    facts: tuple[tuple[str, str], ...]
    subject: tuple[int, str] | None
    sections: tuple[SectionCard, ...]
    key: GradeKey
    decisions: tuple[DecisionCard, ...]
    gone: tuple[int, ...]
    versions: tuple[tuple[int, int], ...]
    is_owner: bool
    may_write: bool
    may_review: bool
    may_renew: bool


def list_products(who: Acting, *, state: str = "") -> tuple[ProductLine, ...]:
    """Return the products open to the person: what waits for review first, then the newest; the newest 200."""
    rows = Product.objects.select_related("owner", "made_by", "senior")
    rows = rows.filter(state=state) if state in STATE_WORDS else rows
    held = list(rows.order_by("-made_at", "-pk")[:MOST_LISTED])
    trail.record_listed("product", held)
    lines = [_line(row, who) for row in held]
    return tuple(sorted(lines, key=lambda line: line.state != IN_REVIEW))


def get_product(who: Acting, product_id: int) -> ProductPage:
    """Return a product and record that it was read; raises NoSuchProduct unless it is open to the person."""
    row = read_row(product_id)
    own = row.owner_id == who.actor.agency_id
    cards = sections_as_read(row, own=own)
    cited = [one for card in cards for one in card.cited]
    duty = {one: own and checks.has_duty(who.actor, duty=one, agency_id=row.owner_id) for one in Duty}
    others = Product.objects.filter(reference=row.reference).exclude(pk=row.pk).order_by("version")
    return ProductPage(
        line=_line(row, who),
        facts=facts_of(row),
        subject=_subject(row),
        sections=cards,
        key=key_of(row),
        decisions=_decisions(row) if own else (),
        gone=tuple(one.number for one in cited if one.state == GONE),
        versions=tuple(others.values_list("pk", "version")),
        is_owner=own,
        may_write=duty[Duty.PRODUCTS] and row.state == DRAFTING,
        may_review=duty[Duty.RELEASE] and row.state == IN_REVIEW and row.made_by_id != who.actor.person_id,
        may_renew=duty[Duty.PRODUCTS] and row.state == ISSUED and not others.filter(version__gt=row.version).exists(),
    )


def get_terms(product_id: int) -> dict[str, object]:
    """Return the terms of a product as its form begins with them; raises NoSuchProduct."""
    row = read_row(product_id)
    names = ("title", "question", "scope", "period_from", "period_to", "requester", "due_on", "threat")
    return {name: getattr(row, name) for name in names} | {"senior": str(row.senior_id), "areas": list(row.area_codes)}


def against(row_id: int, audience: Audience) -> tuple[str, ...]:
    """Return, for whoever reviews it, why each source stands against that audience."""
    return tuple(one.sentence for one in find_wider(row_id, audience))


# ----------------------------------------------------------------------------------------------------------------------


def read_row(product_id: int) -> Product:
    """Return the row of a product and record that it was read; raises NoSuchProduct."""
    row = get_row(product_id)
    trail.record_shown("product", [row])
    return row


def _line(row: Product, who: Acting) -> ProductLine:
    today = who.at.date()
    return ProductLine(
        product_id=row.pk,
        reference=row.reference,
        version=row.version,
        title=row.title,
        template=template_name(row.template),
        state=row.state,
        owner=row.owner.name,
        author=row.made_by.name if row.owner_id == who.actor.agency_id else "",
        senior=row.senior.name if row.owner_id == who.actor.agency_id else "",
        due_on=row.due_on,
        issued_at=row.issued_at,
        review_on=row.review_on,
        is_overdue=(row.due_on < today) if row.issued_at is None else (row.state == ISSUED and row.review_on <= today),
    )


def facts_of(row: Product) -> tuple[tuple[str, str], ...]:
    """Return the terms of reference of a product, as (label, words)."""
    areas, threats = area_names(), threat_names()
    held = (
        ("Question", row.question),
        ("Scope", row.scope),
        ("Period", f"{day_in_words(row.period_from)} to {day_in_words(row.period_to)}"),
        ("Asked for by", row.requester),
        ("Threat", threats.get(row.threat, row.threat)),
        ("Areas", ", ".join(areas.get(code, code) for code in row.area_codes)),
    )
    return tuple((label, said) for label, said in held if said)


def _subject(row: Product) -> tuple[int, str] | None:
    """The subject, as far as something of it is open to the reader."""
    if not Statement.objects.filter(
        Q(subject_id=row.subject_id) | Q(object_id=row.subject_id), withdrawn_at=None
    ).exists():
        return None
    found = Subject.objects.filter(pk=row.subject_id).values_list("pk", "reference").first()
    return found


def sections_as_read(row: Product, *, own: bool) -> tuple[SectionCard, ...]:
    """Return the sections of a product with what they cite; `own`: for its owner, who learns which sources are gone."""
    known = sections_of(row.template)
    held = list(Citation.objects.filter(product=row).order_by("number"))
    sources = Sources(held)
    cards = []
    for section in Section.objects.filter(product=row).order_by("number"):
        entry = known.get(section.code)
        cited = tuple(sources.card(one, own=own) for one in held if one.section == section.code)
        cards.append(
            SectionCard(
                code=section.code,
                name=entry.name if entry else section.code,
                asks=entry.words if entry else "",
                is_required=bool(entry and entry.required),
                is_apart=bool(entry and entry.apart),
                text=section.text,
                paragraphs=paragraphs(section.text),
                cited=cited,
            )
        )
    return tuple(cards)


def _decisions(row: Product) -> tuple[DecisionCard, ...]:
    held = list(Decision.objects.filter(product=row).order_by("decided_at", "pk"))
    people = dict(Person.objects.filter(pk__in={one.decided_by_id for one in held}).values_list("pk", "name"))
    agencies = agency_names(key for one in held for key in one.agencies)
    return tuple(
        DecisionCard(
            kind=one.kind,
            what=DECISION_WORDS[one.kind],
            at=one.decided_at,
            by=people[one.decided_by_id],
            words=one.words,
            agencies=tuple(sorted(agencies[key] for key in one.agencies if key in agencies)),
        )
        for one in held
    )
