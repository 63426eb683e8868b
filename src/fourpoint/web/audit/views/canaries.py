"""The page of decoys and their alarms."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.services.canaries import queries
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer

WAYS = {
    "response": "was stopped in an answer at",
    "mail": "was stopped in",
    "export": "was stopped in an export:",
    "log": "was blotted out of a log:",
}


@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """Show the agency's decoys, never their words, and the alarms that rang for them."""
    who = acting(request)
    return answer(request, "audit/decoys.html.jinja", {"watch": queries.get_watch(who), "ways": WAYS})
