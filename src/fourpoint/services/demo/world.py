"""The demonstration's world as it is written in its file; refuses a file that is wrong with file, key and reason."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from fourpoint.catalogue import reading

E = TypeVar("E")


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
    """An invented agreement; each of `signed_by` signs for her own agency, each of `signed_up` for herself."""

    code: str
    title: str
    parties: tuple[str, ...]
    signed_by: tuple[str, ...]
    gateways: tuple[str, ...]
    purposes: tuple[str, ...]
    ceiling: str
    starts_on: date
    ends_on: date
    review_on: date
    signed_up: tuple[str, ...] = ()


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
    """The areas of which an agency has a profile, with the audience of those profiles."""

    owner: str
    audience: str
    area_codes: tuple[str, ...]


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
class World:
    """The whole world, in the order of the file."""

    agencies: tuple[DemoAgency, ...]
    people: tuple[DemoPerson, ...]
    agreements: tuple[DemoAgreement, ...]
    audiences: tuple[DemoAudience, ...]
    profiles: tuple[DemoProfiles, ...]
    emergencies: tuple[DemoEmergency, ...]
    contacts: tuple[DemoContact, ...]
    proofs: tuple[DemoProof, ...]
    invitations: tuple[DemoInvitation, ...]


def read_world(path: Path) -> World:
    """Return the world of that file; raises CatalogueError with file, key and reason."""
    return World(
        agencies=_entries(path, "agencies", DemoAgency),
        people=_entries(path, "people", DemoPerson),
        agreements=_entries(path, "agreements", DemoAgreement),
        audiences=_entries(path, "audiences", DemoAudience),
        profiles=_entries(path, "profiles", DemoProfiles),
        emergencies=_entries(path, "emergencies", DemoEmergency),
        contacts=_entries(path, "contacts", DemoContact),
        proofs=_entries(path, "proofs", DemoProof),
        invitations=_entries(path, "invitations", DemoInvitation),
    )


def _entries(path: Path, key: str, kind: type[E]) -> tuple[E, ...]:
    return tuple(
        reading.build(kind, row, f"{path}: {key}[{number}]")
        for number, row in enumerate(reading.rows(path, key), start=1)
    )
