"""What the pages about one record share: who asks, which record, and how it is named at the top of the page."""

from dataclasses import dataclass

from django.http import HttpRequest

from fourpoint.access import checks
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.marked.summary import SharingSummary, who_can_see
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.records import page_of


@dataclass(frozen=True, kw_only=True)
class About:
    """
    A record as the head of a page names it.

    href   its own page, empty when it has none
    keeps  why nobody can change who sees it for now, in one sentence; empty when who may change it can
    """

    kind: str
    record_id: int
    title: str
    name: str
    href: str
    summary: SharingSummary
    keeps: str = ""


def about(kind: str, record: int) -> tuple[Found, About]:
    """Return the record of that kind and number, and its head; raises NotOpen."""
    found = find_record(kind, record)
    head = About(
        kind=kind,
        record_id=record,
        title=found.title,
        name=found.kind.name,
        href=page_of(kind, record, area=found.kind.area(found.row)),
        summary=who_can_see(kind, found.row),
        keeps=found.kind.keeps(found.row),
    )
    return found, head


def own(request: HttpRequest, kind: str, record: int) -> tuple[Found, About]:
    """Return the same for somebody who may change the record; raises NotOpen, NotAllowed."""
    found, head = about(kind, record)
    checks.check_may_change(acting(request), audience_id=found.row.audience_id)
    return found, head
