"""Finds everything about a person across words: records of every kind, people who sign in, entries of the trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import trail
from fourpoint.access.kinds import Kind
from fourpoint.domain.mentions import Terms, find_mentions
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.rights.models import RightsItem, RightsRequest
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.rights.requests import note, open_request

ACCOUNT, TRAIL = "account", "trail"
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Find:
    """Something that mentions the person: kind, number, and by what it was found."""

    kind: str
    record_id: int
    by: tuple[str, ...]


@transaction.atomic
def search(*, by: Actor, purpose: str, at: datetime, request_id: int) -> int:
    """
    Search everything of the agency that the actor may read, keep what was found, and return how much is new.

    What was found before stays, with what was decided on it. The lists of records are in the trail; the words are not.

    raises  NotAllowed, NoSuchRequest, RequestClosed
    """
    row = open_request(by, request_id)
    known = set(RightsItem.objects.filter(request=row).values_list("kind", "record_id"))
    finds = [find for find in _find(row) if (find.kind, find.record_id) not in known]
    RightsItem.objects.bulk_create(
        RightsItem(
            request=row,
            agency_id=row.agency_id,
            kind=find.kind,
            record_id=find.record_id,
            by=list(find.by),
            found_at=at,
        )
        for find in finds
    )
    row.searched_at = at
    row.save(update_fields=["searched_at"])
    note("rights.search", row, {"found": len(finds)}, by=by, purpose=purpose, at=at)
    return len(finds)


def terms_of(row: RightsRequest) -> Terms:
    """Return what a request gives to search by."""
    return Terms(
        names=(row.subject, *_lines(row.other_names)),
        emails=_lines(row.emails),
        phones=_lines(row.phones),
        addresses=_lines(row.addresses),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _find(row: RightsRequest) -> Iterator[Find]:
    terms = terms_of(row)
    for kind in KINDS:
        yield from _records(kind, row.agency_id, terms)
    for person_id, by in _people(row.agency_id, terms):
        yield Find(kind=ACCOUNT, record_id=person_id, by=by)
        if Event.objects.filter(person_id=person_id).exists() or Reading.objects.filter(person_id=person_id).exists():
            yield Find(kind=TRAIL, record_id=person_id, by=by)


def _records(kind: Kind, agency_id: int, terms: Terms) -> Iterator[Find]:
    rows = kind.model._default_manager.filter(owner_id=agency_id).order_by("pk")
    found = []
    for record in rows.iterator(chunk_size=AT_ONCE):
        by = find_mentions("\n".join((kind.title(record), *kind.texts(record))), terms)
        if by:
            found.append(record)
            yield Find(kind=kind.code, record_id=record.pk, by=by)
    trail.record_listed(kind.code, found)


def _people(agency_id: int, terms: Terms) -> Iterator[tuple[int, tuple[str, ...]]]:
    members = Membership.objects.filter(agency_id=agency_id).values_list("person_id", flat=True)
    for person in Person.objects.filter(id__in=members).order_by("id"):
        if by := find_mentions(f"{person.name}\n{person.email}", terms):
            yield person.id, by
