"""
Asks agencies that may know for what is not known, takes their answers to the desk, and says what came of it.

An answer is an ordinary submission: it lies on the desk that the requirement names, whose people alone read it and say
what it was worth. Agencies that were asked learn from each other's answers nothing but that the question was settled.
"""

import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import checks, standing, trail
from fourpoint.domain.answering import Worth
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.days import day_of
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.operations import Operation, Recipients
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.domain.submissions import Danger, Written
from fourpoint.records.agencies.models import Membership
from fourpoint.records.disclosure.models import SHARE
from fourpoint.records.intelligence.models import Answer, Ask, Desk, Requirement, Submission
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.intelligence.desks import works_at
from fourpoint.services.intelligence.submitting import Receipt, Sending, submit
from fourpoint.services.library import choosing
from fourpoint.services.library.places import threat_names
from fourpoint.services.sharing.actions import find_terms, intern_audience, owner_only, under_agreement
from fourpoint.services.sharing.days import first_review
from fourpoint.services.sharing.moves import Move, keep_move

KIND, REVIEW_GROUP = "requirement", "partnership-product"
LONGEST_QUESTION, LONGEST_WORDS, LONGEST_FROM = 300, 1_000, 64
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NoSuchRequirement(checks.NotOpen):
    """No such requirement is open to the reader."""


class RequirementIsClosed(Refused):
    """It was closed: nobody answers it, and nothing of it is changed any more."""


@dataclass(frozen=True, kw_only=True)
class RequirementDraft:
    """
    A requirement to raise.

    question     one plain sentence, which a busy person can answer
    desk_id      the desk of the actor's agency that the answers go to
    agreement    code of an agreement in force under which the agencies are asked
    agencies     ids of those asked, parties to it
    raised_from  "profile" with the area's code after a space, "report", or empty
    """

    question: str
    desk_id: int
    due_on: date
    agreement: str
    agencies: frozenset[int]
    why: str = ""
    threat: str = ""
    area_codes: tuple[str, ...] = ()
    raised_from: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """An answer to send: `key` is made with its form, so that the form sent twice is one answer."""

    requirement_id: int
    key: uuid.UUID
    danger: Danger
    written: Written


@dataclass(frozen=True, kw_only=True)
class Askable:
    """An agreement under which agencies can be asked, and those agencies as (id, name)."""

    code: str
    title: str
    agencies: tuple[tuple[int, str], ...]


def list_askable(agency_id: int | None, *, at: datetime) -> tuple[Askable, ...]:
    """Return the agreements in force that bind the agency, by title, with their other parties."""
    found = []
    for offered in choosing.list_offered(agency_id, at=at):
        terms = find_terms(offered.code)
        others = terms.parties - {agency_id or 0} if terms else frozenset()
        names = agency_names(others)
        parties = tuple(sorted(names.items(), key=lambda one: one[1]))
        found.append(Askable(code=offered.code, title=offered.title, agencies=parties))
    return tuple(one for one in found if one.agencies)


def may_raise(actor: Actor) -> bool:
    """Return whether the actor raises and closes requirements for her agency."""
    agency_id = actor.agency_id or 0
    return any(checks.has_duty(actor, duty=duty, agency_id=agency_id) for duty in (Duty.TRIAGE, Duty.PROFILES))


def may_judge(actor: Actor, row: Requirement) -> bool:
    """Return whether the actor says what answers were worth: she evaluates, and works at the desk they lie on."""
    agency_id = actor.agency_id or 0
    has_duty = checks.has_duty(actor, duty=Duty.TRIAGE, agency_id=row.owner_id)
    return has_duty and works_at(row.desk_id, actor.person_id, agency_id)


def make_audience(by: Actor, *, agreement: str, agencies: frozenset[int], at: datetime) -> Audience:
    """
    Return who would read a requirement: the owner and the agencies asked, for all that the agreement is for; never the
    other parties.

    raises  Unusable, in one sentence, for an agreement that takes nothing more, no agency, or one that it does not bind
    """
    offered = {one.code for one in choosing.list_offered(by.agency_id, at=at)}
    terms = find_terms(agreement) if agreement in offered else None
    if terms is None:
        raise Unusable("Choose an agreement in force under which the agencies are asked.")
    if not agencies:
        raise Unusable("Choose at least one agency to ask.")
    whole = under_agreement(by.agency_id or 0, code=agreement, marking=Marking.OFFICIAL, purposes=terms.purposes)
    if not agencies <= whole.agencies:
        raise Unusable("Ask only agencies that the agreement binds: choose another agreement for the others.")
    return replace(whole, agencies=agencies)


