"""
Sets a record apart while it is disputed: for the one person who does it, and lifts that again. It is kept, not used.

Governance does it for what it reads and may write; the colleague who was called does it for what she alone found, a
submission or an original on her desk, without governance reading it. What hangs on a record goes with it.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from fourpoint.access import audiences, context
from fourpoint.domain.errors import Refused
from fourpoint.domain.reach import narrowed_to_owner
from fourpoint.domain.sharing import Actor, Named
from fourpoint.records.disclosure.models import NARROW, SHARE
from fourpoint.records.intelligence.models import Report
from fourpoint.records.rights.models import (
    LIFTED,
    RESTRICTED,
    Restriction,
    RightsCall,
    RightsItem,
    RightsNote,
    RightsRequest,
)
from fourpoint.records.subjects.models import Statement
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.rights.calling import find_call
from fourpoint.services.rights.requests import NoSuchRequest, note, open_request
from fourpoint.services.sharing.restricted import check_used
from fourpoint.services.subjects.kind import STATEMENT_KIND

REASON = "Set apart at the request of the person it is about, {}."
BACK = "The restriction asked for in {} was lifted."


class NeedsWriter(Refused):
    """Whoever restricts a record must be able to change it."""


class NotRestricted(Refused):
    """The record was not set apart for this request, or is not any more."""


@transaction.atomic
def restrict(*, by: Actor, purpose: str, at: datetime, request_id: int, item_id: int) -> None:
    """
    Set a found record apart: from now on nobody but the actor reads it, and it is shared with nobody.

    raises  NoSuchRequest, RequestClosed; NeedsWriter unless the actor writes for the agency beside governing it
    """
    _set_apart(open_request(by, request_id), _item(request_id, item_id), by=by, purpose=purpose, at=at)


@transaction.atomic
def lift(*, by: Actor, purpose: str, at: datetime, request_id: int, item_id: int) -> None:
    """Give the record the audience back that it had; raises as `restrict`, NotRestricted."""
    give_back(open_request(by, request_id), _item(request_id, item_id), by=by, purpose=purpose, at=at)


@transaction.atomic
def restrict_own(*, by: Actor, purpose: str, at: datetime, call_id: int, item_id: int) -> None:
    """Set a find of her own apart, as the one who is called; raises NoSuchRequest, NeedsWriter."""
    row = find_call(by, call_id, lock=True)
    _set_apart(row.request, _own_item(row, item_id), by=by, purpose=purpose, at=at)


@transaction.atomic
def lift_own(*, by: Actor, purpose: str, at: datetime, call_id: int, item_id: int) -> None:
    """Give a find of her own its readers back; raises NoSuchRequest, NeedsWriter, NotRestricted."""
    row = find_call(by, call_id, lock=True)
    give_back(row.request, _own_item(row, item_id), by=by, purpose=purpose, at=at)


def give_back(row: RightsRequest, item: RightsItem, *, by: Actor, purpose: str, at: datetime, reason: str = "") -> None:
    """
    Give a record the audience back that it had, for the request for which it is set apart.

    raises  NotRestricted; NotOpen, NotAllowed when the actor may not read or change it
    """
    last = RightsNote.objects.filter(request=row, kind=item.kind, record_id=item.record_id).order_by("-at", "-pk")
    newest = last.filter(what__in=(RESTRICTED, LIFTED)).first()
    if newest is None or newest.what != RESTRICTED or newest.audience_before is None:
        raise NotRestricted("This record is not set apart for this request.")
    audience = audiences.find(_readers(item, newest.audience_before))
    if audience is None:
        raise NotRestricted("The audience that it had is not there any more: choose one on its own page.")
    placing = Placing(
        kind=item.kind,
        record_id=item.record_id,
        audience=audience,
        reason=BACK.format(row.reference),
        cause=SHARE,
        is_restriction=True,
    )
    # First: whoever is called to lift it is let see the find by what is set apart.
    keep_note(item, LIFTED, by=by, at=at, reason=reason)
    Restriction.objects.filter(kind=item.kind, record_id=item.record_id).delete()
    place(by=by, purpose=purpose, at=at, placing=placing)
    note("rights.lift", row, {"item": item.pk}, by=by, purpose=purpose, at=at)


def keep_note(
    item: RightsItem, what: str, *, by: Actor, at: datetime, before: int | None = None, reason: str = ""
) -> None:
    """Keep what was done to the record of a find, and why; before: the audience that it was taken out of."""
    RightsNote.objects.create(
        request_id=item.request_id,
        agency_id=item.agency_id,
        kind=item.kind,
        record_id=item.record_id,
        what=what,
        audience_before=before,
        reason=reason,
        at=at,
        by_id=by.person_id,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _set_apart(row: RightsRequest, item: RightsItem, *, by: Actor, purpose: str, at: datetime) -> None:
    check_used(item.kind, item.record_id)
    found = find_record(item.kind, item.record_id)
    who = context.current()
    if who is None or found.row.audience_id not in who.writable:
        raise NeedsWriter("To set a record apart you need a role that writes for your agency, beside governing it.")
    only = frozenset({Named(person_id=by.person_id, agency_id=by.agency_id or 0)})
    audience = replace(narrowed_to_owner(found.audience), compartment=only)
    before = found.row.audience_id
    placing = Placing(
        kind=item.kind,
        record_id=item.record_id,
        audience=audience,
        reason=REASON.format(row.reference),
        cause=NARROW,
        is_restriction=True,
    )
    placed = place(by=by, purpose=purpose, at=at, placing=placing)
    Restriction.objects.create(kind=item.kind, record_id=item.record_id, audience_id=placed.after, made_at=at)
    keep_note(item, RESTRICTED, by=by, at=at, before=before)
    note("rights.restrict", row, {"item": item.pk}, by=by, purpose=purpose, at=at)


def _readers(item: RightsItem, before: int) -> int:
    """The audience it had; a statement has its report's, which may have moved meanwhile."""
    if item.kind != STATEMENT_KIND.code:
        return before
    row = Statement.objects.filter(pk=item.record_id).first()
    report = Report.objects.filter(pk=row.report_id).first() if row else None
    if report is None:
        raise NotRestricted("The report that it rests on is not open to you: ask somebody who reads it to lift it.")
    return report.audience_id


def _own_item(row: RightsCall, item_id: int) -> RightsItem:
    item = RightsItem.objects.filter(request_id=row.request_id, pk=item_id, found_by_id=row.person_id).first()
    if item is None:
        raise NoSuchRequest("There is no such find.")
    return item


def _item(request_id: int, item_id: int) -> RightsItem:
    item = RightsItem.objects.filter(request_id=request_id, pk=item_id).first()
    if item is None:
        raise NoSuchRequest("There is no such item.")
    return item
