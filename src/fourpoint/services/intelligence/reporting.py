"""
Makes intelligence reports: of a submission or without one, item by item, each with a grade of its own.

An original stays on its desk. What others may read is a sanitised report, which is a report of its own: written beside
the original, released by a second person where the catalogue says so, and from then on shared like any other record.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import checks, in_force, trail
from fourpoint.catalogue.intelligence import ReleaseRuleEntry
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.days import start_of
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.grading import Grade, LegacyGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Audience, Handling
from fourpoint.records.disclosure.models import SHARE
from fourpoint.records.intelligence.models import Desk, Item, Report, Submission
from fourpoint.services.intelligence.desks import works_at
from fourpoint.services.library.places import threat_names
from fourpoint.services.sharing.actions import intern_audience
from fourpoint.services.sharing.codes import check_conditions
from fourpoint.services.sharing.days import first_review
from fourpoint.services.sharing.moves import Move, keep_move
from fourpoint.services.sharing.restricted import check_used

REVIEW_GROUP = "group-3"
LONGEST_TITLE, LONGEST_ITEM, LONGEST_NOTE, LONGEST_PLACE = 200, 20_000, 4_000, 300
RELEASED = "Released to be read outside the desk."
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NoSuchReport(checks.NotOpen):
    """No such report is open to the reader."""


class ReportIsFinished(Refused):
    """It was released or withdrawn, and is not changed any more."""


class SecondPersonNeeded(Refused):
    """Who wrote it does not release it."""


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """
    One item of information; the grade of an older scheme stays as it came.

    from_on, to_on  the days of what it tells of, None where they are not known
    """

    text: str
    grade: Grade | LegacyGrade
    from_on: date | None = None
    to_on: date | None = None
    place: str = ""
    postcode: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportDraft:
    """
    A report to write.

    desk_id        the desk whose people read it
    submission_id  what it is made of, when a submission is
    collection     "routine", "tasked" or "volunteered"
    reference      of its own, for one that comes from an older register; drawn when empty
    reviewed_from  the day from which its first review is counted, now when None
    """

    title: str
    desk_id: int
    items: tuple[ItemDraft, ...]
    collection: str = "volunteered"
    provenance: str = ""
    risk: str = ""
    threat: str = ""
    area_codes: tuple[str, ...] = ()
    submission_id: int | None = None
    reference: str = ""
    reviewed_from: date | None = None


@transaction.atomic
def write_report(*, by: Actor, purpose: str, at: datetime, report: ReportDraft) -> int:
    """
    Write an original report, which the people of the desk read, and return its id.

    raises  NotAllowed unless the actor evaluates, and works at the desk; NoSuchReport for a submission that is not on
            it; Unusable, in one sentence, for what cannot be taken
    """
    desk = Desk.objects.filter(pk=report.desk_id, agency_id=by.agency_id or 0).first()
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=by.agency_id or 0)
    if desk is None or not works_at(desk.pk, by.person_id, desk.agency_id):
        raise checks.NotAllowed("You do not work at that desk: whoever staffs it can put you on its list.")
    if report.submission_id is not None and not Submission.objects.filter(pk=report.submission_id, desk=desk).exists():
        raise NoSuchReport("There is no such submission at this desk.")
    if report.submission_id is not None:
        check_used("submission", report.submission_id)
    if report.collection not in Report.COLLECTIONS:
        raise Unusable("Say how it was collected: in routine work, as tasked, or volunteered.")
    row = _add(report, audience_id=desk.arrivals_id, by=by, at=at, state=Report.READY)
    _record("report.write", row, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def sanitise(*, by: Actor, purpose: str, at: datetime, report_id: int, title: str, items: Sequence[ItemDraft]) -> int:
    """
    Write a sanitised report of an original and return its id. Until it is released, the desk alone reads it.

    raises  NoSuchReport, NotAllowed; Unusable for what cannot be taken, or a report that is sanitised itself
    """
    original = _report(report_id)
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=original.owner_id)
    check_used("report", original.pk)
    if original.sanitised_of_id is not None:
        raise Unusable("This report is sanitised already: write another one of its original.")
    draft = ReportDraft(
        title=title,
        desk_id=0,
        items=tuple(items),
        collection=original.collection,
        threat=original.threat,
        area_codes=tuple(original.area_codes),
    )
    row = _add(draft, audience_id=original.audience_id, by=by, at=at, state=Report.DRAFT, of=original.pk)
    _record("report.sanitise", row, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def rewrite(*, by: Actor, purpose: str, at: datetime, report_id: int, title: str, items: Sequence[ItemDraft]) -> None:
    """
    Write a sanitised report anew that is not released yet.

    raises  NoSuchReport, NotAllowed; ReportIsFinished; Unusable for what cannot be taken
    """
    row = _report(report_id, lock=True)
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=row.owner_id)
    if row.state != Report.DRAFT:
        raise ReportIsFinished("It is not a draft any more: write another sanitised report of its original.")
    row.title, row.made_by_id = _title(title), by.person_id
    row.save(update_fields=["title", "made_by"])
    Item.objects.filter(report=row).delete()
    _add_items(row, items)
    _record("report.rewrite", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def release(*, by: Actor, purpose: str, at: datetime, report_id: int, marking: Marking, reason: str) -> None:
    """
    Let a sanitised report be read by the whole agency, at that marking, and be shared from then on.

    raises  NoSuchReport, NotAllowed; ReportIsFinished; SecondPersonNeeded when the catalogue asks for a second person
            and the actor wrote it; Unusable without a reason
    """
    row = _report(report_id, lock=True)
    checks.check_has_duty(by, duty=Duty.RELEASE, agency_id=row.owner_id)
    if row.sanitised_of_id is None or row.state != Report.DRAFT:
        raise ReportIsFinished("Only a sanitised report that waits for its release can be released.")
    check_used("report", row.pk)
    audience = _released_audience(row, marking)
    if row.made_by_id == by.person_id and needs_second_person(audience.handling):
        raise SecondPersonNeeded("You wrote it, so somebody else releases it: ask a colleague with that duty.")
    if not clean_text(reason):
        raise Unusable("Say why it can be released: what was taken out, and that nothing points to the source.")
    before = row.audience_id
    after = intern_audience(by=by, purpose=purpose, at=at, audience=audience)
    row.audience_id, row.state, row.released_at, row.released_by_id = after, Report.READY, at, by.person_id
    row.save(update_fields=["audience", "state", "released_at", "released_by"])
    Item.objects.filter(report=row).exclude(audience_id=after).update(audience_id=after)
    moved = Move(
        kind="report",
        record_id=row.pk,
        before=before,
        after=after,
        audience=audience,
        cause=SHARE,
        reason=clean_text(reason),
    )
    keep_move(moved, by=by, at=at)
    _record("report.release", row, by=by, purpose=purpose, at=at, reason=clean_text(reason))


def needs_second_person(handling: Handling) -> bool:
    """Return whether the catalogue asks for a second person at the release of what has that handling code."""
    rules = {rule.id: rule for rule in in_force.read_entries("release_rules", ReleaseRuleEntry)}
    return handling.value not in rules or rules[handling.value].second_person


# ----------------------------------------------------------------------------------------------------------------------


def _report(report_id: int, *, lock: bool = False) -> Report:
    rows = Report.objects.select_for_update() if lock else Report.objects.all()
    row = rows.filter(pk=report_id).first() if 0 < report_id < 2**63 else None
    if row is None:
        raise NoSuchReport("There is no such report, or it is not open to you.")
    return row


def _add(
    report: ReportDraft, *, audience_id: int, by: Actor, at: datetime, state: str, of: int | None = None
) -> Report:
    if report.threat and report.threat not in threat_names():
        raise Unusable("Choose the threat from the list, or none.")
    row = Report.objects.create(
        owner_id=by.agency_id or 0,
        audience_id=audience_id,
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=start_of(report.reviewed_from) if report.reviewed_from else at),
        review_group=REVIEW_GROUP,
        reference=report.reference or _reference(),
        title=_title(report.title),
        submission_id=report.submission_id,
        sanitised_of_id=of,
        collection=report.collection,
        provenance=_note(report.provenance, "how the source knows"),
        risk=_note(report.risk, "the assessment of risk"),
        state=state,
        threat=report.threat,
        area_codes=sorted(set(report.area_codes)),
    )
    _add_items(row, report.items)
    return row


def _add_items(row: Report, items: Sequence[ItemDraft]) -> None:
    if not items:
        raise Unusable("Write at least one item of information.")
    Item.objects.bulk_create(_item(row, number, item) for number, item in enumerate(items, start=1))


def _item(row: Report, number: int, item: ItemDraft) -> Item:
    text = clean_text(item.text)
    if not text:
        raise Unusable(f"Item {number} is empty: write what it says, or take it out.")
    if len(text) > LONGEST_ITEM or len(item.place) > LONGEST_PLACE:
        raise Unusable(
            f"Item {number} is too long: {LONGEST_ITEM:,} characters are the most, {LONGEST_PLACE} for a place."
        )
    if item.from_on and item.to_on and item.to_on < item.from_on:
        raise Unusable(f"Item {number} ends before it begins: put the earlier day first.")
    said = {
        "report": row,
        "audience_id": row.audience_id,
        "number": number,
        "text": text,
        "from_on": item.from_on,
        "to_on": item.to_on,
        "place": clean_text(item.place),
        "postcode": clean_text(item.postcode)[:10],
    }
    if isinstance(item.grade, LegacyGrade):
        return Item(**said, older_grade=item.grade.text, handling=Handling.PERMITTED.value)
    check_conditions(item.grade.conditions)
    return Item(
        **said,
        source_grade=item.grade.source.value,
        information_grade=item.grade.information.value,
        handling=item.grade.handling.value,
        conditions=sorted(item.grade.conditions),
    )


def _released_audience(row: Report, marking: Marking) -> Audience:
    """The owner agency's, with the strictest handling of its items and all their conditions."""
    items = list(Item.objects.filter(report=row))
    conditions = tuple(sorted({code for item in items for code in item.conditions}))
    handling = Handling.CONDITIONS if conditions else Handling.PERMITTED
    plain = Audience(owner_id=row.owner_id, marking=marking)
    return replace(plain, handling=handling, conditions=conditions) if conditions else plain


def _title(title: str) -> str:
    held = clean_text(title)
    if not held or len(held) > LONGEST_TITLE:
        raise Unusable(f"Give the report a title of at most {LONGEST_TITLE} characters that names nobody.")
    return held


def _note(text: str, what: str) -> str:
    held = clean_text(text)
    if len(held) > LONGEST_NOTE:
        raise Unusable(f"Shorten {what}: {LONGEST_NOTE:,} characters are the most.")
    return held


def _record(action: str, row: Report, *, by: Actor, purpose: str, at: datetime, reason: str = "") -> None:
    change = trail.Change(
        action=action,
        object_kind="report",
        object_id=row.pk,
        audience_id=row.audience_id,
        reason=reason,
        facts={"audience": row.audience_id, "state": row.state, "items": Item.objects.filter(report=row).count()},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _reference() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"R-{signs[:4]}-{signs[4:]}"
