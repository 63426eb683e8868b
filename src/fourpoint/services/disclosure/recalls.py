"""Recalls: what was shared is closed to others at once, each recipient is told, and each says what became of copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.reach import narrowed_to_owner, reached
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.audit.models import Reading
from fourpoint.records.disclosure.models import RECALL, Recall, RecallNotice, Receipt
from fourpoint.records.disclosure.recalls import ANSWERS, KEPT
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.disclosure.clocks import draw_reference, due
from fourpoint.services.exports.actions import recall_exports
from fourpoint.services.exports.queries import CopyLine, NoSuchCopy, outstanding
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.marked.place import Placing, place

LONGEST_NAME, LONGEST_WORDS = 200, 1_000


class NobodyToRecallFrom(Refused):
    """No other agency can read the record, has read it or holds a copy of it."""


class AlreadyAnswered(Refused):
    """The agency has answered the recall."""


@dataclass(frozen=True, kw_only=True)
class Recalling:
    """
    What is to be recalled and why.

    reason    for the recipients and the history
    known_as  how the recipients will know what is meant: they cannot open it any more, and their colleagues read this
    """

    kind: str
    record_id: int
    reason: str
    known_as: str


@dataclass(frozen=True, kw_only=True)
class NoticeCard:
    """
    One recipient's part in a recall.

    readers  how many of its people had read the record, by the trail; told to the owner only, else None
    """

    notice_id: int
    reference: str
    agency: str
    owner: str
    known_as: str
    reason: str
    told_at: datetime
    due_at: datetime
    is_late: bool
    acknowledged_at: datetime | None
    answer: str
    words: str
    readers: int | None
    may_answer: bool


@dataclass(frozen=True, kw_only=True)
class RecallCard:
    """
    A recall as the owner sees it.

    title   empty for who may not read the record
    copies  leased copies of it that other agencies hold and have not confirmed destroyed
    """

    recall_id: int
    reference: str
    kind: str
    record_id: int
    title: str
    recalled_at: datetime
    reason: str
    notices: tuple[NoticeCard, ...]
    copies: tuple[CopyLine, ...]

    @property
    def outstanding(self) -> int:
        """How many recipients have not answered."""
        return sum(notice.acknowledged_at is None for notice in self.notices)


@transaction.atomic
def recall(*, by: Actor, purpose: str, at: datetime, recalling: Recalling) -> str:
    """
    Take a record back from every other agency, tell each that could read it, did, or holds a copy, call their copies
    back, and return the reference. What was narrowed before, or shared under what has ended, is taken back as well.

    raises  NotOpen, NotAllowed; NobodyToRecallFrom; Unusable without a reason or a name for the recipients
    """
    found = find_record(recalling.kind, recalling.record_id, lock=True)
    _check_words(recalling)
    checks.check_may_change(context.somebody(), audience_id=found.row.audience_id)
    told = whom_to_tell(found)
    if not told:
        raise NobodyToRecallFrom("No other agency can read this record or has read it: there is nothing to take back.")
    read = who_read(recalling.kind, recalling.record_id, found.row.owner_id)
    before = _close(found, recalling, by=by, purpose=purpose, at=at)
    row = Recall.objects.create(
        reference=draw_reference("RC"),
        kind=recalling.kind,
        record_id=recalling.record_id,
        owner_id=found.row.owner_id,
        readable_before_id=before,
        recalled_at=at,
        recalled_by_id=by.person_id,
        reason=recalling.reason.strip(),
    )
    _tell(row, recalling, sorted(told), found.audience, read)
    Receipt.objects.filter(owner_id=row.owner_id, kind=row.kind, record_id=row.record_id, recalled_at=None).update(
        recalled_at=at
    )
    recall_exports(
        by=by,
        purpose=purpose,
        at=at,
        kind=row.kind,
        record_id=row.record_id,
        reason=row.reason,
        agencies=_holders(row.kind, row.record_id, by.agency_id),
    )
    return row.reference


@transaction.atomic
def acknowledge(*, who: Acting, reference: str, answer: str, words: str) -> None:
    """
    Say for the actor's agency what became of its copies of what was recalled.

    answer  a code of `records.disclosure.recalls`; copies that are kept need their reason in `words`

    raises  NotOpen; AlreadyAnswered; Unusable for an unknown answer, or copies kept without a reason
    """
    row = _find_notice(reference, who)
    if row is None:
        raise checks.NotOpen("There is no such recall.")
    if row.acknowledged_at is not None:
        raise AlreadyAnswered("Your agency has answered this recall already.")
    if answer not in ANSWERS:
        raise Unusable("Say what became of the copies: choose one of the answers.")
    if answer == KEPT and not words.strip():
        raise Unusable("Say why copies are kept: the owner has to know.")
    if len(words) > LONGEST_WORDS or "\0" in words:
        raise Unusable(f"Use at most {LONGEST_WORDS:,} characters.")
    row.acknowledged_at, row.acknowledged_by_id = who.at, who.actor.person_id
    row.answer, row.words = answer, words.strip()
    row.save(update_fields=["acknowledged_at", "acknowledged_by", "answer", "words"])
    change = trail.Change(
        action="recall.acknowledge",
        object_kind="recall",
        object_id=row.recall_id,
        facts={"answer": answer},
        owner_id=row.owner_id,
    )
    trail.record(change, by=who.actor, purpose=who.purpose, at=who.at)


def list_recalls(who: Acting) -> tuple[RecallCard, ...]:
    """Return the recalls by the person's own agency of records that she may read, the newest first."""
    rows = Recall.objects.filter(owner_id=who.actor.agency_id or 0).order_by("-recalled_at", "-id")[:200]
    cards = (_card(row, who) for row in rows)
    return tuple(card for card in cards if card.title or checks.may_govern(who.actor))


