"""Decides on records whose day has come: keep, correct, restrict. Disposal has its own steps (`disposal`)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fourpoint.access import checks, context, trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.reach import narrowed_to_owner
from fourpoint.domain.review import Answer, check_assessment
from fourpoint.domain.sharing import Actor
from fourpoint.records.disclosure.models import NARROW
from fourpoint.records.review.models import CORRECT, DISPOSE, KEEP, RESTRICT, Review
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.marked.place import AlreadySo, Placing, place
from fourpoint.services.review import disposal, rules
from fourpoint.services.review.errors import NotTheOwner
from fourpoint.services.sharing.actions import intern_audience

LONGEST_REASON = 2_000


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """
    What a reviewer decides of one record.

    outcome  keep, correct, restrict or dispose
    answers  of the assessment by criterion; every criterion when the record is kept
    next_on  an earlier review day than the group's, if the reviewer wants one; only when it is kept
    """

    outcome: str
    reason: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    next_on: date | None = None


@transaction.atomic
def decide(*, by: Actor, purpose: str, at: datetime, kind: str, record_id: int, verdict: Verdict) -> int | None:
    """
    Decide on a record of the actor's agency; return the number of the proposed disposal when that was the outcome.

    raises  NotOpen, NotAllowed; NotTheOwner; Unusable without a reason, a full assessment or a possible day;
            AlreadyProposed
    """
    # Who may not change it sees no row to lock, and would be told that there is none: so the checks come first.
    _check(find_record(kind, record_id), verdict, by=by)
    found = find_record(kind, record_id, lock=True)
    today = timezone.localdate(at)
    next_on = _next(found, verdict, today)
    review = _note(found, verdict, next_on, by=by, purpose=purpose, at=at)
    if verdict.outcome == DISPOSE:
        return disposal.propose(found, by=by, purpose=purpose, at=at)
    found.kind.model._default_manager.filter(pk=found.row.pk).update(review_on=next_on)
    if verdict.outcome == RESTRICT:
        _restrict(found, verdict, by=by, purpose=purpose, at=at)
    change = trail.Change(
        action=f"{kind}.review",
        object_kind=kind,
        object_id=record_id,
        facts={
            "outcome": verdict.outcome,
            "review": review.pk,
            "next": next_on.isoformat(),
            "yes": sorted(code for code, answer in verdict.answers.items() if answer.is_yes),
        },
        audience_id=found.row.audience_id,
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _check(found: Found, verdict: Verdict, *, by: Actor) -> None:
    who = context.current()
    if who is None:
        raise checks.NotOpen("There is no such record.")
    if found.row.owner_id != by.agency_id:
        raise NotTheOwner("Only the agency that owns a record reviews it.")
    checks.check_may_change(who, audience_id=found.row.audience_id)
    if verdict.outcome not in (KEEP, CORRECT, RESTRICT, DISPOSE):
        raise Unusable("Choose what is to happen with the record.")
    said = verdict.reason.strip()
    if not said or "\0" in said:
        raise Unusable("Say why: the reason is kept with the decision.")
    if len(said) > LONGEST_REASON:
        raise Unusable(f"Shorten the reason: it has {len(said):,} characters, and {LONGEST_REASON:,} are the most.")
    if verdict.outcome == KEEP:
        check_assessment(verdict.answers, criteria=(one.id for one in rules.criteria()))


def _next(found: Found, verdict: Verdict, today: date) -> date:
    if verdict.outcome == CORRECT:
        return today + timedelta(days=rules.days("correction"))
    latest = rules.next_day(found.row.review_group, today)
    if verdict.next_on is None or verdict.outcome != KEEP:
        return latest
    if not today < verdict.next_on <= latest:
        raise Unusable("The next review must lie in the future, and no later than its review group asks.")
    return verdict.next_on


def _note(found: Found, verdict: Verdict, next_on: date, *, by: Actor, purpose: str, at: datetime) -> Review:
    own = intern_audience(by=by, purpose=purpose, at=at, audience=narrowed_to_owner(found.audience))
    return Review.objects.create(
        audience_id=own,
        owner_id=found.row.owner_id,
        kind=found.kind.code,
        record_id=found.row.pk,
        outcome=verdict.outcome,
        reason=verdict.reason.strip(),
        answers={code: asdict(answer) for code, answer in verdict.answers.items()},
        review_group=found.row.review_group,
        was_due_on=found.row.review_on,
        next_on=None if verdict.outcome == DISPOSE else next_on,
        decided_at=at,
        decided_by_id=by.person_id,
    )


def _restrict(found: Found, verdict: Verdict, *, by: Actor, purpose: str, at: datetime) -> None:
    """Take the record back to its owner: what it was shared for is over."""
    placing = Placing(
        kind=found.kind.code,
        record_id=found.row.pk,
        audience=narrowed_to_owner(found.audience),
        reason=verdict.reason.strip()[:1_000],
        cause=NARROW,
    )
    try:
        place(by=by, purpose=purpose, at=at, placing=placing)
    except AlreadySo:
        return
