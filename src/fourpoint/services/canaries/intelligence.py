"""
Plants decoys of intelligence: written straight into the tables, since no desk should see one arrive.

What is encrypted (who a source is) and what has no words (a subject) can show no token and has no decoy.
"""

import secrets
import uuid
from datetime import datetime
from typing import Any

from fourpoint.domain.sharing import Actor, Audience, Handling
from fourpoint.domain.submissions import Channel, Danger, Priority
from fourpoint.records.intelligence.models import Desk, Item, Report, Requirement, Submission, Triage
from fourpoint.records.subjects.models import Identity, Statement, Subject
from fourpoint.services.agencies.founding import PURPOSE
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.sharing.actions import intern_audience
from fourpoint.services.sharing.days import first_review

REVIEW_GROUP = "group-3"
# The kinds in which nothing that is printed could carry a token.
WORDLESS = frozenset({"source", "subject"})


def plant_submission(words: str, audience: Audience, by: Actor, at: datetime) -> int | None:
    """Put the words in a submission of the agency's first desk; None while it has none."""
    desk = Desk.objects.filter(agency_id=by.agency_id or 0).order_by("id").first()
    if desk is None:
        return None
    row = Submission.objects.create(
        **columns(audience, by, at),
        key=uuid.uuid4(),
        reference=reference("S"),
        desk=desk,
        sender_agency_id=by.agency_id or 0,
        channel=Channel.FORM.value,
        danger=Danger.NO.value,
        what=words,
    )
    state = next(one for one in the_pathway().states if one.ends)
    Triage.objects.create(
        submission=row,
        audience_id=row.audience_id,
        state=state.code,
        priority=Priority.LOW.value,
        since=at,
        owner_person_id=by.person_id,
    )
    return row.pk


def plant_report(words: str, audience: Audience, by: Actor, at: datetime) -> int:
    """Put the words in a report and its one item."""
    row = Report.objects.create(
        **columns(audience, by, at),
        reference=reference("R"),
        title="Synthetic decoy",
        collection="routine",
        provenance=words,
        state=Report.READY,
    )
    Item.objects.create(
        report=row,
        audience_id=row.audience_id,
        number=1,
        text=words,
        source_grade="2",
        information_grade="D",
        handling=Handling.PERMITTED.value,
    )
    return row.pk


def plant_requirement(words: str, audience: Audience, by: Actor, at: datetime) -> int:
    """Put the words in a requirement that nobody was asked."""
    row = Requirement.objects.create(
        **columns(audience, by, at),
        reference=reference("Q"),
        question="Synthetic decoy?",
        why=words,
        desk_id=0,
        due_on=at.date(),
        state=Requirement.OPEN,
    )
    return row.pk


def plant_statement(words: str, audience: Audience, by: Actor, at: datetime) -> int | None:
    """Put the words in a statement that rests on a decoy report of the same audience; None while there is none."""
    common = columns(audience, by, at)
    report = Report.objects.filter(audience_id=common["audience_id"]).order_by("id").first()
    if report is None:
        return None
    row = Statement.objects.create(
        **common,
        subject=_subject(common),
        code="name",
        text=words,
        report_id=report.pk,
        item_number=1,
        source_grade="2",
        information_grade="D",
    )
    return row.pk


def plant_identity(words: str, audience: Audience, by: Actor, at: datetime) -> int:
    """Put the words in a judgement that two subjects, of which nothing is stated, are one."""
    common = columns(audience, by, at)
    one, other = _subject(common), _subject(common)
    return Identity.objects.create(**common, one=one, other=other, why=words).pk


def _subject(common: dict[str, Any]) -> Subject:
    return Subject.objects.create(**common, reference=reference("T"), kind="person")


def columns(audience: Audience, by: Actor, at: datetime) -> dict[str, Any]:
    """Return what every marked record begins with, for a decoy of this audience."""
    return {
        "owner_id": audience.owner_id,
        "audience_id": intern_audience(by=by, purpose=PURPOSE, at=at, audience=audience),
        "made_at": at,
        "made_by_id": by.person_id,
        "review_on": first_review(REVIEW_GROUP, at=at),
        "review_group": REVIEW_GROUP,
    }


def reference(letter: str) -> str:
    """Return a reference in the shape of those of that letter, but longer than any: it is nobody's."""
    return f"{letter}-{secrets.token_hex(5).upper()}"
