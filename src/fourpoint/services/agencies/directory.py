"""
The directory of agencies, as far as each reader needs it.

An agency finds itself, those it has an agreement with, and those that asked to be listed to everybody. Of the last it
is told the name, the kind and a desk to ask, never the name of a person or what the agency covers.
"""

from dataclasses import dataclass
from datetime import date, datetime

from fourpoint.access import checks
from fourpoint.catalogue.entries import AgencyTypeEntry, ContactTypeEntry
from fourpoint.domain.days import day_of
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Agency, Contact
from fourpoint.records.sharing.models import AgreementParty
from fourpoint.services.agencies.words import entries, name_of


@dataclass(frozen=True, kw_only=True)
class AgencyCard:
    """An agency in the directory; `relation` is "own", "partner" (an agreement names both) or "listed"."""

    code: str
    name: str
    kind: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class ContactCard:
    """Whom to ask; name is empty for a reader of an agency without an agreement."""

    contact_id: int
    kind: str
    words: str
    name: str
    email: str
    telephone: str
    hours: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    """
    An agency as this reader may see it.

    area_codes  of what it covers, as a whole and by district; empty for a reader without an agreement
    districts   the codes among them that its people wrote down
    may_keep    whether the reader keeps its people and contacts
    """

    agency_id: int
    code: str
    name: str
    kind: str
    relation: str
    listed: bool
    area_codes: tuple[str, ...]
    districts: tuple[str, ...]
    contacts: tuple[ContactCard, ...]
    may_keep: bool


def list_agencies(actor: Actor) -> tuple[AgencyCard, ...]:
    """Return the agencies that the actor's agency finds in the directory: its own first, the rest by name."""
    if actor.agency_id is None:
        return ()
    partners = _partners(actor.agency_id)
    cards = [_card(row, actor.agency_id, partners) for row in _visible(actor.agency_id, partners)]
    return tuple(sorted(cards, key=lambda card: (card.relation != "own", card.name)))


def get_agency(actor: Actor, code: str, *, at: datetime) -> AgencyPage:
    """
    Return the agency of that code as the actor may see it.

    raises  NotOpen for one that is not there or not in the actor's directory
    """
    own_id = actor.agency_id or 0
    partners = _partners(own_id)
    row = next((row for row in _visible(own_id, partners) if row.code == code), None)
    if row is None or not own_id:
        raise checks.NotOpen("There is no such agency in your directory.")
    card = _card(row, own_id, partners)
    known = card.relation != "listed"
    return AgencyPage(
        agency_id=row.id,
        code=row.code,
        name=row.name,
        kind=card.kind,
        relation=card.relation,
        listed=row.listed,
        area_codes=_areas(row) if known else (),
        districts=tuple(row.districts) if known else (),
        contacts=_contacts(row.id, at=at, named=known),
        may_keep=checks.may_keep_people(actor, agency_id=row.id),
    )


def _visible(own_id: int, partners: set[int]) -> list[Agency]:
    known = {own_id} | partners
    return [row for row in Agency.objects.order_by("name") if row.listed or row.id in known]


def _partners(agency_id: int) -> set[int]:
    ours = AgreementParty.objects.filter(agency_id=agency_id).values("agreement_id")
    return set(AgreementParty.objects.filter(agreement_id__in=ours).values_list("agency_id", flat=True))


def _card(row: Agency, own_id: int, partners: set[int]) -> AgencyCard:
    relation = "own" if row.id == own_id else ("partner" if row.id in partners else "listed")
    kind = name_of("agency_types", AgencyTypeEntry, row.kind)
    return AgencyCard(code=row.code, name=row.name, kind=kind, relation=relation)


def _areas(row: Agency) -> tuple[str, ...]:
    whole = [row.area_code] if row.area_code else []
    return tuple(dict.fromkeys((*whole, *row.districts)))


def _contacts(agency_id: int, *, at: datetime, named: bool) -> tuple[ContactCard, ...]:
    today = day_of(at)
    order = list(entries("contact_types", ContactTypeEntry))
    rows = Contact.objects.filter(agency_id=agency_id, starts_on__lte=today, ended_at=None)
    held = [row for row in rows if row.ends_on is None or today <= row.ends_on]
    return tuple(
        _contact(row, named=named)
        for row in sorted(held, key=lambda row: (order.index(row.kind) if row.kind in order else 99, row.name))
    )


def _contact(row: Contact, *, named: bool) -> ContactCard:
    known = entries("contact_types", ContactTypeEntry).get(row.kind)
    return ContactCard(
        contact_id=row.id,
        kind=known.name if known else row.kind,
        words=known.words if known else "",
        name=row.name if named else "",
        email=row.email,
        telephone=row.telephone,
        hours=row.hours,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
