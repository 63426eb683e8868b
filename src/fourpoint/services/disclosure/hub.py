"""What needs a person's answer between agencies, what was shared with hers, what hers shared: only what she sees."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.access.kinds import Kind
from fourpoint.domain.reach import reached
from fourpoint.domain.sharing import Audience
from fourpoint.records.disclosure.models import ShareNotice
from fourpoint.records.marked import MarkedRecord
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.disclosure.acceptances import Waiting, list_waiting
from fourpoint.services.disclosure.recalls import NoticeCard, RecallCard, list_notices, list_recalls
from fourpoint.services.disclosure.receipts import DisseminationCard, ReceiptCard, list_given, list_to_receive
from fourpoint.services.disclosure.requests import RequestCard, list_requests
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.marked.summary import AudienceWords, in_words

LATEST, MOST_SOUGHT = 50, 500
# A pointer is no material, and a subject is nothing without what reports state of it.
POINTER, SUBJECT = "pointer", "subject"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """
    A record that is shared between agencies, as its reader sees it.

    shared_at  when it was last shared, or made, where it was shared from the start
    words      the owner's to its readers; may be empty
    """

    kind: str
    name: str
    record_id: int
    title: str
    area: str
    owner: str
    is_ours: bool
    shared_at: datetime
    words: str
    audience: AudienceWords


@dataclass(frozen=True, kw_only=True)
class Hub:
    """Everything of the first page of sharing; the first five need an answer."""

    waiting: tuple[Waiting, ...]
    to_decide: tuple[RequestCard, ...]
    to_acknowledge: tuple[NoticeCard, ...]
    to_receive: tuple[ReceiptCard, ...]
    unanswered: tuple[RecallCard, ...]
    given: tuple[DisseminationCard, ...]
    my_requests: tuple[RequestCard, ...]
    received: tuple[Shared, ...]
    ours: tuple[Shared, ...]

    @property
    def needs_me(self) -> int:
        """How many things wait for this person."""
        return len(self.waiting) + len(self.to_decide) + len(self.to_acknowledge) + len(self.to_receive)


@dataclass(frozen=True, kw_only=True)
class Own:
    """A record of the person's agency whose readers she may choose; beside says who else."""

    kind: str
    name: str
    record_id: int
    title: str
    marking: str
    beside: str
    made_at: datetime


def list_own(who: Acting, *, words: str = "") -> tuple[Own, ...]:
    """
    Return records of the person's agency that she may share, shared or not, the newest first: at most `LATEST`.

    words  only those whose title has all of them, whatever their capitals
    """
    sought = words.lower().split()
    cards: list[Own] = []
    for kind in (kind for kind in KINDS if kind.code not in {POINTER, SUBJECT}):
        rows = kind.model._default_manager.filter(owner_id=who.actor.agency_id or 0).order_by("-made_at", "-pk")
        held = [row for row in rows[:MOST_SOUGHT] if row.audience_id in who.writable and not kind.keeps(row)]
        titled = [(row, kind.title(row)) for row in held]
        found = [(row, title) for row, title in titled if all(one in title.lower() for one in sought)]
        if found:
            trail.record_listed(kind.code, [row for row, _ in found[:LATEST]])
        cards += [_own(kind, row, title, who) for row, title in found[:LATEST]]
    return tuple(sorted(cards, key=lambda card: card.made_at, reverse=True)[:LATEST])


def get_hub(who: Acting) -> Hub:
    """Return what the first page of sharing shows to this person."""
    requests, notices, shared = list_requests(who), list_notices(who), _list_shared(who)
    return Hub(
        waiting=list_waiting(who),
        to_decide=tuple(one for one in requests if one.may_decide),
        to_acknowledge=tuple(one for one in notices if one.may_answer),
        to_receive=list_to_receive(who),
        given=list_given(who),
        unanswered=tuple(one for one in list_recalls(who) if one.outstanding),
        my_requests=tuple(one for one in requests if one.is_mine),
        received=tuple(one for one in shared if not one.is_ours),
        ours=tuple(one for one in shared if one.is_ours),
    )


def _list_shared(who: Acting) -> tuple[Shared, ...]:
    """The newest records of each kind that cross between agencies and are open to the person."""
    crossing = [key for key, audience in who.readable.items() if _crosses(audience, who.actor.agency_id)]
    notices = {(row.kind, row.record_id): row for row in ShareNotice.objects.filter(audience_id__in=crossing)}
    cards: list[Shared] = []
    for kind in (kind for kind in KINDS if kind.code != POINTER):
        rows = list(kind.model._default_manager.filter(audience_id__in=crossing).order_by("-made_at", "-pk")[:LATEST])
        if rows:
            trail.record_listed(kind.code, rows)
        cards += [_shared(kind, row, notices.get((kind.code, row.pk)), who) for row in rows]
    return tuple(sorted(cards, key=lambda card: card.shared_at, reverse=True)[:LATEST])


def _crosses(audience: Audience, agency_id: int | None) -> bool:
    return audience.owner_id != agency_id or bool(reached(audience))


def _own(kind: Kind, row: MarkedRecord, title: str, who: Acting) -> Own:
    audience = in_words(who.readable[row.audience_id], agency_id=who.actor.agency_id)
    return Own(
        kind=kind.code,
        name=kind.name,
        record_id=row.pk,
        title=title,
        marking=audience.marking,
        beside=audience.beside_owner,
        made_at=row.made_at,
    )


def _shared(kind: Kind, row: MarkedRecord, notice: ShareNotice | None, who: Acting) -> Shared:
    audience = who.readable[row.audience_id]
    return Shared(
        kind=kind.code,
        name=kind.name,
        record_id=row.pk,
        title=kind.title(row),
        area=kind.area(row),
        owner=agency_names([row.owner_id])[row.owner_id],
        is_ours=row.owner_id == who.actor.agency_id,
        shared_at=notice.shared_at if notice else row.made_at,
        words=notice.words if notice else "",
        audience=in_words(audience, agency_id=who.actor.agency_id),
    )
