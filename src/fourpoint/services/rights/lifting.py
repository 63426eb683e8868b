"""
Lifts what is set apart, or says why it stays so, also when the request for which it was is closed.

The governance role lifts what is open to it and asks whoever set the rest apart, or who stands in her place: by a call
that is about lifting alone, on whose page she sees what she alone reads. Each is settled for a reason, which is kept.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.rights.models import (
    CONFIRMED,
    OPEN,
    Restriction,
    RightsCall,
    RightsItem,
    RightsNote,
    RightsRequest,
)
from fourpoint.services.agencies import letters
from fourpoint.services.rights.apart import finds_of, latest_confirmed, set_apart
from fourpoint.services.rights.calling import (
    OwnFind,
    close_call,
    find_call,
    find_placed,
    own_finds,
    place_call,
    show_own,
)
from fourpoint.services.rights.deciding import LONGEST_REASON, ReasonUnusable
from fourpoint.services.rights.desks import keepers_of, kept_by
from fourpoint.services.rights.pages import Window, slice_of, window_of
from fourpoint.services.rights.requests import NoSuchRequest, NotReady, note
from fourpoint.services.rights.restricting import NotRestricted, give_back, keep_note


@dataclass(frozen=True, kw_only=True)
class LiftingLine:
    """A record that the one who is called set apart, and what it says; why: she said since that it stays so."""

    find: OwnFind
    since: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class LiftingPage:
    """A call about lifting as the one who is called sees it: for which request, and a page of what she keeps apart."""

    call_id: int
    reference: str
    window: Window
    lines: tuple[LiftingLine, ...]


@transaction.atomic
def lift(*, by: Actor, purpose: str, at: datetime, item_id: int, reason: str) -> None:
    """
    Give a record its readers back, as the governance role, for a reason.

    raises  NotAllowed, NoSuchRequest, NotRestricted; NotOpen for a record that only a colleague reads; ReasonUnusable
    """
    item = _apart_item(by, item_id)
    give_back(item.request, item, reason=_checked(reason), by=by, purpose=purpose, at=at)


@transaction.atomic
def confirm(*, by: Actor, purpose: str, at: datetime, item_id: int, reason: str) -> None:
    """Keep as the governance role that a record stays set apart, and why; raises as `lift`, and not NotOpen."""
    _confirm(_apart_item(by, item_id), reason, by=by, purpose=purpose, at=at)


@transaction.atomic
def ask(*, by: Actor, purpose: str, at: datetime, item_id: int) -> int:
    """
    Ask whoever set a record apart, or who stands in for her, whether that is lifted, and return the call's id.

    She is told as of any call.

    raises  NotAllowed, NoSuchRequest, NotRestricted; Unusable when she was asked, or nobody reads it
    """
    item = _apart_item(by, item_id)
    row = item.request
    setter = _note_of(item).by_id
    person_id = keepers_of([setter], row.agency_id, at).get(setter)
    if person_id is None or person_id == by.person_id:
        raise Unusable("Only a colleague who set it apart, or who stands in for her, can be asked.")
    made = find_placed(row, person_id)
    if made.pk and made.answered_at is None and (made.to_lift or row.state == OPEN):
        raise Unusable("This colleague was asked already.")
    place_call(made, by=by, at=at, to_lift=True)
    path = f"/rights/calls/{made.pk}/lift/"
    letters.write_to([person_id], kind="rights-lift", path=path, agency_id=row.agency_id, at=at)
    note("rights.call-to-lift", row, {"call": made.pk, "person": person_id}, by=by, purpose=purpose, at=at)
    return made.pk


def get_lifting(who: Acting, call_id: int, *, page: int = 1) -> LiftingPage:
    """Return a call about lifting to the one who is called, with a page of what she set apart; raises NoSuchRequest."""
    row = find_call(who.actor, call_id, to_lift=True)
    notes = _own_apart(row, who.at)
    window = window_of(total=notes.count(), number=page)
    rows = list(notes.order_by("at", "pk")[slice_of(window)])
    items, said = finds_of(rows), latest_confirmed(rows)
    return LiftingPage(
        call_id=row.pk,
        reference=row.request.reference,
        window=window,
        lines=tuple(
            LiftingLine(find=find, since=one.at, why=_why(said.get((one.kind, one.record_id)), row))
            for one, find in zip(rows, show_own([items[one.pk] for one in rows]), strict=True)
        ),
    )


@transaction.atomic
def settle_own(  # noqa: PLR0913
    *, by: Actor, purpose: str, at: datetime, call_id: int, item_id: int, reason: str, lifts: bool
) -> bool:
    """
    Lift what one set apart oneself, or say why it stays so; return whether that answers the call.

    raises  NoSuchRequest, NeedsWriter, NotRestricted; ReasonUnusable
    """
    row = find_call(by, call_id, lock=True, to_lift=True)
    item = next((one for one in finds_of(_own_apart(row, at)).values() if one.pk == item_id), None)
    if item is None:
        raise NoSuchRequest("There is no such record for you to decide on.")
    found = own_finds(row).count()
    if lifts:
        give_back(row.request, item, reason=_checked(reason), by=by, purpose=purpose, at=at)
    else:
        _confirm(item, reason, by=by, purpose=purpose, at=at)
    if _unsettled(row, at):
        return False
    close_call(row, found, by=by, purpose=purpose, at=at)
    return True


@transaction.atomic
def answer_lifting(*, by: Actor, purpose: str, at: datetime, call_id: int) -> None:
    """Say that nothing is left to lift; raises NoSuchRequest, NotReady while something is."""
    row = find_call(by, call_id, lock=True, to_lift=True)
    if _unsettled(row, at):
        raise NotReady("Lift each first, or say why it stays set apart.")
    close_call(row, own_finds(row).count(), by=by, purpose=purpose, at=at)


# ----------------------------------------------------------------------------------------------------------------------


def _apart_item(by: Actor, item_id: int) -> RightsItem:
    """The find that is set apart, its request locked; whether the request is open does not matter."""
    checks.check_may_govern(by)
    number = item_id if 0 < item_id < 2**63 else 0
    item = RightsItem.objects.select_related("request").filter(agency_id=by.agency_id or 0, pk=number).first()
    if item is None:
        raise NoSuchRequest("There is no such record.")
    RightsRequest.objects.select_for_update().get(pk=item.request_id)
    _note_of(item)
    return item


def _note_of(item: RightsItem) -> RightsNote:
    notes = set_apart(item.agency_id).filter(request_id=item.request_id, kind=item.kind, record_id=item.record_id)
    found = notes.first()
    if found is None:
        raise NotRestricted("This record is not set apart any more.")
    return found


def _own_apart(row: RightsCall, at: datetime) -> "QuerySet[RightsNote]":
    """What the one who is called set apart for the request, or somebody in whose place she stands, and she reads."""
    open_ones = Restriction.objects.filter(kind=OuterRef("kind"), record_id=OuterRef("record_id"))
    own = set_apart(row.agency_id).filter(
        request_id=row.request_id, by_id__in=kept_by(row.person_id, row.agency_id, at)
    )
    return own.filter(Exists(open_ones))


def _unsettled(row: RightsCall, at: datetime) -> bool:
    """Whether something is left of which she has not said since the call that it stays."""
    notes = list(_own_apart(row, at))
    said = latest_confirmed(notes)
    return any(not _why(said.get((one.kind, one.record_id)), row) for one in notes)


def _why(said: RightsNote | None, row: RightsCall) -> str:
    return said.reason if said and said.by_id == row.person_id and said.at >= row.called_at else ""


def _confirm(item: RightsItem, reason: str, *, by: Actor, purpose: str, at: datetime) -> None:
    keep_note(item, CONFIRMED, reason=_checked(reason), by=by, at=at)
    note("rights.confirm", item.request, {"item": item.pk}, by=by, purpose=purpose, at=at)


def _checked(reason: str) -> str:
    said = reason.strip()
    if not said or "\0" in said:
        raise ReasonUnusable("Say why it is lifted, or why it stays set apart.")
    if len(said) > LONGEST_REASON:
        raise ReasonUnusable(f"Shorten it: {LONGEST_REASON:,} characters are the most to say why.")
    return said
