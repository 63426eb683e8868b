"""Puts a line on every page of a desk's people for as long as nobody has what tells of danger."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fourpoint.services.intelligence.queue import count_alarms
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.alerts import Alert, add_alert


class Alarms:
    """Stands within the row security context: whoever may not read what arrives is told nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        count = count_alarms(acting(request))
        if count:
            told = "A submission tells" if count == 1 else f"{count:,} submissions tell"
            words = f"{told} of danger, and nobody has acknowledged {'it' if count == 1 else 'them'}."
            href = f"{reverse('intelligence:desk')}?show=danger"
            add_alert(request, Alert(words=words, href=href, link="Open it" if count == 1 else "Open them"))
        return self.get_response(request)
