"""Who has read a record: for any person who may change it, and for the governance role of the agency that owns it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from fourpoint.access import standing
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.domain.operations import Operation
from fourpoint.records.audit.models import Event, Listing, Reading
from fourpoint.services.audit import naming, wording

MOST = 500


@dataclass(frozen=True, kw_only=True)
class Look:
    """
    One time that somebody was shown a record or was given it.

    how  "opened", "in a list" or "given"
    """

    at: datetime
    person: str
    agency: str
    how: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Who has read a record, the latest first; `called` is the record in words. `most` looks at the most are told."""

    kind: str
    object_id: str
    called: str
    looks: tuple[Look, ...]
    most: int = MOST

    @property
    def people(self) -> int:
        """How many different people there are among them."""
        return len({(look.person, look.agency) for look in self.looks})


def readers_of(who: Acting, *, kind: str, object_id: str) -> Readers:
    """
    Return who was shown this record or given it.

    raises  NotOpen unless the person may change the record or governs the agency that owns it
    """
    about = Q(object_kind=kind, object_id=object_id)
    readings = list(Reading.objects.filter(about).order_by("-at")[:MOST])
    listings = list(Listing.objects.filter(object_kind=kind, object_ids__contains=[object_id]).order_by("-at")[:MOST])
    given = list(Event.objects.filter(about, operation=Operation.DISCLOSURE.value).order_by("-at")[:MOST])
    if not _may_ask(who, kind, object_id, readings, listings):
        raise NotOpen("Who has read this is told to whoever may change it, and to its owner's governance role.")
    shown: list[Reading | Listing] = [*readings, *listings]
    names = naming.find_names(
        people={row.person_id for row in shown} | {one for row in given for one in row.persons},
        agencies={row.agency_id for row in shown} | {one for row in given for one in row.agencies},
        objects={(kind, object_id)},
    )
    purposes = {purpose.id: purpose.name for purpose in standing.purposes()}
    looks = [
        Look(
            at=row.at,
            person=names.person(row.person_id),
            agency=names.agency(row.agency_id),
            how="opened" if isinstance(row, Reading) else "in a list",
            purpose=purposes.get(row.purpose, row.purpose),
        )
        for row in shown
    ]
    looks += [look for row in given for look in _given(row, names, purposes.get(row.purpose, row.purpose))]
    called = wording.object_words(kind, object_id, names.title(kind, object_id))
    ordered = sorted(looks, key=lambda look: look.at, reverse=True)[:MOST]
    return Readers(kind=kind, object_id=object_id, called=called, looks=tuple(ordered))


def _may_ask(who: Acting, kind: str, object_id: str, readings: list[Reading], listings: list[Listing]) -> bool:
    audience_id = naming.find_audience(kind, object_id)
    if audience_id is not None and audience_id in who.writable:
        return True
    membership = who.actor.membership
    if membership is None or not membership.governs:
        return False
    # The governance role is told whatever her agency owns, the record's own row being closed to her or not.
    owners = {row.owner_id for row in readings} | {row.owner_id for row in listings}
    if audience_id is not None and audience_id in who.readable:
        owners.add(who.readable[audience_id].owner_id)
    return who.actor.agency_id in owners


def _given(row: Event, names: naming.Names, purpose: str) -> list[Look]:
    to_agencies = [
        Look(at=row.at, person="", agency=names.agency(agency), how="given", purpose=purpose) for agency in row.agencies
    ]
    to_people = [
        Look(at=row.at, person=names.person(person), agency="", how="given", purpose=purpose) for person in row.persons
    ]
    return to_agencies + to_people
