"""What was given to whom and who has it: to its owner each recipient's receipt and readers, to a recipient its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import audiences, checks
from fourpoint.access.context import Acting
from fourpoint.domain.sharing import decide
from fourpoint.records.agencies.models import Person
from fourpoint.records.disclosure.models import Dissemination, Receipt
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.disclosure.acceptances import NOT_ACCEPTED
from fourpoint.services.disclosure.recalls import who_read
from fourpoint.services.marked.finding import find_record
from fourpoint.services.sharing.codes import condition_words

MOST_LISTED = 100


@dataclass(frozen=True, kw_only=True)
class ReceiptCard:
    """
    One recipient's part.

    title           empty while it is not open to the reader
    readers         how many of its people have read it, by the trail; told to the owner only, else None
    received_by     who said so; her name is told to her own agency alone
    may_receive     whether the reader may say for her agency that it has it
    conditions      what she must accept before she can read it; empty when nothing waits
    handling        how it is to be handled, as it was given; empty while it is not open to the reader
    """

    reference: str
    kind: str
    record_id: int
    title: str
    agency: str
    owner: str
    words: str
    given_at: datetime
    due_at: datetime
    is_late: bool
    received_at: datetime | None
    recalled_at: datetime | None
    received_by: str
    use: str
    readers: int | None
    may_receive: bool
    conditions: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DisseminationCard:
    """
    A dissemination as its owner sees it.

    forum     the name of the forum, if it was to one
    handling  how it is to be handled, as it was given
    """

    reference: str
    kind: str
    record_id: int
    title: str
    forum: str
    at: datetime
    by: str
    necessity: str
    words: str
    handling: tuple[str, ...]
    receipts: tuple[ReceiptCard, ...]

    @property
    def outstanding(self) -> int:
        """How many recipients have not said that they have it."""
        return sum(one.received_at is None and one.recalled_at is None for one in self.receipts)


def find_receipt_row(reference: str, who: Acting) -> Receipt | None:
    """Return the receipt of the person's agency, locked, if what it is of is open to her."""
    rows = Receipt.objects.select_for_update().filter(
        reference=reference, agency_id=who.actor.agency_id or 0, recalled_at=None
    )
    row = rows.first()
    return row if row is not None and _title(row.kind, row.record_id) else None


def list_given(who: Acting, *, kind: str = "", record_id: int | None = None) -> tuple[DisseminationCard, ...]:
    """Return what the person's agency gave to others and she may read, the newest first; of one record or of all."""
    rows = Dissemination.objects.filter(owner_id=who.actor.agency_id or 0)
    if record_id is not None:
        rows = rows.filter(kind=kind, record_id=record_id)
    cards = (_card(row, who) for row in rows.select_related("forum", "disseminated_by").order_by("-pk")[:MOST_LISTED])
    return tuple(card for card in cards if card.title)


def get_given(reference: str, *, who: Acting) -> DisseminationCard | None:
    """Return the dissemination of that reference, if the person's agency made it and its record is open to her."""
    rows = Dissemination.objects.select_related("forum", "disseminated_by")
    row = rows.filter(reference=reference, owner_id=who.actor.agency_id or 0).first()
    card = _card(row, who) if row else None
    return card if card and card.title else None


def list_to_receive(who: Acting) -> tuple[ReceiptCard, ...]:
    """Return what was given to the person's agency and awaits its receipt, as far as it is or can be open to her."""
    rows = Receipt.objects.filter(agency_id=who.actor.agency_id or 0, received_at=None, recalled_at=None).order_by(
        "due_at", "pk"
    )
    cards = _receipts(rows[:MOST_LISTED], who, readers=None)
    return tuple(card for card in cards if card.title or card.conditions)


def get_receipt(reference: str, *, who: Acting) -> ReceiptCard | None:
    """Return the receipt of the person's agency, if what it is of is open to her or waits for her acceptance alone."""
    rows = Receipt.objects.filter(reference=reference, agency_id=who.actor.agency_id or 0, recalled_at=None)
    return next((card for card in _receipts(rows, who, readers=None) if card.title or card.conditions), None)


def find_receipt(who: Acting, *, kind: str, record_id: int) -> ReceiptCard | None:
    """Return the latest receipt of the person's agency for a record that is open to her; None when it has none."""
    rows = Receipt.objects.filter(agency_id=who.actor.agency_id or 0, kind=kind, record_id=record_id).order_by("-pk")
    return next((card for card in _receipts(rows[:1], who, readers=None) if card.title), None)


# ----------------------------------------------------------------------------------------------------------------------


def _title(kind: str, record_id: int) -> str:
    try:
        return find_record(kind, record_id).title
    except checks.NotOpen:
        return ""


def _card(row: Dissemination, who: Acting) -> DisseminationCard:
    read = {agency: len(people) for agency, people in who_read(row.kind, row.record_id, row.owner_id).items()}
    return DisseminationCard(
        reference=row.reference,
        kind=row.kind,
        record_id=row.record_id,
        title=_title(row.kind, row.record_id),
        forum=row.forum.name if row.forum else "",
        at=row.disseminated_at,
        by=row.disseminated_by.name,
        necessity=row.necessity,
        words=row.words,
        handling=tuple(row.conditions.splitlines()),
        receipts=tuple(_receipts(row.receipts.order_by("agency__name"), who, readers=read)),
    )


def _receipts(rows: Iterable[Receipt], who: Acting, *, readers: dict[int, int] | None) -> list[ReceiptCard]:
    held = list(rows)
    names = agency_names(agency for row in held for agency in (row.agency_id, row.owner_id))
    own = [row.received_by_id for row in held if row.received_by_id and row.agency_id == who.actor.agency_id]
    people = dict(Person.objects.filter(pk__in=own).values_list("pk", "name"))
    cards = []
    for row in held:
        title = _title(row.kind, row.record_id)
        mine = row.agency_id == who.actor.agency_id
        cards.append(
            ReceiptCard(
                reference=row.reference,
                kind=row.kind,
                record_id=row.record_id,
                title=title,
                agency=names[row.agency_id],
                owner=names[row.owner_id],
                words=row.words if title else "",
                given_at=row.given_at,
                due_at=row.due_at,
                is_late=row.received_at is None and row.recalled_at is None and who.at >= row.due_at,
                received_at=row.received_at,
                recalled_at=row.recalled_at,
                received_by=people.get(row.received_by_id or 0, ""),
                use=row.use,
                readers=None if readers is None else readers.get(row.agency_id, 0),
                may_receive=mine and bool(title) and row.received_at is None and row.recalled_at is None,
                conditions=() if title else _waiting(row, who),
                handling=tuple(row.conditions.splitlines()) if title else (),
            )
        )
    return cards


def _waiting(row: Receipt, who: Acting) -> tuple[str, ...]:
    """The conditions that alone keep her from it; the same that her page of conditions names."""
    audience = audiences.find(row.readable_id)
    if audience is None:
        return ()
    decision = decide(who.actor, audience, who.purpose, who.at)
    if [reason.code for reason in decision.reasons] != [NOT_ACCEPTED]:
        return ()
    return tuple(condition_words(code) for code in sorted(set(audience.conditions)))
