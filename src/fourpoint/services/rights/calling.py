"""
Calls a colleague to search for a request what she alone may read: a desk's submissions, a need-to-know list.

She searches as herself, decides on each find, and writes what of it is given to the person. The governance role sees
that something was found, by whom and how it was decided, and the words to be given; never the record.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.catalogue.keeping import ExemptionEntry
from fourpoint.domain.errors import Unusable
from fourpoint.domain.mentions import find_mentions
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Membership
from fourpoint.records.rights.models import DISCLOSE, OPEN, WITHHOLD, RightsCall, RightsItem, RightsRequest
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.words import entries
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.rights.desks import desk_of_each
from fourpoint.services.rights.requests import NoSuchRequest, NotReady, note, open_request
from fourpoint.services.rights.searching import terms_of
from fourpoint.services.sharing.restricted import is_restricted

LONGEST_EXTRACT, LONGEST_REASON = 4_000, 1_000


@dataclass(frozen=True, kw_only=True)
class CallLine:
    """A call as the desk sees it; found is None until it is answered."""

    person: str
    called_at: datetime
    answered_at: datetime | None
    found: int | None


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who can be called; desk: the desk at which she works, or empty."""

    person_id: int
    name: str
    desk: str


@dataclass(frozen=True, kw_only=True)
class OwnFind:
    """What the one who is called found, with what it says."""

    item_id: int
    kind: str
    title: str
    said: tuple[str, ...]
    decision: str
    exemption: str
    reason: str
    extract: str
    is_restricted: bool


@dataclass(frozen=True, kw_only=True)
class CallPage:
    """A call as the one who is called sees it: whom to search for, by when, and what she found."""

    call_id: int
    subject: str
    terms: tuple[str, ...]
    due_on: date
    searched_at: datetime | None
    finds: tuple[OwnFind, ...]


def list_calls(request_id: int) -> tuple[CallLine, ...]:
    """Return the calls of a request that is open to the reader, the first first."""
    rows = RightsCall.objects.filter(request_id=request_id).select_related("person").order_by("id")
    return tuple(
        CallLine(person=row.person.name, called_at=row.called_at, answered_at=row.answered_at, found=row.found)
        for row in rows
    )


def list_colleagues(who: Acting, request_id: int) -> tuple[Colleague, ...]:
    """Return who of the agency can be called, or called again, those who work at a desk first; raises NotAllowed."""
    checks.check_may_govern(who.actor)
    own = who.actor.agency_id or 0
    called = RightsCall.objects.filter(request_id=request_id, answered_at=None).values_list("person_id", flat=True)
    held = Membership.objects.filter(agency_id=own, person__kind="P", person__is_active=True, starts_at__lte=who.at)
    others = held.exclude(ends_at__lte=who.at).exclude(person_id__in=[*called, who.actor.person_id])
    desks = desk_of_each(own)
    names = dict(others.values_list("person_id", "person__name"))
    made = (Colleague(person_id=one, name=name, desk=desks.get(one, "")) for one, name in names.items())
    return tuple(sorted(made, key=lambda one: (not one.desk, one.name)))


def list_own(who: Acting) -> tuple[tuple[int, str, date], ...]:
    """Return id, reference and due day of each call that waits for the reader."""
    rows = _own(who.actor).select_related("request").order_by("request__due_on", "id")
    return tuple((row.pk, row.request.reference, row.request.due_on) for row in rows)


def get_own(who: Acting, call_id: int) -> CallPage:
    """Return a call to the one who is called, while it waits for her; raises NoSuchRequest."""
    row = find_call(who.actor, call_id)
    terms = terms_of(row.request)
    return CallPage(
        call_id=row.pk,
        subject=row.request.subject,
        terms=(*terms.names[1:], *terms.emails, *terms.phones, *terms.addresses),
        due_on=row.request.due_on,
        searched_at=row.searched_at,
        finds=_finds(row),
    )


