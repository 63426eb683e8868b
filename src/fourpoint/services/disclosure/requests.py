"""Requests for access: asked through a pointer, with a clock, withdrawn by who asked. Answered in `answers`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.days import last_day_before
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Person
from fourpoint.records.disclosure.models import AccessRequest, Pointer
from fourpoint.records.disclosure.requests import GRANTED, OPEN, WITHDRAWN
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.caseload import answerable
from fourpoint.services.agencies.directory import list_agencies
from fourpoint.services.agencies.queries import agency_names, find_agency
from fourpoint.services.disclosure.about import about_words
from fourpoint.services.disclosure.clocks import draw_reference, due
from fourpoint.services.disclosure.pointers import find_target
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.sharing.codes import check_codes, words

LONGEST_REASON, LONGEST_REFERENCE = 2_000, 200


class AlreadyAsked(Refused):
    """The person has an open request for the same."""


class OwnAgencyAsked(Refused):
    """The pointer is of the asker's own agency."""


class AlreadyDecided(Refused):
    """The request was granted, declined or withdrawn before."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked: through which pointer, why, and for whom; purpose is a catalogue code."""

    pointer_id: int
    purpose: str
    reason: str
    for_agency: bool = False


@dataclass(frozen=True, kw_only=True)
class Seeking:
    """
    What is asked of an agency by a reference that the asker was told outside: of which agency, by its code.

    sought  the reference or other words, as the asker knows it
    """

    owner: str
    sought: str
    purpose: str
    reason: str
    for_agency: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestCard:
    """
    A request as asker or owner sees it.

    is_mine      whether the reader's agency asked
    is_late      whether it is open and its clock has run out
    limits       of a grant, one sentence each
    record_kind, record_id   what was opened: once it is granted, and for the owner's people who may read the target
    may_decide   whether the reader may grant or decline it
    may_withdraw whether it is the reader's own and open
    """

    request_id: int
    reference: str
    pointer_id: int | None
    sought: str
    about: str
    agency: str
    asked_by: str
    owner: str
    purpose: str
    reason: str
    for_agency: bool
    asked_at: datetime
    due_at: datetime
    state: str
    is_mine: bool
    is_late: bool
    decided_at: datetime | None
    words: str
    limits: tuple[str, ...]
    record_kind: str
    record_id: int
    record_title: str
    may_decide: bool
    may_withdraw: bool


@transaction.atomic
def ask(*, by: Actor, purpose: str, at: datetime, asking: Asking) -> str:
    """
    Ask the owner of a pointer for access to what it points at, and return the request's reference.

    raises  NotOpen for a pointer that is not open to the actor; OwnAgencyAsked; AlreadyAsked; Unusable without a reason
            or for an unknown purpose
    """
    found = find_record("pointer", asking.pointer_id)
    assert isinstance(found.row, Pointer)  # noqa: S101
    if by.agency_id == found.row.owner_id:
        raise OwnAgencyAsked("Your own agency holds it: ask the desk that the pointer names.")
    _check_asking(asking.reason, asking.purpose, AccessRequest.objects.filter(pointer_id=found.row.pk), by)
    row = AccessRequest.objects.create(
        reference=draw_reference("RQ"),
        pointer_id=found.row.pk,
        area_code=found.row.area_code,
        threat=found.row.threat,
        agency_id=by.agency_id or 0,
        asked_by_id=by.person_id,
        owner_id=found.row.owner_id,
        purpose=asking.purpose,
        reason=asking.reason.strip(),
        for_agency=asking.for_agency,
        asked_at=at,
        due_at=due("request", at),
    )
    record_change(row, "request", by=by, purpose=purpose, at=at)
    _tell_owner(row, found.row, at=at)
    return row.reference


