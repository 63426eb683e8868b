"""Who works at a desk and who could: for the supervisors who say so."""

from dataclasses import dataclass

from fourpoint.access import checks, standing
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.records.agencies.models import Membership
from fourpoint.records.intelligence.models import Desk
from fourpoint.records.sharing.models import AudienceMember
from fourpoint.services.intelligence.desks import NoSuchDesk


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who could work at the desk; `can_triage` is whether a role of hers lets her."""

    person_id: int
    name: str
    is_listed: bool
    is_on_duty: bool
    can_triage: bool


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """A desk with everyone who works there or has a role to."""

    desk_id: int
    code: str
    name: str
    capacity: int
    people: tuple[Colleague, ...]


def may_staff(who: Acting) -> bool:
    """Return whether the reader says who works at her agency's desks."""
    return checks.has_duty(who.actor, duty=Duty.RELEASE, agency_id=who.actor.agency_id or 0)


def get_staffing(who: Acting, code: str) -> Staffing:
    """Return who works at that desk; raises NotAllowed for who staffs none, NoSuchDesk for another agency's."""
    agency_id = who.actor.agency_id or 0
    checks.check_has_duty(who.actor, duty=Duty.RELEASE, agency_id=agency_id)
    desk = Desk.objects.filter(code=code, agency_id=agency_id).first()
    if desk is None:
        raise NoSuchDesk("Your agency has no such desk.")
    members = AudienceMember.objects.filter(audience_id=desk.arrivals_id, agency_id=agency_id)
    listed = set(members.values_list("person_id", flat=True))
    held = Membership.objects.filter(agency_id=agency_id, starts_at__lte=who.at, person__is_active=True)
    people = [
        Colleague(
            person_id=row.person_id,
            name=row.person.name,
            is_listed=row.person_id in listed,
            is_on_duty=row.person_id == desk.on_duty_id,
            can_triage=standing.has_duty(row.roles, Duty.TRIAGE),
        )
        for row in held.select_related("person").order_by("person__name", "person_id")
        if row.ends_at is None or who.at < row.ends_at
    ]
    return Staffing(
        desk_id=desk.pk,
        code=desk.code,
        name=desk.name,
        capacity=desk.capacity,
        people=tuple(one for one in people if one.is_listed or one.can_triage),
    )
