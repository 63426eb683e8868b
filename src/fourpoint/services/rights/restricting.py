"""Sets a record apart while it is disputed: for named people of the governance role alone; and lifts that again."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from fourpoint.access import audiences, context
from fourpoint.domain.errors import Refused
from fourpoint.domain.reach import narrowed_to_owner
from fourpoint.domain.sharing import Actor, Named
from fourpoint.records.disclosure.models import NARROW, SHARE
from fourpoint.records.rights.models import LIFTED, RESTRICTED, RightsItem, RightsNote
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.rights.requests import NoSuchRequest, note, open_request

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
    row, item = open_request(by, request_id), _item(request_id, item_id)
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
    )
    place(by=by, purpose=purpose, at=at, placing=placing)
    _keep(item, RESTRICTED, before, by=by, at=at)
    note("rights.restrict", row, {"item": item.pk}, by=by, purpose=purpose, at=at)


@transaction.atomic
def lift(*, by: Actor, purpose: str, at: datetime, request_id: int, item_id: int) -> None:
    """Give the record the audience back that it had; raises as `restrict`, NotRestricted."""
    row, item = open_request(by, request_id), _item(request_id, item_id)
    last = RightsNote.objects.filter(request=row, kind=item.kind, record_id=item.record_id).order_by("-at", "-pk")
    newest = last.filter(what__in=(RESTRICTED, LIFTED)).first()
    if newest is None or newest.what != RESTRICTED or newest.audience_before is None:
        raise NotRestricted("This record is not set apart for this request.")
    audience = audiences.find(newest.audience_before)
    if audience is None:
        raise NotRestricted("The audience that it had is not there any more: choose one on its own page.")
    placing = Placing(
        kind=item.kind, record_id=item.record_id, audience=audience, reason=BACK.format(row.reference), cause=SHARE
    )
    place(by=by, purpose=purpose, at=at, placing=placing)
    _keep(item, LIFTED, None, by=by, at=at)
    note("rights.lift", row, {"item": item.pk}, by=by, purpose=purpose, at=at)


def _item(request_id: int, item_id: int) -> RightsItem:
    item = RightsItem.objects.filter(request_id=request_id, pk=item_id).first()
    if item is None:
        raise NoSuchRequest("There is no such item.")
    return item


def _keep(item: RightsItem, what: str, before: int | None, *, by: Actor, at: datetime) -> None:
    RightsNote.objects.create(
        request_id=item.request_id,
        agency_id=item.agency_id,
        kind=item.kind,
        record_id=item.record_id,
        what=what,
        audience_before=before,
        at=at,
        by_id=by.person_id,
    )