@transaction.atomic
def raise_requirement(*, by: Actor, purpose: str, at: datetime, requirement: RequirementDraft) -> int:
    """
    Ask those agencies, tell their people that something waits for them, and return the requirement's id.

    raises  NotAllowed unless the actor evaluates or keeps profiles; Unusable, in one sentence, for what cannot be asked
    """
    _check_may_raise(by)
    _check(requirement, by=by, at=at)
    audience = make_audience(by, agreement=requirement.agreement, agencies=requirement.agencies, at=at)
    choosing.check_may_place(audience, by=by, purpose=purpose, at=at)
    before = intern_audience(by=by, purpose=purpose, at=at, audience=owner_only(audience.owner_id))
    after = intern_audience(by=by, purpose=purpose, at=at, audience=audience)
    row = Requirement.objects.create(
        owner_id=audience.owner_id,
        audience_id=after,
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        reference=_reference(),
        question=clean_text(requirement.question),
        why=clean_text(requirement.why),
        threat=requirement.threat,
        area_codes=sorted(set(requirement.area_codes)),
        raised_from=requirement.raised_from,
        desk_id=requirement.desk_id,
        due_on=requirement.due_on,
        state=Requirement.OPEN,
    )
    Ask.objects.bulk_create(
        Ask(requirement=row, audience_id=after, agency_id=one, asked_at=at) for one in sorted(requirement.agencies)
    )
    moved = Move(
        kind=KIND,
        record_id=row.pk,
        before=before,
        after=after,
        audience=audience,
        cause=SHARE,
        reason="Raised, and asked of those who may know.",
    )
    keep_move(moved, by=by, at=at)
    trail.record(_change("raise", row, told=requirement.agencies), by=by, purpose=purpose, at=at)
    _write_to(requirement.agencies, row, at=at)
    return row.pk


@transaction.atomic
def answer(*, by: Actor, purpose: str, at: datetime, answer: AnswerDraft) -> Receipt:
    """
    Send an answer to the desk of the requirement, as a submission like any other, and return its receipt.

    raises  NoSuchRequirement; RequirementIsClosed; NotAllowed for an agency that was not asked; as `submit`
    """
    row = get_row(answer.requirement_id)
    if row.state == Requirement.CLOSED:
        raise RequirementIsClosed("It is closed and takes no more answers: pass on what you know in the ordinary way.")
    if not Ask.objects.filter(requirement=row, agency_id=by.agency_id or 0).exists():
        raise checks.NotAllowed("Your agency was not asked: pass on what you know in the ordinary way.")
    sending = Sending(
        key=answer.key, desk_id=row.desk_id, danger=answer.danger, written=answer.written, requirement_id=row.pk
    )
    return submit(by=by, purpose=purpose, at=at, sending=sending)


@transaction.atomic
def judge(*, by: Actor, purpose: str, at: datetime, requirement_id: int, reference: str, worth: Worth) -> None:
    """
    Say what an answer was worth; said again, the last counts. One that answers settles the question for all asked.

    raises  NoSuchRequirement, also for an answer that is not on the actor's desk; NotAllowed; RequirementIsClosed
    """
    _check_may_judge(by, get_row(requirement_id))
    row = _lock(requirement_id)
    given = Submission.objects.filter(reference=reference, requirement_id=row.pk, desk_id=row.desk_id).first()
    if given is None:
        raise NoSuchRequirement("There is no such answer at your desk.")
    judged = {"worth": worth.value, "judged_at": at, "judged_by_id": by.person_id, "audience_id": given.audience_id}
    Answer.objects.update_or_create(requirement_id=row.pk, submission_id=given.pk, defaults=judged)
    settled = Answer.objects.filter(requirement_id=row.pk, worth=Worth.ANSWERS.value).exists()
    row.state = Requirement.ANSWERED if settled else Requirement.OPEN
    row.save(update_fields=["state"])
    trail.record(_change("judge", row), by=by, purpose=purpose, at=at)


@transaction.atomic
def ask_again(*, by: Actor, purpose: str, at: datetime, requirement_id: int, due_on: date) -> None:
    """
    Set another day, and write again to the agencies that have sent nothing.

    raises  NoSuchRequirement; NotAllowed unless the actor works at the desk, where it is known who answered;
            RequirementIsClosed; Unusable for a day that is not to come
    """
    _check_may_judge(by, get_row(requirement_id))
    row = _lock(requirement_id)
    _check_day(due_on, at)
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    answered = Submission.objects.filter(requirement_id=row.pk).values_list("sender_agency_id", flat=True)
    asked = Ask.objects.filter(requirement=row).values_list("agency_id", flat=True)
    silent = frozenset(asked) - frozenset(answered)
    trail.record(_change("ask-again", row, told=silent), by=by, purpose=purpose, at=at)
    _write_to(silent, row, at=at)


