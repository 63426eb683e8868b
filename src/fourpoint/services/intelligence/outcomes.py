"""
Tells a sender what came of what she sent: one of the desk proposes the words, and a second person releases them.

What it changed is read from the records (`changed`), so that nobody at the desk has to remember who sent what. The
words name no product: its title and number are for its readers, and the sender need not know that there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import OutcomeChangeEntry, ReleaseRuleEntry
from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sanitising import find_cautions
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import LONGEST_ANSWER, LONGEST_TEXT
from fourpoint.records.agencies.models import Agency
from fourpoint.records.intelligence.models import Message, Outcome, Submission, Triage
from fourpoint.services.agencies import letters
from fourpoint.services.intelligence import triage
from fourpoint.services.intelligence.changed import find_changes, names_of_products

OTHER, RULE = "other", "outcome"


class NoSuchOutcome(Unusable):
    """No such words wait for release at that submission."""


class NotByItsWriter(Refused):
    """A second person releases it, and the actor proposed it."""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """Something that it changed, and whether its sender was told so, or words about it wait."""

    change: str
    name: str
    about: str
    at: datetime
    is_told: bool


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """
    Words that wait for a second person.

    told      the heading under which the sender would read them
    cautions  what in them to weigh first: each the words, and a sentence
    is_own    whether the reader proposed them, and somebody else must release them
    """

    outcome_id: int
    told: str
    text: str
    by: str
    at: datetime
    cautions: tuple[tuple[str, str], ...]
    is_own: bool


@transaction.atomic
def propose(*, by: Actor, purpose: str, at: datetime, submission_id: int, change: str, words: str) -> int:
    """
    Propose words about what came of it and return their id; released at once where the catalogue asks for no second.

    raises  NoSuchSubmission, NotAllowed; Unusable for a change that the catalogue has not, no words, too many, or words
            that name a product
    """
    row = triage.locked(submission_id, by)
    if change not in {one.id for one in list_kinds()}:
        raise Unusable("Choose what it changed from the list.")
    text = triage.clean_message(words, "what came of it")
    _check_names_none(row.submission, text)
    held = Outcome.objects.create(
        submission_id=row.pk,
        audience_id=row.audience_id,
        change=change,
        text=text,
        proposed_at=at,
        proposed_by_id=by.person_id,
    )
    triage.keep(row, "propose-outcome", by=by, purpose=purpose, at=at)
    if not _needs_second():
        _tell(row, held, by=by, purpose=purpose, at=at)
    return held.pk


@transaction.atomic
def release(*, by: Actor, purpose: str, at: datetime, submission_id: int, outcome_id: int) -> None:
    """
    Release words that a colleague proposed: the sender reads them from now on, and is told by mail unless she said No.

    raises  NoSuchSubmission, NotAllowed; NoSuchOutcome; NotByItsWriter for who proposed them; Unusable for words that
            name a product, which may have been issued since they were proposed
    """
    row = triage.locked(submission_id, by)
    held = _waiting(row, outcome_id)
    if _needs_second() and held.proposed_by_id == by.person_id:
        raise NotByItsWriter("You proposed these words: a colleague of the desk reads them and releases them.")
    _check_names_none(row.submission, held.text)
    _tell(row, held, by=by, purpose=purpose, at=at)


@transaction.atomic
def take_back(*, by: Actor, purpose: str, at: datetime, submission_id: int, outcome_id: int, reason: str) -> None:
    """
    Take back words that wait, with the reason: the sender never reads them.

    raises  NoSuchSubmission, NotAllowed; NoSuchOutcome; Unusable without a reason
    """
    row = triage.locked(submission_id, by)
    held = _waiting(row, outcome_id)
    held.taken_back = triage.clean_reason(reason, "the reason")
    if not held.taken_back:
        raise Unusable("Say why these words are not released: who proposed them reads that.")
    _settle(held, by=by, at=at)
    triage.keep(row, "take-back-outcome", reason=held.taken_back, by=by, purpose=purpose, at=at)


def list_kinds() -> tuple[OutcomeChangeEntry, ...]:
    """Return what a submission can have changed, in the order of the catalogue."""
    return tuple(in_force.read_entries("outcome_changes", OutcomeChangeEntry))


def told_words(change: str) -> str:
    """Return the heading under which a sender reads words about that change; for an unknown one the general one."""
    told = {one.id: one.told for one in list_kinds()}
    return told.get(change, told[OTHER])


def list_changes(submission: Submission) -> tuple[Changed, ...]:
    """Return what the submission changed, of what is open to the reader, the earliest first."""
    told = set(Outcome.objects.filter(submission=submission, taken_back="").values_list("change", flat=True))
    names = {one.id: one.name for one in list_kinds()}
    return tuple(
        Changed(
            change=one.change,
            name=names.get(one.change, one.change),
            about=one.about,
            at=one.at,
            is_told=one.change in told,
        )
        for one in find_changes(submission)
    )


def list_proposed(submission: Submission, *, reader: int) -> tuple[Proposed, ...]:
    """Return the words about a submission that wait for release, the earliest first, as that person reads them."""
    rows = Outcome.objects.filter(submission=submission, settled_at=None).select_related("proposed_by")
    return tuple(
        Proposed(
            outcome_id=row.pk,
            told=told_words(row.change),
            text=row.text,
            by=row.proposed_by.name,
            at=row.proposed_at,
            cautions=_cautions(submission, row.text),
            is_own=_needs_second() and row.proposed_by_id == reader,
        )
        for row in rows.order_by("proposed_at", "pk")
    )


# ----------------------------------------------------------------------------------------------------------------------


def _needs_second() -> bool:
    rules = {rule.id: rule for rule in in_force.read_entries("release_rules", ReleaseRuleEntry)}
    return RULE not in rules or rules[RULE].second_person


def _check_names_none(submission: Submission, text: str) -> None:
    named = next((name for name in names_of_products(submission) if name.casefold() in text.casefold()), "")
    if named:
        raise Unusable(
            f"“{named}” names a product that the sender need not know of: say what came of it in other words, as “it is"
            " part of what partners now read”."
        )


def _waiting(row: Triage, outcome_id: int) -> Outcome:
    held = Outcome.objects.filter(pk=outcome_id, submission_id=row.pk, settled_at=None).first()
    if held is None:
        raise NoSuchOutcome("These words were released or taken back meanwhile: look at the page again.")
    return held


def _settle(held: Outcome, *, by: Actor, at: datetime) -> None:
    held.settled_at, held.settled_by_id = at, by.person_id
    held.save(update_fields=["settled_at", "settled_by", "taken_back"])


def _tell(row: Triage, held: Outcome, *, by: Actor, purpose: str, at: datetime) -> None:
    _settle(held, by=by, at=at)
    Message.objects.create(
        submission_id=row.pk,
        audience_id=row.audience_id,
        about=Message.OUTCOME,
        change=held.change,
        text=held.text,
        written_at=at,
        written_by_id=by.person_id,
    )
    triage.keep(row, "outcome", by=by, purpose=purpose, at=at)
    if row.submission.may_contact is not False:
        letters.write_to(
            (row.submission.made_by_id,),
            kind="outcome",
            path=f"/intelligence/sent/{row.submission.reference}/",
            agency_id=row.submission.sender_agency_id,
            at=at,
        )


def _cautions(submission: Submission, text: str) -> tuple[tuple[str, str], ...]:
    """What in the words could lead to somebody: read beside what was sent, as a sanitised text is."""
    found = find_cautions(
        submission.what, text, load_vocabulary(in_force.override()), most=max(LONGEST_TEXT, LONGEST_ANSWER)
    )
    return (*((one.stretch.of(text), one.sentence) for one in found), *_other_readers(submission, text))


def _other_readers(submission: Submission, text: str) -> Iterable[tuple[str, str]]:
    """Agencies that the words name, but for the sender's own and the desk's."""
    others = Agency.objects.exclude(pk__in=(submission.sender_agency_id, submission.owner_id))
    for name in others.order_by("name").values_list("name", flat=True):
        if name.casefold() in text.casefold():
            yield name, "This names another agency: who else reads it is not for the sender to know."
