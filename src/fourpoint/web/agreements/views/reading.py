"""Pages for everybody of a party: the list, one agreement, a file to take away."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from fourpoint.access import checks
from fourpoint.domain.markings import Marking
from fourpoint.services.agreements import drafting, files, reading
from fourpoint.services.exports.lease import What
from fourpoint.services.sharing import due
from fourpoint.web.agreements import cards
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.leasing import take


@require_safe
def list_agreements(request: HttpRequest) -> HttpResponse:
    """Show the agreements that bind the agency acted for, where each stands, and what waits for this person."""
    who = acting(request)
    lines = reading.list_agreements(who)
    context = {
        "tasks": due.list_tasks(who),
        "now": [line for line in lines if not line.standing.stage.is_over],
        "over": [line for line in lines if line.standing.stage.is_over],
        "drafts": drafting.list_drafts(who),
        "may_write": checks.may_administer(who.actor, agency_id=who.actor.agency_id or 0),
        "tags": cards.TAGS,
    }
    return answer(request, "agreements/list.html.jinja", context)


@require_safe
def agreement(request: HttpRequest, agreement: str) -> HttpResponse:
    """Show everything an agreement says, where it stands, what it opens and who signed."""
    who = acting(request)
    page = reading.get_agreement(who, agreement)
    context = {
        "page": page,
        "tags": cards.TAGS,
        "acts": cards.make_acts(page),
        "tasks": [task for task in due.list_tasks(who) if task.code == page.code],
    }
    return answer(request, "agreements/agreement.html.jinja", context)


@require_safe
def download(request: HttpRequest, agreement: str, number: int) -> HttpResponse:
    """Give a file of an agreement as a numbered copy, to keep and never to open within the page."""
    who = acting(request)
    row = reading.find_row(who, agreement)
    held = files.get_file(who, row.pk, number)
    what = What(kind="agreement", record_id=row.pk, marking=Marking.OFFICIAL, words=held.words)
    return take(request, what, held.name, held.data, held.media_type)


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was typed into a form, also when it was nothing; None while the form is only shown."""
    return request.POST if request.method == "POST" else None