@transaction.atomic
def ask_by_reference(*, by: Actor, purpose: str, at: datetime, seeking: Seeking) -> str:
    """
    Ask an agency for what one was told of by a reference, and return the request's own reference.

    Nothing is looked up: the asker gets the same answer, by the same clock, whether there is such a record or not.

    raises  NotOpen for an agency that is not in the actor's directory; OwnAgencyAsked; AlreadyAsked; Unusable
    """
    owner = next((one for one in list_agencies(by) if one.code == seeking.owner), None)
    if owner is None:
        raise checks.NotOpen("There is no such agency in your directory.")
    sought = seeking.sought.strip()
    owner_id = find_agency(owner.code) or 0
    if by.agency_id == owner_id:
        raise OwnAgencyAsked("That is your own agency: what it holds and you may read, you find by searching.")
    if not sought or len(sought) > LONGEST_REFERENCE or "\0" in sought:
        raise Unusable(f"Give the reference you were told, in at most {LONGEST_REFERENCE} characters.")
    open_ones = AccessRequest.objects.filter(owner_id=owner_id, sought__iexact=sought)
    _check_asking(seeking.reason, seeking.purpose, open_ones, by)
    row = AccessRequest.objects.create(
        reference=draw_reference("RQ"),
        pointer_id=None,
        sought=sought,
        agency_id=by.agency_id or 0,
        asked_by_id=by.person_id,
        owner_id=owner_id,
        purpose=seeking.purpose,
        reason=seeking.reason.strip(),
        for_agency=seeking.for_agency,
        asked_at=at,
        due_at=due("request", at),
    )
    record_change(row, "request", by=by, purpose=purpose, at=at)
    _tell(row, letters.members_with("governs", agency_id=owner_id, at=at), at=at)
    return row.reference


@transaction.atomic
def withdraw(*, by: Actor, purpose: str, at: datetime, reference: str) -> None:
    """Take one's own request back; raises NotOpen, NotAllowed for a colleague's, AlreadyDecided."""
    row = lock_request(reference)
    if row.asked_by_id != by.person_id or row.agency_id != by.agency_id:
        raise checks.NotAllowed("Only who asked may take the request back.")
    row.state, row.decided_at, row.decided_by_id = WITHDRAWN, at, by.person_id
    row.save(update_fields=["state", "decided_at", "decided_by"])
    record_change(row, "withdraw", by=by, purpose=purpose, at=at)


def list_requests(who: Acting) -> tuple[RequestCard, ...]:
    """Return the requests that the person made or may answer, and all of her agency's for its governance role."""
    rows = AccessRequest.objects.order_by("-asked_at", "-id")[:500]
    cards = (_card(row, who) for row in rows if _concerns(row, who))
    return tuple(card for card in cards if _is_told(card, who))


def get_request(reference: str, *, who: Acting) -> RequestCard:
    """Return the request of that reference; raises NotOpen when it is none of the reader's business."""
    row = AccessRequest.objects.filter(reference=reference).first()
    card = _card(row, who) if row is not None and _concerns(row, who) else None
    if card is None or not _is_told(card, who):
        raise checks.NotOpen("There is no such request.")
    return card


def find_wanted(row: AccessRequest) -> Found | None:
    """Return what the request's pointer points at, as far as that is open to the person of the context."""
    target = find_target(row.pointer_id) if row.pointer_id is not None else None
    if target is None:
        return None
    try:
        return find_record(target.kind, target.record_id)
    except checks.NotOpen:
        return None


def lock_request(reference: str) -> AccessRequest:
    """Return the open request and hold it; raises NotOpen, AlreadyDecided."""
    row = AccessRequest.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise checks.NotOpen("There is no such request.")
    if row.state != OPEN:
        raise AlreadyDecided(f"This request is closed already: it was {row.state}.")
    return row


