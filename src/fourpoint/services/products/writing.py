"""
Writes intelligence products: terms of reference first, then section by section, then to somebody else for review.

Until it is issued it is read by the desk on which it is written, or by its agency where its author works at none.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import checks, standing, trail
from fourpoint.catalogue.intelligence import ProductTemplateEntry
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Person
from fourpoint.records.intelligence.models import Desk
from fourpoint.records.products.models import DRAFTING, IN_REVIEW, SUBMITTED, Decision, Product, Section
from fourpoint.services.intelligence.desks import works_at
from fourpoint.services.library.places import area_names, threat_names
from fourpoint.services.products.templates import get_template, sections_of
from fourpoint.services.sharing.actions import intern_audience, owner_only
from fourpoint.services.sharing.days import first_review
from fourpoint.services.subjects.reading import are_spared
from fourpoint.services.subjects.stating import open_subject

REVIEW_GROUP = "partnership-product"
LONGEST_TITLE, LONGEST_QUESTION, LONGEST_SCOPE, LONGEST_REQUESTER, LONGEST_TEXT = 200, 1_000, 2_000, 200, 20_000
SPARED = (
    "This person is recorded as a child or a victim, and no subject profile is made of them: write a problem profile,"
    " in which people at risk stand apart."
)
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NoSuchProduct(checks.NotOpen):
    """No such product is open to the actor."""


class NotBeingDrafted(Refused):
    """It is in review or issued, and is not changed."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    Terms of reference: what is asked, how far it goes, for whom, by when, and who reviews it.

    senior_id   a person of the agency other than the author
    """

    title: str
    question: str
    scope: str
    period_from: date
    period_to: date
    requester: str
    due_on: date
    senior_id: int
    threat: str = ""
    area_codes: tuple[str, ...] = ()


@transaction.atomic
def begin(*, by: Actor, purpose: str, at: datetime, template: str, terms: Terms, subject_id: int = 0) -> int:
    """
    Begin a product with its terms of reference and return its id; its sections stand empty.

    subject_id  whom it profiles, for a template about a subject

    raises  NotAllowed without the duty; Unusable, in one sentence, for terms or a subject that cannot be
    """
    agency_id = by.agency_id or 0
    checks.check_has_duty(by, duty=Duty.PRODUCTS, agency_id=agency_id)
    entry = get_template(template)
    _check_subject(entry, subject_id)
    _check(terms, by=by, at=at)
    row = Product.objects.create(
        owner_id=agency_id,
        audience_id=draft_audience(by=by, purpose=purpose, at=at),
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        reference=_reference(),
        template=template,
        state=DRAFTING,
        subject_id=subject_id,
        **_columns(terms),
    )
    Section.objects.bulk_create(
        Section(product=row, audience_id=row.audience_id, code=code, number=number)
        for number, code in enumerate(sections_of(template), start=1)
    )
    note("product.make", row, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def amend_terms(*, by: Actor, purpose: str, at: datetime, product_id: int, terms: Terms) -> None:
    """Write the terms anew while it is drafted; raises NoSuchProduct, NotAllowed, NotBeingDrafted, Unusable."""
    row = drafted(product_id, by=by)
    _check(terms, by=by, at=at, author_id=row.made_by_id)
    for name, said in _columns(terms).items():
        setattr(row, name, said)
    row.save(update_fields=list(_columns(terms)))
    note("product.terms", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def write_section(*, by: Actor, purpose: str, at: datetime, product_id: int, section: str, text: str) -> None:
    """
    Write a section anew, in plain paragraphs parted by empty lines.

    raises  NoSuchProduct, NotAllowed, NotBeingDrafted; Unusable for a section there is none of, or a text too long
    """
    row = drafted(product_id, by=by)
    found = find_section(row, section)
    said = clean_text(text)
    if len(said) > LONGEST_TEXT:
        raise Unusable(f"Shorten the section: it has {len(said):,} characters, and {LONGEST_TEXT:,} are the most.")
    found.text, found.written_at, found.written_by_id = said, at, by.person_id
    found.save(update_fields=["text", "written_at", "written_by"])
    note("product.section", row, by=by, purpose=purpose, at=at, section=section)


@transaction.atomic
def submit(*, by: Actor, purpose: str, at: datetime, product_id: int) -> None:
    """
    Send a product to its senior officer for review.

    raises  NoSuchProduct, NotAllowed, NotBeingDrafted; Unusable while a section that must be written is empty
    """
    row = drafted(product_id, by=by)
    entries = sections_of(row.template)
    empty = [
        entries[held.code].name
        for held in Section.objects.filter(product=row, text="").order_by("number")
        if held.code in entries and entries[held.code].required
    ]
    if empty:
        raise Unusable(f"Write these sections first: {', '.join(empty)}. Where nothing is known, say so.")
    row.state = IN_REVIEW
    row.save(update_fields=["state"])
    decide(row, SUBMITTED, by=by, at=at)
    note("product.submit", row, by=by, purpose=purpose, at=at)


def drafted(product_id: int, *, by: Actor) -> Product:
    """Return a product that is being drafted, locked; raises NoSuchProduct, NotAllowed, NotBeingDrafted."""
    row = get_row(product_id, lock=True)
    checks.check_has_duty(by, duty=Duty.PRODUCTS, agency_id=row.owner_id)
    if row.state != DRAFTING:
        raise NotBeingDrafted("It is in review or issued, and is not changed: return it, or write the next version.")
    return row


def get_row(product_id: int, *, lock: bool = False) -> Product:
    """Return the row of a product; raises NoSuchProduct unless it is open to the person of the context."""
    rows = Product.objects.select_for_update() if lock else Product.objects.all()
    row = rows.filter(pk=product_id).first() if 0 < product_id < 2**63 else None
    if row is None:
        raise NoSuchProduct("There is no such product, or it is not open to you.")
    return row


def find_section(row: Product, code: str) -> Section:
    """Return a section of a product; raises Unusable when it has none of that code."""
    found = Section.objects.filter(product=row, code=code[:40]).first()
    if found is None:
        raise Unusable("The product has no such section: choose one of its own.")
    return found


def decide(row: Product, kind: str, *, by: Actor, at: datetime, words: str = "", **about: list[int]) -> None:
    """Keep what was decided of a product."""
    Decision.objects.create(
        product=row,
        audience_id=row.audience_id,
        kind=kind,
        decided_at=at,
        decided_by_id=by.person_id,
        words=words,
        **about,
    )


def note(
    action: str, row: Product, *, by: Actor, purpose: str, at: datetime, reason: str = "", **facts: str | int
) -> None:
    """Write into the trail what was done to a product."""
    change = trail.Change(
        action=action,
        object_kind="product",
        object_id=row.pk,
        audience_id=row.audience_id,
        reason=reason[:500],
        facts={"audience": row.audience_id, "state": row.state, "version": row.version, **facts},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


# ----------------------------------------------------------------------------------------------------------------------


def _check_subject(entry: ProductTemplateEntry, subject_id: int) -> None:
    if entry.about == "subject":
        if not subject_id:
            raise Unusable("Say of whom it is: begin the profile from the page of the subject, or give its reference.")
        if are_spared(open_subject(subject_id).pk):
            raise Unusable(SPARED)
    elif subject_id:
        raise Unusable("Only a profile of a subject names one: choose that template, or no subject.")


def _check(terms: Terms, *, by: Actor, at: datetime, author_id: int | None = None) -> None:
    _said(terms.title, LONGEST_TITLE, "Give it a title that names nobody")
    _said(terms.question, LONGEST_QUESTION, "Say which question it answers")
    _said(terms.scope, LONGEST_SCOPE, "Say how far it goes, and what it leaves out")
    _said(terms.requester, LONGEST_REQUESTER, "Say who asked for it")
    if terms.period_to < terms.period_from:
        raise Unusable("The period ends before it begins: put the earlier day first.")
    if terms.threat and terms.threat not in threat_names():
        raise Unusable("Choose the threat from the list, or none.")
    if not set(terms.area_codes) <= set(area_names()):
        raise Unusable("Choose the areas from the list, or none.")
    if terms.senior_id not in seniors(by, at=at, author_id=author_id or by.person_id):
        raise Unusable("Choose who reviews it: somebody other than its author who issues products.")


def seniors(by: Actor, *, at: datetime, author_id: int | None = None) -> dict[int, str]:
    """Return by id the names of those of the actor's agency who may review a product of that author's."""
    people = standing.people_of([by.agency_id or 0], at=at)[by.agency_id or 0]
    able = [
        one.person_id
        for one in people
        if one.person_id != (author_id or by.person_id)
        and checks.has_duty(one, duty=Duty.RELEASE, agency_id=by.agency_id or 0)
    ]
    return dict(Person.objects.filter(pk__in=able).order_by("name").values_list("pk", "name"))


def _said(text: str, most: int, asked: str) -> None:
    held = clean_text(text)
    if not held or len(held) > most:
        raise Unusable(f"{asked}, in at most {most:,} characters.")


def _columns(terms: Terms) -> dict[str, object]:
    return {
        "title": clean_text(terms.title),
        "question": clean_text(terms.question),
        "scope": clean_text(terms.scope),
        "period_from": terms.period_from,
        "period_to": terms.period_to,
        "requester": clean_text(terms.requester),
        "due_on": terms.due_on,
        "senior_id": terms.senior_id,
        "threat": terms.threat,
        "area_codes": sorted(set(terms.area_codes)),
    }


def draft_audience(*, by: Actor, purpose: str, at: datetime) -> int:
    """Return the audience of what is drafted: the author's desk, or the agency as far as it is cleared for it."""
    desks = Desk.objects.filter(agency_id=by.agency_id or 0).order_by("pk")
    desk = next((one for one in desks if works_at(one.pk, by.person_id, one.agency_id)), None)
    if desk is not None:
        return desk.arrivals_id
    audience = owner_only(by.agency_id or 0, marking=Marking.OFFICIAL_SENSITIVE)
    return intern_audience(by=by, purpose=purpose, at=at, audience=audience)


def _reference() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"P-{signs[:4]}-{signs[4:]}"
