"""
Finds in the records what a submission changed, as far as the reader may see it.

Each kind of change is a finder; a word that comes to change things (a plan, a group) adds its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, Q, QuerySet

from fourpoint.records.intelligence.models import Answer, Report, Requirement, Submission
from fourpoint.records.products.models import REPORT, STATEMENT, Citation, Product
from fourpoint.records.subjects.models import Statement


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something that a submission changed, as the records have it: a code of the catalogue, about what, and when."""

    change: str
    about: str
    at: datetime


def find_changes(submission: Submission) -> tuple[Found, ...]:
    """Return what the submission changed, of what is open to the reader, the earliest first."""
    return tuple(sorted((one for finder in FINDERS for one in finder(submission)), key=lambda one: one.at))


def names_of_products(submission: Submission) -> tuple[str, ...]:
    """
    Return the numbers and titles of what was issued of the submission, of what is open to the reader.

    A title of one word is left out: it is found in words that name no product.
    """
    rows = _issued(submission).values_list("reference", "title")
    return tuple(dict.fromkeys(name for row in rows for name in row if name in row[:1] or " " in name))


# ----------------------------------------------------------------------------------------------------------------------


def _requirements(submission: Submission) -> Iterable[Found]:
    rows = Answer.objects.filter(submission_id=submission.pk, worth__in=("answers", "helps"), judged_at__isnull=False)
    asked = dict(Requirement.objects.filter(id__in=rows.values("requirement_id")).values_list("id", "question"))
    for row in rows:
        if row.requirement_id in asked and row.judged_at is not None:
            yield Found(change="requirement-answered", about=asked[row.requirement_id], at=row.judged_at)


def _reports(submission: Submission) -> Iterable[Found]:
    rows = Report.objects.filter(sanitised_of__submission_id=submission.pk, released_at__isnull=False)
    for reference, at in rows.annotate(released=F("released_at")).values_list("reference", "released"):
        yield Found(change="report-released", about=reference, at=at)


def _products(submission: Submission) -> Iterable[Found]:
    """Each product once, from its first version that rests on it: a later version is no news to the sender."""
    rows = _issued(submission).values("reference").annotate(first=Min("issued_at"))
    for reference, at in rows.values_list("reference", "first"):
        yield Found(change="product-issued", about=reference, at=at)


def _issued(submission: Submission) -> QuerySet[Product]:
    """Products that cite a report made of it, sanitised or not, or what such a report states of a subject."""
    made = Report.objects.filter(Q(submission_id=submission.pk) | Q(sanitised_of__submission_id=submission.pk))
    stated = Statement.objects.filter(report_id__in=made.values("pk"))
    cited = Citation.objects.filter(
        Q(kind=REPORT, source_id__in=made.values("pk")) | Q(kind=STATEMENT, source_id__in=stated.values("pk"))
    )
    return Product.objects.filter(pk__in=cited.values("product_id"), issued_at__isnull=False)


FINDERS: tuple[Callable[[Submission], Iterable[Found]], ...] = (_requirements, _reports, _products)
