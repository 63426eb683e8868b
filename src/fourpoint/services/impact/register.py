"""The register of impact assessments: which feature has one that counts, which has none, and changes to them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fourpoint.access import checks, trail
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import FeatureEntry
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.impact.models import ImpactAssessment
from fourpoint.services.sharing.codes import check_codes, entries

KINDS = {"dpia": "Data protection impact assessment", "eia": "Equality impact assessment"}


class AlreadyRetired(Refused):
    """The assessment was retired before."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """
    An assessment to record. `features` are catalogue codes; approval names a post, as it stands on the signed document.

    approved_on, approved_by  both, or neither while it is a draft
    """

    kind: str
    title: str
    reference: str
    features: tuple[str, ...]
    risks: str
    measures: str
    review_on: date
    approved_on: date | None = None
    approved_by: str = ""


@dataclass(frozen=True, kw_only=True)
class AssessmentCard:
    """An assessment of the register; `state` is "draft", "current", "lapsed" or "retired"."""

    assessment_id: int
    kind: str
    kind_name: str
    title: str
    reference: str
    features: tuple[str, ...]
    risks: str
    measures: str
    state: str
    approved_on: date | None
    approved_by: str
    review_on: date


@dataclass(frozen=True, kw_only=True)
class FeatureCard:
    """A feature with the assessments of each kind that count today; none means that it is not covered."""

    code: str
    name: str
    words: str
    dpia: tuple[AssessmentCard, ...]
    eia: tuple[AssessmentCard, ...]

    @property
    def is_covered(self) -> bool:
        """Whether an assessment of each kind counts today."""
        return bool(self.dpia and self.eia)


def list_assessments(who: Acting) -> tuple[AssessmentCard, ...]:
    """Return the agency's assessments, the latest first; raises NotAllowed without its governance role."""
    agency_id = _governed(who.actor)
    rows = ImpactAssessment.objects.filter(agency_id=agency_id).order_by("-recorded_at", "-id")
    return tuple(card_of(row, timezone.localdate(who.at)) for row in rows)


def list_features(who: Acting) -> tuple[FeatureCard, ...]:
    """Return every feature of the catalogue with what covers it; raises as `list_assessments` does."""
    current = [card for card in list_assessments(who) if card.state == "current"]
    return tuple(_feature(entry, current) for entry in features())


def get_assessment(who: Acting, assessment_id: int) -> AssessmentCard:
    """Return one of the agency's; raises NotAllowed, NotOpen."""
    return card_of(_find(who.actor, assessment_id), timezone.localdate(who.at))


def features() -> tuple[FeatureEntry, ...]:
    """Return the features of this system, in the order of the catalogue."""
    return tuple(entry for entry in entries("features").values() if isinstance(entry, FeatureEntry))


@transaction.atomic
def record_assessment(*, by: Actor, purpose: str, at: datetime, draft: Draft) -> int:
    """
    Record an assessment of the actor's agency and return its id.

    raises  NotAllowed; Unusable for a reference that the agency has used, unknown features, or dates that cannot be
    """
    agency_id = _governed(by)
    _check(draft, agency_id, today=timezone.localdate(at))
    row = ImpactAssessment.objects.create(
        agency_id=agency_id,
        kind=draft.kind,
        title=draft.title.strip(),
        reference=draft.reference.strip(),
        features=sorted(set(draft.features)),
        risks=draft.risks.strip(),
        measures=draft.measures.strip(),
        approved_on=draft.approved_on,
        approved_by=draft.approved_by.strip(),
        review_on=draft.review_on,
        recorded_at=at,
        recorded_by_id=by.person_id,
    )
    _record("impact.record", row, by=by, purpose=purpose, at=at)
    return row.id


