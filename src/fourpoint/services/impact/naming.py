"""Assessments of the register that agreements name, and agreements that name one: for governance roles alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.records.impact.models import ImpactAssessment
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.impact.register import AssessmentCard, card_of

# An agreement has one reference of each kind, in a column of its own.
COLUMNS = {"dpia": "dpia_reference", "eia": "eia_reference"}


@dataclass(frozen=True, kw_only=True)
class NamingAgreement:
    """An agreement of the agency that names the reference of an assessment."""

    code: str
    title: str
    version: int


def list_entries(who: Acting, kind: str) -> tuple[AssessmentCard, ...]:
    """Return what an agreement can name of that kind: the agency's entries that are not retired; else none."""
    rows = _register(who, kind=kind, retired_at=None) if _governs(who) else []
    return tuple(card_of(row, timezone.localdate(who.at)) for row in rows)


def find_named(who: Acting, references: Mapping[str, str]) -> tuple[AssessmentCard, ...]:
    """Return the agency's entries with these references, by kind; none without its governance role."""
    found = [row for kind, said in references.items() if said and _governs(who) for row in _named(who, kind, said)]
    return tuple(card_of(row, timezone.localdate(who.at)) for row in found)


def list_naming(who: Acting, card: AssessmentCard) -> tuple[NamingAgreement, ...]:
    """Return the agreements that bind the agency and name the assessment's reference, the latest first."""
    bound = Agreement.objects.filter(parties__agency_id=who.actor.agency_id or 0)
    rows = bound.filter(**{COLUMNS[card.kind]: card.reference}).order_by("-starts_at", "-id")
    return tuple(NamingAgreement(code=row.code, title=row.title, version=row.version) for row in rows)


def _governs(who: Acting) -> bool:
    return checks.may_govern(who.actor, agency_id=who.actor.agency_id or 0)


def _named(who: Acting, kind: str, reference: str) -> list[ImpactAssessment]:
    return _register(who, kind=kind, reference=reference)


def _register(who: Acting, **asked: object) -> list[ImpactAssessment]:
    own = ImpactAssessment.objects.filter(agency_id=who.actor.agency_id or 0)
    return list(own.filter(**asked).order_by("-recorded_at", "-id"))
