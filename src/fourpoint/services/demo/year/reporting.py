"""Writes the reports of the year: an original for each submission that was evaluated, and what was released of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fourpoint.access import context, trail
from fourpoint.access.bulk import number, put_in
from fourpoint.access.context import Acting
from fourpoint.domain.days import day_of
from fourpoint.domain.markings import Marking
from fourpoint.records.disclosure.models import SHARE, Placement
from fourpoint.records.intelligence.models import Item, Report
from fourpoint.services.demo.year.courses import Made
from fourpoint.services.demo.year.sending import Sent, reference
from fourpoint.services.demo.year.telling import Named
from fourpoint.services.demo.year.working import by_officer
from fourpoint.services.demo.year.written import Year
from fourpoint.services.intelligence.reporting import REVIEW_GROUP
from fourpoint.services.sharing.actions import intern_audience, owner_only
from fourpoint.services.sharing.days import first_review

# The item that names subjects, where a report has one.
NAMING = 2


@dataclass(frozen=True)
class Written:
    """An original report and what was sanitised of it, if anything was."""

    sent: Sent
    original: Report
    sanitised: Report | None

    @property
    def carrier(self) -> Report:
        """The report on which statements rest: the released one, else the original."""
        released = self.sanitised is not None and self.sanitised.released_at is not None
        return self.sanitised if released and self.sanitised else self.original


@dataclass(frozen=True)
class _Draft:
    """A report that is about to be written, with the words of its items."""

    sent: Sent
    report: Report
    texts: tuple[str, ...]
    grades: tuple[str, ...]
    day: date

    @property
    def released_at(self) -> datetime | None:
        """When it was released, for a sanitised one."""
        return self.sent.made.course.released_at if self.report.sanitised_of_id else None


def write_all(
    sent: Sequence[Sent], year: Year, crews: Mapping[str, Sequence[int]], *, releaser: int, at: datetime
) -> list[Written]:
    """Write the reports of all that was evaluated, each as its officer; the releaser lets out what is released."""
    evaluated = [one for one in sent if one.made.course.end == "evaluate"]
    originals: dict[int, Report] = {}
    drafts: list[_Draft] = []
    for person_id, theirs in by_officer(evaluated, crews).items():
        with context.acting(person_id, at=at) as who:
            first = [_original(one, who) for one in theirs]
            originals |= {one.row.pk: report for one, report in zip(theirs, _save(first), strict=True)}
            made = [_sanitised(one, originals[one.row.pk], who) for one in theirs if one.made.course.written_at]
            number(draft.report for draft in made)
            _save([draft for draft in made if draft.released_at is None])
            _trail([*first, *made], who)
            drafts += made
    _release([draft for draft in drafts if draft.released_at], year, releaser=releaser, at=at)
    sanitised = {draft.sent.row.pk: draft.report for draft in drafts}
    return [Written(one, originals[one.row.pk], sanitised.get(one.row.pk)) for one in evaluated]


def second_grade(made: Made) -> str:
    """Return how the source knows who it is about: at second hand, as a rule."""
    return "BCCD"[made.number % 4]


# ----------------------------------------------------------------------------------------------------------------------


def _save(drafts: Sequence[_Draft]) -> Sequence[Report]:
    rows = put_in(one.report for one in drafts)
    put_in(item for one in drafts for item in _items(one))
    return rows


def _items(draft: _Draft) -> Iterator[Item]:
    for place, (text, grade) in enumerate(zip(draft.texts, draft.grades, strict=True), start=1):
        yield Item(
            report=draft.report,
            audience_id=draft.report.audience_id,
            number=place,
            text=text,
            source_grade=grade[0],
            information_grade=grade[1],
            handling="P",
            from_on=draft.day,
            to_on=draft.day,
        )


def _original(one: Sent, who: Acting) -> _Draft:
    made, ended = one.made, one.made.course.ended_at or one.made.sent_at
    report = Report(
        **_common(one, who, ended),
        reference=reference(made.number // 7, "R"),
        title=_title(one),
        submission_id=one.row.pk,
        provenance=made.how_known,
        risk=made.comes_back and f"Synthetic: {made.comes_back}",
        state=Report.READY,
    )
    named = made.text.named
    return _draft(report, made.text.told, named, one)


def _sanitised(one: Sent, original: Report, who: Acting) -> _Draft:
    made = one.made
    report = Report(
        **_common(one, who, made.course.written_at or original.made_at),
        reference=reference(made.number // 11, "R"),
        title=original.title,
        sanitised_of=original,
        state=Report.DRAFT,
    )
    return _draft(report, made.text.plain, made.text.named, one)


def _draft(report: Report, text: str, named: Named | None, one: Sent) -> _Draft:
    made = one.made
    grades = (f"{made.source}{made.information}", f"{made.source}{second_grade(made)}")
    texts = (text, f"Synthetic: {named.sentence}") if named else (text,)
    return _Draft(one, report, texts, grades[: len(texts)], day_of(made.sent_at))


def _common(one: Sent, who: Acting, at: datetime) -> dict[str, object]:
    return {
        "owner_id": one.row.owner_id,
        "audience_id": one.row.audience_id,
        "made_at": at,
        "made_by_id": who.actor.person_id,
        "review_on": first_review(REVIEW_GROUP, at=at),
        "review_group": REVIEW_GROUP,
        "collection": "volunteered" if one.row.sender_agency_id != one.row.owner_id else "routine",
        "threat": one.made.stream.threat,
        "area_codes": [one.made.area],
    }


def _title(one: Sent) -> str:
    """The first sentence, cut short: it names nobody."""
    words = one.made.text.plain.removeprefix("Synthetic: ").split(". ")[0].split(" ")
    title = " ".join(words[:11])
    return title if len(words) <= 11 else f"{title} …"


def _release(drafts: Sequence[_Draft], year: Year, *, releaser: int, at: datetime) -> None:
    with context.acting(releaser, at=at) as who:
        audience = owner_only(who.actor.agency_id or 0, marking=Marking.OFFICIAL_SENSITIVE)
        after = intern_audience(by=who.actor, purpose=who.purpose, at=at, audience=audience)
        before = {draft.sent.row.pk: draft.report.audience_id for draft in drafts}
        for draft in drafts:
            row = draft.report
            row.audience_id, row.state = after, Report.READY
            row.released_at, row.released_by_id = draft.released_at, releaser
        _save(drafts)
        reasons = year.common.released
        said = [(draft, before[draft.sent.row.pk], reasons[draft.report.pk % len(reasons)]) for draft in drafts]
        put_in(_placement(draft.report, was, releaser, reason) for draft, was, reason in said)
        changes = [(_change("release", draft.report, reason), draft.released_at or at) for draft, _, reason in said]
        trail.record_all(sorted(changes, key=lambda pair: pair[1]), by=who.actor, purpose=who.purpose)


def _trail(drafts: Sequence[_Draft], who: Acting) -> None:
    rows = sorted((draft.report for draft in drafts), key=lambda row: row.made_at)
    changes = ((_change("sanitise" if row.sanitised_of_id else "write", row), row.made_at) for row in rows)
    trail.record_all(changes, by=who.actor, purpose=who.purpose)


def _placement(row: Report, before: int, releaser: int, reason: str) -> Placement:
    return Placement(
        kind="report",
        record_id=row.pk,
        owner_id=row.owner_id,
        before_id=before,
        audience_id=row.audience_id,
        placed_at=row.released_at or row.made_at,
        placed_by_id=releaser,
        cause=SHARE,
        reason=reason,
    )


def _change(action: str, row: Report, reason: str = "") -> trail.Change:
    return trail.Change(
        action=f"report.{action}",
        object_kind="report",
        object_id=row.pk,
        audience_id=row.audience_id,
        reason=reason,
        facts={"audience": row.audience_id, "state": row.state},
    )
