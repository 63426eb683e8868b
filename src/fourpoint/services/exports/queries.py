"""Reads copies that left as frozen values: one's own, those an agency holds, those that are out of what it owns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from fourpoint.access import checks, context
from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import Entry, PurposeEntry
from fourpoint.domain import leases
from fourpoint.domain.leases import Ends, State
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import Person
from fourpoint.records.exports.models import Export
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.agencies.words import name_of
from fourpoint.services.exports.endings import taken_under_ended, when_ended
from fourpoint.services.marked.kinds import KINDS

MOST = 200
# Words for what is no kind of marked record.
OTHER_KINDS = {
    "trail": "trail",
    "rights": "response to a person",
    "edition": "edition",
    "profile": "rows of a figure",
    "agreement": "file of an agreement",
}


class NoSuchCopy(checks.NotOpen):
    """No copy of that number is this person's to know of; whether there is one is not said."""


@dataclass(frozen=True, kw_only=True)
class CopyLine:
    """
    One copy, as its holder or its owner sees it.

    number      as printed on it
    kind        in words; record_id: None for what is no single record
    title       of the record as the reader knows it; empty when it is not open to the reader
    name        of the file, for people of the holder's agency; else empty
    closed_at   when the agreement ended that opened the record to the holder; None while it holds, and for others
    days_over   for how many days it should have been destroyed already; 0 when it need not be
    how         how it was destroyed, in words; empty while it is out
    is_mine     the reader holds it; may_confirm, may_recall: what the reader can do
    """

    export_id: int
    number: str
    kind_code: str
    kind: str
    record_id: int | None
    title: str
    name: str
    marking: str
    owner: str
    agency_id: int
    agency: str
    holder: str
    purpose: str
    leased_at: datetime
    expires_on: date
    state: State
    closed_at: datetime | None
    days_over: int
    times: int
    recalled_at: datetime | None
    recall_words: str
    destroyed_at: datetime | None
    how: str
    is_mine: bool
    may_confirm: bool
    may_recall: bool


@dataclass(frozen=True, kw_only=True)
class AgencyCount:
    """How many copies of an agency's material another holds: out in all, and overdue among them."""

    agency_id: int
    agency: str
    out: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class CopiesOut:
    """What is out of an agency's material: counts by holding agency, and the copies asked for, newest first."""

    agencies: tuple[AgencyCount, ...]
    lines: tuple[CopyLine, ...]
    total: int


def list_mine(who: Acting) -> tuple[CopyLine, ...]:
    """Return the copies that the person holds for the agency she acts for: what to destroy first, then newest."""
    rows = Export.objects.filter(holder_id=who.actor.person_id, agency_id=who.actor.agency_id or 0)
    lines = _lines(rows.order_by("-leased_at", "-id")[:MOST], who)
    return tuple(sorted(lines, key=lambda line: (not line.state.is_overdue, not line.state.is_out)))


def list_held(who: Acting) -> tuple[CopyLine, ...]:
    """Return the copies that people of the agency should have destroyed; raises NotAllowed without governance role."""
    checks.check_may_govern(who.actor)
    rows = Export.objects.filter(_overdue(who.at), agency_id=who.actor.agency_id or 0)
    return _lines(rows.order_by("expires_on", "id")[:MOST], who)


def list_out(who: Acting, *, agency_id: int | None = None, only: str = "") -> CopiesOut:
    """
    Return what is out of the agency's own material.

    agency_id  only copies that this agency holds
    only       "overdue", "destroyed", or empty for all that are out

    raises     NotAllowed without the governance role
    """
    own = who.actor.agency_id or 0
    checks.check_may_govern(who.actor, agency_id=own)
    every = Export.objects.filter(owner_id=own)
    asked = every.filter(_ASKED.get(only, _out)(who.at))
    if agency_id is not None:
        asked = asked.filter(agency_id=agency_id)
    lines = _lines(asked.order_by("-leased_at", "-id")[:MOST], who)
    return CopiesOut(agencies=_counts(every, who.at), lines=lines, total=asked.count())


def outstanding(kind: str, record_id: int) -> tuple[CopyLine, ...]:
    """
    Return the copies of that record that are out, for someone of the owner agency who writes or governs for it.

    raises  NoSuchCopy for anybody else; RuntimeError outside a context
    """
    return _of_record(kind, record_id, out=True)


def of_record(kind: str, record_id: int) -> tuple[CopyLine, ...]:
    """Return every copy of that record, destroyed ones too; raises as `outstanding`."""
    return _of_record(kind, record_id, out=False)


def get_copy(who: Acting, export_id: int) -> CopyLine:
    """Return a copy to its holder, to the governance role of her agency or of the owner's; raises NoSuchCopy."""
    # A number that no row can have is a slip in an address, and no fault.
    row = Export.objects.filter(id=export_id).first() if 0 < export_id < 2**63 else None
    if row is None or not _may_see(row, who):
        raise NoSuchCopy("There is no such copy.")
    return _lines([row], who)[0]


def find_copy(who: Acting, written: str) -> CopyLine | None:
    """Return the copy of a number that somebody read off it, None when there is none that is this person's to know."""
    row = Export.objects.filter(number=leases.find_number(written)).first()
    return _lines([row], who)[0] if row is not None and _may_see(row, who) else None


def count_overdue(agency_id: int, *, at: datetime) -> int:
    """Return how many copies people of that agency should have destroyed, as far as the context shows them."""
    return Export.objects.filter(_overdue(at), agency_id=agency_id).count()