@transaction.atomic
def close(*, by: Actor, purpose: str, at: datetime, requirement_id: int, outcome: str) -> None:
    """
    Close a requirement and say what came of it, which everyone asked reads.

    raises  NoSuchRequirement; NotAllowed; RequirementIsClosed; Unusable without an outcome
    """
    _check_may_raise(by, get_row(requirement_id))
    row = _lock(requirement_id)
    said = clean_text(outcome)
    if not said or len(said) > LONGEST_WORDS:
        raise Unusable(
            f"Say what came of it, in at most {LONGEST_WORDS:,} characters: everyone who was asked reads it."
        )
    row.state, row.closed_at, row.closed_by_id, row.outcome = Requirement.CLOSED, at, by.person_id, said
    row.save(update_fields=["state", "closed_at", "closed_by", "outcome"])
    trail.record(_change("close", row), by=by, purpose=purpose, at=at)


def get_row(requirement_id: int) -> Requirement:
    """Return the row of a requirement; raises NoSuchRequirement unless it is open to the person of the context."""
    rows = Requirement.objects.select_related("owner", "made_by")
    row = rows.filter(pk=requirement_id).first() if 0 < requirement_id < 2**63 else None
    if row is None:
        raise NoSuchRequirement("There is no such requirement, or it is not open to you.")
    return row


# ----------------------------------------------------------------------------------------------------------------------


def _check_may_raise(by: Actor, row: Requirement | None = None) -> None:
    if not may_raise(by) or (row is not None and row.owner_id != by.agency_id):
        raise checks.NotAllowed("No role of yours lets you do this: people who evaluate or keep profiles do.")


def _check_may_judge(by: Actor, row: Requirement) -> None:
    if not may_judge(by, row):
        raise checks.NotAllowed("Only people who evaluate at the desk that the answers go to do this.")


def _lock(requirement_id: int) -> Requirement:
    row = Requirement.objects.select_for_update().get(pk=requirement_id)
    if row.state == Requirement.CLOSED:
        raise RequirementIsClosed("It is closed already: raise a new one.")
    return row


def _check_day(due_on: date, at: datetime) -> None:
    if due_on <= day_of(at):
        raise Unusable("Choose a day to come: those who are asked need time to answer.")


def _check(requirement: RequirementDraft, *, by: Actor, at: datetime) -> None:
    question = clean_text(requirement.question)
    if not question or len(question) > LONGEST_QUESTION:
        raise Unusable(f"Ask in one plain sentence of at most {LONGEST_QUESTION} characters.")
    if len(clean_text(requirement.why)) > LONGEST_WORDS:
        raise Unusable(f"Shorten why it is asked: {LONGEST_WORDS:,} characters are the most.")
    if requirement.threat and requirement.threat not in threat_names():
        raise Unusable("Choose the threat from the list, or none.")
    if len(requirement.raised_from) > LONGEST_FROM:
        raise Unusable("Where it was raised from is a code of a few characters.")
    if not Desk.objects.filter(pk=requirement.desk_id, agency_id=by.agency_id or 0).exists():
        raise Unusable("Choose the desk of your agency that the answers go to.")
    _check_day(requirement.due_on, at)


def _write_to(agencies: frozenset[int], row: Requirement, *, at: datetime) -> None:
    """To everyone of those agencies who writes for it: whoever knows can answer."""
    writing = sorted(code for code, role in standing.roles().items() if role.changes)
    path = f"/intelligence/requirements/{row.pk}/"
    for agency_id in sorted(agencies):
        held = Membership.objects.filter(agency_id=agency_id, starts_at__lte=at, roles__overlap=writing)
        people = {one.person_id for one in held if one.ends_at is None or at < one.ends_at}
        letters.write_to(people, kind=KIND, path=path, agency_id=agency_id, at=at)


def _change(action: str, row: Requirement, *, told: frozenset[int] = frozenset()) -> trail.Change:
    return trail.Change(
        action=f"requirement.{action}",
        operation=Operation.DISCLOSURE if told else Operation.ALTERATION,
        object_kind=KIND,
        object_id=row.pk,
        owner_id=row.owner_id,
        audience_id=row.audience_id,
        recipients=Recipients(agencies=tuple(sorted(told))),
        facts={"state": row.state, "asked": len(told)},
    )


def _reference() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"Q-{signs[:4]}-{signs[4:]}"