def get_recall(reference: str, *, who: Acting) -> RecallCard | None:
    """Return the recall of that reference by the person's own agency; None when there is none that she may know of."""
    row = Recall.objects.filter(reference=reference, owner_id=who.actor.agency_id or 0).first()
    card = _card(row, who) if row else None
    return card if card and (card.title or checks.may_govern(who.actor)) else None


def list_notices(who: Acting) -> tuple[NoticeCard, ...]:
    """Return the recalls that the person's agency was told of and that concern her, the newest first."""
    rows = RecallNotice.objects.filter(agency_id=who.actor.agency_id or 0).order_by("-told_at", "-id")[:200]
    held = [row for row in rows if _is_told(row, who)]
    return _notices(held, who, readers={})


def get_notice(reference: str, *, who: Acting) -> NoticeCard | None:
    """Return what the person's agency was told of the recall of that reference; None when that is nothing."""
    row = _find_notice(reference, who)
    return _notices([row], who, readers={})[0] if row else None


def _find_notice(reference: str, who: Acting) -> RecallNotice | None:
    row = RecallNotice.objects.filter(reference=reference, agency_id=who.actor.agency_id or 0).first()
    return row if row is not None and _is_told(row, who) else None


def _is_told(row: RecallNotice, who: Acting) -> bool:
    """Whether this person may know: what was for named people is told to them and to the governance role."""
    membership = who.actor.membership
    if membership is None or not membership.reads:
        return False
    return not row.persons or who.actor.person_id in row.persons or membership.governs


def whom_to_tell(found: Found) -> frozenset[int]:
    """Return the other agencies that can read the record, have read it by the trail, or hold a copy of it."""
    owner_id, number = found.row.owner_id, found.row.pk
    read = set(who_read(found.kind.code, number, owner_id))
    return reached(found.audience) | read | _holders(found.kind.code, number, owner_id)


def _close(found: Found, recalling: Recalling, *, by: Actor, purpose: str, at: datetime) -> int:
    """Close the record to everybody outside the owner, unless it is closed; return the audience that it had."""
    if not reached(found.audience):
        change = trail.Change(
            action=f"{recalling.kind}.{RECALL}",
            object_kind=recalling.kind,
            object_id=recalling.record_id,
            reason=recalling.reason.strip()[:500],
            audience_id=found.row.audience_id,
        )
        trail.record(change, by=by, purpose=purpose, at=at)
        return found.row.audience_id
    placing = Placing(
        kind=recalling.kind,
        record_id=recalling.record_id,
        audience=narrowed_to_owner(found.audience),
        reason=recalling.reason,
        cause=RECALL,
    )
    return place(by=by, purpose=purpose, at=at, placing=placing).before


