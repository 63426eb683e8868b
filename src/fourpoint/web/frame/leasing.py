"""How a page hands over a file: what has an audience leaves by a lease, under a number that stands on every page."""

from django.http import HttpRequest, HttpResponse

from fourpoint.domain.errors import Refused
from fourpoint.services.exports.lease import What, lease
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.files import file

NUMBER = "Fourpoint-Copy"


class NotAsked(Refused):
    """A link elsewhere, or a browser that fetches ahead, asked for a copy: its reader did not."""


def take(request: HttpRequest, what: What, name: str, content: bytes, media_type: str) -> HttpResponse:
    """
    Return the file as a numbered, stamped copy that the reader holds from now on.

    raises  NotOpen when it is not open to the reader; Unusable while she has stated no purpose; NotAsked
    """
    _check_asked(request)
    who = acting(request)
    held = lease(
        by=who.actor, purpose=who.purpose, at=who.at, what=what, name=name, media_type=media_type, content=content
    )
    response = file(held.name, held.content, held.media_type)
    response[NUMBER] = held.number
    return response


def _check_asked(request: HttpRequest) -> None:
    """Hold that somebody followed a link of ours: to take a copy is an act, and its reader answers for it."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose") == "prefetch"
    if ahead or request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotAsked("A copy is taken from its own page here, not by a link from elsewhere: open the page first.")
