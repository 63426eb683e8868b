"""Suggests what the items of a report seem to name. A suggestion is no statement until a named person confirms it."""

from dataclasses import dataclass

from django.utils import timezone

from fourpoint.access import in_force
from fourpoint.access.context import Acting
from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.errors import Unusable
from fourpoint.domain.extraction import extract
from fourpoint.domain.linkage.identifiers import normal
from fourpoint.records.intelligence.models import Item, Report
from fourpoint.services.intelligence.reading import get_row
from fourpoint.services.subjects.reading import Said, says_of
from fourpoint.services.subjects.stating import NoSuchSubject
from fourpoint.services.subjects.words import KIND_WORDS, keyed, statement_kinds

# What a reading of free text makes of a subject: its kind, and the code of what is stated. Days and times make none.
MAKES = {
    "name": ("person", "name"),
    "phone": ("phone", "number"),
    "plate": ("vehicle", "plate"),
    "address": ("premises", "address"),
    "postcode": ("place", "address"),
    "email": ("online", "handle"),
    "handle": ("online", "handle"),
    "account": ("account", "account-number"),
}


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """
    Something that an item seems to name.

    sure       how sure the reading is, in a sentence
    is_stated  whether the same is stated already on the strength of this report
    """

    number: int
    kind: str
    kind_words: str
    code: str
    words: str
    sure: str
    is_stated: bool


@dataclass(frozen=True, kw_only=True)
class ItemToLink:
    """An item of a report, with what it seems to name."""

    number: int
    text: str
    proposed: tuple[Proposed, ...]


@dataclass(frozen=True, kw_only=True)
class ReportToLink:
    """A report whose items are linked to subjects, with what is stated on the strength of it so far."""

    report_id: int
    reference: str
    title: str
    items: tuple[ItemToLink, ...]
    stated: tuple[Said, ...]


def get_report(who: Acting, report_id: int) -> ReportToLink:
    """Return a report with what it seems to name; raises NoSuchReport unless it is open to the person."""
    row = get_row(report_id)
    stated = says_of(who, row.pk)
    held = {(one.code, _normal(one.code, one.text)) for one in stated}
    items = Item.objects.filter(report=row).order_by("number")
    return ReportToLink(
        report_id=row.pk,
        reference=row.reference,
        title=row.title,
        items=tuple(
            ItemToLink(number=item.number, text=item.text, proposed=_proposed(item, row, held)) for item in items
        ),
        stated=stated,
    )


def pick(report: ReportToLink, item_number: int, proposed_number: int | None) -> tuple[ItemToLink, Proposed | None]:
    """Return an item of the report and one of its suggestions, if one is asked for; raises NoSuchSubject."""
    item = next((one for one in report.items if one.number == item_number), None)
    found = next((one for one in item.proposed if one.number == proposed_number), None) if item else None
    if item is None or (proposed_number is not None and found is None):
        raise NoSuchSubject("There is no such item of the report, or it does not seem to name that.")
    return item, found


# ----------------------------------------------------------------------------------------------------------------------


def _proposed(item: Item, row: Report, held: set[tuple[str, str]]) -> tuple[Proposed, ...]:
    seen = extract(item.text, load_vocabulary(in_force.override()), reference=timezone.localdate(row.made_at))
    made: dict[tuple[str, str], Proposed] = {}
    for one in seen:
        kind, code = MAKES.get(one.kind, ("", ""))
        value = (code, _normal(code, one.text)) if code in statement_kinds() else ("", "")
        if value[1] and value not in made:
            made[value] = Proposed(
                number=len(made) + 1,
                kind=kind,
                kind_words=KIND_WORDS[kind],
                code=code,
                words=one.text,
                sure=one.sure,
                is_stated=value in held,
            )
    return tuple(made.values())


def _normal(code: str, text: str) -> str:
    how = keyed(code)
    try:
        return normal(how, text) if how else ""
    except Unusable:
        return ""
