"""
Reviews of agreements. A review leaves the terms as they are and sets the day of the next, once every party has signed.

What a review would change is a new version instead: what was signed is never rewritten.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import audiences, trail
from fourpoint.domain.days import day_of, last_day_before
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor, AgreementTerms
from fourpoint.records.agencies.models import Person
from fourpoint.records.sharing.models import Agreement, AgreementReview, ReviewSignature
from fourpoint.services.sharing.agreements import AgreementAlreadyEnded, AlreadySigned, check_may_sign_for

LONGEST_WORDS = 2_000


class ReviewPending(Refused):
    """A review is with the parties already."""


class ReviewUnknown(Refused):
    """The agreement has no such review."""


@dataclass(frozen=True, kw_only=True)
class ReviewDraft:
    """
    A review to record.

    review_on  the last day before the next review is overdue
    words      what was looked at and found
    post       of who signs it first
    """

    review_on: date
    words: str
    post: str = ""


@transaction.atomic
def open_review(*, by: Actor, purpose: str, at: datetime, agreement_id: int, review: ReviewDraft) -> int:
    """
    Record what a review found, sign it for the actor's agency, and return its number; other parties sign it in turn.

    raises  NotAllowed, NotAParty; AgreementAlreadyEnded unless in force; ReviewPending; Unusable
    """
    row = check_may_sign_for(by, agreement_id)
    terms = _in_force(row, at)
    if _pending(row):
        raise ReviewPending("A review is with the parties already: sign that one.")
    _check_day(review.review_on, terms, at)
    said = review.words.strip()
    if not 0 < len(said) <= LONGEST_WORDS:
        raise Unusable(f"Say what the review found, in up to {LONGEST_WORDS:,} characters.")
    number = row.reviews.count() + 1
    made = AgreementReview.objects.create(
        agreement=row,
        number=number,
        review_on=review.review_on,
        words=said,
        made_at=at,
        made_by_id=by.person_id,
        agency_id=by.agency_id or 0,
    )
    _sign(made, by=by, at=at, post=review.post)
    _record("agreement.review", row, number, by=by, purpose=purpose, at=at)
    return number


@transaction.atomic
def sign_review(*, by: Actor, purpose: str, at: datetime, agreement_id: int, number: int, post: str = "") -> None:
    """Sign a review for the actor's agency; raises NotAllowed, NotAParty, ReviewUnknown, AlreadySigned."""
    row = check_may_sign_for(by, agreement_id)
    _in_force(row, at)
    review = AgreementReview.objects.filter(agreement=row, number=number).first()
    if review is None:
        raise ReviewUnknown("There is no such review of this agreement.")
    if review.signatures.filter(agency_id=by.agency_id or 0).exists():
        raise AlreadySigned("Your agency has signed this review already.")
    _sign(review, by=by, at=at, post=post)
    _record("agreement.sign-review", row, number, by=by, purpose=purpose, at=at)


def _in_force(row: Agreement, at: datetime) -> AgreementTerms:
    terms = audiences.terms(row.id)
    begun = terms is not None and terms.takes_over_at is not None and terms.takes_over_at <= at < terms.ends_at
    if terms is None or not begun:
        raise AgreementAlreadyEnded("Only an agreement in force is reviewed.")
    return terms


def _pending(row: Agreement) -> bool:
    parties = row.parties.count()
    return any(review.signatures.count() < parties for review in row.reviews.all())


def _check_day(review_on: date, terms: AgreementTerms, at: datetime) -> None:
    last = last_day_before(terms.ends_at)
    if review_on <= day_of(at):
        raise Unusable("The next review must be after today.")
    if review_on > last:
        raise Unusable(
            f"The agreement ends on {last:%-d %B %Y}: choose a day up to then, or make a new version that ends later."
        )


def _sign(review: AgreementReview, *, by: Actor, at: datetime, post: str) -> None:
    ReviewSignature.objects.create(
        review=review,
        agency_id=by.agency_id or 0,
        signed_at=at,
        signed_by_id=by.person_id,
        signed_name=Person.objects.get(id=by.person_id).name,
        signed_post=post.strip(),
    )


def _record(action: str, row: Agreement, number: int, *, by: Actor, purpose: str, at: datetime) -> None:
    facts: dict[str, str | int | list[str]] = {"version": row.version, "review": number}
    change = trail.Change(action=action, object_kind="agreement", object_id=row.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
