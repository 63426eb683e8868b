"""
The terms of an agreement before it is sent, and everything that can be wrong with them, each fault in one sentence.

What must be there follows what an information sharing agreement has to hold; what a code means is the catalogue's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from fourpoint.domain.days import day_of, last_day_before
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.services.sharing.codes import check_codes, check_conditions


@dataclass(frozen=True, kw_only=True)
class ClauseDraft:
    """A clause to record: its number as printed, its words, and catalogue codes of what it carries and for what."""

    number: str
    words: str
    purposes: tuple[str, ...]
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgreementDraft:
    """
    An agreement to record: parties are agency ids, the rest catalogue codes, words and dates.

    code        how it is called by other records; empty: one is made that tells nothing of other agreements
    ends_at     the first instant at which it no longer holds
    processors  the parties that act only as another tells them to; every other party is a controller
    replaces    the agreement of which this is the next version
    """

    title: str
    parties: tuple[int, ...]
    gateways: tuple[str, ...]
    purposes: tuple[str, ...]
    ceiling: Marking
    starts_at: datetime
    ends_at: datetime
    review_on: date
    code: str = ""
    subjects: tuple[Subject, ...] = ()
    processors: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    handling: tuple[Handling, ...] = tuple(Handling)
    conditions: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    onward: str = ""
    aims: str = ""
    data_items: str = ""
    quality: str = ""
    retention: str = ""
    security: str = ""
    rights_contact: str = ""
    breach_route: str = ""
    dpia_reference: str = ""
    eia_reference: str = ""
    clauses: tuple[ClauseDraft, ...] = ()
    replaces: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with one field, and how to mend it."""

    field: str
    sentence: str


def find_faults(draft: AgreementDraft) -> tuple[Fault, ...]:
    """Return what is wrong with the terms, field by field; empty when an agreement can be recorded of them."""
    return (*_missing(draft), *_unknown(draft), *_dates(draft), *_clauses(draft))


def check_terms(draft: AgreementDraft) -> None:
    """Raise Unusable with the first fault."""
    for fault in find_faults(draft):
        raise Unusable(fault.sentence)


def _missing(draft: AgreementDraft) -> Iterator[Fault]:
    for field, held, sentence in (
        ("title", draft.title.strip(), "Give the agreement a title."),
        (
            "gateways",
            draft.gateways,
            "Choose at least one legal gateway: without a power to share, nothing may be shared.",
        ),
        ("purposes", draft.purposes, "Choose at least one purpose: nothing is shared without one."),
        ("handling", draft.handling, "Choose at least one handling code: without one the agreement carries nothing."),
    ):
        if not held:
            yield Fault(field=field, sentence=sentence)
    if draft.conditions and Handling.CONDITIONS not in draft.handling:
        sentence = "Conditions go with handling code C: choose the code too, or take the conditions away."
        yield Fault(field="conditions", sentence=sentence)
    if stranger := set(draft.processors) - set(draft.parties):
        sentence = f"{len(stranger)} of the processors are no party: a processor is one of the parties."
        yield Fault(field="processors", sentence=sentence)


def _unknown(draft: AgreementDraft) -> Iterator[Fault]:
    for field, name, codes in (
        ("gateways", "legal_gateways", draft.gateways),
        ("purposes", "purposes", draft.purposes),
        ("categories", "data_categories", draft.categories),
        ("training", "training", draft.training),
        ("onward", "onward_rules", (draft.onward,) if draft.onward else ()),
    ):
        yield from _fault(field, lambda name=name, codes=codes: check_codes(name, codes))
    yield from _fault("conditions", lambda: check_conditions(draft.conditions))


def _fault(field: str, check: object) -> Iterator[Fault]:
    try:
        check()  # type: ignore[operator]
    except Unusable as error:
        yield Fault(field=field, sentence=str(error))


def _dates(draft: AgreementDraft) -> Iterator[Fault]:
    first, last = day_of(draft.starts_at), last_day_before(draft.ends_at)
    if draft.starts_at >= draft.ends_at:
        yield Fault(field="ends_on", sentence="The agreement ends before it starts: mend its dates.")
    elif draft.review_on > last:
        sentence = f"The review would come after the agreement has ended: choose a day up to {last:%-d %B %Y}."
        yield Fault(field="review_on", sentence=sentence)
    elif draft.review_on < first:
        sentence = f"The review would come before the agreement starts: choose a day from {first:%-d %B %Y} on."
        yield Fault(field="review_on", sentence=sentence)


def _clauses(draft: AgreementDraft) -> Iterator[Fault]:
    numbers = [clause.number for clause in draft.clauses]
    for clause in draft.clauses:
        said = f"Clause {clause.number}" if clause.number else "A clause"
        for wrong, sentence in (
            (not clause.number, "A clause has no number: give it one, as printed."),
            (numbers.count(clause.number) > 1, f"{said} stands twice: give each clause a number of its own."),
            (not clause.words.strip(), f"{said} has no words: write what it says."),
            (not clause.purposes, f"{said} has no purpose: choose at least one of the agreement's."),
            (_beyond(clause.purposes, draft.purposes), f"{said} has a purpose that the agreement has not."),
            (_beyond(clause.categories, draft.categories), f"{said} has a data category that the agreement has not."),
        ):
            if wrong:
                yield Fault(field="clauses", sentence=sentence)
                break


def _beyond(part: Iterable[str], whole: Iterable[str]) -> bool:
    return not set(part) <= set(whole)
