"""Answers to requests for access: a grant, which is a one-off disclosure within limits, or a reasoned no."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from fourpoint.access import checks, context, standing
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor, Audience, Disclosure, Named
from fourpoint.records.disclosure.models import GRANT, AccessRequest
from fourpoint.records.disclosure.requests import DECLINED, GRANTED
from fourpoint.services.disclosure.acceptances import NOT_ACCEPTED
from fourpoint.services.disclosure.clocks import days
from fourpoint.services.disclosure.readers import decide_best
from fourpoint.services.disclosure.requests import LONGEST_REASON, find_wanted, lock_request, record_change
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.sharing.codes import check_codes


class WouldNotOpen(Refused):
    """The rule would still keep the asker out, so that granting would promise what it does not give."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """
    Within which limits access is granted.

    purposes, gateway  catalogue codes
    until              the instant from which it is closed again
    to_agency          true: to the asker's agency as a whole; false: to the one person who asked
    record             the kind and number of what is meant, where it was asked for by a reference
    words              what goes with it, for the asker; may be empty
    """

    purposes: tuple[str, ...]
    gateway: str
    until: datetime
    to_agency: bool = False
    record: tuple[str, int] | None = None
    words: str = ""


@transaction.atomic
def grant(*, by: Actor, purpose: str, at: datetime, reference: str, limits: Limits) -> None:
    """
    Disclose what was asked for, within limits, and tell the asker.

    raises  NotOpen, NotAllowed; AlreadyDecided; WouldNotOpen; Unusable for limits that cannot be
    """
    row, found = _lock_for_owner(reference, by, meant=limits.record)
    if found is None:
        raise Unusable("Say which record is meant: give the address of its page.")
    _check_limits(limits, at)
    audience = _disclosed(found.audience, row, limits)
    _check_would_open(audience, row, limits, at)
    reason = f"Request {row.reference} granted."
    placing = Placing(
        kind=found.kind.code, record_id=found.row.pk, audience=audience, reason=reason, cause=GRANT, words=limits.words
    )
    place(by=by, purpose=purpose, at=at, placing=placing)
    row.state, row.decided_at, row.decided_by_id, row.words = GRANTED, at, by.person_id, limits.words.strip()
    row.kind, row.record_id, row.until, row.to_agency = found.kind.code, found.row.pk, limits.until, limits.to_agency
    row.purposes, row.gateway = sorted(limits.purposes), limits.gateway
    row.save()
    record_change(row, "grant", by=by, purpose=purpose, at=at)


@transaction.atomic
def decline(*, by: Actor, purpose: str, at: datetime, reference: str, reason: str) -> None:
    """Say no, with a reason for the asker; raises NotOpen, NotAllowed, AlreadyDecided, Unusable without a reason."""
    row, _ = _lock_for_owner(reference, by)
    if not reason.strip() or len(reason) > LONGEST_REASON or "\0" in reason:
        raise Unusable(f"Say why not, in at most {LONGEST_REASON:,} characters: whoever asked reads it.")
    row.state, row.decided_at, row.decided_by_id, row.words = DECLINED, at, by.person_id, reason.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "words"])
    record_change(row, "decline", by=by, purpose=purpose, at=at, reason=reason.strip())


def _lock_for_owner(
    reference: str, by: Actor, *, meant: tuple[str, int] | None = None
) -> tuple[AccessRequest, Found | None]:
    """The request with what it is for: the pointer's record, or the one meant; none while nobody said which."""
    row = lock_request(reference)
    if row.owner_id != by.agency_id:
        raise checks.NotAllowed("Only the agency that was asked decides.")
    if not row.sought:
        found = find_wanted(row)
        if found is None:
            raise checks.NotOpen("There is no such request.")
    else:
        checks.check_may_contribute(by, agency_id=row.owner_id)
        found = find_record(*meant) if meant else None
    if found is not None:
        checks.check_may_change(context.somebody(), audience_id=found.row.audience_id)
    return row, found


def _check_limits(limits: Limits, at: datetime) -> None:
    longest = days("one-off")
    if not limits.purposes:
        raise Unusable("Choose at least one purpose for which it may be read.")
    check_codes("purposes", limits.purposes)
    check_codes("legal_gateways", (limits.gateway,))
    if not at < limits.until <= at + timedelta(days=longest + 1):
        raise Unusable(
            f"Choose a last day from today on, at most {longest} days ahead: a longer need is an agreement's."
        )
    if len(limits.words) > LONGEST_REASON or "\0" in limits.words:
        raise Unusable(f"Say what goes with it in at most {LONGEST_REASON:,} characters.")


def _disclosed(audience: Audience, row: AccessRequest, limits: Limits) -> Audience:
    once = Disclosure(
        agency_id=row.agency_id,
        person_id=None if limits.to_agency else row.asked_by_id,
        purposes=frozenset(limits.purposes),
        gateway=limits.gateway,
        ends_at=limits.until,
    )
    listed = audience.compartment
    if listed:
        listed |= {Named(person_id=row.asked_by_id, agency_id=row.agency_id)}
    return replace(audience, disclosures=audience.disclosures | {once}, compartment=listed)


def _check_would_open(audience: Audience, row: AccessRequest, limits: Limits, at: datetime) -> None:
    asker = standing.stand(row.asked_by_id, at=at, agency_id=row.agency_id).actor
    answer = decide_best(asker, audience, frozenset(limits.purposes), at)
    against = [reason.sentence for reason in answer.reasons if not answer.allowed and reason.code != NOT_ACCEPTED]
    if against:
        raise WouldNotOpen(f"It would stay closed to the person who asked. {' '.join(against)}")
