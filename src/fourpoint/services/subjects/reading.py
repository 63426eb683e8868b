"""What readers see of subjects: a picture made of the statements that are open to each of them, and of no others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain import months
from fourpoint.domain.duties import Duty
from fourpoint.domain.linkage.identifiers import normal
from fourpoint.domain.paging import cut
from fourpoint.records.intelligence.models import Report
from fourpoint.records.subjects.models import Identity, Statement, Subject
from fourpoint.services.subjects.barring import SUSPECT, shown
from fourpoint.services.subjects.identities import joined
from fourpoint.services.subjects.stating import NoSuchSubject
from fourpoint.services.subjects.words import (
    CATEGORY,
    KIND_WORDS,
    UNKNOWN,
    UNNAMED,
    categories,
    keyed,
    kinds_of,
    labels,
    months_of,
    statement_kinds,
)

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class SubjectLine:
    """A subject in a list, told as on its page; `categories` in their words, those that call for care first."""

    subject_id: int
    reference: str
    kind: str
    label: str
    categories: tuple[str, ...]
    statements: int


@dataclass(frozen=True, kw_only=True)
class SubjectList:
    """
    One page of the subjects that are open to the reader.

    kinds     how many there are of each kind, by its code, as far as there are any
    left_out  how many were left out of a list of suspects, because they are also a child or a victim
    """

    lines: tuple[SubjectLine, ...]
    total: int
    page: int
    pages: int
    kinds: Mapping[str, int]
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Said:
    """
    A statement as a page shows it.

    what             the name of what is stated, as "Lives at"
    other_id         the subject it ties to, when it is a tie; `is_towards` when that one was stated to be tied to this
    report           the reference of the report it rests on, empty when that is not open to the reader
    is_contradicted  another statement says otherwise; both stand
    is_single        only one source says it, as far as the reader sees
    is_old           what it tells of lies further back than the catalogue's number of months
    """

    statement_id: int
    subject_id: int
    code: str
    what: str
    text: str
    grade: str
    report_id: int
    report: str
    from_on: date | None
    to_on: date | None
    made_at: datetime
    made_by: str
    basis: str = ""
    recheck_on: date | None = None
    other_id: int = 0
    is_towards: bool = False
    is_contradicted: bool = False
    is_single: bool = False
    is_old: bool = False
    is_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A judgement that this subject and another are one."""

    identity_id: int
    subject_id: int
    reference: str
    label: str
    why: str
    by: str
    at: datetime
    may_take_back: bool


@dataclass(frozen=True, kw_only=True)
class SubjectPage:
    """
    The picture of a subject, for one reader.

    reference   empty for a reader of another agency, who knows no more of it than statements say
    kind        as a reader of another agency gathers it from them; "Subject", and no code, when they leave it open
    found_by    names and identifiers
    categories  what the person is in a matter, those that call for care first
    more        other words about it
    withdrawn   how many statements of it were withdrawn, of those open to the reader
    why         kind and number of the record whose readers say why she sees it
    """

    subject_id: int
    reference: str
    kind: str
    kind_code: str
    label: str
    categories: tuple[Said, ...]
    found_by: tuple[Said, ...]
    more: tuple[Said, ...]
    ties: tuple[Said, ...]
    joined: tuple[Joined, ...]
    withdrawn: int
    may_state: bool
    why: tuple[str, int]


def list_subjects(who: Acting, *, kind: str = "", category: str = "", page: int = 1) -> SubjectList:
    """
    Return one page of the subjects of which something is open to the reader, the newest first; past the end the last.

    category  only people of whom that is stated; of suspects, whoever is also a child or a victim is left out, and
              whoever is another agency's, or barred to the reader (`barring`): what is not open to her may say so
    """
    said = shown(Statement.objects.filter(withdrawn_at=None))
    found = set((said.filter(category=category) if category else said).values_list("subject_id", flat=True))
    if category == SUSPECT:
        found &= set(Subject.objects.filter(pk__in=found).values_list("pk", flat=True))
    spared = _spared(found) if category == SUSPECT else set()
    known = kinds_of(found)
    wanted = {number for number, code in known.items() if kind not in KIND_WORDS or code == kind}
    listed = sorted(wanted - spared, reverse=True)
    part = cut(len(listed), size=PAGE, number=page)
    here = listed[part.rows]
    rows = {row.pk: row for row in Subject.objects.filter(pk__in=here)}
    trail.record_listed("subject", rows.values(), total=len(listed))
    if others := set(here) - set(rows):
        trail.record_listed("statement", list(said.filter(subject_id__in=others)))
    return SubjectList(
        lines=tuple(_lines(here, rows, known)),
        total=len(listed),
        page=part.number,
        pages=part.pages,
        kinds=dict(Counter(code for number, code in known.items() if code and number not in spared)),
        left_out=len(wanted & spared),
    )


