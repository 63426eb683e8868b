"""
Need-to-know lists of an agency's own records, and which of them hold nobody any more who works for it.

A list is counted, never what it guards: that is open to whoever stands on it. It may guard nothing any more.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from fourpoint.records.sharing.models import AudienceMember, StandIn
from fourpoint.services.agencies.queries import members_of


@dataclass(frozen=True, kw_only=True)
class Lists:
    """
    The lists on which somebody who left stands.

    alone  how many of them name nobody who works for the agency now
    named  how many name her at all
    """

    alone: int
    named: int


def lists_of_leavers(agency_id: int, *, at: datetime, going: Set[int] = frozenset()) -> Mapping[int, Lists]:
    """
    Return by person the lists of those who work for the agency no more, where one of the lists names nobody else.

    going  people who are about to leave, as if they had
    """
    present = members_of(agency_id, at=at) - going
    named = _named(agency_id)
    alone = {audience_id for audience_id, people in named.items() if not people & present}
    counted: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for audience_id, people in named.items():
        for person_id in people - present:
            held = counted[person_id]
            counted[person_id] = (held[0] + (audience_id in alone), held[1] + 1)
    return {person: Lists(alone=few, named=all_) for person, (few, all_) in counted.items() if few}


def open_stand_ins(agency_id: int, *, at: datetime) -> dict[int, StandIn]:
    """Return by leaver the stand-in of that instant; one who has left herself stands in for nobody."""
    rows = StandIn.objects.filter(agency_id=agency_id, made_at__lte=at).exclude(ended_at__lte=at)
    present = members_of(agency_id, at=at)
    return {row.leaver_id: row for row in rows.select_related("person", "made_by") if row.person_id in present}


def stood_in_for(person_id: int, *, agency_id: int, at: datetime) -> frozenset[int]:
    """Return the leavers for whom that person stands in then."""
    rows = StandIn.objects.filter(person_id=person_id, agency_id=agency_id, made_at__lte=at)
    return frozenset(rows.exclude(ended_at__lte=at).values_list("leaver_id", flat=True))


def _named(agency_id: int) -> dict[int, set[int]]:
    """The people of the agency on each list of records of its own, by audience."""
    rows = AudienceMember.objects.filter(agency_id=agency_id, audience__owner_id=F("agency_id"))
    named: dict[int, set[int]] = defaultdict(set)
    for audience_id, person_id in rows.values_list("audience_id", "person_id"):
        named[audience_id].add(person_id)
    return named
