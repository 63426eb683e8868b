"""The list of intelligence reports that are open to a reader: narrowed as she asks, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, IntegerField, QuerySet, Value, When

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.domain.paging import cut
from fourpoint.records.intelligence.models import Report
from fourpoint.services.intelligence import lines
from fourpoint.services.library.places import area_names, threat_names

PAGE = 50


class Show(StrEnum):
    """Which reports are shown."""

    ALL = "all"
    WAITING = "waiting"
    RELEASED = "released"
    ORIGINALS = "originals"
    OTHERS = "others"


SHOW_WORDS: Mapping[Show, str] = {
    Show.ALL: "All",
    Show.WAITING: "Waiting for release",
    Show.RELEASED: "Released by us",
    Show.ORIGINALS: "Originals",
    Show.OTHERS: "Shared by others",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the list is narrowed to, by codes; an empty text narrows nothing, and an unknown code finds nothing."""

    show: Show = Show.ALL
    threat: str = ""
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """
    One page of the list.

    counts   of each part, and threats: of each threat within the part shown, as (code, name, number)
    area     the name of the area that the list is narrowed to
    """

    lines: tuple[lines.ReportLine, ...]
    asked: Asked
    total: int
    page: int
    pages: int
    counts: Mapping[Show, int]
    threats: tuple[tuple[str, str, int], ...]
    area: str


def list_reports(who: Acting, asked: Asked | None = None, *, page: int = 1) -> Listed:
    """Return one page of the reports open to the person, those that wait for release first; past the end the last."""
    asked = asked or Asked()
    shown = _within(_shown(who, asked.show), asked)
    found = shown.filter(threat=asked.threat) if asked.threat else shown
    total = found.count()
    part = cut(total, size=PAGE, number=page)
    rows = list(found.order_by(_waiting_first(), "-made_at", "-pk")[part.rows])
    trail.record_listed("report", rows, total=total)
    return Listed(
        lines=tuple(lines.lines(rows)),
        asked=asked,
        total=total,
        page=part.number,
        pages=part.pages,
        counts={one: _within(_shown(who, one), asked).count() for one in Show},
        threats=_threats(shown),
        area=area_names().get(asked.area, asked.area),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _shown(who: Acting, show: Show) -> QuerySet[Report]:
    rows, own = lines.rows(), who.actor.agency_id or 0
    match show:
        case Show.WAITING:
            return rows.filter(state=Report.DRAFT)
        case Show.RELEASED:
            return rows.filter(owner_id=own, released_at__isnull=False)
        case Show.ORIGINALS:
            return rows.filter(sanitised_of=None)
        case Show.OTHERS:
            return rows.exclude(owner_id=own)
        case _:
            return rows


def _within(rows: QuerySet[Report], asked: Asked) -> QuerySet[Report]:
    return rows.filter(area_codes__contains=[asked.area]) if asked.area else rows


def _waiting_first() -> Case:
    return Case(When(state=Report.DRAFT, then=Value(0)), default=Value(1), output_field=IntegerField())


def _threats(shown: QuerySet[Report]) -> tuple[tuple[str, str, int], ...]:
    held: dict[str, int] = {}
    for code in shown.values_list("threat", flat=True):
        held[code] = held.get(code, 0) + 1
    return tuple((code, name, held[code]) for code, name in threat_names().items() if held.get(code))
