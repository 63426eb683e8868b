"""Reads who stands in for whom: for the information governance role, and for whoever stands in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from fourpoint.access import checks
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.sharing.models import StandIn
from fourpoint.services.agencies.queries import members_of
from fourpoint.services.stand_ins.lists import lists_of_leavers, open_stand_ins


@dataclass(frozen=True, kw_only=True)
class StandInLine:
    """Who stands in for a leaver, since when, and who named her."""

    stand_in_id: int
    name: str
    since: datetime
    named_by: str


@dataclass(frozen=True, kw_only=True)
class LeaverLine:
    """
    Somebody who left, and the lists on which she stands.

    left_at  when her last membership ended
    alone    how many lists of the agency's records name nobody who works for it now; named: how many name her
    """

    person_id: int
    name: str
    left_at: datetime
    alone: int
    named: int
    stand_in: StandInLine | None


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """A colleague who left, for whom the reader stands in."""

    leaver: str
    since: datetime
    named_by: str


def list_leavers(who: Acting) -> tuple[LeaverLine, ...]:
    """Return the leavers for whom somebody stands in or is wanted to, those without one first; raises NotAllowed."""
    checks.check_may_govern(who.actor)
    agency_id = who.actor.agency_id or 0
    lists, held = lists_of_leavers(agency_id, at=who.at), open_stand_ins(agency_id, at=who.at)
    people = Person.objects.filter(id__in=lists, kind=Person.PERSON).values_list("id", "name")
    ended = Membership.objects.filter(agency_id=agency_id, person_id__in=lists, ends_at__lte=who.at)
    left = dict(ended.values_list("person_id").annotate(Max("ends_at")))
    lines = (
        LeaverLine(
            person_id=person_id,
            name=name,
            left_at=left[person_id],
            alone=lists[person_id].alone,
            named=lists[person_id].named,
            stand_in=_line(held[person_id]) if person_id in held else None,
        )
        for person_id, name in people
        if person_id in left
    )
    return tuple(sorted(lines, key=lambda one: (one.stand_in is not None, one.name)))


def get_leaver(who: Acting, person_id: int) -> LeaverLine:
    """Return one of `list_leavers`; raises NotAllowed, and NotOpen for anybody else."""
    found = next((line for line in list_leavers(who) if line.person_id == person_id), None)
    if found is None:
        raise NotOpen("Nobody of that number has left your agency whose place on a list wants filling.")
    return found


def list_candidates(who: Acting) -> tuple[tuple[int, str], ...]:
    """Return the colleagues who can be named, with their names: all but the reader; raises NotAllowed."""
    checks.check_may_govern(who.actor)
    people = members_of(who.actor.agency_id or 0, at=who.at) - {who.actor.person_id}
    rows = Person.objects.filter(id__in=people, kind=Person.PERSON).order_by("name", "id")
    return tuple(rows.values_list("id", "name"))


def list_own(who: Acting) -> tuple[OwnLine, ...]:
    """Return for whom the reader stands in now, in the agency she acts for."""
    mine = StandIn.objects.filter(
        person_id=who.actor.person_id, agency_id=who.actor.agency_id or 0, made_at__lte=who.at
    )
    rows = mine.exclude(ended_at__lte=who.at).select_related("leaver", "made_by").order_by("made_at", "id")
    return tuple(OwnLine(leaver=row.leaver.name, since=row.made_at, named_by=row.made_by.name) for row in rows)


def _line(row: StandIn) -> StandInLine:
    return StandInLine(stand_in_id=row.pk, name=row.person.name, since=row.made_at, named_by=row.made_by.name)
