"""
Pages that refuse: each says what was refused, why, and what the reader can do next.

404 is also the answer wherever the existence of a thing is itself sensitive, so it never says which of the two it was.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from fourpoint.access.checks import NotOpen
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.web.frame.uploads import FilesTooLarge

TEMPLATE = "frame/refusal.html.jinja"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something the reader can do next; href is empty when it is not a page of ours."""

    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A refusal in words: one sentence of reason and the next steps."""

    title: str
    reason: str
    steps: tuple[Step, ...]


HOME = Step(text="Go to the profiles you may read", href="/profiles/")
ACCESS = Step(text="See what you may read, and why", href="/account/access/")
BACK = Step(text="Go back in your browser and change what you entered")


def refuse(request: HttpRequest | None, *, status: int, refusal: Refusal) -> HttpResponse:
    """Return the refusal as a page with that status; without a request the page knows nobody and asks no database."""
    return HttpResponse(render_to_string(TEMPLATE, {"refusal": refusal}, request=request), status=status)


class Refusals:
    """Turns the anticipated failures of services into pages: 404 for NotOpen, 403 for Refused, 400 for Unusable."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand inside the middleware that opens the request's transaction."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of an anticipated failure; any other is a fault, and rises."""
        if isinstance(exception, NotOpen):
            return not_found(request)
        if isinstance(exception, Refused):
            return forbidden(request, exception)
        if isinstance(exception, Unusable):
            return bad_request(request, exception)
        return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that could not be understood; an Unusable says why."""
    reason = "Something in the address or the form could not be understood."
    if isinstance(exception, Unusable):
        reason = str(exception)
    elif isinstance(exception, FilesTooLarge):
        reason = f"{exception} Nothing was changed."
    elif isinstance(exception, TooManyFilesSent):
        reason = "There are more files than a form takes: choose fewer. Nothing was changed."
    elif isinstance(exception, RequestDataTooBig):
        reason = "There is more text than a form takes: shorten it, or send it in parts. Nothing was changed."
    steps = (BACK, HOME)
    refusal = Refusal(title="This request cannot be answered", reason=reason, steps=steps)
    return refuse(request, status=400, refusal=refusal)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for something known to exist that this reader may not do; a Refused says why."""
    reason = (
        str(exception)
        if isinstance(exception, Refused)
        else "Your role, or the agreements your agency has signed, do not allow it."
    )
    ask = Step(text="Ask the owner of the agreement in your agency if you need it for your work")
    return refuse(
        request,
        status=403,
        refusal=Refusal(title="You may not do this", reason=reason, steps=(ACCESS, ask, HOME)),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what does not exist, or may not be known to this reader; it does not say which."""
    reason = "There is nothing at this address that you may read."
    steps = (Step(text="Check the address for a slip"), HOME, ACCESS)
    return refuse(request, status=404, refusal=Refusal(title="Page not found", reason=reason, steps=steps))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form sent without its token, which happens when a page was left open too long."""
    said = "The form was open too long, or was sent from another site, so it was not accepted. Nothing was changed."
    steps = (Step(text="Go back, load the page again and send the form once more"), HOME)
    response = refuse(request, status=403, refusal=Refusal(title="The form was not accepted", reason=said, steps=steps))
    # Its own person finds it again, filled in: `kept.py`.
    response.is_csrf_failure = True  # type: ignore[attr-defined]
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours."""
    reason = "Something went wrong on our side. It has been noted, and nothing you entered was half saved."
    steps = (Step(text="Try again in a few minutes"), HOME)
    # Without the request: what failed may be the very session or database that the page's header would ask.
    return refuse(None, status=500, refusal=Refusal(title="There is a fault", reason=reason, steps=steps))
