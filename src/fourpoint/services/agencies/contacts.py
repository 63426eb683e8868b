"""Changes to an agency's single points of contact and to what the directory says of it."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.catalogue.entries import ContactTypeEntry
from fourpoint.domain.days import day_of
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Agency, Contact
from fourpoint.services.agencies.actions import kept_agency
from fourpoint.services.agencies.words import entries

AREA_CODE = re.compile(r"[EWSNK]\d{8}")


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """A contact to name; an e-mail address or a telephone number is needed, ends_on may stay open."""

    kind: str
    name: str
    starts_on: date
    email: str = ""
    telephone: str = ""
    hours: str = ""
    ends_on: date | None = None


@transaction.atomic
def name_contact(*, by: Actor, purpose: str, at: datetime, contact: ContactDraft) -> int:
    """
    Name a single point of contact of the actor's agency and return its id.

    raises  NotAllowed; Unusable for a draft that names nobody who can be reached
    """
    agency_id = kept_agency(by)
    _check_draft(contact)
    row = Contact.objects.create(
        agency_id=agency_id,
        kind=contact.kind,
        name=contact.name.strip(),
        email=contact.email.strip().lower(),
        telephone=contact.telephone.strip(),
        hours=contact.hours.strip(),
        starts_on=contact.starts_on,
        ends_on=contact.ends_on,
        made_at=at,
        made_by_id=by.person_id,
    )
    facts: trail.Facts = {"kind": contact.kind, "from": contact.starts_on.isoformat()}
    change = trail.Change(action="contact.add", object_kind="contact", object_id=row.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.id


@transaction.atomic
def end_contact(*, by: Actor, purpose: str, at: datetime, contact_id: int) -> None:
    """
    Say that a contact of the agency holds no more from today on.

    raises  NotOpen for one that is not the agency's or has ended; NotAllowed
    """
    agency_id = kept_agency(by)
    row = Contact.objects.select_for_update().filter(id=contact_id, agency_id=agency_id, ended_at=None).first()
    if row is None:
        raise checks.NotOpen("There is no such contact.")
    end_row(row, by=by, purpose=purpose, at=at)


def end_row(row: Contact, *, by: Actor, purpose: str, at: datetime) -> None:
    """End a contact inside the caller's transaction."""
    today = day_of(at)
    row.ends_on, row.ended_at, row.ended_by_id = max(row.starts_on, today), at, by.person_id
    row.save(update_fields=["ends_on", "ended_at", "ended_by"])
    change = trail.Change(action="contact.end", object_kind="contact", object_id=row.id, facts={"kind": row.kind})
    trail.record(change, by=by, purpose=purpose, at=at)


@transaction.atomic
def describe_agency(*, by: Actor, purpose: str, at: datetime, districts: tuple[str, ...], listed: bool) -> None:
    """
    Say which districts the actor's agency covers and whether every agency finds it in the directory.

    raises  NotAllowed; Unusable for a code that is not a published area code
    """
    agency_id = kept_agency(by)
    for code in districts:
        if not AREA_CODE.fullmatch(code):
            raise Unusable(f"'{code}' is not a published area code: they are a letter and eight digits, as E07000999.")
    agency = Agency.objects.select_for_update().get(id=agency_id)
    agency.districts, agency.listed = sorted(set(districts)), listed
    agency.save(update_fields=["districts", "listed"])
    facts: trail.Facts = {"districts": agency.districts, "listed": str(listed)}
    change = trail.Change(action="agency.describe", object_kind="agency", object_id=agency.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)


def _check_draft(contact: ContactDraft) -> None:
    if contact.kind not in entries("contact_types", ContactTypeEntry):
        raise Unusable("That kind of contact is not in the catalogue: choose one from the list.")
    if not contact.name.strip():
        raise Unusable("A contact needs a name: a person's, or that of a desk.")
    if not contact.email.strip() and not contact.telephone.strip():
        raise Unusable("A contact needs an e-mail address or a telephone number.")
    if contact.ends_on is not None and contact.ends_on < contact.starts_on:
        raise Unusable("The last day of the contact is before its first: check both days.")
    if contact.email.strip():
        try:
            validate_email(contact.email.strip())
        except ValidationError:
            raise Unusable(f"'{contact.email.strip()}' is not an e-mail address: check it for a slip.") from None
