"""Reads the review desk of an agency as frozen values: what is due, what was decided, what went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.access.kinds import Kind
from fourpoint.catalogue.entries import ReviewGroupEntry
from fourpoint.domain.markings import Marking
from fourpoint.domain.review import Due, due_on
from fourpoint.records.agencies.models import Person
from fourpoint.records.marked import MarkedRecord
from fourpoint.records.review.models import CONFIRMED, DISPOSE, PROPOSED, Disposal, Review
from fourpoint.services.agencies.words import name_of
from fourpoint.services.exports.queries import CopyLine, outstanding
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.kinds import KINDS, KindUnknown, find_kind
from fourpoint.services.review import rules
from fourpoint.services.review.errors import NoSuchDisposal, NotTheOwner
from fourpoint.services.review.hooks import known_tables

MOST = 100
STAYS = {
    "editions": "Editions that printed it, as they were frozen: each has readers and copies of its own.",
    "reports": "Reports that were made of it: records of their own, each with its own readers and review day.",
    "placements": "The history of who could read it, with the reasons given.",
}
OUTCOME_WORDS = {"keep": "Kept", "correct": "To be corrected", "restrict": "Restricted", "dispose": "Proposed to go"}


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """A record of the agency whose day has come or is near; days: since its day (negative: until then)."""

    kind_code: str
    kind: str
    record_id: int
    title: str
    marking: str
    group: str
    made_at: datetime
    review_on: date
    due: Due
    days: int
    disposal_id: int | None
    may_decide: bool


@dataclass(frozen=True, kw_only=True)
class KindCount:
    """How many records of a kind are overdue, and how many come up within the notice."""

    kind: str
    overdue: int
    coming: int


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The review desk: counts by kind, the records (the longest overdue first), and disposals that wait."""

    counts: tuple[KindCount, ...]
    overdue: tuple[DueLine, ...]
    coming: tuple[DueLine, ...]
    notice_days: int
    waiting: tuple["DisposalLine", ...]


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """A decision of the past, in words; yes: the criteria answered with yes, with their reasons."""

    decided_at: datetime
    decided_by: str
    outcome: str
    reason: str
    yes: tuple[tuple[str, str], ...]
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """One record as its reviewer sees it; said: what it says, in parts."""

    line: DueLine
    said: tuple[str, ...]
    group_words: str
    group_confirmed: bool
    latest_next: date
    needs_second: bool
    reviews: tuple[ReviewLine, ...]
    copies: tuple[CopyLine, ...]


@dataclass(frozen=True, kw_only=True)
class DisposalLine:
    """
    A disposal as people of the owner agency see it.

    title       of the record while it is there and open to the reader
    reason      the proposer's, while the record is there and open to the reader
    rows        what went: words of the table, count, digest
    left        what stays and why: sentence, count
    printed     how many editions print the record, while it is there: they can be withdrawn with it
    may_confirm, may_refuse, may_carry_out: what the reader can do now
    """

    disposal_id: int
    number: str
    kind: str
    kind_code: str
    record_id: int
    title: str
    reason: str
    rule: str
    state: str
    needs_second: bool
    proposed_at: datetime
    proposed_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    refused_at: datetime | None
    refused_by: str
    refused_words: str
    done_at: datetime | None
    done_by: str
    rows: tuple[tuple[str, int, str], ...]
    copies: int
    left: tuple[tuple[str, int], ...]
    printed: int
    checked: int
    may_confirm: bool
    may_refuse: bool
    may_carry_out: bool


def get_desk(who: Acting) -> Desk:
    """Return the desk of the agency acted for; raises NotAllowed unless the person writes or governs for it."""
    own = _own(who)
    today, notice = timezone.localdate(who.at), rules.days("notice")
    open_disposals = _open(own)
    overdue, coming, counts = [], [], []
    for kind in KINDS:
        rows = kind.model._default_manager.filter(owner_id=own)
        late = rows.filter(review_on__lte=today)
        soon = rows.filter(review_on__gt=today, review_on__lte=today + timedelta(days=notice))
        counts.append(KindCount(kind=kind.name, overdue=late.count(), coming=soon.count()))
        overdue += [_line(kind, row, today, open_disposals, who) for row in _first(late)]
        coming += [_line(kind, row, today, open_disposals, who) for row in _first(soon)]
    return Desk(
        counts=tuple(count for count in counts if count.overdue or count.coming),
        overdue=tuple(sorted(overdue, key=lambda line: line.review_on)[:MOST]),
        coming=tuple(sorted(coming, key=lambda line: line.review_on)[:MOST]),
        notice_days=notice,
        waiting=tuple(line for line in list_disposals(who) if line.state in (PROPOSED, CONFIRMED)),
    )


def get_record(who: Acting, kind: str, record_id: int) -> RecordPage:
    """
    Return one record of the agency for its reviewer, and record that it was read.

    raises  NotOpen; NotAllowed; NotTheOwner for a record of another agency that is open to the person
    """
    found = find_record(kind, record_id)
    own = _own(who)
    if found.row.owner_id != own:
        raise NotTheOwner("Only the agency that owns a record reviews it.")
    trail.record_shown(kind, [found.row])
    today, group = timezone.localdate(who.at), rules.group_of(found.row.review_group)
    return RecordPage(
        line=_line(found.kind, found.row, today, _open(own), who),
        said=tuple(text for text in found.kind.texts(found.row) if text),
        group_words=group.words,
        group_confirmed=group.status == "confirmed",
        latest_next=rules.next_day(group.id, today),
        needs_second=group.second_person,
        reviews=tuple(_review(row) for row in _reviews(kind, record_id)),
        copies=outstanding(kind, record_id),
    )