@transaction.atomic
def approve_assessment(
    *, by: Actor, purpose: str, at: datetime, assessment_id: int, approved_on: date, approved_by: str
) -> None:
    """Record that a draft was approved, by which post and when; raises NotAllowed, NotOpen, Unusable."""
    row = _find(by, assessment_id)
    if row.approved_on is not None:
        raise Unusable("It is approved already: record a new one when it changes.")
    _check_approval(approved_on, approved_by, review_on=row.review_on, today=timezone.localdate(at))
    row.approved_on, row.approved_by = approved_on, approved_by.strip()
    row.save(update_fields=["approved_on", "approved_by"])
    _record("impact.approve", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def retire_assessment(*, by: Actor, purpose: str, at: datetime, assessment_id: int) -> None:
    """Let an assessment count no more, as when another replaces it; raises NotAllowed, NotOpen, AlreadyRetired."""
    row = _find(by, assessment_id)
    if row.retired_at is not None:
        raise AlreadyRetired("This assessment was retired before.")
    row.retired_at, row.retired_by_id = at, by.person_id
    row.save(update_fields=["retired_at", "retired_by"])
    _record("impact.retire", row, by=by, purpose=purpose, at=at)


def _governed(by: Actor) -> int:
    agency_id = by.agency_id or 0
    checks.check_may_govern(by, agency_id=agency_id)
    return agency_id


def _check(draft: Draft, agency_id: int, *, today: date) -> None:
    if draft.kind not in KINDS:
        raise Unusable("Choose whether it is a data protection or an equality impact assessment.")
    if not draft.features:
        raise Unusable("Choose at least one feature that it covers.")
    check_codes("features", draft.features)
    if ImpactAssessment.objects.filter(agency_id=agency_id, reference=draft.reference.strip()).exists():
        raise Unusable(f"Your agency has an assessment with the reference {draft.reference.strip()} already.")
    if draft.approved_on is not None or draft.approved_by.strip():
        _check_approval(draft.approved_on, draft.approved_by, review_on=draft.review_on, today=today)


def _check_approval(approved_on: date | None, approved_by: str, *, review_on: date, today: date) -> None:
    if approved_on is None or not approved_by.strip():
        raise Unusable("An approval says both when it was and which post gave it: fill in both, or neither.")
    if approved_on > today:
        raise Unusable("It cannot have been approved on a day that has not come yet: mend the day of approval.")
    if review_on <= approved_on:
        raise Unusable("Its review must come after its approval: mend the day of review.")


def _find(by: Actor, assessment_id: int) -> ImpactAssessment:
    row = ImpactAssessment.objects.filter(id=assessment_id, agency_id=_governed(by)).first()
    if row is None:
        raise NotOpen("There is no such assessment.")
    return row


def _feature(entry: FeatureEntry, current: list[AssessmentCard]) -> FeatureCard:
    covering = [card for card in current if entry.name in card.features]
    return FeatureCard(
        code=entry.id,
        name=entry.name,
        words=entry.words,
        dpia=tuple(card for card in covering if card.kind == "dpia"),
        eia=tuple(card for card in covering if card.kind == "eia"),
    )


def card_of(row: ImpactAssessment, today: date) -> AssessmentCard:
    """Return an entry of the register as it stands on that day."""
    names = {entry.id: entry.name for entry in features()}
    return AssessmentCard(
        assessment_id=row.id,
        kind=row.kind,
        kind_name=KINDS[row.kind],
        title=row.title,
        reference=row.reference,
        features=tuple(names.get(code, code) for code in row.features),
        risks=row.risks,
        measures=row.measures,
        state=_state(row, today),
        approved_on=row.approved_on,
        approved_by=row.approved_by,
        review_on=row.review_on,
    )


def _state(row: ImpactAssessment, today: date) -> str:
    if row.retired_at is not None:
        return "retired"
    if row.approved_on is None:
        return "draft"
    return "current" if today <= row.review_on else "lapsed"


def _record(action: str, row: ImpactAssessment, *, by: Actor, purpose: str, at: datetime) -> None:
    change = trail.Change(
        action=action, object_kind="impact assessment", object_id=row.id, facts={"features": list(row.features)}
    )
    trail.record(change, by=by, purpose=purpose, at=at)
