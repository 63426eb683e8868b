"""Opens profiles: says of which areas an agency has a profile, and who may read them. Change and audit together."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.domain.duties import Duty
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Agency
from fourpoint.records.profiles.models import Profile
from fourpoint.services.profiles import store
from fourpoint.services.profiles.actions import EVERY_AREA, NothingToBuild
from fourpoint.services.sharing.actions import intern_audience, owner_only


@transaction.atomic
def open_profiles(
    *, areas: Sequence[str], by: Actor, purpose: str, at: datetime, audience_id: int | None = None
) -> tuple[str, ...]:
    """
    Give the actor's agency a profile of each area and return the codes of those that are new.

    areas        codes of areas with data; "all": the force area the agency serves, and its districts
    audience_id  who may read them; None: the agency alone

    raises  NotAllowed unless the actor writes for an agency; UnknownArea when no data of an area are held;
            NothingToBuild when "all" is asked for an agency that serves no force area
    """
    agency_id = by.agency_id or 0
    checks.check_has_duty(by, duty=Duty.PROFILES, agency_id=agency_id)
    codes = _held(areas, agency_id)
    audience = audience_id or intern_audience(by=by, purpose=purpose, at=at, audience=owner_only(agency_id))
    return open_areas(codes, by=by, purpose=purpose, at=at, audience_id=audience)


@transaction.atomic
def open_areas(codes: Sequence[str], *, by: Actor, purpose: str, at: datetime, audience_id: int) -> tuple[str, ...]:
    """
    Give the actor's agency a profile of each of the areas, whether their data are held yet or not; return the new ones.

    raises  NotAllowed unless the actor writes for an agency
    """
    agency_id = by.agency_id or 0
    checks.check_has_duty(by, duty=Duty.PROFILES, agency_id=agency_id)
    there = set(Profile.objects.filter(owner_id=agency_id).values_list("area_code", flat=True))
    new = tuple(code for code in codes if code not in there)
    for code in new:
        row = Profile.objects.create(
            area_code=code, owner_id=agency_id, audience_id=audience_id, created_at=at, created_by_id=by.person_id
        )
        change = trail.Change(
            action="profile.open",
            object_kind="profile",
            object_id=row.pk,
            facts={"area": code, "audience": audience_id},
        )
        trail.record(change, by=by, purpose=purpose, at=at)
    return new


def _held(areas: Sequence[str], agency_id: int) -> tuple[str, ...]:
    if EVERY_AREA not in areas:
        return tuple(store.facts_of(code).territory.area(code).code for code in dict.fromkeys(areas))
    served = Agency.objects.values_list("area_code", flat=True).get(id=agency_id)
    if not served:
        raise NothingToBuild("The agency serves no area of its own: name the areas it has profiles of.")
    territory = store.facts_of(served).territory
    return (territory.force.code, *(area.code for area in territory.districts))
