"""
Founds an agency on an empty system, where nobody can yet be asked for permission. For the command line only.

The steward is a named account of the agency that can never sign in. It acts through a membership like everyone else:
the sharing rule, row security and the trail hold for it, so that founding is never a way around them.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import context, in_force, standing, trail
from fourpoint.domain.errors import Refused
from fourpoint.records.agencies.models import Agency, Membership, Person

PURPOSE = "administration"
ROLE = "steward"
# An unusable password: the table refuses any other for a steward.
NO_PASSWORD = "!steward"  # noqa: S105


class AgencyAlreadyFounded(Refused):
    """An agency of that code is there already."""


class KindUnknown(Refused):
    """A kind of agency that the catalogue does not hold."""


@dataclass(frozen=True, kw_only=True)
class AgencyDraft:
    """An agency to found; kind is a code of the catalogue's agency types, area_code may be empty."""

    code: str
    name: str
    kind: str
    area_code: str = ""


@transaction.atomic
def found_agency(*, agency: AgencyDraft, at: datetime) -> int:
    """
    Found the agency with its steward and return the steward's person id.

    raises  AgencyAlreadyFounded; KindUnknown for a kind that the catalogue does not hold
    """
    _check_kind(agency.kind)
    if Agency.objects.filter(code=agency.code).exists():
        raise AgencyAlreadyFounded(f"The agency '{agency.code}' is already on this system.")
    steward = Person.objects.create(
        kind=Person.STEWARD,
        email=steward_address(agency.code),
        name=f"System steward of {agency.name}",
        password=NO_PASSWORD,
        created_at=at,
    )
    row = Agency.objects.create(
        code=agency.code,
        name=agency.name,
        kind=agency.kind,
        area_code=agency.area_code,
        created_at=at,
        created_by=steward,
    )
    Membership.objects.create(
        person=steward,
        agency=row,
        roles=[ROLE],
        default_purpose=PURPOSE,
        starts_at=at,
        granted_at=at,
        granted_by=steward,
    )
    with context.acting(steward.id, at=at) as who:
        change = trail.Change(action="agency.found", object_kind="agency", object_id=row.id, facts={"code": row.code})
        trail.record(change, by=who.actor, purpose=who.purpose, at=at)
    return steward.id


def steward_address(code: str) -> str:
    """Return the address that names the steward of an agency; no mail can ever reach it."""
    return f"steward@{code}.invalid"


def get_steward(code: str) -> int:
    """Return the person id of the steward of that agency; raises Person.DoesNotExist."""
    return Person.objects.get(email=steward_address(code)).id


def _check_kind(kind: str) -> None:
    known = [entry.id for entry in in_force.load("agency_types")]
    if kind not in known:
        raise KindUnknown(f"'{kind}' is not a kind of agency of the catalogue: use one of {', '.join(known)}.")


def check_roles(codes: tuple[str, ...]) -> None:
    """Raise Refused unless every role is in the catalogue and may be given to a person."""
    known = set(standing.roles()) - {ROLE}
    if unknown := sorted(set(codes) - known):
        raise Refused(f"No such role: {', '.join(unknown)}. The roles are {', '.join(sorted(known))}.")
