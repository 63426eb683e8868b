"""What the invented agencies say of their people: contacts, vetting, training, invitations. Safe to repeat."""

from datetime import date, datetime, timedelta

from fourpoint.access import context
from fourpoint.domain.days import day_of
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import Agency, Contact, Invitation, Membership, TrainingRecord, Vetting
from fourpoint.services.agencies import contacts, invitations, proofs, queries
from fourpoint.services.agencies.founding import PURPOSE, get_steward
from fourpoint.services.demo.world import DemoAgency, DemoContact, DemoInvitation, DemoPerson, DemoProof, World


def load_people(world: World, *, at: datetime) -> None:
    """Bring what the world's agencies say of themselves and of their people into the database."""
    for agency in world.agencies:
        _describe(agency, at=at)
    for contact in world.contacts:
        _name(contact, at=at)
    for proof in world.proofs:
        _prove(proof, world=world, at=at)
    for invitation in world.invitations:
        _invite(invitation, at=at)


def confirm_on(person: DemoPerson, *, at: datetime) -> date | None:
    """Return the day by which the person's place is to be confirmed, None for the catalogue's term."""
    days = person.confirm_in_days
    return None if days is None else day_of(at) + timedelta(days=days)


def _describe(agency: DemoAgency, *, at: datetime) -> None:
    row = Agency.objects.get(code=agency.code)
    if (row.listed, tuple(row.districts)) == (agency.listed, agency.districts):
        return
    with context.acting(get_steward(agency.code), at=at) as who:
        contacts.describe_agency(by=who.actor, purpose=PURPOSE, at=at, districts=agency.districts, listed=agency.listed)


def _name(contact: DemoContact, *, at: datetime) -> None:
    if Contact.objects.filter(agency__code=contact.agency, kind=contact.kind, name=contact.name).exists():
        return
    draft = contacts.ContactDraft(
        kind=contact.kind,
        name=contact.name,
        email=contact.email,
        telephone=contact.telephone,
        hours=contact.hours,
        starts_on=day_of(at),
    )
    with context.acting(get_steward(contact.agency), at=at) as who:
        contacts.name_contact(by=who.actor, purpose=PURPOSE, at=at, contact=draft)


def _prove(proof: DemoProof, *, world: World, at: datetime) -> None:
    person_id = queries.find_person(proof.person) or 0
    agency = next(person.agency for person in world.people if person.email == proof.person)
    since = day_of(at) - timedelta(days=proof.days_ago)
    if proof.level and not Vetting.objects.filter(person_id=person_id, level=proof.level).exists():
        held = (since, since + timedelta(days=proof.days))
        with context.acting(get_steward(agency), at=at) as who:
            proofs.record_vetting(
                by=who.actor, purpose=PURPOSE, at=at, person_id=person_id, level=proof.level, held=held
            )
    if proof.course and not TrainingRecord.objects.filter(person_id=person_id, course=proof.course).exists():
        with context.acting(get_steward(agency), at=at) as who:
            proofs.record_training(
                by=who.actor, purpose=PURPOSE, at=at, person_id=person_id, course=proof.course, taken_on=since
            )


def _invite(invitation: DemoInvitation, *, at: datetime) -> None:
    if Invitation.objects.filter(email=invitation.email).exists():
        return
    person_id = queries.find_person(invitation.by) or 0
    agency_id = Membership.objects.filter(person_id=person_id).values_list("agency_id", flat=True).first()
    offer = invitations.Offer(
        email=invitation.email,
        name=invitation.name,
        roles=invitation.roles,
        clearance=Marking.OFFICIAL,
        default_purpose="local-profile",
    )
    with context.acting(person_id, at=at, agency_id=agency_id) as who:
        invitations.invite(by=who.actor, purpose=PURPOSE, at=at, offer=offer)
