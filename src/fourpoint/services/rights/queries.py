"""Reads requests about what is held of a person, for the governance role of the agency, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.catalogue.keeping import ExemptionEntry, RightEntry
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.rights.models import (
    DISCLOSE,
    OPEN,
    RESTRICTED,
    RightsCall,
    RightsItem,
    RightsNote,
    RightsRequest,
)
from fourpoint.services.agencies.words import entries, name_of
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.rights.calling import CallLine, Colleague, list_calls, list_colleagues
from fourpoint.services.rights.desks import unsearched_desks
from fourpoint.services.rights.requests import find_request
from fourpoint.services.rights.searching import ACCOUNT, TRAIL

BY_WORDS = {"name": "name", "email": "e-mail", "phone": "telephone", "address": "address"}


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """A request in a list; days_left: until it is due (negative: overdue), for one that is open."""

    request_id: int
    reference: str
    right: str
    subject: str
    received_on: date
    due_on: date
    days_left: int
    state: str
    handler: str


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """
    Something that was found.

    title, said   what it is and says; empty when it is not there any more or not open to the reader
    by            by what it was found, in words
    decision      "" (none yet), "disclose" or "withhold"; exemption: the ground in words
    is_record     a marked record, which can be put right and set apart
    found_by      the colleague who found it, for what she alone may read; extract: what she gives of it
    """

    item_id: int
    kind: str
    record_id: int
    title: str
    said: tuple[str, ...]
    by: tuple[str, ...]
    decision: str
    exemption_code: str
    exemption: str
    reason: str
    is_record: bool
    is_there: bool
    is_restricted: bool
    found_by: str
    extract: str


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """What was done to a record for a request."""

    at: datetime
    by: str
    what: str
    record: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """A request with everything that was found, decided and done; missing: what must be done before it is answered."""

    line: RequestLine
    asked: str
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    identity_checked: str
    identity_checked_at: datetime | None
    searched_at: datetime | None
    items: tuple[ItemLine, ...]
    notes: tuple[NoteLine, ...]
    calls: tuple[CallLine, ...]
    colleagues: tuple[Colleague, ...]
    missing: tuple[str, ...]
    closed_at: datetime | None
    closing: str
    is_confirmed: bool


def list_requests(who: Acting) -> tuple[RequestLine, ...]:
    """Return the agency's requests, open ones first by the day they are due; raises NotAllowed."""
    checks.check_may_govern(who.actor)
    rows = RightsRequest.objects.filter(agency_id=who.actor.agency_id or 0).select_related("handler")
    return tuple(_line(row, who) for row in sorted(rows, key=lambda row: (row.state != OPEN, row.due_on, row.pk)))


def get_request(who: Acting, request_id: int) -> RequestPage:
    """Return one request; raises NotAllowed, NoSuchRequest."""
    row = find_request(who.actor, request_id)
    items = _items(row)
    return RequestPage(
        line=_line(row, who),
        asked=row.asked,
        terms=tuple(
            (label, tuple(line for line in text.splitlines() if line.strip()))
            for label, text in (
                ("Name", row.subject),
                ("Other names", row.other_names),
                ("E-mail", row.emails),
                ("Telephone", row.phones),
                ("Address", row.addresses),
            )
            if text.strip()
        ),
        identity_checked=row.identity_checked,
        identity_checked_at=row.identity_checked_at,
        searched_at=row.searched_at,
        items=items,
        notes=_notes(row, items),
        calls=list_calls(row.pk),
        colleagues=list_colleagues(who, row.pk),
        missing=_missing(row, items),
        closed_at=row.closed_at,
        closing=row.closing,
        is_confirmed=entries("rights", RightEntry)[row.right].status == "confirmed",
    )


def list_rights() -> tuple[RightEntry, ...]:
    """Return what can be asked for, in the order of the catalogue."""
    return tuple(entries("rights", RightEntry).values())


def list_exemptions() -> tuple[ExemptionEntry, ...]:
    """Return the grounds for withholding, in the order of the catalogue."""
    return tuple(entries("exemptions", ExemptionEntry).values())


# ----------------------------------------------------------------------------------------------------------------------


def _line(row: RightsRequest, who: Acting) -> RequestLine:
    return RequestLine(
        request_id=row.pk,
        reference=row.reference,
        right=name_of("rights", RightEntry, row.right),
        subject=row.subject,
        received_on=row.received_on,
        due_on=row.due_on,
        days_left=(row.due_on - timezone.localdate(who.at)).days,
        state=row.state,
        handler=row.handler.name,
    )


