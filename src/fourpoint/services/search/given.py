"""
What was given to others, and what was given to the searcher's agency, as search shows it.

It is no marked record: who gave it reads the dissemination, each recipient its own receipt, and either only while the
record itself is open. So its lines are read here, and the trail says which record was shown by them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fourpoint.access.checks import NotOpen
from fourpoint.records.disclosure.models import Dissemination, Receipt
from fourpoint.records.marked import MarkedRecord
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.marked.finding import find_record
from fourpoint.services.search.finding import Hit

GIVEN, RECEIVED = "given", "received"
NAMES: Mapping[str, str] = {GIVEN: "Given to others", RECEIVED: "Given to your agency"}


@dataclass(frozen=True, kw_only=True)
class Given:
    """One of them: by whom it was given, the record that was, and what of it the searcher may read."""

    reference: str
    title: str
    marking: str
    owner_id: int
    at: datetime
    texts: tuple[str, ...]
    kind: str
    row: MarkedRecord


def read_given(hits: Iterable[Hit]) -> dict[tuple[str, int], Given]:
    """Return what was found of them by kind and number, of what is open to the person of the context."""
    numbers = defaultdict[str, list[int]](list)
    for hit in hits:
        numbers[hit.kind].append(hit.record_id)
    read: tuple[tuple[str, Callable[[list[int]], Iterable[tuple[int, Given]]]], ...] = (
        (GIVEN, _given),
        (RECEIVED, _received),
    )
    return {(kind, number): one for kind, rows in read for number, one in rows(numbers[kind])}


# ----------------------------------------------------------------------------------------------------------------------


def _given(numbers: list[int]) -> Iterable[tuple[int, Given]]:
    rows = Dissemination.objects.filter(pk__in=numbers).select_related("forum").prefetch_related("receipts")
    held = list(rows)
    names = agency_names({one.agency_id for row in held for one in row.receipts.all()})
    for row in held:
        to = ", ".join(sorted(names[one.agency_id] for one in row.receipts.all()))
        where = f"{row.forum.name}: {to}." if row.forum else f"{to}."
        texts = (row.words, row.necessity, where, row.conditions)
        yield from _made(row, f"given to {row.forum.name if row.forum else to}", row.disseminated_at, texts)


def _received(numbers: list[int]) -> Iterable[tuple[int, Given]]:
    rows = list(Receipt.objects.filter(pk__in=numbers, recalled_at=None))
    names = agency_names({row.owner_id for row in rows})
    for row in rows:
        yield from _made(row, f"from {names[row.owner_id]}", row.given_at, (row.words, row.conditions))


def _made(row: Dissemination | Receipt, how: str, at: datetime, texts: tuple[str, ...]) -> Iterable[tuple[int, Given]]:
    try:
        found = find_record(row.kind, row.record_id)
    except NotOpen:
        return
    yield (
        row.pk,
        Given(
            reference=row.reference,
            title=f"{found.title}, {how}",
            marking=found.audience.marking.words,
            owner_id=row.owner_id,
            at=at,
            texts=texts,
            kind=row.kind,
            row=found.row,
        ),
    )
