"""Reads agreements and explains access in words, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from fourpoint.access import audiences
from fourpoint.access.context import Acting
from fourpoint.access.explain import Explanation, explain
from fourpoint.domain.days import last_day_before
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import AgreementTerms, Subject
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.sharing.codes import condition_words, words
from fourpoint.services.sharing.telling import to_her


@dataclass(frozen=True, kw_only=True)
class AgreementCard:
    """An agreement as a member of one of its parties sees it."""

    agreement_id: int
    code: str
    title: str
    parties: tuple[str, ...]
    unsigned: tuple[str, ...]
    gateways: tuple[str, ...]
    purposes: tuple[str, ...]
    ceiling: str
    starts_at: datetime
    ends_at: datetime
    last_day: date
    in_force: bool


@dataclass(frozen=True, kw_only=True)
class AudienceCard:
    """
    An audience that concerns a person, and the sharing rule's answer, both in words.

    last_day  the last on which others than the owner may read; None when no end is set
    """

    audience_id: int
    owner: str
    marking: str
    handling: str
    conditions: tuple[str, ...]
    agencies: tuple[str, ...]
    agreement: str
    purposes: tuple[str, ...]
    subject: str
    last_day: date | None
    has_compartment: bool
    may_read: bool
    reasons: tuple[str, ...]
    may_change: bool
    change_reasons: tuple[str, ...]


def list_agreements(agency_id: int | None, *, at: datetime) -> tuple[AgreementCard, ...]:
    """Return the agreements that bind the agency, the latest start first."""
    rows = (
        Agreement.objects.filter(parties__agency_id=agency_id or 0)
        .prefetch_related("parties__agency")
        .order_by("-starts_at", "id")
    )
    terms = audiences.terms_of(row.id for row in rows)
    return tuple(_agreement(row, terms[row.id], at) for row in rows)


def list_access(who: Acting) -> tuple[AudienceCard, ...]:
    """Return every audience that concerns the person, with why she may or may not read and write it."""
    explained = explain(who.actor, purpose=who.purpose, at=who.at)
    concerned = {agency for one in explained for agency in (one.audience.owner_id, *one.audience.agencies)}
    terms = {one.audience.agreement.agreement_id for one in explained if one.audience.agreement}
    titles = dict(Agreement.objects.filter(id__in=terms).values_list("id", "title"))
    names = agency_names(concerned)
    return tuple(_audience(one, names, titles) for one in explained)


def _agreement(row: Agreement, terms: AgreementTerms, at: datetime) -> AgreementCard:
    parties = sorted(row.parties.all(), key=lambda party: party.id)
    ends_at = terms.ends_at
    unsigned = tuple(party.agency.name for party in parties if party.signed_at is None or party.signed_at > at)
    return AgreementCard(
        agreement_id=row.id,
        code=row.code,
        title=row.title,
        parties=tuple(party.agency.name for party in parties),
        unsigned=unsigned,
        gateways=tuple(words("legal_gateways", code) for code in row.gateways),
        purposes=tuple(words("purposes", code) for code in row.purposes),
        ceiling=Marking(row.ceiling).words,
        starts_at=row.starts_at,
        ends_at=ends_at,
        last_day=last_day_before(ends_at),
        in_force=not unsigned and row.starts_at <= at < ends_at,
    )


def _audience(one: Explanation, names: dict[int, str], titles: dict[int, str]) -> AudienceCard:
    audience = one.audience
    return AudienceCard(
        audience_id=one.audience_id,
        owner=names[audience.owner_id],
        marking=audience.marking.words,
        handling=words("handling", audience.handling.value),
        conditions=tuple(condition_words(code) for code in audience.conditions),
        agencies=tuple(sorted(names[agency_id] for agency_id in audience.agencies)),
        agreement=titles[audience.agreement.agreement_id] if audience.agreement else "",
        purposes=tuple(sorted(words("purposes", code) for code in audience.purposes)),
        subject="" if audience.subject is Subject.NONE else words("subjects", audience.subject.value),
        last_day=last_day_before(audience.ends_at) if audience.ends_at else None,
        has_compartment=bool(audience.compartment),
        may_read=one.reading.allowed,
        reasons=tuple(to_her(reason.sentence) for reason in one.reading.reasons),
        may_change=one.changing.allowed,
        change_reasons=tuple(to_her(reason.sentence) for reason in one.changing.reasons),
    )
