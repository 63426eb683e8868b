"""Says who can see a marked record, in words for whoever may see it: what stands beside every record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fourpoint.access import context
from fourpoint.domain.days import last_day_before
from fourpoint.domain.reach import reached
from fourpoint.domain.sharing import Audience, Subject, decide
from fourpoint.records.agencies.models import Person
from fourpoint.records.marked import MarkedRecord
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.marked.finding import find_record
from fourpoint.services.sharing.codes import condition_words, words
from fourpoint.services.sharing.telling import to_her


@dataclass(frozen=True, kw_only=True)
class AudienceWords:
    """
    An audience in words.

    marking     as it is printed, with its additional markings
    disclosures one-off disclosures, each as one sentence
    listed      how many stand on its need-to-know list, 0 when it has none
    named       those of them whose names the reader may know: people of the reader's own agency
    last_day    the last on which others than the owner may see it; None when no end is set
    categories  of the data in it; empty when its owner did not say
    subject     whom it is about, empty when that calls for no special care
    """

    owner: str
    marking: str
    handling: str
    conditions: tuple[str, ...]
    agencies: tuple[str, ...]
    agreement: str
    clause: str
    purposes: tuple[str, ...]
    last_day: date | None
    disclosures: tuple[str, ...]
    listed: int
    named: tuple[str, ...]
    categories: tuple[str, ...]
    subject: str

    @property
    def beside_owner(self) -> str:
        """Who else is named, as half a sentence."""
        return ", ".join(self.agencies) if self.agencies else "nobody else"


@dataclass(frozen=True, kw_only=True)
class SharingSummary:
    """
    Who can see one record, for someone who sees it.

    is_owner    whether the reader's agency owns it
    may_change  whether the reader may share it, narrow it and take it back
    reasons     why the reader sees it, in the rule's own words
    """

    kind: str
    record_id: int
    audience: AudienceWords
    is_owner: bool
    may_change: bool
    reasons: tuple[str, ...]


def who_can_see(kind: str, row: MarkedRecord) -> SharingSummary:
    """
    Return who can see a record that is open to the person of the context.

    raises  RuntimeError outside a context
    """
    who = context.somebody()
    audience = who.readable[row.audience_id]
    return SharingSummary(
        kind=kind,
        record_id=row.pk,
        audience=in_words(audience, agency_id=who.actor.agency_id),
        is_owner=who.actor.agency_id == audience.owner_id,
        may_change=row.audience_id in who.writable,
        reasons=tuple(to_her(one.sentence) for one in decide(who.actor, audience, who.purpose, who.at).reasons),
    )


def find_summary(kind: str, record_id: int) -> SharingSummary:
    """Return who can see the record of that kind and number; raises NotOpen."""
    return who_can_see(kind, find_record(kind, record_id).row)


def in_words(audience: Audience, *, agency_id: int | None) -> AudienceWords:
    """
    Return the audience in words for somebody of that agency.

    Disclosures to other agencies are told to the owner alone; names on a list to the agency of those named.
    """
    names = agency_names({audience.owner_id, *audience.agencies, *(one.agency_id for one in audience.disclosures)})
    is_owner = agency_id == audience.owner_id
    shown = reached(audience) if is_owner else reached(audience) & (audience.agencies | {agency_id})
    return AudienceWords(
        owner=names[audience.owner_id],
        marking=marking_words(audience),
        handling=words("handling", audience.handling.value),
        conditions=tuple(condition_words(code) for code in sorted(set(audience.conditions))),
        agencies=tuple(sorted(names[one] for one in shown)),
        agreement=audience.agreement.name if audience.agreement else "",
        clause=audience.clause,
        purposes=tuple(sorted(words("purposes", code) for code in audience.purposes)),
        last_day=last_day_before(audience.ends_at) if audience.ends_at else None,
        disclosures=_disclosures(audience, names, None if is_owner else agency_id),
        listed=len(audience.compartment),
        named=_people(one.person_id for one in audience.compartment if one.agency_id == agency_id),
        categories=tuple(sorted(words("data_categories", code) for code in audience.categories)),
        subject="" if audience.subject is Subject.NONE else words("subjects", audience.subject.value),
    )


def marking_words(audience: Audience) -> str:
    """Return the marking with its additional markings, as it is printed above a record."""
    codes = audience.additional.codes
    return " ".join((audience.marking.words, *(f"[{words('additional_markings', code)}]" for code in codes)))


def _disclosures(audience: Audience, names: dict[int, str], only: int | None) -> tuple[str, ...]:
    held = sorted(one for one in audience.disclosures if only in {None, one.agency_id})
    return tuple(
        f"Disclosed to {'one person of ' if one.person_id else ''}{names[one.agency_id]} until"
        f" {last_day_before(one.ends_at):%-d %B %Y}, under {words('legal_gateways', one.gateway)}."
        for one in held
    )


def _people(person_ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(Person.objects.filter(id__in=set(person_ids)).order_by("name").values_list("name", flat=True))