def state_of(row: Export, *, at: datetime, closed_at: datetime | None) -> State:
    """Return how a stored copy stands at that instant; `closed_at` as `endings.when_ended` says of it."""
    return leases.state_on(
        Ends(
            expires_on=row.expires_on,
            closed_on=timezone.localdate(closed_at) if closed_at else None,
            recalled_on=timezone.localdate(row.recalled_at) if row.recalled_at else None,
            destroyed_on=timezone.localdate(row.destroyed_at) if row.destroyed_at else None,
        ),
        timezone.localdate(at),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _overdue(at: datetime) -> Q:
    ended = taken_under_ended(at)
    return Q(destroyed_at=None) & (Q(recalled_at__isnull=False) | Q(expires_on__lt=timezone.localdate(at)) | ended)


def _out(at: datetime) -> Q:
    return Q(destroyed_at=None)


def _destroyed(at: datetime) -> Q:
    return Q(destroyed_at__isnull=False)


_ASKED = {"overdue": _overdue, "destroyed": _destroyed}


def _of_record(kind: str, record_id: int, *, out: bool) -> tuple[CopyLine, ...]:
    who = context.somebody()
    own = who.actor.agency_id or 0
    if not (checks.may_govern(who.actor, agency_id=own) or checks.may_contribute(who.actor, agency_id=own)):
        raise NoSuchCopy("There is no such copy.")
    rows = Export.objects.filter(owner_id=own, kind=kind, record_id=record_id)
    if out:
        rows = rows.filter(destroyed_at=None)
    return _lines(rows.order_by("-leased_at", "-id"), who)


def _may_see(row: Export, who: Acting) -> bool:
    own = who.actor.agency_id or 0
    if row.agency_id == own and row.holder_id == who.actor.person_id:
        return True
    return own in (row.agency_id, row.owner_id) and checks.may_govern(who.actor, agency_id=own)


def _counts(rows: "QuerySet[Export]", at: datetime) -> tuple[AgencyCount, ...]:
    out = list(rows.filter(destroyed_at=None).values_list("agency_id", flat=True))
    over = list(rows.filter(_overdue(at)).values_list("agency_id", flat=True))
    names = agency_names(out)
    return tuple(
        AgencyCount(agency_id=number, agency=name, out=out.count(number), overdue=over.count(number))
        for number, name in sorted(names.items(), key=lambda one: one[1])
    )


def _lines(rows: Iterable[Export], who: Acting) -> tuple[CopyLine, ...]:
    held = list(rows)
    agencies = agency_names({one for row in held for one in (row.owner_id, row.agency_id)})
    people = dict(Person.objects.filter(id__in={row.holder_id for row in held}).values_list("id", "name"))
    titles, closed = _titles(held), when_ended(held, at=who.at)
    return tuple(_line(row, agencies, people, titles, closed.get(row.id), who) for row in held)


def _titles(rows: Sequence[Export]) -> dict[tuple[str, int], str]:
    """The titles of those records that are open to the person of the context."""
    made: dict[tuple[str, int], str] = {}
    for kind in KINDS:
        numbers = {row.record_id for row in rows if row.kind == kind.code and row.record_id is not None}
        if numbers:
            found = kind.model._default_manager.filter(pk__in=numbers)
            made |= {(kind.code, record.pk): kind.title(record) for record in found}
    return made


def _line(
    row: Export,
    agencies: dict[int, str],
    people: dict[int, str],
    titles: dict[tuple[str, int], str],
    closed_at: datetime | None,
    who: Acting,
) -> CopyLine:
    own = who.actor.agency_id or 0
    state, governs = state_of(row, at=who.at, closed_at=closed_at), checks.may_govern(who.actor, agency_id=own)
    is_mine = row.holder_id == who.actor.person_id and row.agency_id == own
    return CopyLine(
        export_id=row.id,
        number=row.number,
        kind_code=row.kind,
        kind=_kind_words(row.kind),
        record_id=row.record_id,
        title=titles.get((row.kind, row.record_id or 0), ""),
        name=row.name if row.agency_id == own else "",
        marking=Marking(row.marking).words,
        owner=agencies[row.owner_id],
        agency_id=row.agency_id,
        agency=agencies[row.agency_id],
        holder=people[row.holder_id],
        purpose=name_of("purposes", PurposeEntry, row.purpose),
        leased_at=row.leased_at,
        expires_on=row.expires_on,
        state=state,
        closed_at=closed_at,
        days_over=_days_over(row, state, closed_at, timezone.localdate(who.at)),
        times=row.times,
        recalled_at=row.recalled_at,
        recall_words=row.recall_words,
        destroyed_at=row.destroyed_at,
        how=name_of("destruction", Entry, row.destroyed_how) if row.destroyed_how else "",
        is_mine=is_mine,
        may_confirm=state.is_out and row.agency_id == own and (is_mine or governs),
        may_recall=state.is_out and row.recalled_at is None and row.owner_id == own and governs,
    )


def _days_over(row: Export, state: State, closed_at: datetime | None, today: date) -> int:
    if not state.is_overdue:
        return 0
    since = [timezone.localdate(one) for one in (row.recalled_at, closed_at) if one is not None]
    return max(0, (today - min([row.expires_on, *since])).days)


def _kind_words(code: str) -> str:
    return next((kind.name for kind in KINDS if kind.code == code), OTHER_KINDS.get(code, code))
