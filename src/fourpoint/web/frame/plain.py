"""Refuses an address that no page of ours can mean: one with a null byte, which PostgreSQL's text cannot hold."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from fourpoint.web.frame import refusals

NULL = "\0"


class PlainAddresses:
    """Answers 400 to a path or a choice with a null byte in it, before any page sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or refuse it."""
        chosen = (text for values in request.GET.lists() for text in (values[0], *values[1]))
        if NULL in request.path or any(NULL in text for text in chosen):
            return refusals.bad_request(request, ValueError("The address holds a character that it cannot hold."))
        return self.get_response(request)
