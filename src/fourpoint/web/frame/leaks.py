"""
Holds back every answer that carries a decoy record not open to its reader, and rings the alarm.

Stands inside the middleware that opens the request's transaction and outside everything that draws an answer, so that
refusals and files are looked at too. It costs a search for five letters, in some tens of microseconds.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fourpoint.access import leaks
from fourpoint.web.frame.refusals import server_error


class LeakWatch:
    """Compares what is answered with the decoys that are closed to the reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before the middleware that turns failures into pages."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does, or with a fault in its place."""
        response = self.get_response(request)
        if response.streaming:
            return response
        who = getattr(request, "acting", None)
        readable = who.readable if who is not None else ()
        headers = " ".join(response.headers.values()).encode()
        found = [leak for part in (response.content, headers) for leak in leaks.find_leaks(part, readable=readable)]
        if not found:
            return response
        leaks.ring(found, way=leaks.RESPONSE, place=request.path, at=timezone.now(), who=who)
        return server_error(request)
