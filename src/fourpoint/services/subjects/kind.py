"""The kinds of marked record of subjects: a subject, a statement of it, a judgement that two are one."""

from fourpoint.access.kinds import Kind, Part
from fourpoint.records.subjects.models import Identity, Key, Statement, Subject

_WITH_ITS_REPORT = "It is read by whoever may read the report it rests on: share that report."
_JUDGEMENT = "It stays with those who judged by what they read."

SUBJECT_KIND = Kind(
    code="subject",
    name="subject",
    model=Subject,
    title=lambda row: f"Subject {row.reference}",
    texts=lambda row: (),
)
STATEMENT_KIND = Kind(
    code="statement",
    name="statement",
    model=Statement,
    title=lambda row: f"Statement {row.pk} of a subject",
    texts=lambda row: tuple(text for text in (row.text, row.basis, row.withdrawn_reason) if text),
    parts=(Part(model=Key, field="statement"),),
    keeps=lambda row: _WITH_ITS_REPORT,
)
IDENTITY_KIND = Kind(
    code="identity",
    name="judgement",
    model=Identity,
    title=lambda row: f"Judgement {row.pk} that two subjects are one",
    texts=lambda row: tuple(text for text in (row.why, row.taken_back_why) if text),
    keeps=lambda row: _JUDGEMENT,
)
KINDS = (SUBJECT_KIND, STATEMENT_KIND, IDENTITY_KIND)