def record_change(row: AccessRequest, verb: str, *, by: Actor, purpose: str, at: datetime, reason: str = "") -> None:
    """Record what was done with a request, for the trails of both agencies."""
    other = row.owner_id if by.agency_id == row.agency_id else row.agency_id
    change = trail.Change(
        action=f"access.{verb}",
        object_kind="access-request",
        object_id=row.pk,
        reason=reason[:500],
        owner_id=other,
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _tell_owner(row: AccessRequest, pointer: Pointer, *, at: datetime) -> None:
    """Write to the owner's governance role, and to whoever answers for the pointer."""
    people = letters.members_with("governs", agency_id=row.owner_id, at=at)
    asked = answerable(pointer.made_by_id, agency_id=row.owner_id, at=at)
    _tell(row, [*people, asked], at=at)


def _tell(row: AccessRequest, people: Iterable[int], *, at: datetime) -> None:
    path = f"/sharing/requests/{row.reference}/"
    letters.write_to(people, kind="request", path=path, agency_id=row.owner_id, at=at)


def _check_asking(reason: str, purpose: str, alike: QuerySet[AccessRequest], by: Actor) -> None:
    if not reason.strip() or len(reason) > LONGEST_REASON or "\0" in reason:
        raise Unusable(f"Say why you need it, in at most {LONGEST_REASON:,} characters: the owner decides by that.")
    check_codes("purposes", (purpose,))
    if alike.filter(asked_by_id=by.person_id, agency_id=by.agency_id or 0, state=OPEN).exists():
        raise AlreadyAsked("You have asked for this already, and the request is still open.")


def _concerns(row: AccessRequest, who: Acting) -> bool:
    asked = row.agency_id == who.actor.agency_id and row.asked_by_id == who.actor.person_id
    return asked or row.owner_id == who.actor.agency_id or checks.may_govern(who.actor)


def _is_told(card: RequestCard, who: Acting) -> bool:
    """
    Of the owner's people those are told of a request who may read what it is for, and governance; of one by reference,
    which may be for nothing, all who write for the owner, until a record is granted by it.
    """
    unknown = bool(card.sought) and card.state != GRANTED
    return card.is_mine or card.record_id > 0 or checks.may_govern(who.actor) or (unknown and _writes(who))


def _writes(who: Acting) -> bool:
    return checks.may_contribute(who.actor, agency_id=who.actor.agency_id or 0)


def _card(row: AccessRequest, who: Acting) -> RequestCard:
    mine = row.agency_id == who.actor.agency_id
    found = _record(row, mine=mine)
    names = agency_names([row.agency_id, row.owner_id])
    return RequestCard(
        request_id=row.pk,
        reference=row.reference,
        pointer_id=row.pointer_id,
        sought=row.sought,
        about=f"“{row.sought}”" if row.sought else about_words(row.area_code, row.threat),
        agency=names[row.agency_id],
        asked_by=Person.objects.filter(pk=row.asked_by_id).values_list("name", flat=True).get(),
        owner=names[row.owner_id],
        purpose=words("purposes", row.purpose),
        reason=row.reason,
        for_agency=row.for_agency,
        asked_at=row.asked_at,
        due_at=row.due_at,
        state=row.state,
        is_mine=mine,
        is_late=row.state == OPEN and who.at >= row.due_at,
        decided_at=row.decided_at,
        words=row.words,
        limits=_limits(row, names[row.agency_id]),
        record_kind=found.kind.code if found else "",
        record_id=found.row.pk if found else 0,
        record_title=found.title if found else "",
        may_decide=not mine and row.state == OPEN and _decides(row, found, who),
        may_withdraw=mine and row.state == OPEN and row.asked_by_id == who.actor.person_id,
    )


def _decides(row: AccessRequest, found: Found | None, who: Acting) -> bool:
    return _writes(who) if row.sought else found is not None and found.row.audience_id in who.writable


def _record(row: AccessRequest, *, mine: bool) -> Found | None:
    """What it is about: what was granted, or for the owner's side what the pointer points at."""
    if row.state != GRANTED or row.record_id is None:
        return None if mine else find_wanted(row)
    try:
        return find_record(row.kind, row.record_id)
    except checks.NotOpen:
        return None


def _limits(row: AccessRequest, agency: str) -> tuple[str, ...]:
    if row.state != GRANTED or row.until is None:
        return ()
    return (
        f"For {agency} as a whole." if row.to_agency else "For the person who asked, and nobody else.",
        f"For {', '.join(words('purposes', code) for code in row.purposes)} only.",
        f"Until {last_day_before(row.until):%-d %B %Y}.",
        f"Under {words('legal_gateways', row.gateway)}.",
    )