def get_subject(who: Acting, subject_id: int) -> SubjectPage:
    """Return the picture of a subject and record that it was read; raises NoSuchSubject when nothing of it is open."""
    row = Subject.objects.filter(pk=subject_id).first() if 0 < subject_id < 2**63 else None
    own = joined({subject_id})[subject_id] if 0 < subject_id < 2**63 else frozenset()
    held = list(shown(_rows().filter(Q(subject_id__in=own) | Q(object_id__in=own))).order_by("pk"))
    # The row is its owner's. Whoever else reads a statement of it sees what statements say, and not that the row is.
    first = next((one for one in held if row or one.subject_id == subject_id), None)
    if first is None:
        raise NoSuchSubject("There is no such subject, or nothing of it is open to you.")
    trail.record_shown("subject", [row] if row else [])
    trail.record_shown("statement", held)
    may_state = checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=who.actor.agency_id or 0)
    said = _all_said(held, own, today=timezone.localdate(who.at))
    kind, names = kinds_of({subject_id})[subject_id], labels(own)
    return SubjectPage(
        subject_id=subject_id,
        reference=row.reference if row else "",
        kind=KIND_WORDS.get(kind, UNKNOWN),
        kind_code=kind,
        label=names.get(subject_id) or next(iter(names.values()), row.reference if row else UNNAMED),
        categories=tuple(sorted((one for one in said if one.code == CATEGORY), key=lambda one: not one.is_first)),
        found_by=tuple(one for one in said if keyed(one.code) is not None),
        more=tuple(one for one in said if keyed(one.code) is None and not one.other_id and one.code != CATEGORY),
        ties=tuple(one for one in said if one.other_id),
        joined=_judgements(own, subject_id, who),
        withdrawn=Statement.objects.filter(subject_id__in=own).exclude(withdrawn_at=None).count(),
        may_state=may_state and row is not None,
        why=("subject", row.pk) if row else ("statement", first.pk),
    )


def get_said(who: Acting, statement_id: int) -> Said:
    """Return a statement that stands, and record that it was read; raises NoSuchSubject."""
    row = shown(_rows().filter(pk=statement_id)).first() if 0 < statement_id < 2**63 else None
    if row is None:
        raise NoSuchSubject("There is no such statement, or it is not open to you.")
    trail.record_shown("statement", [row])
    return _all_said([row], frozenset({row.subject_id}), today=timezone.localdate(who.at))[0]


def are_spared(*subject_ids: int) -> bool:
    """Return whether any of them is, as far as the reader sees, a child or a victim: never listed as a suspect."""
    return bool(_spared(set(subject_ids)))


def find_by_reference(reference: str) -> int | None:
    """Return the id of the subject with that reference, None when none is open to the person of the context."""
    return Subject.objects.filter(reference=reference.strip().upper()).values_list("pk", flat=True).first()


def find_report(reference: str) -> int | None:
    """Return the id of the report with that reference, None when none is open to the person of the context."""
    return Report.objects.filter(reference=reference.strip().upper()).values_list("pk", flat=True).first()


def subject_of_judgement(identity_id: int) -> int:
    """Return the first of the two subjects of a judgement that stands; raises NoSuchSubject."""
    rows = Identity.objects.filter(pk=identity_id, taken_back_at=None) if 0 < identity_id < 2**63 else None
    found = rows.values_list("one_id", flat=True).first() if rows is not None else None
    if found is None:
        raise NoSuchSubject("There is no such judgement, or it is not open to you.")
    return found


def says_of(who: Acting, report_id: int) -> tuple[Said, ...]:
    """Return what was stated on the strength of a report and stands, in the order in which it was stated."""
    held = list(shown(_rows().filter(report_id=report_id)).order_by("pk"))
    trail.record_shown("statement", held)
    return _all_said(held, frozenset(row.subject_id for row in held), today=timezone.localdate(who.at))


# ----------------------------------------------------------------------------------------------------------------------


def _rows() -> QuerySet[Statement]:
    return Statement.objects.filter(withdrawn_at=None).select_related("made_by")


def _spared(subject_ids: set[int]) -> set[int]:
    """Those who are, or are judged to be one with somebody who is, what is never listed among suspects."""
    never = [code for code, entry in categories().items() if entry.never_suspect]
    groups = joined(subject_ids)
    everyone = {number for group in groups.values() for number in group}
    rows = Statement.objects.filter(subject_id__in=everyone, category__in=never, withdrawn_at=None)
    marked = set(rows.values_list("subject_id", flat=True))
    return {number for number, group in groups.items() if group & marked}


