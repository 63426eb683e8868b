"""Impact assessments and equality returns of the invented world."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from fourpoint.access import context
from fourpoint.records.impact.models import EqualityCount, ImpactAssessment
from fourpoint.services.demo.world import DemoImpact
from fourpoint.services.impact import register, returns

PURPOSE = "governance"


def load_impact(assessment: DemoImpact, *, governor: int, at: datetime) -> None:
    """Record an assessment by the governance role of its agency, unless the agency has its reference already."""
    today = at.date()
    draft = register.Draft(
        kind=assessment.kind,
        title=assessment.title,
        reference=assessment.reference,
        features=assessment.features,
        risks=assessment.risks,
        measures=assessment.measures,
        approved_on=today + timedelta(days=assessment.approved_in_days) if assessment.approved_by else None,
        approved_by=assessment.approved_by,
        review_on=today + timedelta(days=assessment.review_in_days),
    )
    with context.acting(governor, at=at, purpose=PURPOSE) as who:
        if not ImpactAssessment.objects.filter(agency_id=who.actor.agency_id or 0, reference=draft.reference).exists():
            register.record_assessment(by=who.actor, purpose=PURPOSE, at=at, draft=draft)


def load_returns(*, folder: Path, governors: Mapping[str, int], at: datetime) -> None:
    """Record the return in `<agency>.csv` for each agency that has one and has recorded none."""
    for path in sorted(folder.glob("*.csv")):
        with context.acting(governors[path.stem], at=at, purpose=PURPOSE) as who:
            if not EqualityCount.objects.exists():
                held = returns.read_return(path.read_text(encoding="utf-8"))
                returns.record_return(by=who.actor, purpose=PURPOSE, at=at, held=held)
