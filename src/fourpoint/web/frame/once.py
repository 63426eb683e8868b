"""
A form sent twice acts once: the second is answered with the first result. For every form, without its view's help.

Twice is the same form (by its token) with the same content. A form that was refused, or was answered with a page of its
own, may be sent again, and so may one that its sender went back to and changed.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from fourpoint.services.agencies import kept_forms
from fourpoint.web.frame.tokens import read_token

CSRF = "csrfmiddlewaretoken"
# Being asked who one is, is no result.
NO_RESULT = "/account/"


class Once:
    """Stands inside the request's transaction: a form whose action is undone is as if it had never been sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or as the same form was answered before."""
        if request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        token = read_token(request)
        if token is None or token.person_id != request.user.pk:
            return self.get_response(request)
        digest = _digest(request)
        first = kept_forms.claim(digest, at=timezone.now())
        if first:
            return HttpResponseRedirect(first)
        response = self.get_response(request)
        if not connection.needs_rollback:
            kept_forms.settle(digest, location=_result(response))
        return response


def _result(response: HttpResponse) -> str:
    """Where the answer sends the reader when something was done; empty when nothing was."""
    location = response.headers.get("Location", "") if 300 <= response.status_code < 400 else ""
    place = urlsplit(location)
    return "" if place.netloc or place.path.startswith(NO_RESULT) or len(location) > 2000 else location


def _digest(request: HttpRequest) -> str:
    held = hashlib.sha256(f"{request.user.pk} {request.path}".encode())
    for name, values in sorted(request.POST.lists()):
        if name != CSRF:
            held.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            held.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                held.update(chunk)
            file.seek(0)
    return held.hexdigest()
