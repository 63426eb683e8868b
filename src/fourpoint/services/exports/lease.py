"""
The one door by which a file leaves: numbered, stamped with its holder and purpose, kept in a list until destroyed.

What anybody can download from its publisher anyway leaves without one (`domain.leases.must_be_leased`).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from fourpoint.access import checks, context, leaks, trail
from fourpoint.catalogue.entries import PurposeEntry
from fourpoint.domain import leases
from fourpoint.domain.errors import Broken, Unusable
from fourpoint.domain.leases import Stamp
from fourpoint.domain.markings import Marking
from fourpoint.domain.months import day_in_words
from fourpoint.domain.operations import Operation, Recipients
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.exports.models import Export
from fourpoint.services.agencies.words import name_of
from fourpoint.services.exports.periods import days_of
from fourpoint.services.exports.stamping import Stamped, stamp_copy
from fourpoint.services.sharing.codes import words

LONGEST_NAME, TRIES = 200, 20
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class What:
    """
    What is copied.

    kind         a kind of record, or another word for what is no single record, as "trail"
    record_id    the record's number; None for what is no single record
    audience_id  the record's audience; None for what is the actor's own agency's and has none
    marking      of what has no audience
    words        what the content says, where its bytes are packed so that nothing can be looked for in them
    """

    kind: str
    record_id: int | None = None
    audience_id: int | None = None
    marking: Marking = Marking.OFFICIAL_SENSITIVE
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Leased:
    """A copy to hand over, with its number and the last day on which it may be kept."""

    number: str
    expires_on: date
    name: str
    media_type: str
    content: bytes


@transaction.atomic
def lease(  # noqa: PLR0913
    *, by: Actor, purpose: str, at: datetime, what: What, name: str, media_type: str, content: bytes
) -> Leased:
    """
    Return the copy with its stamp, and keep who took it; the disclosure is in the trail.

    Taking the same content again for the same purpose, while its copy may be kept, is the same copy under its number.

    raises  NotOpen when the audience is not open to the actor; Unusable without a purpose; CanaryLeaked when it carries
            a decoy that is not open to her
    """
    if not purpose:
        raise Unusable("Choose a purpose on your access page first: a copy is bound to the purpose it was taken for.")
    audience = _open(what)
    _check_decoys(what, name, content)
    row = _again(by, purpose, at, what, content)
    if row is None:
        row = _new(by, purpose, at, what, audience)
        row.name, row.media_type, row.size = name[:LONGEST_NAME], media_type, len(content)
        row.took_sha256 = hashlib.sha256(content).hexdigest()
        _number(row)
    made = stamp_copy(_stamp(row, audience), name=name, media_type=media_type, content=content)
    row.gave_sha256 = hashlib.sha256(made.content).hexdigest()
    row.save(update_fields=["times", "gave_sha256"])
    _note(row, by=by, purpose=purpose, at=at)
    return _leased(row, made)


# ----------------------------------------------------------------------------------------------------------------------


def _open(what: What) -> Audience | None:
    who = context.current()
    if who is None or who.actor.agency_id is None:
        raise checks.NotOpen("This is not open to you.")
    if what.audience_id is None:
        return None
    checks.check_may_read(who, audience_id=what.audience_id)
    return who.readable[what.audience_id]


def _check_decoys(what: What, name: str, content: bytes) -> None:
    who = context.current()
    place = f"a copy of {what.kind}" + (f" {what.record_id}" if what.record_id else "")
    leaks.check_export((content, name, what.words), readable=who.readable if who else (), place=place)


def _again(by: Actor, purpose: str, at: datetime, what: What, content: bytes) -> Export | None:
    """The copy that this person already holds of the very same."""
    row = (
        Export.objects.select_for_update()
        .filter(
            holder_id=by.person_id,
            agency_id=by.agency_id or 0,
            kind=what.kind,
            record_id=what.record_id,
            taken_under_id=what.audience_id,
            purpose=purpose,
            took_sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            recalled_at=None,
            destroyed_at=None,
            expires_on__gte=timezone.localdate(at),
        )
        .order_by("id")
        .first()
    )
    if row is not None:
        row.times += 1
    return row


def _new(by: Actor, purpose: str, at: datetime, what: What, audience: Audience | None) -> Export:
    marking = what.marking if audience is None else audience.marking
    agency_id = by.agency_id or 0
    return Export(
        kind=what.kind,
        record_id=what.record_id,
        owner_id=agency_id if audience is None else audience.owner_id,
        taken_under_id=what.audience_id,
        marking=marking.value,
        holder_id=by.person_id,
        agency_id=agency_id,
        purpose=purpose,
        leased_at=at,
        expires_on=leases.ends_on(timezone.localdate(at), days=days_of(marking), limits=_limits(by, audience, at)),
    )


def _number(row: Export) -> None:
    """Draw a number for the row and keep it; one that is taken, whoever has it, is drawn again without a word."""
    year = timezone.localdate(row.leased_at).year
    for _ in range(TRIES):
        row.number = leases.print_number(year, secrets.randbelow(leases.MOST))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise Broken("No number could be drawn for a copy: the numbers of the year are used up.")


def _limits(by: Actor, audience: Audience | None, at: datetime) -> tuple[date, ...]:
    """The last days of what opened it to another agency than its owner."""
    if audience is None or audience.owner_id == by.agency_id:
        return ()
    ends = [audience.ends_at, audience.agreement.ends_at if audience.agreement else None]
    if by.agency_id not in audience.agencies:
        own = [one.ends_at for one in audience.disclosures if one.agency_id == by.agency_id and at < one.ends_at]
        own += [one.ends_at for one in by.emergencies if one.owner_id == audience.owner_id and at < one.ends_at]
        ends = [max(own, default=None)]
    return tuple(timezone.localdate(end - MOMENT) for end in ends if end is not None)


def _stamp(row: Export, audience: Audience | None) -> Stamp:
    names = dict(Agency.objects.filter(id__in=(row.owner_id, row.agency_id)).values_list("id", "name"))
    holder = Person.objects.values_list("name", flat=True).get(id=row.holder_id)
    codes = audience.additional.codes if audience else ()
    return Stamp(
        number=row.number,
        marking=Marking(row.marking).words,
        additional=tuple(words("additional_markings", code) for code in codes),
        owner=names[row.owner_id],
        holder=f"{holder}, {names[row.agency_id]}",
        purpose=name_of("purposes", PurposeEntry, row.purpose),
        taken=day_in_words(timezone.localdate(row.leased_at)),
        expires=day_in_words(row.expires_on),
    )


def _note(row: Export, *, by: Actor, purpose: str, at: datetime) -> None:
    change = trail.Change(
        action="export.take",
        object_kind=row.kind,
        object_id=row.number if row.record_id is None else row.record_id,
        after=row.took_sha256,
        facts={"export": row.number, "until": row.expires_on.isoformat(), "times": row.times},
        operation=Operation.DISCLOSURE,
        recipients=Recipients(agencies=(row.agency_id,), persons=(row.holder_id,)),
        owner_id=None if row.owner_id == row.agency_id else row.owner_id,
        audience_id=row.taken_under_id,
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _leased(row: Export, made: Stamped) -> Leased:
    return Leased(
        number=row.number,
        expires_on=row.expires_on,
        name=made.name,
        media_type=made.media_type,
        content=made.content,
    )
