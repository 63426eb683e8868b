"""The demonstration's world as it is written in its file; refuses a file that is wrong with file, key and reason."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from fourpoint.catalogue import reading


@dataclass(frozen=True, kw_only=True)
class DemoAgency:
    """An invented agency."""

    code: str
    name: str
    kind: str
    area_code: str = ""
    districts: tuple[str, ...] = ()
    listed: bool = False


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """
    An invented person; one with `shown` words can sign in, and the words say what the account is for.

    confirm_in_days  days from now until the membership must be confirmed; the catalogue's term unless given
    """

    email: str
    name: str
    agency: str
    roles: tuple[str, ...]
    clearance: str
    default_purpose: str
    shown: str = ""
    confirm_in_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class DemoAgreement:
    """
    An invented agreement; each of `signed_by` signs for her own agency, each of `signed_up` for herself.

    posts     of those who sign, in the order of `signed_by`
    ends_on   the last day; each day may be given as so many days from now instead
    words     what it says in words, by field
    clauses   number, words, and purposes and categories as codes parted by spaces
    replaces  code of the agreement of which it is the next version; stands before it in the file
    files     names of files in the folder "agreements" beside the world's file
    review_found  what a review found that the first of `signed_by` has signed, and the others have not
    """

    code: str
    title: str
    parties: tuple[str, ...]
    signed_by: tuple[str, ...]
    gateways: tuple[str, ...]
    purposes: tuple[str, ...]
    ceiling: str
    starts_on: date | None = None
    ends_on: date | None = None
    review_on: date | None = None
    starts_in_days: int = 0
    ends_in_days: int = 0
    review_in_days: int = 0
    signed_up: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    handling: tuple[str, ...] = ("P", "C")
    conditions: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    clauses: tuple[dict[str, str], ...] = ()
    replaces: str = ""
    files: tuple[str, ...] = ()
    review_found: str = ""
    review_again_in_days: int = 0


@dataclass(frozen=True, kw_only=True)
class DemoProposal:
    """A draft of an agreement that somebody invented is writing; nobody else's agency can see it."""

    code: str
    by: str
    title: str
    parties: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()
    aims: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoAudience:
    """An audience that rows of the world have; without an agreement it is the owner's alone."""

    code: str
    owner: str
    marking: str
    agreement: str = ""
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoProfiles:
    """
    The areas of which an agency has a profile, with the audience of those profiles.

    every_cut        areas whose edition is frozen in every cut; the others get the partners' alone: a short first start
    frozen_by        who freezes those further cuts, by e-mail address, and approves
    public_approved  the areas of which she approves the public edition; the others wait
    """

    owner: str
    audience: str
    area_codes: tuple[str, ...]
    every_cut: tuple[str, ...] = ()
    frozen_by: str = ""
    public_approved: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoDesk:
    """An intelligence desk: its people by e-mail address, the first of whom is on duty."""

    agency: str
    code: str
    name: str
    people: tuple[str, ...]
    area_codes: tuple[str, ...]
    capacity: int


@dataclass(frozen=True, kw_only=True)
class DemoEmergency:
    """Glass that someone broke some hours before the demonstration, with the note after."""

    person: str
    owner: str
    hours_ago: int
    minutes: int
    purpose: str
    reason: str
    note: str


@dataclass(frozen=True, kw_only=True)
class DemoContact:
    """An invented single point of contact."""

    agency: str
    kind: str
    name: str
    email: str = ""
    telephone: str = ""
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoProof:
    """
    A vetting (with `level`) or a training (with `course`) of an invented person.

    days_ago  when it began or was taken
    days      for how long a vetting is held from then
    """

    person: str
    days_ago: int
    level: str = ""
    course: str = ""
    days: int = 365


@dataclass(frozen=True, kw_only=True)
class DemoInvitation:
    """Somebody invented who is invited by a person of an agency, and has not come yet."""

    by: str
    email: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DemoCommentary:
    """A note on a profile: who writes it, on which section or figure, for whom ("own" or an agreement's code)."""

    by: str
    area_code: str
    kind: Literal["section", "figure"]
    anchor: str
    readers: str
    marking: str
    text: str
    threat: str = "all-crime"
    for_public: bool = False


@dataclass(frozen=True, kw_only=True)
class DemoImpact:
    """An invented impact assessment; days count from the demonstration's own, without approval it is a draft."""

    agency: str
    kind: str
    title: str
    reference: str
    features: tuple[str, ...]
    risks: str
    measures: str
    review_in_days: int
    approved_by: str = ""
    approved_in_days: int = 0


@dataclass(frozen=True, kw_only=True)
class World:
    """The whole world, in the order of the file."""

    agencies: tuple[DemoAgency, ...]
    people: tuple[DemoPerson, ...]
    agreements: tuple[DemoAgreement, ...]
    proposals: tuple[DemoProposal, ...]
    audiences: tuple[DemoAudience, ...]
    profiles: tuple[DemoProfiles, ...]
    desks: tuple[DemoDesk, ...]
    emergencies: tuple[DemoEmergency, ...]
    contacts: tuple[DemoContact, ...]
    proofs: tuple[DemoProof, ...]
    invitations: tuple[DemoInvitation, ...]
    commentary: tuple[DemoCommentary, ...]
    impact: tuple[DemoImpact, ...]


def narrow(world: World) -> World:
    """Return the world without what no profile or audience of it needs: what most tests ask about."""
    held = {audience.owner for audience in world.audiences}
    named = {audience.agreement for audience in world.audiences if audience.agreement}
    agreements = tuple(replace(one, files=()) for one in world.agreements if one.code in named)
    held |= {party for agreement in agreements for party in agreement.parties}
    people = tuple(person for person in world.people if person.agency in held)
    known = {person.email for person in people}
    return replace(
        world,
        agencies=tuple(agency for agency in world.agencies if agency.code in held),
        people=people,
        agreements=tuple(
            replace(one, signed_up=tuple(email for email in one.signed_up if email in known)) for one in agreements
        ),
        proposals=(),
        contacts=(),
        proofs=(),
        invitations=(),
    )


def read_world(path: Path) -> World:
    """Return the world of that file; raises CatalogueError with file, key and reason."""
    return World(
        agencies=reading.entries(path, "agencies", DemoAgency),
        people=reading.entries(path, "people", DemoPerson),
        agreements=reading.entries(path, "agreements", DemoAgreement),
        proposals=reading.entries(path, "proposals", DemoProposal),
        audiences=reading.entries(path, "audiences", DemoAudience),
        profiles=reading.entries(path, "profiles", DemoProfiles),
        desks=reading.entries(path, "desks", DemoDesk),
        commentary=reading.entries(path, "commentary", DemoCommentary),
        emergencies=reading.entries(path, "emergencies", DemoEmergency),
        contacts=reading.entries(path, "contacts", DemoContact),
        proofs=reading.entries(path, "proofs", DemoProof),
        invitations=reading.entries(path, "invitations", DemoInvitation),
        impact=reading.entries(path, "impact", DemoImpact),
    )
