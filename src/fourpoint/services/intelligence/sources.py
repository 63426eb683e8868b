"""
The register of sources: who told, apart from what was told, each within a need-to-know list of its own.

An identity is encrypted with the key of the installation, which the database does not hold. It is shown to one person
at a time, who says why, and the trail keeps that.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Broken, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.operations import Operation
from fourpoint.domain.sharing import Actor, Audience, Named
from fourpoint.records.intelligence.models import Report, Source, SourceUse
from fourpoint.services.sharing.actions import intern_audience
from fourpoint.services.sharing.days import first_review

REVIEW_GROUP = "group-1"
LONGEST_IDENTITY = 2_000
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NoSuchSource(checks.NotOpen):
    """No such source is known to the reader."""


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A source as those who may know of it see it in a list: its reference, and how many reports rest on it."""

    source_id: int
    reference: str
    made_at: datetime
    reports: int


@transaction.atomic
def register_source(
    *, by: Actor, purpose: str, at: datetime, identity: str, people: Iterable[int], reports: Iterable[int] = ()
) -> int:
    """
    Enter a source and return its id.

    people   ids of those who may know it, beside the actor, for her agency
    reports  ids of reports that rest on it

    raises   NotAllowed unless the actor keeps the register; Unusable for no identity, or a report that is not open
    """
    agency_id = by.agency_id or 0
    checks.check_has_duty(by, duty=Duty.SOURCES, agency_id=agency_id)
    said = clean_text(identity)
    if not said or len(said) > LONGEST_IDENTITY:
        raise Unusable(f"Say who the source is, in at most {LONGEST_IDENTITY:,} characters.")
    listed = frozenset(Named(person_id=one, agency_id=agency_id) for one in {by.person_id, *people})
    audience = Audience(owner_id=agency_id, marking=Marking.OFFICIAL_SENSITIVE, compartment=listed)
    row = Source.objects.create(
        owner_id=agency_id,
        audience_id=intern_audience(by=by, purpose=purpose, at=at, audience=audience),
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        reference=_reference(),
        identity=_cipher().encrypt(said.encode()),
    )
    for report_id in sorted(set(reports)):
        _use(row, report_id)
    change = trail.Change(
        action="source.record",
        object_kind="source",
        object_id=row.pk,
        audience_id=row.audience_id,
        facts={"audience": row.audience_id, "people": len(listed)},
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def rest_on(*, by: Actor, purpose: str, at: datetime, source_id: int, report_id: int) -> None:
    """
    Say that a report rests on a source; those who read the report learn nothing of it.

    raises  NoSuchSource, NotAllowed; Unusable for a report that is not open to the actor
    """
    row = _source(source_id, by)
    _use(row, report_id)
    change = trail.Change(
        action="source.link",
        object_kind="source",
        object_id=row.pk,
        audience_id=row.audience_id,
        facts={"report": report_id},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


@transaction.atomic
def reveal(*, by: Actor, purpose: str, at: datetime, source_id: int, reason: str) -> str:
    """
    Return who the source is, to somebody on its list who says why.

    raises  NoSuchSource, NotAllowed; Unusable without a reason; Broken when no key of this installation opens it
    """
    row = _source(source_id, by)
    if not clean_text(reason):
        raise Unusable("Say why you need to know who the source is: the reason is kept.")
    change = trail.Change(
        action="source.reveal",
        operation=Operation.CONSULTATION,
        object_kind="source",
        object_id=row.pk,
        audience_id=row.audience_id,
        reason=clean_text(reason)[:1_000],
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    try:
        return _cipher().decrypt(bytes(row.identity)).decode()
    except InvalidToken:
        raise Broken(
            "No key of this installation opens this entry: give the earlier key again, after the present one."
        ) from None


def list_sources() -> tuple[SourceLine, ...]:
    """Return the sources that the person of the context may know of, the newest first."""
    return tuple(
        SourceLine(
            source_id=row.pk,
            reference=row.reference,
            made_at=row.made_at,
            reports=SourceUse.objects.filter(source=row).count(),
        )
        for row in Source.objects.order_by("-made_at", "-pk")
    )


def get_source(source_id: int) -> SourceLine:
    """Return a source that the person of the context may know of; raises NoSuchSource."""
    found = next((line for line in list_sources() if line.source_id == source_id), None)
    if found is None:
        raise NoSuchSource("There is no such source.")
    return found


def find_reports(reference: str) -> tuple[int, ...]:
    """
    Return the report of that reference, nothing for an empty one.

    raises  Unusable when no such report is open to the person of the context
    """
    if not reference.strip():
        return ()
    found = Report.objects.filter(reference=reference.strip().upper()).values_list("id", flat=True).first()
    if found is None:
        raise Unusable("No report of that reference is open to you: look at its page, where it stands at the top.")
    return (found,)


def _source(source_id: int, by: Actor) -> Source:
    row = Source.objects.filter(pk=source_id).first() if 0 < source_id < 2**63 else None
    if row is None:
        raise NoSuchSource("There is no such source.")
    checks.check_has_duty(by, duty=Duty.SOURCES, agency_id=row.owner_id)
    return row


def _use(row: Source, report_id: int) -> None:
    if not Report.objects.filter(pk=report_id).exists():
        raise Unusable("One of the reports is not open to you: choose reports that you can read.")
    SourceUse.objects.get_or_create(source=row, report_id=report_id, defaults={"audience_id": row.audience_id})


def _cipher() -> MultiFernet:
    """The present key encrypts; earlier ones still open."""
    return MultiFernet([Fernet(key) for key in settings.FOURPOINT_SOURCE_KEYS])


def _reference() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(6))
    return f"Q-{signs}"
