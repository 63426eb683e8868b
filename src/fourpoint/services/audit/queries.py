"""
Reads the trail: for the governance role of an agency, and for whoever may change a record. Row security holds both.

Who looks into the trail is itself in the trail: each page of it is one entry.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from fourpoint.access import checks, standing, trail
from fourpoint.access.context import Acting
from fourpoint.domain.days import end_of, start_of
from fourpoint.domain.markings import Marking
from fourpoint.domain.operations import Operation
from fourpoint.domain.paging import cut
from fourpoint.records.agencies.models import Person
from fourpoint.records.audit.models import Event, Listing, Reading
from fourpoint.services.audit import naming, wording
from fourpoint.services.audit.naming import Names

PAGE = 50
MOST_COUNTED = 10_000
Row = Event | Reading | Listing
MODELS: dict[str, type[Row]] = {"E": Event, "R": Reading, "L": Listing}


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    """
    What of the trail is asked for; what is empty does not narrow.

    person        part of a name or e-mail address
    person_id     one person by number
    agency_id     the agency acted for
    kind, object  a kind of record, and a number of it
    ours          only what others read of the agency's own records
    """

    operation: str = ""
    person: str = ""
    person_id: int | None = None
    agency_id: int | None = None
    kind: str = ""
    object_id: str = ""
    purpose: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    ours: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    One entry in words.

    done        what was done, to follow the person's name: "opened the profile ..."
    recipients  names of agencies and persons that received what was disclosed
    """

    entry_id: UUID
    at: datetime
    operation: str
    person_id: int
    person: str
    agency: str
    done: str
    purpose: str
    reason: str
    recipients: tuple[str, ...]
    kind: str
    object_id: str
    marking: str = ""


@dataclass(frozen=True, kw_only=True)
class TrailPage:
    """One page of entries, the newest first; `total` counts to 10,000, and `counted_all` says whether that was all."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    total: int
    counted_all: bool


@dataclass(frozen=True, kw_only=True)
class AgencyReads:
    """What people of one agency were shown of another's records in a period."""

    agency_id: int
    agency: str
    people: int
    opened: int
    listed: int
    last_at: datetime


def find_entries(who: Acting, wanted: TrailFilter, *, page: int = 1, size: int = PAGE) -> TrailPage:
    """
    Return a page of the trail that the actor's governance role may read, and record that it was looked into.

    raises  NotAllowed without that role
    """
    checks.check_may_govern(who.actor)
    found = _narrowed(who, wanted)
    total = sum(rows[: MOST_COUNTED + 1].count() for rows in found.values())
    part = cut(min(total, MOST_COUNTED), size=size, number=page)
    keys = [_keys(letter, rows) for letter, rows in found.items()]
    window = keys[0].union(*keys[1:], all=True).order_by("-at", "id")[part.rows]
    entries = _entries([(key["letter"], key["id"]) for key in window])
    _record_look(who, "trail.read", {"shown": len(entries), "page": part.number}, wanted)
    return TrailPage(
        entries=entries,
        number=part.number,
        pages=part.pages,
        total=min(total, MOST_COUNTED),
        counted_all=total <= MOST_COUNTED,
    )


def get_entries(who: Acting, entry_ids: list[tuple[str, UUID]]) -> tuple[Entry, ...]:
    """Return these entries, by table letter and id, the newest first; raises NotAllowed without the governance role."""
    checks.check_may_govern(who.actor)
    return tuple(sorted(_entries(entry_ids), key=lambda entry: entry.at, reverse=True))


def list_reads_of_ours(who: Acting, wanted: TrailFilter) -> tuple[AgencyReads, ...]:
    """
    Return, for each other agency, what its people were shown of the actor's agency's records; most read first.

    wanted  its period, purpose and kind count; raises NotAllowed without the governance role
    """
    checks.check_may_govern(who.actor)
    found = _narrowed(who, replace(wanted, ours=True))
    counts: dict[int, dict[str, Any]] = {}
    opened = found["R"].values("agency_id").annotate(n=Count("id"), last=Max("at"))
    listed = found["L"].values("agency_id").annotate(n=Coalesce(Sum("object_ids__len"), 0), last=Max("at"))
    for name, rows in (("opened", opened), ("listed", listed)):
        for row in rows.order_by():
            held = counts.setdefault(row["agency_id"], {"opened": 0, "listed": 0, "last": row["last"]})
            held[name] = row["n"]
            held["last"] = max(held["last"], row["last"])
    _record_look(who, "trail.reads-of-ours", {"shown": len(counts)}, wanted)
    names = naming.find_names(people=(), agencies=counts, objects=())
    cards = [
        AgencyReads(
            agency_id=agency_id,
            agency=names.agency(agency_id),
            people=_people(found, agency_id),
            opened=held["opened"],
            listed=held["listed"],
            last_at=held["last"],
        )
        for agency_id, held in counts.items()
    ]
    return tuple(sorted(cards, key=lambda card: (-card.opened - card.listed, card.agency)))


def list_agencies(who: Acting) -> tuple[tuple[int, str], ...]:
    """Return the agencies that have entries the actor's governance role may read: number and name, by name."""
    checks.check_may_govern(who.actor)
    ids: set[int] = set()
    for model in MODELS.values():
        held = model._default_manager.order_by().values_list("agency_id", flat=True).distinct()
        ids |= {agency_id for agency_id in held if agency_id is not None}
    names = naming.find_names(people=(), agencies=ids, objects=())
    return tuple(sorted(((agency_id, names.agency(agency_id)) for agency_id in ids), key=lambda one: one[1]))


# ----------------------------------------------------------------------------------------------------------------------


