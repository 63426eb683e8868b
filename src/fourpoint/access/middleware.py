"""
Gives every request its row security context, in a transaction of its own. Stands after the authentication middleware.

The transaction is opened here because a setting made before `ATOMIC_REQUESTS` opens its own would be gone when the
view runs. `ATOMIC_REQUESTS` stays on as well: it rolls back the work of a view that fails, which this transaction
cannot see.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fourpoint.access import context, standing

PURPOSE, AGENCY = "fourpoint_purpose", "fourpoint_agency"


class StreamingRefused(RuntimeError):
    """A view streamed its response, which would be read after the context has gone."""


class RowSecurity:
    """Sets `request.acting` and the context for the person signed in; a stranger gets an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """
        Answer the request within its context.

        raises  StreamingRefused for a streaming response
        """
        try:
            with transaction.atomic():
                return self._answer(request)
        finally:
            context.leave()

    def _answer(self, request: HttpRequest) -> HttpResponse:
        who = self._acting(request)
        context.enter(who)
        request.acting = who  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.streaming:
            raise StreamingRefused(
                f"{request.path} streams its answer, which would be read after its row security context has gone:"
                " return an HttpResponse."
            )
        return response

    @staticmethod
    def _acting(request: HttpRequest) -> context.Acting:
        at = timezone.now()
        if not request.user.is_authenticated:
            return context.nobody(at)
        chosen = request.session.get(PURPOSE)
        known = {purpose.id for purpose in standing.purposes() if purpose.choosable}
        return context.person(
            request.user.pk,
            at=at,
            purpose=chosen if chosen in known else None,
            agency_id=request.session.get(AGENCY),
        )