def _check_words(recalling: Recalling) -> None:
    if not recalling.known_as.strip() or len(recalling.known_as) > LONGEST_NAME:
        raise Unusable(f"Say how the recipients will know what is meant, in at most {LONGEST_NAME} characters.")
    if "\0" in recalling.known_as:
        raise Unusable("Say how the recipients will know what is meant, in plain characters.")


def _copies(kind: str, record_id: int, agency_id: int | None) -> tuple[CopyLine, ...]:
    """Copies of the record that are out with other agencies; none for a reader who may not know of them."""
    try:
        return tuple(line for line in outstanding(kind, record_id) if line.agency_id != agency_id)
    except NoSuchCopy:
        return ()


def _holders(kind: str, record_id: int, agency_id: int | None) -> set[int]:
    return {line.agency_id for line in _copies(kind, record_id, agency_id)}


def who_read(kind: str, record_id: int, owner_id: int) -> dict[int, set[int]]:
    """Return who read the record, by the agency they read it for, as far as the actor may read the trail of it."""
    held = Reading.objects.filter(object_kind=kind, object_id=str(record_id), owner_id=owner_id)
    found: dict[int, set[int]] = {}
    for agency_id, person_id in held.exclude(agency_id=owner_id).values_list("agency_id", "person_id").distinct():
        found.setdefault(agency_id, set()).add(person_id)
    return found


def _tell(
    row: Recall, recalling: Recalling, agencies: Iterable[int], audience: Audience, read: dict[int, set[int]]
) -> None:
    notices = [
        RecallNotice(
            recall=row,
            reference=row.reference,
            agency_id=agency_id,
            owner_id=row.owner_id,
            persons=_only(audience, agency_id, read.get(agency_id, set())),
            known_as=recalling.known_as.strip(),
            reason=row.reason,
            told_at=row.recalled_at,
            due_at=due("recall", row.recalled_at),
        )
        for agency_id in agencies
    ]
    RecallNotice.objects.bulk_create(notices)
    for notice in notices:
        governing = letters.members_with("governs", agency_id=notice.agency_id, at=notice.told_at)
        letters.write_to(
            {*governing, *notice.persons},
            kind="recall",
            path=f"/sharing/recalls/{row.reference}/",
            agency_id=notice.agency_id,
            at=notice.told_at,
        )


def _only(audience: Audience, agency_id: int, read: set[int]) -> list[int]:
    """The only people of the agency who could read it, with those who did; empty when it was for all of them."""
    listed = {one.person_id for one in audience.compartment if one.agency_id == agency_id}
    disclosed = {one.person_id for one in audience.disclosures if one.agency_id == agency_id}
    if not audience.compartment:
        listed = set() if agency_id in audience.agencies or None in disclosed else {one for one in disclosed if one}
        read = read if listed or agency_id not in reached(audience) else set()
    return sorted(listed | read)


def _card(row: Recall, who: Acting) -> RecallCard:
    try:
        title = find_record(row.kind, row.record_id).title
    except checks.NotOpen:
        title = ""
    readers = {agency: len(people) for agency, people in who_read(row.kind, row.record_id, row.owner_id).items()}
    notices = list(row.notices.order_by("agency_id"))
    return RecallCard(
        recall_id=row.pk,
        reference=row.reference,
        kind=row.kind,
        record_id=row.record_id,
        title=title,
        recalled_at=row.recalled_at,
        reason=row.reason,
        notices=_notices(notices, who, readers={row.agency_id: readers.get(row.agency_id, 0) for row in notices}),
        copies=_copies(row.kind, row.record_id, who.actor.agency_id),
    )


def _notices(rows: list[RecallNotice], who: Acting, *, readers: dict[int, int]) -> tuple[NoticeCard, ...]:
    names = agency_names(agency for row in rows for agency in (row.agency_id, row.owner_id))
    return tuple(
        NoticeCard(
            notice_id=row.pk,
            reference=row.reference,
            agency=names[row.agency_id],
            owner=names[row.owner_id],
            known_as=row.known_as,
            reason=row.reason,
            told_at=row.told_at,
            due_at=row.due_at,
            is_late=row.acknowledged_at is None and who.at >= row.due_at,
            acknowledged_at=row.acknowledged_at,
            answer=row.answer,
            words=row.words,
            readers=readers.get(row.agency_id),
            may_answer=row.agency_id == who.actor.agency_id and row.acknowledged_at is None,
        )
        for row in rows
    )
