"""
Gives a marked record of any kind another audience: the one way in which material is shared, narrowed and taken back.

The record and its parts move in one transaction, with the history of its audiences and the trail. The database lets
nobody but the owner's writers do it, and only into an audience that stands behind what it names.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.operations import NOBODY, Operation, Recipients
from fourpoint.domain.reach import narrowed_to_owner, reached, reached_anew
from fourpoint.domain.sharing import Actor, Audience, decide_place
from fourpoint.records.disclosure.models import NARROW, SHARE, PointerTarget
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.sharing.actions import intern_audience
from fourpoint.services.sharing.moves import Move, keep_move
from fourpoint.services.sharing.pointing import against_pointing
from fourpoint.services.sharing.restricted import check_used

LONGEST_REASON = 1_000
POINTER = "pointer"


class AlreadySo(Unusable):
    """The record has that audience."""


class NotOfTheOwner(Refused):
    """The audience belongs to another agency than the record."""


class KeepsItsAudience(Refused):
    """The record may not be given another audience as it is now, or not this one; the message is its kind's own."""


class OwnerLockedOut(Unusable):
    """Who places the record could not read it afterwards, and so perhaps nobody of the owner could."""


@dataclass(frozen=True, kw_only=True)
class Placing:
    """
    What is to be given which audience, and why.

    reason  for the owner's own history
    cause   a code of `records.disclosure`; empty: "share" when someone reads more, else "narrow"
    words   for those it is shared with; kept with what they are told
    is_restriction  it is set apart at the request of a person it is about, or given back, whatever its kind keeps
    """

    kind: str
    record_id: int
    audience: Audience
    reason: str
    cause: str = ""
    words: str = ""
    is_restriction: bool = False


@dataclass(frozen=True, kw_only=True)
class Placed:
    """
    What a placement did.

    before, after  ids of the audiences
    anew           agencies that may read more than before: the recipients of the disclosure
    """

    before: int
    after: int
    anew: frozenset[int]


@transaction.atomic
def place(*, by: Actor, purpose: str, at: datetime, placing: Placing) -> Placed:
    """
    Give the record and all its parts that audience, and return what it did.

    raises  NotOpen, NotAllowed; SetApart; KeepsItsAudience; NotOfTheOwner; AlreadySo; OwnerLockedOut when the actor
            could not read it afterwards; Unusable without a reason or for an audience that cannot be
    """
    found = find_record(placing.kind, placing.record_id, lock=True)
    if not placing.is_restriction:
        check_used(placing.kind, placing.record_id)
    _check_may_place(found, placing, by=by, purpose=purpose, at=at)
    _check_words(placing)
    before = found.row.audience_id
    after = intern_audience(by=by, purpose=purpose, at=at, audience=placing.audience)
    if after == before:
        raise AlreadySo("It can be seen by exactly these people already: nothing was changed.")
    placed = Placed(before=before, after=after, anew=reached_anew(found.audience, placing.audience))
    _move(found, after, by=by, purpose=purpose, at=at, audience=placing.audience)
    _note(placing, placed, by=by, purpose=purpose, at=at)
    _close_pointers(found, placing.audience, by=by, purpose=purpose, at=at)
    return placed


def _check_may_place(found: Found, placing: Placing, *, by: Actor, purpose: str, at: datetime) -> None:
    who, audience = context.current(), placing.audience
    if who is None:
        raise checks.NotOpen("There is no such record.")
    checks.check_may_change(who, audience_id=found.row.audience_id)
    kept = found.kind.keeps(found.row) or found.kind.barred(found.row, audience)
    if kept and not placing.is_restriction:
        raise KeepsItsAudience(kept)
    if audience.owner_id != found.row.owner_id:
        raise NotOfTheOwner("Only the agency that owns the record chooses who may read it.")
    deciding = decide_place(by, audience, purpose, at)
    if not deciding.allowed:
        said = " ".join(reason.sentence for reason in deciding.reasons)
        raise OwnerLockedOut(f"You could not keep this record so yourself, and an owner is never locked out. {said}")


def _check_words(placing: Placing) -> None:
    if not placing.reason.strip():
        raise Unusable("Give a reason: it is kept in the history of the record.")
    if any(len(said) > LONGEST_REASON or "\0" in said for said in (placing.reason, placing.words)):
        raise Unusable(f"Give reason and words in at most {LONGEST_REASON:,} characters each.")


def _move(found: Found, after: int, *, by: Actor, purpose: str, at: datetime, audience: Audience) -> None:
    """Move the record, what hangs on it, and what pointers say of it; parts may have followed by themselves."""
    found.kind.model._default_manager.filter(pk=found.row.pk).update(audience_id=after)
    for part in (part for part in found.kind.parts if part.moves):
        # Looked up first: within an update that joins, row security has PostgreSQL compare every row with every other.
        rows = part.model._default_manager
        left = rows.filter(**{part.field: found.row.pk}).exclude(audience_id=after).values_list("pk", flat=True)
        rows.filter(pk__in=list(left)).update(audience_id=after)
    targets = PointerTarget.objects.filter(kind=found.kind.code, record_id=found.row.pk)
    if targets.exists():
        own = intern_audience(by=by, purpose=purpose, at=at, audience=narrowed_to_owner(audience))
        targets.update(audience_id=own)


def _close_pointers(found: Found, audience: Audience, *, by: Actor, purpose: str, at: datetime) -> None:
    """Take pointers at the record back from others, when policy lets nobody be told of it any more."""
    against = against_pointing(audience)
    targets = PointerTarget.objects.filter(kind=found.kind.code, record_id=found.row.pk)
    for pointer_id in targets.values_list("pointer_id", flat=True) if against else ():
        try:
            pointer = find_record(POINTER, pointer_id, lock=True)
        except checks.NotOpen:
            raise KeepsItsAudience("A colleague has a pointer at it: have that taken back first.") from None
        if reached(pointer.audience):
            own = narrowed_to_owner(pointer.audience)
            closing = Placing(kind=POINTER, record_id=pointer_id, audience=own, reason=against)
            place(by=by, purpose=purpose, at=at, placing=closing)


def _note(placing: Placing, placed: Placed, *, by: Actor, purpose: str, at: datetime) -> None:
    cause = placing.cause or (SHARE if placed.anew else NARROW)
    move = Move(
        kind=placing.kind,
        record_id=placing.record_id,
        before=placed.before,
        after=placed.after,
        audience=placing.audience,
        cause=cause,
        reason=placing.reason,
        words=placing.words,
    )
    keep_move(move, by=by, at=at)
    to = Recipients(agencies=tuple(placed.anew), persons=_persons(placing.audience)) if placed.anew else NOBODY
    change = trail.Change(
        action=f"{placing.kind}.{cause}",
        object_kind=placing.kind,
        object_id=placing.record_id,
        reason=placing.reason.strip()[:500],
        facts={"audience_before": placed.before, "audience_after": placed.after},
        operation=Operation.DISCLOSURE if to else Operation.ALTERATION,
        recipients=to,
        audience_id=placed.after,
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _persons(audience: Audience) -> tuple[int, ...]:
    """The persons to whom something goes by name: on a list, or by a disclosure to one of them."""
    listed = {one.person_id for one in audience.compartment if one.agency_id != audience.owner_id}
    return tuple(sorted(listed | {one.person_id for one in audience.disclosures if one.person_id is not None}))
