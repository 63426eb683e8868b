"""What readers and writers of intelligence reports see: lists, a report with its grade key, two texts side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fourpoint.access import checks, in_force, trail
from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import GradeEntry, HandlingEntry
from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.difference import find_difference
from fourpoint.domain.duties import Duty
from fourpoint.domain.extraction import extract
from fourpoint.domain.grading import (
    GradeKey,
    Meaning,
    Meanings,
    grade_key,
)
from fourpoint.domain.sanitising import Caution, find_cautions
from fourpoint.domain.suggestion import Suggestion
from fourpoint.records.intelligence.models import Item, Report, Submission
from fourpoint.services.intelligence import lines
from fourpoint.services.intelligence.reporting import LONGEST_ITEM, ItemDraft, NoSuchReport

STATE_WORDS = {Report.DRAFT: "Waits for release", Report.READY: "In use", Report.WITHDRAWN: "Withdrawn"}
COLLECTION_WORDS = {"routine": "In routine work", "tasked": "As tasked", "volunteered": "Volunteered"}


@dataclass(frozen=True, kw_only=True)
class ItemCard:
    """An item as its page shows it, and as its writer edits it."""

    number: int
    text: str
    grade: str
    from_on: date | None
    to_on: date | None
    place: str
    postcode: str
    draft: ItemDraft


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """
    A report.

    provenance, risk  empty for a sanitised report
    submission        reference of what it was made of, when that is open to the reader
    original          the report it was sanitised of, when that is open to the reader
    sanitised         what was sanitised of it, as far as it is open to the reader
    may_release       of somebody else's draft, or of one's own where the catalogue allows it: the action says
    """

    line: lines.ReportLine
    items: tuple[ItemCard, ...]
    key: GradeKey
    collection: str
    provenance: str
    risk: str
    submission: str
    original: lines.ReportLine | None
    sanitised: tuple[lines.ReportLine, ...]
    may_evaluate: bool
    may_release: bool


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a text that is the same in both texts, or stands in this one only."""

    text: str
    is_changed: bool


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A caution with the words it points at."""

    words: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Original and sanitised text, each in pieces, with what to weigh again in the second."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    cautions: tuple[Weighed, ...]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Something that a text seems to name: nothing is made of it until a person does."""

    kind: str
    words: str
    sure: str


@dataclass(frozen=True, kw_only=True)
class Given:
    """A submission as the evaluator reads it: every answer with its question, and what its text seems to name."""

    submission_id: int
    reference: str
    desk_id: int
    text: str
    answers: tuple[tuple[str, str], ...]
    seen: tuple[Seen, ...]


def get_report(who: Acting, report_id: int) -> ReportPage:
    """Return a report and record that it was read; raises NoSuchReport unless it is open to the person."""
    row = get_row(report_id)
    items = tuple(_card(item) for item in Item.objects.filter(report=row).order_by("number"))
    own = row.owner_id == who.actor.agency_id
    return ReportPage(
        line=lines.lines([row])[0],
        items=items,
        key=grade_key((item.draft.grade for item in items), meanings()),
        collection=COLLECTION_WORDS[row.collection],
        provenance=row.provenance,
        risk=row.risk,
        submission=_submission(row),
        original=next(iter(lines.lines(lines.rows().filter(pk=row.sanitised_of_id or 0))), None),
        sanitised=tuple(lines.lines(lines.rows().filter(sanitised_of_id=row.pk).order_by("pk"))),
        may_evaluate=own and checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=row.owner_id),
        may_release=own and checks.has_duty(who.actor, duty=Duty.RELEASE, agency_id=row.owner_id),
    )


def get_row(report_id: int) -> Report:
    """Return the row of a report and record that it was read; raises NoSuchReport unless it is open to the person."""
    row = lines.rows().filter(pk=report_id).first() if 0 < report_id < 2**63 else None
    if row is None:
        raise NoSuchReport("There is no such report, or it is not open to you.")
    trail.record_shown("report", [row])
    return row


def get_given(reference: str, *, at: datetime) -> Given:
    """Return a submission for whoever evaluates it; raises NoSuchReport unless it lies on a desk of the person's."""
    row = Submission.objects.filter(reference=reference).first()
    if row is None:
        raise NoSuchReport("There is no such submission at a desk of yours.")
    trail.record_shown("submission", [row])
    asked = (
        ("What", row.what),
        ("Who", row.who),
        ("Where", " ".join(filter(None, (row.place, row.postcode)))),
        ("When", row.happened),
        ("About to happen", row.soon),
        ("How they know", row.how_known),
        ("Who else knows", row.who_else),
        ("What could come back on anyone", row.comes_back),
    )
    found = extract(row.what, load_vocabulary(in_force.override()), reference=at.date())
    return Given(
        submission_id=row.pk,
        reference=row.reference,
        desk_id=row.desk_id,
        text=row.what,
        answers=tuple((question, said) for question, said in asked if said),
        seen=tuple(_seen(one) for one in found),
    )


def compare(original: Sequence[str], sanitised: Sequence[str]) -> SideBySide:
    """
    Return the texts of an original's items beside those of a sanitised report.

    raises  Unusable for texts that are too long to compare
    """
    before, after, most = "\n\n".join(original), "\n\n".join(sanitised), LONGEST_ITEM * 2
    changes = find_difference(before, after, most=most)
    cautions = find_cautions(before, after, load_vocabulary(in_force.override()), most=most)
    return SideBySide(
        before=tuple(
            Piece(text=one.before.of(before), is_changed=one.kind != "same") for one in changes if one.before.of(before)
        ),
        after=tuple(
            Piece(text=one.after.of(after), is_changed=one.kind != "same") for one in changes if one.after.of(after)
        ),
        cautions=tuple(_weighed(one, after) for one in cautions),
    )


def meanings() -> Meanings:
    """Return what the catalogue in force says of every code of a grade."""
    sources = in_force.read_entries("source_grades", GradeEntry)
    information = in_force.read_entries("information_grades", GradeEntry)
    handling = in_force.read_entries("handling", HandlingEntry)
    return Meanings(
        sources={one.id: _meaning(one) for one in sources},
        information={one.id: _meaning(one) for one in information},
        handling={one.id: Meaning(words=one.words, is_confirmed=one.status == "confirmed") for one in handling},
    )


# ----------------------------------------------------------------------------------------------------------------------


def _card(item: Item) -> ItemCard:
    grade = lines.grade_of(item)
    draft = ItemDraft(
        text=item.text,
        grade=grade,
        from_on=item.from_on,
        to_on=item.to_on,
        place=item.place,
        postcode=item.postcode,
    )
    return ItemCard(
        number=item.number,
        text=item.text,
        grade=grade.text,
        from_on=item.from_on,
        to_on=item.to_on,
        place=item.place,
        postcode=item.postcode,
        draft=draft,
    )


def _submission(row: Report) -> str:
    found = Submission.objects.filter(pk=row.submission_id or 0).values_list("reference", flat=True).first()
    return found or ""


def _meaning(entry: GradeEntry) -> Meaning:
    return Meaning(words=entry.words, is_confirmed=entry.status == "confirmed", caveat=getattr(entry, "caveat", ""))


def _seen(one: Suggestion) -> Seen:
    return Seen(kind=one.kind, words=one.text, sure=one.sure)


def _weighed(one: Caution, text: str) -> Weighed:
    return Weighed(words=one.stretch.of(text), sentence=one.sentence)
