"""The register of sources: a list for those who may know of any, a new entry, and who one is, for a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Unusable
from fourpoint.services.intelligence import sources
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.fresh import recently_authenticated
from fourpoint.web.reports.forms import ReasonForm, SourceForm

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@recently_authenticated
def register(request: HttpRequest) -> HttpResponse:
    """Show the sources that the reader may know of, and enter a new one."""
    who = acting(request)
    checks.check_has_duty(who.actor, duty=Duty.SOURCES, agency_id=who.actor.agency_id or 0)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            sources.register_source(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                identity=held["identity"],
                people=(),
                reports=sources.find_reports(held["report"]),
            )
            return redirect("reports:sources")
        except Unusable as error:
            form.add_error(None, str(error))
    context = {"form": form, "lines": sources.list_sources()}
    return answer(request, "reports/sources.html.jinja", context, status=400 if form.errors else 200)


@require_http_methods(METHODS)
@recently_authenticated
def reveal(request: HttpRequest, source: int) -> HttpResponse:
    """Show who a source is, once, to somebody on its list who says why."""
    who = acting(request)
    checks.check_has_duty(who.actor, duty=Duty.SOURCES, agency_id=who.actor.agency_id or 0)
    line = sources.get_source(source)
    form, identity = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            identity = sources.reveal(
                by=who.actor, purpose=who.purpose, at=who.at, source_id=source, reason=form.cleaned_data["reason"]
            )
        except Unusable as error:
            form.add_error(None, str(error))
    context = {"form": form, "line": line, "identity": identity}
    return answer(request, "reports/source.html.jinja", context, status=400 if form.errors else 200)
