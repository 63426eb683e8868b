"""
Senior review of products: returned with reasons, or issued by somebody who did not write it. And the next version.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fourpoint.access import checks, context
from fourpoint.domain import months
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Audience, Handling, Subject, decide_place
from fourpoint.records.agencies.models import Agency
from fourpoint.records.disclosure.models import SHARE
from fourpoint.records.products.models import (
    APPROVED,
    DRAFTING,
    IN_REVIEW,
    ISSUED,
    REPLACED,
    RETURNED,
    WIDER,
    Citation,
    Product,
    Section,
)
from fourpoint.services.products.reach import find_further, find_wider
from fourpoint.services.products.templates import get_template
from fourpoint.services.products.writing import decide, draft_audience, get_row, note
from fourpoint.services.sharing.actions import intern_audience, owner_only
from fourpoint.services.sharing.codes import check_conditions
from fourpoint.services.sharing.days import first_review
from fourpoint.services.sharing.moves import Move, keep_move

LONGEST_REASON = 2_000
SECOND = "Whoever wrote any of it does not review it: ask a colleague with that duty."


class NotInReview(Refused):
    """It does not wait for review."""


class NotIssued(Refused):
    """It is not issued, or a later version stands beside it."""


class SecondPersonNeeded(Refused):
    """Whoever wrote it does not decide on it."""


@transaction.atomic
def return_to_author(*, by: Actor, purpose: str, at: datetime, product_id: int, reason: str) -> None:
    """Return a product to its author; raises NoSuchProduct, NotAllowed, NotInReview, SecondPersonNeeded, Unusable."""
    row = _in_review(product_id, by=by)
    said = _reason(reason, "Say what is to be changed: the author reads it.")
    row.state = DRAFTING
    row.save(update_fields=["state"])
    decide(row, RETURNED, by=by, at=at, words=said)
    note("product.return", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def issue(  # noqa: PLR0913
    *,
    by: Actor,
    purpose: str,
    at: datetime,
    product_id: int,
    marking: Marking,
    reason: str,
    review_on: date | None = None,
    subject: Subject = Subject.NONE,
    conditions: tuple[str, ...] = (),
    wider: str = "",
) -> None:
    """
    Issue a product: its agency reads it at that marking, and it can be disseminated from then on.

    review_on   the day on which it is looked at again; None: as the template says
    subject     whom it is about, where that calls for care
    conditions  of handling; those of the items it cites are carried in any case
    wider       why it may be read more widely than its sources, where it would be

    raises  NoSuchProduct, NotAllowed, NotInReview, SecondPersonNeeded; Unusable without a reason, for a day that is
            past, or when it would be read more widely than its sources without a reason for that
    """
    row = _in_review(product_id, by=by)
    said = _reason(reason, "Say why it can be issued: what was checked.")
    day = review_on or months.same_day(timezone.localdate(at), months=get_template(row.template).months)
    if day <= timezone.localdate(at):
        raise Unusable("The review day has passed: choose a later one.")
    audience = issued_audience(row, marking, subject=subject, conditions=conditions)
    _check_keeps(by, audience, purpose, at)
    _decide_wider(row, audience, wider, by=by, at=at)
    decide(row, APPROVED, by=by, at=at, words=said)
    before, after = row.audience_id, intern_audience(by=by, purpose=purpose, at=at, audience=audience)
    row.audience_id, row.state, row.issued_at, row.issued_by_id, row.review_on = after, ISSUED, at, by.person_id, day
    row.save(update_fields=["audience", "state", "issued_at", "issued_by", "review_on"])
    moved = Move(
        kind="product", record_id=row.pk, before=before, after=after, audience=audience, cause=SHARE, reason=said[:1000]
    )
    keep_move(moved, by=by, at=at)
    Product.objects.filter(pk=row.replaces_id, state=ISSUED).update(state=REPLACED)
    note("product.issue", row, by=by, purpose=purpose, at=at, reason=said)


@transaction.atomic
def let_go_further(
    *, by: Actor, purpose: str, at: datetime, product_id: int, agencies: frozenset[int], reason: str
) -> None:
    """
    Decide, in writing, that those agencies may be given a product though its sources are closed to them.

    raises  NoSuchProduct, NotAllowed, NotIssued, SecondPersonNeeded; Unusable without a reason or agencies, or when it
            cites what belongs to another agency and would go further than that allows
    """
    row = get_row(product_id, lock=True)
    _check_second(row, by)
    if row.state != ISSUED:
        raise NotIssued("Only a product that is issued, and not replaced, is given to others.")
    said = _reason(reason, "Say why they may read it: what was taken out, and that nothing points to a source.")
    known = set(Agency.objects.filter(pk__in=agencies).exclude(pk=row.owner_id).values_list("pk", flat=True))
    if not agencies or known != agencies:
        raise Unusable("Choose the agencies that may be given it.")
    against = find_further(row.pk, context.somebody().readable[row.audience_id], agencies)
    if any(one.owner_id != row.owner_id for one in against):
        raise Unusable("It cites what belongs to another agency: ask its owner, who alone gives that further.")
    numbers = [one.number for one in against]
    decide(row, WIDER, by=by, at=at, words=said, agencies=sorted(agencies), citations=numbers)
    note("product.widen", row, by=by, purpose=purpose, at=at, reason=said, sources=len(numbers))


@transaction.atomic
def write_next(*, by: Actor, purpose: str, at: datetime, product_id: int) -> int:
    """
    Begin the next version of an issued product, with its terms, its sections and what it cites that is still open.

    raises  NoSuchProduct, NotAllowed, NotIssued
    """
    row = get_row(product_id, lock=True)
    checks.check_has_duty(by, duty=Duty.PRODUCTS, agency_id=row.owner_id)
    if row.state != ISSUED or Product.objects.filter(reference=row.reference, version__gt=row.version).exists():
        raise NotIssued("The next version is begun of the one that is issued, once.")
    readable = context.somebody().readable
    sections = list(Section.objects.filter(product=row).order_by("number"))
    cited = [one for one in Citation.objects.filter(product=row).order_by("number") if one.readable_id in readable]
    old = row.pk
    row.pk, row.replaces_id, row.version, row.state = None, old, row.version + 1, DRAFTING
    row.issued_at, row.issued_by, row.made_at, row.made_by_id = None, None, at, by.person_id
    audience_id = draft_audience(by=by, purpose=purpose, at=at)
    row.audience_id, row.review_on = audience_id, first_review(row.review_group, at=at)
    if row.senior_id == by.person_id:
        raise Unusable("You review this product, so a colleague writes its next version.")
    row.save(force_insert=True)
    for section in sections:
        section.pk, section.product, section.audience_id = None, row, audience_id
        section.save(force_insert=True)
    for one in cited:
        one.pk, one.product, one.audience_id = None, row, audience_id
        one.save(force_insert=True)
    note("product.make", row, by=by, purpose=purpose, at=at, replaces=old)
    return row.pk


def issued_audience(
    row: Product, marking: Marking, *, subject: Subject = Subject.NONE, conditions: tuple[str, ...] = ()
) -> Audience:
    """Return the audience in which a product is issued: its agency's, with every condition of what it cites."""
    check_conditions(conditions)
    cited = Citation.objects.filter(product=row).values_list("conditions", flat=True)
    held = tuple(sorted({*conditions, *(code for codes in cited for code in codes)}))
    plain = replace(owner_only(row.owner_id, marking=marking), subject=subject)
    return replace(plain, handling=Handling.CONDITIONS, conditions=held) if held else plain


