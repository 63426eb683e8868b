"""
Calls a colleague to search for a request what she alone may read: a desk's submissions, a need-to-know list.

She searches as herself, decides on each find, and writes what of it is given to the person. The governance role sees
that something was found, by whom and how it was decided, and the words to be given; never the record.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.domain.mentions import find_mentions
from fourpoint.domain.sharing import Actor
from fourpoint.records.rights.models import OPEN, RightsCall, RightsItem, RightsRequest
from fourpoint.services.agencies import letters
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.rights.desks import colleagues, desk_of_each, left_finds
from fourpoint.services.rights.finds import Words, kind_name, open_records
from fourpoint.services.rights.pages import Window, open_window, read_window
from fourpoint.services.rights.requests import NoSuchRequest, NotReady, note, open_request
from fourpoint.services.rights.searching import terms_of
from fourpoint.services.sharing.restricted import is_restricted


@dataclass(frozen=True, kw_only=True)
class CallLine:
    """
    A call as the governance role sees it.

    found     how many finds there were; None until it is answered
    to_lift   it is about what she set apart
    has_left  she works for the agency no more, and nobody waits for her
    """

    person: str
    called_at: datetime
    answered_at: datetime | None
    found: int | None
    to_lift: bool
    has_left: bool


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who can be called; desk: the desk at which she works, or empty."""

    person_id: int
    name: str
    desk: str


@dataclass(frozen=True, kw_only=True)
class OwnCall:
    """A call that waits for the reader; to_lift: it is about what she set apart, and nothing is due."""

    call_id: int
    reference: str
    due_on: date
    to_lift: bool


@dataclass(frozen=True, kw_only=True)
class OwnFind:
    """What the one who is called found, with what it says."""

    item_id: int
    kind: str
    record_id: int
    title: str
    said: tuple[str, ...]
    decision: str
    exemption: str
    reason: str
    extract: str
    is_restricted: bool


@dataclass(frozen=True, kw_only=True)
class CallPage:
    """A call as the one who is called sees it: whom to search for, by when, and one page of what she found."""

    call_id: int
    subject: str
    terms: tuple[str, ...]
    due_on: date
    searched_at: datetime | None
    window: Window
    finds: tuple[OwnFind, ...]


def list_calls(who: Acting, request_id: int) -> tuple[CallLine, ...]:
    """Return the calls of a request that is open to the reader, the first first."""
    rows = RightsCall.objects.filter(request_id=request_id).select_related("person").order_by("id")
    present = set(colleagues(who.actor.agency_id or 0, who.at).values_list("person_id", flat=True))
    return tuple(
        CallLine(
            person=row.person.name,
            called_at=row.called_at,
            answered_at=row.answered_at,
            found=row.found,
            to_lift=row.to_lift,
            has_left=row.person_id not in present,
        )
        for row in rows
    )


def list_colleagues(who: Acting, request_id: int) -> tuple[Colleague, ...]:
    """Return who of the agency can be called, or called again, those who work at a desk first; raises NotAllowed."""
    checks.check_may_govern(who.actor)
    own = who.actor.agency_id or 0
    called = RightsCall.objects.filter(request_id=request_id, answered_at=None).values_list("person_id", flat=True)
    others = colleagues(own, who.at).exclude(person_id__in=[*called, who.actor.person_id])
    desks = desk_of_each(own)
    names = dict(others.values_list("person_id", "person__name"))
    made = (Colleague(person_id=one, name=name, desk=desks.get(one, "")) for one, name in names.items())
    return tuple(sorted(made, key=lambda one: (not one.desk, one.name)))


def list_own(who: Acting) -> tuple[OwnCall, ...]:
    """Return the calls that wait for the reader."""
    rows = _own(who.actor).select_related("request").order_by("request__due_on", "id")
    return tuple(
        OwnCall(call_id=row.pk, reference=row.request.reference, due_on=row.request.due_on, to_lift=row.to_lift)
        for row in rows
    )


def get_own(who: Acting, call_id: int, *, page: int = 1) -> CallPage:
    """Return a call to the one who is called, while it waits for her, with that page of finds; raises NoSuchRequest."""
    row = find_call(who.actor, call_id)
    terms, finds = terms_of(row.request), own_finds(row)
    window = open_window(finds, page)
    return CallPage(
        call_id=row.pk,
        subject=row.request.subject,
        terms=(*terms.names[1:], *terms.emails, *terms.phones, *terms.addresses),
        due_on=row.request.due_on,
        searched_at=row.searched_at,
        window=window,
        finds=show_own(read_window(finds, window, mine=row.person_id)),
    )


@transaction.atomic
def call(*, by: Actor, purpose: str, at: datetime, request_id: int, person_id: int) -> int:
    """
    Ask a colleague to search, and return the call's id; she is told by mail and at her review desk.

    Who has answered can be asked again: to search once more, or to lift what she set apart. What somebody who has left
    had still to decide is hers to decide from now on.

    raises  NotAllowed, NoSuchRequest, RequestClosed; Unusable for somebody who cannot be called, or was
    """
    row = open_request(by, request_id)
    if person_id == by.person_id or not colleagues(row.agency_id, at).filter(person_id=person_id).exists():
        raise Unusable("Choose a colleague of your agency from the list.")
    made = find_placed(row, person_id)
    if made.pk and made.answered_at is None:
        raise Unusable("This colleague was asked already.")
    place_call(made, by=by, at=at, to_lift=False)
    taken = left_finds(row, at).update(found_by_id=person_id)
    letters.write_to([person_id], kind="rights-call", path=f"/rights/calls/{made.pk}/", agency_id=row.agency_id, at=at)
    facts: trail.Facts = {"call": made.pk, "person": person_id, "taken": taken}
    note("rights.call", row, facts, by=by, purpose=purpose, at=at)
    return made.pk


