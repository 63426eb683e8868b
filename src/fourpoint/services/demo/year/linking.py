"""States what the reports of the year say of subjects: made once, named again, each read with its report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fourpoint.access import context, trail
from fourpoint.access.bulk import put_in
from fourpoint.access.context import Acting
from fourpoint.domain import months
from fourpoint.domain.days import day_of
from fourpoint.domain.linkage import identifiers
from fourpoint.records.subjects.models import Key, Statement
from fourpoint.records.subjects.models import Subject as Row
from fourpoint.services.demo.year import casting
from fourpoint.services.demo.year.reporting import NAMING, Written, second_grade
from fourpoint.services.demo.year.sending import reference
from fourpoint.services.sharing.actions import intern_audience, owner_only
from fourpoint.services.sharing.days import first_review
from fourpoint.services.subjects.stating import REVIEW_GROUP
from fourpoint.services.subjects.words import CATEGORY, keyed, months_of, variants

# Who is named in that many reports has a part in the matter; from then on, each of so many says the birthday otherwise.
SEEN, OTHERWISE = 2, 9
# Its name is stated that often for each audience: once known, it is not stated again and again.
NAMED = 2


@dataclass(frozen=True, kw_only=True)
class _Said:
    """Something that an item states, not yet a row."""

    subject: casting.Subject
    code: str
    text: str = ""
    other: casting.Subject | None = None
    category: str = ""
    basis: str = ""


def link_all(written: Sequence[Written], *, by: int, at: datetime) -> int:
    """State what the reports say, as that officer, who reads them all; return how many subjects there are."""
    naming = [one for one in written if one.sent.made.text.named]
    with context.acting(by, at=at) as who:
        rows = _subjects(naming, who)
        statements = [_statement(said, one, rows, who) for one, said in _sayings(naming)]
        put_in(statements)
        put_in(_keys(statements))
        trail.record_all(_changes(rows.values(), statements), by=who.actor, purpose=who.purpose)
        return len(rows)


# ----------------------------------------------------------------------------------------------------------------------


def _subjects(naming: Sequence[Written], who: Acting) -> dict[casting.Subject, Row]:
    first: dict[casting.Subject, datetime] = {}
    for one in naming:
        for subject in one.sent.made.text.named.subjects if one.sent.made.text.named else ():
            first.setdefault(subject, one.carrier.made_at)
    audience = owner_only(who.actor.agency_id or 0)
    audience_id = intern_audience(by=who.actor, purpose=who.purpose, at=who.at, audience=audience)
    rows = [
        Row(
            owner_id=who.actor.agency_id or 0,
            audience_id=audience_id,
            made_at=made_at,
            made_by_id=who.actor.person_id,
            review_on=first_review(REVIEW_GROUP, at=made_at),
            review_group=REVIEW_GROUP,
            reference=reference(40_009 * (place + 7) ** 3, "X"),
            kind=subject.kind,
        )
        for place, (subject, made_at) in enumerate(first.items())
    ]
    return dict(zip(first, put_in(rows), strict=True))


def _sayings(naming: Sequence[Written]) -> Iterator[tuple[Written, _Said]]:
    seen: dict[casting.Subject, int] = {}
    names: Counter[tuple[casting.Subject, int]] = Counter()
    for one in naming:
        named = one.sent.made.text.named
        if named is None:
            continue
        for subject in named.subjects:
            seen[subject] = seen.get(subject, 0) + 1
            names[subject, one.carrier.audience_id] += 1
            if names[subject, one.carrier.audience_id] <= NAMED:
                yield one, _Said(subject=subject, code=casting.CODES[subject.kind], text=subject.called)
            if seen[subject] == SEEN and subject.part:
                yield one, _Said(subject=subject, code=CATEGORY, category=subject.part, basis=subject.basis)
            if subject.born and seen[subject] % OTHERWISE in (1, 4):
                yield one, _Said(subject=subject, code="date-of-birth", text=_born(subject.born, seen[subject]))
        for tie in named.ties:
            yield one, _Said(subject=tie.subject, code=tie.code, other=tie.other)


def _born(day: date, times: int) -> str:
    """The birthday, a year off now and then, as somebody who is not sure says it: both stand."""
    return (day if times % OTHERWISE == 1 else day - timedelta(days=365)).isoformat()


def _statement(said: _Said, one: Written, rows: dict[casting.Subject, Row], who: Acting) -> Statement:
    report, made = one.carrier, one.sent.made
    made_at = report.released_at or report.made_at
    day = day_of(made.sent_at)
    return Statement(
        owner_id=report.owner_id,
        audience_id=report.audience_id,
        made_at=made_at,
        made_by_id=who.actor.person_id,
        review_on=first_review(REVIEW_GROUP, at=made_at),
        review_group=REVIEW_GROUP,
        subject=rows[said.subject],
        code=said.code,
        text=said.text,
        object=rows[said.other] if said.other else None,
        category=said.category,
        basis=said.basis,
        recheck_on=months.same_day(day_of(made_at), months=months_of("recheck")) if said.basis else None,
        report_id=report.pk,
        item_number=NAMING,
        source_grade=made.source,
        information_grade=second_grade(made),
        from_on=day,
        to_on=day,
    )


def _keys(statements: Iterable[Statement]) -> Iterator[Key]:
    spelt = variants()
    found: dict[tuple[str, str], list[str]] = {}
    for row in statements:
        how = keyed(row.code)
        if how is None:
            continue
        if (row.code, row.text) not in found:
            found[row.code, row.text] = sorted(identifiers.keys(how, row.text, spelt))
        for key in found[row.code, row.text]:
            yield Key(statement_id=row.pk, audience_id=row.audience_id, key=key)


def _changes(subjects: Iterable[Row], statements: Iterable[Statement]) -> Sequence[tuple[trail.Change, datetime]]:
    made = [
        (
            trail.Change(action="subject.make", object_kind="subject", object_id=row.pk, audience_id=row.audience_id),
            row.made_at,
        )
        for row in subjects
    ]
    stated = [
        (
            trail.Change(
                action="statement.make",
                object_kind="statement",
                object_id=row.pk,
                audience_id=row.audience_id,
                facts={"subject": row.subject_id, "code": row.code, "report": row.report_id},
            ),
            row.made_at,
        )
        for row in statements
    ]
    return sorted(made + stated, key=lambda pair: pair[1])
