"""Pages for readers of intelligence reports: the list, and a report."""

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.services.disclosure.receipts import find_receipt, list_given
from fourpoint.services.exports.lease import What
from fourpoint.services.intelligence import listed, printed, reading
from fourpoint.services.marked.summary import who_can_see
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.leasing import take
from fourpoint.web.frame.numbers import read_page
from fourpoint.web.frame.prints import FILES, print_as

_CODE = re.compile(r"[A-Za-z0-9-]{1,64}")


@require_safe
def list_reports(request: HttpRequest) -> HttpResponse:
    """Show the reports that are open to the reader, narrowed as she asks."""
    who = acting(request)
    agency_id = who.actor.agency_id or 0
    show = request.GET.get("show", "")
    asked = listed.Asked(
        show=listed.Show(show) if show in set(listed.Show) else listed.Show.ALL,
        threat=_code(request, "threat"),
        area=_code(request, "area"),
    )
    held = listed.list_reports(who, asked, page=read_page(request))
    context = {
        "listed": held,
        "page_href": lambda page: _href(held.asked, page=page),
        "shows": listed.SHOW_WORDS,
        "states": reading.STATE_WORDS,
        "href": _href,
        "may_write": checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=agency_id),
        "keeps_sources": checks.has_duty(who.actor, duty=Duty.SOURCES, agency_id=agency_id),
    }
    return answer(request, "reports/list.html.jinja", context)


def _code(request: HttpRequest, name: str) -> str:
    """A code out of the address; one that cannot be one is none."""
    code = request.GET.get(name, "")
    return code if _CODE.fullmatch(code) else ""


def _href(asked: listed.Asked, *, show: str | None = None, threat: str | None = None, page: int = 1) -> str:
    """The address of the list as it is narrowed, with what is given changed."""
    said = {"show": asked.show.value if show is None else show, "threat": asked.threat if threat is None else threat}
    said |= {"area": asked.area, "page": str(page) if page > 1 else ""}
    return "?" + urlencode({name: value for name, value in said.items() if value and value != listed.Show.ALL})


@require_safe
def report(request: HttpRequest, report: int) -> HttpResponse:
    """Show a report with its items, the key of their grades, and who can see it."""
    who = acting(request)
    page = reading.get_report(who, report)
    context = {
        "page": page,
        "given": list_given(who, kind="report", record_id=report),
        "receipt": find_receipt(who, kind="report", record_id=report),
        "states": reading.STATE_WORDS,
        "sharing": who_can_see("report", reading.get_row(report)),
    }
    return answer(request, "reports/report.html.jinja", context)


@require_safe
def copy(request: HttpRequest, report: int, file: str) -> HttpResponse:
    """Hand over a released report as PDF or Word: a numbered, stamped copy that its reader holds from now on."""
    who = acting(request)
    reading.get_row(report)
    if file not in FILES:
        raise checks.NotOpen("There is no such file: a copy is a PDF or a Word file.")
    made, audience_id = printed.to_print(who, report)
    what = What(kind="report", record_id=report, audience_id=audience_id, words=made.words)
    name, media_type, content = print_as(file, made)
    return take(request, what, name, content, media_type)
