"""
Chooses the audience of a row: the distinct value is stored once, and every row that has it points at the one.

Adding an audience runs the sharing rule again for the person who acts, so that she can write rows of it at once.
"""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

from django.db import transaction

from fourpoint.access import audiences, checks, context, trail
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, AgreementTerms, Audience, Disclosure
from fourpoint.domain.sharing.standing import within
from fourpoint.records.agencies.models import Membership
from fourpoint.records.sharing import models
from fourpoint.services.sharing.codes import check_codes, check_conditions


class AgreementUnknown(Unusable):
    """No agreement of that code binds the owner agency."""


@transaction.atomic
def intern_audience(*, by: Actor, purpose: str, at: datetime, audience: Audience) -> int:
    """
    Return the id of this audience, storing it if it is new.

    raises  NotAllowed unless the actor writes or administers for the owner agency; Unusable for a code that the
            catalogue does not hold, or a need-to-know list on which nobody of the owner agency could read it now
    """
    _check_may_choose(by, audience)
    check_codes("purposes", audience.purposes)
    check_conditions(audience.conditions)
    check_codes("additional_markings", audience.additional.codes)
    check_codes("data_categories", audience.categories)
    for one in audience.disclosures:
        check_codes("purposes", one.purposes)
        check_codes("legal_gateways", (one.gateway,))
    digest = audience_digest(audience)
    found = models.Audience.objects.filter(digest=digest).values_list("id", flat=True).first()
    audience_id = found or _store(audience, digest, by=by, purpose=purpose, at=at)
    who = context.current()
    if who is not None and audience_id not in who.readable:
        # New to this context: stored here, or by somebody else since it was entered.
        now = context.allowed_audiences(by, purpose=purpose, at=at)
        context.enter(replace(now, recorded=who.recorded))
    return audience_id


def owner_only(owner_id: int, *, marking: Marking = Marking.OFFICIAL) -> Audience:
    """Return the audience of the owner agency alone: what a row gets when nobody chose more."""
    return Audience(owner_id=owner_id, marking=marking)


def under_agreement(owner_id: int, *, code: str, marking: Marking, purposes: frozenset[str]) -> Audience:
    """
    Return the audience of the owner and every other party to the agreement of that code, for those purposes.

    raises  AgreementUnknown if no such agreement binds the owner
    """
    terms = find_terms(code)
    if terms is None or owner_id not in terms.parties:
        raise AgreementUnknown(f"No agreement '{code}' binds the owner agency: record and sign it first.")
    return Audience(
        owner_id=owner_id,
        marking=marking,
        agreement=terms,
        agencies=terms.parties - {owner_id},
        purposes=purposes,
    )


def find_terms(code: str) -> AgreementTerms | None:
    """Return what the agreement of that code says, None when there is none."""
    agreement_id = models.Agreement.objects.filter(code=code).values_list("id", flat=True).first()
    return None if agreement_id is None else audiences.terms(agreement_id)


def audience_digest(audience: Audience) -> str:
    """Return SHA-256 over the whole value; two audiences have one digest exactly when they are equal."""
    value = {
        "owner": audience.owner_id,
        "marking": audience.marking.value,
        "handling": audience.handling.value,
        "conditions": sorted(set(audience.conditions)),
        "agencies": sorted(audience.agencies),
        "agreement": audience.agreement.agreement_id if audience.agreement else None,
        "purposes": sorted(audience.purposes),
        "compartment": sorted([named.person_id, named.agency_id] for named in audience.compartment),
        "subject": audience.subject.value,
        "ends_at": audience.ends_at.astimezone(UTC).isoformat() if audience.ends_at else None,
    }
    # Audiences stored before these parts were known keep their digest, so that each stays stored once.
    later = {
        "additional": [
            audience.additional.prefixes,
            audience.additional.descriptors,
            audience.additional.caveats,
            audience.additional.instructions,
        ],
        "clause": audience.clause,
        "categories": sorted(audience.categories),
        "disclosures": sorted(_disclosure(one) for one in audience.disclosures),
    }
    said = {key: part for key, part in later.items() if any(part)}
    return hashlib.sha256(json.dumps(value | said, sort_keys=True).encode()).hexdigest()


def _disclosure(one: Disclosure) -> list[str]:
    person = "" if one.person_id is None else str(one.person_id)
    ends_at = one.ends_at.astimezone(UTC).isoformat()
    return [str(one.agency_id), person, one.gateway, ends_at, *sorted(one.purposes)]


def _check_may_choose(by: Actor, audience: Audience) -> None:
    writes = checks.may_contribute(by, agency_id=audience.owner_id)
    if not writes and not checks.may_administer(by, agency_id=audience.owner_id):
        raise NotAllowed("Only the agency that owns the material chooses who may read it.")


def _check_owner_keeps(audience: Audience, at: datetime) -> None:
    people = [named.person_id for named in audience.compartment if named.agency_id == audience.owner_id]
    if not people:
        return
    members = Membership.objects.filter(person_id__in=people, agency_id=audience.owner_id, person__is_active=True)
    if not any(
        within(at, row.starts_at, row.ends_at) for row in members if Marking(row.clearance).reaches(audience.marking)
    ):
        raise Unusable("Nobody of the owner agency on this need-to-know list could read it now: name one who can.")


def _store(audience: Audience, digest: str, *, by: Actor, purpose: str, at: datetime) -> int:
    _check_owner_keeps(audience, at)
    row, created = models.Audience.objects.get_or_create(digest=digest, defaults=_columns(audience, by=by, at=at))
    if created:
        _add_lists(row.id, audience)
        change = trail.Change(action="audience.intern", object_kind="audience", object_id=row.id, after=digest)
        trail.record(change, by=by, purpose=purpose, at=at)
    return row.id


def _columns(audience: Audience, *, by: Actor, at: datetime) -> dict[str, object]:
    return {
        "owner_id": audience.owner_id,
        "marking": audience.marking.value,
        "handling": audience.handling.value,
        "conditions": sorted(set(audience.conditions)),
        "instructions": list(audience.additional.instructions),
        "descriptors": list(audience.additional.descriptors),
        "prefixes": list(audience.additional.prefixes),
        "caveats": list(audience.additional.caveats),
        "clause": audience.clause,
        "agreement_id": audience.agreement.agreement_id if audience.agreement else None,
        "purposes": sorted(audience.purposes),
        "subject": audience.subject.value,
        "categories": sorted(audience.categories),
        "ends_at": audience.ends_at,
        "interned_at": at,
        "interned_by_id": by.person_id,
    }


def _add_lists(audience_id: int, audience: Audience) -> None:
    models.AudienceAgency.objects.bulk_create(
        models.AudienceAgency(audience_id=audience_id, agency_id=agency_id) for agency_id in sorted(audience.agencies)
    )
    models.AudienceMember.objects.bulk_create(
        models.AudienceMember(audience_id=audience_id, person_id=named.person_id, agency_id=named.agency_id)
        for named in sorted(audience.compartment)
    )
    models.AudienceDisclosure.objects.bulk_create(
        models.AudienceDisclosure(
            audience_id=audience_id,
            agency_id=one.agency_id,
            person_id=one.person_id,
            purposes=sorted(one.purposes),
            gateway=one.gateway,
            ends_at=one.ends_at,
        )
        for one in sorted(audience.disclosures, key=_disclosure)
    )
