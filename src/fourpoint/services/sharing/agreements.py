"""
Changes to information sharing agreements. Each needs a role that administers a party, and leaves its trace.

An agreement is sent to its parties complete (`record_agreement`); what is still being written is a draft of one agency
alone (`services/agreements/drafting.py`). From the first signature on its terms never change.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from fourpoint.access import audiences, checks, closing, trail
from fourpoint.domain.days import last_day_before
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor, AgreementTerms
from fourpoint.records.agencies.models import Person
from fourpoint.records.sharing.models import Agreement, AgreementClause, AgreementParty, SignUp
from fourpoint.services.sharing.terms import AgreementDraft, ClauseDraft, check_terms

__all__ = (
    "AgreementAlreadyEnded",
    "AgreementDraft",
    "AlreadySigned",
    "ClauseDraft",
    "NotAParty",
    "NotSignedUp",
    "VersionPending",
    "end_agreement",
    "record_agreement",
    "sign_agreement",
    "sign_up",
    "withdraw_sign_up",
)
LONGEST_REASON = 500


class NotAParty(Refused):
    """The actor's agency is not bound by the agreement."""


class AlreadySigned(Refused):
    """The agency signed before."""


class NotSignedUp(Refused):
    """The person has no sign-up to withdraw."""


class AgreementAlreadyEnded(Refused):
    """The agreement is over: ended, lapsed or replaced."""


class VersionPending(Refused):
    """The next version is with the parties already."""


@transaction.atomic
def record_agreement(*, by: Actor, purpose: str, at: datetime, agreement: AgreementDraft) -> int:
    """
    Send an agreement to its parties for signature and return its id; it opens nothing until every party has signed.

    raises  NotAllowed; NotAParty; VersionPending; Unusable, in one sentence, for terms that cannot be
    """
    checks.check_may_administer(by, agency_id=by.agency_id or 0)
    if by.agency_id not in agreement.parties or len(set(agreement.parties)) < 2:
        raise NotAParty("An agreement binds at least two agencies, and yours must be one of them.")
    check_terms(agreement)
    if agreement.ends_at <= at and agreement.replaces is not None:
        raise Unusable("The new version would have ended already: give it a later last day.")
    before = _replaced(agreement, by, at) if agreement.replaces is not None else None
    columns = _columns(agreement) | _version(before)
    row = Agreement.objects.create(**columns, recorded_at=at, recorded_by_id=by.person_id)
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=row,
            agency_id=party,
            controls="processor" if party in agreement.processors else _controls(agreement),
        )
        for party in dict.fromkeys(agreement.parties)
    )
    AgreementClause.objects.bulk_create(
        AgreementClause(
            agreement=row,
            number=clause.number,
            words=clause.words,
            purposes=sorted(clause.purposes),
            categories=sorted(clause.categories),
        )
        for clause in agreement.clauses
    )
    _record("agreement.record", row, by=by, purpose=purpose, at=at)
    return row.id


