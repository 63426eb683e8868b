"""The page that brings reports of an older register in, with their grades as they were recorded."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Unusable
from fourpoint.services.intelligence import older as service
from fourpoint.services.intelligence.cells import MOST_BYTES
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.reports.forms import OlderForm
from fourpoint.web.reports.views.writing import METHODS, own_desk


@require_http_methods(METHODS)
def older(request: HttpRequest) -> HttpResponse:
    """Take a file of older reports and say what became of each."""
    who, report = acting(request), None
    agency_id = who.actor.agency_id or 0
    checks.check_has_duty(who.actor, duty=Duty.TRIAGE, agency_id=agency_id)
    form = OlderForm(request.POST, request.FILES) if request.method == "POST" else OlderForm()
    if request.method == "POST" and form.is_valid():
        # One byte more than is taken, so that a larger file is refused and not cut.
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        desk_id = own_desk(who.actor.person_id, agency_id)
        try:
            report = service.bring_older(by=who.actor, purpose=who.purpose, at=who.at, desk_id=desk_id, content=content)
        except Unusable as error:
            form.add_error("file", str(error))
    context = {"form": form, "report": report, "needed": service.NEEDED, "columns": service.KNOWN}
    return answer(request, "reports/older.html.jinja", context, status=400 if form.errors else 200)
