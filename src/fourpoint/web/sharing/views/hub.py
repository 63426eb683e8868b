"""The first page of sharing, the conditions that wait for a reader, and sharing several records at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.services.disclosure import acceptances
from fourpoint.services.disclosure.hub import get_hub
from fourpoint.services.disclosure.pointers import list_pointers
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.records import page_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what needs the reader, what was shared with her agency and what hers shared; never more than she sees."""
    who = acting(request)
    hub = get_hub(who)
    context = {
        "hub": hub,
        "pointers": list_pointers(who),
        "may_share": checks.may_contribute(who.actor, agency_id=who.actor.agency_id or 0),
        "hrefs": {
            (one.kind, one.record_id): page_of(one.kind, one.record_id, area=one.area)
            for one in (*hub.received, *hub.ours)
        },
    }
    return answer(request, "sharing/index.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request: HttpRequest) -> HttpResponse:
    """Show the conditions that wait for the reader, and let her accept them; what has them opens at once."""
    who = acting(request)
    if request.method == "POST":
        acceptances.accept(who=who, key=request.POST.get("key", ""))
        return redirect("sharing:conditions")
    return answer(request, "sharing/conditions.html.jinja", {"waiting": acceptances.list_waiting(who)})
