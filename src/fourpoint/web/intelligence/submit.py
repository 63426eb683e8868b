"""Passing something on: where it begins, and what of it one sent before."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.services.intelligence import sent
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what the reader sent, and where to begin."""
    return answer(request, "intelligence/start.html.jinja", {"lines": sent.list_sent(acting(request))})
