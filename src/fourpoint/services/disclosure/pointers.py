"""Pointers: telling others that an agency holds something about an area or a threat, and whom to ask. Nothing more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from fourpoint.access import checks, context, trail
from fourpoint.access.context import Acting
from fourpoint.domain.days import day_of
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.reach import narrowed_to_owner, reached
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.agencies.models import Contact
from fourpoint.records.disclosure.models import Pointer, PointerTarget
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.disclosure.about import about_words
from fourpoint.services.library.places import threat_names
from fourpoint.services.marked.finding import find_record
from fourpoint.services.sharing.actions import intern_audience
from fourpoint.services.sharing.codes import check_codes, entries, words
from fourpoint.services.sharing.days import first_review
from fourpoint.services.sharing.pointing import against_pointing

KIND, REVIEW_GROUP = "pointer", "partnership-product"
MOST_ABOUT = 5


class NothingMayPointAtIt(Refused):
    """Policy lets nobody be told even that it is held."""


class PointerToPointer(Refused):
    """A pointer points at material, not at another pointer."""


@dataclass(frozen=True, kw_only=True)
class PointerDraft:
    """
    A pointer to make: the record it points at, what it says, and who may read it.

    area_code, threat  at least one of them
    contact_kind       which desk of the owner answers, as a code of the catalogue's contact types
    """

    kind: str
    record_id: int
    area_code: str
    threat: str
    contact_kind: str
    audience: Audience


@dataclass(frozen=True, kw_only=True)
class PointerCard:
    """
    A pointer as its reader sees it.

    contacts              whom to ask: name, e-mail address and telephone number in one line each
    target_kind, _id, title   what it points at: for the owner's people who may read that; else empty and 0
    """

    pointer_id: int
    about: str
    owner_id: int
    owner: str
    desk: str
    contacts: tuple[str, ...]
    made_at: datetime
    is_owner: bool
    target_kind: str
    target_id: int
    target_title: str


@transaction.atomic
def point(*, by: Actor, purpose: str, at: datetime, pointer: PointerDraft) -> int:
    """
    Make a pointer at a record of the actor's agency and return its id.

    raises  NotOpen, NotAllowed; NothingMayPointAtIt; PointerToPointer; Unusable for words or an audience that cannot be
    """
    found = find_record(pointer.kind, pointer.record_id)
    _check_may_point(found.row.audience_id)
    if pointer.kind == KIND:
        raise PointerToPointer("This is a pointer itself: share it, or make a pointer at the record.")
    check_may_be_pointed_at(found.audience)
    _check_draft(pointer, found.audience)
    row = Pointer.objects.create(
        owner_id=found.row.owner_id,
        audience_id=intern_audience(by=by, purpose=purpose, at=at, audience=pointer.audience),
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        area_code=pointer.area_code,
        threat=pointer.threat,
        contact_kind=pointer.contact_kind,
    )
    own = intern_audience(by=by, purpose=purpose, at=at, audience=narrowed_to_owner(found.audience))
    PointerTarget.objects.create(pointer=row, audience_id=own, kind=pointer.kind, record_id=pointer.record_id)
    change = trail.Change(action="pointer.make", object_kind=KIND, object_id=row.pk, audience_id=row.audience_id)
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.pk


def check_may_be_pointed_at(audience: Audience) -> None:
    """Raise NothingMayPointAtIt when the catalogue lets nothing point at what has this audience."""
    if against := against_pointing(audience):
        raise NothingMayPointAtIt(against)


def list_pointers(who: Acting) -> tuple[PointerCard, ...]:
    """Return the pointers open to the person, the newest first, and record that they were listed."""
    rows = list(Pointer.objects.order_by("-made_at", "-id")[:200])
    if rows:
        trail.record_listed(KIND, rows)
    return tuple(_card(row, who) for row in rows)


def find_about(who: Acting, *, areas: Collection[str], threats: Collection[str]) -> tuple[PointerCard, ...]:
    """
    Return the pointers of other agencies, open to the person, about one of those areas or threats, and record that they
    were listed; the newest MOST_ABOUT. None at all says nothing: not everything may be pointed at.
    """
    about = Q(area_code__in=areas) | Q(threat__in=threats)
    rows = list(
        Pointer.objects.filter(about).exclude(owner_id=who.actor.agency_id).order_by("-made_at", "-id")[:MOST_ABOUT]
    )
    if rows:
        trail.record_listed(KIND, rows)
    return tuple(_card(row, who) for row in rows)


def get_pointer(pointer_id: int, *, who: Acting) -> PointerCard:
    """Return the pointer of that number, and record that it was read; raises NotOpen."""
    found = find_record(KIND, pointer_id)
    assert isinstance(found.row, Pointer)  # noqa: S101
    trail.record_shown(KIND, [found.row])
    return _card(found.row, who)


def find_target(pointer_id: int) -> PointerTarget | None:
    """Return what the pointer points at; None when there is none that is open to the person of the context."""
    return PointerTarget.objects.filter(pointer_id=pointer_id).first()


def _check_may_point(audience_id: int) -> None:
    who = context.current()
    if who is None:
        raise checks.NotOpen("There is no such record.")
    checks.check_may_change(who, audience_id=audience_id)


def _check_draft(pointer: PointerDraft, target: Audience) -> None:
    if not pointer.area_code and not pointer.threat:
        raise Unusable("A pointer says of which area or threat something is held: choose at least one.")
    if pointer.threat and pointer.threat not in threat_names():
        raise Unusable("That is not a threat of the catalogue: choose one of the list.")
    check_codes("contact_types", (pointer.contact_kind,))
    if pointer.audience.owner_id != target.owner_id:
        raise Unusable("A pointer is its owner's: only that agency can be the owner of its audience.")
    if not reached(pointer.audience):
        raise Unusable("A pointer is for others: choose at least one agency that may read it.")


def _card(row: Pointer, who: Acting) -> PointerCard:
    target = find_target(row.pk)
    found = None
    if target is not None:
        try:
            found = find_record(target.kind, target.record_id)
        except checks.NotOpen:
            found = None
    return PointerCard(
        pointer_id=row.pk,
        about=about_words(row.area_code, row.threat),
        owner_id=row.owner_id,
        owner=agency_names([row.owner_id])[row.owner_id],
        desk=words("contact_types", row.contact_kind),
        contacts=_contacts(row, who.at),
        made_at=row.made_at,
        is_owner=row.owner_id == who.actor.agency_id,
        target_kind=found.kind.code if found else "",
        target_id=found.row.pk if found else 0,
        target_title=found.title if found else "",
    )


def _contacts(row: Pointer, at: datetime) -> tuple[str, ...]:
    today = day_of(at)
    held = Contact.objects.filter(agency_id=row.owner_id, kind=row.contact_kind, ended_at=None, starts_on__lte=today)
    current = [one for one in held.order_by("id") if one.ends_on is None or today <= one.ends_on]
    return tuple(", ".join(filter(None, (one.name, one.email, one.telephone, one.hours))) for one in current)


def desks() -> dict[str, str]:
    """Return the desks that can be asked, by code, in the order of the catalogue."""
    return {code: entry.name for code, entry in entries("contact_types").items()}