@transaction.atomic
def call(*, by: Actor, purpose: str, at: datetime, request_id: int, person_id: int) -> int:
    """
    Ask a colleague to search, and return the call's id; she is told by mail and at her review desk.

    Who has answered can be asked again: to search once more, or to lift what she set apart.

    raises  NotAllowed, NoSuchRequest, RequestClosed; Unusable for somebody who cannot be called, or was
    """
    row = open_request(by, request_id)
    held = Membership.objects.filter(agency_id=row.agency_id, person_id=person_id, person__kind="P", starts_at__lte=at)
    if person_id == by.person_id or not held.exclude(ends_at__lte=at).exists():
        raise Unusable("Choose a colleague of your agency from the list.")
    calls = RightsCall.objects.select_for_update()
    made = calls.filter(request=row, person_id=person_id).first() or RightsCall(
        request=row, agency_id=row.agency_id, person_id=person_id
    )
    if made.pk and made.answered_at is None:
        raise Unusable("This colleague was asked already.")
    made.called_at, made.called_by_id, made.answered_at, made.found = at, by.person_id, None, None
    made.save()
    letters.write_to([person_id], kind="rights-call", path=f"/rights/calls/{made.pk}/", agency_id=row.agency_id, at=at)
    note("rights.call", row, {"call": made.pk, "person": person_id}, by=by, purpose=purpose, at=at)
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
def decide_own(  # noqa: PLR0913
    *, by: Actor, purpose: str, at: datetime, call_id: int, item_id: int, extract: str, exemption: str, reason: str
) -> None:
    """
    Decide on a find: give the person an extract of it, or withhold it on a ground and for a reason.

    raises  NoSuchRequest; Unusable without an extract to give, or for an unknown ground or no reason
    """
    row = find_call(by, call_id, lock=True)
    item = RightsItem.objects.select_for_update().filter(request=row.request, pk=item_id).first()
    if item is None:
        raise NoSuchRequest("There is no such find.")
    given, why = extract.strip(), reason.strip()
    if exemption and exemption not in entries("exemptions", ExemptionEntry):
        raise Unusable("Choose the ground on which it is withheld from the list.")
    if not (why if exemption else given) or "\0" in given + why:
        raise Unusable("Say why it is withheld." if exemption else "Write what the person is given of it.")
    if len(given) > LONGEST_EXTRACT or len(why) > LONGEST_REASON:
        raise Unusable(
            f"Shorten it: {LONGEST_EXTRACT:,} characters are the most to give, {LONGEST_REASON:,} to say why."
        )
    item.decision, item.exemption = (WITHHOLD if exemption else DISCLOSE), exemption
    item.extract, item.reason = ("" if exemption else given), why
    item.decided_at, item.decided_by_id = at, by.person_id
    item.save(update_fields=["decision", "exemption", "extract", "reason", "decided_at", "decided_by"])
    facts: trail.Facts = {"item": item.pk, "decision": item.decision, "exemption": exemption}
    note("rights.decide", row.request, facts, by=by, purpose=purpose, at=at)


@transaction.atomic
def answer(*, by: Actor, purpose: str, at: datetime, call_id: int) -> None:
    """Say that all is searched and decided; raises NoSuchRequest; NotReady before that."""
    row = find_call(by, call_id, lock=True)
    finds = RightsItem.objects.filter(request=row.request, found_by_id=by.person_id)
    if row.searched_at is None or finds.filter(decision="").exists():
        raise NotReady("Search first, and decide on everything that you found.")
    request, found = row.request, finds.count()
    row.answered_at, row.found = at, found
    row.save(update_fields=["answered_at", "found"])
    note("rights.answer-call", request, {"call": row.pk, "found": found}, by=by, purpose=purpose, at=at)


def find_call(by: Actor, call_id: int, *, lock: bool = False) -> RightsCall:
    """Return the call that waits for this person; raises NoSuchRequest."""
    rows = _own(by).filter(pk=call_id if 0 < call_id < 2**63 else 0).select_related("request")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise NoSuchRequest("There is no such request for you, or it is answered.")
    return row


# ----------------------------------------------------------------------------------------------------------------------


def _own(by: Actor) -> "QuerySet[RightsCall]":
    """The calls that wait for this person. A closed request is open to nobody but governance, and drops out."""
    open_ones = RightsRequest.objects.filter(agency_id=by.agency_id or 0, state=OPEN)
    return RightsCall.objects.filter(
        person_id=by.person_id, agency_id=by.agency_id or 0, answered_at=None, request__in=open_ones
    )


def _add(row: RightsCall, kind: str, record_id: int, mentions: tuple[str, ...], at: datetime) -> bool:
    given = {"agency_id": row.agency_id, "by": list(mentions), "found_at": at, "found_by_id": row.person_id}
    made = RightsItem(request_id=row.request_id, kind=kind, record_id=record_id, **given)
    return bool(RightsItem.objects.bulk_create([made], ignore_conflicts=True)) and (
        RightsItem.objects.filter(request_id=row.request_id, kind=kind, record_id=record_id).exists()
    )


def _finds(row: RightsCall) -> tuple[OwnFind, ...]:
    items = RightsItem.objects.filter(request_id=row.request_id, found_by_id=row.person_id).order_by(
        "kind", "record_id"
    )
    kinds = {kind.code: kind for kind in KINDS}
    made = []
    for item in items:
        kind = kinds[item.kind]
        record = kind.model._default_manager.filter(pk=item.record_id).first()
        if record is not None:
            trail.record_shown(kind.code, [record])
        made.append(
            OwnFind(
                item_id=item.pk,
                kind=kind.name,
                title=kind.title(record) if record is not None else "",
                said=tuple(text for text in kind.texts(record) if text) if record is not None else (),
                decision=item.decision,
                exemption=item.exemption,
                reason=item.reason,
                extract=item.extract,
                is_restricted=is_restricted(item.kind, item.record_id),
            )
        )
    return tuple(made)
