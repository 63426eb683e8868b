"""
What is set apart now, whatever became of its request: reference, since when, by whom, for which request.

Who set a record apart alone reads it, and once she has left, whoever stands in her place. The governance role sees that
it is so, and the record only if it is open to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.records.agencies.models import Person
from fourpoint.records.rights.models import CONFIRMED, LIFTED, OPEN, RESTRICTED, RightsCall, RightsItem, RightsNote
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.review.went import list_gone
from fourpoint.services.rights.desks import keepers_of
from fourpoint.services.rights.finds import kind_name
from fourpoint.services.rights.pages import Window, slice_of, window_of


@dataclass(frozen=True, kw_only=True)
class ApartLine:
    """
    A record that is set apart.

    title         what it is; empty when it is not open to the reader
    confirmed_at  when somebody last said that it stays so, and why; None when nobody did
    keeper        who alone reads it: whoever set it apart, or who stands in her place; empty when nobody does
    asked_at      since when its keeper is asked about it
    may_lift      the reader may lift it herself; may_ask: she may ask its keeper
    left_by       the number of whoever set it apart and works for the agency no more, while nobody stands in for her
    """

    item_id: int
    kind: str
    record_id: int
    title: str
    request_id: int
    reference: str
    since: datetime
    by: str
    keeper: str
    confirmed_at: datetime | None
    confirmed_by: str
    why: str
    asked_at: datetime | None
    may_lift: bool
    may_ask: bool
    left_by: int | None


@dataclass(frozen=True, kw_only=True)
class ApartPage:
    """One page of what is set apart, the longest first."""

    window: Window
    lines: tuple[ApartLine, ...]


def set_apart(agency_id: int) -> "QuerySet[RightsNote]":
    """Return the notes by which records of an agency are set apart now: not lifted since, and not disposed of."""
    record = {"kind": OuterRef("kind"), "record_id": OuterRef("record_id")}
    lifted = RightsNote.objects.filter(agency_id=agency_id, what=LIFTED, pk__gt=OuterRef("pk"), **record)
    notes = RightsNote.objects.filter(agency_id=agency_id, what=RESTRICTED).exclude(Exists(lifted))
    return notes.exclude(Exists(list_gone(agency_id).filter(**record)))


def finds_of(notes: Iterable[RightsNote]) -> dict[int, RightsItem]:
    """Return by the number of each note the find that it is about."""
    rows = list(notes)
    items = RightsItem.objects.filter(
        request_id__in={row.request_id for row in rows}, record_id__in={row.record_id for row in rows}
    )
    held = {(item.request_id, item.kind, item.record_id): item for item in items.select_related("request")}
    return {row.pk: held[row.request_id, row.kind, row.record_id] for row in rows}


def count_apart(who: Acting) -> int:
    """Return how many records of the agency are set apart now; raises NotAllowed."""
    checks.check_may_govern(who.actor)
    return set_apart(who.actor.agency_id or 0).count()


def list_apart(who: Acting, *, page: int = 1) -> ApartPage:
    """Return that page of what is set apart in the agency now; raises NotAllowed."""
    window = window_of(total=count_apart(who), number=page)
    notes = set_apart(who.actor.agency_id or 0).select_related("by").order_by("at", "pk")
    rows = list(notes[slice_of(window)])
    keepers = keepers_of({row.by_id for row in rows}, who.actor.agency_id or 0, who.at)
    known = _Known(
        reader_id=who.actor.person_id,
        finds=finds_of(rows),
        held=_open(rows, who),
        said=latest_confirmed(rows),
        asked=_asked(rows),
        keepers=keepers,
        names=dict(Person.objects.filter(id__in=set(keepers.values())).values_list("id", "name")),
    )
    return ApartPage(window=window, lines=tuple(_line(row, known) for row in rows))


def latest_confirmed(rows: Iterable[RightsNote]) -> dict[tuple[str, int], RightsNote]:
    """Return by kind and number the last note that a record stays set apart, since it is."""
    since = {(row.kind, row.record_id): row.pk for row in rows}
    numbers = {number for _, number in since}
    notes = RightsNote.objects.filter(what=CONFIRMED, record_id__in=numbers).select_related("by").order_by("pk")
    return {(one.kind, one.record_id): one for one in notes if since.get((one.kind, one.record_id), one.pk) < one.pk}


# ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known around the lines of a page, by note, by record, by request and person."""

    reader_id: int
    finds: dict[int, RightsItem]
    held: dict[tuple[str, int], tuple[str, bool]]
    said: dict[tuple[str, int], RightsNote]
    asked: dict[tuple[int, int], datetime]
    keepers: dict[int, int]
    names: dict[int, str]


def _open(rows: list[RightsNote], who: Acting) -> dict[tuple[str, int], tuple[str, bool]]:
    """Title of each record that is open to the reader, and whether she may change it; the trail has them as listed."""
    made: dict[tuple[str, int], tuple[str, bool]] = {}
    for kind in KINDS:
        numbers = [row.record_id for row in rows if row.kind == kind.code]
        found = list(kind.model._default_manager.filter(pk__in=numbers)) if numbers else []
        if found:
            trail.record_listed(kind.code, found)
        for record in found:
            made[kind.code, record.pk] = (kind.title(record), record.audience_id in who.writable)
    return made


def _asked(rows: list[RightsNote]) -> dict[tuple[int, int], datetime]:
    """By request and person, since when she is asked; she cannot answer a search of a closed request any more."""
    waiting = RightsCall.objects.filter(request_id__in={row.request_id for row in rows}, answered_at=None)
    calls = waiting.select_related("request")
    return {(one.request_id, one.person_id): one.called_at for one in calls if one.to_lift or one.request.state == OPEN}


def _line(row: RightsNote, known: _Known) -> ApartLine:
    item, said = known.finds[row.pk], known.said.get((row.kind, row.record_id))
    title, may_lift = known.held.get((row.kind, row.record_id), ("", False))
    keeper_id = known.keepers.get(row.by_id)
    asked_at = known.asked.get((row.request_id, keeper_id)) if keeper_id else None
    return ApartLine(
        item_id=item.pk,
        kind=kind_name(row.kind),
        record_id=row.record_id,
        title=title,
        request_id=row.request_id,
        reference=item.request.reference,
        since=row.at,
        by=row.by.name,
        keeper=known.names[keeper_id] if keeper_id else "",
        confirmed_at=said.at if said else None,
        confirmed_by=said.by.name if said else "",
        why=said.reason if said else "",
        asked_at=asked_at,
        may_lift=may_lift,
        may_ask=keeper_id is not None and asked_at is None and keeper_id != known.reader_id,
        left_by=row.by_id if keeper_id is None else None,
    )