@transaction.atomic
def search_own(*, by: Actor, purpose: str, at: datetime, call_id: int) -> int:
    """
    Search what the one who is called may read and the desk's search did not find; return how much is new.

    raises  NoSuchRequest
    """
    row = find_call(by, call_id, lock=True)
    request, terms = row.request, terms_of(row.request)
    known = set(RightsItem.objects.filter(request=request).values_list("kind", "record_id"))
    found = 0
    for kind in KINDS:
        records = []
        for record in kind.model._default_manager.filter(owner_id=row.agency_id).order_by("pk").iterator():
            mentions = find_mentions("\n".join((kind.title(record), *kind.texts(record))), terms)
            # What the desk found by itself is there already, out of her sight, and stays the desk's to decide.
            if mentions and (kind.code, record.pk) not in known and _add(row, kind.code, record.pk, mentions, at):
                records.append(record)
        trail.record_listed(kind.code, records)
        found += len(records)
    row.searched_at = at
    row.save(update_fields=["searched_at"])
    note("rights.search", request, {"call": row.pk, "found": found}, by=by, purpose=purpose, at=at)
    return found


@transaction.atomic
def answer(*, by: Actor, purpose: str, at: datetime, call_id: int) -> None:
    """Say that all is searched and decided; raises NoSuchRequest; NotReady before that."""
    row = find_call(by, call_id, lock=True)
    finds = own_finds(row)
    if row.searched_at is None or finds.filter(decision="").exists():
        raise NotReady("Search first, and decide on everything that you found.")
    close_call(row, finds.count(), by=by, purpose=purpose, at=at)


def find_placed(row: RightsRequest, person_id: int) -> RightsCall:
    """Return the call of that person for a request, locked; a new one, not saved, where there was none."""
    held = RightsCall.objects.select_for_update().filter(request=row, person_id=person_id).first()
    return held or RightsCall(request=row, agency_id=row.agency_id, person_id=person_id)


def place_call(row: RightsCall, *, by: Actor, at: datetime, to_lift: bool) -> None:
    """Place a call, or place it anew: whatever was answered before, it waits from now on."""
    row.called_at, row.called_by_id, row.answered_at, row.found, row.to_lift = at, by.person_id, None, None, to_lift
    row.save()


def close_call(row: RightsCall, found: int, *, by: Actor, purpose: str, at: datetime) -> None:
    """Keep that a call is answered, with how many finds there were."""
    request = row.request
    row.answered_at, row.found = at, found
    row.save(update_fields=["answered_at", "found"])
    note("rights.answer-call", request, {"call": row.pk, "found": found}, by=by, purpose=purpose, at=at)


def find_call(by: Actor, call_id: int, *, lock: bool = False, to_lift: bool = False) -> RightsCall:
    """
    Return the call that waits for this person.

    to_lift  the call is about lifting what she set apart alone, and may be for a request that is closed

    raises   NoSuchRequest
    """
    rows = _own(by).filter(pk=call_id if 0 < call_id < 2**63 else 0, to_lift=to_lift).select_related("request")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise NoSuchRequest("There is no such request for you, or it is answered.")
    return row


def own_finds(row: RightsCall) -> "QuerySet[RightsItem]":
    """Return what the one who is called found."""
    return RightsItem.objects.filter(request_id=row.request_id, found_by_id=row.person_id)


def show_own(items: list[RightsItem]) -> tuple[OwnFind, ...]:
    """Return what these finds say to the one whose they are; the records among them are in the trail as shown."""
    held = open_records(items)
    return tuple(_find(item, held.get((item.kind, item.record_id), ("", ()))) for item in items)


# ----------------------------------------------------------------------------------------------------------------------


def _own(by: Actor) -> "QuerySet[RightsCall]":
    """The calls that wait for this person. A closed request drops out, but for lifting what she set apart for it."""
    open_ones = RightsRequest.objects.filter(agency_id=by.agency_id or 0, state=OPEN)
    return RightsCall.objects.filter(
        Q(request__in=open_ones) | Q(to_lift=True),
        person_id=by.person_id,
        agency_id=by.agency_id or 0,
        answered_at=None,
    )


def _add(row: RightsCall, kind: str, record_id: int, mentions: tuple[str, ...], at: datetime) -> bool:
    given = {"agency_id": row.agency_id, "by": list(mentions), "found_at": at, "found_by_id": row.person_id}
    made = RightsItem(request_id=row.request_id, kind=kind, record_id=record_id, **given)
    return bool(RightsItem.objects.bulk_create([made], ignore_conflicts=True)) and (
        RightsItem.objects.filter(request_id=row.request_id, kind=kind, record_id=record_id).exists()
    )


def _find(item: RightsItem, held: Words) -> OwnFind:
    return OwnFind(
        item_id=item.pk,
        kind=kind_name(item.kind),
        record_id=item.record_id,
        title=held[0],
        said=held[1],
        decision=item.decision,
        exemption=item.exemption,
        reason=item.reason,
        extract=item.extract,
        is_restricted=is_restricted(item.kind, item.record_id),
    )
