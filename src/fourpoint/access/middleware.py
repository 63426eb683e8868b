"""
Gives every request its row security context, in a transaction of its own. Stands after the authentication middleware.

The transaction is opened here because a setting made before `ATOMIC_REQUESTS` opens its own would be gone when the
view runs. `ATOMIC_REQUESTS` stays on as well: it rolls back the work of a view that fails, which this transaction
cannot see.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from fourpoint.access import context, kept, standing
from fourpoint.access.closing import is_closing, is_late, wait

SAFE, MOST_ANSWERS = ("GET", "HEAD"), 3
PURPOSE, AGENCY = "fourpoint_purpose", "fourpoint_agency"


class StreamingRefused(RuntimeError):
    """A view streamed its response, which would be read after the context has gone."""


class RowSecurity:
    """Sets `request.acting` and the context for the person signed in; a stranger gets an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """
        Answer the request within its context; again, when something it could read is closed before it is out.

        An agreement can end between the first look and the last: no answer leaves that what it could read then is
        no longer open to its reader. A reading is answered anew; of anything else nothing is kept, unless it was only
        late, and the reader is sent to the same address to look again.

        raises  StreamingRefused for a streaming response
        """
        for _ in range(MOST_ANSWERS):
            response = self._attempt(request)
            if response is not None:
                return response
            if request.method not in SAFE:
                break
        return HttpResponseRedirect(request.get_full_path(), status=303)

    def _attempt(self, request: HttpRequest) -> HttpResponse | None:
        """Return the answer; None when it may not be sent: of a reading only when it can be made anew."""
        try:
            with transaction.atomic():
                who = self._acting(request)
                response = self._answer(request, who)
                looked_at = timezone.now() if _shows(request, response) else None
                closing = looked_at is not None and is_closing(who, at=looked_at)
                if closing:
                    transaction.set_rollback(True)
        finally:
            context.leave()
        if closing and request.method in SAFE:
            wait(who, at=timezone.now())
        late = looked_at is not None and is_late(looked_at, at=timezone.now())
        return None if closing or late else response

    def _answer(self, request: HttpRequest, who: context.Acting) -> HttpResponse:
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


def _shows(request: HttpRequest, response: HttpResponse) -> bool:
    """
    Whether the answer can hold records.

    Not one that goes to a stranger, sends elsewhere, is a fault, or tells of a change of policy.
    """
    if (
        not request.user.is_authenticated
        or 300 <= response.status_code < 400
        or response.status_code >= 500
        or connection.needs_rollback
    ):
        return False
    # Who signs, ends or hands over closes what was open to herself, on purpose.
    return request.method in SAFE or not kept.is_changing()
