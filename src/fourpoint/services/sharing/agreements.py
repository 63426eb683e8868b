"""Changes to information sharing agreements. Each needs a role that administers a party, and leaves its trace."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Subject
from fourpoint.records.sharing.models import Agreement, AgreementParty, SignUp
from fourpoint.services.sharing.codes import check_codes


class NotAParty(Refused):
    """The actor's agency is not bound by the agreement."""


class AlreadySigned(Refused):
    """The agency signed before."""


class AgreementAlreadyEnded(Refused):
    """The agreement was ended before."""


@dataclass(frozen=True, kw_only=True)
class AgreementDraft:
    """An agreement to record: parties are agency ids, gateways and purposes are catalogue codes."""

    code: str
    title: str
    parties: tuple[int, ...]
    gateways: tuple[str, ...]
    purposes: tuple[str, ...]
    ceiling: Marking
    starts_at: datetime
    ends_at: datetime
    review_on: date
    subjects: tuple[Subject, ...] = ()


@transaction.atomic
def record_agreement(*, by: Actor, purpose: str, at: datetime, agreement: AgreementDraft) -> int:
    """
    Record an agreement, unsigned, and return its id; it opens nothing until every party has signed.

    raises  NotAllowed; NotAParty; Unusable for a code the catalogue does not hold or an impossible period
    """
    checks.check_may_administer(by, agency_id=by.agency_id or 0)
    _check_draft(agreement, by)
    row = Agreement.objects.create(
        code=agreement.code,
        title=agreement.title,
        gateways=sorted(agreement.gateways),
        purposes=sorted(agreement.purposes),
        subjects=sorted(subject.value for subject in agreement.subjects),
        ceiling=agreement.ceiling.value,
        starts_at=agreement.starts_at,
        ends_at=agreement.ends_at,
        review_on=agreement.review_on,
        recorded_at=at,
        recorded_by_id=by.person_id,
    )
    AgreementParty.objects.bulk_create(AgreementParty(agreement=row, agency_id=party) for party in agreement.parties)
    _record("agreement.record", row.id, by=by, purpose=purpose, at=at)
    return row.id


@transaction.atomic
def sign_agreement(*, by: Actor, purpose: str, at: datetime, agreement_id: int) -> None:
    """Sign for the actor's agency; raises NotAllowed, NotAParty, AlreadySigned."""
    party = _party(by, agreement_id)
    if party.signed_at is not None:
        raise AlreadySigned("Your agency has signed this agreement already.")
    party.signed_at, party.signed_by_id = at, by.person_id
    party.save(update_fields=["signed_at", "signed_by"])
    _record("agreement.sign", agreement_id, by=by, purpose=purpose, at=at)


@transaction.atomic
def end_agreement(*, by: Actor, purpose: str, at: datetime, agreement_id: int, reason: str) -> None:
    """End it now for every party: what it opened is closed at the next request; raises as `sign_agreement` does."""
    _party(by, agreement_id)
    row = Agreement.objects.select_for_update().get(id=agreement_id)
    if row.ended_at is not None:
        raise AgreementAlreadyEnded("This agreement has been ended already.")
    row.ended_at, row.ended_by_id, row.end_reason = at, by.person_id, reason
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _record("agreement.end", agreement_id, by=by, purpose=purpose, at=at, reason=reason)


@transaction.atomic
def sign_up(*, by: Actor, purpose: str, at: datetime, agreement_id: int) -> None:
    """
    Sign the agreement for oneself, which a reader needs beside her agency's signature.

    raises  NotAParty unless the actor acts for a party; AlreadySigned
    """
    agency_id = by.agency_id or 0
    if not AgreementParty.objects.filter(agreement_id=agreement_id, agency_id=agency_id).exists():
        raise NotAParty("Your agency is not a party to this agreement.")
    held = {"agreement_id": agreement_id, "person_id": by.person_id, "agency_id": agency_id}
    if SignUp.objects.filter(**held, withdrawn_at=None).exists():
        raise AlreadySigned("You have signed up to this agreement already.")
    SignUp.objects.create(**held, signed_at=at)
    _record("agreement.sign-up", agreement_id, by=by, purpose=purpose, at=at)


def _check_draft(agreement: AgreementDraft, by: Actor) -> None:
    if by.agency_id not in agreement.parties or len(set(agreement.parties)) < 2:
        raise NotAParty("An agreement binds at least two agencies, and yours must be one of them.")
    if agreement.starts_at >= agreement.ends_at:
        raise Unusable("The agreement ends before it starts: mend its dates.")
    check_codes("purposes", agreement.purposes)
    check_codes("legal_gateways", agreement.gateways)


def _party(by: Actor, agreement_id: int) -> AgreementParty:
    agency_id = by.agency_id or 0
    checks.check_may_administer(by, agency_id=agency_id)
    party = AgreementParty.objects.select_for_update().filter(agreement_id=agreement_id, agency_id=agency_id).first()
    if party is None:
        raise NotAParty("Your agency is not a party to this agreement.")
    return party


def _record(action: str, agreement_id: int, *, by: Actor, purpose: str, at: datetime, reason: str = "") -> None:
    change = trail.Change(action=action, object_kind="agreement", object_id=agreement_id, reason=reason)
    trail.record(change, by=by, purpose=purpose, at=at)
