"""What is typed into a draft, and the terms that it makes: one becomes the other in both directions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fourpoint.domain.days import end_of, start_of
from fourpoint.domain.markings import Marking, parse_marking
from fourpoint.domain.sharing import Actor, Handling, Subject
from fourpoint.records.agencies.models import Agency
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.agencies.directory import list_agencies
from fourpoint.services.sharing.terms import AgreementDraft, ClauseDraft, Fault, find_faults

_LISTS = {
    "parties", "processors", "purposes", "gateways", "categories", "subjects", "handling", "conditions", "training",
    "clauses",
}  # fmt: skip
_PASSED_ON = (
    "title", "onward", "aims", "data_items", "quality", "retention", "security", "rights_contact", "breach_route",
    "dpia_reference", "eia_reference",
)  # fmt: skip
# What an agreement has to say beside what the system itself rests on.
_WANTED = {
    "aims": "Say why sharing is needed, and why less would not do.",
    "categories": "Choose at least one category of data.",
    "onward": "Choose what a party may pass on.",
    "retention": "Say how long what is shared is kept.",
    "security": "Say how it is kept secure.",
    "rights_contact": "Say whom people ask about their rights.",
    "breach_route": "Say what happens after a breach.",
}


def find_draft_faults(content: Mapping[str, Any], by: Actor) -> tuple[Fault, ...]:
    """Return what keeps an agreement from being made of this, in the order of its parts; empty when nothing does."""
    missing = [Fault(field=name, sentence=words) for name, words in _WANTED.items() if not content.get(name)]
    for name, said in (
        ("starts_on", "Give the first day."),
        ("ends_on", "Give the last day: an agreement without an end is not taken."),
        ("review_on", "Give the day by which it is reviewed."),
        ("ceiling", "Choose the highest marking that it carries."),
    ):
        if not content.get(name):
            missing.append(Fault(field=name, sentence=said))
    if len(content.get("parties", [])) < 2:
        missing.append(
            Fault(field="parties", sentence="Choose at least one other agency: an agreement binds two or more.")
        )
    return (*missing, *find_faults(compile_draft(content, by)))


def compile_draft(content: Mapping[str, Any], by: Actor) -> AgreementDraft:
    """The terms as far as they can be read; what is missing gets a stand-in, and is named by `find_draft_faults`."""
    known = {card.code for card in list_agencies(by)}
    ids = dict(Agency.objects.filter(code__in=known).values_list("code", "id"))
    held: dict[str, Any] = {name: tuple(content.get(name, [])) for name in _LISTS}
    first, last, review = (_day(content.get(name)) for name in ("starts_on", "ends_on", "review_on"))
    starts = first or last or review or date(2000, 1, 1)
    ends = max(last or starts, starts) if last is None else last
    return AgreementDraft(
        **{name: content.get(name, "") for name in _PASSED_ON},
        parties=tuple(ids[code] for code in held["parties"] if code in ids),
        processors=tuple(ids[code] for code in held["processors"] if code in ids),
        gateways=held["gateways"],
        purposes=held["purposes"],
        categories=held["categories"],
        conditions=held["conditions"],
        training=held["training"],
        subjects=tuple(Subject(code) for code in held["subjects"]),
        handling=tuple(Handling(code) for code in held["handling"]),
        ceiling=parse_marking(content["ceiling"]) if content.get("ceiling") else Marking.OFFICIAL,
        starts_at=start_of(starts),
        ends_at=end_of(ends),
        review_on=review or ends,
        clauses=tuple(
            ClauseDraft(
                number=one["number"],
                words=one["words"],
                purposes=tuple(one["purposes"]),
                categories=tuple(one["categories"]),
            )
            for one in held["clauses"]
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def content_of(row: Agreement) -> dict[str, Any]:
    """What would have been typed to make this agreement."""
    parties = list(row.parties.select_related("agency").order_by("id"))
    return {
        **{name: getattr(row, name) for name in _PASSED_ON},
        **{name: list(getattr(row, name)) for name in ("gateways", "purposes", "categories", "subjects", "handling")},
        "conditions": list(row.conditions),
        "training": list(row.training),
        "ceiling": Marking(row.ceiling).words,
        "parties": [party.agency.code for party in parties],
        "processors": [party.agency.code for party in parties if party.controls == "processor"],
        "clauses": [
            {
                "number": clause.number,
                "words": clause.words,
                "purposes": list(clause.purposes),
                "categories": list(clause.categories),
            }
            for clause in row.clauses.order_by("id")
        ],
    }