def _narrowed(who: Acting, wanted: TrailFilter) -> dict[str, QuerySet[Any]]:
    common = _common(wanted)
    events = Event.objects.filter(common)
    readings, listings = Reading.objects.filter(common), Listing.objects.filter(common)
    if wanted.object_id:
        events = events.filter(object_id=wanted.object_id)
        readings = readings.filter(object_id=wanted.object_id)
        listings = listings.filter(object_ids__contains=[wanted.object_id])
    if wanted.operation:
        events = events.filter(operation=wanted.operation)
    if wanted.operation not in ("", Operation.CONSULTATION.value):
        readings, listings = readings.none(), listings.none()
    agency_id = who.actor.agency_id or 0
    if wanted.ours:
        events = events.filter(owner_id=agency_id).exclude(agency_id=agency_id)
        readings = readings.filter(owner_id=agency_id).exclude(agency_id=agency_id)
    # A list of one's own people is told by its look-up already, with what was searched for.
    listings = listings.filter(owner_id=agency_id).exclude(agency_id=agency_id)
    return {"E": events, "R": readings, "L": listings}


def _common(wanted: TrailFilter) -> Q:
    said = Q()
    if wanted.agency_id is not None:
        said &= Q(agency_id=wanted.agency_id)
    if wanted.person_id is not None:
        said &= Q(person_id=wanted.person_id)
    if wanted.person:
        matching = Person.objects.filter(Q(name__icontains=wanted.person) | Q(email__icontains=wanted.person))
        said &= Q(person_id__in=list(matching.values_list("id", flat=True)))
    if wanted.kind:
        said &= Q(object_kind=wanted.kind)
    if wanted.purpose:
        said &= Q(purpose=wanted.purpose)
    if wanted.starts_on:
        said &= Q(at__gte=start_of(wanted.starts_on))
    if wanted.ends_on:
        said &= Q(at__lt=end_of(wanted.ends_on))
    return said


def _keys(letter: str, rows: QuerySet[Any]) -> Any:
    return rows.annotate(letter=Value(letter, output_field=CharField())).values("id", "at", "letter").order_by()


def _people(found: dict[str, QuerySet[Any]], agency_id: int) -> int:
    people: set[int] = set()
    for letter in ("R", "L"):
        people |= set(
            found[letter].filter(agency_id=agency_id).order_by().values_list("person_id", flat=True).distinct()
        )
    return len(people)


def _record_look(who: Acting, action: str, facts: dict[str, str | int | list[str]], wanted: TrailFilter) -> None:
    """Record that the trail was looked into, with what narrowed it: by names of filters, not by what was typed."""
    narrowed = [name for name, value in vars(wanted).items() if value not in ("", None, False)]
    change = trail.Change(
        action=action,
        object_kind="trail",
        object_id=wanted.object_id or str(wanted.person_id or ""),
        facts={**facts, "narrowed": narrowed},
        operation=Operation.CONSULTATION,
    )
    trail.record(change, by=who.actor, purpose=who.purpose, at=who.at)


def _entries(keys: list[tuple[str, UUID]]) -> tuple[Entry, ...]:
    rows: dict[UUID, tuple[str, Row]] = {}
    for letter, model in MODELS.items():
        wanted = [entry_id for one, entry_id in keys if one == letter]
        rows |= {row.pk: (letter, row) for row in model._default_manager.filter(pk__in=wanted)}
    held = [rows[entry_id] for _, entry_id in keys if entry_id in rows]
    names = _names(row for _, row in held)
    purposes = {purpose.id: purpose.name for purpose in standing.purposes()}
    return tuple(_entry(row, names, purposes) for _, row in held)


def _names(rows: Any) -> Names:
    held = list(rows)
    events = [row for row in held if isinstance(row, Event)]
    return naming.find_names(
        people={row.person_id for row in held} | {person for row in events for person in row.persons},
        agencies={row.agency_id for row in held} | {agency for row in events for agency in row.agencies},
        objects={(row.object_kind, row.object_id) for row in held if not isinstance(row, Listing)}
        | {(row.object_kind, one) for row in held if isinstance(row, Listing) for one in row.object_ids},
    )


def _entry(row: Row, names: Names, purposes: dict[str, str]) -> Entry:
    return Entry(
        entry_id=row.pk,
        at=row.at,
        operation=row.operation if isinstance(row, Event) else Operation.CONSULTATION.value,
        person_id=row.person_id,
        person=names.person(row.person_id),
        agency=names.agency(row.agency_id),
        done=_done(row, names),
        purpose=purposes.get(row.purpose, row.purpose),
        reason=row.reason if isinstance(row, Event) else "",
        recipients=_recipients(row, names) if isinstance(row, Event) else (),
        kind=row.object_kind,
        object_id="" if isinstance(row, Listing) else row.object_id,
        marking=Marking(row.marking).words if isinstance(row, Reading) else "",
    )


def _recipients(row: Event, names: Names) -> tuple[str, ...]:
    return (*map(names.agency, row.agencies), *map(names.person, row.persons))


def _done(row: Row, names: Names) -> str:
    if isinstance(row, Listing):
        titles = [
            wording.object_words(row.object_kind, one, names.title(row.object_kind, one)) for one in row.object_ids
        ]
        more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
        return f"was shown, in a list, {', '.join(titles[:3])}{more}"
    called = wording.object_words(row.object_kind, row.object_id, names.title(row.object_kind, row.object_id))
    if isinstance(row, Reading):
        return f"opened {called}"
    if row.action.startswith("trail."):
        return "looked into the trail"
    if row.operation == Operation.CONSULTATION.value and "total" in row.facts:
        return wording.list_words(row.object_kind, row.facts, row.words)
    if row.operation == Operation.ERASURE.value:
        return f"erased {called} under the rule {row.facts.get('rule', '')}"
    return wording.change_words(row.action, called)
