"""
Makes subjects, states something of them and withdraws what was stated. Each statement rests on an item of a report.

Who may read a statement is whoever may read its report, no more and no fewer: it is a part of the report, and moves and
goes with it. Its grade is the item's, so that nothing becomes surer by being linked.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fourpoint.access import checks, trail
from fourpoint.domain import months
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.linkage import identifiers
from fourpoint.domain.sharing import Actor
from fourpoint.records.intelligence.models import Item, Report
from fourpoint.records.subjects.models import SUBJECT_KINDS, Key, Statement, Subject
from fourpoint.services.sharing.actions import intern_audience, owner_only
from fourpoint.services.sharing.days import first_review
from fourpoint.services.sharing.restricted import check_used
from fourpoint.services.subjects.barring import shown
from fourpoint.services.subjects.finding import Candidate, Clue, find
from fourpoint.services.subjects.words import CATEGORY, categories, keyed, months_of, statement_kinds, variants

REVIEW_GROUP = "group-3"
LONGEST_TEXT, LONGEST_REASON = 500, 1000
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NoSuchSubject(checks.NotOpen):
    """No such subject, statement or judgement is open to the reader."""


class CandidatesUnseen(Refused):
    """Somebody or something that it could be is held already, and was not looked at."""

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        super().__init__("It may be held already: look at these first, and say that it is none of them.")
        self.candidates = candidates


@dataclass(frozen=True, kw_only=True)
class StatementDraft:
    """
    A statement to make: of words, of another subject (object_id) or of a category, as its code asks.

    report_id, item_number  what it rests on, which also gives its grade
    from_on, to_on          when it held; the item's days when none is given
    basis, recheck_on       for a category that the catalogue asks them of
    """

    code: str
    report_id: int
    item_number: int
    text: str = ""
    object_id: int | None = None
    category: str = ""
    basis: str = ""
    recheck_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None


@transaction.atomic
def create(
    *, by: Actor, purpose: str, at: datetime, kind: str, first: StatementDraft, seen: Collection[int] = ()
) -> int:
    """
    Make a subject of its first statement, which it is found by, and return its id.

    seen    ids of the candidates that the actor looked at and said it is none of

    raises  NotAllowed without the duty; CandidatesUnseen, with them, when a search finds others; as `state`
    """
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=by.agency_id or 0)
    if kind not in SUBJECT_KINDS:
        raise Unusable("Choose what it is: a person, an organisation, a place or another of the list.")
    if keyed(first.code) is None:
        raise Unusable("Begin with a name, a number or another identifier, by which it is found again.")
    unseen = [one for one in find((Clue(code=first.code, text=first.text),), kind=kind) if one.subject_id not in seen]
    if unseen:
        raise CandidatesUnseen(tuple(unseen))
    # It tells nothing but that there is one: who may know more, each statement says.
    audience_id = intern_audience(by=by, purpose=purpose, at=at, audience=owner_only(by.agency_id or 0))
    row = Subject.objects.create(
        owner_id=by.agency_id or 0,
        audience_id=audience_id,
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        reference=_reference(),
        kind=kind,
    )
    change = trail.Change(action="subject.make", object_kind="subject", object_id=row.pk, audience_id=audience_id)
    trail.record(change, by=by, purpose=purpose, at=at)
    state(by=by, purpose=purpose, at=at, subject_id=row.pk, statement=first)
    return row.pk


@transaction.atomic
def state(*, by: Actor, purpose: str, at: datetime, subject_id: int, statement: StatementDraft) -> int:
    """
    State something of a subject and return the statement's id. What others stated stays, also where it contradicts.

    raises  NoSuchSubject for a subject or object that is not open to the actor; NotAllowed without the duty, or for a
            report of another agency; Unusable, in one sentence, for what cannot be taken
    """
    subject = open_subject(subject_id)
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=by.agency_id or 0)
    report, item = _resting(statement, by)
    row = Statement.objects.create(
        owner_id=report.owner_id,
        audience_id=report.audience_id,
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        subject=subject,
        code=statement.code,
        report_id=report.pk,
        item_number=item.number,
        source_grade=item.source_grade,
        information_grade=item.information_grade,
        older_grade=item.older_grade,
        **_period(statement, item),
        **_said(statement, subject, at=at),
    )
    how = keyed(row.code)
    if how is not None:
        found = sorted(identifiers.keys(how, row.text, variants()))
        Key.objects.bulk_create(Key(statement=row, audience_id=row.audience_id, key=key) for key in found)
    _record("statement.make", row, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def withdraw(*, by: Actor, purpose: str, at: datetime, statement_id: int, reason: str) -> None:
    """
    Withdraw a statement: it counts for nothing from now on, and nothing is found by it. It is kept, with the reason.

    raises  NoSuchSubject; NotAllowed without the duty in the owner agency; Unusable without a reason, or twice
    """
    rows = Statement.objects.filter(pk=statement_id if 0 < statement_id < 2**63 else 0)
    row = shown(rows).select_for_update().first()
    if row is None:
        raise NoSuchSubject("There is no such statement, or it is not open to you.")
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=row.owner_id)
    if row.withdrawn_at is not None:
        raise Unusable("It is withdrawn already.")
    row.withdrawn_at, row.withdrawn_by_id = at, by.person_id
    row.withdrawn_reason = needed_reason(reason, "Say why it is withdrawn: what was wrong with it.")
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    Key.objects.filter(statement=row).delete()
    _record("statement.withdraw", row, by=by, purpose=purpose, at=at)


def open_subject(subject_id: int) -> Subject:
    """Return the subject; raises NoSuchSubject unless it is open to the person of the context."""
    row = Subject.objects.filter(pk=subject_id).first() if 0 < subject_id < 2**63 else None
    if row is None:
        raise NoSuchSubject("There is no such subject, or nothing of it is open to you.")
    return row


def needed_reason(reason: str, asked: str) -> str:
    """Return the reason made fit to keep; raises Unusable, with those words, when there is none or it is too long."""
    held = clean_text(reason)
    if not held or len(held) > LONGEST_REASON:
        raise Unusable(f"{asked} At most {LONGEST_REASON:,} characters.")
    return held


# ----------------------------------------------------------------------------------------------------------------------


def _resting(statement: StatementDraft, by: Actor) -> tuple[Report, Item]:
    report = Report.objects.filter(pk=statement.report_id).first() if 0 < statement.report_id < 2**63 else None
    item = Item.objects.filter(report=report, number=statement.item_number).first() if report else None
    if report is None or item is None:
        raise NoSuchSubject("There is no such item of a report, or it is not open to you.")
    if report.owner_id != by.agency_id:
        raise checks.NotAllowed("It is another agency's report: ask its desk to state what it says.")
    check_used("report", report.pk)
    if report.state != Report.READY:
        raise Unusable("Only a report that is in use carries a statement: this one is not.")
    return report, item


def _said(statement: StatementDraft, subject: Subject, *, at: datetime) -> dict[str, object]:
    kind = statement_kinds().get(statement.code)
    if kind is None or subject.kind not in kind.of:
        raise Unusable("Choose what is stated from those that are stated of such a subject.")
    if kind.id == CATEGORY:
        return _category(statement, at=at)
    if kind.to:
        other = open_subject(statement.object_id or 0)
        if other.kind not in kind.to or other.pk == subject.pk:
            raise Unusable(f"“{kind.name}” ties it to {' or '.join(kind.to)}: choose such a subject.")
        return {"object": other}
    text = " ".join(clean_text(statement.text).split())
    if not text or len(text) > LONGEST_TEXT:
        raise Unusable(f"Write what is stated, in at most {LONGEST_TEXT} characters.")
    how = keyed(kind.id)
    if how is not None:
        identifiers.normal(how, text)
    return {"text": text}


def _category(statement: StatementDraft, *, at: datetime) -> dict[str, object]:
    entry = categories().get(statement.category)
    if entry is None:
        raise Unusable("Choose a category from the list.")
    if not entry.based:
        return {"category": entry.id, "basis": clean_text(statement.basis)[:LONGEST_REASON]}
    today, most = timezone.localdate(at), months_of("recheck")
    latest = months.same_day(today, months=most)
    if statement.recheck_on is None or not today < statement.recheck_on <= latest:
        raise Unusable(f"Say when “{entry.name}” is looked at again: a day within {most} months from now.")
    asked = f"Say on what basis somebody is called “{entry.name}”."
    return {
        "category": entry.id,
        "basis": needed_reason(statement.basis, asked),
        "recheck_on": statement.recheck_on,
    }


def _period(statement: StatementDraft, item: Item) -> dict[str, date | None]:
    from_on, to_on = statement.from_on, statement.to_on
    if from_on is None and to_on is None:
        from_on, to_on = item.from_on, item.to_on
    if from_on and to_on and to_on < from_on:
        raise Unusable("It ends before it begins: put the earlier day first.")
    return {"from_on": from_on, "to_on": to_on}


def _record(action: str, row: Statement, *, by: Actor, purpose: str, at: datetime) -> None:
    # The reason stays with the statement: it says what lies on a desk, and governance reads the trail.
    change = trail.Change(
        action=action,
        object_kind="statement",
        object_id=row.pk,
        audience_id=row.audience_id,
        facts={"subject": row.subject_id, "code": row.code, "report": row.report_id},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _reference() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"X-{signs[:4]}-{signs[4:]}"