def _items(row: RightsRequest) -> tuple[ItemLine, ...]:
    found = RightsItem.objects.filter(request=row).select_related("found_by")
    items = list(found.order_by("kind", "record_id"))
    held = _held(items)
    apart = _apart(row)
    return tuple(_item(item, held.get((item.kind, item.record_id)), apart) for item in items)


def _held(items: list[RightsItem]) -> dict[tuple[str, int], tuple[str, tuple[str, ...]]]:
    """Title and words of what is still there and open, by kind and number; that they were shown is in the trail."""
    made: dict[tuple[str, int], tuple[str, tuple[str, ...]]] = {}
    for kind in KINDS:
        numbers = [item.record_id for item in items if item.kind == kind.code]
        found = list(kind.model._default_manager.filter(pk__in=numbers)) if numbers else []
        trail.record_shown(kind.code, found)
        for record in found:
            made[kind.code, record.pk] = (kind.title(record), tuple(text for text in kind.texts(record) if text))
    for person in Person.objects.filter(id__in=[item.record_id for item in items if item.kind in (ACCOUNT, TRAIL)]):
        made[ACCOUNT, person.id] = ("Account of somebody who signs in", _account(person))
        made[TRAIL, person.id] = ("What they did and read here", _trail(person.id))
    return made


def _account(person: Person) -> tuple[str, ...]:
    held = Membership.objects.filter(person_id=person.id).select_related("agency").order_by("id")
    posts = (f"{row.agency.name}: {', '.join(row.roles)}, from {timezone.localdate(row.starts_at)}" for row in held)
    return (f"Name: {person.name}", f"E-mail: {person.email}", *posts)


def _trail(person_id: int) -> tuple[str, ...]:
    done, read = (model.objects.filter(person_id=person_id).count() for model in (Event, Reading))
    return (f"{done:,} entries of what they did, and {read:,} of what they read.",)


def _apart(row: RightsRequest) -> set[tuple[str, int]]:
    """The records that are set apart for the request now: what the newest note on each says."""
    newest = {
        (one.kind, one.record_id): one.what for one in RightsNote.objects.filter(request=row).order_by("at", "pk")
    }
    return {record for record, what in newest.items() if what == RESTRICTED}


def _item(item: RightsItem, held: tuple[str, tuple[str, ...]] | None, apart: set[tuple[str, int]]) -> ItemLine:
    words = {kind.code: kind.name for kind in KINDS}
    return ItemLine(
        item_id=item.pk,
        kind=words.get(item.kind, item.kind),
        record_id=item.record_id,
        title=held[0] if held else "",
        said=held[1] if held else (),
        by=tuple(BY_WORDS.get(code, code) for code in item.by),
        decision=item.decision,
        exemption_code=item.exemption,
        exemption=name_of("exemptions", ExemptionEntry, item.exemption) if item.exemption else "",
        reason=item.reason,
        is_record=item.kind in words,
        is_there=held is not None,
        is_restricted=(item.kind, item.record_id) in apart,
        found_by=item.found_by.name if item.found_by else "",
        extract=item.extract,
    )


def _notes(row: RightsRequest, items: tuple[ItemLine, ...]) -> tuple[NoteLine, ...]:
    titles = {item.record_id: item.title for item in items}
    held = RightsNote.objects.filter(request=row).select_related("by").order_by("at", "pk")
    return tuple(
        NoteLine(
            at=one.at,
            by=one.by.name,
            what=one.what,
            record=titles.get(one.record_id, "") or f"{one.kind} {one.record_id}",
            before=one.before,
            after=one.after,
        )
        for one in held
    )


def _missing(row: RightsRequest, items: tuple[ItemLine, ...]) -> tuple[str, ...]:
    undecided = sum(not item.decision for item in items)
    waiting = RightsCall.objects.filter(request=row, answered_at=None).count()
    desks = unsearched_desks(row.pk, row.agency_id)
    steps = (
        (not row.identity_checked, "Check that the person is who they say they are."),
        (row.searched_at is None, "Search for everything that is held of the person."),
        (undecided > 0, f"Decide on {undecided} of {len(items)} finds."),
        (waiting > 0, f"Wait for the answer of {waiting} of those who were asked to search."),
        *((True, f"Ask somebody who works at {desk} to search what lies there, or wait for them.") for desk in desks),
    )
    return tuple(words for is_missing, words in steps if is_missing)


def is_disclosed(item: ItemLine) -> bool:
    """Return whether an item goes into the answer, itself or by an extract."""
    return item.decision == DISCLOSE and (item.is_there or bool(item.extract))
