"""How a page hands over a file: what has an audience leaves by a lease, under a number that stands on every page."""

from django.http import HttpRequest, HttpResponse

from fourpoint.services.exports.lease import What, lease
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.files import file

NUMBER = "Fourpoint-Copy"


def take(request: HttpRequest, what: What, name: str, content: bytes, media_type: str) -> HttpResponse:
    """
    Return the file as a numbered, stamped copy that the reader holds from now on.

    raises  NotOpen when it is not open to the reader; Unusable while she has stated no purpose
    """
    who = acting(request)
    held = lease(
        by=who.actor, purpose=who.purpose, at=who.at, what=what, name=name, media_type=media_type, content=content
    )
    response = file(held.name, held.content, held.media_type)
    response[NUMBER] = held.number
    return response
