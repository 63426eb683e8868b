"""Pages for readers of intelligence reports: the list, and a report."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.services.intelligence import reading
from fourpoint.services.marked.summary import who_can_see
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer


@require_safe
def list_reports(request: HttpRequest) -> HttpResponse:
    """Show the reports that are open to the reader."""
    who = acting(request)
    agency_id = who.actor.agency_id or 0
    context = {
        "reports": reading.list_reports(who),
        "states": reading.STATE_WORDS,
        "most": reading.MOST_LISTED,
        "may_write": checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=agency_id),
        "keeps_sources": checks.has_duty(who.actor, duty=Duty.SOURCES, agency_id=agency_id),
    }
    return answer(request, "reports/list.html.jinja", context)


@require_safe
def report(request: HttpRequest, report: int) -> HttpResponse:
    """Show a report with its items, the key of their grades, and who can see it."""
    page = reading.get_report(acting(request), report)
    context = {
        "page": page,
        "states": reading.STATE_WORDS,
        "sharing": who_can_see("report", reading.get_row(report)),
    }
    return answer(request, "reports/report.html.jinja", context)
