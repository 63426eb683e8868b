"""
Loads the demonstration's world, step by step and safe to repeat. Never on a production system.

Each step acts as someone: an agency's steward founds and invites, the named people sign. Nothing is written past the
sharing rule, row security or the trail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from fourpoint.access import context
from fourpoint.domain.days import start_of
from fourpoint.domain.errors import Refused
from fourpoint.domain.markings import parse_marking
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.services.agencies import actions as agencies
from fourpoint.services.agencies import queries
from fourpoint.services.agencies.founding import PURPOSE, AgencyDraft, found_agency, get_steward
from fourpoint.services.agencies.passwords import PasswordHash, hash_password
from fourpoint.services.demo.agreements import load_agreement, load_proposal
from fourpoint.services.demo.desk import load_desk_work
from fourpoint.services.demo.disclosures import load_disclosures
from fourpoint.services.demo.emergencies import load_emergency
from fourpoint.services.demo.impact import load_impact, load_returns
from fourpoint.services.demo.intelligence import load_drafts
from fourpoint.services.demo.papers import load_papers
from fourpoint.services.demo.people import confirm_on, load_people
from fourpoint.services.demo.products import load_products
from fourpoint.services.demo.requirements import load_requirements
from fourpoint.services.demo.subjects import load_subjects
from fourpoint.services.demo.world import DemoAudience, DemoDesk, DemoPerson, DemoProfiles, World, narrow, read_world
from fourpoint.services.intelligence import desks
from fourpoint.services.profiles.opening import open_areas
from fourpoint.services.sharing import actions as sharing

# Reserved for examples by RFC 2606: no real person can have such an address.
ADDRESSES = ".example"


class DemoRefused(Refused):
    """The demonstration was asked for where it must not be."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account of the demonstration that can sign in, and what it is for."""

    person_id: int
    email: str
    name: str
    shown: str


@transaction.atomic
def load_demo(
    *, path: Path, password: str, at: datetime, material: bool = True, lively: bool = True
) -> tuple[Account, ...]:
    """
    Bring the world of that file into the database and return the accounts that can sign in, all with that password.

    What is there already stays as it is.

    material  also load what profiles do without: further agencies, people and agreements, what they wrote and did
    lively    also let its agencies point, ask, share, recall and send to the desk; tests of other things do without

    raises  DemoRefused on a production system; CatalogueError for a bad file
    """
    if getattr(settings, "FOURPOINT_MODE", "production") == "production":
        raise DemoRefused(
            "This is a production system and takes no demonstration data: use `fourpoint demo` elsewhere."
        )
    world = read_world(path) if material else narrow(read_world(path))
    _load_world(world, folder=path.parent, password=password, at=at)
    if material:
        _load_material(world, folder=path.parent, at=at)
    if lively:
        load_disclosures(path=path.parent / "sharing.toml", at=at)
        load_requirements(path=path.parent / "requirements.toml", at=at)
        load_desk_work(path=path.parent / "desk.toml", at=at)
        load_drafts(path=path.parent / "intelligence.toml", at=at)
        load_subjects(path=path.parent / "subjects.toml", at=at)
        load_products(path=path.parent / "products.toml", at=at)
    return tuple(_account(person) for person in world.people if person.shown)


def _load_world(world: World, *, folder: Path, password: str, at: datetime) -> None:
    """Found the agencies, with their people, agreements, profiles and audiences."""
    for agency in world.agencies:
        if queries.find_agency(agency.code) is None:
            draft = AgencyDraft(code=agency.code, name=agency.name, kind=agency.kind, area_code=agency.area_code)
            found_agency(agency=draft, at=at)
    # Hashed once, when somebody is new: it takes a sixth of a second.
    hashed = cache(partial(hash_password, password))
    for person in world.people:
        load_person(person, password=hashed if person.shown else None, starts_on=_start(world), at=at)
    load_people(world, at=at)
    for agreement in world.agreements:
        load_agreement(agreement, folder=folder / "agreements", at=at)
    for proposal in world.proposals:
        load_proposal(proposal, at=at)
    for profiles in world.profiles:
        _load_profiles(profiles, world=world, at=at)
    _load_audiences(world, at=at)
    for desk in world.desks:
        load_desk(desk, at=at)