def list_disposals(who: Acting) -> tuple[DisposalLine, ...]:
    """Return the agency's disposals, newest first; raises NotAllowed unless the person writes or governs for it."""
    rows = Disposal.objects.filter(owner_id=_own(who)).order_by("-proposed_at", "-pk")[:MOST]
    return tuple(_disposal(row, who) for row in rows)


def get_disposal(who: Acting, disposal_id: int) -> DisposalLine:
    """Return one disposal; raises NoSuchDisposal, NotAllowed."""
    own = _own(who)
    row = Disposal.objects.filter(owner_id=own, pk=disposal_id if 0 < disposal_id < 2**63 else 0).first()
    if row is None:
        raise NoSuchDisposal("There is no such disposal.")
    return _disposal(row, who)


def count_overdue(own: int, today: date) -> int:
    """Return how many records of that agency are overdue, as far as the context shows them."""
    return sum(kind.model._default_manager.filter(owner_id=own, review_on__lte=today).count() for kind in KINDS)


# ----------------------------------------------------------------------------------------------------------------------


def _own(who: Acting) -> int:
    own = who.actor.agency_id or 0
    if not (checks.may_contribute(who.actor, agency_id=own) or checks.may_govern(who.actor, agency_id=own)):
        raise checks.NotAllowed("Only someone who writes or governs for an agency reviews its records.")
    return own


def _open(own: int) -> dict[tuple[str, int], int]:
    rows = Disposal.objects.filter(owner_id=own, state__in=(PROPOSED, CONFIRMED))
    return {(row.kind, row.record_id): row.pk for row in rows}


def _first(rows: "QuerySet[MarkedRecord]") -> Iterator[MarkedRecord]:
    return iter(rows.order_by("review_on", "pk")[:MOST])


def _line(kind: Kind, row: MarkedRecord, today: date, disposals: dict[tuple[str, int], int], who: Acting) -> DueLine:
    return DueLine(
        kind_code=kind.code,
        kind=kind.name,
        record_id=row.pk,
        title=kind.title(row),
        marking=Marking(who.readable[row.audience_id].marking).words,
        group=name_of("review_groups", ReviewGroupEntry, row.review_group),
        made_at=row.made_at,
        review_on=row.review_on,
        due=due_on(row.review_on, today, notice_days=rules.days("notice")),
        days=(today - row.review_on).days,
        disposal_id=disposals.get((kind.code, row.pk)),
        may_decide=row.audience_id in who.writable,
    )


def _reviews(kind: str, record_id: int) -> "QuerySet[Review]":
    rows = Review.objects.filter(kind=kind, record_id=record_id).select_related("decided_by")
    return rows.order_by("-decided_at", "-pk")


def _review(row: Review) -> ReviewLine:
    names = {one.id: one.name for one in rules.criteria()}
    yes = ((names.get(code, code), held["reason"]) for code, held in row.answers.items() if held["is_yes"])
    return ReviewLine(
        decided_at=row.decided_at,
        decided_by=row.decided_by.name,
        outcome=OUTCOME_WORDS[row.outcome],
        reason=row.reason,
        yes=tuple(yes),
        next_on=row.next_on,
    )


def _disposal(row: Disposal, who: Acting) -> DisposalLine:
    title, reason, writable, printed = _record_of(row, who)
    tables = known_tables()
    is_open, other = row.state in (PROPOSED, CONFIRMED), row.proposed_by_id != who.actor.person_id
    ready = row.state == CONFIRMED or (row.state == PROPOSED and not row.needs_second)
    return DisposalLine(
        disposal_id=row.pk,
        number=row.number,
        kind=_kind_words(row.kind),
        kind_code=row.kind,
        record_id=row.record_id,
        title=title,
        reason=reason,
        rule=name_of("review_groups", ReviewGroupEntry, row.rule),
        state=row.state,
        needs_second=row.needs_second,
        proposed_at=row.proposed_at,
        proposed_by=_name(row.proposed_by_id),
        confirmed_at=row.confirmed_at,
        confirmed_by=_name(row.confirmed_by_id),
        refused_at=row.refused_at,
        refused_by=_name(row.refused_by_id),
        refused_words=row.refused_words,
        done_at=row.done_at,
        done_by=_name(row.done_by_id),
        rows=tuple((tables.get(code, code), count, row.digests.get(code, "")) for code, count in row.counts.items()),
        copies=row.copies,
        left=tuple((STAYS.get(code, code), count) for code, count in row.left.items()),
        printed=printed,
        checked=row.checked,
        may_confirm=row.state == PROPOSED and other,
        may_refuse=is_open,
        may_carry_out=ready and writable,
    )


def _record_of(row: Disposal, who: Acting) -> tuple[str, str, bool, int]:
    """Title and reason while the record is there and open to the person, whether she may change it, and editions."""
    try:
        kind = find_kind(row.kind)
    except KindUnknown:
        return "", "", False, 0
    record = kind.model._default_manager.filter(pk=row.record_id).first()
    if record is None:
        return "", "", False, 0
    review = _reviews(row.kind, row.record_id).filter(outcome=DISPOSE).first()
    may_change = record.audience_id in who.writable
    printed = len(kind.printed(record)) if may_change and row.state in (PROPOSED, CONFIRMED) else 0
    return kind.title(record), review.reason if review else "", may_change, printed


def _kind_words(code: str) -> str:
    return next((kind.name for kind in KINDS if kind.code == code), code)


def _name(person_id: int | None) -> str:
    if person_id is None:
        return ""
    return Person.objects.values_list("name", flat=True).get(id=person_id)