def _lines(numbers: Sequence[int], rows: Mapping[int, Subject], known: Mapping[int, str]) -> Iterable[SubjectLine]:
    names, entries = labels(numbers), categories()
    counts: dict[int, int] = defaultdict(int)
    codes: dict[int, set[str]] = defaultdict(set)
    said = shown(Statement.objects.filter(subject_id__in=numbers, withdrawn_at=None))
    for number, category in said.values_list("subject_id", "category"):
        counts[number] += 1
        codes[number] |= {category} - {""}
    for number in numbers:
        reference = rows[number].reference if number in rows else ""
        yield SubjectLine(
            subject_id=number,
            reference=reference,
            kind=KIND_WORDS.get(known[number], UNKNOWN),
            label=names.get(number, reference or UNNAMED),
            categories=tuple(entry.name for code, entry in entries.items() if code in codes[number]),
            statements=counts[number],
        )


def _all_said(held: list[Statement], own: frozenset[int], *, today: date) -> tuple[Said, ...]:
    reports = {row.pk: row for row in Report.objects.filter(pk__in={one.report_id for one in held})}
    others = {one.object_id for one in held if one.object_id} | {one.subject_id for one in held}
    open_others = dict(Subject.objects.filter(pk__in=others).values_list("pk", "reference"))
    names = {**open_others, **labels(others)}
    oldest = months.same_day(today, months=-months_of("stale"))
    made = [_said(one, own, reports, names, oldest) for one in held]
    return _flagged(made, held, reports)


def _said(
    row: Statement, own: frozenset[int], reports: Mapping[int, Report], names: Mapping[int, str], oldest: date
) -> Said:
    entries = categories()
    towards = row.object_id in own and row.subject_id not in own
    other = (row.subject_id if towards else row.object_id) or 0
    category = entries.get(row.category)
    report = reports.get(row.report_id)
    kind = statement_kinds().get(row.code)
    last = row.to_on or row.from_on or timezone.localdate(row.made_at)
    return Said(
        statement_id=row.pk,
        subject_id=row.subject_id,
        code=row.code,
        what=kind.name if kind else row.code,
        text=names.get(other, "Not open to you")
        if other
        else (category.name if category else row.text or row.category),
        grade=row.older_grade or f"{row.source_grade}{row.information_grade}",
        report_id=row.report_id if report else 0,
        report=report.reference if report else "",
        from_on=row.from_on,
        to_on=row.to_on,
        made_at=row.made_at,
        made_by=row.made_by.name,
        basis=row.basis,
        recheck_on=row.recheck_on,
        other_id=other,
        is_towards=towards,
        is_old=last < oldest,
        is_first=bool(category and category.first),
    )


def _flagged(made: list[Said], held: list[Statement], reports: Mapping[int, Report]) -> tuple[Said, ...]:
    """Say of each whether others say otherwise, and whether any other source says the same."""
    values = {row.pk: _value(row) for row in held}
    sources: dict[tuple[str, str], set[int]] = defaultdict(set)
    said: dict[str, set[str]] = defaultdict(set)
    for row in held:
        report = reports.get(row.report_id)
        # A sanitised report and its original are one source.
        sources[values[row.pk]].add((report.sanitised_of_id if report else None) or row.report_id)
        said[row.code].add(values[row.pk][1])
    kinds = statement_kinds()
    return tuple(
        replace(
            one,
            is_single=len(sources[values[one.statement_id]]) == 1,
            is_contradicted=bool(one.code in kinds and kinds[one.code].one and len(said[one.code]) > 1),
        )
        for one in made
    )


def _value(row: Statement) -> tuple[str, str]:
    how = keyed(row.code)
    if row.object_id:
        return row.code, f"{row.subject_id}-{row.object_id}"
    return row.code, normal(how, row.text) if how and row.text else row.category or row.text.casefold()


def _judgements(own: frozenset[int], subject_id: int, who: Acting) -> tuple[Joined, ...]:
    rows = list(
        Identity.objects.filter(Q(one_id__in=own) | Q(other_id__in=own), taken_back_at=None)
        .select_related("made_by")
        .order_by("pk")
    )
    trail.record_shown("identity", rows)
    references = dict(Subject.objects.filter(pk__in=own).values_list("pk", "reference"))
    names = labels(own)
    made = []
    for row in rows:
        other = row.one_id if row.one_id != subject_id else row.other_id
        made.append(
            Joined(
                identity_id=row.pk,
                subject_id=other,
                reference=references.get(other, ""),
                label=names.get(other, references.get(other, "")),
                why=row.why,
                by=row.made_by.name,
                at=row.made_at,
                may_take_back=checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=row.owner_id),
            )
        )
    return tuple(made)
