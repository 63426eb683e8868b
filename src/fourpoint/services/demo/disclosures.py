"""Lets the invented agencies point, ask, share and recall, each as its own person would. Safe to repeat."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from fourpoint.access import context
from fourpoint.access.context import Acting
from fourpoint.catalogue import reading
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience, Named
from fourpoint.records.disclosure.models import PointerTarget, Recall
from fourpoint.records.library.models import Paper
from fourpoint.services.agencies import queries
from fourpoint.services.disclosure import pointers, recalls, requests
from fourpoint.services.library import queries as library
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.sharing.actions import find_terms

KIND = "paper"


@dataclass(frozen=True, kw_only=True)
class DemoPointer:
    """A pointer at a paper, and who asks for access through it, for what and why."""

    by: str
    paper: str
    agreement: str
    agencies: tuple[str, ...]
    purposes: tuple[str, ...]
    desk: str
    asked_by: str
    asked_for: str
    reason: str
    area_code: str = ""
    threat: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoRecall:
    """A paper that was shared, read and taken back, and the one answer that has come."""

    by: str
    paper: str
    agreement: str
    agencies: tuple[str, ...]
    purposes: tuple[str, ...]
    reason: str
    known_as: str
    read_by: tuple[str, ...]
    answered_by: str
    answer: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DemoList:
    """A paper that only named people of its agency may know of."""

    by: str
    paper: str
    people: tuple[str, ...]
    reason: str


def load_disclosures(*, path: Path, at: datetime) -> None:
    """Load what the file lists, if there is one; raises CatalogueError with file, key and reason."""
    if not path.is_file():
        return
    for pointer in reading.entries(path, "pointers", DemoPointer):
        _load_pointer(pointer, at=at - timedelta(days=2))
    for recall in reading.entries(path, "recalls", DemoRecall):
        _load_recall(recall, at=at)
    for listed in reading.entries(path, "lists", DemoList):
        _load_list(listed, at=at)


def _load_pointer(pointer: DemoPointer, *, at: datetime) -> None:
    with context.acting(_person(pointer.by), at=at) as who:
        paper = _paper(pointer.paper, who)
        if PointerTarget.objects.filter(kind=KIND, record_id=paper).exists():
            return
        draft = pointers.PointerDraft(
            kind=KIND,
            record_id=paper,
            area_code=pointer.area_code,
            threat=pointer.threat,
            contact_kind=pointer.desk,
            audience=_shared(Audience(owner_id=who.actor.agency_id or 0, marking=_marking(paper)), pointer),
        )
        made = pointers.point(by=who.actor, purpose=who.purpose, at=at, pointer=draft)
    with context.acting(_person(pointer.asked_by), at=at) as who:
        asking = requests.Asking(pointer_id=made, purpose=pointer.asked_for, reason=pointer.reason)
        requests.ask(by=who.actor, purpose=who.purpose, at=at, asking=asking)


def _load_recall(recall: DemoRecall, *, at: datetime) -> None:
    with context.acting(_person(recall.by), at=at - timedelta(days=1)) as who:
        paper = _paper(recall.paper, who)
        if Recall.objects.filter(kind=KIND, record_id=paper).exists():
            return
        audience = _shared(find_record(KIND, paper).audience, recall)
        placing = Placing(kind=KIND, record_id=paper, audience=audience, reason="For both partners' plans.")
        place(by=who.actor, purpose=who.purpose, at=who.at, placing=placing)
    for reader in recall.read_by:
        with context.acting(_person(reader), at=at - timedelta(hours=20), purpose=recall.purposes[0]) as who:
            library.get_paper(who, paper)
    with context.acting(_person(recall.by), at=at - timedelta(hours=3)) as who:
        recalling = recalls.Recalling(kind=KIND, record_id=paper, reason=recall.reason, known_as=recall.known_as)
        reference = recalls.recall(by=who.actor, purpose=who.purpose, at=who.at, recalling=recalling)
    with context.acting(_person(recall.answered_by), at=at - timedelta(hours=1)) as who:
        recalls.acknowledge(who=who, reference=reference, answer=recall.answer, words=recall.words)


def _load_list(listed: DemoList, *, at: datetime) -> None:
    with context.acting(_person(listed.by), at=at) as who:
        paper = _paper(listed.paper, who)
        current = find_record(KIND, paper).audience
        named = frozenset(
            Named(person_id=_person(email), agency_id=who.actor.agency_id or 0) for email in listed.people
        )
        if current.compartment == named:
            return
        placing = Placing(
            kind=KIND, record_id=paper, audience=replace(current, compartment=named), reason=listed.reason
        )
        place(by=who.actor, purpose=who.purpose, at=at, placing=placing)


def _shared(audience: Audience, chosen: DemoPointer | DemoRecall) -> Audience:
    agencies = frozenset(queries.find_agency(code) or 0 for code in chosen.agencies)
    terms = find_terms(chosen.agreement)
    return replace(audience, agreement=terms, agencies=agencies, purposes=frozenset(chosen.purposes))


def _marking(paper_id: int) -> Marking:
    return find_record(KIND, paper_id).audience.marking


def _paper(title: str, who: Acting) -> int:
    return Paper.objects.filter(title=title, owner_id=who.actor.agency_id or 0).values_list("pk", flat=True).get()


def _person(email: str) -> int:
    return queries.find_person(email) or 0
