"""What the catalogue in force says of statements and categories, and what a subject is called on a page."""

from collections.abc import Collection, Iterable, Mapping

from fourpoint.access import in_force
from fourpoint.catalogue.entries import NameVariantEntry
from fourpoint.catalogue.intelligence import StatementKindEntry, SubjectCategoryEntry, SubjectLimitEntry
from fourpoint.domain.errors import Broken
from fourpoint.domain.linkage.identifiers import Keyed
from fourpoint.domain.linkage.variants import Variants, read_variants
from fourpoint.records.subjects.models import SUBJECT_KINDS, Statement, Subject
from fourpoint.services.subjects.barring import shown

CATEGORY = "category"
# What a subject is called of whose row and names nothing is open to the reader.
UNKNOWN, UNNAMED = "Subject", "A subject with no name that you may read"
KIND_WORDS = {
    "person": "Person",
    "organisation": "Organisation",
    "premises": "Premises",
    "place": "Place",
    "vehicle": "Vehicle",
    "phone": "Telephone",
    "account": "Account",
    "online": "Online account",
    "event": "Event",
}


def statement_kinds() -> Mapping[str, StatementKindEntry]:
    """Return what can be stated, by code, in the order of the catalogue."""
    return {one.id: one for one in in_force.read_entries("statement_kinds", StatementKindEntry)}


def categories() -> Mapping[str, SubjectCategoryEntry]:
    """Return the categories of people, by code, those that call for care first."""
    held = in_force.read_entries("subject_categories", SubjectCategoryEntry)
    return {one.id: one for one in sorted(held, key=lambda one: not one.first)}


def months_of(limit: str) -> int:
    """Return a length of time of statements, in months; raises Broken for one that the catalogue does not hold."""
    found = next((one for one in in_force.read_entries("subject_limits", SubjectLimitEntry) if one.id == limit), None)
    if found is None:
        raise Broken(f"The catalogue's subject_limits hold no '{limit}'.")
    return found.months


def variants() -> Variants:
    """Return the names that people use for one another."""
    return read_variants((one.name, one.forms) for one in in_force.read_entries("name_variants", NameVariantEntry))


def keyed(code: str) -> Keyed | None:
    """Return how the words of such a statement are read and found; None when nothing is found by them."""
    entry = statement_kinds().get(code)
    return Keyed(entry.keyed) if entry and entry.keyed else None


def labels(subject_ids: Iterable[int]) -> dict[int, str]:
    """Return what each subject is called for the reader: its first name or identifier that is open to her."""
    order = {code: place for place, code in enumerate(statement_kinds())}
    rows = Statement.objects.filter(subject_id__in=set(subject_ids), withdrawn_at=None).exclude(text="").order_by("pk")
    said = sorted(rows.values_list("subject_id", "code", "text"), key=lambda row: order.get(row[1], len(order)))
    found: dict[int, str] = {}
    for subject_id, code, text in said:
        if keyed(code) is not None:
            found.setdefault(subject_id, text)
    return found


def kinds_of(subject_ids: Collection[int]) -> dict[int, str]:
    """
    Return the kind of each subject. To a reader of another agency, to whom its row is not open, it is what all
    statements that she may read allow; empty when they leave it open.
    """
    found = dict(Subject.objects.filter(pk__in=subject_ids).values_list("pk", "kind"))
    entries = statement_kinds()
    allowed = {number: set(SUBJECT_KINDS) for number in subject_ids if number not in found}
    said = shown(Statement.objects.filter(subject_id__in=allowed, withdrawn_at=None))
    for number, code in said.values_list("subject_id", "code").distinct():
        allowed[number] &= set(entries[code].of) if code in entries else allowed[number]
    return found | {number: next(iter(kinds)) if len(kinds) == 1 else "" for number, kinds in allowed.items()}
