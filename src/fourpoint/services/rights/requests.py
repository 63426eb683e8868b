"""Registers what a person asks, notes what was put right, and closes. Governance alone."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fourpoint.access import checks, trail
from fourpoint.access.checks import NotOpen
from fourpoint.catalogue.keeping import RightEntry
from fourpoint.domain.dates import months_later
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.mentions import Terms
from fourpoint.domain.operations import Operation
from fourpoint.domain.sharing import Actor
from fourpoint.records.rights.models import (
    ANSWERED,
    OPEN,
    RECTIFIED,
    REFUSED,
    WITHDRAWN,
    RightsItem,
    RightsNote,
    RightsRequest,
)
from fourpoint.services.agencies.words import entries
from fourpoint.services.rights.desks import unsearched_desks, waiting_calls

LONGEST = 2_000


class NoSuchRequest(NotOpen):
    """No request of that number is this agency's; whether there is one is not said."""


class RequestClosed(Refused):
    """The request was answered, refused or withdrawn."""


class NotReady(Refused):
    """Something must be done first."""


class EndUnusable(Unusable):
    """A request ends in none of the ways in which one can."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person asks, and what is known of them to search by: other names and the like, one a line."""

    right: str
    subject: str
    received_on: date
    other_names: str = ""
    emails: str = ""
    phones: str = ""
    addresses: str = ""
    asked: str = ""


@transaction.atomic
def register(*, by: Actor, purpose: str, at: datetime, asked: Asked) -> int:
    """
    Register a request and return its number; whoever registers it handles it.

    raises  NotAllowed without the governance role; Unusable
    """
    agency_id = by.agency_id or 0
    checks.check_may_govern(by, agency_id=agency_id)
    right = entries("rights", RightEntry).get(asked.right)
    if right is None:
        raise Unusable("Choose what the person asks for from the list.")
    if asked.received_on > timezone.localdate(at):
        raise Unusable("It cannot have been received after today: mend the day.")
    _check_long(asked.subject, asked.other_names, asked.emails, asked.phones, asked.addresses, asked.asked)
    Terms(names=(asked.subject,))
    row = RightsRequest.objects.create(
        agency_id=agency_id,
        reference=f"SR-{asked.received_on.year}-{secrets.token_hex(4).upper()}",
        **vars(asked),
        due_on=months_later(asked.received_on, right.months),
        handler_id=by.person_id,
        made_at=at,
        made_by_id=by.person_id,
    )
    note("rights.register", row, {"right": row.right}, by=by, purpose=purpose, at=at, operation=Operation.COLLECTION)
    return row.pk


@transaction.atomic
def check_identity(*, by: Actor, purpose: str, at: datetime, request_id: int, how: str) -> None:
    """Keep how the person showed who they are; raises NoSuchRequest, RequestClosed, Unusable."""
    row = open_request(by, request_id)
    said = _said(how, 200, "how the person showed who they are")
    row.identity_checked, row.identity_checked_at = said, at
    row.save(update_fields=["identity_checked", "identity_checked_at"])
    note("rights.check-identity", row, {}, by=by, purpose=purpose, at=at)


@transaction.atomic
def note_rectification(  # noqa: PLR0913
    *, by: Actor, purpose: str, at: datetime, request_id: int, item_id: int, before: str, after: str
) -> None:
    """
    Keep what a record said before it was put right, and what it says now.

    raises  NoSuchRequest, RequestClosed, Unusable
    """
    row = open_request(by, request_id)
    item = RightsItem.objects.filter(request=row, pk=item_id).first()
    if item is None:
        raise NoSuchRequest("There is no such item.")
    RightsNote.objects.create(
        request=row,
        agency_id=row.agency_id,
        kind=item.kind,
        record_id=item.record_id,
        what=RECTIFIED,
        before=_said(before, LONGEST, "what it said before"),
        after=_said(after, LONGEST, "what it says now"),
        at=at,
        by_id=by.person_id,
    )
    note("rights.rectify", row, {"item": item.pk}, by=by, purpose=purpose, at=at)


@transaction.atomic
def close(*, by: Actor, purpose: str, at: datetime, request_id: int, state: str, words: str) -> None:
    """
    Close the request as answered, refused or withdrawn.

    raises  NoSuchRequest, RequestClosed; NotReady when it would be answered before the person's identity was checked,
            everything searched and each find decided; Unusable without words
    """
    row = open_request(by, request_id)
    if state not in (ANSWERED, REFUSED, WITHDRAWN):
        raise EndUnusable("Say how it ends: answered, refused or withdrawn.")
    if state == ANSWERED:
        check_ready(row, at)
    row.state, row.closed_at, row.closed_by_id = state, at, by.person_id
    row.closing = _said(words, LONGEST, "how it was answered")
    row.save(update_fields=["state", "closed_at", "closed_by", "closing"])
    note("rights.close", row, {"state": state}, by=by, purpose=purpose, at=at)


def check_ready(row: RightsRequest, at: datetime) -> None:
    """Raise NotReady unless identity was checked, everything searched, and each find decided."""
    if not row.identity_checked:
        raise NotReady("Check first that the person is who they say they are.")
    if row.searched_at is None:
        raise NotReady("Search first for everything that is held of the person.")
    if RightsItem.objects.filter(request=row, decision="").exists():
        raise NotReady("Decide first on everything that was found.")
    if waiting_calls(row, at).exists():
        raise NotReady("A colleague who was asked to search has not answered yet.")
    if desks := unsearched_desks(row.pk, row.agency_id):
        raise NotReady(f"Ask first somebody who works at {desks[0]} to search what lies there.")


def find_request(by: Actor, request_id: int) -> RightsRequest:
    """Return a request to the governance role of its agency; raises NotAllowed, NoSuchRequest."""
    checks.check_may_govern(by)
    # A number that no row can have is a slip in an address, and no fault.
    number = request_id if 0 < request_id < 2**63 else 0
    row = RightsRequest.objects.filter(agency_id=by.agency_id or 0, pk=number).first()
    if row is None:
        raise NoSuchRequest("There is no such request.")
    return row


def open_request(by: Actor, request_id: int) -> RightsRequest:
    """Return a request that is open, locked; raises NotAllowed, NoSuchRequest, RequestClosed."""
    row = RightsRequest.objects.select_for_update().get(pk=find_request(by, request_id).pk)
    if row.state != OPEN:
        raise RequestClosed("This request is closed.")
    return row


def note(  # noqa: PLR0913
    action: str,
    row: RightsRequest,
    facts: trail.Facts,
    *,
    by: Actor,
    purpose: str,
    at: datetime,
    operation: Operation | None = None,
) -> None:
    """Record what was done for a request: codes and counts, and nothing of the person."""
    change = trail.Change(action=action, object_kind="rights", object_id=row.pk, facts=facts, operation=operation)
    trail.record(change, by=by, purpose=purpose, at=at)


# ----------------------------------------------------------------------------------------------------------------------


def _said(words: str, longest: int, what: str) -> str:
    said = words.strip()
    if not said or "\0" in said:
        raise Unusable(f"Say {what}.")
    if len(said) > longest:
        raise Unusable(f"Shorten {what}: {longest:,} characters are the most.")
    return said


def _check_long(*words: str) -> None:
    if any(len(one) > LONGEST or "\0" in one for one in words) or len(words[0]) > 200:
        raise Unusable(f"Shorten what is known of the person: {LONGEST:,} characters are the most for each box.")
