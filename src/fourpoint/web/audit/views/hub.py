"""The page from which the governance role goes to everything that is theirs to watch, and the page of the seals."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access import checks
from fourpoint.services.audit import proof
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.governance import ENTRIES


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """Show the governance pages; each refuses for itself as well."""
    who = acting(request)
    checks.check_may_govern(who.actor)
    return answer(request, "audit/hub.html.jinja", {"entries": ENTRIES})


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Show how far the trail is sealed, the roots to keep outside, and what the last checks found."""
    who = acting(request)
    return answer(request, "audit/seals.html.jinja", {"state": proof.get_state(who)})