@transaction.atomic
def sign_agreement(*, by: Actor, purpose: str, at: datetime, agreement_id: int, post: str = "") -> None:
    """
    Sign for the actor's agency, as the holder of that post.

    raises  NotAllowed, NotAParty, AlreadySigned; AgreementAlreadyEnded for one that is over before it was signed
    """
    row, party = _party(by, agreement_id)
    if party.signed_at is not None:
        raise AlreadySigned("Your agency has signed this agreement already.")
    if row.ended_at is not None:
        raise AgreementAlreadyEnded("This agreement was withdrawn, so nobody signs it: send a new one.")
    party.signed_at, party.signed_by_id, party.signed_post = at, by.person_id, post.strip()
    party.signed_name = Person.objects.get(id=by.person_id).name
    party.save(update_fields=["signed_at", "signed_by", "signed_name", "signed_post"])
    _record("agreement.sign", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def end_agreement(*, by: Actor, purpose: str, at: datetime, agreement_id: int, reason: str) -> None:
    """
    End it now for every party, with every later version: what it opened is closed at the next request.

    Whoever ends it is answered when no reading from before is still on its way to somebody. One that is not signed by
    all is withdrawn by the same act.

    raises  NotAllowed, NotAParty; AgreementAlreadyEnded; Unusable without a reason
    """
    row, _ = _party(by, agreement_id)
    _check_not_over(row, at)
    said = _said(reason)
    for one in (row, *_later(row)):
        if one.ended_at is None:
            one.ended_at, one.ended_by_id, one.end_reason = at, by.person_id, said
            one.save(update_fields=["ended_at", "ended_by", "end_reason"])
            _record("agreement.end", one, by=by, purpose=purpose, at=at, reason=said)
    closing.told_when_closed()


@transaction.atomic
def sign_up(*, by: Actor, purpose: str, at: datetime, agreement_id: int) -> None:
    """
    Sign the agreement for oneself, which a reader needs beside her agency's signature.

    raises  NotAParty unless the actor acts for a party; AlreadySigned; AgreementAlreadyEnded
    """
    agency_id = by.agency_id or 0
    row = _bound(by, agreement_id)
    _check_not_over(row, at)
    held = {"agreement_id": agreement_id, "person_id": by.person_id, "agency_id": agency_id}
    standing = SignUp.objects.filter(**held, withdrawn_at=None)
    if any(_counts(one, by) for one in standing):
        raise AlreadySigned("You have signed up to this agreement already.")
    # A sign-up of an earlier time in the agency ended when that time did.
    standing.update(withdrawn_at=at, withdrawn_by_id=by.person_id)
    SignUp.objects.create(**held, signed_at=at)
    _record("agreement.sign-up", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def withdraw_sign_up(*, by: Actor, purpose: str, at: datetime, agreement_id: int) -> None:
    """Take back one's own signature: from now on the agreement opens nothing to this person; raises NotSignedUp."""
    row = _bound(by, agreement_id)
    held = SignUp.objects.filter(agreement=row, person_id=by.person_id, agency_id=by.agency_id or 0, withdrawn_at=None)
    if not held.update(withdrawn_at=at, withdrawn_by_id=by.person_id):
        raise NotSignedUp("You have not signed up to this agreement.")
    _record("agreement.withdraw-sign-up", row, by=by, purpose=purpose, at=at)


def check_may_sign_for(by: Actor, agreement_id: int) -> Agreement:
    """Return the agreement, locked, if the actor administers a party to it; raises NotAllowed, NotAParty."""
    return _party(by, agreement_id)[0]


# ----------------------------------------------------------------------------------------------------------------------


def _columns(agreement: AgreementDraft) -> dict[str, object]:
    return {
        "code": agreement.code or _new_code(agreement.title),
        "title": agreement.title.strip(),
        "gateways": sorted(agreement.gateways),
        "purposes": sorted(agreement.purposes),
        "categories": sorted(agreement.categories),
        "subjects": sorted(subject.value for subject in agreement.subjects),
        "ceiling": agreement.ceiling.value,
        "handling": sorted(code.value for code in agreement.handling),
        "conditions": sorted(agreement.conditions),
        "training": sorted(agreement.training),
        **{name: getattr(agreement, name).strip() for name in _WORDS},
        "starts_at": agreement.starts_at,
        "ends_at": agreement.ends_at,
        "review_on": agreement.review_on,
    }


_WORDS = (
    "onward", "aims", "data_items", "quality", "retention", "security", "rights_contact", "breach_route",
    "dpia_reference", "eia_reference",
)  # fmt: skip


def _new_code(title: str) -> str:
    # Drawn, not counted: a code that is taken would tell of an agreement between others.
    return f"{slugify(title)[:44].strip('-') or 'agreement'}-{secrets.token_hex(4)}"


def _controls(agreement: AgreementDraft) -> str:
    return "controller" if len(set(agreement.parties) - set(agreement.processors)) == 1 else "joint-controller"


def _version(before: Agreement | None) -> dict[str, object]:
    return {"replaces": before, "version": before.version + 1} if before else {}


def _replaced(agreement: AgreementDraft, by: Actor, at: datetime) -> Agreement:
    """The last version before this one, which this one follows without a gap where that one still holds."""
    row, _ = _party(by, agreement.replaces or 0)
    last = (row, *_later(row))[-1]
    terms = _terms(last)
    if last.ended_at is None and (terms.takes_over_at is None or terms.takes_over_at > at) and at < terms.ends_at:
        if last.id == row.id:
            raise VersionPending("This version is not in force yet: withdraw it, and send the agreement anew.")
        raise VersionPending(f"Version {last.version} is with the parties already: sign it, or withdraw it first.")
    if at < terms.ends_at < agreement.starts_at:
        raise Unusable(
            f"Version {last.version} ends on {last_day_before(terms.ends_at):%-d %B %Y}, and the new one would start"
            " later: let it start the day after at the latest, so that there is no gap."
        )
    return last


def _later(row: Agreement) -> tuple[Agreement, ...]:
    found = Agreement.objects.select_for_update().filter(replaces=row).first()
    return () if found is None else (found, *_later(found))


def _terms(row: Agreement) -> AgreementTerms:
    held = audiences.terms(row.id)
    assert held is not None, "the row was just read"  # noqa: S101
    return held


def _check_not_over(row: Agreement, at: datetime) -> None:
    if row.ended_at is not None:
        raise AgreementAlreadyEnded("This agreement has been ended already.")
    terms = _terms(row)
    if terms.version_at(at) is not terms:
        raise AgreementAlreadyEnded("A later version has replaced this one: go to that version.")
    if terms.ends_at <= at:
        raise AgreementAlreadyEnded(f"This agreement ended on {last_day_before(terms.ends_at):%-d %B %Y}.")


def _counts(one: SignUp, by: Actor) -> bool:
    """Whether it was signed in the person's present time in the agency."""
    held = {(known.agreement_id, known.signed_at) for known in by.signed_up}
    since = by.membership.starts_at if by.membership else None
    return (one.agreement_id, one.signed_at) in held or (since is not None and one.signed_at >= since)


def _said(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise Unusable("Say why it ends: the other parties will read it.")
    if len(said) > LONGEST_REASON:
        raise Unusable(f"Shorten the reason: it has {len(said):,} characters, and {LONGEST_REASON} are the most.")
    return said


def _bound(by: Actor, agreement_id: int) -> Agreement:
    row = Agreement.objects.filter(id=agreement_id, parties__agency_id=by.agency_id or 0).first()
    if row is None:
        raise NotAParty("Your agency is not a party to this agreement.")
    return row


def _party(by: Actor, agreement_id: int) -> tuple[Agreement, AgreementParty]:
    agency_id = by.agency_id or 0
    checks.check_may_administer(by, agency_id=agency_id)
    row = Agreement.objects.select_for_update().filter(id=agreement_id).first()
    party = AgreementParty.objects.select_for_update().filter(agreement_id=agreement_id, agency_id=agency_id).first()
    if row is None or party is None:
        raise NotAParty("Your agency is not a party to this agreement.")
    return row, party


def _record(action: str, row: Agreement, *, by: Actor, purpose: str, at: datetime, reason: str = "") -> None:
    change = trail.Change(
        action=action, object_kind="agreement", object_id=row.id, reason=reason, facts={"version": row.version}
    )
    trail.record(change, by=by, purpose=purpose, at=at)
