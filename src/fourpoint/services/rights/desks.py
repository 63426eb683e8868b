"""
Who can search what: the desks of an agency and who works at them, since what lies on a desk is searched by nobody else.

Whoever leaves answers no more: nobody waits for her, and what she had still to decide is for whoever is asked next.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from fourpoint.records.agencies.models import Membership
from fourpoint.records.intelligence.models import Desk
from fourpoint.records.rights.models import RightsCall, RightsItem, RightsRequest
from fourpoint.services.stand_ins.lists import open_stand_ins, stood_in_for


def colleagues(agency_id: int, at: datetime) -> "QuerySet[Membership]":
    """Return the memberships of the people who work for an agency then."""
    held = Membership.objects.filter(agency_id=agency_id, person__kind="P", person__is_active=True, starts_at__lte=at)
    return held.exclude(ends_at__lte=at)


def waiting_calls(row: RightsRequest, at: datetime) -> "QuerySet[RightsCall]":
    """Return the calls for a request that somebody who works for the agency then has still to answer."""
    return RightsCall.objects.filter(request=row, answered_at=None, person_id__in=_present(row, at))


def left_finds(row: RightsRequest, at: datetime) -> "QuerySet[RightsItem]":
    """Return the finds on which somebody who has left had still to decide."""
    return RightsItem.objects.filter(request=row, decision="", found_by__isnull=False).exclude(
        found_by_id__in=_present(row, at)
    )


def keepers_of(person_ids: Iterable[int], agency_id: int, at: datetime) -> dict[int, int]:
    """Return by person who reads then what she alone read: she, or who stands in her place; without either, nobody."""
    present = set(colleagues(agency_id, at).values_list("person_id", flat=True))
    stand_ins = {leaver: row.person_id for leaver, row in open_stand_ins(agency_id, at=at).items()}
    kept = {one: one if one in present else stand_ins.get(one) for one in person_ids}
    return {one: keeper for one, keeper in kept.items() if keeper is not None}


def kept_by(person_id: int, agency_id: int, at: datetime) -> frozenset[int]:
    """Return whose records she reads then as the only one: her own, and those of people for whom she stands in."""
    return frozenset({person_id}) | stood_in_for(person_id, agency_id=agency_id, at=at)


def desk_of_each(agency_id: int) -> dict[int, str]:
    """Return the name of the desk at which each person works, the first of several."""
    held: dict[int, str] = {}
    for desk in Desk.objects.filter(agency_id=agency_id).order_by("id"):
        for person_id in _people(desk):
            held.setdefault(person_id, desk.name)
    return held


def unsearched_desks(request_id: int, agency_id: int) -> tuple[str, ...]:
    """Return the names of the agency's desks from which nobody has answered a call for that request."""
    answered = RightsCall.objects.filter(request_id=request_id).exclude(answered_at=None).exclude(searched_at=None)
    people = set(answered.values_list("person_id", flat=True))
    desks = Desk.objects.filter(agency_id=agency_id).order_by("id")
    return tuple(desk.name for desk in desks if not people & _people(desk))


# ----------------------------------------------------------------------------------------------------------------------


def _present(row: RightsRequest, at: datetime) -> "QuerySet[Membership, int]":
    return colleagues(row.agency_id, at).values_list("person_id", flat=True)


def _people(desk: Desk) -> set[int]:
    return set(desk.arrivals.members.filter(agency_id=desk.agency_id).values_list("person_id", flat=True))