def _load_material(world: World, *, folder: Path, at: datetime) -> None:
    """Add what the agencies wrote and did."""
    load_papers(folder=folder / "papers", at=at)
    for emergency in world.emergencies:
        load_emergency(emergency, at=at)
    for assessment in world.impact:
        load_impact(assessment, governor=_governor(world, assessment.agency), at=at)
    governors = {agency.code: _governor(world, agency.code) for agency in world.agencies}
    load_returns(folder=folder / "equality", governors=governors, at=at)


def has_demo_people() -> bool:
    """Return whether anyone of a demonstration is on this system: a production system must not start with them."""
    return Person.objects.filter(email__endswith=ADDRESSES).exists()


def _governor(world: World, agency: str) -> int:
    """Return the id of who holds the governance role of that agency, 0 when nobody does."""
    held = (person for person in world.people if person.agency == agency and "governance" in person.roles)
    found = next(held, None)
    return (queries.find_person(found.email) or 0) if found else 0


def _start(world: World) -> date:
    return min(agreement.starts_on for agreement in world.agreements if agreement.starts_on)


def load_person(
    person: DemoPerson, *, password: Callable[[], PasswordHash] | None, starts_on: date, at: datetime
) -> None:
    """
    Bring a person and her place in her agency into the database, unless she is there.

    password  asked for the hash of hers when she is new; without it she cannot sign in
    """
    person_id = queries.find_person(person.email)
    agency_id = queries.find_agency(person.agency)
    if Membership.objects.filter(person_id=person_id or 0, agency_id=agency_id or 0).exists():
        return
    with context.acting(get_steward(person.agency), at=at) as who:
        if person_id is None:
            person_id = agencies.invite_person(
                by=who.actor,
                purpose=PURPOSE,
                at=at,
                email=person.email,
                name=person.name,
                password=password() if password else None,
            )
        post = agencies.Post(
            roles=person.roles,
            clearance=parse_marking(person.clearance),
            default_purpose=person.default_purpose,
            starts_at=start_of(starts_on),
            recertify_on=confirm_on(person, at=at),
        )
        agencies.grant_membership(by=who.actor, purpose=PURPOSE, at=at, person_id=person_id, post=post)


def _load_audiences(world: World, *, at: datetime) -> None:
    for audience in world.audiences:
        with context.acting(get_steward(audience.owner), at=at) as who:
            _intern(audience, by=who.actor, at=at)


def _intern(audience: DemoAudience, *, by: Actor, at: datetime) -> int:
    owner_id = by.agency_id or 0
    marking = parse_marking(audience.marking)
    value = sharing.owner_only(owner_id, marking=marking)
    if audience.agreement:
        value = sharing.under_agreement(
            owner_id, code=audience.agreement, marking=marking, purposes=frozenset(audience.purposes)
        )
    return sharing.intern_audience(by=by, purpose=PURPOSE, at=at, audience=value)


def _load_profiles(profiles: DemoProfiles, *, world: World, at: datetime) -> None:
    audience = next(one for one in world.audiences if one.code == profiles.audience)
    with context.acting(get_steward(profiles.owner), at=at) as who:
        audience_id = _intern(audience, by=who.actor, at=at)
        open_areas(profiles.area_codes, by=who.actor, purpose=PURPOSE, at=at, audience_id=audience_id)


def load_desk(desk: DemoDesk, *, at: datetime) -> None:
    """Open a desk of that code unless there is one."""
    if any(one.code == desk.code for one in desks.list_desks()):
        return
    people = tuple(queries.find_person(email) or 0 for email in desk.people)
    draft = desks.DeskDraft(
        code=desk.code,
        name=desk.name,
        people=people,
        on_duty=people[0],
        area_codes=desk.area_codes,
        capacity=desk.capacity,
    )
    with context.acting(get_steward(desk.agency), at=at) as who:
        desks.open_desk(by=who.actor, purpose=PURPOSE, at=at, desk=draft)


def _account(person: DemoPerson) -> Account:
    person_id = queries.find_person(person.email) or 0
    return Account(person_id=person_id, email=person.email, name=person.name, shown=person.shown)
