"""Reports as lines of a list: what each is called, of what it tells, how it is graded and how old that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from fourpoint.access.context import somebody
from fourpoint.domain.grading import Grade, InformationGrade, LegacyGrade, SourceGrade
from fourpoint.domain.sharing import Handling
from fourpoint.records.intelligence.models import Item, Report
from fourpoint.services.intelligence import ageing
from fourpoint.services.library.places import area_names, threat_names


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """
    A report in a list; grades as they are written, one for each item.

    told_until  the last day of which it tells, or on which it was written; is_old: that lies further back than a limit
    """

    report_id: int
    reference: str
    title: str
    state: str
    is_sanitised: bool
    owner: str
    author: str
    made_at: datetime
    threat: str
    areas: tuple[str, ...]
    grades: tuple[str, ...]
    told_until: date
    is_old: bool


def rows() -> QuerySet[Report]:
    """Return the reports open to the person of the context, with what their lines need."""
    return Report.objects.select_related("owner", "made_by", "audience")


def lines(reports: Iterable[Report]) -> list[ReportLine]:
    """Return a line for each of those reports."""
    held = list(reports)
    areas, threats = area_names(), threat_names()
    oldest = ageing.old_before(somebody().at)
    grades: dict[int, list[str]] = {}
    until = {row.pk: [timezone.localdate(row.made_at)] for row in held}
    for item in Item.objects.filter(report_id__in=[row.pk for row in held]).order_by("report_id", "number"):
        grades.setdefault(item.report_id, []).append(grade_of(item).text)
        if last := item.to_on or item.from_on:
            until[item.report_id].append(last)
    return [
        ReportLine(
            report_id=row.pk,
            reference=row.reference,
            title=row.title,
            state=row.state,
            is_sanitised=row.sanitised_of_id is not None,
            owner=row.owner.name,
            author=row.made_by.name,
            made_at=row.made_at,
            threat=threats.get(row.threat, row.threat),
            areas=tuple(areas.get(code, code) for code in row.area_codes),
            grades=tuple(grades.get(row.pk, ())),
            told_until=max(until[row.pk][1:] or until[row.pk]),
            is_old=max(until[row.pk][1:] or until[row.pk]) < oldest,
        )
        for row in held
    ]


def grade_of(item: Item) -> Grade | LegacyGrade:
    """Return the grade of an item: of an older scheme, exactly as it came."""
    if item.older_grade:
        return LegacyGrade(item.older_grade)
    return Grade(
        source=SourceGrade(item.source_grade),
        information=InformationGrade(item.information_grade),
        handling=Handling(item.handling),
        conditions=frozenset(item.conditions),
    )
