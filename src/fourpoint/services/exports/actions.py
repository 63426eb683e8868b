"""What becomes of copies that left: called back by the owner, confirmed destroyed by the holder."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.catalogue.entries import Entry
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.leases import State
from fourpoint.domain.sharing import Actor
from fourpoint.records.exports.models import DISPOSAL, DONE_WITH, EXPIRY, RECALL, RECALLED_FOR, Export
from fourpoint.services.agencies.words import entries
from fourpoint.services.exports.endings import when_ended
from fourpoint.services.exports.queries import NoSuchCopy, state_of

LONGEST_WORDS = 500
DISPOSED = "(what was copied has been disposed of)"


class AlreadyDestroyed(Refused):
    """The copy was confirmed destroyed before."""


class AlreadyRecalled(Refused):
    """The copy was called back before."""


@transaction.atomic
def confirm_destruction(*, by: Actor, purpose: str, at: datetime, export_id: int, how: str) -> None:
    """
    Keep that the holder destroyed the copy; her agency's governance role may say so for a holder who left.

    how     a code of the catalogue's ways of destruction

    raises  NoSuchCopy unless it is the actor's to confirm; AlreadyDestroyed; Unusable for an unknown way
    """
    if how not in entries("destruction", Entry):
        raise Unusable("Say how the copy was destroyed: choose one from the list.")
    row = Export.objects.select_for_update().filter(id=export_id, agency_id=by.agency_id or 0).first()
    if row is None or not (row.holder_id == by.person_id or checks.may_govern(by)):
        raise NoSuchCopy("There is no such copy.")
    if row.destroyed_at is not None:
        raise AlreadyDestroyed("This copy has been confirmed destroyed already.")
    row.destroyed_for = _cause(row, at)
    row.destroyed_at, row.destroyed_by_id, row.destroyed_how = at, by.person_id, how
    row.save(update_fields=["destroyed_at", "destroyed_by", "destroyed_for", "destroyed_how"])
    erased = trail.Erased(
        object_kind="export",
        object_id=row.id,
        rule=row.destroyed_for,
        counts={"copies": 1},
        owner_id=None if row.owner_id == by.agency_id else row.owner_id,
    )
    trail.record_erased(erased, by=by, purpose=purpose, at=at)


@transaction.atomic
def recall_exports(  # noqa: PLR0913
    *,
    by: Actor,
    purpose: str,
    at: datetime,
    kind: str,
    record_id: int,
    reason: str,
    cause: str = RECALL,
    agencies: Iterable[int] | None = None,
) -> tuple[str, ...]:
    """
    Call back every copy of that record that is out, and return their numbers; none is no error.

    reason    the holders read it
    cause     RECALL, or DISPOSAL when the record itself goes: then the names of the copies go too
    agencies  only copies held for these; None: all, the owner's own included

    raises    NotAllowed unless the actor writes or governs for an agency; Unusable without a reason
    """
    said = _said(reason)
    _check_may_recall(by)
    rows = Export.objects.select_for_update().filter(
        owner_id=by.agency_id or 0, kind=kind, record_id=record_id, destroyed_at=None
    )
    if agencies is not None:
        rows = rows.filter(agency_id__in=set(agencies))
    called = [row for row in rows.order_by("id") if row.recalled_at is None or cause == DISPOSAL]
    for row in called:
        _recall(row, cause, said, by=by, purpose=purpose, at=at)
    if cause == DISPOSAL:
        Export.objects.filter(owner_id=by.agency_id or 0, kind=kind, record_id=record_id).update(name=DISPOSED)
    return tuple(row.number for row in called)


@transaction.atomic
def recall_copy(*, by: Actor, purpose: str, at: datetime, export_id: int, reason: str) -> None:
    """
    Call back one copy of the agency's material.

    raises  NoSuchCopy; NotAllowed unless the actor governs the agency; AlreadyRecalled, AlreadyDestroyed; Unusable
    """
    checks.check_may_govern(by)
    said = _said(reason)
    row = Export.objects.select_for_update().filter(id=export_id, owner_id=by.agency_id or 0).first()
    if row is None:
        raise NoSuchCopy("There is no such copy.")
    if row.destroyed_at is not None:
        raise AlreadyDestroyed("This copy has been confirmed destroyed already.")
    if row.recalled_at is not None:
        raise AlreadyRecalled("This copy has been called back already.")
    _recall(row, RECALL, said, by=by, purpose=purpose, at=at)


# ----------------------------------------------------------------------------------------------------------------------


def _check_may_recall(by: Actor) -> None:
    if not (checks.may_govern(by) or checks.may_contribute(by, agency_id=by.agency_id or 0)):
        raise checks.NotAllowed("Only someone who writes or governs for the owner calls copies back.")
    context.somebody()


def _said(reason: str) -> str:
    held = reason.strip()
    if not held:
        raise Unusable("Say why it is called back: the holder reads it.")
    if len(held) > LONGEST_WORDS or "\0" in held:
        raise Unusable(f"Shorten the reason: it has {len(held):,} characters, and {LONGEST_WORDS:,} are the most.")
    return held


def _cause(row: Export, at: datetime) -> str:
    state = state_of(row, at=at, closed_at=when_ended([row], at=at).get(row.id))
    if state is State.RECALLED:
        return row.recalled_for
    return EXPIRY if state.is_overdue else DONE_WITH


def _recall(row: Export, cause: str, said: str, *, by: Actor, purpose: str, at: datetime) -> None:
    if cause not in RECALLED_FOR:
        raise ValueError(f"A copy is recalled for one of {RECALLED_FOR}.")
    row.recalled_for, row.recall_words = cause, said
    if row.recalled_at is None:
        row.recalled_at, row.recalled_by_id = at, by.person_id
    row.save(update_fields=["recalled_at", "recalled_by", "recalled_for", "recall_words"])
    change = trail.Change(
        action="export.recall",
        object_kind="export",
        object_id=row.id,
        facts={"export": row.number, "for": cause, "holder_agency": row.agency_id},
    )
    trail.record(change, by=by, purpose=purpose, at=at)