# ----------------------------------------------------------------------------------------------------------------------


def _in_review(product_id: int, *, by: Actor) -> Product:
    row = get_row(product_id, lock=True)
    _check_second(row, by)
    if row.state != IN_REVIEW:
        raise NotInReview("It does not wait for review.")
    return row


def _check_second(row: Product, by: Actor) -> None:
    checks.check_has_duty(by, duty=Duty.RELEASE, agency_id=row.owner_id)
    writers = set(Section.objects.filter(product=row).values_list("written_by_id", flat=True))
    writers |= set(Citation.objects.filter(product=row).values_list("cited_by_id", flat=True))
    if by.person_id in {row.made_by_id, *writers}:
        raise SecondPersonNeeded(SECOND)


def _reason(reason: str, asked: str) -> str:
    said = clean_text(reason)
    if not said or len(said) > LONGEST_REASON:
        raise Unusable(f"{asked} At most {LONGEST_REASON:,} characters.")
    return said


def _check_keeps(by: Actor, audience: Audience, purpose: str, at: datetime) -> None:
    deciding = decide_place(by, audience, purpose, at)
    if not deciding.allowed:
        raise Unusable(" ".join(reason.sentence for reason in deciding.reasons))


def _decide_wider(row: Product, audience: Audience, wider: str, *, by: Actor, at: datetime) -> None:
    against = find_wider(row.pk, audience)
    theirs = [one for one in against if one.owner_id != row.owner_id]
    if theirs:
        raise Unusable(f"{theirs[0].sentence} It belongs to another agency: mark the product as carefully, or ask it.")
    if not against:
        return
    if not clean_text(wider):
        said = " ".join(one.sentence for one in against[:5])
        raise Unusable(f"{said} Mark it as carefully as its sources, or say why it may be read more widely.")
    decide(row, WIDER, by=by, at=at, words=_reason(wider, "Say why."), citations=[one.number for one in against])
