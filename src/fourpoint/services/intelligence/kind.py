"""The kinds of marked record of intelligence: submissions, reports, sources and requirements."""

from fourpoint.access.kinds import Kind, Part
from fourpoint.records.intelligence.models import (
    Ask,
    Item,
    Message,
    Move,
    Outcome,
    Report,
    Requirement,
    Source,
    SourceUse,
    Submission,
    SubmissionFile,
    SubmissionSubject,
    Told,
    Triage,
)
from fourpoint.records.subjects.models import Key, Statement

_ON_A_DESK = "It lies on an intelligence desk, whose people alone read it: share a sanitised report made of it."
_ORIGINAL = "It is not sanitised, so it stays with those who wrote it: share a sanitised report made of it."
_UNRELEASED = "Nobody has released it yet: a second person does, and then it can be shared."
_OF_A_SOURCE = "Who may know a source is changed in the register of sources, and never by sharing."


def _submission_texts(row: Submission) -> tuple[str, ...]:
    circumstances = (row.place, row.happened, row.soon, row.how_known)
    said = (row.what, row.who, *circumstances, row.who_else, row.comes_back, row.contact)
    about = SubmissionSubject.objects.filter(submission=row).order_by("number").values_list("words", flat=True)
    told = Message.objects.filter(submission=row).order_by("written_at").values_list("text", flat=True)
    return tuple(text for text in (*said, *about, *told) if text)


def _report_texts(row: Report) -> tuple[str, ...]:
    items = Item.objects.filter(report=row).order_by("number").values_list("text", "place")
    return tuple(
        text for text in (row.title, row.provenance, row.risk, *(one for item in items for one in item)) if text
    )


def _report_keeps(row: Report) -> str:
    if row.sanitised_of_id is None:
        return _ORIGINAL
    return "" if row.released_at else _UNRELEASED


SUBMISSION_KIND = Kind(
    code="submission",
    name="submission",
    model=Submission,
    title=lambda row: f"Submission {row.reference}",
    texts=_submission_texts,
    parts=(
        Part(model=SubmissionSubject, field="submission"),
        Part(model=SubmissionFile, field="submission"),
        Part(model=Message, field="submission"),
        Part(model=Told, field="submission"),
        Part(model=Move, field="submission"),
        Part(model=Triage, field="submission"),
        Part(model=Outcome, field="submission"),
    ),
    keeps=lambda row: _ON_A_DESK,
)
REPORT_KIND = Kind(
    code="report",
    name="report",
    model=Report,
    title=lambda row: f"{row.reference}: {row.title}",
    texts=_report_texts,
    # What is stated of subjects on the strength of a report is read with it, moves with it and goes with it.
    parts=(
        Part(model=Item, field="report"),
        Part(model=Key, field="statement__report_id"),
        Part(model=Statement, field="report_id"),
    ),
    area=lambda row: row.area_codes[0] if row.area_codes else "",
    keeps=_report_keeps,
)
SOURCE_KIND = Kind(
    code="source",
    name="source",
    model=Source,
    title=lambda row: f"Source {row.reference}",
    texts=lambda row: (),
    parts=(Part(model=SourceUse, field="source"),),
    keeps=lambda row: _OF_A_SOURCE,
)
REQUIREMENT_KIND = Kind(
    code="requirement",
    name="requirement",
    model=Requirement,
    title=lambda row: f"{row.reference}: {row.question}",
    texts=lambda row: tuple(text for text in (row.question, row.why, row.outcome) if text),
    parts=(Part(model=Ask, field="requirement"),),
    area=lambda row: row.area_codes[0] if row.area_codes else "",
)
KINDS = (SUBMISSION_KIND, REPORT_KIND, SOURCE_KIND, REQUIREMENT_KIND)
