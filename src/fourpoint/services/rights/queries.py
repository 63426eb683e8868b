"""Reads requests about what is held of a person, for the governance role of the agency, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.catalogue.keeping import ExemptionEntry, RightEntry
from fourpoint.records.rights.models import OPEN, RightsItem, RightsNote, RightsRequest
from fourpoint.services.agencies.words import entries, name_of
from fourpoint.services.rights.apart import set_apart
from fourpoint.services.rights.calling import CallLine, Colleague, list_calls, list_colleagues
from fourpoint.services.rights.desks import left_finds, unsearched_desks, waiting_calls
from fourpoint.services.rights.finds import ItemLine, kind_name, show_finds
from fourpoint.services.rights.pages import Window, open_window, read_window
from fourpoint.services.rights.requests import find_request


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
class NoteLine:
    """What was done to a record for a request."""

    at: datetime
    by: str
    what: str
    record: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """
    A request with what was decided and done, and one page of what was found.

    items    the finds of the page that `window` tells
    missing  what must be done before it is answered
    apart    how many records are set apart for it now
    """

    line: RequestLine
    asked: str
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    identity_checked: str
    identity_checked_at: datetime | None
    searched_at: datetime | None
    window: Window
    items: tuple[ItemLine, ...]
    apart: int
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


def get_request(who: Acting, request_id: int, *, page: int = 1) -> RequestPage:
    """Return one request with that page of its finds; raises NotAllowed, NoSuchRequest."""
    row = find_request(who.actor, request_id)
    finds = RightsItem.objects.filter(request=row)
    window = open_window(finds, page)
    apart = set(set_apart(row.agency_id).filter(request=row).values_list("kind", "record_id"))
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
        window=window,
        items=show_finds(read_window(finds, window, mine=None), apart=apart),
        apart=len(apart),
        notes=_notes(row),
        calls=list_calls(who, row.pk),
        colleagues=list_colleagues(who, row.pk),
        missing=_missing(row, window, who.at),
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


def _notes(row: RightsRequest) -> tuple[NoteLine, ...]:
    held = RightsNote.objects.filter(request=row).select_related("by").order_by("at", "pk")
    return tuple(
        NoteLine(
            at=one.at,
            by=one.by.name,
            what=one.what,
            record=f"{kind_name(one.kind)} {one.record_id}",
            before=one.before,
            after=one.after,
            reason=one.reason,
        )
        for one in held
    )


def _missing(row: RightsRequest, window: Window, at: datetime) -> tuple[str, ...]:
    waiting, left = waiting_calls(row, at).count(), left_finds(row, at).count()
    desks = unsearched_desks(row.pk, row.agency_id)
    steps = (
        (not row.identity_checked, "Check that the person is who they say they are."),
        (row.searched_at is None, "Search for everything that is held of the person."),
        (window.to_decide > 0, f"Decide on {window.to_decide:,} of {window.total:,} finds."),
        (left > 0, f"Ask a colleague to decide on {left:,} finds of somebody who has left."),
        (waiting > 0, f"Wait for the answer of {waiting} of those who were asked."),
        *((True, f"Ask somebody who works at {desk} to search what lies there, or wait for them.") for desk in desks),
    )
    return tuple(words for is_missing, words in steps if is_missing)
